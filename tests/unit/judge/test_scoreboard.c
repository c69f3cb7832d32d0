/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge, on pins made by hand: walks, hits and updates, what it accepts, and that it refuses
 * each thing that an MMU could do wrong.
 */
#include <check.h>

#include "scoreboard_fixture.h"
#include "suite.h"

/* The compare-and-swap that a store to page 1 needs. */
static void show_swap(void)
{
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = LEAF(1);
	out.mem_req_expect = 0x90001 << 10 | 0x47;
	out.mem_req_data = 0x90001 << 10 | 0xc7;
}

START_TEST(right_walk)
{
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
}
END_TEST

START_TEST(right_hit)
{
	filled(0, 0x90000000);
	ask(0x123, true);
	show_answer(0x90000123, 0);
	agrees();
	taken();
	agrees();
}
END_TEST

START_TEST(wrong_address)
{
	filled(0, 0x90000000);
	ask(0x123, false);
	show_answer(0x90001123, 0);
	refuses("answer pa 90001123");
}
END_TEST

START_TEST(wrong_tag)
{
	filled(0, 0x90000000);
	ask(0x123, false);
	show_answer(0x90000123, 0);
	out.data_rsp_tag = 6;
	refuses("tag 6");
}
END_TEST

START_TEST(fault_without_a_walk)
{
	ask(0x2000, false);
	show_answer(0, FAULT_PAGE);
	refuses("a fault without a walk");
}
END_TEST

START_TEST(hit_where_an_update_is_due)
{
	filled(1, 0x90001000);
	ask(0x1000, true);
	show_answer(0x90001000, 0);
	refuses("does not allow the access");
}
END_TEST

START_TEST(right_update)
{
	ask(0x1000, true);
	walk(LEAF(1));
	update(LEAF(1), 0x90001 << 10 | 0x47, 0x90001 << 10 | 0xc7);
	show_answer(0x90001000, 0);
	agrees();
}
END_TEST

START_TEST(update_left_out)
{
	ask(0x1000, true);
	walk(LEAF(1));
	show_answer(0x90001000, 0);
	refuses("no A/D update");
}
END_TEST

START_TEST(update_without_need)
{
	ask(0x1000, false);
	walk(LEAF(1));
	update(LEAF(1), 0x90001 << 10 | 0x47, 0x90001 << 10 | 0xc7);
	show_answer(0x90001000, 0);
	refuses("the oracle makes none");
}
END_TEST

START_TEST(wrong_update)
{
	ask(0x1000, true);
	walk(LEAF(1));
	update(LEAF(1), 0x90001 << 10 | 0x47, 0x90001 << 10 | 0x87);
	show_answer(0x90001000, 0);
	refuses("A/D update of");
}
END_TEST

START_TEST(wrong_read)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte((TABLE << 12) + 8));
	show_answer(0x90000123, 0);
	refuses("PTE read 2");
}
END_TEST

START_TEST(walk_too_short)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	show_answer(0x90000123, 0);
	refuses("ends after 1 PTE reads");
}
END_TEST

START_TEST(narrow_read)
{
	ask(0x123, false);
	ck_assert_ptr_null(misses());
	out.mem_req_valid = 1;
	out.mem_req_wide = 0;
	out.mem_req_addr = ROOT << 12;
	refuses("a PTE access of 4 bytes");
}
END_TEST

START_TEST(read_for_nobody)
{
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses("for a port that waits for none");
}
END_TEST

START_TEST(answer_for_nobody)
{
	show_answer(0x90000123, 0);
	refuses("nobody asked for");
}
END_TEST

START_TEST(answer_twice)
{
	filled(0, 0x90000000);
	ask(0x123, false);
	show_answer(0x90000123, 0);
	agrees();
	refuses("nobody asked for");
}
END_TEST

START_TEST(answer_that_waits_is_one)
{
	filled(0, 0x90000000);
	ask(0x123, false);
	in.data_rsp_ready = 0;
	out.data_req_ready = 0;
	show_answer(0x90000123, 0);
	agrees();
	agrees();
	in.data_rsp_ready = 1;
	agrees();
}
END_TEST

START_TEST(answer_that_changes)
{
	filled(0, 0x90000000);
	ask(0x123, false);
	in.data_rsp_ready = 0;
	out.data_req_ready = 0;
	show_answer(0x90000123, 0);
	agrees();
	out.data_rsp_pa = 0x90000124;
	refuses("changes while it waits");
}
END_TEST

START_TEST(answer_that_goes)
{
	filled(0, 0x90000000);
	ask(0x123, false);
	in.data_rsp_ready = 0;
	out.data_req_ready = 0;
	show_answer(0x90000123, 0);
	agrees();
	taken();
	refuses("goes before it is taken");
}
END_TEST

START_TEST(request_beside_a_fence)
{
	in.fence_valid = 1;
	in.data_req_valid = 1;
	refuses("beside a fence");
}
END_TEST

/* The answer before it stands, and would be lost. */
START_TEST(request_over_an_answer)
{
	filled(0, 0x90000000);
	ask(0x123, false);
	in.data_rsp_ready = 0;
	show_answer(0x90000123, 0);
	in.data_req_valid = 1;
	refuses("before the last answer was taken");
}
END_TEST

/* The first one of the port, a cycle later. */
START_TEST(request_over_the_first_answer)
{
	ask(0x123, false);
	walk(LEAF(0));
	in.data_rsp_ready = 0;
	show_answer(0x90000123, 0);
	agrees();
	in.data_req_valid = 1;
	refuses("before the last answer was taken");
}
END_TEST

START_TEST(fence_over_an_update)
{
	ask(0x1123, true);
	walk(LEAF(1));
	show_swap();
	agrees();
	out.mem_req_valid = out.mem_req_cas = 0;
	in.fence_valid = out.fence_ready = 1;
	refuses("a fence accepted while an A/D update is made");
}
END_TEST

START_TEST(fence_with_an_update)
{
	ask(0x1123, true);
	walk(LEAF(1));
	show_swap();
	in.mem_req_ready = 0;
	in.fence_valid = out.fence_ready = 1;
	refuses("a fence accepted while an A/D update is made");
}
END_TEST

START_TEST(fence_over_a_load_of_pdptes)
{
	in.pg = in.pae = 1;
	write_ptbr(REGIME_X86_32, 0x80004000);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_id = MEM_ID_LOAD;
	out.mem_req_addr = 0x80004000;
	in.fence_valid = out.fence_ready = 1;
	refuses("a fence accepted while PDPTEs are loaded");
}
END_TEST

/* An update before anything was read, as of a hit. */
START_TEST(update_without_a_walk)
{
	filled(0, 0x90000000);
	ask(0x123, true);
	ck_assert_ptr_null(misses());
	update(LEAF(0), 0x90000 << 10 | RWAD, 0);
	refuses("the oracle makes none there");
}
END_TEST

/* A page table is its own: the PTE that is updated was read before, and held another value. */
START_TEST(update_of_what_changed_in_the_walk)
{
	const uint64_t pointer = ROOT << 10 | 1, leaf = 0x90000 << 10 | 0x07;

	image_write(image, ROOT << 12, 8, pointer);
	ask(0x123, true);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(ROOT << 12));
	image_write(image, ROOT << 12, 8, leaf);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	update(ROOT << 12, leaf, leaf | 0xc0);
	show_answer(0x90000123, 0);
	agrees();
	taken();
	ask(0x456, true);
	show_answer(0x90000456, 0);
	agrees();
}
END_TEST

START_TEST(held_register_changes_alone)
{
	out.ptbr_held = SV39 | ROOT | 1;
	refuses("ptbr_held is");
}
END_TEST

START_TEST(request_over_request)
{
	ask(0x123, false);
	in.data_req_valid = 1;
	refuses("before the last one was answered");
}
END_TEST

START_TEST(memory_error)
{
	image_drop(image, LEAVES);
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0, FAULT_ACCESS);
	agrees();
	taken();
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0, FAULT_PAGE);
	refuses("page fault");
}
END_TEST

/* walk-4: an error, whatever mem_rsp_lost says. */
START_TEST(update_fails_and_is_lost)
{
	ask(0x1123, true);
	walk(LEAF(1));
	show_swap();
	agrees();
	out.mem_req_valid = out.mem_req_cas = 0;
	in.mem_rsp_valid = in.mem_rsp_error = in.mem_rsp_lost = 1;
	agrees();
	in.mem_rsp_valid = in.mem_rsp_error = in.mem_rsp_lost = 0;
	show_answer(0, FAULT_ACCESS);
	agrees();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard");
	TCase *tcase = tcase_create("scoreboard");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, right_walk);
	tcase_add_test(tcase, right_hit);
	tcase_add_test(tcase, wrong_address);
	tcase_add_test(tcase, wrong_tag);
	tcase_add_test(tcase, fault_without_a_walk);
	tcase_add_test(tcase, hit_where_an_update_is_due);
	tcase_add_test(tcase, right_update);
	tcase_add_test(tcase, update_left_out);
	tcase_add_test(tcase, update_without_need);
	tcase_add_test(tcase, wrong_update);
	tcase_add_test(tcase, wrong_read);
	tcase_add_test(tcase, walk_too_short);
	tcase_add_test(tcase, narrow_read);
	tcase_add_test(tcase, read_for_nobody);
	tcase_add_test(tcase, answer_for_nobody);
	tcase_add_test(tcase, answer_twice);
	tcase_add_test(tcase, answer_that_waits_is_one);
	tcase_add_test(tcase, answer_that_changes);
	tcase_add_test(tcase, answer_that_goes);
	tcase_add_test(tcase, request_beside_a_fence);
	tcase_add_test(tcase, request_over_an_answer);
	tcase_add_test(tcase, request_over_the_first_answer);
	tcase_add_test(tcase, fence_over_an_update);
	tcase_add_test(tcase, fence_with_an_update);
	tcase_add_test(tcase, fence_over_a_load_of_pdptes);
	tcase_add_test(tcase, update_without_a_walk);
	tcase_add_test(tcase, update_of_what_changed_in_the_walk);
	tcase_add_test(tcase, held_register_changes_alone);
	tcase_add_test(tcase, request_over_request);
	tcase_add_test(tcase, memory_error);
	tcase_add_test(tcase, update_fails_and_is_lost);

	return suite_run(suite);
}
