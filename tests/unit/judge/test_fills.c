/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge, on pins made by hand: what a hit may answer from, whatever memory holds by then
 * (rtl/contract, tlb-7), and when no walk may be made.
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

static void fetch(uint64_t va)
{
	out.fetch_req_ready = in.fetch_rsp_ready = 1;
	in.fetch_req_valid = 1;
	in.fetch_req_seg = SEGMENT_NONE;
	in.fetch_req_va = va;
	in.fetch_req_priv = PRIV_S;
	agrees();
	in.fetch_req_valid = 0;
}

static void show_fetched(uint64_t pa)
{
	out.fetch_rsp_valid = 1;
	out.fetch_rsp_pa = pa;
	out.fetch_rsp_size = 12;
}

/* Page 4 may be fetched. */
static void fetch_filled(void)
{
	change_leaf(4, 0x90004 << 10 | 0x4b);
	fetch(0x4000);
	out.mem_req_fetch = 1;
	walk(LEAF(4));
	out.mem_req_fetch = 0;
	show_fetched(0x90004000);
	agrees();
	out.fetch_rsp_valid = 0;
}

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

/* ---- What the entry holds ---- */

START_TEST(no_entry)
{
	may_not_hit(0ul, "no walk filled an entry");
}
END_TEST

START_TEST(entry_of_the_other_port)
{
	fetch_filled();
	ck_assert(image_write(image, LEAF(4), 8, 0x90004 << 10 | RWAD));
	may_not_hit(4ul, "no walk filled an entry");
}
END_TEST

START_TEST(upper_address_bits)
{
	filled(0, 0x90000000);
	hit_gives(UINT64_C(1) << 63 | 8, 0x90000008);
	refuses("no walk filled an entry");
}
END_TEST

START_TEST(wrong_size_of_a_hit)
{
	filled(0, 0x90000000);
	hit_gives(8, 0x90000008);
	out.data_rsp_size = 21;
	refuses("size 21");
}
END_TEST

START_TEST(stale_memory_type)
{
	const uint64_t nc = UINT64_C(1) << 61, io = UINT64_C(2) << 61;

	in.pbmte = 1;
	change_leaf(0, nc | 0x90000 << 10 | RWAD);
	ask(0, false);
	walk(LEAF(0));
	show_answer(0x90000000, 0);
	out.data_rsp_memtype = 1;
	agrees();
	taken();
	change_leaf(0, io | 0x90000 << 10 | RWAD);
	hit_gives(8, 0x90000008);
	agrees();
	taken();
	hit_gives(8, 0x90000008);
	out.data_rsp_memtype = 2;
	refuses("memory type 2");
}
END_TEST

START_TEST(rights_act_on_hits)
{
	const uint64_t user = 0x10;

	change_leaf(0, 0x90000 << 10 | RWAD | user);
	in.data_req_sum = 1;
	filled(0, 0x90000000);
	hits(0);
	in.data_req_sum = 0;
	may_not_hit(0ul, "does not allow the access");
}
END_TEST

START_TEST(clean_page_and_store)
{
	filled(1, 0x90001000);
	ask(0x1008, true);
	walk(LEAF(1));
	update(LEAF(1), 0x90001 << 10 | 0x47, 0x90001 << 10 | 0xc7);
	ck_assert(image_write(image, LEAF(1), 8, 0x90001 << 10 | 0xc7));
	show_answer(0x90001008, 0);
	agrees();
	taken();
	ask(0x1010, true);
	show_answer(0x90001010, 0);
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
	refuses("no walk filled an entry");
}
END_TEST

/* A fill drops what it overlaps: here a page of 2 MiB an entry of 4 KiB. */
START_TEST(overlapped)
{
	filled(0, 0x90000000);
	image_write(image, TABLE << 12, 8, 0x90200 << 10 | RWAD);
	ask(0x1000, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	show_answer(0x90201000, 0);
	out.data_rsp_size = 21;
	agrees();
	taken();
	may_not_hit(0ul, "is pa 90200008");
}
END_TEST

/* ---- Faults ---- */

static void fault_of_page_0(void)
{
	change_leaf(0, 0x90000 << 10 | 0x43); /* read-only */
	ask(0, true);
	walk(LEAF(0));
	show_answer(0, FAULT_PAGE);
	agrees();
	taken();
}

START_TEST(fault_drops)
{
	change_leaf(0, 0x90000 << 10 | 0x47); /* clean: a store walks */
	filled(0, 0x90000000);
	filled(3, 0x90003000);
	fault_of_page_0();
	hits(3);
	may_not_hit(0ul, "dropped by the fault of cycle");
}
END_TEST

/* The walk ended a cycle before its answer: what the other port looked up then stands. */
START_TEST(fault_drops_from_both)
{
	change_leaf(4, 0x90004 << 10 | 0x4b);
	fetch_filled();
	ask(0x4000, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = LEAF(4);
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = 0x90004 << 10 | 0x49; /* fetches alone */
	fetch(0x4008);
	in.mem_rsp_valid = 0;
	show_answer(0, FAULT_PAGE);
	show_fetched(0x90004008);
	fetch(0x400c);
	taken();
	show_fetched(0x9000400c);
	refuses("dropped by the fault of cycle");
}
END_TEST

/* ---- When no walk may be made ---- */

START_TEST(walk_beside_an_entry)
{
	filled(0, 0x90000000);
	may_not_walk(0ul);
}
END_TEST

START_TEST(fence_that_drops_too_much)
{
	filled(0, 0x90000000);
	fence(true, 0x1000, false, 0);
	fence(false, 0, true, 7);
	may_not_walk(0ul);
}
END_TEST

/* As many as there are entries are all there; of one more, each but the last may be gone. */
START_TEST(more_pages_than_entries)
{
	for (uint64_t n = 4; n < 8; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	for (uint64_t n = 4; n < 8; n++)
		hits(n);
	filled(0, 0x90000000);
	hits(5); /* which shows that it is there */
	filled(4, 0x90004000);
	hits(0); /* there or not, both are well */
	filled(6, 0x90006000);
	may_not_walk(6ul);
}
END_TEST

START_TEST(seen_again_is_there)
{
	for (uint64_t n = 4; n < 9; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	hits(5);
	may_not_walk(5ul);
}
END_TEST

/* A walk for it shows that the entry was replaced: another walk fills another one. */
START_TEST(replaced)
{
	for (uint64_t n = 4; n < 9; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	ask(0x5000, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	ck_assert_ptr_null(read_pte(TABLE << 12));
	change_leaf(5, 0);
	ck_assert_ptr_null(read_pte(LEAF(5)));
	show_answer(0, FAULT_PAGE);
	agrees();
	taken();
	may_not_hit(5ul, "no walk filled an entry");
}
END_TEST

START_TEST(locked_stays)
{
	in.data_req_lock = 1;
	filled(0, 0x90000000);
	in.data_req_lock = 0;
	for (uint64_t n = 4; n < 9; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	may_not_walk(0ul);
}
END_TEST

START_TEST(all_locked)
{
	in.data_req_lock = 1;
	for (uint64_t n = 4; n < 8; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	filled(0, 0x90000000);
	may_not_hit(0ul, "no walk filled an entry");
}
END_TEST

/* ---- Walks that a fence began anew ---- */

START_TEST(fence_restarts_a_walk)
{
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	fence(false, 0, false, 0);
	walk(LEAF(0));
	show_answer(0x90000123, 0);
	agrees();
	ck_assert_uint_eq(monitor_counts(monitor)->restarts, 1);
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

/* More pages than there was room for at first, each found and dropped by itself. */
START_TEST(many_pages)
{
	const uint64_t n = (uint64_t)_i;

	for (uint64_t page = 0; page < 300; page++) {
		make_page(page);
		filled(page, (0x90000 + page) << 12);
	}
	for (uint64_t page = 1; page < 300; page += 2)
		fence(true, page << 12, false, 0);
	hits(n);
	hits(299 - n - 1);
	if (n > 282)
		may_not_hit(n + 1, "dropped by the fence");
	else
		may_not_hit(n + 1, "no walk filled an entry");
}
END_TEST

/* What was dropped makes room for others, which are not taken for it. */
START_TEST(slots_come_back)
{
	for (uint64_t round = 0; round < 3; round++) {
		for (uint64_t page = 0; page < 80; page++) {
			make_page(100 * round + page);
			filled(100 * round + page, (0x90000 + 100 * round + page) << 12);
		}
		if (round)
			may_not_hit(100 * round - 50, "no walk filled an entry");
		hits(100 * round + 7);
		fence(false, 0, false, 0);
	}
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
	tcase_add_test(tcase, no_entry);
	tcase_add_test(tcase, entry_of_the_other_port);
	tcase_add_test(tcase, upper_address_bits);
	tcase_add_test(tcase, wrong_size_of_a_hit);
	tcase_add_test(tcase, stale_memory_type);
	tcase_add_test(tcase, rights_act_on_hits);
	tcase_add_test(tcase, clean_page_and_store);
	tcase_add_test(tcase, napot_serves_its_neighbours);
	for (int page = 0; page < 298; page += 62)
		tcase_add_loop_test(tcase, many_pages, page, page + 1);
	tcase_add_loop_test(tcase, many_pages, 290, 291);
	tcase_add_test(tcase, slots_come_back);
	tcase_add_test(tcase, overlapped);
	tcase_add_test(tcase, fault_drops);
	tcase_add_test(tcase, fault_drops_from_both);
	tcase_add_test(tcase, walk_beside_an_entry);
	tcase_add_test(tcase, fence_that_drops_too_much);
	tcase_add_test(tcase, more_pages_than_entries);
	tcase_add_test(tcase, seen_again_is_there);
	tcase_add_test(tcase, replaced);
	tcase_add_test(tcase, locked_stays);
	tcase_add_test(tcase, all_locked);
	tcase_add_test(tcase, fence_restarts_a_walk);
	tcase_add_test(tcase, fence_that_does_not_restart_a_walk);
	tcase_add_test(tcase, fence_over_a_read_not_accepted);

	return suite_run(suite);
}
