/* SPDX-License-Identifier: Apache-2.0 */
/* The judge, on pins made by hand: when no walk may be made, and when one begins anew. */
#include <check.h>

#include "fills_fixture.h"
#include "suite.h"

/* ---- When no walk may be made ---- */

START_TEST(walk_beside_an_entry)
{
	filled(0, 0x90000000);
	may_not_walk(0ul);
}
END_TEST

START_TEST(fence_that_drops_too_much)
{
	filled(0, 0x90000000);
	fence(true, 0x1000, false, 0);
	fence(false, 0, true, 7);
	may_not_walk(0ul);
}
END_TEST

/* As many as there are entries are all there; of one more, each but the last may be gone. */
START_TEST(more_pages_than_entries)
{
	for (uint64_t n = 4; n < 8; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	for (uint64_t n = 4; n < 8; n++)
		hits(n);
	filled(0, 0x90000000);
	hits(5); /* which shows that it is there */
	filled(4, 0x90004000);
	hits(0); /* there or not, both are well */
	filled(6, 0x90006000);
	may_not_walk(6ul);
}
END_TEST

START_TEST(seen_again_is_there)
{
	for (uint64_t n = 4; n < 9; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	hits(5);
	may_not_walk(5ul);
}
END_TEST

/* A walk for it shows that the entry was replaced: another walk fills another one. */
START_TEST(replaced)
{
	for (uint64_t n = 4; n < 9; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	ask(0x5000, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	change_leaf(5, 0);
	ck_assert_ptr_null(read_pte(LEAF(5)));
	show_answer(0, FAULT_PAGE);
	agrees();
	taken();
	may_not_hit(5ul, "no walk filled an entry");
}
END_TEST

START_TEST(locked_stays)
{
	in.data_req_lock = 1;
	filled(0, 0x90000000);
	in.data_req_lock = 0;
	for (uint64_t n = 4; n < 9; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	may_not_walk(0ul);
}
END_TEST

/* The fourth of four is not, and makes way for the next. */
START_TEST(all_ask_for_a_lock)
{
	in.data_req_lock = 1;
	for (uint64_t n = 4; n < 8; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	filled(0, 0x90000000);
	may_not_hit(7ul, "no walk filled an entry");
}
END_TEST

/* ---- Walks that a fence began anew ---- */

START_TEST(fence_restarts_a_walk)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	fence(false, 0, false, 0);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
}
END_TEST

START_TEST(fence_that_does_not_restart_a_walk)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	fence(false, 0, false, 0);
	ck_assert_ptr_null(read_pte(TABLE << 12));
	ck_assert_ptr_null(read_pte(LEAF(0)));
	show_answer(0x90000123, 0);
	refuses("PTE read 1");
}
END_TEST

/* The second fence finds the walk begun anew, its first read not accepted yet: that read is wasted,
 * too. */
START_TEST(fence_over_a_read_not_accepted)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	fence(false, 0, false, 0);
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	fence(false, 0, false, 0);
	in.mem_req_ready = 1;
	ck_assert_ptr_null(read_pte(ROOT << 12));
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
}
END_TEST

/* More pages than there was room for at first, each found and dropped by itself. */
START_TEST(many_pages)
{
	const uint64_t n = (uint64_t)_i;

	for (uint64_t page = 0; page < 300; page++) {
		make_page(page);
		filled(page, (0x90000 + page) << 12);
	}
	for (uint64_t page = 1; page < 300; page += 2)
		fence(true, page << 12, false, 0);
	hits(n);
	hits(299 - n - 1);
	if (n > 282)
		may_not_hit(n + 1, "dropped by the fence");
	else
		may_not_hit(n + 1, "no walk filled an entry");
}
END_TEST

/* What was dropped makes room for others, which are not taken for it. */
START_TEST(slots_come_back)
{
	for (uint64_t round = 0; round < 3; round++) {
		for (uint64_t page = 0; page < 80; page++) {
			make_page(100 * round + page);
			filled(100 * round + page, (0x90000 + 100 * round + page) << 12);
		}
		if (round)
			may_not_hit(100 * round - 50, "no walk filled an entry");
		hits(100 * round + 7);
		fence(false, 0, false, 0);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fills_walk");
	TCase *tcase = tcase_create("fills_walk");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	for (int page = 0; page < 298; page += 62)
		tcase_add_loop_test(tcase, many_pages, page, page + 1);
	tcase_add_loop_test(tcase, many_pages, 290, 291);
	tcase_add_test(tcase, slots_come_back);
	tcase_add_test(tcase, walk_beside_an_entry);
	tcase_add_test(tcase, fence_that_drops_too_much);
	tcase_add_test(tcase, more_pages_than_entries);
	tcase_add_test(tcase, seen_again_is_there);
	tcase_add_test(tcase, replaced);
	tcase_add_test(tcase, locked_stays);
	tcase_add_test(tcase, all_ask_for_a_lock);
	tcase_add_test(tcase, fence_restarts_a_walk);
	tcase_add_test(tcase, fence_that_does_not_restart_a_walk);
	tcase_add_test(tcase, fence_over_a_read_not_accepted);

	return suite_run(suite);
}
