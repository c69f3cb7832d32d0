/* SPDX-License-Identifier: Apache-2.0 */
/* The walk cache: wc=4. A walk starts in the cycle before its first read. */
#include "cover_fixture.h"

#define WC      "wc=4 " SV39_ON
#define GO(va)  LOADS(va) E E /* the miss, the search */
#define FIRST   GO(VA) WALK(RW) GOT
#define BEHIND  GO("80606123") READ("80002030") E
#define XGO(va) LOADS(va) E E
#define XFIRST  XGO(VA) WALK4(URW) GOT
#define LONG    "wc=4 " LONG_ON
/* Behind the entry of level 1: page 4 of the table. */
#define XBEHIND(va) XGO(va) READ("80003020") E
#define ROOT3                                                                                      \
	READ("80000010") E GIVE("20000401") READ("80001018") E GIVE("20000801") READ("80002030") E
#define SECOND                                                                                     \
	GO("c0605123")                                                                             \
	READ("80000018")                                                                           \
	E GIVE("20000c01") READ("80003018") E GIVE("20001001") READ("80004028") E GIVE(RW)         \
	E GOT
#define THIRD                                                                                      \
	GO("100605123") READ("80000020") E GIVE("20001401") READ("80005018") E GIVE(MEGA)          \
	E GOT_2M
#define FENCE(what) "fence_valid=1 " what " ; "

/* clang-format off */
const struct cover_row cover_rows_pointers[] = {
	/* What a search finds. */
	{G_cp_walk_search, WC FIRST, "sv39,none", NULL},
	{G_cp_walk_search, WC FIRST BEHIND, "sv39,none sv39,1", NULL},
	{G_cp_walk_search, WC FIRST GO("80805123") READ("80001020") E, "sv39,none sv39,2", NULL},
	{G_cp_walk_search, WC FIRST GO("c0005123") READ("80000018") E, "sv39,none", NULL},
	{G_cp_walk_search, SV39_ON PAGE PAGE_6, "", NULL},
	{G_cp_walk_search, WC FIRST BASE("1", "8000200000080000") GO("80606123") READ("80000010") E, "sv39,none", NULL},
	{G_cp_walk_search, LONG XFIRST XBEHIND("80604123"), "four-level,none four-level,1", NULL},
	{G_cp_walk_shadow, WC FIRST, "right", NULL},
	{G_cp_walk_shadow, WC FIRST BEHIND, "right", NULL},
	{G_cp_walk_shadow, WC FIRST GO("80606123") READ("80000010") E, "right wrong", NULL},
	{G_cp_walk_shadow, WC GO(VA) READ("80000018") E, "wrong", NULL},
	{G_cp_walk_shadow, LONG XFIRST, "right", NULL},
	{G_cp_walk_shadow, "wc=4 " SV32_ON GO("80605123") "mem_req_wide=0 " READ("80000804") E, "right", NULL},
	{G_cp_walk_shadow, "wc=4 +pg=1 " BASE("2", "80000000") GO("80605123") READ("80000804") E, "right", NULL},
	/* The third walk's pointer takes the slot of the one that was used before, not of that used last. */
	{G_cp_walk_shadow, WC FIRST SECOND GO("80805123") READ("80001020") E GIVE(MEGA) E GOT_2M THIRD GO("80a05123") READ("80001028") E, "right", NULL},
	{G_cp_walk_shadow, WC FIRST SECOND THIRD GO("80a05123") READ("80000010") E, "right", NULL},
	{G_cp_walk_shadow, LONG "+nxe=1 " XGO(VA) READ("80000000") E GIVE("80001027") READ("80001010") E GIVE("80002027") READ("80002018") E
		GIVE("8000000080003027") READ("80003028") E GIVE(URW) E GOT XBEHIND("80604123"), "right", NULL},
	{G_cp_root_bit, WC FIRST BEHIND, "rv64,31", NULL},
	{G_cp_match, WC GO(VA) READ("80000010") E GIVE("20000421") READ("80001018") E GIVE("20000801") READ("80002028") E GIVE(RW) E GOT
		BEHIND GIVE(RW) E GOT BASE("1", "8000200000080000") LOADS("80606123"), "riscv,data,global-other-asid", NULL},
	/* What becomes of a pointer. */
	{G_cp_walk_fill, WC FIRST, "sv39,1,free sv39,2,free", NULL},
	{G_cp_walk_fill, WC GO(VA) READ("80000010") E GIVE("20000401") READ("80001018") FENCE(""), "sv39,2,fence", NULL},
	{G_cp_walk_fill, WC GO(VA) READ("80000010") E GIVE("20000401") READ("80001018") E FENCE(""), "sv39,2,late-fence", NULL},
	{G_cp_walk_fill, WC FIRST BEHIND GIVE("0") E ROOT3 E, "sv39,1,free sv39,1,again sv39,2,free sv39,2,again", NULL},
	{G_cp_walk_fill, WC FIRST BEHIND GIVE("0") E ROOT3 GIVE(RW) E GOT SECOND, "sv39,1,free sv39,1,again sv39,2,free sv39,2,again", NULL},
	{G_cp_walk_fill, WC FIRST GO("c0605123") READ("80000018") E GIVE("20000c01") READ("80003018") E GIVE("20001001") READ("80004028") E GIVE(RW) E GOT
		GO("100605123") READ("80000020") E GIVE("20001401") READ("80005018") E E, "sv39,1,free sv39,2,free sv39,2,unused", NULL},
	{G_cp_walk_fill, LONG XFIRST, "four-level,1,free four-level,2,free four-level,3,free", NULL},
	{G_cp_walk_fill, LONG XGO(VA) READ("80000000") E GIVE("80001007") READ("80001010") E GIVE("80002027") READ("80002018") E, "four-level,2,clean four-level,3,clean", NULL},
	{G_cp_walk_fill, LONG XGO(VA) READ("80000000") E GIVE("80001027") READ("80001010") E GIVE("80002007") READ("80002018") E, "four-level,2,clean four-level,3,free", NULL},
	{G_cp_walk_fill, "wc=4 +pg=1 " BASE("2", "80000000") GO("80605123") READ("80000804") E GIVE("800010a7") READ("80001814") E, "two-level,1,bit7", NULL},
	/* XD. */
	{G_cp_walk_xd, LONG "+nxe=1 " XGO(VA) DOWN4("8000000080001027") GIVE(URW) E GOT XBEHIND("80604123"), "four-level,nxe1", NULL},
	{G_cp_walk_xd, LONG "+nxe=1 " XGO(VA) DOWN4("8000000080001027") GIVE(URW) E GOT "+nxe=0 " XGO("80604123") READ("80000000") E, "four-level,nxe0", NULL},
	{G_cp_walk_xd, LONG XFIRST XBEHIND("80604123"), "", NULL},
	/* Going back. */
	{G_cp_walk_back, WC FIRST BEHIND GIVE("0") E ROOT3 GIVE(RW) E GOT, "sv39,filled", NULL},
	{G_cp_walk_back, WC FIRST BEHIND GIVE("0") E ROOT3 GIVE("0") E FAULTS, "sv39,page", NULL},
	{G_cp_walk_back, WC FIRST BEHIND GIVE("0") E READ("80000010") E FAILS, "sv39,access", NULL},
	{G_cp_walk_back, WC FIRST BEHIND GIVE("0") E READ("80000010") E FENCE(""), "sv39,fence", NULL},
	{G_cp_walk_back, WC FIRST BEHIND GIVE("0") E READ("80000010") E GIVE("0") FENCE(""), "sv39,fence", NULL},
	{G_cp_walk_back, WC FIRST BEHIND GIVE("0") FENCE(""), "", NULL},
	{G_cp_walk_back, "wc=4 +adue=1 " SV39_ON FIRST BEHIND GIVE("0") E ROOT3 GIVE("48d1487") E SWAP("48d14c7") LOSES, "sv39,lost", NULL},
	{G_cp_walk_back, WC GO(VA) WALK("0") FAULTS, "", NULL},
	{G_cp_walk_back, WC FIRST BEHIND GIVE("0") E ROOT3 GIVE(RW) E GOT GO("80607123") READ("80002038") E GIVE("0") FENCE(""), "sv39,filled", NULL},
	/* A store through a pointer without R/W. */
	{G_cp_walk_back_from, LONG "+wp=1 " XGO(VA) DOWN4("80001025") GIVE(URW) E GOT STORES("80604123") E E READ("80003020") E GIVE(URW) E
		DOWN4("80001025") GIVE(URW) E FAULTS, "four-level,page", NULL},
	{G_cp_walk_back_from, WC FIRST BEHIND GIVE("0") E ROOT3 GIVE(RW) E GOT, "sv39,page", NULL},
	{G_cp_walk_back_from, WC FIRST BEHIND FAILS ROOT3 GIVE(RW) E GOT, "sv39,access", NULL},
	{G_cp_level_fault, WC FIRST BEHIND GIVE("0") E ROOT3 GIVE(RW) E GOT, "", NULL},
	/* Drops. */
	{G_cp_walk_drop, WC FIRST FENCE(""), "all,dropped", NULL},
	{G_cp_walk_drop, WC FENCE(""), "", NULL},
	{G_cp_walk_drop, WC FIRST FENCE("fence_keep_global=1"), "all,dropped", NULL},
	{G_cp_walk_drop, WC FIRST FENCE("fence_by_va=1 fence_va=80600000"), "riscv-va,dropped", NULL},
	{G_cp_walk_drop, WC FIRST FENCE("fence_by_va=1 fence_va=80800000"), "riscv-va,dropped riscv-va,kept", NULL},
	{G_cp_walk_drop, WC FIRST FENCE("fence_by_va=1 fence_va=c0600000"), "riscv-va,kept", NULL},
	{G_cp_walk_drop, WC FIRST FENCE("fence_by_va=1 fence_va=80600000 fence_by_asid=1 fence_asid=1"), "riscv-va+asid,dropped", NULL},
	{G_cp_walk_drop, WC FIRST FENCE("fence_by_va=1 fence_va=80600000 fence_by_asid=1 fence_asid=2"), "riscv-va+asid,kept", NULL},
	{G_cp_walk_drop, WC FIRST FENCE("fence_by_asid=1 fence_asid=1"), "asid,dropped", NULL},
	{G_cp_walk_drop, WC FIRST FENCE("fence_by_asid=1 fence_asid=2"), "asid,kept", NULL},
	{G_cp_walk_drop, WC FIRST FENCE("fence_by_va=1 fence_va=8080600000000000"), "nowhere,kept", NULL},
	{G_cp_walk_drop, LONG XFIRST FENCE("fence_by_va=1 fence_va=c0600000"), "x86-va,dropped", NULL},
	{G_cp_walk_drop, LONG XFIRST FENCE("fence_by_va=1 fence_va=c0600000 fence_by_asid=1 fence_asid=0"), "x86-va+asid,dropped", NULL},
	{G_cp_walk_drop, LONG XFIRST FENCE("fence_by_va=1 fence_va=80600000 fence_by_asid=1 fence_asid=5"), "x86-va+asid,kept", NULL},
	{G_cp_walk_drop, LONG XFIRST BASE("3", "80000000"), "cr3,dropped", NULL},
	{G_cp_walk_drop, "wc=4 +pcide=1 " LONG_ON XFIRST BASE("3", "80000005"), "cr3,kept", NULL},
	{G_cp_walk_drop, "wc=4 +pcide=1 " LONG_ON XFIRST BASE("3", "8000000080000000"), "", NULL},
	{G_cp_walk_drop, WC FIRST BASE("1", "8000100000080000"), "", NULL},
	{G_cp_walk_drop, LONG XFIRST XBEHIND("80604123") GIVE("0") E DOWN4("80001027") GIVE("0") E FAULTS, "fault,dropped", NULL},
	{G_cp_walk_drop, LONG XFIRST XGO("80805123") READ("80002020") E GIVE("0") E READ("80000000") E GIVE("0") E FAULTS, "fault,dropped fault,kept", NULL},
	{G_cp_walk_drop, WC FIRST BEHIND GIVE("0") E ROOT3 GIVE("0") E FAULTS, "", NULL},
	/* Fences beside it. */
	{G_cp_walk_fence, WC LOADS(VA) E FENCE(""), "start", NULL},
	{G_cp_walk_fence, WC LOADS(VA) FENCE(""), "", NULL},
	{G_cp_walk_fence, WC FETCHES(VA) FENCE(""), "", NULL},
	{G_cp_walk_fence, WC FETCHES(VA) E FENCE(""), "start", NULL},
	{G_cp_walk_fence, WC LOADS("4000000000") E E FENCE(""), "", NULL},
	{G_cp_walk_fence, WC LOADS(VA) E E READ("80000010") E FENCE(""), "", NULL},
	{G_cp_walk_fence, WC "fetch_req_valid=1 fetch_req_priv=1 fetch_req_va=80605123 " LOADS(VA) E E READ("80000010") E GIVE("0") E FAULTS FENCE(""), "start", NULL},
	{G_cp_walk_fence, WC LOADS(VA) E E "fence_valid=1 " READ("80000010") E, "search", NULL},
	{G_cp_walk_fence, WC GO(VA) READ("80000010") E GIVE("20000401") READ("80001018") FENCE(""), "answer", NULL},
	{G_cp_walk_fence, WC GO(VA) READ("80000010") E GIVE("20000401") READ("80001018") E FENCE(""), "fill", NULL},
	{G_cp_walk_fence, WC GO(VA) READ("80000010") E GIVE("20000401") READ("80001018") E E FENCE(""), "", NULL},
};
/* clang-format on */

const unsigned int n_cover_rows_pointers =
	sizeof(cover_rows_pointers) / sizeof(cover_rows_pointers[0]);
