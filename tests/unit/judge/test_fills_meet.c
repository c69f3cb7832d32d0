/* SPDX-License-Identifier: Apache-2.0 */
/* The judge, on pins made by hand: which entries meet (rtl/contract, port-4, tlb-2). */
#include <check.h>

#include "slots_fixture.h"
#include "suite.h"

static void hits_large(uint64_t va, uint64_t pa)
{
	hit_gives(va, pa);
	out.data_rsp_size = 21;
	agrees();
	taken();
}

static void small_again(void)
{
	ck_assert(image_write(image, TABLE << 12, 8, LEAVES << 10 | 1));
}

START_TEST(small_over_large)
{
	fill_large();
	hits_large(0x1ff123, 0x903ff123);
	hits_large(0x123, 0x90200123);
	/* A store that the large one does not serve; then the small one is alone. */
	ck_assert(image_write(image, TABLE << 12, 8, UINT64_C(0x90200) << 10 | 0x43));
	fence(false, 0, false, 0);
	ask(0x1000, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	show_answer(0x90201000, 0);
	out.data_rsp_size = 21;
	agrees();
	taken();
	small_again();
	make_page(5);
	ask(0x5000, true);
	walk(LEAF(5));
	show_answer(0x90005000, 0);
	agrees();
	taken();
	hits(5);
	hit_gives(0x1000, 0x90201000);
	out.data_rsp_size = 21;
	refuses("dropped by the fill of cycle");
}
END_TEST

/* Another ASID's entry of the same page stays, and so does one of another mode. */
START_TEST(of_other_asids)
{
	fill_page(5);
	asid(7);
	fill_page(5);
	hits(5);
	asid(0);
	hits(5);
	asid(7);
	hits(5);
}
END_TEST

START_TEST(of_other_modes)
{
	const uint64_t top[] = {ROOT << 10 | 1};

	fill_page(5);
	image_page(image, 0x80010, top, 1, 8);
	ptbr(UINT64_C(9) << 60 | 0x80010);
	ask(0x5000, false);
	ck_assert_ptr_null(read_pte(0x80010000));
	walk(LEAF(5));
	show_answer(0x90005000, 0);
	agrees();
	taken();
	hits(5);
	asid(0);
	hits(5);
}
END_TEST

/* A global page meets the entries of all ASIDs, and they meet it. */
START_TEST(global_over_others)
{
	fill_page(5);
	asid(7);
	change_leaf(5, PPN(5) | RWAD | 0x20);
	filled(5, 0x90005000);
	hits(5);
	change_leaf(5, PPN(9) | RWAD);
	asid(0);
	hits(5); /* the global one, not what was there */
	fence(false, 0, true, 0);
	hits(5);
	fence(true, 0x5000, false, 0);
	may_not_hit(5ul, "dropped by the fence");
}
END_TEST

START_TEST(others_over_global)
{
	change_leaf(5, PPN(5) | CLEAN | 0x20);
	filled(5, 0x90005000);
	asid(7);
	change_leaf(5, PPN(5) | CLEAN);
	fill_by_store(5);
	hits(5);
	asid(0);
	may_not_hit(5ul, "dropped by the fill of cycle");
}
END_TEST

/* Pages beside each other, and those that share a place in the search, are apart. */
START_TEST(neighbours)
{
	fill_page(5);
	fill_page(69);
	fill_page(4);
	hits(5);
	hits(69);
	hits(5);
	hits(4);
	may_not_hit(6ul, "no walk filled an entry");
	fence(true, 0x45000, false, 0);
	hits(5);
	may_not_hit(69ul, "dropped by the fence");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fills_meet");
	TCase *tcase = tcase_create("fills_meet");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, small_over_large);
	tcase_add_test(tcase, of_other_asids);
	tcase_add_test(tcase, of_other_modes);
	tcase_add_test(tcase, global_over_others);
	tcase_add_test(tcase, others_over_global);
	tcase_add_test(tcase, neighbours);

	return suite_run(suite);
}
