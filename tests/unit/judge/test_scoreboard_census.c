/* SPDX-License-Identifier: Apache-2.0 */
/* The judge, on pins made by hand: the counters that the MMU shows are those of what it did. */
#include <check.h>

#include "scoreboard_fixture.h"
#include "suite.h"

static void shows_counter(uint64_t number, uint64_t value)
{
	in.counter_select = number;
	out.counter_value = 0;
	agrees();
	out.counter_value = value;
	agrees();
	out.counter_value = value + 1;
	in.counter_select = 11;
	refuses("by the pins it is");
}

/* As walk(), in the rhythm of the contract (walk-5): a read is asked for with the answer to the
 * last.
 */
static void walk_in_time(uint64_t leaf)
{
	const uint64_t pa[] = {ROOT << 12, TABLE << 12, leaf};

	out.mem_req_valid = out.mem_req_wide = 1;
	for (unsigned int i = 0; i < 3; i++) {
		out.mem_req_addr = pa[i];
		agrees();
		in.mem_rsp_valid = 1;
		ck_assert(image_read(image, pa[i], 8, &in.mem_rsp_data));
	}
	out.mem_req_valid = 0;
	agrees();
	in.mem_rsp_valid = 0;
}

/* counter-1: a miss, whose walk is no hit. */
START_TEST(counters)
{
	ask(0x123, false);
	ck_assert_ptr_null(misses());
	walk_in_time(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
	taken();
	shows_counter(_i, _i == 6 || _i == 8 || _i == 12 ? 1 : _i == 13 ? 3 : 0);
}
END_TEST

/* What is not translated is not looked up: by its mode, its privilege or its segment. */
START_TEST(counters_of_the_untranslated)
{
	if (_i == 0)
		ptbr(0);
	in.data_req_valid = 1;
	in.data_req_priv = _i == 1 ? 3 : 1;
	in.data_req_seg = _i == 2 ? SEGMENT_DS : SEGMENT_NONE;
	agrees();
	in.data_req_valid = 0;
	show_answer(0, _i == 2 ? FAULT_SEGMENT : FAULT_NONE);
	out.data_rsp_size = out.data_rsp_tag = 0;
	out.data_rsp_code = _i == 2 ? SEGMENT_NULL : 0;
	agrees();
	taken();
	shows_counter(6, 0);
}
END_TEST

START_TEST(counters_after_reset)
{
	ask(0x123, false);
	agrees();
	in.rst = 1;
	agrees();
	in.rst = 0;
	shows_counter(6, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_census");
	TCase *tcase = tcase_create("scoreboard_census");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_loop_test(tcase, counters, 0, 16);
	tcase_add_loop_test(tcase, counters_of_the_untranslated, 0, 3);
	tcase_add_test(tcase, counters_after_reset);

	return suite_run(suite);
}
