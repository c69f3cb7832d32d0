/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge, on pins made by hand: answers from PTEs that have changed since, legal until a fence.
 */
#include <check.h>

#include "scoreboard_fixture.h"
#include "suite.h"

static void ptbr_rv32(uint64_t satp)
{
	write_ptbr(REGIME_RV32, satp);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, satp));
}

static void fence(bool by_va, uint64_t va, bool by_asid, uint64_t asid)
{
	in.fence_valid = out.fence_ready = 1;
	in.fence_by_va = by_va;
	in.fence_va = va;
	in.fence_by_asid = by_asid;
	in.fence_asid = asid;
	agrees();
	in.fence_valid = 0;
}

/* Fills nothing, for there is no MMU: only the judge's memory of time counts. */
static void change_leaf(uint64_t n, uint64_t pte)
{
	image_set_time(image, now);
	ck_assert(image_write(image, LEAF(n), 8, pte));
}

/* A walk of page 0 that ends well: from now on an entry may be there. */
static void filled(void)
{
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
	taken();
}

START_TEST(stale_until_the_fence)
{
	filled();
	change_leaf(0, 0x91111 << 10 | RWAD);
	hit_gives(0x123, 0x90000123);
	agrees();
	taken();
	hit_gives(0x123, 0x91111123);
	agrees();
	taken();
	fence(false, 0, false, 0);
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

START_TEST(stale_across_other_fences)
{
	filled();
	change_leaf(0, 0x91111 << 10 | RWAD);
	fence(true, 0x1000, false, 0);
	fence(false, 0, true, 7);
	fence(true, 0x123, true, 7);
	hit_gives(0x123, 0x90000123);
	agrees();
	taken();
	fence(true, 0xfff, false, 0);
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

START_TEST(global_survives_a_fence_by_asid)
{
	filled();
	change_leaf(3, 0x91111 << 10 | RWAD);
	fence(false, 0, true, 0);
	hit_gives(0x3000, 0x90003000);
	agrees();
	taken();
	change_leaf(0, 0x91111 << 10 | RWAD);
	fence(false, 0, true, 0);
	hit_gives(0x000, 0x90000000);
	refuses("answer pa 90000000");
}
END_TEST

/* RV32 looks at 32 bits of an address; a fence under RV64 at all of them (F1). */
START_TEST(fence_of_the_other_regime)
{
	const uint64_t root[] = {0x80021 << 10 | 1}, leaf[] = {0x90000 << 10 | RWAD};
	const uint64_t va = UINT64_C(0x3000000123);

	image_page(image, 0x80020, root, 1, 4);
	image_page(image, 0x80021, leaf, 1, 4);
	ptbr_rv32(0x80080020);
	ask(va, false);
	for (unsigned int level = 0; level < 2; level++) {
		out.mem_req_valid = 1;
		out.mem_req_wide = 0;
		out.mem_req_addr = (0x80020 + level) << 12;
		agrees();
		out.mem_req_valid = 0;
		in.mem_rsp_valid = 1;
		in.mem_rsp_data = level ? leaf[0] : root[0];
		agrees();
		in.mem_rsp_valid = 0;
	}
	show_answer(0x90000123, 0);
	agrees();
	taken();
	image_set_time(image, now);
	image_write(image, UINT64_C(0x80021000), 4, 0);
	ptbr(0);
	fence(true, va, false, 0);
	ptbr_rv32(0x80080020);
	hit_gives(va, 0x90000123);
	agrees();
}
END_TEST

START_TEST(stale_root)
{
	const uint64_t empty = 0;

	filled();
	image_page(image, 0x80010, &empty, 1, 8);
	ptbr(SV39 | 0x80010);
	hit_gives(0x123, 0x90000123); /* the same ASID: legal until a fence */
	agrees();
	taken();
	ptbr(SV39 | UINT64_C(3) << 44 | 0x80010);
	hit_gives(0x3000, 0x90003000); /* global: legal too */
	agrees();
	taken();
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

START_TEST(fence_restarts_a_walk)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	fence(false, 0, false, 0);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
	ck_assert_uint_eq(scoreboard_counts(board)->restarts, 1);
}
END_TEST

START_TEST(fence_that_does_not_restart_a_walk)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	fence(false, 0, false, 0);
	ck_assert_ptr_null(read_pte(TABLE << 12));
	ck_assert_ptr_null(read_pte(LEAF(0)));
	show_answer(0x90000123, 0);
	refuses("PTE read 1");
}
END_TEST

/* The second fence finds the walk begun anew, its first read not accepted yet: that read is wasted,
 * too. */
START_TEST(fence_over_a_read_not_accepted)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	fence(false, 0, false, 0);
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	fence(false, 0, false, 0);
	in.mem_req_ready = 1;
	ck_assert_ptr_null(read_pte(ROOT << 12));
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
}
END_TEST

/* The request keeps its satp: after the fence it still fills an entry under the old one. */
START_TEST(filled_under_a_satp_replaced_meanwhile)
{
	const uint64_t empty = 0;

	image_page(image, 0x80010, &empty, 1, 8);
	ask(0x3000, false);
	ptbr(SV39 | UINT64_C(3) << 44 | 0x80010);
	fence(false, 0, false, 0);
	walk(LEAF(3));
	show_answer(0x90003000, 0);
	agrees();
	taken();
	hit_gives(0x3008, 0x90003008); /* global */
	agrees();
}
END_TEST

/* One entry of 64 KiB serves all its 16 pages, whatever their own PTEs say. */
START_TEST(napot_serves_its_neighbours)
{
	const uint64_t napot = UINT64_C(1) << 63 | 0x98008 << 10 | RWAD;

	ck_assert(image_write(image, LEAF(16), 8, napot));
	ask(0x10004, false);
	walk(LEAF(16));
	show_answer(0x98000004, 0);
	out.data_rsp_size = 16;
	agrees();
	taken();
	hit_gives(0x1f004, 0x9800f004);
	out.data_rsp_size = 16;
	agrees();
	taken();
	hit_gives(0x20004, 0x98000004);
	out.data_rsp_size = 16;
	refuses("answer pa 98000004");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_stale");
	TCase *tcase = tcase_create("scoreboard_stale");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, stale_until_the_fence);
	tcase_add_test(tcase, stale_across_other_fences);
	tcase_add_test(tcase, global_survives_a_fence_by_asid);
	tcase_add_test(tcase, fence_of_the_other_regime);
	tcase_add_test(tcase, stale_root);
	tcase_add_test(tcase, fence_restarts_a_walk);
	tcase_add_test(tcase, fence_that_does_not_restart_a_walk);
	tcase_add_test(tcase, fence_over_a_read_not_accepted);
	tcase_add_test(tcase, filled_under_a_satp_replaced_meanwhile);
	tcase_add_test(tcase, napot_serves_its_neighbours);

	return suite_run(suite);
}
