/* SPDX-License-Identifier: Apache-2.0 */
/* The judge, on pins made by hand: writes of CR3, and what they drop and load. */
#include <check.h>
#include <string.h>

#include "suite.h"
#include "x86_scoreboard_fixture.h"

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
	agrees();
	port_answers(fetch, 0, FAULT_PAGE);
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
	Suite *suite = suite_create("scoreboard_x86_cr3");
	TCase *tcase = tcase_create("scoreboard_x86_cr3");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, x86_cr3_beside_a_walk);
	tcase_add_test(tcase, x86_cr3_beside_a_fence);
	tcase_add_loop_test(tcase, x86_reset_forgets_pdptes, 0, 2);
	tcase_add_test(tcase, x86_cr3_drops);
	tcase_add_test(tcase, x86_cr3_of_another_root_drops);
	tcase_add_test(tcase, x86_cr3_behind_satp_drops);
	tcase_add_test(tcase, x86_pcid);
	tcase_add_test(tcase, x86_pdptes);
	tcase_add_test(tcase, ptbr_held_is_wrong);
	tcase_add_test(tcase, ptbr_answers);

	return suite_run(suite);
}
