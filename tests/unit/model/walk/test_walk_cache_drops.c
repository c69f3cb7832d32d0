/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the walk cache drops, against cache-5 of rtl/contract. What the fence unit makes of a fence
 * is tested with it; here is what the words that it says do.
 */
#include <check.h>

#include "suite.h"
#include "walk_cache_fixture.h"

#define GIB (UINT64_C(1) << 30)

static const struct {
	uint64_t space, va, level, ppn;
} entries[] = {
	{(uint64_t)MODE_SV39 << 16 | ASID, GIB, 2, 0x90},
	{(uint64_t)MODE_SV39 << 16 | ASID, GIB, 1, 0x91},
	{(uint64_t)MODE_X86_4 << 16 | ASID, GIB, 2, 0x92},
	{(uint64_t)MODE_X86_4 << 16 | (ASID + 1), GIB, 2, 0x93},
};

static void fill_all(void)
{
	for (unsigned int i = 0; i < 4; i++)
		fill_with_path(entries[i].space, entries[i].va, (unsigned int)entries[i].level,
			       entries[i].ppn, i & 1 ? OPEN_PATH | PTE_G : OPEN_PATH);
}

/* Of the four entries these are left, as bits. The first is seen beside the second. */
static void expect_left(unsigned int left)
{
	peek_found(entries[0].space, GIB + GIB / 2, left & 1 ? 0x90 : 0);
	peek_found(entries[1].space, GIB, left & 2 ? 0x91 : left & 1 ? 0x90 : 0);
	peek_found(entries[2].space, GIB, left & 4 ? 0x92 : 0);
	peek_found(entries[3].space, GIB, left & 8 ? 0x93 : 0);
}

static void drop(uint64_t asid, bool by_asid, uint64_t va, bool by_region)
{
	set("drop_valid", 1);
	set("drop_spares_global", 1); /* no matter */
	set("drop_care_page", by_region ? 0 : PAGE_NUMBER);
	set("drop_space", asid);
	set("drop_care_space", by_asid ? SPACE_ASID : 0);
	set("drop_page", va >> 12);
	set("drop_care_region", by_region ? PAGE_NUMBER : 0);
	edge();
	set("drop_valid", 0);
}

/* Each row is one sentence of the table, with what is left. */
START_TEST(named)
{
	static const struct {
		uint64_t asid, va;
		bool by_asid, by_region;
		unsigned int left;
	} rows[] = {
		{0, 0, false, false, 0},
		{ASID, 0, true, false, 8},
		{ASID + 1, 0, true, false, 7},
		{ASID + 2, 0, true, false, 15},
		{0, GIB, false, true, 0},
		{0, GIB + 0x1fffff, false, true, 0},
		{0, GIB + 0x200000, false, true, 2},
		{0, 2 * GIB - 1, false, true, 2},
		{0, 2 * GIB, false, true, 15},
		{0, GIB - 1, false, true, 15},
		{ASID, GIB, true, true, 8},
		{ASID, GIB + 0x200000, true, true, 10},
		{ASID, 2 * GIB, true, true, 15},
		{0, UINT64_C(0xfe) << 56 | GIB, false, true, 15},
	};

	fill_all();
	expect_left(15);
	drop(rows[_i].asid, rows[_i].by_asid, rows[_i].va, rows[_i].by_region);
	expect_left(rows[_i].left);
}
END_TEST

static void end_walk(uint64_t space, uint64_t va, enum fault fault)
{
	set("walk_end_data", 1);
	set("walk_end_fault", fault);
	set("walk_end_space", fault ? space : 0);
	set("walk_end_page", fault ? va >> 12 : 0);
	edge();
	set("walk_end_data", 0);
	set("walk_end_fault", 0);
	edge();
}

/*
 * A fault on x86, of whatever kind, drops entries of every mode; one on RISC-V drops none, nor does
 * an end that is none.
 */
START_TEST(faulting)
{
	static const struct {
		unsigned int of; /* its space is that of this entry */
		uint64_t va;
		enum fault fault;
		unsigned int left;
	} rows[] = {
		{2, GIB, FAULT_PAGE, 8},       {2, GIB + GIB / 2, FAULT_ACCESS, 10},
		{2, GIB, FAULT_PROTECTION, 8}, {3, GIB, FAULT_PAGE, 7},
		{2, 2 * GIB, FAULT_PAGE, 15},  {2, GIB - 1, FAULT_PAGE, 15},
		{0, GIB, FAULT_PAGE, 15},      {0, GIB, FAULT_ACCESS, 15},
		{2, GIB, FAULT_NONE, 15},
	};

	fill_all();
	end_walk(entries[rows[_i].of].space, rows[_i].va, rows[_i].fault);
	expect_left(rows[_i].left);
}
END_TEST

/*
 * cache-2, cache-5: a pointer is answered in t, and a fault in t+1: the entry that is there from
 * t+1 on is dropped in t+2.
 */
START_TEST(a_fault_behind_a_fill)
{
	show_fill(entries[2].space, GIB, 2, 0x92, OPEN_PATH);
	edge();
	show_no_fill();
	end_walk(entries[2].space, GIB, FAULT_PAGE);
	expect_none(entries[2].space, GIB);
}
END_TEST

/* All slots of the largest. */
START_TEST(every_slot)
{
	teardown();
	start(16);
	for (uint64_t n = 0; n < 16; n++)
		fill(entries[2].space, n * GIB, 2, 0x90 + n);
	peek_found(entries[2].space, 15 * GIB, 0x9f);
	drop(ASID, true, 0, false);
	for (uint64_t n = 0; n < 16; n++)
		expect_none(entries[2].space, n * GIB);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walk_cache_drops");
	TCase *tc = tcase_create("walk_cache_drops");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, named, 0, 14);
	tcase_add_loop_test(tc, faulting, 0, 9);
	tcase_add_test(tc, a_fault_behind_a_fill);
	tcase_add_test(tc, every_slot);

	return suite_run(suite);
}
