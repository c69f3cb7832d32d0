/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines: lines=4. A walk starts two cycles before its first read, and a line gives a PTE in two
 * cycles in which nothing shows. The walk of VA leaves the lines of its three PTEs; in that of the
 * leaf there are the page of VA, the one behind it (clean), and the next one, which is not there.
 */
#include "cover_fixture.h"

#define LI          "lines=4 +adue=1 " SV39_ON
#define GO(va)      LOADS(va) E E E /* the miss, the start, the search */
#define SGO(va)     STORES(va) E E E
#define MAIN        "mem_rsp_main=1 "
#define AT_ROOT     READ("80000010") E
#define AT_TABLE    READ("80001018") E
#define GIVE_ROOT   MAIN "mem_rsp_line_2=20000401 " GIVE("20000401")
#define GIVE_TABLE  MAIN "mem_rsp_line_3=20000801 " GIVE("20000801")
#define GIVE_LEAF   MAIN "mem_rsp_line_5=48d14c7 mem_rsp_line_6=48d1447 " GIVE(RW)
#define LEAVES(at)  AT_ROOT GIVE_ROOT E AT_TABLE GIVE_TABLE E READ(at) E
#define FIRST       GO(VA) LEAVES("80002028") GIVE_LEAF E GOT
#define GIVEN       E E /* a line serves, and gives its PTE */
#define V6          "80606123"
#define V7          "80607123"
#define ABSENT      GO(V7) GIVEN GIVEN READ("80002038") E
#define SWAPS       SGO(V6) GIVEN GIVEN GIVEN SWAP("48d14c7")
#define FENCE(what) "fence_valid=1 " what " ; "
#define NOWHERE     "8080600000000000"
#define LONG        "lines=4 " LONG_ON
#define LONG_FIRST  GO(VA) READ("80000000") E MAIN "mem_rsp_line_0=80001027 " GIVE("80001027") E

/* clang-format off */
const struct cover_row cover_rows_lines[] = {
	{G_cp_line_serve, LI FIRST, "", NULL},
	{G_cp_line_serve, LI FIRST GO(V6) GIVEN GIVEN GIVEN GOT, "sv39,0 sv39,1 sv39,2", NULL},
	{G_cp_line_serve, LI FIRST GO(V6) AT_ROOT, "", NULL},
	{G_cp_line_serve, LI FIRST ABSENT, "sv39,1 sv39,2", NULL},
	{G_cp_line_serve, LONG LONG_FIRST READ("80001010") E GIVE("0") E FAULTS, "", NULL},
	{G_cp_line_serve, LONG LONG_FIRST READ("80001010") E GIVE("80002027") E READ("80002018") E GIVE("80003027") E READ("80003028") E GIVE(URW) E GOT
		GO("80605123") GIVEN READ("80001010") E, "four-level,3", NULL},
	{G_cp_line_serve, "lines=2 " SV32_ON GO("804123") READ("80000008") E MAIN "mem_rsp_line_1=20000401 " GIVE("20000401") E READ("80001010") E GIVE(RW) E GOT
		GO("805123") GIVEN READ("80001014") E, "sv32,1", NULL},
	/* Behind a pointer of the walk cache, and of the array. */
	{G_cp_line_serve, "wc=4 " LI FIRST GO(V6) GIVEN GOT, "sv39,0", NULL},
	{G_cp_line_serve, "as=4 " LI E E E E E E GO(VA) E E LEAVES("80002028") GIVE_LEAF E GOT GO(V6) E E GIVEN GIVEN GIVEN GOT, "sv39,0 sv39,1 sv39,2", NULL},
	{G_cp_line_serve, "as=4 " LI E E E E E E GO(V6) E E LEAVES("80002030") GIVE(RW) E GOT GO(VA) E E READ("80002028") E, "", NULL},
	/* Why. */
	{G_cp_line_match, LI FIRST GO(V6) GIVEN, "riscv,serves", NULL},
	{G_cp_line_match, LI FIRST ABSENT, "riscv,serves riscv,absent", NULL},
	{G_cp_line_match, LI FIRST BASE("1", "8000200000080000") GO(VA) AT_ROOT, "riscv,other-space", NULL},
	{G_cp_line_match, LI FIRST BASE("1", "9000100000080000") GO(VA) READ("80000000") E, "riscv,other-space", NULL},
	{G_cp_line_match, LI FIRST ABSENT GIVE("0") E E AT_ROOT, "riscv,serves riscv,absent riscv,fresh", NULL},
	{G_cp_line_match, LI FIRST FENCE("") GO(VA) AT_ROOT, "", NULL},
	/* Fills. */
	{G_cp_line_fill, LI FIRST, "riscv,free", NULL},
	{G_cp_line_fill, LI GO(VA) AT_ROOT GIVE("20000401") E, "riscv,alone", NULL},
	{G_cp_line_fill, LI FIRST ABSENT GIVE_LEAF E, "riscv,free riscv,again", NULL},
	{G_cp_line_fill, "lines=1 +adue=1 " SV39_ON FIRST, "riscv,free riscv,unused", NULL},
	{G_cp_line_fill, LI GO(VA) AT_ROOT GIVE_ROOT FENCE(""), "riscv,fence", NULL},
	{G_cp_line_fill, LI GO(VA) AT_ROOT FENCE("") GIVE_ROOT E, "riscv,stale", NULL},
	{G_cp_line_fill, LI GO(VA) AT_ROOT MAIN FAILS, "", NULL},
	{G_cp_line_fill, LONG LONG_FIRST, "x86,free", NULL},
	/* Drops of lines that are there. */
	{G_cp_line_drop, LI FENCE(""), "", NULL},
	{G_cp_line_drop, LI FIRST FENCE(""), "all", NULL},
	{G_cp_line_drop, LI FIRST FENCE("") FENCE("fence_by_va=1"), "all", NULL},
	{G_cp_line_drop, LI FIRST FENCE("fence_by_va=1 fence_va=1000"), "va", NULL},
	{G_cp_line_drop, LI FIRST FENCE("fence_by_va=1 fence_va=" NOWHERE), "nowhere", NULL},
	{G_cp_line_drop, LI FIRST FENCE("fence_by_va=1 fence_va=1000 fence_by_asid=1 fence_asid=9"), "va+asid", NULL},
	{G_cp_line_drop, LI FIRST FENCE("fence_by_asid=1 fence_asid=9"), "asid", NULL},
	{G_cp_line_drop, LI FIRST FENCE("fence_keep_global=1"), "keep", NULL},
	{G_cp_line_drop, LONG LONG_FIRST READ("80001010") E GIVE("0") E FAULTS, "fault", NULL},
	{G_cp_line_drop, LONG LONG_FIRST READ("80001010") E GIVE("800000a7") E GOT_OF("1e") "; " BASE("3", "80000000"), "cr3", NULL},
	{G_cp_line_drop, LI FIRST BASE("1", "8000200000080000"), "", NULL},
	{G_cp_line_drop, LI FIRST SWAPS, "swap-keeps", NULL},
	{G_cp_line_drop, LI FIRST SGO(V6) GIVEN GIVEN GIVEN "mem_req_addr=80002030 " SWAP("48d14c7"), "swap swap-keeps", NULL},
	{G_cp_line_drop, LI FIRST SGO(V6) GIVEN GIVEN GIVEN "mem_req_addr=80002030 mem_req_ready=0 " SWAP("48d14c7"), "", NULL},
	{G_cp_line_drop, LI FIRST SWAPS LOSES, "lost swap-keeps", NULL},
	/* Updates. */
	{G_cp_line_update, LI FIRST SWAPS DONE, "riscv,done", NULL},
	{G_cp_line_update, LI FIRST SWAPS LOSES, "riscv,lost", NULL},
	{G_cp_line_update, LI FIRST SWAPS FAILS, "riscv,error", NULL},
	{G_cp_line_update, LI SGO(V6) LEAVES("80002030") GIVE("48d1447") E SWAP("48d14c7") DONE, "", NULL},
	/* Going back. */
	{G_cp_line_back, LI FIRST ABSENT GIVE("0") E, "sv39,page", NULL},
	{G_cp_line_back, LI FIRST ABSENT FAILS, "sv39,access", NULL},
	{G_cp_line_back, LI FIRST ABSENT GIVE("0") E E AT_ROOT GIVE("0") E FAULTS, "sv39,page", NULL},
	{G_cp_line_back, LI FIRST SWAPS FAILS, "sv39,access", NULL},
	{G_cp_line_back, LI GO(VA) AT_ROOT GIVE("0") E FAULTS, "", NULL},
	/* Fences. */
	{G_cp_line_fence, LI LOADS(VA) E E FENCE(""), "begin", NULL},
	{G_cp_line_fence, LI GO(VA) READ("80000010") FENCE(""), "read", NULL},
	{G_cp_line_fence, LI FIRST GO(V6) FENCE(""), "search", NULL},
	{G_cp_line_fence, LI FIRST GO(V6) E FENCE(""), "give", NULL},
	{G_cp_line_fence, LI FIRST ABSENT GIVE("0") E FENCE(""), "back", NULL},
	{G_cp_line_fence, LI FIRST GO(V6) FENCE("") FENCE(""), "search", NULL},
	{G_cp_line_fence, LI FIRST FENCE(""), "", NULL},
	/* The shadow. */
	{G_cp_line_shadow, LI FIRST GO(V6) GIVEN GIVEN GIVEN GOT, "right", NULL},
	{G_cp_line_shadow, LI FIRST GO(V6) AT_ROOT, "right wrong", NULL},
	{G_cp_line_shadow, LI GO(VA) GIVEN, "wrong", NULL},
	{G_cp_line_shadow, LI GO(VA) AT_TABLE, "wrong", NULL},
	{G_cp_line_shadow, LI FIRST FENCE("") GO(V6) GIVEN, "right wrong", NULL},
	/* A walk that has gone back takes nothing. */
	{G_cp_line_shadow, LI FIRST ABSENT GIVE("0") E E AT_ROOT, "right", NULL},
	{G_cp_line_shadow, LI FIRST ABSENT GIVE("0") E E GIVEN, "right wrong", NULL},
	/* A walk that is over without a read, and one that a fence has kept from that. */
	{G_cp_line_shadow, LI GO(NOWHERE) FAULTS, "", NULL},
	{G_cp_line_shadow, LI LOADS(NOWHERE) E E FENCE("") E E FAULTS GO(VA) AT_ROOT, "right", NULL},
	/* The walk that a fence in the search cuts off, and the next one. */
	{G_cp_line_shadow, LI FIRST GO(V6) FENCE("") E E E AT_ROOT, "right", NULL},
	{G_cp_line_shadow, LI LOADS(VA) E E FENCE("") AT_ROOT GIVE("20000401") E E E AT_ROOT, "right", NULL},
	/* Of two lines the one touched last stays. */
	{G_cp_line_shadow, "lines=2 +adue=1 " SV39_ON FIRST ABSENT, "right wrong", NULL},
	{G_cp_line_shadow, "lines=2 +adue=1 " SV39_ON FIRST GO(V7) AT_ROOT GIVE_ROOT E READ("80001018") E, "right", NULL},
};
/* clang-format on */

const unsigned int n_cover_rows_lines = sizeof(cover_rows_lines) / sizeof(cover_rows_lines[0]);
