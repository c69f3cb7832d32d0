/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks that a read or a fence meets while they search an array, shown to the judge on pins made by
 * hand (rtl/contract, array-2, fence-3).
 */
#include <check.h>

#include "array_fixture.h"
#include "suite.h"

#define NO_END "an answer without a read, though no search of its port's walk has ended"

START_TEST(read_while_it_searches)
{
	starts(0x1000);
	rests((unsigned int)_i);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses("a memory access while its walk searches");
}
END_TEST

/* A fence in one of the first two cycles of the search ends it, and the next begins behind it. */
START_TEST(fence_ends_the_search)
{
	walks(0, 1);
	tlb_forgets();
	starts(0x1000);
	rests((unsigned int)_i);
	fence_asid(7);
	/* It sweeps, so the walk is blind: it starts now, and reads then. */
	agrees();
	ck_assert_ptr_null(reads_behind(0, 1));
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
}
END_TEST

/* In the third the first read is shown all the same, and its answer counts for nothing. */
START_TEST(fence_behind_the_search)
{
	walks(0, 1);
	searches(0x2000);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = LEAF(2);
	fence_asid(7);
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	ck_assert(image_read(image, LEAF(2), 8, &in.mem_rsp_data));
	agrees();
	in.mem_rsp_valid = 0;
	agrees();
	ck_assert_ptr_null(reads_behind(0, 2));
	ck_assert_ptr_null(ends(0x90002000, FAULT_NONE));
}
END_TEST

/*
 * A walk that a fence has cut off is served when it starts again: what it has read before is of the
 * old one.
 */
START_TEST(served_when_it_starts_again)
{
	walks(0, 1);
	tlb_forgets();
	fence_asid(7);
	starts(0x1000);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	out.mem_req_valid = 0;
	agrees();
	fence_va(30 << 12);
	in.mem_rsp_valid = 1;
	ck_assert(image_read(image, ROOT << 12, 8, &in.mem_rsp_data));
	agrees();
	in.mem_rsp_valid = 0;
	rests(3 + (unsigned int)_i);
	if (!_i) {
		says(ends(0x90001000, FAULT_NONE), NO_END);
		return;
	}
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
	ck_assert_uint_eq(monitor_counts(monitor)->served_0, 1);
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
	ck_assert_uint_eq(monitor_counts(monitor)->hits[PORT_DATA], 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_array_cut");
	TCase *tcase = tcase_create("scoreboard_array_cut");

	tcase_add_checked_fixture(tcase, begin_pages, end);
	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, read_while_it_searches, 0, 2);
	tcase_add_loop_test(tcase, fence_ends_the_search, 0, 2);
	tcase_add_test(tcase, fence_behind_the_search);
	tcase_add_loop_test(tcase, served_when_it_starts_again, 0, 2);
	return suite_run(suite);
}
