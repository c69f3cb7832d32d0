/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge, on pins made by hand: walks of x86, and writes of CR3 with what they drop and load.
 */
#include <check.h>
#include <string.h>

#include "suite.h"
#include "x86_scoreboard_fixture.h"

START_TEST(x86_walk_and_code)
{
	begin_x86();
	filled_x86();
	ask(0x2000, true);
	walk_x86(2);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 2; /* W, not P */
	agrees();
	taken();
	ask(0x2000, true);
	walk_x86(2);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 3;
	refuses("code 3");
}
END_TEST

START_TEST(x86_memory_type)
{
	begin_x86();
	ask(0x123, false);
	walk_x86(0);
	show_answer(0x90000123, 0);
	out.data_rsp_memtype = 1;
	refuses("memory type 1");
}
END_TEST

START_TEST(x86_not_canonical)
{
	begin_x86();
	ask(UINT64_C(1) << 47, false);
	ends_at_once(FAULT_PROTECTION);
	agrees();
	taken();
	ask(UINT64_C(1) << 47, false);
	ends_at_once(FAULT_PAGE);
	refuses("general-protection");
}
END_TEST

/* segment-6: through SS, in 64-bit mode, it is a stack fault; the memo keeps the two apart. */
START_TEST(x86_not_canonical_in_ss)
{
	begin_x86();
	in.seg_valid = in.seg_long = 1;
	in.seg_index = SEGMENT_CS;
	agrees();
	in.seg_valid = 0;
	for (uint64_t turn = 0; turn < 2; turn++) {
		in.data_req_seg = SEGMENT_DS;
		ask(UINT64_C(1) << 47, false);
		ends_at_once(FAULT_PROTECTION);
		agrees();
		taken();
		in.data_req_seg = SEGMENT_SS;
		ask(UINT64_C(1) << 47, false);
		ends_at_once(FAULT_PROTECTION);
		out.data_rsp_code = CODE_STACK;
		agrees();
		taken();
	}
	ask(UINT64_C(1) << 47, false);
	ends_at_once(FAULT_PROTECTION);
	out.data_rsp_code = 0;
	refuses("code 8");
}
END_TEST

/* A at every level, and D, from the root on; one after the other, and none left out. */
START_TEST(x86_updates_in_order)
{
	const uint64_t first = 0x80005000, second = 0x80007000;

	begin_x86();
	image_write(image, first, 8, 0x80006007);
	image_write(image, second, 8, 0x90000007);
	ask(0x123, true);
	walk_x86(0);
	update(first, 0x80006007, 0x80006027);
	update(second, 0x90000007, 0x90000067);
	show_answer(0x90000123, 0);
	agrees();
	taken();
	write_cr3(CR3);
	image_write(image, first, 8, 0x80006007);
	image_write(image, second, 8, 0x90000007);
	ask(0x123, true);
	walk_x86(0);
	update(first, 0x80006007, 0x80006027);
	show_answer(0x90000123, 0);
	refuses("no A/D update of 80007000");
}
END_TEST

/* Five levels, A in none: more updates there cannot be. */
START_TEST(x86_updates_of_all_levels)
{
	const uint64_t leaf[] = {0x90000007};

	begin_x86();
	for (uint64_t ppn = 0x80003; ppn < 0x80007; ppn++) {
		const uint64_t down[] = {(ppn + 1) << 12 | 7};

		image_page(image, ppn, down, 1, 8);
	}
	image_page(image, 0x80007, leaf, 1, 8);
	in.la57 = 1;
	write_cr3(0x80003000);
	ask(0x123, true);
	for (uint64_t ppn = 0x80003; ppn <= 0x80007; ppn++)
		ck_assert_ptr_null(read_pte(ppn << 12));
	for (uint64_t ppn = 0x80003; ppn < 0x80007; ppn++)
		update(ppn << 12, (ppn + 1) << 12 | 7, (ppn + 1) << 12 | 0x27);
	update(0x80007000, 0x90000007, 0x90000067);
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	refuses("a walk of more than 5 A/D updates");
}
END_TEST

/* The pointer's update fails: the walk ends with an access fault, and the leaf is left alone. */
START_TEST(x86_update_behind_one_that_failed)
{
	begin_x86();
	image_write(image, 0x80005000, 8, 0x80006007);
	image_write(image, 0x80007000, 8, 0x90000007);
	ask(0x123, true);
	walk_x86(0);
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = 0x80005000;
	out.mem_req_expect = 0x80006007;
	out.mem_req_data = 0x80006027;
	swap(true, false);
	update(0x80007000, 0x90000007, 0x90000067);
	refuses("behind one that failed");
}
END_TEST

/* A is set once the leaf has passed (walk-4), not on the way. */
START_TEST(x86_update_on_the_way)
{
	begin_x86();
	image_write(image, 0x80004000, 8, 0x80005007);
	ask(0x123, false);
	ck_assert_ptr_null(read_pte(CR3));
	update(0x80004000, 0x80005007, 0x80005027);
	refuses("the oracle makes none there");
}
END_TEST

/* ptbr-5: it waits for walks, and for a fence. */
START_TEST(x86_cr3_beside_a_walk)
{
	begin_x86();
	ask(0x123, false);
	in.ptbr_valid = 1;
	in.ptbr_regime = REGIME_X86_64;
	in.ptbr_value = 0x80005000;
	refuses("a write of CR3 accepted beside a walk");
}
END_TEST

START_TEST(x86_cr3_beside_a_fence)
{
	begin_x86();
	in.fence_valid = out.fence_ready = 1;
	in.ptbr_valid = 1;
	in.ptbr_regime = REGIME_X86_64;
	in.ptbr_value = 0x80005000;
	refuses("a write of CR3 accepted beside a fence");
}
END_TEST

/* One request of the fetch port, or of the data port. */
static void ask_port(bool fetch, uint64_t va)
{
	if (!fetch) {
		ask(va, false);
		return;
	}
	out.fetch_req_ready = in.fetch_rsp_ready = 1;
	in.fetch_req_valid = 1;
	in.fetch_req_seg = SEGMENT_NONE;
	in.fetch_req_va = va;
	in.fetch_req_priv = PRIV_S;
	agrees();
	in.fetch_req_valid = 0;
}

static void port_answers(bool fetch, uint64_t pa, uint64_t fault)
{
	if (!fetch) {
		show_answer(pa, fault);
	} else {
		out.fetch_rsp_valid = 1;
		out.fetch_rsp_pa = pa;
		out.fetch_rsp_fault = fault;
		out.fetch_rsp_size = fault ? 0 : 12;
	}
	agrees();
	out.fetch_rsp_valid = 0;
	taken();
}

/* PAE: after a reset the PDPTEs are 0, whatever was known of them before. */
START_TEST(x86_reset_forgets_pdptes)
{
	const uint64_t pdptes[] = {0x80005001}, table[] = {0x80006027}, leaf[] = {0x90000067};
	bool fetch = _i;

	image_page(image, 0x80004, pdptes, 1, 8);
	image_page(image, 0x80005, table, 1, 8);
	image_page(image, 0x80006, leaf, 1, 8);
	in.pg = in.pae = 1;
	write_ptbr(REGIME_X86_32, CR3);
	out.mem_req_id = MEM_ID_LOAD;
	for (unsigned int n = 0; n < 4; n++)
		ck_assert_ptr_null(read_pte(CR3 + 8 * n));
	out.mem_req_id = MEM_ID_WALK;
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, CR3));
	ask_port(fetch, 0x123);
	out.mem_req_fetch = fetch;
	ck_assert_ptr_null(read_pte(0x80005000));
	ck_assert_ptr_null(read_pte(0x80006000));
	port_answers(fetch, 0x90000123, FAULT_NONE);
	ask_port(fetch, 0x123);
	port_answers(fetch, 0x90000123, FAULT_NONE);
	in.rst = 1;
	agrees();
	in.rst = in.pg = 0;
	write_ptbr(REGIME_X86_32, CR3);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, CR3));
	in.pg = 1;
	ask_port(fetch, 0x123);
	agrees();
	port_answers(fetch, 0, FAULT_PAGE);
}
END_TEST

START_TEST(x86_leaf_updated_first)
{
	begin_x86();
	image_write(image, 0x80005000, 8, 0x80006007);
	image_write(image, 0x80007000, 8, 0x90000007);
	ask(0x123, true);
	walk_x86(0);
	update(0x80007000, 0x90000007, 0x90000067);
	show_answer(0x90000123, 0);
	refuses("A/D update of 80007000");
}
END_TEST

/* A write of CR3 drops what is not global, so that the old PTE may not answer any more. */
START_TEST(x86_cr3_drops)
{
	begin_x86();
	filled_x86();
	ask(0x1123, false);
	walk_x86(1);
	show_answer(0x90001123, 0);
	agrees();
	taken();
	image_write(image, 0x80007000, 8, 0);
	image_write(image, 0x80007008, 8, 0);
	hit_gives(0x123, 0x90000123); /* stale, and legal */
	agrees();
	taken();
	write_cr3(CR3);
	hit_gives(0x1123, 0x90001123); /* global */
	agrees();
	taken();
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

/* Memory is as it was, and only the root is another. */
START_TEST(x86_cr3_of_another_root_drops)
{
	begin_x86();
	filled_x86();
	write_cr3(0x80005000);
	hit_gives(0x123, 0x90000123);
	refuses("dropped by the CR3 write");
}
END_TEST

/* From RISC-V it drops as well. */
START_TEST(x86_cr3_behind_satp_drops)
{
	in.pcide = 1;
	begin_x86();
	filled_x86();
	ptbr(SV39 | ROOT);
	write_cr3(0x80005000);
	hit_gives(0x123, 0x90000123);
	refuses("dropped by the CR3 write");
}
END_TEST

/* WP, SMEP and SMAP act at once. */
START_TEST(x86_bits_act_on_hits)
{
	begin_x86();
	ask(0x3123, false);
	walk_x86(3);
	show_answer(0x90003123, 0);
	agrees();
	taken();
	in.smap = 1;
	hit_gives(0x3123, 0x90003123);
	refuses("does not allow the access");
	taken();
	in.data_req_sum = 1;
	hit_gives(0x3123, 0x90003123);
	agrees();
}
END_TEST

/* A page fault drops what would translate its address, global or not, and no other page. */
START_TEST(x86_fault_drops)
{
	begin_x86();
	image_write(image, 0x80007000, 8, 0x90000027); /* clean: a store walks */
	for (uint64_t page = 0; page < 2; page++) {
		ask(page << 12 | 0x123, false);
		walk_x86(page);
		show_answer(0x90000123 + (page << 12), 0);
		agrees();
		taken();
	}
	image_write(image, 0x80007000, 8, 0x91000065); /* another frame, read-only */
	image_write(image, 0x80007008, 8, 0);
	hit_gives(0x123, 0x90000123); /* stale, and legal */
	agrees();
	taken();
	ask(0x456, true);
	walk_x86(0);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 3; /* P, W */
	agrees();
	taken();
	hit_gives(0x1123, 0x90001123);
	agrees();
	taken();
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

START_TEST(x86_fault_drops_global)
{
	begin_x86();
	image_write(image, 0x80007008, 8, 0x90001123);
	ask(0x1123, false);
	walk_x86(1);
	show_answer(0x90001123, 0);
	agrees();
	taken();
	image_write(image, 0x80007008, 8, 0x91000165);
	ask(0x1456, true);
	walk_x86(1);
	show_answer(0, FAULT_PAGE);
	out.data_rsp_code = 3;
	agrees();
	taken();
	hit_gives(0x1123, 0x90001123);
	refuses("answer pa 90001123");
}
END_TEST

/* With PCIDE another PCID keeps its entries, and bit 63 keeps them all. */
START_TEST(x86_pcid)
{
	in.pcide = 1;
	begin_x86();
	filled_x86();
	image_write(image, 0x80007000, 8, 0);
	write_cr3(CR3 | 5);
	write_cr3(CR3 | UINT64_C(1) << 63);
	hit_gives(0x123, 0x90000123);
	agrees();
	taken();
	write_cr3(CR3 | 5 | UINT64_C(1) << 63);
	hit_gives(0x123, 0x90000123);
	refuses("answer pa 90000123");
}
END_TEST

/* One PDPTE read for a write of CR3. */
static void read_pdpte(unsigned int n, uint64_t pdpte, bool error)
{
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_id = in.mem_rsp_id = MEM_ID_LOAD;
	out.mem_req_addr = 0x4020 + 8 * n;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = pdpte;
	in.mem_rsp_error = error;
	agrees();
	in.mem_rsp_valid = in.mem_rsp_error = 0;
	out.mem_req_id = in.mem_rsp_id = MEM_ID_WALK;
}

START_TEST(x86_pdptes)
{
	in.pg = in.pae = 1;
	write_ptbr(REGIME_X86_32, 0x4020);
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0x4020));
	write_ptbr(REGIME_X86_32, 0x4020);
	read_pdpte(0, 0x5001, false);
	read_pdpte(1, 0x5003, false); /* bit 1 is reserved */
	ck_assert_ptr_null(ptbr_answer(FAULT_PROTECTION, 0x4020));
	write_ptbr(REGIME_X86_32, 0x4020);
	read_pdpte(0, 0, true);
	ck_assert_ptr_null(ptbr_answer(FAULT_ACCESS, 0x4020));
	/* Too few, and a fault that is not there. */
	write_ptbr(REGIME_X86_32, 0x4020);
	read_pdpte(0, 0x5001, false);
	ck_assert_str_eq(ptbr_answer(FAULT_NONE, 0x4020),
			 "the PDPTEs read for a CR3 write are not those that the oracle reads");
	write_ptbr(REGIME_X86_32, 0x4020);
	for (unsigned int n = 0; n < 4; n++)
		read_pdpte(n, 0x5001, false);
	ck_assert(strstr(ptbr_answer(FAULT_PROTECTION, 0x4020), "the oracle says 0"));
}
END_TEST

START_TEST(ptbr_held_is_wrong)
{
	write_ptbr(REGIME_RV64, SV39 | 0x80010);
	ck_assert(strstr(ptbr_answer(FAULT_NONE, SV39 | 0x80011), "ptbr_held is"));
}
END_TEST

START_TEST(ptbr_answers)
{
	ck_assert_str_eq(ptbr_answer(FAULT_NONE, SV39 | ROOT),
			 "an answer to a PTBR write that nobody made");
	write_ptbr(REGIME_RV64, SV39 | ROOT);
	ck_assert_str_eq(ptbr_answer(FAULT_PROTECTION, SV39 | ROOT),
			 "a write of satp that reads memory, or faults");
	in.pg = in.pae = 1;
	write_ptbr(REGIME_X86_32, 0x5000);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_id = MEM_ID_LOAD;
	out.mem_req_addr = 0x5000;
	in.ptbr_valid = 1;
	refuses("before the last one was answered");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_x86");
	TCase *tcase = tcase_create("scoreboard_x86");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, x86_walk_and_code);
	tcase_add_test(tcase, x86_memory_type);
	tcase_add_test(tcase, x86_not_canonical);
	tcase_add_test(tcase, x86_not_canonical_in_ss);
	tcase_add_test(tcase, x86_updates_in_order);
	tcase_add_test(tcase, x86_updates_of_all_levels);
	tcase_add_test(tcase, x86_update_behind_one_that_failed);
	tcase_add_test(tcase, x86_update_on_the_way);
	tcase_add_test(tcase, x86_cr3_beside_a_walk);
	tcase_add_test(tcase, x86_cr3_beside_a_fence);
	tcase_add_loop_test(tcase, x86_reset_forgets_pdptes, 0, 2);
	tcase_add_test(tcase, x86_leaf_updated_first);
	tcase_add_test(tcase, x86_cr3_drops);
	tcase_add_test(tcase, x86_cr3_of_another_root_drops);
	tcase_add_test(tcase, x86_cr3_behind_satp_drops);
	tcase_add_test(tcase, x86_bits_act_on_hits);
	tcase_add_test(tcase, x86_fault_drops);
	tcase_add_test(tcase, x86_fault_drops_global);
	tcase_add_test(tcase, x86_pcid);
	tcase_add_test(tcase, x86_pdptes);
	tcase_add_test(tcase, ptbr_held_is_wrong);
	tcase_add_test(tcase, ptbr_answers);

	return suite_run(suite);
}
