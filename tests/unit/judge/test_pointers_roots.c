/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks that begin behind pointers, on RISC-V, shown to the judge on pins made by hand
 * (rtl/contract/tlb.md, "What the manuals allow of pointers"): those of other roots, address
 * spaces and modes.
 */
#include <check.h>

#include "pointers_fixture.h"
#include "suite.h"

/* A new root under the ASID: the old tree may be walked until it is fenced, and the new one. */
START_TEST(root_replaced)
{
	make_tree_2(0, 0);
	ptbr(SV39 | ASID(3) | ROOT_2);
	ck_assert_ptr_null(page_4_of_tree_2(0));
	fence(true, 0x4000, false, 0);
	ptbr(SV39 | ASID(3) | ROOT);
	if (_i == 1)
		fence(false, 0, true, 3);
	if (_i == 2)
		may_not_skip(2, 4);
	else if (_i)
		ck_assert_ptr_nonnull(page_4_of_tree_2(2));
	else
		ck_assert_ptr_null(page_4_of_tree_2(2));
}
END_TEST

/* A walk that begins as soon as it may behind the fence is one from that root. */
START_TEST(root_walked_at_once)
{
	make_tree_2(0, 0);
	ptbr(SV39 | ASID(3) | ROOT_2);
	fence(false, 0, true, 3);
	ck_assert_ptr_null(page_4_of_tree_2(0));
	fence(true, 0x4000, false, 0);
	ptbr(SV39 | ASID(3) | ROOT);
	ck_assert_ptr_null(page_4_of_tree_2(2));
}
END_TEST

/* Though what it leads to was read again since, from elsewhere. */
START_TEST(root_named)
{
	const uint64_t root[] = {TABLE_2 << 10 | 1, TABLE_2 << 10 | 1};

	make_tree_2(0, 0);
	image_page(image, ROOT, root, 2, 8);
	ptbr(SV39 | ASID(3) | ROOT_2);
	ck_assert_ptr_null(page_4_of_tree_2(0));
	fence(false, 0, true, 3);
	ptbr(SV39 | ASID(3) | ROOT);
	ck_assert_ptr_nonnull(page_4_of_tree_2(1));
}
END_TEST

START_TEST(another_address_space)
{
	make_tree_2(_i == 1 ? 0x20 : 0, _i == 2 ? 0x20 : 0);
	ptbr(SV39 | ASID(3) | ROOT_2);
	ck_assert_ptr_null(page_4_of_tree_2(0));
	fence(true, 0x4000, false, 0);
	ptbr(SV39 | ASID(4) | ROOT);
	if (_i)
		ck_assert_ptr_null(page_4_of_tree_2(2));
	else
		ck_assert_ptr_nonnull(page_4_of_tree_2(2));
}
END_TEST

/* The global pointer is not among those skipped. */
START_TEST(another_address_space_above_a_global_pointer)
{
	make_tree_2(0, 0x20);
	ptbr(SV39 | ASID(3) | ROOT_2);
	ck_assert_ptr_null(page_4_of_tree_2(0));
	fence(true, 0x4000, false, 0);
	ptbr(SV39 | ASID(4) | ROOT);
	ck_assert_ptr_nonnull(page_4_of_tree_2(1));
}
END_TEST

/* Back under the first ASID its tree is known. */
START_TEST(there_and_back)
{
	ptbr(SV39 | ASID(3) | ROOT);
	filled(0, 0x90000000);
	ptbr(SV39 | ASID(4) | ROOT);
	may_skip(0, 5);
	fence(false, 0, true, _i ? 3 : 4);
	ptbr(SV39 | ASID(3) | ROOT);
	if (_i)
		may_not_skip(2, 4);
	else
		may_skip(2, 4);
}
END_TEST

/*
 * From the root of the request itself pointers lead, whoever read them. No walk has gone from there
 * since the fence, and this one ends with its first read, which memory has not taken.
 */
START_TEST(own_root)
{
	ptbr(SV39 | ASID(3) | ROOT);
	filled(0, 0x90000000);
	fence(false, 0, true, 3);
	ptbr(SV39 | ASID(4) | ROOT);
	may_skip(0, 5);
	ptbr(SV39 | ASID(3) | ROOT);
	ask(0x4000, false);
	ck_assert_ptr_null(misses());
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = LEAF(4);
	fence(false, 0, false, 0);
}
END_TEST

/*
 * Reset forgets the roots, and no walk has gone from this one since. Its pointer has been read
 * since, as one of level 1 below the other root.
 */
START_TEST(root_before_reset)
{
	const struct reads reads = {3, {ROOT << 12, ROOT_2 << 12, (TABLE_2 << 12) + 32}};

	make_tree_2(0, 0);
	image_write(image, ROOT << 12, 8, ROOT_2 << 10 | 1);
	image_write(image, (TABLE_2 << 12) + 32, 8, UINT64_C(0x90004) << 10 | RWAD);
	ptbr(SV39 | ASID(3) | ROOT_2);
	ck_assert_ptr_null(page_4_of_tree_2(0));
	if (_i) {
		in.rst = 1;
		agrees();
		in.rst = 0;
	}
	ptbr(SV39 | ASID(3) | ROOT);
	fence(true, 0x4000, false, 0);
	ck_assert_ptr_null(walk_behind(&reads, 0, 0x4000, 0x90004000, FAULT_NONE));
	fence(true, 0x4000, false, 0);
	if (_i)
		ck_assert_ptr_nonnull(page_4_of_tree_2(1));
	else
		ck_assert_ptr_null(page_4_of_tree_2(1));
}
END_TEST

/* In another mode the same pointers are others. */
START_TEST(another_mode)
{
	const struct reads reads = {1, {LEAF(4)}};

	filled(0, 0x90000000);
	ptbr(UINT64_C(9) << 60 | UINT64_C(0x80020));
	ck_assert_ptr_nonnull(walk_behind(&reads, 0, 0x4000, 0x90004000, FAULT_NONE));
}
END_TEST

/* Many roots, each with a walk. */
START_TEST(many_roots)
{
	make_tree_2(0, 0);
	for (uint64_t n = 0; n < 30; n++) {
		uint64_t root = TABLE_2 << 10 | 1;

		image_page(image, 0x81000 + n, &root, 1, 8);
		ptbr(SV39 | ASID(n + 1) | (0x81000 + n));
		ck_assert_ptr_null(walk_behind(
			&(struct reads){
				3, {(0x81000 + n) << 12, TABLE_2 << 12, (LEAVES_2 << 12) + 32}},
			0, 0x4000, 0x90004000, FAULT_NONE));
	}
	fence(true, 0x4000, false, 0);
	ptbr(SV39 | ASID(_i) | ROOT);
	if (_i && _i <= 30)
		ck_assert_ptr_null(page_4_of_tree_2(2));
	else
		ck_assert_ptr_nonnull(page_4_of_tree_2(2));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pointers_roots");
	TCase *tcase = tcase_create("pointers_roots");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_pointers, end);
	tcase_add_loop_test(tcase, root_replaced, 0, 3);
	tcase_add_test(tcase, root_walked_at_once);
	tcase_add_test(tcase, root_named);
	tcase_add_loop_test(tcase, another_address_space, 0, 3);
	tcase_add_test(tcase, another_address_space_above_a_global_pointer);
	tcase_add_loop_test(tcase, there_and_back, 0, 2);
	tcase_add_test(tcase, own_root);
	tcase_add_loop_test(tcase, root_before_reset, 0, 2);
	tcase_add_test(tcase, another_mode);
	tcase_add_loop_test(tcase, many_roots, 0, 1);
	tcase_add_loop_test(tcase, many_roots, 29, 32);

	return suite_run(suite);
}
