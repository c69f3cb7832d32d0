/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge, on pins made by hand: what each entry allows (rtl/contract, port-5), and what is said
 * of one that is gone: why, and since when.
 */
#include <check.h>
#include <stdio.h>

#include "slots_fixture.h"
#include "suite.h"

/* ---- What it allows ---- */

static void hit_as(enum access_type type, unsigned int priv, bool sum, bool mxr, bool allowed)
{
	in.data_req_valid = 1;
	in.data_req_va = 0x5008;
	in.data_req_priv = priv;
	in.data_req_store = type == ACCESS_STORE;
	in.data_req_sum = sum;
	in.data_req_mxr = mxr;
	in.data_req_tag = 5;
	agrees();
	in.data_req_valid = 0;
	show_answer(0x90005008, 0);
	if (allowed)
		agrees();
	else
		refuses("does not allow the access");
	taken();
}

/* Each access in turn on one entry, twice: by manual, "Virtual Address Translation Process". */
START_TEST(each_access)
{
	const uint64_t flags[] = {0xdf, 0xcf, 0xd9, 0xd3}; /* URWX, RWX, UX, UR; A and D */
	bool u = flags[_i] & 0x10, r = flags[_i] & 2, w = flags[_i] & 4, x = flags[_i] & 8;

	change_leaf(5, PPN(5) | flags[_i]);
	in.data_req_mxr = in.data_req_sum = 1;
	filled(5, 0x90005000);
	for (unsigned int n = 0; n < 32; n++) {
		bool store = n & 1, user = n & 2, sum = n & 4, mxr = n & 8;
		bool open = user ? u : !u || sum;
		bool right = store ? w : r || (mxr && x);

		hit_as(store ? ACCESS_STORE : ACCESS_LOAD, user ? PRIV_U : PRIV_S, sum, mxr,
		       open && right);
	}
}
END_TEST

/* ---- Why one is gone ---- */

START_TEST(long_ago)
{
	char expected[128];

	fill_page(5);
	fence(true, 0x5000, false, 0);
	snprintf(
		expected, sizeof(expected),
		"answer pa 90005008 without a walk: its entry was dropped by the fence of cycle %d",
		(int)now - 1);
	for (uint64_t n = 0; n < 15 + (uint64_t)_i; n++) {
		fill_page(20 + n);
		fence(true, (20 + n) << 12, false, 0);
	}
	hit_gives(0x5008, 0x90005008);
	ck_assert_str_eq(cycle(), _i ? "answer pa 90005008 without a walk: no walk filled an entry"
				     : expected);
}
END_TEST

START_TEST(not_the_last_one_dropped)
{
	char expected[128];

	fill_page(5);
	fence(true, 0x5000, false, 0);
	snprintf(expected, sizeof(expected), "by the fence of cycle %d", (int)now - 1);
	fill_page(6);
	fence(true, 0x6000, false, 0);
	may_not_hit(5ul, expected);
}
END_TEST

START_TEST(the_last_time)
{
	char expected[128];

	for (unsigned int n = 0; n < 3; n++) {
		fill_page(5);
		fence(true, 0x5000, false, 0);
	}
	snprintf(expected, sizeof(expected), "by the fence of cycle %d", (int)now - 1);
	may_not_hit(5ul, expected);
}
END_TEST

/* However many were dropped before. */
START_TEST(before_a_reset)
{
	for (int n = 0; n <= _i; n++) {
		fill_page(5);
		fence(true, 0x5000, false, 0);
	}
	in.rst = 1;
	agrees();
	in.rst = 0;
	asid(0);
	may_not_hit(5ul, "no walk filled an entry");
}
END_TEST

/* The walk ends a cycle before its answer, and then what it overlaps goes. */
START_TEST(cycles)
{
	char expected[128];

	change_leaf(5, PPN(5) | CLEAN | 0x20);
	filled(5, 0x90005000);
	asid(7);
	change_leaf(5, PPN(5) | CLEAN);
	fill_by_store(5);
	snprintf(expected, sizeof(expected), "by the fill of cycle %d", (int)now - 2);
	asid(0);
	may_not_hit(5ul, expected);
	change_leaf(6, PPN(6) | 0x43);
	filled(6, 0x90006000);
	ask(0x6000, true);
	walk(LEAF(6));
	show_answer(0, FAULT_PAGE);
	agrees();
	taken();
	snprintf(expected, sizeof(expected), "by the fault of cycle %d", (int)now - 2);
	may_not_hit(6ul, expected);
}
END_TEST

START_TEST(cycle_of_a_fill)
{
	char expected[128];

	fill_page(5);
	snprintf(expected, sizeof(expected),
		 "a walk, though the entry filled in cycle %d allows the access", (int)now - 1);
	ask(0x5000, false);
	ck_assert_str_eq(read_pte(ROOT << 12), expected);
}
END_TEST

START_TEST(parts_of_a_hit)
{
	char expected[160];
	const char *rest = " without a walk: the entry filled in cycle %d is pa 90005008, size 12, "
			   "memory type 0";
	static const char *const says[] = {
		"answer pa 90005009, code 0, size 12, memory type 0",
		"answer pa 90005008, code 1, size 12, memory type 0",
		"answer pa 90005008, code 0, size 21, memory type 0",
		"answer pa 90005008, code 0, size 12, memory type 2",
	};
	char format[160];

	fill_page(5);
	snprintf(format, sizeof(format), "%s%s", says[_i], rest);
	snprintf(expected, sizeof(expected), format, (int)now - 1);
	hit_gives(0x5008, 0x90005008);
	if (_i == 0)
		out.data_rsp_pa = 0x90005009;
	else if (_i == 1)
		out.data_rsp_code = 1;
	else if (_i == 2)
		out.data_rsp_size = 21;
	else
		out.data_rsp_memtype = 2;
	ck_assert_str_eq(cycle(), expected);
}
END_TEST

START_TEST(not_allowed)
{
	char expected[160];

	fill_clean(5);
	snprintf(expected, sizeof(expected),
		 "answer pa 90005008 without a walk: the entry filled in cycle %d does not allow "
		 "the "
		 "access",
		 (int)now - 1);
	ask(0x5008, true);
	show_answer(0x90005008, 0);
	ck_assert_str_eq(cycle(), expected);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fills_gone");
	TCase *tcase = tcase_create("fills_gone");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_loop_test(tcase, each_access, 0, 4);
	tcase_add_loop_test(tcase, long_ago, 0, 2);
	tcase_add_test(tcase, not_the_last_one_dropped);
	tcase_add_test(tcase, the_last_time);
	tcase_add_loop_test(tcase, before_a_reset, 0, 17);
	tcase_add_test(tcase, cycles);
	tcase_add_test(tcase, cycle_of_a_fill);
	tcase_add_loop_test(tcase, parts_of_a_hit, 0, 4);
	tcase_add_test(tcase, not_allowed);

	return suite_run(suite);
}
