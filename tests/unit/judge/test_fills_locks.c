/* SPDX-License-Identifier: Apache-2.0 */
/* The judge, on pins made by hand: entries that are locked, and what they leave (tlb-2, tlb-5). */
#include <check.h>

#include "slots_fixture.h"
#include "suite.h"

/* With locked ones the one touched last may be the only one that can go. */
START_TEST(one_more_beside_a_locked_one)
{
	fill_locked(4);
	fill_pages(5, 3 + ENTRIES);
	hits(5);
	fill_page(20);
	if (_i == 4 || _i == 20)
		may_not_walk((uint64_t)_i);
	else
		may_walk((uint64_t)_i);
}
END_TEST

START_TEST(replaces_a_locked_one)
{
	in.data_req_lock = 1;
	fill_clean(4);
	in.data_req_lock = 0;
	fill_by_store(4);
	fill_pages(5, 20);
	may_not_walk(4ul);
}
END_TEST

/* All but one are locked, and one of these is replaced: it stays locked, asked for or not (tlb-5).
 */
START_TEST(replaces_the_last_locked_one)
{
	fill_locked(4);
	fill_locked(5);
	in.data_req_lock = 1;
	fill_clean(6);
	in.data_req_lock = _i & 1;
	fill_by_store(6);
	in.data_req_lock = 0;
	fill_pages(20, 25);
	may_not_walk(_i & 2 ? 5ul : 6ul);
}
END_TEST

/* All but one locked: that one is replaced each time. */
START_TEST(one_slot_left)
{
	for (uint64_t n = 4; n < 3 + ENTRIES; n++)
		fill_locked(n);
	fill_page(20);
	fill_page(21);
	for (uint64_t n = 4; n < 3 + ENTRIES; n++)
		hits(n);
	hits(21);
	may_walk(20);
}
END_TEST

/* Of two that a page replaces one is locked, the first of them or the last. */
START_TEST(replaces_a_locked_one_of_two)
{
	if (_i)
		fill_page(5);
	fill_locked(4);
	if (!_i)
		fill_page(5);
	fill_large();
	image_write(image, (TABLE << 12) + 8, 8, LEAVES << 10 | 1);
	for (uint64_t n = 0; n < 2 * ENTRIES; n++) {
		make_page(n);
		ask((512 + n) << 12, false);
		ck_assert_ptr_null(read_pte(ROOT << 12));
		ck_assert_ptr_null(read_pte((TABLE << 12) + 8));
		ck_assert_ptr_null(read_pte(LEAF(n)));
		show_answer((0x90000 + n) << 12, 0);
		agrees();
		taken();
	}
	may_not_walk(1ul);
}
END_TEST

/*
 * A page replaces all that are locked, and takes the one slot that is not: that entry goes, too,
 * though it was touched last.
 */
START_TEST(replaces_all_locked_ones)
{
	const uint64_t va = 0x207000;

	image_write(image, (TABLE << 12) + 8, 8, LEAVES << 10 | 1);
	for (uint64_t n = 4; n < 3 + ENTRIES; n++)
		fill_locked(n);
	make_page(7);
	ask(va, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte((TABLE << 12) + 8));
	ck_assert_ptr_null(read_pte(LEAF(7)));
	show_answer(0x90007000, 0);
	agrees();
	taken();
	fill_large();
	ask(va, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
}
END_TEST

/* One slot is never locked: who asks for it has an ordinary entry, and makes room (tlb-5). */
START_TEST(one_lock_too_many)
{
	for (uint64_t n = 4; n < 4 + ENTRIES; n++)
		fill_locked(n);
	hits(3 + ENTRIES);
	fill_page(20);
	for (uint64_t n = 4; n < 3 + ENTRIES; n++)
		hits(n);
	hits(20);
	may_not_hit(3ul + ENTRIES, "no walk filled an entry");
}
END_TEST

/* Another lock is kept as soon as one of the locked ones has gone. */
START_TEST(lock_again)
{
	for (uint64_t n = 4; n < 3 + ENTRIES; n++)
		fill_locked(n);
	fence(true, 0x4000, false, 0);
	fill_locked(20);
	fill_pages(21, 24);
	may_not_walk(_i ? 20ul : 5ul);
}
END_TEST

/* Locked ones leave by a fence, and there is room for others. */
START_TEST(unlocked_by_a_fence)
{
	for (uint64_t n = 4; n < 4 + ENTRIES; n++)
		fill_locked(n);
	fence(true, 0x4000, false, 0);
	fill_page(20);
	hits(20);
	may_not_walk(20ul);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fills_locks");
	TCase *tcase = tcase_create("fills_locks");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_loop_test(tcase, one_more_beside_a_locked_one, 4, 4 + ENTRIES);
	tcase_add_loop_test(tcase, one_more_beside_a_locked_one, 20, 21);
	tcase_add_test(tcase, replaces_a_locked_one);
	tcase_add_test(tcase, one_slot_left);
	tcase_add_loop_test(tcase, replaces_the_last_locked_one, 0, 4);
	tcase_add_loop_test(tcase, replaces_a_locked_one_of_two, 0, 2);
	tcase_add_test(tcase, replaces_all_locked_ones);
	tcase_add_test(tcase, one_lock_too_many);
	tcase_add_loop_test(tcase, lock_again, 0, 2);
	tcase_add_test(tcase, unlocked_by_a_fence);

	return suite_run(suite);
}
