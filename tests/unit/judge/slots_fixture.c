/* SPDX-License-Identifier: Apache-2.0 */
#include "slots_fixture.h"

void fill_page(uint64_t n)
{
	make_page(n);
	filled(n, (0x90000 + n) << 12);
}

void fill_pages(uint64_t first, uint64_t last)
{
	for (uint64_t n = first; n <= last; n++)
		fill_page(n);
}

void fill_by_store(uint64_t n)
{
	ask(n << 12, true);
	walk(LEAF(n));
	update(LEAF(n), PPN(n) | CLEAN, PPN(n) | RWAD);
	change_leaf(n, PPN(n) | RWAD);
	show_answer((0x90000 + n) << 12, 0);
	agrees();
	taken();
}

void fill_clean(uint64_t n)
{
	change_leaf(n, PPN(n) | CLEAN);
	filled(n, (0x90000 + n) << 12);
}

void asid(uint64_t n)
{
	ptbr(SV39 | n << 44 | ROOT);
}

void fill_locked(uint64_t n)
{
	in.data_req_lock = 1;
	fill_page(n);
	in.data_req_lock = 0;
}

void may_walk(uint64_t n)
{
	ask(n << 12, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	in.rst = 1;
	agrees();
	in.rst = 0;
}
