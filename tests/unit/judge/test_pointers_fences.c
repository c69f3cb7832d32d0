/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks that begin behind pointers, on RISC-V, shown to the judge on pins made by hand
 * (rtl/contract/tlb.md, "What the manuals allow of pointers"): behind fences, and resets.
 */
#include <check.h>

#include "pointers_fixture.h"
#include "ports_fixture.h"
#include "suite.h"

struct by {
	bool va, asid, keep_global;
	uint64_t of;   /* the ASID */
	bool names[2]; /* pointers that are not global, and that are */
};

static const struct by fences[] = {
	{false, false, false, 0, {true, true}}, {false, false, true, 0, {true, false}},
	{false, true, false, 3, {true, false}}, {false, true, false, 4, {false, false}},
	{false, true, true, 3, {true, false}},  {true, false, false, 0, {false, false}},
	{true, true, false, 3, {false, false}}, {true, false, true, 0, {false, false}},
};

#define FENCES ((int)(sizeof(fences) / sizeof(fences[0])))

static void fence_by(const struct by *by)
{
	in.fence_keep_global = by->keep_global;
	fence(by->va, 0x4000, by->asid, by->of);
	in.fence_keep_global = 0;
}

START_TEST(fenced)
{
	const struct by *by = &fences[_i / 4];
	bool global = _i & 1;

	if (global)
		image_write(image, (_i & 2 ? TABLE : ROOT) << 12, 8,
			    (_i & 2 ? LEAVES : TABLE) << 10 | 0x21);
	ptbr(SV39 | ASID(3) | ROOT);
	filled(0, 0x90000000);
	fence_by(by);
	if (by->names[global])
		may_not_skip(2, 4);
	else
		may_skip(2, 4);
}
END_TEST

/* That the leaf is global makes the pointers to it no global ones. */
START_TEST(global_leaf)
{
	ptbr(SV39 | ASID(3) | ROOT);
	filled(0, 0x90000000);
	image_write(image, LEAF(4), 8, UINT64_C(0x90004) << 10 | RWAD | 0x20);
	fence_by(&fences[2]);
	may_not_skip(2, 4);
}
END_TEST

/* Behind a fence a walk reads again, and then they may be skipped again. */
START_TEST(read_again)
{
	filled(0, 0x90000000);
	fence(false, 0, false, 0);
	make_page(4);
	may_skip(0, 4);
	may_skip(2, 5);
}
END_TEST

/* One of them was, and the other was not. */
START_TEST(partly_read_again)
{
	ptbr(SV39 | ASID(3) | ROOT);
	filled(0, 0x90000000);
	fence(false, 0, true, 3);
	may_skip(0, 512);
	may_not_skip(2, 4);
}
END_TEST

/* A read that memory took before the fence, or with it, is old whenever it is answered. */
START_TEST(read_over_a_fence)
{
	ask(0, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	out.mem_req_valid = 1;
	out.mem_req_addr = TABLE << 12;
	if (!_i) {
		agrees();
		out.mem_req_valid = 0;
	}
	fence(false, 0, false, 0);
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = LEAVES << 10 | 1;
	agrees();
	in.mem_rsp_valid = 0;
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(LEAF(0)));
	show_answer(0x90000000, 0);
	refuses("PTE read 2 at 80002000: the oracle reads 80001000");
}
END_TEST

/*
 * Memory takes the read of the root's entry in the cycle of a fence by ASID, or in the one before:
 * of the first such fence, or of the second. The walk that begins anew may not skip it.
 */
START_TEST(read_over_a_fence_by_asid)
{
	ptbr(SV39 | ASID(3) | ROOT);
	if (_i & 2)
		fence(false, 0, true, 3);
	ask(0, false);
	ck_assert_ptr_null(misses());
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	if (!(_i & 1)) {
		agrees();
		out.mem_req_valid = 0;
	}
	fence(false, 0, true, 3);
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = TABLE << 10 | 1;
	agrees();
	in.mem_rsp_valid = 0;
	ck_assert_ptr_null(read_pte(TABLE << 12));
	ck_assert_ptr_null(read_pte(LEAF(0)));
	show_answer(0x90000000, 0);
	refuses("PTE read 1 at 80001000: the oracle reads 80000000");
}
END_TEST

/* A walk that a fence cuts off could skip what the fence names. */
START_TEST(cut_off)
{
	filled(0, 0x90000000);
	ask(0x4000, false);
	ck_assert_ptr_null(misses());
	if (_i) {
		in.mem_req_ready = 0;
		out.mem_req_valid = out.mem_req_wide = 1;
		out.mem_req_addr = LEAF(4);
		agrees();
		fence(false, 0, false, 0);
		fence(false, 0, false, 0);
		in.mem_req_ready = 1;
		ck_assert_ptr_null(read_pte(LEAF(4)));
	} else {
		ck_assert_ptr_null(read_pte(LEAF(4)));
		fence(false, 0, false, 0);
	}
	walk(LEAF(4));
	show_answer(0x90004000, 0);
	agrees();
}
END_TEST

/*
 * The root's entry, which memory takes in the cycle of the fence, or behind it: of the first such
 * fence, or of the second. Nothing was read before.
 */
START_TEST(first_read_and_fence)
{
	const struct by *by = &fences[_i / 4];
	bool behind = _i & 1;

	ptbr(SV39 | ASID(3) | ROOT);
	if (_i & 2)
		fence_by(by);
	ask(0x4000, false);
	ck_assert_ptr_null(misses());
	in.mem_req_ready = !behind;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	fence_by(by);
	in.mem_req_ready = 1;
	if (behind)
		agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = TABLE << 10 | 1;
	agrees();
	in.mem_rsp_valid = 0;
	ck_assert_ptr_null(read_pte(TABLE << 12));
	ck_assert_ptr_null(read_pte(LEAF(4)));
	show_answer(0x90004000, 0);
	if (behind || !by->names[0])
		agrees();
	else
		refuses("PTE read 1 at 80001000: the oracle reads 80000000");
}
END_TEST

START_TEST(cut_off_of_the_fetch_port)
{
	image_write(image, LEAF(4), 8, ALL);
	filled(0, 0x90000000);
	request(PORT_FETCH, 0x4123, PRIV_U);
	out.mem_req_fetch = 1;
	ck_assert_ptr_null(read_pte(LEAF(4)));
	fence_all();
	walk_for(PORT_FETCH, LEAF(4));
	answer(PORT_FETCH, 0x90004123, 0);
	agrees();
}
END_TEST

START_TEST(cut_off_and_skipped_again)
{
	filled(0, 0x90000000);
	ask(0x4000, false);
	ck_assert_ptr_null(read_pte(LEAF(4)));
	fence(_i, 0x4000, false, 0);
	ck_assert_ptr_null(read_pte(LEAF(4)));
	show_answer(0x90004000, 0);
	if (_i)
		agrees();
	else
		refuses("PTE read 1 at 80002020: the oracle reads 80000000");
}
END_TEST

/* What is cut off is judged by the fence, and what comes behind it by its own. */
START_TEST(wrong_before_a_fence)
{
	filled(0, 0x90000000);
	ask(0x4000, false);
	ck_assert_ptr_null(misses());
	in.mem_req_ready = !_i;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = LEAF(4) + (1 << 20);
	agrees();
	out.mem_req_valid = _i;
	in.fence_valid = out.fence_ready = 1;
	refuses("PTE read 1 at 80102020: the oracle reads 80000000");
}
END_TEST

/* A walk of more reads than there may be, and another one on the pins. */
START_TEST(endless_before_a_fence)
{
	filled(0, 0x90000000);
	ask(0x4000, false);
	for (unsigned int n = 0; n < ORACLE_MAX_READS; n++)
		ck_assert_ptr_null(read_pte(LEAF(n)));
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	in.fence_valid = out.fence_ready = 1;
	refuses("PTE read 1 at 80002000: the oracle reads 80000000");
}
END_TEST

START_TEST(wrong_behind_a_fence)
{
	filled(0, 0x90000000);
	ask(0x4000, false);
	ck_assert_ptr_null(read_pte(LEAF(4)));
	fence(true, 0x4000, false, 0);
	ck_assert_ptr_null(read_pte(LEAF(5)));
	in.fence_valid = 1;
	if (_i)
		refuses("PTE read 1 at 80002028: the oracle reads 80000000");
	in.fence_valid = 0;
	show_answer(0x90004000, 0);
	if (!_i)
		refuses("PTE read 1 at 80002028: the oracle reads 80000000");
}
END_TEST

/* Nothing of the last request is left for the next. */
START_TEST(fence_with_the_answer)
{
	filled(0, 0x90000000);
	ask(0x4000, false);
	ck_assert_ptr_null(read_pte(LEAF(4)));
	fence(true, 0, false, 0);
	ck_assert_ptr_null(read_pte(LEAF(4)));
	show_answer(0x90004000, 0);
	agrees();
	taken();
	ask(0x1000, true);
	ck_assert_ptr_null(read_pte(LEAF(2)));
	in.fence_valid = 1;
	refuses("PTE read 1 at 80002010: the oracle reads 80000000");
}
END_TEST

START_TEST(reset)
{
	filled(0, 0x90000000);
	if (_i) {
		ask(0x1000, false);
		ck_assert_ptr_null(read_pte(ROOT << 12));
	}
	in.rst = 1;
	agrees();
	in.rst = 0;
	ptbr(SV39 | ROOT);
	may_not_skip(2, 4);
}
END_TEST

/* What memory answers behind a reset is nobody's. */
START_TEST(answer_over_a_reset)
{
	filled(0, 0x90000000);
	in.rst = 1;
	agrees();
	in.rst = 0;
	ptbr(SV39 | ROOT);
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = LEAVES << 10 | 1;
	agrees();
	in.mem_rsp_valid = 0;
	ask(0x4000, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(LEAF(4)));
	show_answer(0x90004000, 0);
	refuses("PTE read 2 at 80002020: the oracle reads 80001000");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pointers_fences");
	TCase *tcase = tcase_create("pointers_fences");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_pointers, end);
	tcase_add_loop_test(tcase, fenced, 0, 4 * FENCES);
	tcase_add_test(tcase, global_leaf);
	tcase_add_test(tcase, read_again);
	tcase_add_test(tcase, partly_read_again);
	tcase_add_loop_test(tcase, read_over_a_fence, 0, 2);
	tcase_add_loop_test(tcase, read_over_a_fence_by_asid, 0, 4);
	tcase_add_loop_test(tcase, cut_off, 0, 2);
	tcase_add_loop_test(tcase, first_read_and_fence, 0, 4 * FENCES);
	tcase_add_test(tcase, cut_off_of_the_fetch_port);
	tcase_add_loop_test(tcase, cut_off_and_skipped_again, 0, 2);
	tcase_add_loop_test(tcase, wrong_before_a_fence, 0, 2);
	tcase_add_test(tcase, endless_before_a_fence);
	tcase_add_loop_test(tcase, wrong_behind_a_fence, 0, 2);
	tcase_add_test(tcase, fence_with_the_answer);
	tcase_add_loop_test(tcase, reset, 0, 2);
	tcase_add_test(tcase, answer_over_a_reset);

	return suite_run(suite);
}
