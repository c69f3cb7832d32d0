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
	return scoreboard_stale(board);
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

/* What memory says of a load says nothing of a store, which is asked for itself. */
START_TEST(as_memory_for_each_kind)
{
	filled(0, 0x90000000);
	hit_is(_i, 0);
	hit_is(!_i, 0);
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

/* A hit of whatever page. */
static void hit_at(uint64_t va, uint64_t pa, uint64_t size, uint64_t older)
{
	uint64_t before = stale();

	ask(va, false);
	answer_all(pa, 0, size);
	agrees();
	taken();
	ck_assert_uint_eq(stale() - before, older);
}

/* Each PTE of the walk counts, a pointer, too; one beside it does not. */
START_TEST(as_memory_by_each_pte)
{
	const uint64_t pa = _i == 0 ? ROOT << 12 : _i == 1 ? TABLE << 12 : LEAF(0);
	uint64_t pte;

	filled(0, 0x90000000);
	hit_is(false, 0);
	ck_assert(image_read(image, pa, 8, &pte));
	ck_assert(image_write(image, pa, 8, 0));
	hit_is(false, 1);
	hit_is(true, 1);
	ck_assert(image_write(image, pa + 8, 8, 0));
	hit_is(false, 1);
	ck_assert(image_write(image, pa, 8, pte));
	hit_is(true, 0);
	hit_is(false, 0);
}
END_TEST

/* All of a large page stands to memory as its one PTE does. */
START_TEST(as_memory_in_a_large_page)
{
	const uint64_t large = UINT64_C(0x90200) << 10 | RWAD;

	ck_assert(image_write(image, TABLE << 12, 8, large));
	ask(0x1123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	answer_all(0x90201123, 0, 21);
	agrees();
	taken();
	for (uint64_t round = 0; round < 2; round++) {
		hit_at(0x5123, 0x90205123, 21, 0);
		hit_at(0x1ff123, 0x903ff123, 21, 0);
		ck_assert(image_write(image, TABLE << 12, 8, round ? 0 : LEAVES << 10 | 1));
		hit_at(0x1ff123, 0x903ff123, 21, 1);
		hit_at(0x5123, 0x90205123, 21, 1);
		ck_assert(image_write(image, TABLE << 12, 8, large));
	}
}
END_TEST

/* Each 4 KiB of a NAPOT page have a PTE of their own. */
START_TEST(as_memory_in_a_napot_page)
{
	const uint64_t napot = UINT64_C(1) << 63 | 0x98008 << 10 | RWAD;

	for (uint64_t n = 16; n < 32; n++)
		change_leaf(n, napot);
	ask(0x10123, false);
	walk(LEAF(16));
	answer_all(0x98000123, 0, 16);
	agrees();
	taken();
	hit_at(0x10123, 0x98000123, 16, 0);
	hit_at(0x12123, 0x98002123, 16, 0);
	change_leaf(18, 0);
	hit_at(0x10123, 0x98000123, 16, 0);
	hit_at(0x12123, 0x98002123, 16, 1);
	hit_at(0x13123, 0x98003123, 16, 0);
	change_leaf(18, napot);
	hit_at(0x12123, 0x98002123, 16, 0);
}
END_TEST

/* Untranslated pages far apart. */
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
	tcase_add_loop_test(tcase, as_memory_for_each_kind, 0, 2);
	tcase_add_test(tcase, as_memory_by_sum);
	tcase_add_test(tcase, as_memory_by_mxr);
	tcase_add_loop_test(tcase, as_memory_by_privilege, 0, 2);
	tcase_add_test(tcase, as_memory_by_control_bits);
	tcase_add_test(tcase, as_memory_by_base_register);
	tcase_add_loop_test(tcase, as_memory_by_each_pte, 0, 3);
	tcase_add_test(tcase, as_memory_in_a_large_page);
	tcase_add_test(tcase, as_memory_in_a_napot_page);
	tcase_add_test(tcase, pages_are_apart);
	tcase_add_test(tcase, privileges_are_apart);

	return suite_run(suite);
}
