/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Misbehaviour shown to the judge, on pins made by hand: of each thing that an answer, a walk or an
 * update is, each part wrong in turn; and what it says of it. Hits are in test_fills.
 */
#include <check.h>
#include <stdio.h>

#include "scoreboard_fixture.h"
#include "suite.h"

#define CLEAN (UINT64_C(0x90001) << 10 | 0x47)
#define DIRTY (UINT64_C(0x90001) << 10 | 0xc7)
#define USER  0x10

static void fence(void)
{
	in.fence_valid = out.fence_ready = 1;
	agrees();
	in.fence_valid = 0;
}

static void change_leaf(uint64_t n, uint64_t pte)
{
	ck_assert(image_write(image, LEAF(n), 8, pte));
}

/* ---- The answer of a walk ---- */

/* Each part of it wrong in turn; what the oracle says is the same each time. */
static const struct {
	uint64_t *pin;
	uint64_t value;
	const char *said;
} parts[] = {
	{&out.data_rsp_pa,      0x90000124,
	 "answer pa 90000124, no fault, code 0, size 12, memory type 0: "                                     },
	{&out.data_rsp_fault,   FAULT_ACCESS,
	 "answer pa 90000123, an access fault, code 0, size 12, memory type 0: "                              },
	{&out.data_rsp_code,    1,            "answer pa 90000123, no fault, code 1, size 12, memory type 0: "},
	{&out.data_rsp_size,    21,           "answer pa 90000123, no fault, code 0, size 21, memory type 0: "},
	{&out.data_rsp_memtype, 2,
	 "answer pa 90000123, no fault, code 0, size 12, memory type 2: "                                     },
};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

START_TEST(part_of_an_answer)
{
	char expected[256];

	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	*parts[_i].pin = parts[_i].value;
	snprintf(expected, sizeof(expected),
		 "%sthe oracle says pa 90000123, no fault, code 0, size 12, memory type 0",
		 parts[_i].said);
	ck_assert_str_eq(cycle(), expected);
}
END_TEST

/* What the oracle says, in its order: a large page of a memory type of its own. */
START_TEST(words_of_the_oracle)
{
	const uint64_t table[] = {UINT64_C(2) << 61 | 0x90200 << 10 | RWAD};

	in.pbmte = 1;
	image_page(image, TABLE, table, 1, 8);
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 7;
	ck_assert_str_eq(
		cycle(),
		"answer pa 0, a page fault, code 7, size 0, memory type 0: the oracle says "
		"pa 90200123, no fault, code 0, size 21, memory type 2");
}
END_TEST

START_TEST(part_of_a_fault)
{
	ask(0x2123, false);
	walk(LEAF(2));
	show_answer(0, FAULT_PAGE);
	agrees();
	taken();
	ask(0x2123, false);
	walk(LEAF(2));
	show_answer(0, FAULT_PAGE);
	*parts[_i].pin = parts[_i].value;
	refuses("the oracle says pa 0, a page fault, code 0, size 0, memory type 0");
}
END_TEST

/* ---- Its reads ---- */

START_TEST(read_elsewhere)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	ck_assert_ptr_null(read_pte(LEAF(1)));
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), "PTE read 3 at 80002008: the oracle reads 80002000");
}
END_TEST

START_TEST(one_read_more)
{
	ask(0x123, false);
	walk(LEAF(0));
	ck_assert_ptr_null(read_pte(LEAF(1)));
	show_answer(0x90000123, 0);
	ck_assert_str_eq(cycle(), "PTE read 4 at 80002008: the oracle reads only 3");
}
END_TEST

START_TEST(one_read_less)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	show_answer(0x90000123, 0);
	ck_assert_str_eq(cycle(),
			 "the walk ends after 2 PTE reads: the oracle goes on to 80002000");
}
END_TEST

START_TEST(reads_after_a_fault)
{
	image_write(image, ROOT << 12, 8, 0);
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	show_answer(0, FAULT_PAGE);
	ck_assert_str_eq(cycle(), "PTE read 2 at 80001000: the oracle reads only 1");
}
END_TEST

/* Memory refused the read, and the walk goes on as if it had given 0. */
START_TEST(reads_after_an_error)
{
	image_drop(image, TABLE);
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	ck_assert_ptr_null(read_pte(LEAF(0)));
	show_answer(0x90000123, 0);
	refuses("PTE read 3 at 80002000");
}
END_TEST

START_TEST(endless_reads)
{
	ask(0x123, false);
	for (unsigned int n = 0; n < ORACLE_MAX_READS; n++)
		ck_assert_ptr_null(read_pte(ROOT << 12));
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses("a walk of more than 5 PTE reads");
}
END_TEST

/* ---- Its updates ---- */

static void right_update(void)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update(LEAF(1), CLEAN, DIRTY);
	show_answer(0x90001123, 0);
}

START_TEST(part_of_an_update)
{
	static const struct {
		uint64_t pa, expect, data;
		const char *said;
	} wrong[] = {
		{LEAF(0), CLEAN,     DIRTY,
		 "A/D update of 80002000 from 24000447 to 240004c7: the oracle updates 80002008 "
		 "from 24000447 to 240004c7"},
		{LEAF(1), CLEAN ^ 8, DIRTY,
		 "A/D update of 80002008 from 2400044f to 240004c7: the oracle updates 80002008 "
		 "from 24000447 to 240004c7"},
		{LEAF(1), CLEAN,     CLEAN,
		 "A/D update of 80002008 from 24000447 to 24000447: the oracle updates 80002008 "
		 "from 24000447 to 240004c7"},
	};

	ask(0x1123, true);
	walk(LEAF(1));
	update(wrong[_i].pa, wrong[_i].expect, wrong[_i].data);
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), wrong[_i].said);
}
END_TEST

START_TEST(one_update_more)
{
	right_update();
	taken();
	update(LEAF(1), CLEAN, DIRTY);
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), "A/D update of 80002008: the oracle makes none there");
}
END_TEST

START_TEST(update_of_a_load)
{
	ask(0x1123, false);
	walk(LEAF(1));
	update(LEAF(1), CLEAN, DIRTY);
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), "A/D update of 80002008: the oracle makes none there");
}
END_TEST

START_TEST(update_of_a_fault)
{
	change_leaf(1, CLEAN & ~UINT64_C(4)); /* read-only */
	ask(0x1123, true);
	walk(LEAF(1));
	update(LEAF(1), CLEAN & ~UINT64_C(4), DIRTY & ~UINT64_C(4));
	show_answer(0, FAULT_PAGE);
	ck_assert_str_eq(cycle(), "A/D update of 80002008: the oracle makes none there");
}
END_TEST

START_TEST(endless_updates)
{
	ask(0x1123, true);
	walk(LEAF(1));
	for (unsigned int n = 0; n < ORACLE_MAX_READS; n++)
		update(LEAF(1), CLEAN, DIRTY);
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	refuses("a walk of more than 5 A/D updates");
}
END_TEST

START_TEST(no_update)
{
	ask(0x1123, true);
	walk(LEAF(1));
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), "no A/D update of 80002008: the oracle makes one");
}
END_TEST

/* Memory's answer to a compare-and-swap. */
static void update_ends(uint64_t pa, uint64_t expect, uint64_t data, bool error, bool lost)
{
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = pa;
	out.mem_req_expect = expect;
	out.mem_req_data = data;
	agrees();
	out.mem_req_valid = out.mem_req_cas = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_error = error;
	in.mem_rsp_lost = lost;
	agrees();
	in.mem_rsp_valid = in.mem_rsp_error = in.mem_rsp_lost = 0;
}

START_TEST(update_fails)
{
	for (unsigned int n = 0; n < 2; n++) {
		ask(0x1123, true);
		walk(LEAF(1));
		update_ends(LEAF(1), CLEAN, DIRTY, true, false);
		if (n) {
			show_answer(0x90001123, 0);
			refuses("the oracle says pa 0, an access fault, code 0, size 0");
		} else {
			show_answer(0, FAULT_ACCESS);
			agrees();
			taken();
		}
	}
}
END_TEST

START_TEST(wrong_update_that_fails)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(0), CLEAN, DIRTY, true, false);
	show_answer(0, FAULT_ACCESS);
	refuses("A/D update of 80002000");
}
END_TEST

/* An error of one request is none of the next. */
START_TEST(errors_are_forgotten)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(1), CLEAN, DIRTY, true, false);
	show_answer(0, FAULT_ACCESS);
	agrees();
	taken();
	right_update();
	agrees();
	taken();
	fence();
	image_drop(image, LEAVES);
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0, FAULT_ACCESS);
	agrees();
	taken();
	ask(UINT64_C(1) << 38, false);
	show_answer(0, FAULT_PAGE);
	agrees();
}
END_TEST

/* ---- Walks that are cut off ---- */

START_TEST(cut_off_after_a_wrong_read)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(TABLE << 12));
	fence();
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	ck_assert_str_eq(cycle(), "PTE read 1 at 80001000: the oracle reads 80000000");
}
END_TEST

START_TEST(cut_off_after_a_read_too_many)
{
	ask(0x123, false);
	walk(LEAF(0));
	ck_assert_ptr_null(read_pte(LEAF(0)));
	fence();
	ck_assert_str_eq(read_pte(ROOT << 12), "PTE read 4 at 80002000: the oracle reads only 3");
}
END_TEST

/* A second fence, over a first read that is not accepted yet, cuts off for good. */
START_TEST(cut_off_twice_after_a_wrong_read)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(TABLE << 12));
	fence();
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	in.fence_valid = out.fence_ready = 1;
	refuses("PTE read 1 at 80001000: the oracle reads 80000000");
}
END_TEST

START_TEST(lost_after_a_wrong_update)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(0), CLEAN, DIRTY, false, true);
	ck_assert_str_eq(read_pte(ROOT << 12),
			 "A/D update of 80002000 from 24000447 to 240004c7: the oracle updates "
			 "80002008 from 24000447 to 240004c7");
}
END_TEST

START_TEST(lost_after_an_update_too_many)
{
	ask(0x1123, false);
	walk(LEAF(1));
	update_ends(LEAF(1), CLEAN, DIRTY, false, true);
	ck_assert_str_eq(read_pte(ROOT << 12),
			 "A/D update of 80002008: the oracle makes none there");
}
END_TEST

START_TEST(lost_and_walked_again)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(1), CLEAN, DIRTY, false, true);
	walk(LEAF(1));
	update(LEAF(1), CLEAN, DIRTY);
	show_answer(0x90001123, 0);
	agrees();
	ck_assert_uint_eq(scoreboard_counts(board)->restarts, 1);
	ck_assert_uint_eq(scoreboard_counts(board)->updates, 1);
	ck_assert_uint_eq(scoreboard_counts(board)->walks, 2);
}
END_TEST

START_TEST(answer_from_before_a_fence)
{
	ask(0x123, false);
	walk(LEAF(0));
	fence();
	show_answer(0x90000123, 0);
	ck_assert_str_eq(cycle(), "an answer from a walk that must begin anew");
}
END_TEST

START_TEST(fault_from_before_a_fence)
{
	ask(0x2123, false);
	walk(LEAF(2));
	fence();
	show_answer(0, FAULT_PAGE);
	ck_assert_str_eq(cycle(), "an answer from a walk that must begin anew");
}
END_TEST

START_TEST(answer_though_lost)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(1), CLEAN, DIRTY, false, true);
	show_answer(0x90001123, 0);
	ck_assert_str_eq(cycle(), "an answer from a walk that must begin anew");
}
END_TEST

START_TEST(update_from_before_a_fence)
{
	ask(0x1123, true);
	walk(LEAF(1));
	fence();
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	refuses("an A/D update by a walk that must begin anew");
}
END_TEST

START_TEST(update_again_though_lost)
{
	ask(0x1123, true);
	walk(LEAF(1));
	update_ends(LEAF(1), CLEAN, DIRTY, false, true);
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	refuses("an A/D update by a walk that must begin anew");
}
END_TEST

/* What an earlier request was to do is not for the next one. */
START_TEST(fence_after_the_answer)
{
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	in.fence_valid = out.fence_ready = 1;
	agrees();
	in.fence_valid = 0;
	taken();
	ask(0x123, false);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
}
END_TEST

/* ---- Without a walk ---- */

static void answer_all(uint64_t pa, uint64_t fault, uint64_t size)
{
	show_answer(pa, fault);
	out.data_rsp_size = size;
}

START_TEST(bare)
{
	ptbr(0);
	for (unsigned int n = 0; n < 2; n++) {
		ask(0x123456789abcde, false);
		answer_all(0x123456789abcde, 0, 0);
		if (n)
			*parts[_i].pin = parts[_i].value;
		else
			agrees();
		if (n)
			refuses("the oracle says pa 123456789abcde, no fault, code 0, size 0, "
				"memory "
				"type 0");
		taken();
	}
}
END_TEST

START_TEST(machine_mode)
{
	in.data_req_valid = 1;
	in.data_req_va = 0x123;
	in.data_req_priv = 2 + _i;
	in.data_req_tag = 5;
	agrees();
	in.data_req_valid = 0;
	answer_all(0x123, 0, 0);
	agrees();
	taken();
	ck_assert_uint_eq(scoreboard_counts(board)->translated[PORT_DATA], 0);
	ck_assert_uint_eq(scoreboard_counts(board)->hits[PORT_DATA], 0);
}
END_TEST

START_TEST(beyond_memory)
{
	ptbr(0);
	ask(UINT64_C(1) << 56, false);
	show_answer(0, FAULT_ACCESS);
	agrees();
	taken();
	ask(UINT64_C(1) << 56, false);
	answer_all(0, 0, 0);
	refuses("the oracle says pa 0, an access fault");
}
END_TEST

START_TEST(not_canonical)
{
	ask((UINT64_C(1) << 38) + 0x123, false);
	show_answer(0, FAULT_PAGE);
	agrees();
	taken();
	ask((UINT64_C(1) << 38) + 0x123, false);
	show_answer(0, FAULT_PAGE);
	if (_i == 1)
		out.data_rsp_fault = FAULT_PROTECTION;
	else
		*parts[_i].pin = parts[_i].value;
	refuses("the oracle says pa 0, a page fault, code 0, size 0, memory type 0");
}
END_TEST

START_TEST(fault_without_a_walk)
{
	ask(0x2000, false);
	show_answer(0, FAULT_PAGE);
	ck_assert_str_eq(cycle(), "a fault without a walk: the TLB never answers so");
}
END_TEST

START_TEST(fault_beside_an_entry)
{
	filled(0, 0x90000000);
	ask(0x123, false);
	show_answer(0, FAULT_PAGE);
	refuses("a walk, though the entry filled in cycle");
}
END_TEST

/* The entry does not allow the store: it may fault, but not without a walk. */
START_TEST(fault_beside_an_entry_that_does_not_allow)
{
	change_leaf(0, 0x90000 << 10 | 0x43);
	filled(0, 0x90000000);
	ask(0x123, true);
	show_answer(0, FAULT_PAGE);
	refuses("a fault without a walk");
}
END_TEST

START_TEST(untranslated_walks)
{
	ptbr(0);
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	answer_all(0x123, 0, 0);
	ck_assert_str_eq(cycle(), "PTE read 1 at 80000000: the oracle reads only 0");
}
END_TEST

/* ---- Modes that are left out ---- */

static void build(unsigned int formats)
{
	const struct mmu_config config = {.itlb_entries = 4,
					  .dtlb_entries = 4,
					  .asid_bits = 16,
					  .counter_bits = 32,
					  .pa_bits = 46,
					  .formats = formats,
					  .segments = 1};

	scoreboard_destroy(board);
	board = scoreboard_create(image, &config);
	ck_assert_ptr_nonnull(board);
}

/* Five-level is left out, four-level is not: no address is canonical (rtl/README.md). */
START_TEST(left_out)
{
	build(0x7f);
	in.pg = in.lma = in.pae = 1;
	write_ptbr(REGIME_X86_64, ROOT << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, ROOT << 12));
	in.la57 = 1;
	ask(0x123, false);
	show_answer(0, FAULT_PROTECTION);
	agrees();
	taken();
	in.la57 = 0;
	ask(0x123, false);
	show_answer(0, FAULT_PROTECTION);
	refuses("the oracle says");
}
END_TEST

START_TEST(left_out_and_walked)
{
	build(0x7f);
	in.pg = in.lma = in.pae = in.la57 = 1;
	write_ptbr(REGIME_X86_64, ROOT << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, ROOT << 12));
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	show_answer(0, FAULT_PROTECTION);
	refuses("PTE read 1 at 80000000: the oracle reads only 0");
}
END_TEST

START_TEST(untranslated_with_modes_left_out)
{
	build(0xf0);
	write_ptbr(REGIME_X86_64, ROOT << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, ROOT << 12));
	ask(0x123, false);
	answer_all(0x123, 0, 0);
	agrees();
}
END_TEST

/* ---- What is as memory has it ---- */

static uint64_t stale(void)
{
	return scoreboard_counts(board)->stale;
}

static void hits(bool store, uint64_t older)
{
	uint64_t before = stale();

	in.data_req_valid = 1;
	in.data_req_va = 0x123;
	in.data_req_store = store;
	in.data_req_tag = 5;
	agrees();
	in.data_req_valid = 0;
	show_answer(0x90000123, 0);
	agrees();
	taken();
	ck_assert_uint_eq(stale() - before, older);
}

/* A hit that the page tables explain no more is counted; each time they are asked anew. */
START_TEST(as_memory)
{
	filled(0, 0x90000000);
	hits(false, 0);
	change_leaf(0, 0x90000 << 10 | 0x47); /* clean: good for loads */
	hits(false, 0);
	hits(true, 1);
	hits(false, 0);
	change_leaf(0, 0x90000 << 10 | 0x87); /* A is due */
	hits(false, 1);
	change_leaf(0, 0x91000 << 10 | RWAD);
	hits(false, 1);
	change_leaf(0, 0);
	hits(false, 1);
	change_leaf(0, 0x90000 << 10 | RWAD);
	hits(false, 0);
}
END_TEST

START_TEST(as_memory_by_sum)
{
	filled(0, 0x90000000);
	change_leaf(0, 0x90000 << 10 | RWAD | USER);
	in.data_req_sum = 1;
	hits(false, 0);
	in.data_req_sum = 0;
	hits(false, 1);
}
END_TEST

START_TEST(as_memory_by_mxr)
{
	filled(0, 0x90000000);
	change_leaf(0, 0x90000 << 10 | 0xc9);
	in.data_req_mxr = 1;
	hits(false, 0);
	in.data_req_mxr = 0;
	hits(false, 1);
}
END_TEST

START_TEST(as_memory_by_privilege)
{
	change_leaf(0, 0x90000 << 10 | RWAD | USER);
	in.data_req_sum = 1;
	filled(0, 0x90000000);
	change_leaf(0, 0x90000 << 10 | RWAD);
	hits(_i, 0);
	in.data_req_priv = PRIV_U;
	hits(_i, 1);
	in.data_req_priv = PRIV_S;
	hits(_i, 0);
}
END_TEST

START_TEST(as_memory_by_control_bits)
{
	in.pbmte = 1;
	change_leaf(0, UINT64_C(1) << 61 | 0x90000 << 10 | RWAD);
	ask(0, false);
	walk(LEAF(0));
	for (unsigned int n = 0; n < 3; n++) {
		show_answer(0x90000000, 0);
		out.data_rsp_memtype = 1;
		agrees();
		taken();
		ck_assert_uint_eq(stale(), n == 2);
		in.pbmte = n == 0;
		ask(0, false);
	}
}
END_TEST

START_TEST(as_memory_by_base_register)
{
	const uint64_t empty = 0;

	image_page(image, 0x80010, &empty, 1, 8);
	filled(0, 0x90000000);
	hits(false, 0);
	ptbr(SV39 | 0x80010);
	hits(false, 1);
	ptbr(SV39 | ROOT);
	hits(false, 0);
}
END_TEST

/* Pages that share a place among what the judge remembers: 0 and 0x1001. */
START_TEST(pages_are_apart)
{
	ptbr(0);
	for (unsigned int n = 0; n < 4; n++) {
		uint64_t va = n % 2 ? 0x1001123 : 0x123;

		ask(va, false);
		answer_all(va, 0, 0);
		agrees();
		taken();
	}
}
END_TEST

/* The same page for another privilege, which is not translated. */
START_TEST(privileges_are_apart)
{
	filled(0, 0x90000000);
	hits(false, 0);
	in.data_req_valid = 1;
	in.data_req_priv = PRIV_M;
	in.data_req_va = 0x123;
	agrees();
	in.data_req_valid = 0;
	answer_all(0x90000123, 0, 12);
	refuses("the oracle says pa 123, no fault, code 0, size 0");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("judge");
	TCase *tcase = tcase_create("judge");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_loop_test(tcase, part_of_an_answer, 0, PARTS);
	tcase_add_test(tcase, words_of_the_oracle);
	tcase_add_loop_test(tcase, part_of_a_fault, 0, PARTS);
	tcase_add_test(tcase, read_elsewhere);
	tcase_add_test(tcase, one_read_more);
	tcase_add_test(tcase, one_read_less);
	tcase_add_test(tcase, reads_after_a_fault);
	tcase_add_test(tcase, reads_after_an_error);
	tcase_add_test(tcase, endless_reads);
	tcase_add_loop_test(tcase, part_of_an_update, 0, 3);
	tcase_add_test(tcase, one_update_more);
	tcase_add_test(tcase, update_of_a_load);
	tcase_add_test(tcase, update_of_a_fault);
	tcase_add_test(tcase, endless_updates);
	tcase_add_test(tcase, no_update);
	tcase_add_test(tcase, update_fails);
	tcase_add_test(tcase, wrong_update_that_fails);
	tcase_add_test(tcase, errors_are_forgotten);
	tcase_add_test(tcase, cut_off_after_a_wrong_read);
	tcase_add_test(tcase, cut_off_after_a_read_too_many);
	tcase_add_test(tcase, cut_off_twice_after_a_wrong_read);
	tcase_add_test(tcase, lost_after_a_wrong_update);
	tcase_add_test(tcase, lost_after_an_update_too_many);
	tcase_add_test(tcase, lost_and_walked_again);
	tcase_add_test(tcase, answer_from_before_a_fence);
	tcase_add_test(tcase, fault_from_before_a_fence);
	tcase_add_test(tcase, answer_though_lost);
	tcase_add_test(tcase, update_from_before_a_fence);
	tcase_add_test(tcase, update_again_though_lost);
	tcase_add_test(tcase, fence_after_the_answer);
	tcase_add_loop_test(tcase, bare, 0, PARTS);
	tcase_add_loop_test(tcase, machine_mode, 0, 2);
	tcase_add_test(tcase, beyond_memory);
	tcase_add_loop_test(tcase, not_canonical, 0, PARTS);
	tcase_add_test(tcase, fault_without_a_walk);
	tcase_add_test(tcase, fault_beside_an_entry);
	tcase_add_test(tcase, fault_beside_an_entry_that_does_not_allow);
	tcase_add_test(tcase, untranslated_walks);
	tcase_add_test(tcase, left_out);
	tcase_add_test(tcase, left_out_and_walked);
	tcase_add_test(tcase, untranslated_with_modes_left_out);
	tcase_add_test(tcase, as_memory);
	tcase_add_test(tcase, as_memory_by_sum);
	tcase_add_test(tcase, as_memory_by_mxr);
	tcase_add_loop_test(tcase, as_memory_by_privilege, 0, 2);
	tcase_add_test(tcase, as_memory_by_control_bits);
	tcase_add_test(tcase, as_memory_by_base_register);
	tcase_add_test(tcase, pages_are_apart);
	tcase_add_test(tcase, privileges_are_apart);

	return suite_run(suite);
}
