/* SPDX-License-Identifier: Apache-2.0 */
/* Crosses of what is cached. */
#include "cover_fixture.h"

/* clang-format off */
const struct cover_row cover_rows_cross_tlb[] = {
	{G_X1_hit, SV39_ON PAGE LOADS(VA) GOT, "sv39,0,rw-,u0,load,supervisor,sum0,mxr0", NULL},
	{G_X1_hit, SV39_ON PAGE STORES(VA) GOT, "sv39,0,rw-,u0,store,supervisor,sum0,mxr0", NULL},
	{G_X1_hit, SV39_ON PAGE PAGE_6, "", NULL},
	{G_X2_matched, SV39_ON LOADS(VA) READ("80000010") E GIVE("0") E FAULTS, "riscv,invalid,load,cold", NULL},
	{G_X2_matched, SV39_ON LOADS(VA) WALK(RO) GOT STORES(VA) WALK(RO) FAULTS, "riscv,right,store,matched", NULL},
	{G_X2_matched, SV39_ON LOADS(VA) WALK(RO) GOT "fence_valid=1 ; " STORES(VA) WALK(RO) FAULTS, "riscv,right,store,cold", NULL},
	{G_X3, SV39_ON PAGE "fence_valid=1 fence_by_va=1 fence_va=80605000 ; ", "riscv,va,in,any,4k,g0", NULL},
	{G_X3, SV39_ON PAGE "fence_valid=1 fence_by_va=1 fence_va=90000000 ; ", "riscv,va,out,any,4k,g0", NULL},
	{G_X3, SV39_ON PAGE "fence_valid=1 fence_by_asid=1 fence_asid=1 ; ", "riscv,asid,any,same,4k,g0", NULL},
	{G_X3, SV39_ON PAGE "fence_valid=1 fence_by_asid=1 fence_asid=2 ; ", "riscv,asid,any,other,4k,g0", NULL},
	{G_X3, SV39_ON LOADS(VA) WALK("48d14e7") GOT "fence_valid=1 fence_keep_global=1 ; fence_valid=1 ; ", "riscv,all,any,any,4k,g1 riscv,keep,any,any,4k,g1", NULL},
	{G_X6, SV39_ON LOADS(VA) WALK(RO) GOT STORES(VA) WALK_2M(MEGA) GOT_2M, "sv39,4k,2m", NULL},
	{G_X6, SV39_ON LOADS(VA) WALK(RO) GOT STORES(VA) WALK(RW) GOT, "sv39,4k,4k", NULL},
	{G_X6, SV39_ON LOADS(VA) WALK_2M("100000c3") GOT_2M STORES(VA) WALK(RW) GOT, "sv39,2m,4k", NULL},
	{G_X10, SV39_ON PAGE LOADS(VA) GOT, "data,filled,hit,same,same", NULL},
	{G_X10, SV39_ON PAGE PAGE_6, "data,filled,filled,other,same", NULL},
	{G_X10, SV39_ON PAGE "data_req_seg=3 " LOADS("10") "data_rsp_valid=1 data_rsp_fault=4 data_rsp_code=1 ; ", "data,filled,segment,other,same", NULL},
	{G_X10_size, SV39_ON PAGE PAGE_6, "sv39,4k,4k,data", NULL},
	{G_X10_size, SV39_ON PAGE LOADS("123") WALK_2M(MEGA) GOT_2M, "sv39,4k,2m,data", NULL},
	{G_X17_hit, LONG_ON LOADS(VA) WALK4(URW) GOT LOADS(VA) GOT, "four-level,0,wux,load,supervisor,wp0,smep0,smap0,ac0,nxe0", NULL},
	{G_X17_hit, LONG_ON LOADS(VA) WALK4(URW) GOT "+smap=1 data_req_sum=1 " LOADS(VA) GOT, "four-level,0,wux,load,supervisor,wp0,smep0,smap1,ac1,nxe0", NULL},
	{G_X17_hit, LONG_ON LOADS(VA) WALK4(URW) GOT "+smap=1 " LOADS(VA), "", NULL},
};
/* clang-format on */

const unsigned int n_cover_rows_cross_tlb =
	sizeof(cover_rows_cross_tlb) / sizeof(cover_rows_cross_tlb[0]);
