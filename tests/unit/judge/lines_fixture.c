/* SPDX-License-Identifier: Apache-2.0 */
#include "lines_fixture.h"

bool narrow;

static void begin_of(unsigned int lines, unsigned int walk_entries, unsigned int array_sets)
{
	begin();
	narrow = false;
	watch_no_more();
	watch(&(const struct mmu_config){.itlb_entries = 4,
					 .dtlb_entries = 4,
					 .asid_bits = 16,
					 .counter_bits = 32,
					 .pa_bits = 46,
					 .formats = 255,
					 .segments = 1,
					 .walk_entries = walk_entries,
					 .array_sets = array_sets,
					 .lines = lines});
	out.ptbr_held = 0;
	out.fence_ready = 1;
	ptbr(SV39 | ROOT);
	while (array_sets && now <= array_sets + 1)
		agrees();
	for (uint64_t n = 4; n < 13; n++)
		make_page(n);
}

void begin_lines_and(unsigned int walk_entries, unsigned int array_sets)
{
	begin_of(2, walk_entries, array_sets);
}

void begin_lines(void)
{
	begin_of(2, 0, 0);
}

void begin_one_line(void)
{
	begin_of(1, 4, 0);
}

static void request(uint64_t va, bool is_store)
{
	search(va, is_store);
	agrees();
}

void load(uint64_t va)
{
	request(va, false);
}

void store(uint64_t va)
{
	request(va, true);
}

static void show_line(uint64_t pa)
{
	uint64_t *const word[] = {&in.mem_rsp_line_0, &in.mem_rsp_line_1, &in.mem_rsp_line_2,
				  &in.mem_rsp_line_3, &in.mem_rsp_line_4, &in.mem_rsp_line_5,
				  &in.mem_rsp_line_6, &in.mem_rsp_line_7};

	for (uint64_t n = 0; n < 8; n++)
		ck_assert(image_read(image, (pa & ~UINT64_C(63)) + 8 * n, 8, word[n]));
}

static const char *reads(uint64_t pa, bool with_line)
{
	const char *error;

	out.mem_req_valid = 1;
	out.mem_req_wide = !narrow;
	out.mem_req_addr = pa;
	error = cycle();
	out.mem_req_valid = 0;
	if (error)
		return error;
	in.mem_rsp_valid = 1;
	in.mem_rsp_main = with_line;
	ck_assert(image_read(image, pa, narrow ? 4 : 8, &in.mem_rsp_data));
	if (with_line)
		show_line(pa);
	error = cycle();
	in.mem_rsp_valid = in.mem_rsp_main = 0;
	return error;
}

const char *reads_line(uint64_t pa)
{
	return reads(pa, true);
}

const char *reads_alone(uint64_t pa)
{
	return reads(pa, false);
}

const char *gives(void)
{
	const char *error = cycle();

	return error ? error : cycle();
}

const char *back(void)
{
	return cycle();
}

void walks_from_root(uint64_t n)
{
	load(n << 12);
	ck_assert_ptr_null(reads_line(ROOT << 12));
	ck_assert_ptr_null(reads_line(TABLE << 12));
	ck_assert_ptr_null(reads_line(LEAF(n)));
	ck_assert_ptr_null(ends((0x90000 + n) << 12, FAULT_NONE));
}

const char *ends_behind_lines(uint64_t n, unsigned int read)
{
	const uint64_t pa[] = {ROOT << 12, TABLE << 12, LEAF(n)};
	const char *error = NULL;

	load(n << 12);
	for (unsigned int i = 0; i < 3 && !error; i++)
		error = read >> i & 1 ? reads_line(pa[i]) : gives();
	return error ? error : ends((0x90000 + n) << 12, FAULT_NONE);
}
