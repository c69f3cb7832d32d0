/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PTEs out of lines, shown to the judge on pins made by hand: which it takes, and what it says of
 * others (rtl/contract, line-2, line-4 to line-6). In each test a walk of page 4 has read from the
 * root, so that the lines of all three PTEs are there, and then a walk of page 5 takes some.
 */
#include <check.h>
#include <stdio.h>

#include "lines_fixture.h"
#include "suite.h"

/* Which of the three PTEs the walk reads, as bits from the root's on; the others are out of lines.
 */
#define NOTHING   0u
#define ROOT_READ 1u
#define LEAF_READ 4u

/* In which cycle memory answered with the line of the leaves last; it is two before this one. */
static uint64_t line_of_4;

static void walked_4(void)
{
	walks_from_root(4);
	line_of_4 = now - 2;
}

/* Why it is not there: what dropped it, and when. */
static const char *dropped(const char *by, uint64_t cycle)
{
	static char text[96];

	snprintf(text, sizeof(text), "its line of cycle %llu was dropped by %s in cycle %llu",
		 (unsigned long long)line_of_4, by, (unsigned long long)cycle);
	return text;
}

/* What is said of a leaf out of its line, that had not to be there, by a walk that goes on. */
static void gives_no_leaf(const char *why)
{
	char said[160];

	ck_assert_ptr_null(gives());
	snprintf(said, sizeof(said),
		 "no line may serve the PTE at 80002028, for Sv39 with ASID 0, in cycle %llu: %s",
		 (unsigned long long)now - 2, why);
	says(ends(0x90005000, FAULT_NONE), said);
}

/* The same of a walk that reads the pointers above it. */
static void no_leaf(const char *why)
{
	load(5 << 12);
	ck_assert_ptr_null(reads_line(ROOT << 12));
	ck_assert_ptr_null(reads_line(TABLE << 12));
	gives_no_leaf(why);
}

/* ---- What it takes ---- */

/*
 * Mixtures of reads and lines. Of two lines the newest, and the one that was touched before, are
 * surely there: of the leaf and of the table, unless a read has replaced one.
 */
START_TEST(takes)
{
	static const bool legal[8] = {[0] = true, [1] = true, [3] = true, [7] = true};
	const char *said;

	walked_4();
	said = ends_behind_lines(5, (unsigned int)_i);
	if (legal[_i]) {
		ck_assert_ptr_null(said);
		hits(5);
	} else {
		says(said, "a read of the PTE at 8000");
		says(said, ", though it is in the line of cycle ");
	}
}
END_TEST

/* A walk of page 12, whose PTE is in another line: no line is surely that of the leaves before. */
static void walked_12(void)
{
	load(12 << 12);
	ck_assert_ptr_null(reads_line(ROOT << 12));
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(reads_line(LEAF(12)));
	ck_assert_ptr_null(ends(0x9000c000, FAULT_NONE));
}

/* Of two lines at most, which of three are there: nobody knows. */
START_TEST(takes_or_reads)
{
	walked_4();
	walked_12();
	ck_assert_ptr_null(ends_behind_lines(5, _i ? LEAF_READ : NOTHING));
}
END_TEST

/* A walk that has read nothing is no hit, and its entry is as that of any other. */
START_TEST(counted)
{
	struct monitor_counts counts = {.walks = 0};

	walked_4();
	ck_assert_ptr_null(ends_behind_lines(5, NOTHING));
	ck_assert_ptr_null(ends_behind_lines(6, ROOT_READ));
	ck_assert_uint_eq(monitor_counts(monitor)->hits[PORT_DATA], 0);
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 2);
	ck_assert_uint_eq(monitor_counts(monitor)->reads, 4);
	scoreboard_count(board, &counts);
	ck_assert_uint_eq(counts.line_hits, 5);
	ck_assert_uint_eq(counts.line_fills, 4);
	ck_assert_uint_eq(counts.lines_alone, 1);
	ck_assert_uint_eq(counts.line_levels[0], 2);
	ck_assert_uint_eq(counts.line_levels[1], 2);
	ck_assert_uint_eq(counts.line_levels[2], 1);
}
END_TEST

/* The line is what memory said then, not what memory holds now. */
START_TEST(says_what_memory_holds)
{
	walked_4();
	change_leaf(5, UINT64_C(0x91005) << 10 | RWAD);
	load(5 << 12);
	for (unsigned int i = 0; i < 3; i++)
		ck_assert_ptr_null(gives());
	says(ends(0x91005000, FAULT_NONE), "answer pa 91005000, no fault, code 0, size 12, memory "
					   "type 0: the oracle says pa 90005000");
}
END_TEST

/* The last answer counts. */
START_TEST(takes_the_newest)
{
	walked_4();
	walked_12();
	change_leaf(5, UINT64_C(0x91005) << 10 | RWAD);
	load(6 << 12);
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(reads_line(LEAF(6)));
	ck_assert_ptr_null(ends(0x90006000, FAULT_NONE));
	load(5 << 12);
	for (unsigned int i = 0; i < 3; i++)
		ck_assert_ptr_null(gives());
	if (_i)
		says(ends(0x90005000, FAULT_NONE), "the oracle says pa 91005000");
	else
		ck_assert_ptr_null(ends(0x91005000, FAULT_NONE));
}
END_TEST

/* ---- What it does not take ---- */

START_TEST(never_answered)
{
	no_leaf("memory has not answered with its line");
}
END_TEST

START_TEST(answered_alone)
{
	load(4 << 12);
	ck_assert_ptr_null(reads_line(ROOT << 12));
	ck_assert_ptr_null(reads_line(TABLE << 12));
	ck_assert_ptr_null(reads_alone(LEAF(4)));
	ck_assert_ptr_null(ends(0x90004000, FAULT_NONE));
	load(5 << 12);
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(gives());
	gives_no_leaf("memory has not answered with its line");
}
END_TEST

START_TEST(not_valid)
{
	char why[64];

	change_leaf(5, 0);
	walked_4();
	change_leaf(5, UINT64_C(0x90005) << 10 | RWAD);
	snprintf(why, sizeof(why), "its line of cycle %llu has bit 0 = 0 in it",
		 (unsigned long long)line_of_4);
	no_leaf(why);
}
END_TEST

/* Whatever a fence names, all lines are gone; a page or an ASID that nobody has, too. */
START_TEST(fenced)
{
	static const struct {
		bool by_va, by_asid;
	} kinds[] = {{false, false}, {true, false}, {false, true}, {true, true}};

	walked_4();
	fence(kinds[_i].by_va, UINT64_C(1) << 62, kinds[_i].by_asid, 77);
	no_leaf(dropped("the fence", now - 1));
}
END_TEST

START_TEST(fault_ended)
{
	walked_4();
	load(2 << 12);
	ck_assert_ptr_null(reads_line(ROOT << 12));
	ck_assert_ptr_null(reads_line(TABLE << 12));
	ck_assert_ptr_null(reads_line(LEAF(2)));
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
	line_of_4 = now - 2;
	no_leaf(dropped("the fault", now - 1));
}
END_TEST

START_TEST(of_another_asid)
{
	walked_4();
	ptbr(SV39 | UINT64_C(1) << 44 | ROOT);
	load(5 << 12);
	for (unsigned int i = 0; i < 3; i++)
		ck_assert_ptr_null(gives());
	says(ends(0x90005000, FAULT_NONE), "no line may serve the PTE at 80000000, for Sv39 with "
					   "ASID 1, in cycle ");
}
END_TEST

/* Without lines, each PTE is asked for. */
START_TEST(without_lines)
{
	end();
	begin_with(4);
	walked(4);
	search(5 << 12, false);
	agrees();
	refuses("no answer behind a walk without a read");
}
END_TEST

/* ---- Compare-and-swaps ---- */

/* The one of page 1 is of the line, and drops it, done or failed; a lost one drops all. */
static void swaps(bool error, bool lost)
{
	walked_4();
	store(1 << 12);
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(gives());
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = LEAF(1);
	out.mem_req_expect = CLEAN;
	out.mem_req_data = CLEAN | 0x80;
	swap(error, lost);
}

START_TEST(swapped)
{
	swaps(false, false);
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
	no_leaf(dropped("its compare-and-swap accepted", now - 3));
}
END_TEST

/* Those of the other PTEs stay. */
START_TEST(swapped_and_above)
{
	swaps(false, false);
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
	ck_assert_ptr_null(ends_behind_lines(5, LEAF_READ));
}
END_TEST

START_TEST(lost)
{
	swaps(false, true);
	/* The walk starts again, and has no lines. */
	agrees();
	agrees();
	if (_i) {
		ck_assert_ptr_null(reads_line(ROOT << 12));
		ck_assert_ptr_null(reads_line(TABLE << 12));
		ck_assert_ptr_null(reads_line(LEAF(1)));
		update(LEAF(1), CLEAN, CLEAN | 0x80);
		ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
		return;
	}
	ck_assert_ptr_null(gives());
	ck_assert_ptr_null(reads_line(TABLE << 12));
	ck_assert_ptr_null(reads_line(LEAF(1)));
	update(LEAF(1), CLEAN, CLEAN | 0x80);
	says(ends(0x90001000, FAULT_NONE), "was dropped by the compare-and-swap lost in cycle");
}
END_TEST

/* Expected is what the line holds, whatever memory holds. */
START_TEST(expects_what_the_line_holds)
{
	walked_4();
	store(1 << 12);
	for (unsigned int i = 0; i < 3; i++)
		ck_assert_ptr_null(gives());
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = LEAF(1);
	out.mem_req_expect = CLEAN ^ (UINT64_C(1) << 11);
	out.mem_req_data = out.mem_req_expect | 0x80;
	refuses("A/D update of 80002008 from");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_lines");
	TCase *tcase = tcase_create("scoreboard_lines");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_lines, end);
	tcase_add_loop_test(tcase, takes, 0, 8);
	tcase_add_loop_test(tcase, takes_or_reads, 0, 2);
	tcase_add_test(tcase, counted);
	tcase_add_test(tcase, says_what_memory_holds);
	tcase_add_loop_test(tcase, takes_the_newest, 0, 2);
	tcase_add_test(tcase, never_answered);
	tcase_add_test(tcase, answered_alone);
	tcase_add_test(tcase, not_valid);
	tcase_add_loop_test(tcase, fenced, 0, 4);
	tcase_add_test(tcase, fault_ended);
	tcase_add_test(tcase, of_another_asid);
	tcase_add_test(tcase, without_lines);
	tcase_add_test(tcase, swapped);
	tcase_add_test(tcase, swapped_and_above);
	tcase_add_loop_test(tcase, lost, 0, 2);
	tcase_add_test(tcase, expects_what_the_line_holds);

	return suite_run(suite);
}
