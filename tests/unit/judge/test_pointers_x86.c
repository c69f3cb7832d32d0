/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks that begin behind pointers, on x86, shown to the judge on pins made by hand
 * (rtl/contract/tlb.md, "What the manuals allow of pointers"): accessed ones, and the rights that
 * they give.
 */
#include <check.h>

#include "suite.h"
#include "x86_pointers_fixture.h"

START_TEST(skipped)
{
	may_skip(0, 0);
	may_skip(_i, 0x1000);
	may_skip(_i < 3 ? _i : 2, MIB2);
	may_skip(1, GIB);
}
END_TEST

/* ---- Accessed ---- */

/* A is not set in it, and a walk that faults sets none. */
START_TEST(not_accessed)
{
	image_write(image, PD << 12, 8, POINTER(PT) & ~UINT64_C(0x20));
	ask(0, false);
	ck_assert_ptr_null(read_pte(PML4 << 12));
	ck_assert_ptr_null(read_pte(PDPT << 12));
	ck_assert_ptr_null(read_pte(PD << 12));
	image_drop(image, PT);
	ck_assert_ptr_null(read_pte(PT << 12));
	show_answer(0, FAULT_ACCESS);
	agrees();
	taken();
	if (_i == 2) {
		may_skip(_i, MIB2);
		return;
	}
	ck_assert_ptr_nonnull(answered_behind(3, 0x1000, false, 0, FAULT_ACCESS, 0));
}
END_TEST

/* The update sets it, if it comes to be. */
START_TEST(accessed_by_an_update)
{
	uint64_t old = POINTER(PT) & ~UINT64_C(0x20);

	image_write(image, PD << 12, 8, old);
	ask(0, false);
	for (int turn = 0; turn < 1 + (_i == 1); turn++) {
		ck_assert_ptr_null(read_pte(PML4 << 12));
		ck_assert_ptr_null(read_pte(PDPT << 12));
		ck_assert_ptr_null(read_pte(PD << 12));
		ck_assert_ptr_null(read_pte(PT << 12));
		out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
		out.mem_req_addr = PD << 12;
		out.mem_req_expect = old;
		out.mem_req_data = old | 0x20;
		swap(_i == 2, _i == 1);
	}
	if (_i == 1) {
		ck_assert_ptr_null(read_pte(PT << 12));
		show_answer(0x1000000, 0);
		refuses("PTE read 1 at 94000: the oracle reads 90000");
		return;
	}
	show_answer(_i ? 0 : 0x1000000, _i ? FAULT_ACCESS : 0);
	agrees();
	taken();
	if (_i)
		may_not_skip(3, 0x1000);
	else
		may_skip(3, 0x1000);
}
END_TEST

/* ---- Rights ---- */

/* Those of a skipped pointer count: a page of which the PDPTE is not writable. */
START_TEST(rights_of_skipped_pointers)
{
	image_write(image, PDPT << 12, 8, POINTER(PD) & ~UINT64_C(2));
	may_skip(0, 0);
	if (_i == 0)
		ck_assert_ptr_null(answered_behind(3, 0x1000, true, 0, FAULT_PAGE, 3));
	else if (_i == 1)
		ck_assert_ptr_nonnull(answered_behind(3, 0x1000, true, 0x1001000, 0, 0));
	else {
		may_skip(3, 0x1000);
		ask(0x1000, true);
		show_answer(0x1001000, 0);
		refuses("does not allow the access");
	}
}
END_TEST

/* Pointers of which one is writable, supervisor's or executable, or not: nobody knows. */
static void fill_doubtfully(uint64_t bit)
{
	may_skip(0, 0);
	image_write(image, PD << 12, 8, POINTER(PT) ^ bit);
	may_skip(2, 0x2000);
	may_skip(3, 0x1000);
}

START_TEST(perhaps_writable)
{
	fill_doubtfully(2);
	if (_i) {
		ask(0x1000, false);
		show_answer(0x1001000, 0);
		agrees();
		taken();
	}
	if (_i == 2) {
		ck_assert_ptr_null(answered_behind(3, 0x1000, true, 0, FAULT_PAGE, 3));
		return;
	}
	ask(0x1000, true);
	show_answer(0x1001000, 0);
	agrees();
}
END_TEST

/* Whichever of them it is. */
START_TEST(doubt_at_each_level)
{
	static const uint64_t tables[] = {PML4, PDPT, PD}, next[] = {PDPT, PD, PT};

	image_write(image, tables[_i] << 12, 8, POINTER(next[_i]) ^ 2);
	may_skip(0, 0);
	image_write(image, tables[_i] << 12, 8, POINTER(next[_i]));
	may_skip(0, 0x2000);
	may_skip(3, 0x1000);
	ask(0x1000, true);
	show_answer(0x1001000, 0);
	agrees();
}
END_TEST

static void user_asks(uint64_t va)
{
	in.data_req_valid = 1;
	in.data_req_va = va;
	in.data_req_priv = PRIV_U;
	in.data_req_store = 0;
	agrees();
	in.data_req_valid = 0;
}

/* A bit that decides nothing raises no doubt: then the entry is there, and nobody may walk. */
START_TEST(perhaps_of_users)
{
	fill_doubtfully(_i ? 8 : 4);
	if (_i) {
		user_asks(0x1000);
		ck_assert_ptr_nonnull(read_pte((PT << 12) + 8));
		return;
	}
	user_asks(0x1000);
	show_answer(0x1001000, 0);
	agrees();
}
END_TEST

/* It is not global for that: a fence of its PCID drops it. */
START_TEST(doubt_of_x86)
{
	in.pcide = 1;
	cr3(PML4 << 12 | 5);
	fill_doubtfully(_i ? UINT64_C(1) << 63 : 2);
	fence(false, 0, true, 5);
	ask(0x1000, false);
	show_answer(0x1001000, 0);
	refuses("its entry was dropped by the fence");
}
END_TEST

/* Executable or not: a load finds it either way, and may walk. */
START_TEST(perhaps_executable)
{
	fill_doubtfully(UINT64_C(1) << 63);
	may_skip(3, 0x1000);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pointers_x86");
	TCase *tcase = tcase_create("pointers_x86");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_tables, end);
	tcase_add_loop_test(tcase, skipped, 1, 4);
	tcase_add_loop_test(tcase, not_accessed, 2, 4);
	tcase_add_loop_test(tcase, accessed_by_an_update, 0, 3);
	tcase_add_loop_test(tcase, rights_of_skipped_pointers, 0, 3);
	tcase_add_loop_test(tcase, perhaps_writable, 0, 3);
	tcase_add_loop_test(tcase, doubt_at_each_level, 0, 3);
	tcase_add_loop_test(tcase, perhaps_of_users, 0, 2);
	tcase_add_loop_test(tcase, doubt_of_x86, 0, 2);
	tcase_add_test(tcase, perhaps_executable);

	return suite_run(suite);
}
