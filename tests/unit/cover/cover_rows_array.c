/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The array: as=4. A walk starts three cycles before its first read, and is served in the one
 * before that or beside it. The page of VA shares a set with its pointer, that of OTHER does not.
 */
#include "cover_fixture.h"

#define SETTLE           E E E E E E
#define AR               "as=4 " SV39_ON SETTLE
#define AR_LONG          "as=4 " LONG_ON SETTLE
#define AR_PCID          "as=4 +pcide=1 " LONG_ON SETTLE
#define GO(va)           LOADS(va) E E E E /* the miss, the start, two cycles of the search */
#define FGO(va)          FETCHES(va) E E E E
#define BLIND(va)        LOADS(va) E E
#define OTHER            "80606123"
#define RWX              "48d14cf"
#define FIRST            GO(VA) WALK(RWX) GOT
#define SECOND           GO(OTHER) DOWN("80002030") GIVE(RWX) E GOT
#define LARGE            GO(VA) WALK_2M("100000cf") GOT_2M
#define FGOT_2M          "fetch_rsp_valid=1 fetch_rsp_size=15 fetch_rsp_pa=12345123 ; "
#define FENCE(what)      "fence_valid=1 " what " ; "
#define FENCE_VA(va)     FENCE("fence_by_va=1 fence_va=" va)
#define FENCE_ASID(asid) FENCE("fence_by_asid=1 fence_asid=" asid)
#define NOWHERE          "8080600000000000"

/* clang-format off */
const struct cover_row cover_rows_array[] = {
	/* Pages that serve. */
	{G_cp_array_serve, AR FIRST FGO(VA) FGOT, "sv39,fetch,0", NULL},
	{G_cp_array_serve, AR LARGE FGO(VA) E FGOT_2M, "sv39,fetch,1", NULL},
	{G_cp_array_serve, AR SECOND FGO(VA) E, "", NULL},
	{G_cp_array_serve, SV39_ON SETTLE LOADS(VA) E WALK(RWX) GOT FGO(VA) FGOT, "", NULL},
	{G_cp_array_serve, AR_LONG GO(VA) WALK4(URW) GOT FGO(VA) FGOT, "four-level,fetch,0", NULL},
	/* They refill the TLB, and agree with the answer. */
	{G_cp_shadow, AR FIRST FGO(VA) FGOT FETCHES(VA) FGOT, "fetch,right data,right", NULL},
	{G_cp_shadow, AR LARGE FGO(VA) E FGOT_2M FETCHES(VA) FGOT_2M, "fetch,right data,right", NULL},
	{G_cp_shadow, AR FIRST FGO("80605123") FGOT_2M, "fetch,wrong data,right", NULL},
	{G_cp_shadow, AR FIRST FGO("80607123") FGOT, "fetch,wrong data,right", NULL},
	{G_cp_pte_reads, AR FIRST FGO(VA) FGOT, "sv39,3", NULL},
	/* What the walk of VA leaves of its pointer, and that of the other page. */
	{G_cp_array_pointer, AR SECOND GO(VA) READ("80002028") E, "sv39,data", NULL},
	{G_cp_array_pointer, AR FIRST GO(OTHER) READ("80000010") E, "", NULL},
	{G_cp_array_share, AR FIRST, "sv39", NULL},
	{G_cp_array_share, AR SECOND, "", NULL},
	{G_cp_array_share, AR SECOND GO(VA) READ("80002028") E GIVE(RWX) E GOT, "", NULL},
	{G_cp_array_shadow, AR SECOND GO(VA) READ("80002028") E, "right", NULL},
	{G_cp_array_shadow, AR SECOND GO(VA) READ("80000010") E, "right wrong", NULL},
	{G_cp_array_shadow, AR FIRST GO(OTHER) READ("80000010") E, "right", NULL},
	{G_cp_array_shadow, AR FIRST GO(OTHER) READ("80002030") E, "right wrong", NULL},
	{G_cp_array_shadow, AR FIRST FGO(VA) FREAD("80000010") E, "right wrong", NULL},
	{G_cp_array_shadow, AR LOADS(VA) E E E READ("80000010") E, "wrong", NULL},
	{G_cp_array_shadow, AR LOADS(VA) E E E E E READ("80000010") E, "wrong", NULL},
	{G_cp_array_shadow, AR SECOND FENCE_ASID("7") BLIND(VA) READ("80000010") E, "right", NULL},
	{G_cp_array_shadow, AR SECOND FENCE_ASID("7") BLIND(VA) READ("80002028") E, "right wrong", NULL},
	{G_cp_array_shadow, "wc=4 " AR FIRST GO("80805123") READ("80001020") E, "right", NULL},
	/* A fifth page of a set takes the way that was not used. */
	{G_cp_array_shadow, AR FIRST GO("80609123") DOWN("80002048") GIVE(RWX) E GOT FGO("80609123") FGOT FGO(VA) FGOT, "right", NULL},
	/* Why. */
	{G_cp_array_match, AR FIRST FGO(VA) FGOT, "riscv,0,same-asid", NULL},
	{G_cp_array_match, AR LARGE FGO(VA) E FGOT_2M, "riscv,1,same-asid", NULL},
	{G_cp_array_match, AR FIRST BASE("1", "8000200000080000") FGO(VA), "riscv,0,other-asid", NULL},
	{G_cp_array_match, AR GO(VA) WALK("48d14ef") GOT FGO(VA), "riscv,0,global", NULL},
	{G_cp_array_match, AR GO(VA) WALK("48d14ef") GOT BASE("1", "8000200000080000") FGO(VA), "riscv,0,global-other-asid", NULL},
	{G_cp_array_match, AR GO(VA) WALK(RW) GOT FGO(VA), "riscv,0,right", NULL},
	{G_cp_array_match, AR FIRST BASE("1", "9000100000080000") FGO(VA), "riscv,0,other-mode", NULL},
	{G_cp_array_match, AR FGO(VA) FWALK("48d144f") FGOT STORES(VA) E E E E, "riscv,0,clean", NULL},
	{G_cp_array_match, AR SECOND FGO(VA), "", NULL},
	/* Blind walks. */
	{G_cp_array_blind, "as=4 " SV39_ON BLIND(VA), "riscv,nothing", NULL},
	{G_cp_array_blind, AR BLIND(VA), "", NULL},
	{G_cp_array_blind, AR SECOND FENCE_ASID("7") FETCHES(OTHER) E E, "riscv,page riscv,pointer", NULL},
	{G_cp_array_blind, AR SECOND FENCE_ASID("7") E E FETCHES(OTHER) E E, "riscv,page riscv,pointer", NULL},
	{G_cp_array_blind, AR SECOND FENCE_ASID("7") E E E FETCHES(OTHER) E E, "", NULL},
	{G_cp_array_blind, AR SECOND FENCE_ASID("1") FETCHES(OTHER) E E, "riscv,nothing", NULL},
	/* Busy. */
	{G_cp_array_busy, AR FENCE_VA("1000") "fence_valid=1 fence_ready=0 ; ", "fence", NULL},
	{G_cp_array_busy, AR FENCE_VA("1000") E "fence_valid=1 fence_ready=0 ; ", "fence", NULL},
	{G_cp_array_busy, AR FENCE_VA("1000") E E "fence_valid=1 fence_ready=0 ; ", "", NULL},
	{G_cp_array_busy, AR FENCE_VA("1000") "ptbr_valid=1 ptbr_ready=0 ; ", "ptbr", NULL},
	{G_cp_array_busy, AR FENCE_VA(NOWHERE) "ptbr_valid=1 ptbr_ready=0 ; ", "", NULL},
	{G_cp_array_busy, AR FENCE_VA("100000000000000") "ptbr_valid=1 ptbr_ready=0 ; ", "", NULL},
	{G_cp_array_busy, AR FENCE_VA("80000000000000") "ptbr_valid=1 ptbr_ready=0 ; ", "ptbr", NULL},
	{G_cp_array_busy, "formats=2 " AR FENCE_VA("4000000000") "ptbr_valid=1 ptbr_ready=0 ; ", "", NULL},
	{G_cp_array_busy, "formats=2 " AR FENCE_VA("2000000000") "ptbr_valid=1 ptbr_ready=0 ; ", "ptbr", NULL},
	{G_cp_array_busy, "formats=31 " AR FENCE_VA("100000000") "ptbr_valid=1 ptbr_ready=0 ; ", "", NULL},
	{G_cp_array_busy, "formats=31 " AR FENCE_VA("80000000") "ptbr_valid=1 ptbr_ready=0 ; ", "ptbr", NULL},
	{G_cp_array_busy, "formats=42 " AR FENCE_VA("800000000000") "ptbr_valid=1 ptbr_ready=0 ; ", "", NULL},
	{G_cp_array_busy, AR LOADS(VA) FENCE_VA("1000") E, "walk", NULL},
	{G_cp_array_busy, AR LOADS(VA) E FENCE_VA("1000") E E, "walk", NULL},
	{G_cp_array_busy, AR LOADS(VA) FENCE_ASID("7") E, "", NULL},
	{G_cp_array_busy, AR FENCE_ASID("7") FENCE_VA("1000") "fence_valid=1 fence_ready=0 ; ", "", NULL},
	/* A second fence, behind one by address, while the first one's walk completes its read. */
	{G_X5, AR GO(VA) READ("80000010") E FENCE_VA("1000") "fence_valid=1 fence_ready=0 ; ", "stale-wait,fence-waits", "*,fence-waits"},
	{G_X5, AR GO(VA) READ("80000010") E FENCE_VA("1000") E E FENCE(""), "", "*,fence-waits"},
	/* Fences in a search. */
	{G_cp_array_cut, AR LOADS(VA) E E FENCE(""), "data,first", NULL},
	{G_cp_array_cut, AR LOADS(VA) E E E FENCE(""), "data,second", NULL},
	{G_cp_array_cut, AR LOADS(VA) E E E E FENCE(""), "data,third", NULL},
	{G_cp_array_cut, AR LARGE FGO(VA) FENCE(""), "fetch,third-page", NULL},
	{G_cp_array_cut, AR FIRST FGO(VA) "fetch_rsp_valid=1 fetch_rsp_size=c " FENCE(""), "", NULL},
	{G_cp_array_cut, AR LOADS(VA) E FENCE(""), "", NULL},
	{G_cp_array_cut, "as=4 " SV39_ON BLIND(VA) FENCE(""), "", NULL},
	/* Fills. */
	{G_cp_array_fill, AR SECOND, "sv39,page-0,free sv39,pointer,free", NULL},
	{G_cp_array_fill, AR LARGE, "sv39,page-1,free", NULL},
	{G_cp_array_fill, "as=4 " SV39_ON BLIND(VA) WALK(RW) GOT, "sv39,page-0,blind sv39,pointer,blind", NULL},
	{G_cp_array_fill, AR GO(VA) DOWN2 GIVE("20000801") READ("80002028") FENCE(""), "sv39,pointer,fence", NULL},
	{G_cp_array_fill, AR GO(VA) DOWN2 GIVE("20000801") READ("80002028") E FENCE(""), "sv39,pointer,late-fence", NULL},
	{G_cp_array_fill, AR GO(VA) DOWN2 GIVE("20000801") READ("80002028") E E FENCE(""), "sv39,pointer,free", NULL},
	{G_cp_array_fill, AR SECOND GO("80607123") READ("80002038") E GIVE("0") E DOWN("80002038") E, "sv39,page-0,free sv39,pointer,free sv39,pointer,again", NULL},
	{G_cp_array_fill, AR GO(OTHER) DOWN2 GIVE("8000000020000bcf") E, "", NULL},
	{G_cp_array_fill, AR_LONG GO(VA) WALK4(URW) GOT, "four-level,page-0,free", NULL},
	/* Drops. */
	{G_cp_array_drop, AR SECOND FENCE_VA("80606000"), "va,page-0,dropped va,pointer,dropped", NULL},
	{G_cp_array_drop, AR SECOND FENCE_VA("80607000"), "va,page-0,kept va,pointer,dropped", NULL},
	{G_cp_array_drop, AR SECOND FENCE_VA("80806000"), "va,page-0,kept va,pointer,kept", NULL},
	{G_cp_array_drop, AR SECOND FENCE_VA(NOWHERE), "", NULL},
	{G_cp_array_drop, AR LARGE FENCE_VA("80606000"), "va,page-1,dropped", NULL},
	{G_cp_array_drop, AR SECOND FENCE("fence_by_va=1 fence_va=80606000 fence_by_asid=1 fence_asid=1"), "va+asid,page-0,dropped va+asid,pointer,dropped", NULL},
	{G_cp_array_drop, AR SECOND FENCE("fence_by_va=1 fence_va=80606000 fence_by_asid=1 fence_asid=2"), "va+asid,page-0,kept va+asid,pointer,kept", NULL},
	{G_cp_array_drop, AR SECOND FENCE_ASID("1"), "asid,page-0,dropped asid,pointer,dropped", NULL},
	{G_cp_array_drop, AR SECOND FENCE_ASID("2"), "asid,page-0,kept asid,pointer,kept", NULL},
	{G_cp_array_drop, AR SECOND FENCE("fence_keep_global=1"), "keep,page-0,dropped keep,pointer,dropped", NULL},
	{G_cp_array_drop, AR GO(VA) WALK("48d14ef") GOT FENCE("fence_keep_global=1"), "keep,page-0,kept", NULL},
	{G_cp_array_drop, AR GO(VA) WALK("48d14ef") GOT FENCE_ASID("1"), "asid,page-0,kept", NULL},
	{G_cp_array_drop, AR SECOND FENCE(""), "all,page-0,dropped all,pointer,dropped", NULL},
	{G_cp_array_drop, AR SECOND FENCE_ASID("2") FENCE_VA("80806000"), "asid,page-0,kept asid,pointer,kept sweep,page-0,dropped sweep,pointer,dropped", NULL},
	{G_cp_array_drop, AR_LONG GO(VA) WALK4(URW) GOT BASE("3", "80000000"), "cr3,page-0,dropped", NULL},
	{G_cp_array_drop, AR_PCID GO(VA) WALK4(URW) GOT BASE("3", "80000005"), "cr3,page-0,kept", NULL},
	{G_cp_array_drop, AR_PCID GO(VA) WALK4(URW) GOT BASE("3", "8000000080000000"), "", NULL},
	{G_cp_array_drop, AR GO(OTHER) DOWN("80002030") GIVE(RO) E GOT STORES(OTHER) E E E E READ("80002030") E GIVE(RO) E DOWN("80002030") GIVE(RO) E FAULTS,
		"fault,page-0,dropped fault,pointer,dropped", NULL},
	{G_cp_array_drop, AR SECOND GO("80607123") READ("80002038") E GIVE("0") E DOWN("80002038") GIVE("0") E FAULTS, "fault,page-0,kept fault,pointer,dropped", NULL},
	{G_cp_array_drop, AR SECOND GO("4000000000") E FAULTS, "fault,page-0,kept fault,pointer,kept", NULL},
	{G_cp_array_drop, AR SECOND GO(NOWHERE) E FAULTS, "", NULL},
	/* Drops in a sweep: of 5 cycles. */
	{G_cp_array_again, AR FENCE("") FENCE(""), "other,first", NULL},
	{G_cp_array_again, AR FENCE("") E FENCE_VA("1000"), "va,inside", NULL},
	{G_cp_array_again, AR FENCE("") E E E E FENCE_VA("1000"), "va,last", NULL},
	{G_cp_array_again, AR FENCE("") E E E E E FENCE_VA("1000"), "", NULL},
	{G_cp_array_again, AR FENCE_VA("1000") FENCE(""), "", NULL},
	{G_cp_array_again, AR FENCE("") E E FENCE("") E E E E FENCE(""), "other,inside other,last", NULL},
	/* The first write comes behind the reset. */
	{G_cp_array_again, AR_LONG, "cr3,first", NULL},
	{G_cp_array_again, AR_LONG BASE("3", "80000000") BASE("3", "80000000"), "cr3,first cr3,inside", NULL},
	{G_cp_array_again, "as=4 " SV39_ON LOADS("4000000000") E E E FAULTS, "", NULL},
	{G_cp_array_again, AR FENCE("") LOADS("4000000000") E E E FAULTS, "fault,last", NULL},
};
/* clang-format on */

const unsigned int n_cover_rows_array = sizeof(cover_rows_array) / sizeof(cover_rows_array[0]);
