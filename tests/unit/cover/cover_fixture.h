/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hand-made pin sequences for the coverage sampler. A script is a list of words: NAME=VALUE sets
 * a pin, input or output, in the cycle that is being written, in hexadecimal; +NAME=VALUE from that
 * cycle on; `;` ends the cycle. All other pins are 0, but for the ready pins, which are 1, and
 * X_req_seg, which is 6. formats=, pa_bits=, itlb=, dtlb=, wc=, as= and lines= choose the MMU, and
 * come first. A cycle of reset goes before.
 */
#ifndef PAGEWALK_COVER_FIXTURE_H
#define PAGEWALK_COVER_FIXTURE_H

#include <stddef.h>

#include "cover/counts.h"
#include "cover/cover.h"

/* What a script must hit of a group: exactly these bins, of those that a pattern matches. */
struct cover_row {
	enum cover_group_id group;
	const char *script;
	const char *bins; /* their values, with blanks between, in the order of the model */
	const char *of;   /* shell pattern of values; NULL: all */
};

struct cover_counts *cover_play(const char *script);

/* The values of the bins hit, as in struct cover_row. */
void cover_said(const struct cover_counts *counts, enum cover_group_id group, const char *of,
		char *text, unsigned int size);

#define ROWS(name)                                                                                 \
	extern const struct cover_row name[];                                                      \
	extern const unsigned int n_##name;
ROWS(cover_rows_array)
ROWS(cover_rows_lines)
ROWS(cover_rows_pointers)
ROWS(cover_rows_request)
ROWS(cover_rows_entry)
ROWS(cover_rows_tlb)
ROWS(cover_rows_walker)
ROWS(cover_rows_segment)
ROWS(cover_rows_cross)
ROWS(cover_rows_cross_tlb)

/* Words of scripts: a cycle's end; a write of the base register; requests; memory; answers. */
#define E "; "
#define BASE(regime, value)                                                                        \
	"ptbr_valid=1 ptbr_regime=" regime " ptbr_value=" value                                    \
	" ; ptbr_rsp_valid=1 +ptbr_held=" value " ; "
#define SV32_ON BASE("0", "80480000")         /* root 80000, ASID 1 */
#define SV39_ON BASE("1", "8000100000080000") /* root 80000, ASID 1 */
#define SV48_ON BASE("1", "9000100000080000")
#define LONG_ON "+pg=1 +pae=1 +lma=1 " BASE("3", "80000000")

#define VA          "80605123" /* entries 2, 3, 5 of Sv39; 0, 2, 3, 5 of four levels */
#define ASK         "data_req_valid=1 data_req_priv=1 data_req_va=" /* and an address */
#define LOADS(va)   ASK va " ; "
#define STORES(va)  "data_req_store=1 " ASK va " ; "
#define FETCHES(va) "fetch_req_valid=1 fetch_req_priv=1 fetch_req_va=" va " ; "

#define READ(at)    "mem_req_valid=1 mem_req_wide=1 mem_req_addr=" at " "
#define FREAD(at)   "mem_req_fetch=1 " READ(at)
#define SWAP(value) "mem_req_valid=1 mem_req_cas=1 mem_req_data=" value " ; "
#define GIVE(pte)   "mem_rsp_valid=1 mem_rsp_data=" pte " "
#define FAILS       "mem_rsp_valid=1 mem_rsp_error=1 ; "
#define LOSES       "mem_rsp_valid=1 mem_rsp_lost=1 ; "
#define DONE        "mem_rsp_valid=1 ; "

#define GOT_OF(size) "data_rsp_valid=1 data_rsp_size=" size " data_rsp_pa=12345123 "
#define GOT          GOT_OF("c") "; "
#define GOT_2M       GOT_OF("15") "; "
#define FGOT         "fetch_rsp_valid=1 fetch_rsp_size=c fetch_rsp_pa=12345123 ; "
#define BAD          "data_rsp_valid=1 data_rsp_fault=1 "
#define FAULTS       BAD "; "

/* Sv39: from the root to the last entry of VA, or of a page beside it. */
#define DOWN2         READ("80000010") E GIVE("20000401") READ("80001018") E
#define DOWN(at)      DOWN2 GIVE("20000801") READ(at) E
#define WALK(leaf)    DOWN("80002028") GIVE(leaf) E
#define WALK_2M(leaf) DOWN2 GIVE(leaf) E
#define FWALK(leaf)                                                                                \
	FREAD("80000010")                                                                          \
	E GIVE("20000401") FREAD("80001018") E GIVE("20000801") FREAD("80002028") E GIVE(leaf) E
#define RW     "48d14c7" /* frame 12345, R W A D */
#define RO     "48d14c3"
#define RX     "48d14cb"
#define MEGA   "100000c7" /* 2 MiB at 40000000, R W A D */
#define PAGE   LOADS(VA) WALK(RW) GOT
#define PAGE_6 LOADS("80606123") DOWN("80002030") GIVE(RW) E GOT
#define PAGE_7 LOADS("80607123") DOWN("80002038") GIVE(RW) E GOT

/* Four levels of x86. */
#define DOWN4(ptr3)                                                                                \
	READ("80000000")                                                                           \
	E GIVE(ptr3) READ("80001010") E GIVE("80002027") READ("80002018") E GIVE("80003027")       \
		READ("80003028") E
#define WALK4(leaf) DOWN4("80001027") GIVE(leaf) E
#define URW         "12345067" /* frame 12345, P R/W U/S A D */

#endif
