/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge, on pins made by hand: what a hit may answer from, whatever memory and the base
 * register hold by then (rtl/contract, tlb-7).
 */
#include <check.h>

#include "fills_fixture.h"
#include "suite.h"

static void ptbr_rv32(uint64_t satp)
{
	write_ptbr(REGIME_RV32, satp);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, satp));
}

/* ---- Stale PTEs ---- */

START_TEST(stale_until_the_fence)
{
	filled(0, 0x90000000);
	change_leaf(0, 0x91111 << 10 | RWAD);
	hits(0);
	ck_assert_uint_eq(scoreboard_stale(board), 1);
	fence(false, 0, false, 0);
	may_not_hit(0ul, "dropped by the fence of cycle");
}
END_TEST

/* What memory holds by now is no excuse: it was never read. */
START_TEST(new_value_without_a_walk)
{
	filled(0, 0x90000000);
	change_leaf(0, 0x91111 << 10 | RWAD);
	hit_gives(0x123, 0x91111123);
	refuses("is pa 90000123");
}
END_TEST

START_TEST(stale_across_other_fences)
{
	filled(0, 0x90000000);
	change_leaf(0, 0x91111 << 10 | RWAD);
	fence(true, 0x1000, false, 0);
	fence(false, 0, true, 7);
	fence(true, 0x123, true, 7);
	hits(0);
	fence(true, 0xfff, false, 0);
	may_not_hit(0ul, "dropped by the fence of cycle");
}
END_TEST

START_TEST(fence_by_both)
{
	filled(0, 0x90000000);
	fence(true, 0x123, true, 0);
	may_not_hit(0ul, "dropped by the fence of cycle");
}
END_TEST

START_TEST(global_survives_a_fence_by_asid)
{
	filled(0, 0x90000000);
	filled(3, 0x90003000);
	fence(false, 0, true, 0);
	hits(3);
	in.fence_keep_global = 1;
	fence(true, 0x3000, false, 0);
	hits(3);
	in.fence_keep_global = 0;
	fence(true, 0x3000, false, 0);
	may_not_hit(3ul, "dropped by the fence of cycle");
}
END_TEST

/* A page of 2 MiB, at 2 MiB: by an address anywhere in it. */
START_TEST(fence_inside_a_superpage)
{
	const uint64_t table[] = {LEAVES << 10 | 1, 0x90200 << 10 | RWAD};

	image_page(image, TABLE, table, 2, 8);
	for (uint64_t va = 0x1ff000; va <= 0x3ff000; va += 0x100000) {
		ask(0x212345, false);
		ck_assert_ptr_null(read_pte(ROOT << 12));
		ck_assert_ptr_null(read_pte(TABLE << 12 | 8));
		show_answer(0x90212345, 0);
		out.data_rsp_size = 21;
		agrees();
		taken();
		fence(true, 0x1ff000, false, 0);
		fence(true, 0x400000, false, 0);
		hit_gives(0x3fffff, 0x903fffff);
		out.data_rsp_size = 21;
		agrees();
		taken();
		fence(true, 0x2ff000, false, 0);
		hit_gives(0x3fffff, 0x903fffff);
		out.data_rsp_size = 21;
		refuses("dropped by the fence of cycle");
		taken();
		fence(false, 0, false, 0);
	}
}
END_TEST

/* RV32 looks at 32 bits of an address; a fence under RV64 at all of them (fence-1). */
START_TEST(fence_of_the_other_regime)
{
	const uint64_t root[] = {0x80021 << 10 | 1}, leaf[] = {0x90000 << 10 | RWAD};
	const uint64_t va = UINT64_C(0x3000000123);

	image_page(image, 0x80020, root, 1, 4);
	image_page(image, 0x80021, leaf, 1, 4);
	ptbr_rv32(0x80080020);
	ask(va, false);
	ck_assert_ptr_null(misses());
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
	image_write(image, UINT64_C(0x80021000), 4, 0);
	ptbr(0);
	fence(true, va, false, 0);
	ptbr_rv32(0x80080020);
	hit_gives(va, 0x90000123);
	agrees();
	taken();
	fence(true, 0x123, false, 0);
	hit_gives(va, 0x90000123);
	refuses("dropped by the fence");
}
END_TEST

/* ---- The base register ---- */

/* Under another root of the same ASID the entry may serve until a fence that names it. */
START_TEST(root_replaced)
{
	const uint64_t empty = 0;

	image_page(image, 0x80010, &empty, 1, 8);
	filled(0, 0x90000000);
	ptbr(SV39 | 0x80010);
	hits(0);
	ck_assert_uint_eq(scoreboard_stale(board), 1);
	fence(false, 0, true, 0);
	may_not_hit(0ul, "dropped by the fence of cycle");
}
END_TEST

START_TEST(root_replaced_and_fence_by_va)
{
	const uint64_t empty = 0;

	image_page(image, 0x80010, &empty, 1, 8);
	filled(0, 0x90000000);
	ptbr(SV39 | 0x80010);
	fence(true, 0x800, false, 0);
	may_not_hit(0ul, "dropped by the fence of cycle");
}
END_TEST

START_TEST(root_replaced_and_fence_by_va_on_the_fetch_port)
{
	const uint64_t empty = 0;

	image_page(image, 0x80010, &empty, 1, 8);
	fetch_filled();
	ptbr(SV39 | 0x80010);
	fetch(0x4004);
	show_fetched(0x90004004);
	agrees();
	out.fetch_rsp_valid = 0;
	fence(true, 0x4ffc, false, 0);
	fetch(0x4004);
	show_fetched(0x90004004);
	refuses("dropped by the fence of cycle");
}
END_TEST

START_TEST(asids_are_apart)
{
	filled(0, 0x90000000);
	filled(3, 0x90003000);
	ptbr(SV39 | UINT64_C(0x8000) << 44 | ROOT);
	hits(3); /* global */
	may_not_hit(0ul, "no walk filled an entry");
}
END_TEST

START_TEST(modes_are_apart)
{
	filled(3, 0x90003000);
	ptbr(UINT64_C(9) << 60 | ROOT);
	may_not_hit(3ul, "no walk filled an entry");
}
END_TEST

START_TEST(reset_empties)
{
	filled(0, 0x90000000);
	in.rst = 1;
	agrees();
	in.rst = 0;
	ptbr(SV39 | ROOT);
	may_not_hit(0ul, "no walk filled an entry");
}
END_TEST

/* The request keeps its satp: after the fence it still fills an entry under the old one. */
START_TEST(filled_under_a_satp_replaced_meanwhile)
{
	const uint64_t empty = 0;

	image_page(image, 0x80010, &empty, 1, 8);
	ask(0x3000, false);
	ck_assert_ptr_null(misses());
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	in.mem_req_ready = 0;
	ptbr(SV39 | UINT64_C(3) << 44 | 0x80010);
	fence(false, 0, false, 0);
	in.mem_req_ready = 1;
	ck_assert_ptr_null(read_pte(ROOT << 12)); /* of the walk that the fence cut off */
	walk(LEAF(3));
	show_answer(0x90003000, 0);
	agrees();
	taken();
	hit_gives(0x3008, 0x90003008); /* global */
	agrees();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fills");
	TCase *tcase = tcase_create("fills");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, stale_until_the_fence);
	tcase_add_test(tcase, new_value_without_a_walk);
	tcase_add_test(tcase, stale_across_other_fences);
	tcase_add_test(tcase, fence_by_both);
	tcase_add_test(tcase, global_survives_a_fence_by_asid);
	tcase_add_test(tcase, fence_inside_a_superpage);
	tcase_add_test(tcase, fence_of_the_other_regime);
	tcase_add_test(tcase, root_replaced);
	tcase_add_test(tcase, root_replaced_and_fence_by_va);
	tcase_add_test(tcase, root_replaced_and_fence_by_va_on_the_fetch_port);
	tcase_add_test(tcase, asids_are_apart);
	tcase_add_test(tcase, modes_are_apart);
	tcase_add_test(tcase, reset_empties);
	tcase_add_test(tcase, filled_under_a_satp_replaced_meanwhile);

	return suite_run(suite);
}
