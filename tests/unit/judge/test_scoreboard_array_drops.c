/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an array drops, and what waits for that, shown to the judge on pins made by hand
 * (rtl/contract, array-5, array-6).
 */
#include <check.h>
#include <stdio.h>

#include "array_fixture.h"
#include "suite.h"

#define SETS     4u
#define ASID_1   (UINT64_C(1) << 44)
#define GLOBAL   0x20
#define BY_FENCE "without a read: its entry was dropped by the fence of cycle "
#define BY_FAULT "without a read: its entry was dropped by the fault of cycle "
#define SPARED   "a walk that is not served by a page of the array, filled in cycle "
#define BEHIND   "a walk that does not begin behind a pointer of the array, filled in cycle "
#define UNREAD   "PTE read 1 at 80002008: the oracle reads 80000000"

/* Page 1 and its pointer are there, and no TLB has page 1. */
static void fills(void)
{
	walks(0, 1);
	tlb_forgets();
}

static void settles(void)
{
	rests(SETS + 1);
}

/* The same of the whole walk of page 1: its pointer may not be there. */
static const char *behind_the_pointer(void)
{
	const char *error;

	searches(0x1000);
	error = reads_behind(2, 1);
	return error ? error : ends(0x90001000, FAULT_NONE);
}

static void shoots(bool by_va, uint64_t va, bool by_asid, uint64_t asid, bool keep_global)
{
	in.fence_keep_global = keep_global;
	fence(by_va, va, by_asid, asid);
	in.fence_keep_global = 0;
}

/* ---- Which entries ---- */

static const struct drop_case {
	bool by_va;
	uint64_t va;
	bool by_asid;
	uint64_t asid;
	bool keep_global;
	bool page, pointer; /* are gone: page 1, its pointer */
} cases[] = {
	{false, 0, false, 0, false, true, true},
	{false, 0, false, 0, true, true, true},
	{false, 0, true, 0, false, true, true},
	{false, 0, true, 7, false, false, false},
	{true, 0x1fff, false, 0, false, true, true},
	{true, 0x2000, false, 0, false, false, true},
	{true, 0x1fffff, false, 0, false, false, true},
	{true, 0x200000, false, 0, false, false, false},
	{true, 0x1000, true, 0, false, true, true},
	{true, 0x1000, true, 7, false, false, false},
	{true, 0x1000, false, 0, true, true, true},
	/* No page has it. */
	{true, UINT64_C(1) << 57 | 0x1000, false, 0, false, false, false},
};
#define CASES (int)(sizeof(cases) / sizeof(cases[0]))

static void shoots_case(const struct drop_case *one)
{
	shoots(one->by_va, one->va, one->by_asid, one->asid, one->keep_global);
	settles();
}

START_TEST(page_that_answers)
{
	fills();
	shoots_case(&cases[_i]);
	if (cases[_i].page)
		says(served(1), BY_FENCE);
	else
		ck_assert_ptr_null(served(1));
}
END_TEST

START_TEST(page_that_does_not_answer)
{
	fills();
	shoots_case(&cases[_i]);
	if (cases[_i].page)
		ck_assert_ptr_null(first_read(1, cases[_i].pointer ? ROOT << 12 : LEAF(1)));
	else
		says(first_read(1, cases[_i].pointer ? ROOT << 12 : LEAF(1)), SPARED);
}
END_TEST

/* Page 3 is in no entry: only the pointer is asked for. */
START_TEST(pointer)
{
	fills();
	shoots_case(&cases[_i]);
	if (cases[_i].pointer)
		ck_assert_ptr_null(first_read(3, ROOT << 12));
	else
		says(first_read(3, ROOT << 12), BEHIND);
}
END_TEST

START_TEST(pointer_that_is_gone)
{
	walks(0, 2);
	shoots_case(&cases[_i]);
	if (cases[_i].pointer)
		says(behind_the_pointer(), UNREAD);
	else
		ck_assert_ptr_null(behind_the_pointer());
}
END_TEST

/* A global page serves every ASID, and is dropped by none. */
START_TEST(global)
{
	change_leaf(1, UINT64_C(0x90001) << 10 | RWAD | GLOBAL);
	fills();
	shoots(_i == 2, 0x1000, _i > 0, 0, _i == 0);
	settles();
	ptbr(SV39 | ASID_1 | ROOT);
	ck_assert_ptr_null(served(1));
}
END_TEST

START_TEST(another_asid)
{
	fills();
	ptbr(SV39 | ASID_1 | ROOT);
	says(served(1), "without a read: no walk filled an entry");
}
END_TEST

/* A fault drops the entries of its address, the pointer, too; its walk ended a cycle before. */
START_TEST(fault)
{
	char expected[96];

	change_leaf(1, UINT64_C(0x90001) << 10 | 0x43);
	fills();
	asks(0x1000, true);
	rests(3);
	ck_assert_ptr_null(reads_behind(2, 1));
	ck_assert_ptr_null(reads_behind(0, 1));
	snprintf(expected, sizeof(expected), BY_FAULT "%d", (int)now - 1);
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
	rests(2);
	if (_i == 0)
		says(served(1), expected);
	else if (_i == 1)
		ck_assert_ptr_null(first_read(1, ROOT << 12));
	else
		says(behind_the_pointer(), UNREAD);
}
END_TEST

START_TEST(reset)
{
	fills();
	in.rst = 1;
	agrees();
	in.rst = 0;
	out.ptbr_held = 0;
	settles();
	ptbr(SV39 | ROOT);
	says(served(1), "without a read: no walk filled an entry");
}
END_TEST

/* The record begins with the sweep of a reset in cycle 0: here up to cycle 5. */
START_TEST(first_reset)
{
	end();
	begin();
	watch_no_more();
	watch(&(const struct mmu_config){.itlb_entries = 4,
					 .dtlb_entries = 4,
					 .asid_bits = 16,
					 .pa_bits = 46,
					 .counter_bits = 32,
					 .formats = 255,
					 .array_sets = SETS});
	out.ptbr_held = 0;
	now = 1 + (uint64_t)_i;
	ptbr(SV39 | ROOT);
	starts(0);
	if (_i)
		rests(2);
	ck_assert_ptr_null(reads_behind(0, 0));
	ck_assert_ptr_null(ends(0x90000000, FAULT_NONE));
}
END_TEST

/* ---- Busy ---- */

START_TEST(fence_while_busy)
{
	fence_va(0x1000);
	rests((unsigned int)_i);
	in.fence_valid = 1;
	refuses("a fence accepted while the array is busy");
}
END_TEST

START_TEST(fence_behind_busy)
{
	fence_va(0x1000);
	in.fence_valid = 1;
	out.fence_ready = 0;
	rests(2);
	if (_i) {
		refuses("a fence refused while nothing is updated or loaded");
		return;
	}
	out.fence_ready = 1;
	agrees();
}
END_TEST

/* One that does nothing makes nothing wait. */
START_TEST(not_busy)
{
	fence_va(UINT64_C(1) << 60);
	in.fence_valid = 1;
	agrees();
}
END_TEST

/* Sv39, then Sv48 and all modes beside it: the widest of them says which addresses a page has. */
START_TEST(no_page_of_the_modes)
{
	static const struct {
		unsigned int formats, bits;
	} modes[] = {{0x02, 39}, {0x03, 39}, {0x06, 48}, {0x42, 48}, {0xff, 57}};
	unsigned int top = modes[_i / 4].bits - 1;
	uint64_t va = UINT64_C(1) << (top - _i % 2);

	end();
	begin_array_of(modes[_i / 4].formats);
	fence_va(_i % 4 < 2 ? va : ~va);
	in.fence_valid = 1;
	if (_i % 2)
		refuses("a fence accepted while the array is busy");
	else
		agrees();
}
END_TEST

/* Where all addresses have 32 bits, those of RV64 may still be on the pins. */
START_TEST(no_page_of_32_bits)
{
	static const uint64_t nowhere[] = {UINT64_C(1) << 32, UINT64_C(1) << 63,
					   ~(UINT64_C(1) << 32)};

	end();
	begin();
	watch_no_more();
	watch(&(const struct mmu_config){.itlb_entries = 4,
					 .dtlb_entries = 4,
					 .pa_bits = 46,
					 .counter_bits = 32,
					 .formats = 1,
					 .array_sets = 4});
	out.ptbr_held = 0;
	out.fence_ready = 1;
	settles();
	fence_va(_i < 3 ? nowhere[_i] : _i == 3 ? UINT64_C(1) << 31 : UINT64_MAX);
	in.fence_valid = 1;
	if (_i < 3)
		agrees();
	else
		refuses("a fence accepted while the array is busy");
}
END_TEST

START_TEST(cr3_while_busy)
{
	fence_va(0x1000);
	rests((unsigned int)_i);
	in.ptbr_valid = 1;
	in.ptbr_regime = REGIME_X86_64;
	out.ptbr_ready = _i < 2;
	out.data_req_ready = 0;
	if (_i < 2)
		refuses("a write of CR3 accepted beside a busy array");
	else
		refuses("a write of the base register refused while nothing is in its way");
}
END_TEST

/* A walk waits, for two cycles and no longer. */
START_TEST(walk_while_busy)
{
	ask(0x1000, false);
	fence_va(0x1000);
	rests(2 + 3);
	if (_i)
		agrees();
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	if (_i)
		refuses("no answer behind a walk without a read");
	else
		agrees();
}
END_TEST

START_TEST(walk_while_busy_early)
{
	ask(0x1000, false);
	fence_va(0x1000);
	rests((unsigned int)_i);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses(_i < 2 ? "a memory access before its walk starts"
		       : "a memory access while its walk searches");
}
END_TEST

/*
 * The fault of an address that is in no page keeps nothing waiting; that of another one does, for
 * two cycles.
 */
START_TEST(busy_behind_a_fault)
{
	searches(UINT64_C(1) << (_i ? 55 : 60));
	agrees();
	ck_assert_ptr_null(ends(0, FAULT_PAGE));
	if (_i)
		rests((unsigned int)_i - 1);
	in.fence_valid = 1;
	if (_i == 1 || _i == 2)
		refuses("a fence accepted while the array is busy");
	else
		agrees();
}
END_TEST

/*
 * A fence of another page in the cycle of a pointer's answer, or in the next one: the pointer does
 * not come in. One cycle later it is there.
 */
START_TEST(fence_beside_a_pointer)
{
	searches(0x1000);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	out.mem_req_addr = TABLE << 12;
	in.mem_rsp_valid = 1;
	ck_assert(image_read(image, ROOT << 12, 8, &in.mem_rsp_data));
	agrees();
	out.mem_req_addr = LEAF(1);
	ck_assert(image_read(image, TABLE << 12, 8, &in.mem_rsp_data));
	if (_i / 2 == 0)
		fence_va(LARGE);
	else
		agrees();
	out.mem_req_valid = in.mem_rsp_valid = 0;
	if (_i / 2 == 2)
		agrees();
	if (_i / 2)
		fence_va(LARGE);
	in.mem_rsp_valid = 1;
	agrees();
	in.mem_rsp_valid = 0;
	/* The walk starts when the array is busy no more, and searches. */
	rests(1 + 3);
	out.mem_req_valid = 1;
	out.mem_req_addr = _i % 2 ? LEAF(1) : ROOT << 12;
	if (_i == 4) {
		refuses(BEHIND);
		return;
	}
	out.mem_req_valid = 0;
	if (_i == 1 || _i == 3) {
		ck_assert_ptr_null(reads_behind(2, 1));
		says(ends(0x90001000, FAULT_NONE), UNREAD);
		return;
	}
	ck_assert_ptr_null(reads_behind(_i % 2 ? 2 : 0, 1));
	ck_assert_ptr_null(ends(0x90001000, FAULT_NONE));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_array_drops");
	TCase *tcase = tcase_create("scoreboard_array_drops");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_pages, end);
	tcase_add_loop_test(tcase, page_that_answers, 0, CASES);
	tcase_add_loop_test(tcase, page_that_does_not_answer, 0, CASES);
	tcase_add_loop_test(tcase, pointer, 0, CASES);
	tcase_add_loop_test(tcase, pointer_that_is_gone, 0, CASES);
	tcase_add_loop_test(tcase, global, 0, 3);
	tcase_add_test(tcase, another_asid);
	tcase_add_loop_test(tcase, fault, 0, 3);
	tcase_add_test(tcase, reset);
	tcase_add_loop_test(tcase, first_reset, 0, 2);
	tcase_add_loop_test(tcase, fence_while_busy, 0, 2);
	tcase_add_loop_test(tcase, fence_behind_busy, 0, 2);
	tcase_add_test(tcase, not_busy);
	tcase_add_loop_test(tcase, no_page_of_the_modes, 0, 20);
	tcase_add_loop_test(tcase, no_page_of_32_bits, 0, 5);
	tcase_add_loop_test(tcase, cr3_while_busy, 0, 3);
	tcase_add_loop_test(tcase, walk_while_busy, 0, 2);
	tcase_add_loop_test(tcase, walk_while_busy_early, 0, 5);
	tcase_add_loop_test(tcase, busy_behind_a_fault, 0, 4);
	tcase_add_loop_test(tcase, fence_beside_a_pointer, 0, 6);
	return suite_run(suite);
}
