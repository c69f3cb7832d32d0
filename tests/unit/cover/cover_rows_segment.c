/* SPDX-License-Identifier: Apache-2.0 */
/* Segments: DS is register 3, CS 1. */
#include "cover_fixture.h"

/* clang-format off */
const struct cover_row cover_rows_segment[] = {
	{G_cp_seg_load, SV39_ON "seg_valid=1 seg_index=3 ; ", "3", NULL},
	{G_cp_seg_load, SV39_ON "seg_valid=1 seg_index=7 ; ", "7", NULL},
	{G_cp_seg_type, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "2,load,passes", NULL},
	{G_cp_seg_type, "seg_valid=1 seg_index=3 seg_present=1 seg_type=8 seg_dpl=3 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "8,load,type", NULL},
	{G_cp_seg_ring, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "data,3,2", NULL},
	{G_cp_seg_ring, "seg_valid=1 seg_index=2 seg_present=1 seg_type=2 seg_dpl=1 seg_limit=fff ; data_req_seg=2 " LOADS("10"), "stack,1,2", NULL},
	{G_cp_seg_ring, "seg_valid=1 seg_index=1 seg_present=1 seg_type=c seg_dpl=0 seg_limit=fff ; fetch_req_seg=1 " FETCHES("10"), "fetch-conforming,0,2", NULL},
	{G_cp_seg_rpl, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=2 seg_rpl=3 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "data,2,3", NULL},
	{G_cp_seg_rpl, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_rpl=1 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "data,3,1", NULL},
	{G_cp_seg_rpl, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=1 seg_rpl=1 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "", NULL},
	{G_cp_seg_rpl, "seg_valid=1 seg_index=2 seg_present=1 seg_type=2 seg_dpl=2 seg_rpl=1 seg_limit=fff ; data_req_seg=2 " LOADS("10"), "stack,2,1", NULL},
	{G_cp_seg_rpl, "seg_valid=1 seg_index=2 seg_present=1 seg_type=2 seg_dpl=3 seg_rpl=2 seg_limit=fff ; data_req_seg=2 " LOADS("10"), "", NULL},
	{G_cp_seg_rpl, "seg_valid=1 seg_index=3 seg_present=1 seg_type=e seg_dpl=0 seg_rpl=3 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "code-conforming,0,3", NULL},
	{G_cp_seg_rpl, "seg_valid=1 seg_index=1 seg_present=1 seg_type=8 seg_dpl=2 seg_rpl=3 seg_limit=fff ; fetch_req_seg=1 " FETCHES("10"), "fetch,2,3", NULL},
	{G_cp_seg_rpl, "seg_valid=1 seg_index=1 seg_present=1 seg_type=8 seg_dpl=1 seg_rpl=1 seg_limit=fff ; fetch_req_seg=1 " FETCHES("10"), "", NULL},
	{G_cp_seg_rpl, "seg_valid=1 seg_index=1 seg_present=1 seg_type=c seg_dpl=1 seg_rpl=3 seg_limit=fff ; fetch_req_seg=1 " FETCHES("10"), "fetch-conforming,1,3", NULL},
	{G_cp_seg_rpl, "seg_valid=1 seg_index=1 seg_present=1 seg_type=c seg_dpl=3 seg_rpl=3 seg_limit=fff ; fetch_req_seg=1 " FETCHES("10"), "", NULL},
	{G_cp_seg_stack, "data_req_seg=2 " LOADS("10") "data_rsp_valid=1 data_rsp_fault=4 data_rsp_code=d ; ", "null,load,1", NULL},
	{G_cp_seg_stack, "data_req_seg=3 " LOADS("10") "data_rsp_valid=1 data_rsp_fault=4 data_rsp_code=5 ; ", "null,load,0", NULL},
	{G_cp_seg_stack, "seg_valid=1 seg_index=3 seg_type=2 seg_dpl=3 ; data_req_seg=3 " STORES("10") "data_rsp_valid=1 data_rsp_fault=4 data_rsp_code=1 ; ", "absent,store,0", NULL},
	{G_cp_seg_stack, "seg_valid=1 seg_index=3 seg_type=2 seg_dpl=3 seg_present=1 ; data_req_seg=3 " STORES("10") "data_rsp_valid=1 data_rsp_fault=4 data_rsp_code=4 ; ", "limit,store,0", NULL},
	{G_cp_seg_stack, "seg_valid=1 seg_index=3 seg_type=8 seg_dpl=3 seg_present=1 ; data_req_seg=3 " STORES("10") "data_rsp_valid=1 data_rsp_fault=4 data_rsp_code=2 ; ", "", NULL},
	{G_cp_seg_stack, LONG_ON "seg_valid=1 seg_index=1 seg_long=1 ; data_req_seg=2 " LOADS("800000000000") "; data_rsp_valid=1 data_rsp_fault=3 data_rsp_code=8 ; ", "noncanonical,load,1", NULL},
	{G_cp_seg_limit, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=10 ; data_req_seg=3 " LOADS("10"), "load,bytes,up,last-in", NULL},
	{G_cp_seg_limit, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=10 ; data_req_seg=3 data_req_last=1 " LOADS("10"), "load,bytes,up,last-out", NULL},
	{G_cp_seg_limit, "seg_valid=1 seg_index=3 seg_present=1 seg_type=6 seg_dpl=3 seg_granular=1 seg_limit=1 ; data_req_seg=3 " LOADS("2000"), "load,pages,down-64k,first-in", NULL},
	{G_cp_seg_mode, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=10 seg_base=1000 ; data_req_seg=3 " LOADS("10"), "legacy,ds", NULL},
	{G_cp_seg_mode, LONG_ON "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=10 seg_base=1000 ; data_req_seg=3 " LOADS("10"), "compatibility,ds", NULL},
	{G_cp_seg_mode, LONG_ON "seg_valid=1 seg_index=1 seg_long=1 ; seg_valid=1 seg_index=4 seg_base=1000 ; data_req_seg=4 " LOADS("10"), "64-bit,fs", NULL},
	{G_cp_seg_unchecked, LONG_ON "seg_valid=1 seg_index=1 seg_long=1 ; data_req_seg=3 " LOADS("10"), "ds,null,load", NULL},
	{G_cp_seg_unchecked, LONG_ON "seg_valid=1 seg_index=1 seg_long=1 ; seg_valid=1 seg_index=3 seg_type=2 seg_dpl=3 ; data_req_seg=3 " LOADS("10"), "ds,absent,load", NULL},
	{G_cp_seg_unchecked, LONG_ON "seg_valid=1 seg_index=1 seg_long=1 ; seg_valid=1 seg_index=3 seg_present=1 seg_type=8 ; data_req_seg=3 " LOADS("10"), "ds,type,load", NULL},
	{G_cp_seg_unchecked, LONG_ON "data_req_seg=3 " LOADS("10"), "", NULL},
	{G_cp_seg_wrap, BASE("2", "0") "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=ffff seg_base=fffff000 ; data_req_seg=3 " LOADS("2000"), "32", NULL},
	{G_cp_seg_wrap, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=ffff seg_base=fffffffffffff000 ; data_req_seg=3 " LOADS("2000"), "64", NULL},
	{G_cp_seg_wrap, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=ffff seg_base=fffff000 ; data_req_seg=3 " LOADS("2000"), "", NULL},
	{G_X18, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "riscv,ds,passes,load", NULL},
	{G_X18, "seg_valid=1 seg_index=3 seg_type=2 seg_dpl=3 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "riscv,ds,absent,load", NULL},
	{G_X18, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=1 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "riscv,ds,privilege,load", NULL},
	{G_X18, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=f ; data_req_seg=3 " LOADS("10"), "riscv,ds,limit,load", NULL},
	{G_X18, "seg_valid=1 seg_index=3 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=fff data_req_seg=3 " LOADS("10"), "riscv,ds,null,load", NULL},
	{G_X18, "seg_valid=1 seg_index=3 seg_null=1 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "riscv,ds,null,load", NULL},
	{G_X18, "seg_valid=1 seg_index=3 seg_type=2 seg_dpl=1 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "riscv,ds,privilege,load", NULL},
	{G_X18, "seg_valid=1 seg_index=3 seg_type=8 seg_dpl=3 seg_limit=fff ; data_req_seg=3 " LOADS("10"), "riscv,ds,type,load", NULL},
	{G_X18, "seg_valid=1 seg_index=2 seg_present=1 seg_type=2 seg_dpl=3 seg_limit=fff ; data_req_seg=2 " LOADS("10"), "riscv,ss,privilege,load", NULL},
};
/* clang-format on */

const unsigned int n_cover_rows_segment =
	sizeof(cover_rows_segment) / sizeof(cover_rows_segment[0]);
