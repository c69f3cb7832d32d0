/* SPDX-License-Identifier: Apache-2.0 */
/* The judge, on pins made by hand: what an entry holds, and which faults drop it. */
#include <check.h>

#include "fills_fixture.h"
#include "suite.h"

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
	fill_large();
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
	agrees();
	taken();
	out.fetch_rsp_valid = 0;
	fetch(0x400c);
	show_fetched(0x9000400c);
	refuses("dropped by the fault of cycle");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fills_entry");
	TCase *tcase = tcase_create("fills_entry");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, no_entry);
	tcase_add_test(tcase, entry_of_the_other_port);
	tcase_add_test(tcase, upper_address_bits);
	tcase_add_test(tcase, wrong_size_of_a_hit);
	tcase_add_test(tcase, stale_memory_type);
	tcase_add_test(tcase, rights_act_on_hits);
	tcase_add_test(tcase, clean_page_and_store);
	tcase_add_test(tcase, napot_serves_its_neighbours);
	tcase_add_test(tcase, overlapped);
	tcase_add_test(tcase, fault_drops);
	tcase_add_test(tcase, fault_drops_from_both);

	return suite_run(suite);
}
