/* SPDX-License-Identifier: Apache-2.0 */
/* Whose a memory access is, on pins made by hand. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "ports_fixture.h"
#include "suite.h"

START_TEST(access_for_the_other_port)
{
	request(_i, 0x4123, priv_of(_i));
	agrees();
	out.mem_req_fetch = _i;
	ck_assert(strstr(read_pte(ROOT << 12), "the walk is that of the other"));
}
END_TEST

START_TEST(access_after_the_answer)
{
	fill(_i);
	out.mem_req_fetch = !_i;
	ck_assert_str_eq(read_pte(ROOT << 12), "a memory access for a port that waits for none");
}
END_TEST

START_TEST(access_without_any_request)
{
	out.mem_req_fetch = !_i;
	ck_assert_str_eq(read_pte(ROOT << 12), "a memory access for a port that waits for none");
}
END_TEST

START_TEST(narrow_access)
{
	request(PORT_DATA, 0x4123, PRIV_S);
	ck_assert_ptr_null(misses());
	out.mem_req_valid = 1;
	ck_assert_str_eq(cycle(), "a PTE access of 4 bytes");
}
END_TEST

START_TEST(wide_access)
{
	write_ptbr(REGIME_RV32, 0x80080000);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0x80080000));
	request(PORT_DATA, 0x4123, PRIV_S);
	ck_assert_str_eq(read_pte(ROOT << 12), "a PTE access of 8 bytes");
}
END_TEST

/* Two-level paging of x86 has entries of 4 bytes, too. */
START_TEST(wide_access_of_x86)
{
	in.pg = 1;
	write_ptbr(REGIME_X86_32, ROOT << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, ROOT << 12));
	request(PORT_DATA, 0x4123, PRIV_S);
	ck_assert_str_eq(read_pte(ROOT << 12), "a PTE access of 8 bytes");
}
END_TEST

START_TEST(not_accepted_by_memory)
{
	request(PORT_DATA, 0x4123, priv_of(PORT_DATA));
	ck_assert_ptr_null(misses());
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	agrees();
	in.mem_req_ready = 1;
	walk(LEAF(4));
	answer(PORT_DATA, 0x90004123, 0);
	agrees();
}
END_TEST

/* An answer of memory after a reset is for nobody. */
START_TEST(memory_answers_after_a_reset)
{
	request(PORT_DATA, 0x4123, PRIV_S);
	ck_assert_ptr_null(misses());
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	out.mem_req_valid = 0;
	in.rst = 1;
	agrees();
	in.rst = 0;
	in.mem_rsp_valid = 1;
	agrees();
	in.mem_rsp_valid = 0;
	ptbr(SV39 | ROOT);
	fill(PORT_DATA);
}
END_TEST

/* Memory's answer before any request of the port: nobody reads it. */
START_TEST(memory_answers_nobody)
{
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = UINT64_MAX;
	agrees();
	request(PORT_FETCH, 0x4123, PRIV_U);
	show_first_read(PORT_FETCH);
	agrees();
	in.mem_rsp_valid = 0;
	in.mem_req_ready = 1;
	walk_for(PORT_FETCH, LEAF(4));
	answer(PORT_FETCH, 0x90004123, 0);
	agrees();
}
END_TEST

START_TEST(reads_of_a_load_are_no_walk)
{
	in.pg = in.pae = 1;
	write_ptbr(REGIME_X86_32, 0x5000);
	out.mem_req_id = in.mem_rsp_id = MEM_ID_LOAD;
	for (uint64_t n = 0; n < 4; n++) {
		out.mem_req_valid = out.mem_req_wide = 1;
		out.mem_req_addr = 0x5000 + 8 * n;
		agrees();
		out.mem_req_valid = 0;
		in.mem_rsp_valid = 1;
		in.mem_rsp_data = 0x6001;
		agrees();
		in.mem_rsp_valid = 0;
	}
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0x5000));
	ck_assert_uint_eq(monitor_counts(monitor)->reads, 4);
	ck_assert_uint_eq(monitor_counts(monitor)->walks, 0);
	out.mem_req_fetch = 1;
	write_ptbr(REGIME_X86_32, 0x5000);
	ck_assert_str_eq(read_pte(0x5000), "a PDPTE is read in a strange way");
}
END_TEST

/* The two walks of two ports are apart, whatever comes between. */
START_TEST(walks_of_both_ports)
{
	show_request(PORT_FETCH, 0x4123, PRIV_U);
	show_request(PORT_DATA, 0x2123, PRIV_S);
	agrees();
	in.fetch_req_valid = in.data_req_valid = 0;
	walk_for(PORT_DATA, LEAF(2));
	answer(PORT_DATA, 0, FAULT_PAGE);
	show_first_read(PORT_FETCH);
	agrees();
	silence();
	in.mem_req_ready = 1;
	walk_for(PORT_FETCH, LEAF(4));
	answer(PORT_FETCH, 0x90004123, 0);
	agrees();
}
END_TEST

START_TEST(two_accesses_at_once)
{
	request(_i, 0x4123, priv_of(_i));
	read_outstanding(_i);
	agrees();
	out.mem_req_id = 1;
	ck_assert_str_eq(read_pte(TABLE << 12), "a memory access before the last one was answered");
}
END_TEST

/* walk-7: with the same id it is worse. */
START_TEST(two_accesses_of_one_id)
{
	request(_i, 0x4123, priv_of(_i));
	read_outstanding(_i);
	agrees();
	ck_assert_str_eq(read_pte(TABLE << 12), "a memory request with an id that is outstanding");
}
END_TEST

/* walk-7: ids tell who asks. */
START_TEST(id_of_another)
{
	char says[64];

	snprintf(says, sizeof(says), "a walk's memory access with id %d", _i);
	request(PORT_DATA, 0x4123, priv_of(PORT_DATA));
	out.mem_req_id = (uint64_t)_i;
	ck_assert_str_eq(read_pte(ROOT << 12), says);
}
END_TEST

/* An answer with another id answers nothing, whatever it says. */
START_TEST(answer_of_another_id)
{
	request(_i, 0x4123, priv_of(_i));
	read_outstanding(_i);
	in.mem_rsp_valid = in.mem_rsp_error = 1;
	for (in.mem_rsp_id = 1; in.mem_rsp_id < MEM_IDS; in.mem_rsp_id++)
		agrees();
	in.mem_rsp_id = in.mem_rsp_error = 0;
	in.mem_rsp_data = TABLE << 10 | 1;
	out.mem_req_valid = 1;
	out.mem_req_addr = TABLE << 12;
	agrees();
	out.mem_req_addr = LEAF(4);
	in.mem_rsp_data = LEAVES << 10 | 1;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_data = ALL;
	agrees();
	in.mem_rsp_valid = 0;
	answer(_i, 0x90004123, 0);
	agrees();
}
END_TEST

START_TEST(access_with_the_answer_to_the_last)
{
	request(_i, 0x4123, priv_of(_i));
	read_outstanding(_i);
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = TABLE << 10 | 1;
	out.mem_req_valid = 1;
	out.mem_req_addr = TABLE << 12;
	agrees();
	out.mem_req_addr = LEAF(4);
	in.mem_rsp_data = LEAVES << 10 | 1;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_data = ALL;
	agrees();
	in.mem_rsp_valid = 0;
	answer(_i, 0x90004123, 0);
	agrees();
}
END_TEST

/* What the pins of a channel say wrongly is told beside an answer of memory, too. */
START_TEST(payload_beside_an_answer_of_memory)
{
	request(_i, 0x4123, priv_of(_i));
	read_outstanding(_i);
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = TABLE << 10 | 1;
	out.ptbr_rsp_fault = FAULT_ACCESS;
	refuses("ptbr_rsp shows a payload while it is not valid");
}
END_TEST

START_TEST(answer_before_memory)
{
	request(_i, 0x4123, priv_of(_i));
	read_outstanding(_i);
	answer(_i, 0, FAULT_PAGE); /* which is what a PTE of 0 would give */
	refuses("an answer before memory has answered its walk");
}
END_TEST

/* The other port's answer waits for nothing. */
START_TEST(hit_under_a_walk)
{
	fill(_i);
	request(!_i, 0x4123, priv_of(!_i));
	read_outstanding(!_i);
	request(_i, 0x4456, priv_of(_i));
	answer(_i, 0x90004456, 0);
	agrees();
}
END_TEST

/* For a request that has been answered, which is refused too, memory answers nobody. */
START_TEST(memory_answers_too_late)
{
	request(PORT_DATA, 0x4123, priv_of(PORT_DATA));
	read_outstanding(PORT_DATA);
	answer(PORT_DATA, 0, FAULT_PAGE);
	ck_assert_ptr_nonnull(cycle());
	silence();
	in.mem_rsp_valid = 1;
	agrees();
	in.mem_rsp_valid = 0;
	fill(PORT_DATA);
}
END_TEST

START_TEST(base_register_before_memory)
{
	in.pg = in.pae = 1;
	write_ptbr(REGIME_X86_32, 0x5000);
	out.mem_req_id = in.mem_rsp_id = MEM_ID_LOAD;
	for (uint64_t n = 0; n < 4; n++) {
		out.mem_req_valid = out.mem_req_wide = 1;
		out.mem_req_addr = 0x5000 + 8 * n;
		agrees();
		out.mem_req_valid = 0;
		in.mem_rsp_valid = n < 3;
		agrees();
		in.mem_rsp_valid = 0;
	}
	/* 0: not present, and that would be well. */
	ck_assert_str_eq(ptbr_answer(FAULT_NONE, 0x5000),
			 "an answer before memory has answered its PDPTE");
}
END_TEST

/* A write of satp waits for no walk. */
START_TEST(base_register_under_a_walk)
{
	request(_i, 0x4123, priv_of(_i));
	read_outstanding(_i);
	ptbr(SV39 | ROOT);
}
END_TEST

START_TEST(accepted_beside_cr3)
{
	in.pg = in.pae = 1;
	in.ptbr_valid = _i % 2;
	in.ptbr_regime = REGIME_X86_32;
	out.ptbr_ready = 0;
	if (!in.ptbr_valid) {
		write_ptbr(REGIME_X86_32, 0x5000);
		out.mem_req_valid = out.mem_req_wide = 1;
		out.mem_req_id = MEM_ID_LOAD;
		out.mem_req_addr = 0x5000;
	}
	show_request(_i / 2, 0x4123, PRIV_S);
	refuses("a request accepted beside a write of CR3");
}
END_TEST

START_TEST(answer_beside_the_walk_of_the_other_port)
{
	show_request(PORT_FETCH, 0x4123, PRIV_U);
	show_request(PORT_DATA, 0x4123, priv_of(PORT_DATA));
	agrees();
	in.fetch_req_valid = in.data_req_valid = 0;
	walk_for(PORT_DATA, LEAF(4));
	answer(PORT_DATA, 0x90004123, 0);
	read_outstanding(PORT_FETCH);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_walk");
	TCase *tcase = tcase_create("scoreboard_walk");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_ports, end);
	tcase_add_loop_test(tcase, access_for_the_other_port, 0, PORTS);
	tcase_add_loop_test(tcase, access_after_the_answer, 0, PORTS);
	tcase_add_loop_test(tcase, access_without_any_request, 0, PORTS);
	tcase_add_test(tcase, narrow_access);
	tcase_add_test(tcase, wide_access);
	tcase_add_test(tcase, wide_access_of_x86);
	tcase_add_test(tcase, not_accepted_by_memory);
	tcase_add_test(tcase, memory_answers_after_a_reset);
	tcase_add_test(tcase, memory_answers_nobody);
	tcase_add_test(tcase, reads_of_a_load_are_no_walk);
	tcase_add_test(tcase, walks_of_both_ports);
	tcase_add_loop_test(tcase, two_accesses_at_once, 0, PORTS);
	tcase_add_loop_test(tcase, two_accesses_of_one_id, 0, PORTS);
	tcase_add_loop_test(tcase, id_of_another, 1, MEM_IDS);
	tcase_add_loop_test(tcase, answer_of_another_id, 0, PORTS);
	tcase_add_loop_test(tcase, access_with_the_answer_to_the_last, 0, PORTS);
	tcase_add_loop_test(tcase, payload_beside_an_answer_of_memory, 0, PORTS);
	tcase_add_loop_test(tcase, answer_before_memory, 0, PORTS);
	tcase_add_loop_test(tcase, hit_under_a_walk, 0, PORTS);
	tcase_add_test(tcase, memory_answers_too_late);
	tcase_add_test(tcase, base_register_before_memory);
	tcase_add_loop_test(tcase, base_register_under_a_walk, 0, PORTS);
	tcase_add_loop_test(tcase, accepted_beside_cr3, 0, 2 * PORTS);
	tcase_add_test(tcase, answer_beside_the_walk_of_the_other_port);

	return suite_run(suite);
}
