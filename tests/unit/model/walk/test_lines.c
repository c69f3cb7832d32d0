/* SPDX-License-Identifier: Apache-2.0 */
/* The line buffer against line-1 and line-2 of rtl/contract: which read a line serves, and when. */
#include <check.h>

#include "lines_fixture.h"
#include "suite.h"

/* line-2: requested in t by the walker, searched for in t+1, and requested of memory from then on.
 */
START_TEST(no_line)
{
	show_read(SPACE, ADDR, true);
	set("walk_req_fetch", 1);
	expect_nothing_asked();
	expect("walk_req_ready", 0);
	set("line_req_ready", 0);
	edge();
	for (unsigned int n = 0; n < 3; n++) {
		expect("line_req_valid", 1);
		expect("line_req_fetch", 1);
		expect("line_req_wide", 1);
		expect("line_req_addr", ADDR);
		expect("line_req_cas", 0);
		expect("walk_req_ready", 0);
		edge();
	}
	set("line_req_ready", 1);
	expect("walk_req_ready", 1);
	edge();
	show_none();
	expect_nothing_asked();
	expect("walk_req_ready", 0);
	expect("line_events_hits", 0);
}
END_TEST

/* A line serves in t+1, whether or not memory is ready; its PTE is there in t+2, and then no more.
 */
START_TEST(a_line)
{
	fill(SPACE, ADDR, 7);
	set("line_req_ready", (uint64_t)_i);
	show_read(SPACE, ADDR + 0x18, true);
	expect_nothing_asked();
	expect("walk_req_ready", 0);
	expect("line_events_hits", 0);
	edge();
	expect_nothing_asked();
	expect("walk_req_ready", 1);
	expect("line_events_hits", 1);
	expect("line_rsp_valid", 0);
	edge();
	show_none();
	expect("line_rsp_valid", 1);
	expect("line_rsp_data", word_of(7, 3));
	expect("line_events_hits", 0);
	edge();
	expect("line_rsp_valid", 0);
	expect("line_rsp_data", 0);
}
END_TEST

/* The next read is requested in the cycle of the answer, out of a line or from memory. */
START_TEST(one_after_the_other)
{
	fill(SPACE, ADDR, 7);
	show_read(SPACE, ADDR, true);
	edges(2);
	expect("line_rsp_data", word_of(7, 0));
	show_read(SPACE, ADDR + 8, true);
	expect_nothing_asked();
	expect("walk_req_ready", 0);
	edge();
	expect("walk_req_ready", 1);
	edge();
	expect("line_rsp_data", word_of(7, 1));
	show_read(SPACE, ADDR + 0x40, true);
	expect("walk_req_ready", 0);
	edge();
	expect("line_req_valid", 1);
	expect("walk_req_ready", 1);
	edge();
	/* a table that points at itself: the line of the answer serves the read behind it */
	answer(8);
	show_read(SPACE, ADDR + 0x48, true);
	expect_nothing_asked();
	expect("walk_req_ready", 0);
	edge();
	end_answer();
	expect("line_events_hits", 1);
	edge();
	expect("line_rsp_data", word_of(8, 1));
}
END_TEST

START_TEST(empty)
{
	peek_line(0, 0, false);
	set("rst", 1);
	edge();
	set("rst", 0);
	peek_line(0, 0, false);
}
END_TEST

/* line-1: 8 PTEs of 8 bytes, or 16 of 4, zero-extended. */
START_TEST(which_pte)
{
	uint64_t word = word_of(5, (unsigned int)_i / 2);

	fill(SPACE, ADDR, 5);
	show_read(SPACE, ADDR + 4 * (uint64_t)_i, false);
	edges(2);
	expect("line_rsp_valid", 1);
	expect("line_rsp_data", _i % 2 ? word >> 32 : word & 0xffffffff);
	show_none();
	edge();
	if (_i % 2 == 0)
		expect_line(SPACE, ADDR + 4 * (uint64_t)_i, 5);
}
END_TEST

/* line-2: V, or P, of that PTE and of no other. */
START_TEST(bit_0)
{
	static const struct {
		uint64_t word, offset;
		bool wide, serves;
	} of[] = {
		{UINT64_C(0x8000000100000000), 0, true, false},
		{UINT64_C(0x8000000000000001), 0, true, true},
		{UINT64_C(0x8000000100000ffe), 0, false, false},
		{UINT64_C(0x8000000100000ffe), 4, false, true},
		{UINT64_C(0x80000ffe00000001), 0, false, true},
		{UINT64_C(0x80000ffe00000001), 4, false, false},
	};

	ask(SPACE, ADDR);
	answer(9);
	set("mem_rsp_line_2", of[_i].word);
	edge();
	end_answer();
	show_read(SPACE, ADDR + 0x10 + of[_i].offset, of[_i].wide);
	edge();
	expect("line_events_hits", of[_i].serves);
	expect("line_req_valid", !of[_i].serves);
	edge();
	expect("line_rsp_valid", of[_i].serves);
}
END_TEST

/* line-1: the mode and all of the ASID; bits 55:6 of the address. */
START_TEST(spaces)
{
	fill(SPACE, ADDR, 3);
	for (unsigned int n = 0; n < SPACE_BITS; n++)
		peek_line(SPACE ^ bit(n), ADDR, false);
	peek_line(SPACE, ADDR, true);
}
END_TEST

START_TEST(addresses)
{
	fill(SPACE, ADDR + 0x38, 3);
	for (unsigned int n = 6; n < 56; n++)
		peek_line(SPACE, ADDR ^ bit(n), false);
	peek_line(SPACE, ADDR, true);
}
END_TEST

/* line-5. */
START_TEST(fresh)
{
	fill(SPACE, ADDR, 3);
	set("line_walk_fresh", 1);
	show_read(SPACE, ADDR, true);
	edge();
	expect("line_events_hits", 0);
	expect("line_req_valid", 1);
	expect("walk_req_ready", 1);
}
END_TEST

/* A compare-and-swap goes on in its own cycle, and no line serves it. */
START_TEST(swaps)
{
	fill(SPACE, ADDR, 3);
	set("line_req_ready", 0);
	show_swap(SPACE, ADDR);
	for (unsigned int n = 0; n < 3; n++) {
		expect("line_req_valid", 1);
		expect("line_req_wide", 1);
		expect("line_req_addr", ADDR);
		expect("line_req_cas", 1);
		expect("line_req_expect", 0x1234);
		expect("line_req_data", 0x5678);
		expect("walk_req_ready", 0);
		expect("line_events_hits", 0);
		edge();
	}
	set("line_req_ready", 1);
	expect("walk_req_ready", 1);
}
END_TEST

/* A read that comes behind a compare-and-swap waits its cycle as any other. */
START_TEST(a_read_behind_a_swap)
{
	swap(SPACE, ADDR);
	set("mem_rsp_valid", 1);
	edge();
	set("mem_rsp_valid", 0);
	show_read(SPACE, ADDR, true);
	expect_nothing_asked();
	edge();
	expect("line_req_valid", 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lines");
	TCase *tc = tcase_create("lines");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, no_line);
	tcase_add_loop_test(tc, a_line, 0, 2);
	tcase_add_test(tc, one_after_the_other);
	tcase_add_test(tc, empty);
	tcase_add_loop_test(tc, which_pte, 0, 16);
	tcase_add_loop_test(tc, bit_0, 0, 6);
	tcase_add_test(tc, spaces);
	tcase_add_test(tc, addresses);
	tcase_add_test(tc, fresh);
	tcase_add_test(tc, swaps);
	tcase_add_test(tc, a_read_behind_a_swap);

	return suite_run(suite);
}
