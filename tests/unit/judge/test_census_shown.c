/* SPDX-License-Identifier: Apache-2.0 */
/* The counters as the MMU shows them, which the census holds to what it counted. */
#include <check.h>

#include "census_fixture.h"
#include "suite.h"

/* What is shown: a counter as it stood one cycle ago. */
static const char *shows(uint64_t value)
{
	out.counter_value = value;
	return census_cycle(&census, &in, &out, translated);
}

START_TEST(shown_one_cycle_later)
{
	in.counter_select = 15;
	in.fence_valid = 1;
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(0));
	in.fence_valid = 0;
	ck_assert_ptr_null(shows(1));
	in.counter_select = 14;
	ck_assert_ptr_null(shows(2));
	in.counter_select = 15;
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(2));
	ck_assert_str_eq(shows(3), "counter 15 is 3: by the pins it is 2");
	ck_assert_ptr_nonnull(shows(1));
	ck_assert_ptr_null(shows(2));
}
END_TEST

/* A walk that ends with a fault in t is counted at its end, and its answer comes in t+1. */
START_TEST(fault_shown)
{
	in.counter_select = 9;
	miss(DATA);
	memory_answers();
	ck_assert_ptr_null(shows(0));
	memory_rests();
	answer(DATA, FAULT_PAGE);
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(1));
}
END_TEST

/* A walk is no second hit. */
START_TEST(counted_twice)
{
	in.counter_select = 7;
	miss(DATA);
	memory_answers();
	counts(0);
	memory_rests();
	answer(DATA, FAULT_NONE);
	ck_assert_ptr_null(shows(0));
	ck_assert_str_eq(shows(1), "counter 7 is 1: by the pins it is 0");
}
END_TEST

START_TEST(wraps)
{
	const struct mmu_config config = {.counter_bits = 16};

	census_init(&census, &config);
	in.counter_select = 15;
	in.fence_valid = 1;
	for (unsigned int n = 0; n < 0x10000; n++)
		ck_assert_ptr_null(shows(n ? n - 1 : 0));
	ck_assert_ptr_null(shows(0xffff));
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(1));
}
END_TEST

/* counter-1, of what is not there: 0. What is there and the pins do not tell is not compared. */
START_TEST(not_there)
{
	static const struct {
		unsigned int walk_entries, array_sets, untold;
	} cases[] = {
		{0, 0, 0},
		{4, 0, BIT(16) | BIT(17)},
		{0, 4, BIT(20) | BIT(21)},
		{8, 64, BIT(16) | BIT(17) | BIT(20) | BIT(21)},
	};
	const struct mmu_config config = {.counter_bits = 32,
					  .walk_entries = cases[_i].walk_entries,
					  .array_sets = cases[_i].array_sets};

	for (unsigned int n = 0; n < MMU_COUNTERS; n++) {
		census_init(&census, &config);
		in.counter_select = n;
		ck_assert_ptr_null(shows(0));
		ck_assert_ptr_null(shows(0));
		ck_assert_msg((shows(1) == NULL) == (cases[_i].untold >> n & 1), "counter %u", n);
	}
}
END_TEST

/* The caller tells how often a sweep has begun before the cycle: so it stood in it. */
START_TEST(sweeps_shown)
{
	const struct mmu_config config = {.counter_bits = 32, .array_sets = 4};

	census_init(&census, &config);
	in.counter_select = 22;
	ck_assert_ptr_null(shows(0));
	census.count[CENSUS_SWEEPS] = 1;
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(1));
	ck_assert_str_eq(shows(2), "counter 22 is 2: by the pins it is 1");
}
END_TEST

/* COUNTER_BITS = 0: what happens is not shown. */
START_TEST(none)
{
	const struct mmu_config config = {.counter_bits = 0};

	census_init(&census, &config);
	in.counter_select = 15;
	in.fence_valid = 1;
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_nonnull(shows(1));
}
END_TEST

START_TEST(widest)
{
	const struct mmu_config config = {.counter_bits = 64};

	census_init(&census, &config);
	census.count[15] = UINT64_MAX;
	in.counter_select = 15;
	in.fence_valid = 1;
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(UINT64_MAX));
	ck_assert_ptr_null(shows(0));
}
END_TEST

/* What was counted is gone, what was asked is forgotten; and no handshake takes place. */
START_TEST(reset)
{
	in.counter_select = 13;
	miss(_i);
	in.rst = 1;
	accepts(_i);
	memory_asks(_i, false);
	ck_assert_ptr_null(shows(0));
	ck_assert_ptr_null(shows(0));
	in.rst = 0;
	withdraws(_i);
	memory_rests();
	ck_assert_ptr_null(shows(0));
	counts(0);
	miss(_i);
	ck_assert_uint_eq(census.count[13], 1);
	memory_answers();
	counts(0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("census_shown");
	TCase *tcase = tcase_create("census_shown");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, NULL);
	tcase_add_test(tcase, shown_one_cycle_later);
	tcase_add_test(tcase, fault_shown);
	tcase_add_test(tcase, counted_twice);
	tcase_add_loop_test(tcase, not_there, 0, 4);
	tcase_add_test(tcase, sweeps_shown);
	tcase_add_test(tcase, wraps);
	tcase_add_test(tcase, none);
	tcase_add_test(tcase, widest);
	tcase_add_loop_test(tcase, reset, FETCH, DATA + 1);

	return suite_run(suite);
}
