/* SPDX-License-Identifier: Apache-2.0 */
/* The line buffer against line-3 and line-4 of rtl/contract: what is kept, and what drops it. */
#include <check.h>

#include "lines_fixture.h"
#include "suite.h"

#define OTHER (ADDR + 0x1000)

/* Is a line kept that this answer may bring? */
static void expect_fills(bool fills)
{
	expect("line_events_fills", fills);
	edge();
	end_answer();
	set("drop_valid", 0);
	set("mem_rsp_error", 0);
	set("mem_rsp_id", 0);
	set("line_walk_fenced", 0);
	peek_line(SPACE, ADDR, fills);
}

/* line-3: not from an answer with an error, without the line, or that a fence has made void. */
START_TEST(no_fill)
{
	static const struct {
		const char *name;
		uint64_t value;
	} of[] = {
		{"mem_rsp_error", 1},    {"mem_rsp_main", 0}, {"drop_valid", 1},
		{"line_walk_fenced", 1}, {"mem_rsp_id", 8},   {"mem_rsp_valid", 0},
	};

	ask(SPACE, ADDR);
	answer(3);
	set(of[_i].name, of[_i].value);
	expect_fills(false);
}
END_TEST

/* Whether the walk is fresh, lost is set, or another PTE of the line is not present: no matter. */
START_TEST(a_fill)
{
	ask(SPACE, ADDR);
	if (_i == 0)
		set("line_walk_fresh", 1);
	answer(3);
	if (_i == 1)
		set("mem_rsp_lost", 1);
	if (_i == 2)
		set("mem_rsp_line_1", 0);
	expect("line_events_fills", 1);
	edge();
	end_answer();
	set("mem_rsp_lost", 0);
	set("line_walk_fresh", 0);
	peek_line(SPACE, ADDR, true);
}
END_TEST

/* The answer comes later; and one alone is the answer. */
START_TEST(one_answer)
{
	ask(SPACE, ADDR);
	edges(3);
	answer(3);
	expect("line_events_fills", 1);
	edge();
	expect("line_events_fills", 0);
	end_answer();
	peek_line(SPACE, ADDR, true);
}
END_TEST

/* walk-7: an answer to nothing is ignored, also where memory has not accepted the read yet. */
START_TEST(no_request)
{
	if (_i) {
		set("line_req_ready", 0);
		show_read(SPACE, ADDR, true);
		edge();
	}
	answer(3);
	expect_fills(false);
}
END_TEST

/* line-1: nor is the line of an answer to a compare-and-swap. */
START_TEST(answer_to_a_swap)
{
	swap(SPACE, ADDR);
	answer(3);
	expect_fills(false);
}
END_TEST

static void fill_two(void)
{
	fill(SPACE, ADDR, 1);
	fill(SPACE + 1, OTHER, 2);
}

static void expect_two(bool first, bool second)
{
	peek_line(SPACE, ADDR, first);
	peek_line(SPACE + 1, OTHER, second);
}

/* line-4: a fence or a write of CR3, whatever it names; a fault of either port. */
START_TEST(all)
{
	static const struct {
		const char *name, *with;
		uint64_t value;
	} of[] = {
		{"drop_valid", NULL, 1},
		{"drop_valid", "drop_care_space", 0xffff},
		{"drop_valid", "drop_care_page", PAGE_NUMBER},
		{"drop_valid", "drop_spares_global", 1},
		{"walk_end_fault", "walk_end_data", FAULT_PAGE},
		{"walk_end_fault", "walk_end_fetch", FAULT_ACCESS},
		{"walk_end_fault", "walk_end_data", FAULT_PROTECTION},
	};

	fill_two();
	if (of[_i].with)
		set(of[_i].with, of[_i].value);
	set("drop_space", 0x1ffff);
	set("drop_page", 0x77);
	set(of[_i].name, _i < 4 ? 1 : of[_i].value);
	edge();
	set(of[_i].name, 0);
	expect_two(false, false);
}
END_TEST

/* What is filled in the cycle of a fault is gone behind it, too. */
START_TEST(a_fault_of_the_answer)
{
	ask(SPACE, ADDR);
	answer(3);
	set("walk_end_fault", FAULT_PAGE);
	expect("line_events_fills", 1);
	edge();
	end_answer();
	set("walk_end_fault", 0);
	peek_line(SPACE, ADDR, false);
}
END_TEST

/* line-4: the end of a walk without a fault drops nothing, nor does what nobody asks. */
START_TEST(nothing)
{
	fill_two();
	set("walk_end_data", 1);
	set("walk_end_leaf", 0xcf);
	edge();
	set("drop_care_page", PAGE_NUMBER);
	set("drop_space", SPACE);
	edge();
	expect_two(true, true);
}
END_TEST

/* A compare-and-swap that memory accepts: the lines of its address, of all spaces. */
START_TEST(a_swap)
{
	fill(SPACE, ADDR, 1);
	if (_i == 0)
		fill(SPACE ^ (UINT64_C(1) << SPACE_MODE_LSB), ADDR, 2);
	else
		fill(SPACE, ADDR ^ bit(5 + (unsigned int)_i), 2);
	set("line_req_ready", 0);
	show_swap(SPACE + 3, ADDR + 0x38);
	edges(3);
	set("line_req_ready", 1);
	edge();
	show_none();
	peek_line(SPACE, ADDR, false);
	if (_i == 0)
		peek_line(SPACE ^ (UINT64_C(1) << SPACE_MODE_LSB), ADDR, false);
	else
		peek_line(SPACE, ADDR ^ bit(5 + (unsigned int)_i), true);
}
END_TEST

/* Before memory accepts it, none. */
START_TEST(a_swap_not_accepted)
{
	fill(SPACE, ADDR, 1);
	set("line_req_ready", 0);
	show_swap(SPACE, ADDR);
	edges(2);
	show_none();
	peek_line(SPACE, ADDR, true);
}
END_TEST

/* A read that memory accepts drops nothing. */
START_TEST(a_read)
{
	fill_two();
	set("line_walk_fresh", 1);
	ask(SPACE, ADDR);
	set("line_walk_fresh", 0);
	set("mem_rsp_valid", 1);
	edge();
	set("mem_rsp_valid", 0);
	expect_two(true, true);
}
END_TEST

/* One that is lost: all; one that failed, or was done, or a read with `lost`: none of the others.
 */
START_TEST(lost)
{
	static const struct {
		bool swaps, lost, error, valid, id, drops;
	} of[] = {
		{true, true, false, true, false, true},   {true, true, true, true, false, false},
		{true, false, false, true, false, false}, {true, false, true, true, false, false},
		{false, true, false, true, false, false}, {true, true, false, false, false, false},
		{true, true, false, true, true, false},
	};

	fill_two();
	if (of[_i].swaps)
		swap(SPACE, ADDR + 0x40);
	else
		ask(SPACE, ADDR + 0x40);
	set("mem_rsp_valid", of[_i].valid);
	set("mem_rsp_lost", of[_i].lost);
	set("mem_rsp_error", of[_i].error);
	set("mem_rsp_id", of[_i].id ? 8 : 0);
	edge();
	set("mem_rsp_valid", 0);
	expect_two(!of[_i].drops, !of[_i].drops);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lines_drops");
	TCase *tc = tcase_create("lines_drops");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, no_fill, 0, 6);
	tcase_add_loop_test(tc, a_fill, 0, 3);
	tcase_add_test(tc, one_answer);
	tcase_add_loop_test(tc, no_request, 0, 2);
	tcase_add_test(tc, answer_to_a_swap);
	tcase_add_loop_test(tc, all, 0, 7);
	tcase_add_test(tc, a_fault_of_the_answer);
	tcase_add_test(tc, nothing);
	tcase_add_loop_test(tc, a_swap, 0, 51);
	tcase_add_test(tc, a_swap_not_accepted);
	tcase_add_test(tc, a_read);
	tcase_add_loop_test(tc, lost, 0, 7);

	return suite_run(suite);
}
