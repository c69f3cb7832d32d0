/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which hits the judge counts as stale, on pins made by hand: those that the page tables explain no
 * more.
 */
#include <check.h>

#include "judge_fixture.h"
#include "suite.h"

#define USER 0x10

/* ---- What is as memory has it ---- */

static uint64_t stale(void)
{
	return scoreboard_counts(board)->stale;
}

static void hit_is(bool store, uint64_t older)
{
	uint64_t before = stale();

	in.data_req_valid = 1;
	in.data_req_va = 0x123;
	in.data_req_store = store;
	in.data_req_tag = 5;
	agrees();
	in.data_req_valid = 0;
	show_answer(0x90000123, 0);
	agrees();
	taken();
	ck_assert_uint_eq(stale() - before, older);
}

/* A hit that the page tables explain no more is counted; each time they are asked anew. */
START_TEST(as_memory)
{
	filled(0, 0x90000000);
	hit_is(false, 0);
	change_leaf(0, 0x90000 << 10 | 0x47); /* clean: good for loads */
	hit_is(false, 0);
	hit_is(true, 1);
	hit_is(false, 0);
	change_leaf(0, 0x90000 << 10 | 0x87); /* A is due */
	hit_is(false, 1);
	change_leaf(0, 0x91000 << 10 | RWAD);
	hit_is(false, 1);
	change_leaf(0, 0);
	hit_is(false, 1);
	change_leaf(0, 0x90000 << 10 | RWAD);
	hit_is(false, 0);
}
END_TEST

START_TEST(as_memory_by_sum)
{
	filled(0, 0x90000000);
	change_leaf(0, 0x90000 << 10 | RWAD | USER);
	in.data_req_sum = 1;
	hit_is(false, 0);
	in.data_req_sum = 0;
	hit_is(false, 1);
}
END_TEST

START_TEST(as_memory_by_mxr)
{
	filled(0, 0x90000000);
	change_leaf(0, 0x90000 << 10 | 0xc9);
	in.data_req_mxr = 1;
	hit_is(false, 0);
	in.data_req_mxr = 0;
	hit_is(false, 1);
}
END_TEST

START_TEST(as_memory_by_privilege)
{
	change_leaf(0, 0x90000 << 10 | RWAD | USER);
	in.data_req_sum = 1;
	filled(0, 0x90000000);
	change_leaf(0, 0x90000 << 10 | RWAD);
	hit_is(_i, 0);
	in.data_req_priv = PRIV_U;
	hit_is(_i, 1);
	in.data_req_priv = PRIV_S;
	hit_is(_i, 0);
}
END_TEST

START_TEST(as_memory_by_control_bits)
{
	in.pbmte = 1;
	change_leaf(0, UINT64_C(1) << 61 | 0x90000 << 10 | RWAD);
	ask(0, false);
	walk(LEAF(0));
	for (unsigned int n = 0; n < 3; n++) {
		show_answer(0x90000000, 0);
		out.data_rsp_memtype = 1;
		agrees();
		taken();
		ck_assert_uint_eq(stale(), n == 2);
		in.pbmte = n == 0;
		ask(0, false);
	}
}
END_TEST

START_TEST(as_memory_by_base_register)
{
	const uint64_t empty = 0;

	image_page(image, 0x80010, &empty, 1, 8);
	filled(0, 0x90000000);
	hit_is(false, 0);
	ptbr(SV39 | 0x80010);
	hit_is(false, 1);
	ptbr(SV39 | ROOT);
	hit_is(false, 0);
}
END_TEST

/* Pages that share a place among what the judge remembers: 0 and 0x1001. */
START_TEST(pages_are_apart)
{
	ptbr(0);
	for (unsigned int n = 0; n < 4; n++) {
		uint64_t va = n % 2 ? 0x1001123 : 0x123;

		ask(va, false);
		answer_all(va, 0, 0);
		agrees();
		taken();
	}
}
END_TEST

/* The same page for another privilege, which is not translated. */
START_TEST(privileges_are_apart)
{
	filled(0, 0x90000000);
	hit_is(false, 0);
	in.data_req_valid = 1;
	in.data_req_priv = PRIV_M;
	in.data_req_va = 0x123;
	agrees();
	in.data_req_valid = 0;
	answer_all(0x90000123, 0, 12);
	refuses("the oracle says pa 123, no fault, code 0, size 0");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("judge_stale");
	TCase *tcase = tcase_create("judge_stale");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, as_memory);
	tcase_add_test(tcase, as_memory_by_sum);
	tcase_add_test(tcase, as_memory_by_mxr);
	tcase_add_loop_test(tcase, as_memory_by_privilege, 0, 2);
	tcase_add_test(tcase, as_memory_by_control_bits);
	tcase_add_test(tcase, as_memory_by_base_register);
	tcase_add_test(tcase, pages_are_apart);
	tcase_add_test(tcase, privileges_are_apart);

	return suite_run(suite);
}
