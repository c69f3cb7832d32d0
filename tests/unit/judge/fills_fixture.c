/* SPDX-License-Identifier: Apache-2.0 */
#include "fills_fixture.h"

void fence(bool by_va, uint64_t va, bool by_asid, uint64_t asid)
{
	in.fence_valid = out.fence_ready = 1;
	in.fence_by_va = by_va;
	in.fence_va = va;
	in.fence_by_asid = by_asid;
	in.fence_asid = asid;
	agrees();
	in.fence_valid = 0;
}

void change_leaf(uint64_t n, uint64_t pte)
{
	ck_assert(image_write(image, LEAF(n), 8, pte));
}

void make_page(uint64_t n)
{
	change_leaf(n, (0x90000 + n) << 10 | RWAD);
}

void hits(uint64_t n)
{
	hit_gives(n << 12 | 8, (0x90000 + n) << 12 | 8);
	agrees();
	taken();
}

void fetch(uint64_t va)
{
	out.fetch_req_ready = in.fetch_rsp_ready = 1;
	in.fetch_req_valid = 1;
	in.fetch_req_seg = SEGMENT_NONE;
	in.fetch_req_va = va;
	in.fetch_req_priv = PRIV_S;
	agrees();
	in.fetch_req_valid = 0;
}

void show_fetched(uint64_t pa)
{
	out.fetch_rsp_valid = 1;
	out.fetch_rsp_pa = pa;
	out.fetch_rsp_size = 12;
}

void fetch_filled(void)
{
	change_leaf(4, 0x90004 << 10 | 0x4b);
	fetch(0x4000);
	out.mem_req_fetch = 1;
	walk(LEAF(4));
	out.mem_req_fetch = 0;
	show_fetched(0x90004000);
	agrees();
	out.fetch_rsp_valid = 0;
}

void fill_large(void)
{
	ck_assert(image_write(image, TABLE << 12, 8, UINT64_C(0x90200) << 10 | RWAD));
	ask(0x1000, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	show_answer(0x90201000, 0);
	out.data_rsp_size = 21;
	agrees();
	taken();
}
