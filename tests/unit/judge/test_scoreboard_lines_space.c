/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whose a line is, how long it stays, and which are surely there, shown to the judge on pins made
 * by hand (rtl/contract, line-1, line-3, line-4, tlb-3).
 */
#include <check.h>

#include "lines_fixture.h"
#include "suite.h"
#include "x86_scoreboard_fixture.h"

#define SV32    (UINT64_C(1) << 31)
#define SV48    (UINT64_C(9) << 60)
#define NO_LINE "no line may serve the PTE at "
#define IN_LINE ", though it is in the line of cycle "

/* ---- Spaces ---- */

/* The root of Sv39 is that of Sv48, too: it points to a table of three levels. */
START_TEST(of_another_mode)
{
	walks_from_root(4);
	ptbr(SV48 | ROOT);
	load(4 << 12);
	for (unsigned int i = 0; i < 4; i++)
		ck_assert_ptr_null(gives());
	says(ends(0x90004000, FAULT_NONE), NO_LINE "80000000, for Sv48 with ASID 0");
}
END_TEST

/* PTEs of 4 bytes: two in each word of the line. */
static void begin_narrow(void)
{
	begin_lines();
	write_ptbr(REGIME_RV32, SV32 | ROOT);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, SV32 | ROOT));
	narrow = true;
	for (uint64_t n = 0; n < 16; n++)
		ck_assert(image_write(image, (TABLE << 12) + 4 * n, 4, (0x90000 + n) << 10 | RWAD));
}

START_TEST(narrow_ptes)
{
	load(4 << 12);
	ck_assert_ptr_null(reads_line(ROOT << 12));
	ck_assert_ptr_null(reads_line((TABLE << 12) + 16));
	ck_assert_ptr_null(ends(0x90004000, FAULT_NONE));
	load((uint64_t)(8 + _i) << 12);
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(ends((0x90008 + (uint64_t)_i) << 12, FAULT_NONE));
}
END_TEST

/* ---- Drops ---- */

/* A write of satp drops none: the same space finds them again. */
START_TEST(satp)
{
	walks_from_root(4);
	ptbr(SV39 | UINT64_C(1) << 44 | ROOT);
	ptbr(SV39 | ROOT);
	ck_assert_ptr_null(ends_behind_lines(5, 0));
}
END_TEST

/* Reset drops all. */
START_TEST(reset)
{
	walks_from_root(4);
	in.rst = 1;
	agrees();
	in.rst = 0;
	ptbr(SV39 | ROOT);
	says(ends_behind_lines(5, 0), "was dropped by the reset in cycle ");
}
END_TEST

/* A write of CR3 that drops, and one that does not. */
START_TEST(cr3)
{
	const uint64_t keep = _i ? UINT64_C(1) << 63 : 0;

	begin_x86();
	in.pcide = 1;
	load(0);
	for (uint64_t ppn = 0x80004; ppn < 0x80008; ppn++)
		ck_assert_ptr_null(reads_line(ppn << 12));
	ck_assert_ptr_null(ends(0x90000000, FAULT_NONE));
	write_cr3(CR3 | keep);
	load(3 << 12);
	ck_assert_ptr_null(reads_line(UINT64_C(0x80004) << 12));
	ck_assert_ptr_null(reads_line(UINT64_C(0x80005) << 12));
	ck_assert_ptr_null(reads_line(UINT64_C(0x80006) << 12));
	ck_assert_ptr_null(gives());
	/* Page 3 is clean, which does not matter to a load. */
	if (keep)
		ck_assert_ptr_null(ends(0x90003000, FAULT_NONE));
	else
		says(ends(0x90003000, FAULT_NONE), "was dropped by the CR3 write in cycle ");
}
END_TEST

/* ---- What is surely there ---- */

/* The PTE of page n is read, behind a pointer of the walk cache. */
static const char *reads_leaf(uint64_t n)
{
	load(n << 12);
	return reads_line(LEAF(n));
}

/* Of one slot, the newest alone; of two, the one before it, too. */
START_TEST(one_slot)
{
	walks_from_root(4);
	if (_i) {
		says(reads_leaf(5), IN_LINE);
		return;
	}
	ck_assert_ptr_null(reads_leaf(12));
	ck_assert_ptr_null(ends(0x9000c000, FAULT_NONE));
	ck_assert_ptr_null(reads_leaf(5));
	ck_assert_ptr_null(ends(0x90005000, FAULT_NONE));
}
END_TEST

START_TEST(two_slots)
{
	end();
	begin_lines_and(4, 0);
	walks_from_root(4);
	ck_assert_ptr_null(reads_leaf(12));
	ck_assert_ptr_null(ends(0x9000c000, FAULT_NONE));
	says(reads_leaf(5), IN_LINE);
}
END_TEST

/* A line that has served was touched: the newest one may be replaced by the next. */
START_TEST(touched_since)
{
	walks_from_root(4);
	load(12 << 12);
	ck_assert_ptr_null(reads_line(ROOT << 12));
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(reads_line(LEAF(12)));
	ck_assert_ptr_null(ends(0x9000c000, FAULT_NONE));
	/* The root's is no longer surely there, and the leaf's of page 12 is. */
	load(11 << 12);
	ck_assert_ptr_null(reads_line(ROOT << 12));
	ck_assert_ptr_null(gives());
	says(reads_line(LEAF(11)), IN_LINE);
}
END_TEST

/* ---- Walks that need no read ---- */

/* No walk may be made where the entry of the TLB is there, out of lines neither. */
START_TEST(instead_of_a_hit)
{
	walks_from_root(4);
	load(4 << 12);
	says(gives(), "a walk, though the entry filled in cycle ");
}
END_TEST

/* A walk that begins anew, and is cut off again before it has asked for a read, was right. */
START_TEST(cut_off_twice)
{
	walks_from_root(4);
	load(5 << 12);
	ck_assert_ptr_null(gives());
	agrees();
	fence(true, UINT64_C(1) << 62, false, 0);
	agrees();
	agrees();
	/* All lines are gone: what it takes now is wrong, and a fence does not hide it. */
	ck_assert_ptr_null(gives());
	in.fence_valid = 1;
	refuses(NO_LINE);
	in.fence_valid = 0;
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_lines_space");
	TCase *tcase = tcase_create("two lines"), *one = tcase_create("one line");
	TCase *of_4 = tcase_create("PTEs of 4 bytes");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_lines, end);
	tcase_add_test(tcase, of_another_mode);
	tcase_add_test(tcase, satp);
	tcase_add_test(tcase, reset);
	tcase_add_loop_test(tcase, cr3, 0, 2);
	tcase_add_test(tcase, touched_since);
	tcase_add_test(tcase, instead_of_a_hit);
	tcase_add_test(tcase, cut_off_twice);
	suite_add_tcase(suite, one);
	tcase_add_checked_fixture(one, begin_one_line, end);
	tcase_add_loop_test(one, one_slot, 0, 2);
	tcase_add_test(one, two_slots);
	suite_add_tcase(suite, of_4);
	tcase_add_checked_fixture(of_4, begin_narrow, end);
	tcase_add_loop_test(of_4, narrow_ptes, 0, 4);

	return suite_run(suite);
}
