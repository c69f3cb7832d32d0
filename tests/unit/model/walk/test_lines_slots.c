/* SPDX-License-Identifier: Apache-2.0 */
/* The slots of the line buffer against line-3 of rtl/contract: which one a line goes into. */
#include <check.h>

#include "lines_fixture.h"
#include "suite.h"

/* Line n of memory, which holds line n + 1 of the tests. */
static uint64_t addr_of(uint64_t n)
{
	return ADDR + 64 * n;
}

static void fill_line(uint64_t n)
{
	fill(SPACE, addr_of(n), n + 1);
}

static void touch(uint64_t n)
{
	expect_line(SPACE, addr_of(n), n + 1);
}

/* Of the first 24 lines of memory these are kept, a bit each. */
static void expect_lines(uint64_t there)
{
	for (uint64_t n = 0; n < 24; n++)
		peek_line(SPACE, addr_of(n), there >> n & 1);
}

static void start_again(unsigned int count)
{
	teardown();
	start(count);
}

/*
 * Each size holds as many. The last of them made all used, and so cleared all but its own: one more
 * goes into slot 0, and with one slot into that.
 */
START_TEST(sizes)
{
	unsigned int count = 1u << _i;

	start_again(count);
	for (uint64_t n = 0; n < count; n++)
		fill_line(n);
	expect_lines(ones(count));
	fill_line(count);
	expect_lines(ones(count + 1) & ~UINT64_C(1));
	fill_line(count + 1);
	expect_lines(count == 1 ? 4 : ones(count + 2) & ~UINT64_C(3));
}
END_TEST

/* Slot 3 alone is used, then 0 by the read: 4 goes into slot 1, and 5 into 2. */
START_TEST(a_read_touches)
{
	start_again(4);
	for (uint64_t n = 0; n < 4; n++)
		fill_line(n);
	touch(0);
	fill_line(4);
	expect_lines(0x1d);
	fill_line(5);
	expect_lines(0x39);
}
END_TEST

static void drop_all(void)
{
	set("drop_valid", 1);
	edge();
	set("drop_valid", 0);
}

/*
 * Drops leave the slots used, here 3. Vacant slots go first all the same: 8 to 11 go into 0 to 3,
 * of which 2 makes all used. Then 2 and 3 are: 12 goes into 0, 13 into 1, which makes all used, and
 * 14 into 0.
 */
START_TEST(drops_touch_nothing)
{
	start_again(4);
	for (uint64_t n = 0; n < 4; n++)
		fill_line(n);
	drop_all();
	expect_lines(0);
	for (uint64_t n = 8; n < 15; n++)
		fill_line(n);
	expect_lines(0x6c00);
}
END_TEST

/*
 * A read touches in the cycle in which a line serves it, even with a fence in that cycle: 2 and 3
 * are used. So 9 makes all used, in slot 1; then 12 does, in slot 0; 13 goes into 1, and 14 into 2.
 */
START_TEST(a_read_touches_in_a_fence)
{
	start_again(4);
	for (uint64_t n = 0; n < 4; n++)
		fill_line(n);
	show_read(SPACE, addr_of(2), true);
	edge();
	expect("line_events_hits", 1);
	drop_all();
	expect("line_rsp_valid", 1);
	expect("line_rsp_data", word_of(3, 0));
	show_none();
	edge();
	expect_lines(0);
	for (uint64_t n = 8; n < 15; n++)
		fill_line(n);
	expect_lines(0x7800);
}
END_TEST

static void drop_line(uint64_t n)
{
	swap(SPACE, addr_of(n));
	set("mem_rsp_valid", 1);
	edge();
	set("mem_rsp_valid", 0);
}

/* A vacant slot goes first, though a lower one is not used. */
START_TEST(vacant)
{
	start_again(4);
	for (uint64_t n = 0; n < 4; n++)
		fill_line(n);
	drop_line(2);
	fill_line(4);
	expect_lines(0x1b);
	fill_line(5);
	expect_lines(0x3a);
}
END_TEST

/* A line of the same space and address takes the place of the old one, in its slot. */
START_TEST(again)
{
	start_again(4);
	fill_line(0);
	fill_line(1);
	set("line_walk_fresh", 1);
	fill(SPACE, addr_of(0) + 0x20, 0x77);
	set("line_walk_fresh", 0);
	expect_line(SPACE, addr_of(0), 0x77);
	fill_line(2);
	fill_line(3); /* into 3, and not into a fifth: now all are there, and 3 alone is used */
	peek_line(SPACE, addr_of(0), true);
	peek_line(SPACE, addr_of(1), true);
	peek_line(SPACE, addr_of(2), true);
	peek_line(SPACE, addr_of(3), true);
	/* it touches its slot: 1; then 4 goes into 0, and 5 into 2 */
	set("line_walk_fresh", 1);
	fill(SPACE, addr_of(1), 0x78);
	set("line_walk_fresh", 0);
	fill_line(4);
	fill_line(5);
	expect_lines(0x3a);
	expect_line(SPACE, addr_of(1), 0x78);
}
END_TEST

/*
 * Slot 3 alone is used, then 1 and 2, one by a read and one by a line that comes again, in either
 * order: not all, for 0 is not. So 4 goes into slot 0, which makes all used, 5 into 1, and 6
 * into 2.
 */
START_TEST(slot_0_is_the_last)
{
	start_again(4);
	for (uint64_t n = 0; n < 4; n++)
		fill_line(n);
	if (_i)
		touch(1);
	set("line_walk_fresh", 1);
	fill_line(_i ? 2 : 1);
	set("line_walk_fresh", 0);
	if (!_i)
		touch(2);
	for (uint64_t n = 4; n < 7; n++)
		fill_line(n);
	expect_lines(0x78);
}
END_TEST

/* Of another space it is another line. */
START_TEST(another_space)
{
	fill(SPACE, ADDR, 1);
	fill(SPACE + 1, ADDR, 2);
	expect_line(SPACE, ADDR, 1);
	expect_line(SPACE + 1, ADDR, 2);
}
END_TEST

/*
 * A slot is not that of a line that is gone: 3 comes back into slot 0, 4 goes into 3, 5 and 6 into
 * 1 and 2, which makes all used; so 7 takes the place of 3.
 */
START_TEST(what_is_gone)
{
	start_again(4);
	for (uint64_t n = 0; n < 4; n++)
		fill_line(n);
	drop_line(0);
	drop_line(3);
	for (uint64_t n = 3; n < 8; n++)
		fill_line(n);
	expect_lines(0xf0);
}
END_TEST

/*
 * A slot that never had a line is not that of the first line of memory: when slot 0 is vacant
 * again, that line goes there, and 1, 2 and 3 into the others, which makes all used. So 4 takes its
 * place.
 */
START_TEST(what_never_was)
{
	start_again(4);
	fill_line(0);
	drop_line(0);
	fill(0, 0, 0x55);
	for (uint64_t n = 1; n < 5; n++)
		fill_line(n);
	peek_line(0, 0, false);
	expect_lines(0x1e);
}
END_TEST

START_TEST(reset)
{
	start_again(4);
	for (uint64_t n = 0; n < 4; n++)
		fill_line(n);
	show_read(SPACE, addr_of(3), true);
	edge();
	set("rst", 1);
	edge();
	set("rst", 0);
	expect("line_rsp_valid", 0);
	/* nor is the read one that has been shown: it waits its cycle */
	expect_nothing_asked();
	show_none();
	expect_lines(0);
	/* no slot is used: 11 makes all used, so 3 alone is; 12, 13 and 14 go into 0, 1 and 2 */
	for (uint64_t n = 8; n < 15; n++)
		fill_line(n);
	expect_lines(0x7800);
}
END_TEST

/* An answer to what was asked before a reset is nobody's. */
START_TEST(reset_forgets_the_read)
{
	ask(SPACE, ADDR);
	set("rst", 1);
	edge();
	set("rst", 0);
	answer(3);
	expect("line_events_fills", 0);
	edge();
	end_answer();
	peek_line(SPACE, ADDR, false);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lines_slots");
	TCase *tc = tcase_create("lines_slots");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, sizes, 0, 4);
	tcase_add_test(tc, a_read_touches);
	tcase_add_test(tc, a_read_touches_in_a_fence);
	tcase_add_test(tc, drops_touch_nothing);
	tcase_add_test(tc, vacant);
	tcase_add_test(tc, again);
	tcase_add_loop_test(tc, slot_0_is_the_last, 0, 2);
	tcase_add_test(tc, another_space);
	tcase_add_test(tc, what_is_gone);
	tcase_add_test(tc, what_never_was);
	tcase_add_test(tc, reset);
	tcase_add_test(tc, reset_forgets_the_read);

	return suite_run(suite);
}
