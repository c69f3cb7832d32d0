/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which entries of a set of an array are surely there, and which may have been replaced, shown to
 * the judge on pins made by hand (rtl/contract, array-3, array-4).
 */
#include <check.h>

#include "array_fixture.h"
#include "suite.h"

#define SPARED  "a walk that is not served by a page of the array, filled in cycle "
#define BEHIND  "a walk that does not begin behind a pointer of the array, filled in cycle "
#define NOTHING "without a read: no walk filled an entry"

/* Walks of pages of one set: 4 and on, so many. In set 0 each takes the way of its pointer. */
static void fills_set(uint64_t set, unsigned int pages)
{
	for (unsigned int i = 0; i < pages; i++)
		walks(set && i ? 2 : 0, 4 * (i + 1) + set);
}

/* Four of five are there, as they show: so the fifth is not. */
START_TEST(four_that_serve)
{
	uint64_t set = (uint64_t)_i;

	fills_set(set, 5);
	/* Of the last two it is known. */
	ck_assert_ptr_null(served(8 + set));
	ck_assert_ptr_null(served(12 + set));
	says(served(4 + set), NOTHING);
}
END_TEST

/* Three are there: the other two may each be the fourth. */
START_TEST(three_that_serve)
{
	fills_set(1, 5);
	ck_assert_ptr_null(served(9));
	ck_assert_ptr_null(served(5 + 8 * (uint64_t)_i));
}
END_TEST

/* What has served was touched last, and is not replaced. */
START_TEST(serves_and_stays)
{
	fills_set(1, 4);
	walks(2, 22);
	ck_assert_ptr_null(served(5));
	walks(2, 21);
	walks(2, 26);
	if (_i)
		ck_assert_ptr_null(first_read(17, LEAF(17)));
	else
		says(first_read(5, LEAF(5)), SPARED);
}
END_TEST

/* Its walk has read, so the page was not there; and the walk fills nothing, for it is cut off. */
START_TEST(read_and_not_there)
{
	fills_set(1, 5);
	ck_assert_ptr_null(first_read(5, LEAF(5)));
	agrees();
	fence_va(LARGE);
	in.mem_rsp_valid = 1;
	ck_assert(image_read(image, LEAF(5), 8, &in.mem_rsp_data));
	agrees();
	in.mem_rsp_valid = 0;
	rests(4);
	says(ends(0x90005000, FAULT_NONE), NOTHING);
}
END_TEST

/* A pointer is filled into a set of which the search has seen that it is full. */
START_TEST(pointer_into_a_full_set)
{
	fills_set(0, 4);
	walks(0, 1);
	ck_assert_ptr_null(first_read(4, LEAF(4)));
}
END_TEST

/* ---- Behind a sweep nothing is used ---- */

START_TEST(page_behind_a_sweep)
{
	uint64_t set = (uint64_t)_i, others = 21 + set % 3;

	fills_set(set, 4);
	walks(2, others);
	walks(2, others + 4);
	fence_asid(7);
	rests(5);
	walks(2, 20 + set);
	ck_assert_ptr_null(first_read(16 + set, LEAF(16 + set)));
}
END_TEST

START_TEST(pointer_behind_a_sweep)
{
	walks(0, 1);
	for (uint64_t n = 4; n <= 12; n += 4)
		walks(2, n);
	walks(2, 2);
	fence_asid(7);
	rests(5);
	walks(2, 16);
	ck_assert_ptr_null(first_read(3, ROOT << 12));
}
END_TEST

/* ---- Pointers ---- */

/* The pointer of all these pages is in set 0 with four of them: one of the five is gone. */
static void doubts_pointer(void)
{
	walks(0, 1);
	for (uint64_t n = 4; n <= 16; n += 4)
		walks(2, n);
}

START_TEST(pointer_that_is_replaced)
{
	doubts_pointer();
	ck_assert_ptr_null(first_read(3, _i ? LEAF(3) : ROOT << 12));
}
END_TEST

/*
 * The walk has begun above it, so it is gone, though all indices of the address are the same: the
 * read can be none behind it.
 */
START_TEST(above_where_indices_are_the_same)
{
	doubts_pointer();
	ck_assert_ptr_null(first_read(0, ROOT << 12));
	agrees();
	fence_va(LARGE);
	in.mem_rsp_valid = 1;
	ck_assert(image_read(image, ROOT << 12, 8, &in.mem_rsp_data));
	agrees();
	in.mem_rsp_valid = 0;
	rests(4);
	ck_assert_ptr_null(reads_behind(2, 0));
	says(ends(0x90000000, FAULT_NONE), "PTE read 1 at 80002000: the oracle reads 80000000");
}
END_TEST

/* A walk has begun behind it: it is there, and not replaced by the next fill. */
START_TEST(pointer_that_is_touched)
{
	doubts_pointer();
	walks(2, 2);
	if (_i)
		walks(2, 20);
	says(first_read(3, ROOT << 12), BEHIND);
}
END_TEST

/* ---- Pointers to the root ---- */

/* The second entry of the root points to the root: three of these are all the indices there. */
#define ENTRY      (ROOT << 12 | 8)
#define REGION     (UINT64_C(1) << 30 | UINT64_C(1) << 21)
#define OTHER_ROOT UINT64_C(0x80006)

static const uint64_t entries[] = {ENTRY, ENTRY, ENTRY};

/* Page n of the region, at one frame by way of the root, at the next by way of the other table. */
#define FRAME(n) ((UINT64_C(0x90050) + 2 * (n)) << 12)

static void make_region(void)
{
	uint64_t ptes[8] = {0};

	for (uint64_t n = 1; n < 8; n++) {
		ptes[n] = (FRAME(n) + 0x1000) >> 2 | RWAD;
		if (n > 1)
			ck_assert(image_write(image, ROOT << 12 | 8 * n, 8, FRAME(n) >> 2 | RWAD));
	}
	ck_assert(image_page(image, OTHER_ROOT, ptes, 8, 8));
	ck_assert(image_write(image, ENTRY, 8, ROOT << 10 | 1));
}

/* The pointer of the region is filled with page 2 of it. */
static void fills_region(void)
{
	const uint64_t page[] = {ENTRY, ENTRY, ROOT << 12 | 16};

	make_region();
	searches(REGION | 2 << 12);
	ck_assert_ptr_null(reads_at(page, 3));
	ck_assert_ptr_null(ends(FRAME(2), FAULT_NONE));
}

/* A fence cuts the walk off, which has read its first entry, or that and asked for the second. */
static void cut_off(uint64_t first, uint64_t second)
{
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = first;
	agrees();
	out.mem_req_valid = !!second;
	out.mem_req_addr = second;
	in.mem_rsp_valid = !!second;
	ck_assert(image_read(image, first, 8, &in.mem_rsp_data));
	agrees();
	out.mem_req_valid = in.mem_rsp_valid = 0;
	/* The first one is in the array by then (array-3). */
	agrees();
	fence_va(LARGE);
	in.mem_rsp_valid = 1;
	agrees();
	in.mem_rsp_valid = 0;
	rests(4);
}

/*
 * The first read of a walk is that of the root, or that behind a pointer to the root: which, is not
 * known. So the pointer may be there, and all that shares its set.
 */
START_TEST(pointer_to_the_root)
{
	fills_region();
	fills_set(0, 4);
	ck_assert_ptr_null(served(4));
	searches(REGION | 1 << 12);
	ck_assert_ptr_null(reads_at(entries, 3));
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
	rests(2);
	ck_assert_ptr_null(served(8));
}
END_TEST

/* Nor is it known what was touched last: the next fill may replace what was before. */
START_TEST(touched_by_nobody_knows_which)
{
	change_leaf(12, UINT64_C(0x9000c) << 10 | RWAD | 8);
	fills_region();
	fills_set(0, 3);
	searches(REGION | 1 << 12);
	if (_i)
		cut_off(ENTRY, 0);
	ck_assert_ptr_null(reads_at(entries, 3));
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
	rests(2);
	fetch(0xc000);
	rests(4);
	out.mem_req_valid = out.mem_req_wide = out.mem_req_fetch = 1;
	out.mem_req_addr = ROOT << 12;
	if (_i)
		agrees();
	else
		refuses(SPARED);
}
END_TEST

/*
 * A walk that is cut off has perhaps read another pointer of the region, so that either may be
 * there. Where a later one begins behind one of them, the other is not.
 */
START_TEST(one_of_two_pointers)
{
	const uint64_t other = OTHER_ROOT << 12, page = other | 24, last = ROOT << 12 | 32;

	end();
	begin_array(4);
	for (uint64_t n = 4; n <= 20; n += 4)
		make_page(n);
	fills_region();
	ck_assert(image_write(image, ENTRY, 8, OTHER_ROOT << 10 | 1));
	searches(REGION | 1 << 12);
	cut_off(ENTRY, other | 8);
	ck_assert_ptr_null(reads_at((const uint64_t[]){other | 8}, 1));
	ck_assert_ptr_null(ends(FRAME(1) + 0x1000, FAULT_NONE));
	if (_i) {
		searches(REGION | 3 << 12);
		ck_assert_ptr_null(reads_at(&page, 1));
		ck_assert_ptr_null(ends(FRAME(3) + 0x1000, FAULT_NONE));
		for (uint64_t n = 4; n <= 20; n += 4)
			walks(n == 4 ? 0 : 1, n);
	}
	searches(REGION | 4 << 12);
	ck_assert_ptr_null(reads_at(&last, 1));
	if (_i)
		says(ends(FRAME(4), FAULT_NONE), "PTE read 1 at 80000020: the oracle reads ");
	else
		ck_assert_ptr_null(ends(FRAME(4), FAULT_NONE));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_array_ways");
	TCase *tcase = tcase_create("scoreboard_array_ways");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_pages, end);
	tcase_add_loop_test(tcase, four_that_serve, 0, 4);
	tcase_add_loop_test(tcase, three_that_serve, 0, 2);
	tcase_add_loop_test(tcase, serves_and_stays, 0, 2);
	tcase_add_test(tcase, read_and_not_there);
	tcase_add_test(tcase, pointer_into_a_full_set);
	tcase_add_loop_test(tcase, page_behind_a_sweep, 1, 4);
	tcase_add_test(tcase, pointer_behind_a_sweep);
	tcase_add_test(tcase, above_where_indices_are_the_same);
	tcase_add_loop_test(tcase, pointer_that_is_replaced, 0, 2);
	tcase_add_loop_test(tcase, pointer_that_is_touched, 0, 2);
	tcase_add_test(tcase, pointer_to_the_root);
	tcase_add_loop_test(tcase, touched_by_nobody_knows_which, 0, 2);
	tcase_add_loop_test(tcase, one_of_two_pointers, 0, 2);
	return suite_run(suite);
}
