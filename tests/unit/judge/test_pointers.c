/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks that begin behind pointers, on RISC-V, shown to the judge on pins made by hand
 * (rtl/contract/tlb.md, "What the manuals allow of pointers"): behind what was read, with faults
 * and updates, and where more than one walk fits.
 */
#include <check.h>

#include "pointers_fixture.h"
#include "suite.h"

#define SV57 (UINT64_C(10) << 60)

/* ---- What was read ---- */

START_TEST(skipped)
{
	filled(0, 0x90000000);
	may_skip(_i, 4);
	hits(4);
	may_skip(_i, 5);
}
END_TEST

/* Where nothing may be cached it is told as ever, and so it is where nothing was read. */
START_TEST(nothing_may_be_skipped)
{
	if (_i) {
		watch_no_more();
		watch(&(const struct mmu_config){.itlb_entries = 4,
						 .dtlb_entries = 4,
						 .asid_bits = 16,
						 .counter_bits = 32,
						 .pa_bits = 46,
						 .formats = 255,
						 .segments = 1});
		out.ptbr_held = 0;
		ptbr(SV39 | ROOT);
		filled(0, 0x90000000);
	}
	ck_assert_str_eq(page_behind(1, 4), "PTE read 1 at 80001000: the oracle reads 80000000");
}
END_TEST

/* Of what was read some, but not the last. */
START_TEST(pointer_not_read)
{
	filled(0, 0x90000000);
	may_skip(1, 512);
	may_not_skip(2, 513);
}
END_TEST

START_TEST(last_pointer_not_read)
{
	filled(0, 0x90000000);
	may_not_skip(2, 512);
}
END_TEST

/* The table of other addresses. */
START_TEST(leaf_of_another_table)
{
	const struct reads reads = {1, {LEAF(0)}};

	filled(0, 0x90000000);
	ck_assert_str_eq(walk_behind(&reads, 0, 512 << 12, 0x90000000, FAULT_NONE),
			 "PTE read 1 at 80002000: the oracle reads 80000000");
}
END_TEST

START_TEST(gap_in_the_middle)
{
	const struct reads reads = {2, {ROOT << 12, LEAF(4)}};

	filled(0, 0x90000000);
	ck_assert_str_eq(walk_behind(&reads, 0, 0x4000, 0x90004000, FAULT_NONE),
			 "PTE read 2 at 80002020: the oracle reads 80001000");
}
END_TEST

START_TEST(read_too_many)
{
	const struct reads reads = {2, {LEAF(4), LEAF(4)}};

	filled(0, 0x90000000);
	ck_assert_ptr_nonnull(walk_behind(&reads, 0, 0x4000, 0x90004000, FAULT_NONE));
}
END_TEST

/* All of it is judged: its answer, too, and it says how the whole walk would end. */
START_TEST(wrong_answer)
{
	const struct reads reads = {1, {LEAF(4)}};

	filled(0, 0x90000000);
	ck_assert_str_eq(walk_behind(&reads, 0, 0x4000, 0x90005000, FAULT_NONE),
			 "PTE read 1 at 80002020: the oracle reads 80000000");
}
END_TEST

/* What memory answered, not what it holds. */
START_TEST(changed_in_memory)
{
	make_tree_2(0, 0);
	filled(0, 0x90000000);
	image_write(image, TABLE << 12, 8, LEAVES_2 << 10 | 1);
	if (_i) {
		may_skip(2, 4);
		return;
	}
	ck_assert_ptr_nonnull(page_4_of_tree_2(2));
}
END_TEST

/* Both, once both were read. */
START_TEST(old_and_new)
{
	const struct reads new = {3, {ROOT << 12, TABLE << 12, (LEAVES_2 << 12) + 32}};

	make_tree_2(0, 0);
	filled(0, 0x90000000);
	image_write(image, TABLE << 12, 8, LEAVES_2 << 10 | 1);
	ck_assert_ptr_null(walk_behind(&new, 1, 0x4000, 0x90004000, FAULT_NONE));
	fence(true, 0x4000, false, 0);
	if (_i)
		may_skip(2, 4);
	else
		ck_assert_ptr_null(page_4_of_tree_2(2));
}
END_TEST

/* What came with an error is no pointer. */
START_TEST(read_with_an_error)
{
	ask(0x4000, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	out.mem_req_valid = 1;
	out.mem_req_addr = TABLE << 12;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = in.mem_rsp_error = 1;
	in.mem_rsp_data = LEAVES << 10 | 1;
	agrees();
	in.mem_rsp_valid = in.mem_rsp_error = 0;
	show_answer(0, FAULT_ACCESS);
	agrees();
	taken();
	may_not_skip(2, 4);
}
END_TEST

/* Nor is what the pins show while memory has not answered. */
START_TEST(pins_before_the_answer)
{
	make_tree_2(0, 0);
	ask(0x4000, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	out.mem_req_valid = 1;
	out.mem_req_addr = TABLE << 12;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_data = LEAVES_2 << 10 | 1;
	agrees();
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = LEAVES << 10 | 1;
	agrees();
	in.mem_rsp_valid = 0;
	ck_assert_ptr_null(read_pte(LEAF(4)));
	show_answer(0x90004000, 0);
	agrees();
	taken();
	fence(true, 0x4000, false, 0);
	ck_assert_str_eq(page_4_of_tree_2(2), "PTE read 1 at 80012020: the oracle reads 80000000");
}
END_TEST

/* Nor is a PDPTE, which memory answers without being asked for a PTE. */
START_TEST(pdptes_are_no_pointers)
{
	const uint64_t pdptes[4] = {LEAVES << 10 | 1};

	image_page(image, 0x80, pdptes, 4, 8);
	ptbr(SV39 | ASID(3) | ROOT);
	image_write(image, TABLE << 12, 8, 0);
	ask(0x4000, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	show_answer(0, FAULT_PAGE);
	agrees();
	taken();
	in.pg = in.pae = 1;
	write_ptbr(REGIME_X86_32, 0x80000);
	out.mem_req_id = in.mem_rsp_id = MEM_ID_LOAD;
	for (unsigned int n = 0; n < 4; n++)
		ck_assert_ptr_null(read_pte(0x80000 + 8 * n));
	out.mem_req_id = in.mem_rsp_id = MEM_ID_WALK;
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0x80000));
	ptbr(SV39 | ASID(3) | ROOT);
	may_not_skip(2, 4);
}
END_TEST

/* What is no legal pointer leads nowhere. */
START_TEST(entry_that_is_no_pointer)
{
	static const uint64_t ptes[] = {LEAVES << 10, LEAVES << 10 | 0x41, LEAVES << 10 | RWAD};
	const struct reads reads = {2, {ROOT << 12, TABLE << 12}}, leaf = {1, {LEAF(4)}};

	image_write(image, TABLE << 12, 8, ptes[_i]);
	ask(0, false);
	ck_assert_ptr_null(read_pte(reads.pa[0]));
	ck_assert_ptr_null(read_pte(reads.pa[1]));
	show_answer(0, FAULT_PAGE); /* the page of 2 MiB is not aligned */
	agrees();
	taken();
	ck_assert_ptr_nonnull(walk_behind(&leaf, 0, 0x4000, 0x90004000, FAULT_NONE));
}
END_TEST

/* A page of 2 MiB, behind the root's pointer. */
START_TEST(page_below_a_pointer)
{
	const struct reads reads = {2, {ROOT << 12, (TABLE << 12) + 16}};

	image_write(image, (TABLE << 12) + 16, 8, UINT64_C(0x90000) << 10 | RWAD);
	filled(0, 0x90000000);
	ask(2 << 21 | 0x5123, false);
	ck_assert_ptr_null(read_pte(reads.pa[1]));
	show_answer(0x90005123, 0);
	out.data_rsp_size = 21;
	agrees();
}
END_TEST

/* Behind as many as there are. */
START_TEST(five_levels)
{
	struct reads reads = {5, {0, 0, 0, 0, LEAF(0)}};

	for (uint64_t n = 0; n < 4; n++) {
		uint64_t table = 0x80020 + n, pte = (n < 3 ? table + 1 : LEAVES) << 10 | 1;

		ck_assert(image_page(image, table, &pte, 1, 8));
		reads.pa[n] = table << 12;
	}
	ptbr(SV57 | 0x80020);
	ck_assert_ptr_null(walk_behind(&reads, 0, 0, 0x90000000, FAULT_NONE));
	reads.pa[4] = LEAF(4);
	ck_assert_ptr_null(walk_behind(&reads, (unsigned int)_i, 0x4000, 0x90004000, FAULT_NONE));
}
END_TEST

/* ---- Faults and updates ---- */

/* The entry that faults is read. On RISC-V a fault names nothing. */
START_TEST(fault)
{
	const struct reads reads = {3, {ROOT << 12, TABLE << 12, LEAF(2)}};

	filled(0, 0x90000000);
	ck_assert_ptr_null(walk_behind(&reads, _i, 0x2000, 0, FAULT_PAGE));
	may_skip(_i, 4);
}
END_TEST

START_TEST(store_updates)
{
	uint64_t pte = UINT64_C(0x90001) << 10 | 0x47;

	filled(0, 0x90000000);
	ask(0x1123, true);
	ck_assert_ptr_null(read_pte(LEAF(1)));
	update(LEAF(1), pte, _i ? pte : pte | 0x80);
	show_answer(0x90001123, 0);
	if (_i)
		refuses("PTE read 1 at 80002008: the oracle reads 80000000");
	else
		agrees();
}
END_TEST

/* A lost update starts the walk again, from where it may. */
START_TEST(lost_and_walked_again)
{
	uint64_t pte = UINT64_C(0x90001) << 10 | 0x47;

	filled(0, 0x90000000);
	ask(0x1123, true);
	ck_assert_ptr_null(read_pte(LEAF(1)));
	out.mem_req_valid = out.mem_req_cas = 1;
	out.mem_req_addr = LEAF(1);
	out.mem_req_expect = pte;
	out.mem_req_data = pte | 0x80;
	swap(false, true);
	ck_assert_ptr_null(read_pte(LEAF(1)));
	update(LEAF(1), pte, pte | 0x80);
	show_answer(0x90001123, 0);
	agrees();
}
END_TEST

/* The entry is judged by all of its walk: a store through a clean page may not hit. */
START_TEST(entry_of_such_a_walk)
{
	filled(0, 0x90000000);
	may_skip(2, 1);
	ask(0x1123, true);
	show_answer(0x90001123, 0);
	refuses("does not allow the access");
}
END_TEST

/* ---- More than one walk fits ---- */

/* Page n behind pointers of which one is global, or none: nobody knows which. */
static void fill_doubtfully(uint64_t n)
{
	ptbr(SV39 | ASID(3) | ROOT);
	filled(0, 0x90000000);
	image_write(image, TABLE << 12, 8, LEAVES << 10 | 0x21);
	may_skip(1, 5);
	make_page(n);
	may_skip(2, n);
}

/* It is there for its own ASID, and for another, or it is not. */
START_TEST(perhaps_global)
{
	fill_doubtfully(4);
	ptbr(SV39 | ASID(3 + (_i & 1)) | ROOT);
	if (_i & 2)
		hits(4);
	else
		may_skip(0, 4);
}
END_TEST

/* Each hit is one of the same entry. */
START_TEST(hit_again_and_again)
{
	fill_doubtfully(4);
	for (uint64_t n = 6; n < 9; n++) {
		make_page(n);
		may_skip(0, n);
	}
	for (unsigned int n = 0; n < 4; n++)
		hits(4);
	hits(5);
}
END_TEST

/* One that is known stays so, though there is a pointer for another region that was changed. */
START_TEST(no_doubt)
{
	ptbr(SV39 | ASID(3) | ROOT);
	filled(0, 0x90000000);
	image_write(image, (TABLE << 12) + 8, 8, UINT64_C(0x80003) << 10 | 0x21);
	may_skip(1, 512);
	may_skip(2, 4);
	ask(0x4000, false);
	ck_assert_ptr_nonnull(read_pte(LEAF(4)));
}
END_TEST

/* Memory may say so of a read, too, where it means nothing (pins.md). */
START_TEST(lost_beside_a_read)
{
	in.mem_rsp_lost = 1;
	filled(0, 0x90000000);
	in.mem_rsp_lost = 0;
	may_skip(2, 4);
}
END_TEST

/* An entry that led nowhere when it was read first, and is a pointer since. */
START_TEST(way_beside_a_dead_end)
{
	const struct reads reads = {1, {ROOT << 12}};

	image_write(image, ROOT << 12, 8, 0);
	ck_assert_ptr_null(walk_behind(&reads, 0, 0x4000, 0, FAULT_PAGE));
	image_write(image, ROOT << 12, 8, TABLE << 10 | 1);
	filled(0, 0x90000000);
	may_skip(2, 4);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pointers");
	TCase *tcase = tcase_create("pointers");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_pointers, end);
	tcase_add_loop_test(tcase, skipped, 0, 3);
	tcase_add_loop_test(tcase, nothing_may_be_skipped, 0, 2);
	tcase_add_test(tcase, pointer_not_read);
	tcase_add_test(tcase, last_pointer_not_read);
	tcase_add_test(tcase, leaf_of_another_table);
	tcase_add_test(tcase, gap_in_the_middle);
	tcase_add_test(tcase, read_too_many);
	tcase_add_test(tcase, wrong_answer);
	tcase_add_loop_test(tcase, changed_in_memory, 0, 2);
	tcase_add_loop_test(tcase, old_and_new, 0, 2);
	tcase_add_test(tcase, read_with_an_error);
	tcase_add_test(tcase, pins_before_the_answer);
	tcase_add_test(tcase, pdptes_are_no_pointers);
	tcase_add_loop_test(tcase, entry_that_is_no_pointer, 0, 3);
	tcase_add_test(tcase, page_below_a_pointer);
	tcase_add_loop_test(tcase, five_levels, 0, 5);
	tcase_add_loop_test(tcase, fault, 0, 3);
	tcase_add_loop_test(tcase, store_updates, 0, 2);
	tcase_add_test(tcase, lost_and_walked_again);
	tcase_add_test(tcase, entry_of_such_a_walk);
	tcase_add_loop_test(tcase, perhaps_global, 0, 4);
	tcase_add_test(tcase, hit_again_and_again);
	tcase_add_test(tcase, no_doubt);
	tcase_add_test(tcase, lost_beside_a_read);
	tcase_add_test(tcase, way_beside_a_dead_end);

	return suite_run(suite);
}
