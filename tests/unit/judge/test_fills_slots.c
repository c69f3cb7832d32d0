/* SPDX-License-Identifier: Apache-2.0 */
/* The judge, on pins made by hand: which entries make room (rtl/contract, tlb-2 to tlb-5). */
#include <check.h>

#include "slots_fixture.h"
#include "suite.h"

START_TEST(as_many_as_entries)
{
	fill_pages(4, 3 + ENTRIES);
	may_not_walk((uint64_t)_i);
}
END_TEST

/* One more: the one touched last is spared, and the new one is there. */
START_TEST(one_more)
{
	fill_pages(4, 3 + ENTRIES);
	hits(5);
	fill_page(20);
	if (_i == 5 || _i == 20)
		may_not_walk((uint64_t)_i);
	else
		may_walk((uint64_t)_i);
}
END_TEST

/* One that was hit since is there again, and is what is spared. */
START_TEST(two_more)
{
	fill_pages(4, 3 + ENTRIES);
	fill_page(20);
	hits(6);
	fill_page(21);
	if (_i == 6 || _i == 21)
		may_not_walk((uint64_t)_i);
	else
		may_walk((uint64_t)_i);
}
END_TEST

/* What is walked for, though it might have been there, is not there. */
START_TEST(missed)
{
	fill_pages(4, 4 + ENTRIES);
	ask(0x5000, false);
	walk(LEAF(5));
	show_answer(0x90005000, 0);
	agrees();
	taken();
	hits(5);
	may_not_walk(5ul);
}
END_TEST

/* It is not there, whatever becomes of the walk. */
START_TEST(missed_and_not_filled)
{
	fill_pages(4, 4 + ENTRIES);
	ask((uint64_t)_i << 12, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	change_leaf((uint64_t)_i, 0);
	ck_assert_ptr_null(read_pte(LEAF((uint64_t)_i)));
	show_answer(0, FAULT_PAGE);
	agrees();
	taken();
	may_not_hit((uint64_t)_i, "no walk filled an entry");
}
END_TEST

START_TEST(hit_is_there)
{
	fill_pages(4, 4 + ENTRIES);
	hits((uint64_t)_i);
	may_not_walk((uint64_t)_i);
}
END_TEST

/* A fence drops it before the walk for it begins: no other one goes. */
START_TEST(dropped_before_the_walk)
{
	fill_pages(4, 3 + ENTRIES);
	fill_page(20);
	hits(4);
	fill_page(21);
	fence(true, 0x15000, false, 0);
	ask(0x14000, false);
	fence(true, 0x14000, false, 0);
	walk(LEAF(20));
	show_answer(0x90014000, 0);
	agrees();
	taken();
	for (uint64_t n = 4; n < 3 + ENTRIES; n++)
		hits(n);
	hits(20);
}
END_TEST

START_TEST(fences_that_keep_global)
{
	fill_page(5);
	change_leaf(6, PPN(6) | RWAD | 0x20);
	filled(6, 0x90006000);
	in.fence_keep_global = 1;
	fence(false, 0, false, 0);
	hits(6);
	may_not_hit(5ul, "dropped by the fence");
}
END_TEST

/* A store that the entry does not allow says nothing of it: it may be there. */
START_TEST(missed_for_its_rights)
{
	change_leaf(4, PPN(4) | 0x43);
	filled(4, 0x90004000);
	fill_pages(5, 4 + ENTRIES);
	ask(0x4000, true);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	fence(true, 0x100000, false, 0);
	walk(LEAF(4));
	show_answer(0, FAULT_PAGE);
	agrees();
	taken();
	may_not_hit(4ul, "dropped by the fault of cycle");
}
END_TEST

/* While a slot is free, a fill over an entry takes that: nothing else goes. */
START_TEST(replaced_beside_a_free_slot)
{
	fill_clean(4);
	fill_pages(5, 2 + ENTRIES);
	fill_by_store(4);
	hits(4);
	may_not_walk((uint64_t)_i);
}
END_TEST

/* Else its slot is not that of the entry: another one goes, too. */
START_TEST(replaced_in_a_full_tlb)
{
	fill_clean(4);
	fill_pages(5, 3 + ENTRIES);
	hits(5);
	fill_by_store(4);
	if (_i == 4 || _i == 5)
		may_not_walk((uint64_t)_i);
	else
		may_walk((uint64_t)_i);
}
END_TEST

/* The slot that an entry left in a full TLB is free for the next one. */
START_TEST(room_behind_the_one_replaced)
{
	fill_clean(4);
	fill_pages(5, 3 + ENTRIES);
	fill_by_store(4);
	hits(5);
	hits(6);
	fill_page(20);
	may_not_walk(_i ? 20ul : 6ul);
}
END_TEST

/* Over one that may be gone: perhaps another one went. */
START_TEST(slot_of_one_that_may_be_gone)
{
	fill_clean(4);
	fill_pages(5, 4 + ENTRIES); /* one too many */
	hits(5);
	fill_by_store(4);
	if (_i == 4 || _i == 5)
		may_not_walk((uint64_t)_i);
	else
		may_walk((uint64_t)_i);
}
END_TEST

/* After a fence there is room again. */
START_TEST(room_after_a_fence)
{
	fill_pages(4, 3 + ENTRIES);
	fence(true, 0x4000, false, 0);
	fill_page(20);
	may_not_walk((uint64_t)_i);
}
END_TEST

/* Each TLB is as large as it is built. */
START_TEST(sizes_of_the_tlbs)
{
	const struct mmu_config config = {.itlb_entries = 64,
					  .dtlb_entries = 8,
					  .asid_bits = 16,
					  .counter_bits = 32,
					  .pa_bits = 46,
					  .formats = 255,
					  .segments = 1};

	watch_no_more();
	watch(&config);
	out.ptbr_held = 0;
	ptbr(SV39 | ROOT);
	fill_pages(4, 11);
	if (_i)
		fill_page(20);
	if (_i)
		may_walk(4);
	else
		may_not_walk(4ul);
}
END_TEST

/* Far more pages than entries: each may be there, whatever is dropped meanwhile. */
START_TEST(many_pages)
{
	fill_pages(4, 203);
	for (uint64_t n = 4; n <= 203; n += 3)
		fence(true, n << 12, false, 0);
	hits(5);
	hits(102);
	hits(203);
	may_not_hit(103ul, "no walk filled an entry"); /* that is too long ago */
	fence(false, 0, false, 0);
	may_not_hit(203ul, "dropped by the fence");
}
END_TEST

/* One that is dropped is counted no more, and nor is one that was touched last. */
START_TEST(as_many_behind_a_fence)
{
	fill_pages(4, 4 + ENTRIES);
	fence(true, (4 + ENTRIES) << 12, false, 0);
	for (uint64_t n = 4; n < 4 + ENTRIES; n++)
		hits(n);
}
END_TEST

START_TEST(as_many_behind_a_fence_and_a_fill)
{
	fill_pages(4, 4 + ENTRIES);
	fence(true, (4 + ENTRIES) << 12, false, 0);
	fill_page(20);
	for (uint64_t n = 4; n < 3 + ENTRIES; n++)
		hits(n);
}
END_TEST

/* Any four of so many may be there; then no other one is. */
START_TEST(as_many_as_there_are)
{
	fill_pages(4, 43);
	for (uint64_t n = 41; n <= 43; n++)
		hits(n);
	hits(5);
	may_not_hit(4ul, "no walk filled an entry");
	may_not_walk(41ul);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fills_slots");
	TCase *tcase = tcase_create("fills_slots");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_loop_test(tcase, as_many_as_entries, 4, 4 + ENTRIES);
	tcase_add_loop_test(tcase, one_more, 4, 4 + ENTRIES);
	tcase_add_loop_test(tcase, one_more, 20, 21);
	tcase_add_loop_test(tcase, two_more, 4, 4 + ENTRIES);
	tcase_add_loop_test(tcase, two_more, 20, 22);
	tcase_add_test(tcase, missed);
	tcase_add_loop_test(tcase, missed_and_not_filled, 4, 3 + ENTRIES); /* the last is spared */
	tcase_add_loop_test(tcase, hit_is_there, 4, 5 + ENTRIES);
	tcase_add_test(tcase, dropped_before_the_walk);
	tcase_add_test(tcase, fences_that_keep_global);
	tcase_add_test(tcase, missed_for_its_rights);
	tcase_add_loop_test(tcase, replaced_beside_a_free_slot, 4, 3 + ENTRIES);
	tcase_add_loop_test(tcase, replaced_in_a_full_tlb, 4, 4 + ENTRIES);
	tcase_add_loop_test(tcase, room_behind_the_one_replaced, 0, 2);
	tcase_add_loop_test(tcase, slot_of_one_that_may_be_gone, 4, 5 + ENTRIES);
	tcase_add_loop_test(tcase, room_after_a_fence, 5, 4 + ENTRIES);
	tcase_add_loop_test(tcase, sizes_of_the_tlbs, 0, 2);
	tcase_add_test(tcase, many_pages);
	tcase_add_test(tcase, as_many_as_there_are);
	tcase_add_test(tcase, as_many_behind_a_fence);
	tcase_add_test(tcase, as_many_behind_a_fence_and_a_fill);

	return suite_run(suite);
}
