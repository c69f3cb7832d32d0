/* SPDX-License-Identifier: Apache-2.0 */
#include "array_fixture.h"

void begin_pages(void)
{
	begin_array(0);
	for (uint64_t n = 1; n <= 30; n++)
		make_page(n);
	ck_assert(image_write(image, (TABLE << 12) + 8, 8, (LARGE_PA >> 2) | RWAD));
}

void asks(uint64_t va, bool store)
{
	ask(va, store);
	agrees();
}

void starts(uint64_t va)
{
	asks(va, false);
	agrees();
}

void searches(uint64_t va)
{
	starts(va);
	agrees();
	agrees();
}

void walks(unsigned int skipped, uint64_t n)
{
	searches(n << 12);
	ck_assert_ptr_null(reads_behind(skipped, n));
	ck_assert_ptr_null(ends((0x90000 + n) << 12, FAULT_NONE));
}

void walks_large(void)
{
	const uint64_t pa[] = {ROOT << 12, (TABLE << 12) + 8};

	searches(LARGE);
	ck_assert_ptr_null(reads_at(pa, 2));
	show_answer(LARGE_PA, FAULT_NONE);
	out.data_rsp_size = 21;
	agrees();
	taken();
}

void tlb_forgets(void)
{
	static const uint64_t pages[] = {21, 22, 25, 26, 29};

	for (unsigned int i = 0; i < 5; i++)
		walks(2, pages[i]);
}

const char *served(uint64_t n)
{
	searches(n << 12);
	return ends((0x90000 + n) << 12, FAULT_NONE);
}

const char *served_large(void)
{
	const char *error;

	searches(LARGE);
	agrees();
	show_answer(LARGE_PA, FAULT_NONE);
	out.data_rsp_size = 21;
	error = cycle();
	taken();
	return error;
}

const char *first_read(uint64_t n, uint64_t pa)
{
	const char *error;

	searches(n << 12);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = pa;
	error = cycle();
	out.mem_req_valid = 0;
	return error;
}

void fence_va(uint64_t va)
{
	fence(true, va, false, 0);
}

void fence_asid(uint64_t asid)
{
	fence(false, 0, true, asid);
}

void rests(unsigned int cycles)
{
	while (cycles--)
		agrees();
}
