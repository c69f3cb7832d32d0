/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Misbehaviour shown to the judge, on pins made by hand: of an answer, a walk's reads and its
 * updates each part wrong in turn; and what it says of it.
 */
#include <check.h>
#include <stdio.h>

#include "judge_fixture.h"
#include "suite.h"

/* ---- The answer of a walk ---- */

START_TEST(part_of_an_answer)
{
	char expected[256];

	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	*parts[_i].pin = parts[_i].value;
	snprintf(expected, sizeof(expected),
		 "%sthe oracle says pa 90000123, no fault, code 0, size 12, memory type 0",
		 parts[_i].said);
	ck_assert_str_eq(cycle(), expected);
}
END_TEST

/* What the oracle says, in its order: a large page of a memory type of its own. */
START_TEST(words_of_the_oracle)
{
	const uint64_t table[] = {UINT64_C(2) << 61 | 0x90200 << 10 | RWAD};

	in.pbmte = 1;
	image_page(image, TABLE, table, 1, 8);
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 7;
	ck_assert_str_eq(
		cycle(),
		"answer pa 0, a page fault, code 7, size 0, memory type 0: the oracle says "
		"pa 90200123, no fault, code 0, size 21, memory type 2");
}
END_TEST

START_TEST(part_of_a_fault)
{
	ask(0x2123, false);
	walk(LEAF(2));
	show_answer(0, FAULT_PAGE);
	agrees();
	taken();
	ask(0x2123, false);
	walk(LEAF(2));
	show_answer(0, FAULT_PAGE);
	*parts[_i].pin = parts[_i].value;
	refuses("the oracle says pa 0, a page fault, code 0, size 0, memory type 0");
}
END_TEST

/* ---- Its reads ---- */

START_TEST(read_elsewhere)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	ck_assert_ptr_null(read_pte(LEAF(1)));
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), "PTE read 3 at 80002008: the oracle reads 80002000");
}
END_TEST

START_TEST(one_read_more)
{
	ask(0x123, false);
	walk(LEAF(0));
	ck_assert_ptr_null(read_pte(LEAF(1)));
	show_answer(0x90000123, 0);
	ck_assert_str_eq(cycle(), "PTE read 4 at 80002008: the oracle reads only 3");
}
END_TEST

START_TEST(one_read_less)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	show_answer(0x90000123, 0);
	ck_assert_str_eq(cycle(),
			 "the walk ends after 2 PTE reads: the oracle goes on to 80002000");
}
END_TEST

START_TEST(reads_after_a_fault)
{
	image_write(image, ROOT << 12, 8, 0);
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	show_answer(0, FAULT_PAGE);
	ck_assert_str_eq(cycle(), "PTE read 2 at 80001000: the oracle reads only 1");
}
END_TEST

/* Memory refused the read, and the walk goes on with what the data pins showed beside it. */
START_TEST(reads_after_an_error)
{
	image_drop(image, TABLE);
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = TABLE << 12;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = in.mem_rsp_error = 1;
	in.mem_rsp_data = LEAVES << 10 | 1;
	agrees();
	in.mem_rsp_valid = in.mem_rsp_error = 0;
	ck_assert_str_eq(read_pte(LEAF(0)), "a walk that goes on behind a read that failed");
}
END_TEST

START_TEST(endless_reads)
{
	ask(0x123, false);
	for (unsigned int n = 0; n < ORACLE_MAX_READS; n++)
		ck_assert_ptr_null(read_pte(ROOT << 12));
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses("a walk of more than 5 PTE reads");
}
END_TEST

/* ---- Its updates ---- */

static void right_update(void)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update(LEAF(1), CLEAN, DIRTY);
	show_answer(0x90001123, 0);
}

START_TEST(part_of_an_update)
{
	static const struct {
		uint64_t pa, expect, data;
		const char *said;
	} wrong[] = {
		{LEAF(0), CLEAN, DIRTY,
		 "A/D update of 80002000 from 24000447 to 240004c7: the oracle updates 80002008 "
		 "from 24000447 to 240004c7"},
		{LEAF(1), CLEAN ^ 8, DIRTY,
		 "A/D update of 80002008 from 2400044f to 240004c7: the oracle updates 80002008 "
		 "from 24000447 to 240004c7"},
		{LEAF(1), CLEAN, CLEAN,
		 "A/D update of 80002008 from 24000447 to 24000447: the oracle updates 80002008 "
		 "from 24000447 to 240004c7"},
	};

	ask(0x1123, true);
	walk(LEAF(1));
	update(wrong[_i].pa, wrong[_i].expect, wrong[_i].data);
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), wrong[_i].said);
}
END_TEST

START_TEST(one_update_more)
{
	right_update();
	taken();
	update(LEAF(1), CLEAN, DIRTY);
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), "A/D update of 80002008: the oracle makes none there");
}
END_TEST

START_TEST(update_of_a_load)
{
	ask(0x1123, false);
	walk(LEAF(1));
	update(LEAF(1), CLEAN, DIRTY);
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), "A/D update of 80002008: the oracle makes none there");
}
END_TEST

START_TEST(update_of_a_fault)
{
	change_leaf(1, CLEAN & ~UINT64_C(4)); /* read-only */
	ask(0x1123, true);
	walk(LEAF(1));
	update(LEAF(1), CLEAN & ~UINT64_C(4), DIRTY & ~UINT64_C(4));
	show_answer(0, FAULT_PAGE);
	ck_assert_str_eq(cycle(), "A/D update of 80002008: the oracle makes none there");
}
END_TEST

START_TEST(no_update)
{
	ask(0x1123, true);
	walk(LEAF(1));
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), "no A/D update of 80002008: the oracle makes one");
}
END_TEST

START_TEST(update_fails)
{
	for (unsigned int n = 0; n < 2; n++) {
		ask(0x1123, true);
		walk(LEAF(1));
		update_ends(LEAF(1), CLEAN, DIRTY, true, false);
		if (n) {
			show_answer(0x90001123, 0);
			refuses("the oracle says pa 0, an access fault, code 0, size 0");
		} else {
			show_answer(0, FAULT_ACCESS);
			agrees();
			taken();
		}
	}
}
END_TEST

START_TEST(wrong_update_that_fails)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(0), CLEAN, DIRTY, true, false);
	show_answer(0, FAULT_ACCESS);
	refuses("A/D update of 80002000");
}
END_TEST

/* An error of one request is none of the next. */
START_TEST(errors_are_forgotten)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(1), CLEAN, DIRTY, true, false);
	show_answer(0, FAULT_ACCESS);
	agrees();
	taken();
	right_update();
	agrees();
	taken();
	fence(false, 0, false, 0);
	image_drop(image, LEAVES);
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0, FAULT_ACCESS);
	agrees();
	taken();
	ask(UINT64_C(1) << 38, false);
	ends_at_once(FAULT_PAGE);
	agrees();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("judge");
	TCase *tcase = tcase_create("judge");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_loop_test(tcase, part_of_an_answer, 0, PARTS);
	tcase_add_test(tcase, words_of_the_oracle);
	tcase_add_loop_test(tcase, part_of_a_fault, 0, PARTS);
	tcase_add_test(tcase, read_elsewhere);
	tcase_add_test(tcase, one_read_more);
	tcase_add_test(tcase, one_read_less);
	tcase_add_test(tcase, reads_after_a_fault);
	tcase_add_test(tcase, reads_after_an_error);
	tcase_add_test(tcase, endless_reads);
	tcase_add_loop_test(tcase, part_of_an_update, 0, 3);
	tcase_add_test(tcase, one_update_more);
	tcase_add_test(tcase, update_of_a_load);
	tcase_add_test(tcase, update_of_a_fault);
	tcase_add_test(tcase, no_update);
	tcase_add_test(tcase, update_fails);
	tcase_add_test(tcase, wrong_update_that_fails);
	tcase_add_test(tcase, errors_are_forgotten);

	return suite_run(suite);
}
