/* SPDX-License-Identifier: Apache-2.0 */
/* The judge, on pins made by hand: walks and hits of x86. */
#include <check.h>
#include <string.h>

#include "suite.h"
#include "x86_scoreboard_fixture.h"

START_TEST(x86_walk_and_code)
{
	begin_x86();
	filled_x86();
	ask(0x2000, true);
	walk_x86(2);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 2; /* W, not P */
	agrees();
	taken();
	ask(0x2000, true);
	walk_x86(2);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 3;
	refuses("code 3");
}
END_TEST

START_TEST(x86_memory_type)
{
	begin_x86();
	ask(0x123, false);
	walk_x86(0);
	show_answer(0x90000123, 0);
	out.data_rsp_memtype = 1;
	refuses("memory type 1");
}
END_TEST

START_TEST(x86_not_canonical)
{
	begin_x86();
	ask(UINT64_C(1) << 47, false);
	ends_at_once(FAULT_PROTECTION);
	agrees();
	taken();
	ask(UINT64_C(1) << 47, false);
	ends_at_once(FAULT_PAGE);
	refuses("general-protection");
}
END_TEST

/* segment-6: through SS, in 64-bit mode, it is a stack fault; the memo keeps the two apart. */
START_TEST(x86_not_canonical_in_ss)
{
	begin_x86();
	in.seg_valid = in.seg_long = 1;
	in.seg_index = SEGMENT_CS;
	agrees();
	in.seg_valid = 0;
	for (uint64_t turn = 0; turn < 2; turn++) {
		in.data_req_seg = SEGMENT_DS;
		ask(UINT64_C(1) << 47, false);
		ends_at_once(FAULT_PROTECTION);
		agrees();
		taken();
		in.data_req_seg = SEGMENT_SS;
		ask(UINT64_C(1) << 47, false);
		ends_at_once(FAULT_PROTECTION);
		out.data_rsp_code = CODE_STACK;
		agrees();
		taken();
	}
	ask(UINT64_C(1) << 47, false);
	ends_at_once(FAULT_PROTECTION);
	out.data_rsp_code = 0;
	refuses("code 8");
}
END_TEST

/* A at every level, and D, from the root on; one after the other, and none left out. */
START_TEST(x86_updates_in_order)
{
	const uint64_t first = 0x80005000, second = 0x80007000;

	begin_x86();
	image_write(image, first, 8, 0x80006007);
	image_write(image, second, 8, 0x90000007);
	ask(0x123, true);
	walk_x86(0);
	update(first, 0x80006007, 0x80006027);
	update(second, 0x90000007, 0x90000067);
	show_answer(0x90000123, 0);
	agrees();
	taken();
	write_cr3(CR3);
	image_write(image, first, 8, 0x80006007);
	image_write(image, second, 8, 0x90000007);
	ask(0x123, true);
	walk_x86(0);
	update(first, 0x80006007, 0x80006027);
	show_answer(0x90000123, 0);
	refuses("no A/D update of 80007000");
}
END_TEST

/* Five levels, A in none: more updates there cannot be. */
START_TEST(x86_updates_of_all_levels)
{
	const uint64_t leaf[] = {0x90000007};

	begin_x86();
	for (uint64_t ppn = 0x80003; ppn < 0x80007; ppn++) {
		const uint64_t down[] = {(ppn + 1) << 12 | 7};

		image_page(image, ppn, down, 1, 8);
	}
	image_page(image, 0x80007, leaf, 1, 8);
	in.la57 = 1;
	write_cr3(0x80003000);
	ask(0x123, true);
	for (uint64_t ppn = 0x80003; ppn <= 0x80007; ppn++)
		ck_assert_ptr_null(read_pte(ppn << 12));
	for (uint64_t ppn = 0x80003; ppn < 0x80007; ppn++)
		update(ppn << 12, (ppn + 1) << 12 | 7, (ppn + 1) << 12 | 0x27);
	update(0x80007000, 0x90000007, 0x90000067);
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	refuses("a walk of more than 5 A/D updates");
}
END_TEST

/* The pointer's update fails: the walk ends with an access fault, and the leaf is left alone. */
START_TEST(x86_update_behind_one_that_failed)
{
	begin_x86();
	image_write(image, 0x80005000, 8, 0x80006007);
	image_write(image, 0x80007000, 8, 0x90000007);
	ask(0x123, true);
	walk_x86(0);
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = 0x80005000;
	out.mem_req_expect = 0x80006007;
	out.mem_req_data = 0x80006027;
	swap(true, false);
	update(0x80007000, 0x90000007, 0x90000067);
	refuses("behind one that failed");
}
END_TEST

/* A is set once the leaf has passed (walk-4), not on the way. */
START_TEST(x86_update_on_the_way)
{
	begin_x86();
	image_write(image, 0x80004000, 8, 0x80005007);
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(CR3));
	update(0x80004000, 0x80005007, 0x80005027);
	refuses("the oracle makes none there");
}
END_TEST

START_TEST(x86_leaf_updated_first)
{
	begin_x86();
	image_write(image, 0x80005000, 8, 0x80006007);
	image_write(image, 0x80007000, 8, 0x90000007);
	ask(0x123, true);
	walk_x86(0);
	update(0x80007000, 0x90000007, 0x90000067);
	show_answer(0x90000123, 0);
	refuses("A/D update of 80007000");
}
END_TEST

/* WP, SMEP and SMAP act at once. */
START_TEST(x86_bits_act_on_hits)
{
	begin_x86();
	ask(0x3123, false);
	walk_x86(3);
	show_answer(0x90003123, 0);
	agrees();
	taken();
	in.smap = 1;
	hit_gives(0x3123, 0x90003123);
	refuses("does not allow the access");
	taken();
	in.data_req_sum = 1;
	hit_gives(0x3123, 0x90003123);
	agrees();
}
END_TEST

/* A page fault drops what would translate its address, global or not, and no other page. */
START_TEST(x86_fault_drops)
{
	begin_x86();
	image_write(image, 0x80007000, 8, 0x90000027); /* clean: a store walks */
	for (uint64_t page = 0; page < 2; page++) {
		ask(page << 12 | 0x123, false);
		walk_x86(page);
		show_answer(0x90000123 + (page << 12), 0);
		agrees();
		taken();
	}
	image_write(image, 0x80007000, 8, 0x91000065); /* another frame, read-only */
	image_write(image, 0x80007008, 8, 0);
	hit_gives(0x123, 0x90000123); /* stale, and legal */
	agrees();
	taken();
	ask(0x456, true);
	walk_x86(0);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 3; /* P, W */
	agrees();
	taken();
	hit_gives(0x1123, 0x90001123);
	agrees();
	taken();
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

START_TEST(x86_fault_drops_global)
{
	begin_x86();
	image_write(image, 0x80007008, 8, 0x90001123);
	ask(0x1123, false);
	walk_x86(1);
	show_answer(0x90001123, 0);
	agrees();
	taken();
	image_write(image, 0x80007008, 8, 0x91000165);
	ask(0x1456, true);
	walk_x86(1);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 3;
	agrees();
	taken();
	hit_gives(0x1123, 0x90001123);
	refuses("answer pa 90001123");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_x86");
	TCase *tcase = tcase_create("scoreboard_x86");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, x86_walk_and_code);
	tcase_add_test(tcase, x86_memory_type);
	tcase_add_test(tcase, x86_not_canonical);
	tcase_add_test(tcase, x86_not_canonical_in_ss);
	tcase_add_test(tcase, x86_updates_in_order);
	tcase_add_test(tcase, x86_updates_of_all_levels);
	tcase_add_test(tcase, x86_update_behind_one_that_failed);
	tcase_add_test(tcase, x86_update_on_the_way);
	tcase_add_test(tcase, x86_leaf_updated_first);
	tcase_add_test(tcase, x86_bits_act_on_hits);
	tcase_add_test(tcase, x86_fault_drops);
	tcase_add_test(tcase, x86_fault_drops_global);

	return suite_run(suite);
}
