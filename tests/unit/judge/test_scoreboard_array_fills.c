/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What walks fill into an array and what that drops, and what the array refills a TLB with, shown
 * to the judge on pins made by hand (rtl/contract, array-2, array-3, array-6).
 */
#include <check.h>
#include <stdio.h>

#include "array_fixture.h"
#include "suite.h"

#define CLEAN_1  (UINT64_C(0x90001) << 10 | 0x47)
#define GLOBAL   0x20
#define ASID_1   (UINT64_C(1) << 44)
#define BEHIND   "a walk that does not begin behind a pointer of the array, filled in cycle "
#define SPARED   "a walk that is not served by a page of the array, filled in cycle "
#define NOTHING  "without a read: no walk filled an entry"
#define TLB_HAS  "a walk, though the entry filled in cycle "
#define SMALL    (LARGE | 0x1000) /* a page of 4 KiB in the large one, of set 1 */
#define SMALL_PA UINT64_C(0x90155000)
#define TABLE_2  UINT64_C(0x80005)

static void stores(uint64_t va)
{
	asks(va, true);
	rests(3);
}

/*
 * Walks of pages of sets 2 and 3, the first one behind so many pointers: the TLB may have lost all
 * that it had before.
 */
static void others(unsigned int skipped)
{
	static const uint64_t pages[] = {22, 26, 30, 23, 27};

	for (unsigned int i = 0; i < 5; i++)
		walks(i ? 2 : skipped, pages[i]);
}

/* ---- A page ---- */

/* A page is filled by an access to any of its bytes, and serves the others. */
START_TEST(odd_address)
{
	searches(0x1fff);
	ck_assert_ptr_null(reads_behind(0, 1));
	ck_assert_ptr_null(ends(0x90001fff, FAULT_NONE));
	tlb_forgets();
	ck_assert_ptr_null(served(1));
}
END_TEST

/* A store walks, for D is clear, and has another frame from then on. */
START_TEST(page_again)
{
	change_leaf(1, CLEAN_1);
	walks(0, 1);
	change_leaf(1, UINT64_C(0x90002) << 10 | RWAD);
	stores(0x1000);
	ck_assert_ptr_null(reads_behind(2, 1));
	ck_assert_ptr_null(ends(0x90002000, FAULT_NONE));
	tlb_forgets();
	searches(0x1000);
	if (_i)
		ck_assert_ptr_null(ends(0x90002000, FAULT_NONE));
	else
		says(ends(0x90001000, FAULT_NONE), "answer pa 90001000, ");
}
END_TEST

/* A page of another ASID drops a global one, in the cycle in which its walk ends. */
START_TEST(dropped_by_a_fill)
{
	char expected[64];

	change_leaf(1, CLEAN_1 | GLOBAL);
	walks(0, 1);
	ptbr(SV39 | ASID_1 | ROOT);
	change_leaf(1, UINT64_C(0x90001) << 10 | RWAD);
	stores(0x1000);
	ck_assert_ptr_null(reads_behind(0, 1));
	snprintf(expected, sizeof(expected), "dropped by the fill of cycle %d", (int)now - 1);
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
	ptbr(SV39 | ROOT);
	says(served(1), expected);
}
END_TEST

/* In set 0, where its pointer is: it is no pointer itself, and the walk begins behind that one. */
START_TEST(page_beside_its_pointer)
{
	change_leaf(4, UINT64_C(0x90004) << 10 | 0x47);
	walks(0, 4);
	walks(0, 1);
	stores(0x4000);
	ck_assert_ptr_null(reads_behind(2, 4));
}
END_TEST

/* A write of CR3 drops what is of PCID 0 without PCIDs, and nothing else. */
START_TEST(write_of_cr3)
{
	if (!_i)
		ptbr(SV39 | ASID_1 | ROOT);
	walks(0, 1);
	others(2);
	write_ptbr(REGIME_X86_64, 0x80000000);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0x80000000));
	rests(6);
	ptbr(SV39 | (_i ? 0 : ASID_1) | ROOT);
	if (_i)
		says(served(1), "its entry was dropped by the CR3 write of cycle ");
	else
		ck_assert_ptr_null(served(1));
}
END_TEST

/* ---- Two levels ---- */

/*
 * The small page is filled, which a store may not use. Then its table is gone, and the large page
 * is there instead, and filled.
 */
static void fills_both(void)
{
	const uint64_t pa[] = {ROOT << 12, (TABLE << 12) + 8, (TABLE_2 << 12) + 8};
	const uint64_t ptes[] = {0, SMALL_PA >> 2 | 0x47};

	ck_assert(image_page(image, TABLE_2, ptes, 2, 8));
	ck_assert(image_write(image, (TABLE << 12) + 8, 8, TABLE_2 << 10 | 1));
	searches(SMALL);
	ck_assert_ptr_null(reads_at(pa, 3));
	ck_assert_ptr_null(ends(SMALL_PA, FAULT_NONE));
	/* The pointer goes, too. */
	fence_va(LARGE | 0x2000);
	ck_assert(image_write(image, (TABLE << 12) + 8, 8, (LARGE_PA >> 2) | RWAD));
	rests(2);
	walks_large();
}

/* The small page may have been replaced in its set. */
static void doubts_small(void)
{
	walks(0, 5);
	for (uint64_t n = 9; n <= 17; n += 4)
		walks(2, n);
}

static const char *small_serves(void)
{
	searches(SMALL);
	return ends(SMALL_PA, FAULT_NONE);
}

/* An entry drops none of the other level. */
START_TEST(both_are_there)
{
	fills_both();
	others(0);
	ck_assert_ptr_null(small_serves());
}
END_TEST

/* The large page has served, though the small one would have kept it from that: so it is gone. */
START_TEST(large_serves)
{
	fills_both();
	doubts_small();
	if (_i)
		stores(SMALL);
	else
		searches(SMALL);
	agrees();
	show_answer(LARGE_PA | 0x1000, FAULT_NONE);
	out.data_rsp_size = 21;
	agrees();
	taken();
	others(2);
	says(small_serves(), NOTHING);
}
END_TEST

/* Neither has served: so the small one is gone, and then the large one would have. */
START_TEST(neither_serves)
{
	fills_both();
	doubts_small();
	searches(SMALL);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses(SPARED);
}
END_TEST

/* But where the small one does not allow the access, it keeps the large one from it. */
START_TEST(small_keeps_large_from_it)
{
	fills_both();
	others(0);
	stores(SMALL);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
}
END_TEST

/* A region all of whose indices differ, in its page 0. */
#define REGION    (UINT64_C(2) << 30 | UINT64_C(1) << 21)
#define REGION_PA (SMALL_PA - 0x1000)

/* The walk of page n of it, behind so many pointers. */
static void walks_region(unsigned int skipped, uint64_t n)
{
	const uint64_t pa[] = {ROOT << 12 | 16, (TABLE << 12) + 8, TABLE_2 << 12 | 8 * n};

	searches(REGION | n << 12);
	ck_assert_ptr_null(reads_at(pa + skipped, 3 - skipped));
	ck_assert_ptr_null(ends(REGION_PA + (n << 12), FAULT_NONE));
}

/*
 * It has a pointer of its own, which a walk begins behind, and which is there then. A page takes
 * the way of a pointer that its own walk has filled, and of no other.
 */
START_TEST(pointer_of_another_region)
{
	const uint64_t ptes[] = {REGION_PA >> 2 | RWAD, (REGION_PA + 0x1000) >> 2 | RWAD};

	ck_assert(image_page(image, TABLE_2, ptes, 2, 8));
	ck_assert(image_write(image, (TABLE << 12) + 8, 8, TABLE_2 << 10 | 1));
	ck_assert(image_write(image, ROOT << 12 | 16, 8, TABLE << 10 | 1));
	walks(0, 1);
	walks_region(0, 1);
	/* It may be replaced, or the other one. */
	for (uint64_t n = 4; n <= 12; n += 4)
		walks(2, n);
	walks(0, 16);
	/* There is room now, so that page 0 replaces nothing. */
	for (uint64_t n = 4; n <= 12; n += 4) {
		fence_va(n << 12);
		rests(2);
	}
	walks_region(2, 0);
	searches(REGION | 0x2000);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12 | 16;
	refuses(BEHIND);
}
END_TEST

/* ---- Perhaps global ---- */

/* Page 3 is behind a pointer that was read with G, and without it. */
static void fills_doubtfully(void)
{
	walks(0, 1);
	ck_assert(image_write(image, TABLE << 12, 8, LEAVES << 10 | GLOBAL | 1));
	fence_va(0x2000);
	rests(2);
	walks(0, 2);
	walks(2, 3);
}

/* Whether it is global, nobody knows: so it may serve each ASID, and need not. */
START_TEST(perhaps_global)
{
	fills_doubtfully();
	if (_i / 2)
		ptbr(SV39 | ASID_1 | ROOT);
	if (_i % 2)
		ck_assert_ptr_null(served(3));
	else
		ck_assert_ptr_null(first_read(3, _i / 2 ? ROOT << 12 : LEAF(3)));
}
END_TEST

/* The other ASID has a page of its own there, which may be replaced: so either may serve it. */
START_TEST(either_may_serve)
{
	fills_doubtfully();
	ck_assert(image_write(image, TABLE << 12, 8, LEAVES << 10 | 1));
	change_leaf(3, UINT64_C(0x90013) << 10 | RWAD);
	ptbr(SV39 | ASID_1 | ROOT);
	searches(0x3000);
	ck_assert_ptr_null(reads_behind(0, 3));
	ck_assert_ptr_null(ends(0x90013000, FAULT_NONE));
	for (uint64_t n = 7; n <= 15; n += 4)
		walks(2, n);
	searches(0x3000);
	if (_i < 2)
		ck_assert_ptr_null(ends(_i ? 0x90013000 : 0x90003000, FAULT_NONE));
	else
		says(ends(0x90001000, FAULT_NONE), "answer pa 90001000, ");
}
END_TEST

/* ---- A TLB ---- */

/*
 * A walk that the array serves shows that the TLB's entry was gone: so there was a free slot for
 * what it is refilled with.
 */
START_TEST(refill_into_a_free_slot)
{
	static const uint64_t pages[] = {1, 2, 3, 9, 5};

	for (unsigned int i = 0; i < 5; i++)
		walks(i ? 2 : 0, pages[i]);
	fence_va(0x2000);
	rests(2);
	ck_assert_ptr_null(served(1));
	says(served(9), TLB_HAS);
}
END_TEST

/*
 * The refill is with what the entry keeps, and not with an update that a request before it made,
 * for a PTE that looked the same.
 */
START_TEST(refill_without_an_update)
{
	change_leaf(2, CLEAN_1);
	change_leaf(3, CLEAN_1);
	searches(0x3000);
	ck_assert_ptr_null(reads_behind(0, 3));
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
	/* The pointer goes, and the store reads as much as the entry has. */
	fence_va(0x4000);
	rests(2);
	stores(0x2000);
	ck_assert_ptr_null(reads_behind(0, 2));
	update(LEAF(2), CLEAN_1, CLEAN_1 | 0x80);
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
	for (uint64_t n = 24; n <= 29; n++)
		walks(2, n);
	for (int i = 0; i < _i; i++)
		hits(29);
	searches(0x3000);
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
	stores(0x3000);
	ck_assert_ptr_null(reads_behind(2, 3));
}
END_TEST

/* And under the controls of the walk that filled the entry. */
START_TEST(refill_of_a_memory_type)
{
	change_leaf(1, UINT64_C(1) << 61 | UINT64_C(0x90001) << 10 | RWAD);
	in.pbmte = 1;
	out.data_rsp_memtype = 1;
	walks(0, 1);
	out.data_rsp_memtype = 0;
	tlb_forgets();
	in.pbmte = 0;
	out.data_rsp_memtype = 1;
	ck_assert_ptr_null(served(1));
	hits(1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_array_fills");
	TCase *tcase = tcase_create("scoreboard_array_fills");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_pages, end);
	tcase_add_test(tcase, odd_address);
	tcase_add_loop_test(tcase, page_again, 0, 2);
	tcase_add_test(tcase, dropped_by_a_fill);
	tcase_add_test(tcase, page_beside_its_pointer);
	tcase_add_loop_test(tcase, write_of_cr3, 0, 2);
	tcase_add_test(tcase, both_are_there);
	tcase_add_loop_test(tcase, large_serves, 0, 2);
	tcase_add_test(tcase, neither_serves);
	tcase_add_test(tcase, small_keeps_large_from_it);
	tcase_add_test(tcase, pointer_of_another_region);
	tcase_add_loop_test(tcase, perhaps_global, 0, 4);
	tcase_add_loop_test(tcase, either_may_serve, 0, 3);
	tcase_add_test(tcase, refill_into_a_free_slot);
	tcase_add_loop_test(tcase, refill_without_an_update, 0, MONITOR_RECENT);
	tcase_add_test(tcase, refill_of_a_memory_type);
	return suite_run(suite);
}
