/* SPDX-License-Identifier: Apache-2.0 */
#include "search_fixture.h"

static void begin_config(unsigned int walk_entries, unsigned int array_sets, unsigned int formats)
{
	begin();
	watch_no_more();
	watch(&(const struct mmu_config){.itlb_entries = 4,
					 .dtlb_entries = 4,
					 .asid_bits = 16,
					 .counter_bits = 32,
					 .pa_bits = 46,
					 .formats = formats,
					 .segments = 1,
					 .walk_entries = walk_entries,
					 .array_sets = array_sets});
	out.ptbr_held = 0;
	out.fence_ready = 1;
	ptbr(SV39 | ROOT);
	/* The sweep of the first reset goes by (array-5). */
	while (array_sets && now <= array_sets + 1)
		agrees();
	make_page(4);
}

void begin_with(unsigned int walk_entries)
{
	begin_config(walk_entries, 0, 255);
}

void begin_array(unsigned int walk_entries)
{
	begin_config(walk_entries, 4, 255);
}

void begin_array_of(unsigned int formats)
{
	begin_config(0, 4, formats);
}

void begin_searching(void)
{
	begin_with(4);
}

void search(uint64_t va, bool store)
{
	ask(va, store);
	agrees();
	agrees();
}

const char *reads_at(const uint64_t *pa, unsigned int reads)
{
	const char *error = NULL;

	out.mem_req_wide = 1;
	for (unsigned int i = 0; i <= reads && !error; i++) {
		out.mem_req_valid = i < reads;
		out.mem_req_addr = i < reads ? pa[i] : 0;
		in.mem_rsp_valid = i > 0;
		if (i)
			in.mem_rsp_error = !image_read(image, pa[i - 1], 8, &in.mem_rsp_data);
		error = cycle();
	}
	out.mem_req_valid = in.mem_rsp_valid = 0;
	return error;
}

const char *reads_behind(unsigned int skipped, uint64_t n)
{
	const uint64_t pa[] = {ROOT << 12, TABLE << 12, LEAF(n)};

	return reads_at(pa + skipped, 3 - skipped);
}

const char *ends(uint64_t pa, enum fault fault)
{
	const char *error;

	show_answer(pa, fault);
	error = cycle();
	taken();
	return error;
}

void walked(uint64_t n)
{
	search(n << 12, false);
	ck_assert_ptr_null(reads_behind(0, n));
	ck_assert_ptr_null(ends((0x90000 + n) << 12, FAULT_NONE));
}
