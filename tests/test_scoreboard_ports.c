/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the scoreboard makes of the pins, on pins made by hand: each pin of each port, whose a
 * memory access is, what is counted, and what is kept of a request.
 */
#include <check.h>
#include <string.h>

#include "scoreboard_fixture.h"
#include "suite.h"

/* Page 4: anybody may do anything but write. */
#define ALL (UINT64_C(0x90004) << 10 | 0xdb)

static void show_request(enum port port, uint64_t va, uint64_t priv)
{
	if (port == PORT_FETCH) {
		in.fetch_req_valid = out.fetch_req_ready = 1;
		in.fetch_req_va = va;
		in.fetch_req_priv = priv;
		in.fetch_req_tag = 7;
		in.fetch_req_seg = SEGMENT_NONE;
		in.fetch_rsp_ready = 1;
		return;
	}
	in.data_req_valid = 1;
	in.data_req_va = va;
	in.data_req_priv = priv;
	in.data_req_tag = 5;
}

static void request(enum port port, uint64_t va, uint64_t priv)
{
	show_request(port, va, priv);
	agrees();
	in.fetch_req_valid = in.data_req_valid = 0;
}

static void answer(enum port port, uint64_t pa, uint64_t fault)
{
	uint64_t size = fault ? 0 : 12;

	if (port == PORT_DATA) {
		show_answer(pa, fault);
		return;
	}
	out.fetch_rsp_valid = 1;
	out.fetch_rsp_tag = 7;
	out.fetch_rsp_pa = pa;
	out.fetch_rsp_fault = fault;
	out.fetch_rsp_size = size;
}

static void silence(void)
{
	out.fetch_rsp_valid = out.data_rsp_valid = 0;
}

static void walk_for(enum port port, uint64_t leaf)
{
	out.mem_req_fetch = port == PORT_FETCH;
	walk(leaf);
	out.mem_req_fetch = 0;
}

static void begin_ports(void)
{
	begin();
	image_write(image, LEAF(4), 8, ALL);
}

/* A supervisor with SUM at the data port, a user at the other. */
static uint64_t priv_of(enum port port)
{
	in.data_req_sum = 1;
	return port == PORT_FETCH ? PRIV_U : PRIV_S;
}

static void fill(enum port port)
{
	request(port, 0x4123, priv_of(port));
	walk_for(port, LEAF(4));
	answer(port, 0x90004123, 0);
	agrees();
	silence();
}

/* ---- The pins of an answer ---- */

START_TEST(right_on_both_ports)
{
	fill(_i);
	request(_i, 0x4456, priv_of(_i));
	answer(_i, 0x90004456, 0);
	agrees();
}
END_TEST

static uint64_t *answer_pin(enum port port, int n)
{
	uint64_t *const pins[PORTS][6] = {
		{&out.fetch_rsp_tag, &out.fetch_rsp_pa, &out.fetch_rsp_fault, &out.fetch_rsp_code,
		 &out.fetch_rsp_size, &out.fetch_rsp_memtype},
		{&out.data_rsp_tag,  &out.data_rsp_pa,  &out.data_rsp_fault,  &out.data_rsp_code,
		 &out.data_rsp_size,  &out.data_rsp_memtype },
	};

	return pins[port][n];
}

START_TEST(each_pin_of_an_answer)
{
	enum port port = _i % 2;

	request(port, 0x4123, priv_of(port));
	walk_for(port, LEAF(4));
	answer(port, 0x90004123, 0);
	*answer_pin(port, _i / 2) ^= 1;
	ck_assert_ptr_nonnull(cycle());
}
END_TEST

START_TEST(each_pin_of_a_hit)
{
	enum port port = _i % 2;

	fill(port);
	request(port, 0x4123, priv_of(port));
	answer(port, 0x90004123, 0);
	*answer_pin(port, _i / 2) ^= 1;
	ck_assert_ptr_nonnull(cycle());
}
END_TEST

START_TEST(wrong_tag)
{
	request(_i, 0x4123, priv_of(_i));
	walk_for(_i, LEAF(4));
	answer(_i, 0x90004123, 0);
	*answer_pin(_i, 0) = 0xa;
	ck_assert_str_eq(cycle(), _i ? "answer with tag a to a request with tag 5"
				     : "answer with tag a to a request with tag 7");
}
END_TEST

/* While it waits, no part of it may change. */
START_TEST(each_pin_that_waits)
{
	enum port port = _i % 2;

	fill(port);
	request(port, 0x4123, priv_of(port));
	in.fetch_rsp_ready = in.data_rsp_ready = 0;
	answer(port, 0x90004123, 0);
	agrees();
	agrees();
	*answer_pin(port, _i / 2) ^= 1;
	refuses("an answer that changes while it waits");
}
END_TEST

START_TEST(goes_before_it_is_taken)
{
	fill(_i);
	request(_i, 0x4123, priv_of(_i));
	in.fetch_rsp_ready = in.data_rsp_ready = 0;
	answer(_i, 0x90004123, 0);
	agrees();
	silence();
	refuses("an answer that goes before it is taken");
}
END_TEST

/* Taken at once, or later: then the port is silent, and answers nobody. */
START_TEST(taken_later)
{
	fill(_i);
	request(_i, 0x4123, priv_of(_i));
	in.fetch_rsp_ready = in.data_rsp_ready = 0;
	answer(_i, 0x90004123, 0);
	agrees();
	in.fetch_rsp_ready = in.data_rsp_ready = 1;
	agrees();
	refuses("an answer that nobody asked for");
}
END_TEST

START_TEST(nobody_asked)
{
	answer(_i, 0x90004123, 0);
	refuses("an answer that nobody asked for");
}
END_TEST

/* ---- The pins of a request ---- */

START_TEST(accepted_too_early)
{
	request(_i, 0x4123, priv_of(_i));
	show_request(_i, 0x4123, priv_of(_i));
	refuses("before the last one was answered");
}
END_TEST

START_TEST(accepted_with_the_answer)
{
	fill(_i);
	request(_i, 0x4123, priv_of(_i));
	answer(_i, 0x90004123, 0);
	request(_i, 0x4456, priv_of(_i));
	answer(_i, 0x90004456, 0);
	agrees();
}
END_TEST

START_TEST(accepted_beside_a_fence)
{
	in.fence_valid = 1;
	show_request(_i, 0x4123, priv_of(_i));
	refuses("a request accepted beside a fence");
}
END_TEST

/* Neither valid nor ready alone is a request. */
START_TEST(not_accepted)
{
	show_request(_i, 0x4123, priv_of(_i));
	out.fetch_req_ready = out.data_req_ready = 0;
	agrees();
	in.fetch_req_valid = in.data_req_valid = 0;
	out.fetch_req_ready = out.data_req_ready = 1;
	agrees();
	answer(_i, 0x90004123, 0);
	refuses("an answer that nobody asked for");
}
END_TEST

/* A fetch of page 4 by a supervisor, a store, a load without SUM: each would fault. */
START_TEST(pins_of_a_request)
{
	if (_i == 1)
		in.data_req_store = 1;
	if (_i != 2)
		in.data_req_sum = 1;
	request(_i ? PORT_DATA : PORT_FETCH, 0x4123, PRIV_S);
	walk_for(_i ? PORT_DATA : PORT_FETCH, LEAF(4));
	answer(_i ? PORT_DATA : PORT_FETCH, 0, FAULT_PAGE);
	agrees();
}
END_TEST

START_TEST(mxr)
{
	image_write(image, LEAF(4), 8, UINT64_C(0x90004) << 10 | 0xc9); /* X alone */
	in.data_req_mxr = _i;
	request(PORT_DATA, 0x4123, PRIV_S);
	walk_for(PORT_DATA, LEAF(4));
	answer(PORT_DATA, _i ? 0x90004123 : 0, _i ? FAULT_NONE : FAULT_PAGE);
	agrees();
}
END_TEST

START_TEST(pin_of_each_port)
{
	*(_i ? &in.data_req_pin : &in.fetch_req_pin) = 1;
	fill(_i);
	in.data_req_pin = in.fetch_req_pin = 0;
	for (uint64_t n = 5; n < 10; n++) {
		image_write(image, LEAF(n), 8, ALL);
		request(_i, n << 12, priv_of(_i));
		walk_for(_i, LEAF(n));
		answer(_i, 0x90004000, 0);
		agrees();
		silence();
	}
	request(_i, 0x4000, priv_of(_i));
	out.mem_req_fetch = !_i;
	ck_assert(strstr(read_pte(ROOT << 12), "a walk, though the entry"));
}
END_TEST

/* A code segment of ring 3, 16 bytes from 0x4000 on. */
START_TEST(segment_of_each_port)
{
	in.seg_valid = 1;
	in.seg_index = _i ? SEGMENT_DS : SEGMENT_CS;
	in.seg_base = 0x4000;
	in.seg_limit = 15;
	in.seg_type = _i ? 2 : 8;
	in.seg_dpl = 3;
	in.seg_present = 1;
	agrees();
	in.seg_valid = 0;
	for (uint64_t last = 0; last < 2; last++) {
		show_request(_i, 15, PRIV_U);
		*(_i ? &in.data_req_seg : &in.fetch_req_seg) = in.seg_index;
		*(_i ? &in.data_req_last : &in.fetch_req_last) = last;
		agrees();
		in.fetch_req_valid = in.data_req_valid = 0;
		if (last) {
			answer(_i, 0, FAULT_SEGMENT);
			*answer_pin(_i, 3) = SEGMENT_LIMIT;
		} else {
			walk_for(_i, LEAF(4));
			answer(_i, 0x9000400f, 0);
		}
		agrees();
		silence();
	}
	ck_assert_uint_eq(scoreboard_counts(board)->segments[_i], 2);
	ck_assert_uint_eq(scoreboard_counts(board)->segments[!_i], 0);
	ck_assert_uint_eq(scoreboard_counts(board)->segment_faults[_i], 1);
	ck_assert_uint_eq(scoreboard_counts(board)->translated[_i], 1);
}
END_TEST

/* ---- The memory port ---- */

START_TEST(access_for_the_other_port)
{
	request(_i, 0x4123, priv_of(_i));
	out.mem_req_fetch = _i;
	ck_assert_str_eq(read_pte(ROOT << 12), "a memory access for a port that waits for none");
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
	agrees();
	in.mem_rsp_valid = 0;
	walk_for(PORT_FETCH, LEAF(4));
	answer(PORT_FETCH, 0x90004123, 0);
	agrees();
}
END_TEST

START_TEST(reads_of_a_load_are_no_walk)
{
	in.pg = in.pae = 1;
	write_ptbr(REGIME_X86_32, 0x5000);
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
	ck_assert_uint_eq(scoreboard_counts(board)->reads, 4);
	ck_assert_uint_eq(scoreboard_counts(board)->walks, 0);
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
	agrees();
	silence();
	walk_for(PORT_FETCH, LEAF(4));
	answer(PORT_FETCH, 0x90004123, 0);
	agrees();
}
END_TEST

/* A read, and before memory has answered it: another one, or the port's own answer. */
static void read_outstanding(enum port port)
{
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_fetch = port == PORT_FETCH;
	out.mem_req_addr = ROOT << 12;
	agrees();
	out.mem_req_valid = 0;
}

START_TEST(two_accesses_at_once)
{
	request(_i, 0x4123, priv_of(_i));
	read_outstanding(_i);
	agrees();
	ck_assert_str_eq(read_pte(TABLE << 12), "a memory access before the last one was answered");
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
	if (!in.ptbr_valid)
		write_ptbr(REGIME_X86_32, 0x5000);
	show_request(_i / 2, 0x4123, PRIV_S);
	refuses("a request accepted beside a write of CR3");
}
END_TEST

/* It is late, and right. */
START_TEST(answer_beside_the_walk_of_the_other_port)
{
	show_request(PORT_FETCH, 0x4123, PRIV_U);
	show_request(PORT_DATA, 0x4123, priv_of(PORT_DATA));
	agrees();
	in.fetch_req_valid = in.data_req_valid = 0;
	walk_for(PORT_DATA, LEAF(4));
	read_outstanding(PORT_FETCH);
	answer(PORT_DATA, 0x90004123, 0);
	agrees();
}
END_TEST

/* ---- Fences ---- */

static void fence(void)
{
	in.fence_valid = out.fence_ready = 1;
	agrees();
	in.fence_valid = 0;
}

START_TEST(fence_that_is_not_accepted)
{
	fill(PORT_DATA);
	in.fence_valid = 1;
	agrees();
	in.fence_valid = 0;
	out.fence_ready = 1;
	agrees();
	ck_assert_uint_eq(scoreboard_counts(board)->fences, 0);
	request(PORT_DATA, 0x4123, PRIV_S);
	answer(PORT_DATA, 0x90004123, 0);
	agrees();
}
END_TEST

/* A read that memory has not accepted belongs to the old walk; one of the other port does not. */
START_TEST(fence_over_a_read)
{
	request(_i, 0x4123, priv_of(_i));
	in.mem_req_ready = 0;
	out.mem_req_fetch = !_i;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	fence();
	in.mem_req_ready = 1;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = UINT64_MAX; /* disregarded */
	agrees();
	in.mem_rsp_valid = 0;
	walk_for(_i, LEAF(4));
	answer(_i, 0x90004123, 0);
	agrees();
	ck_assert_uint_eq(scoreboard_counts(board)->restarts, 1);
	ck_assert_uint_eq(scoreboard_counts(board)->walks, 2);
}
END_TEST

/* A read that memory accepts in the cycle of the fence is of the old walk, too. */
START_TEST(fence_with_a_read)
{
	request(_i, 0x4123, priv_of(_i));
	out.mem_req_fetch = !_i;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	fence();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = UINT64_MAX; /* disregarded */
	agrees();
	in.mem_rsp_valid = 0;
	walk_for(_i, LEAF(4));
	answer(_i, 0x90004123, 0);
	agrees();
	ck_assert_uint_eq(scoreboard_counts(board)->restarts, 1);
}
END_TEST

/* Two fences over one read that is not accepted: it stays the only one that is owed. */
START_TEST(two_fences_over_a_read)
{
	request(_i, 0x4123, priv_of(_i));
	in.mem_req_ready = 0;
	out.mem_req_fetch = !_i;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	fence();
	fence();
	in.mem_req_ready = 1;
	ck_assert_ptr_null(read_pte(ROOT << 12));
	walk_for(_i, LEAF(4));
	answer(_i, 0x90004123, 0);
	agrees();
	ck_assert_uint_eq(scoreboard_counts(board)->restarts, 1);
}
END_TEST

/* The fetch port's walk waits for the data port's; a fence ends both. */
START_TEST(fence_over_the_read_of_the_other_port)
{
	show_request(PORT_FETCH, 0x4123, PRIV_U);
	show_request(PORT_DATA, 0x4123, priv_of(PORT_DATA));
	agrees();
	in.fetch_req_valid = in.data_req_valid = 0;
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	fence();
	in.mem_req_ready = 1;
	ck_assert_ptr_null(read_pte(ROOT << 12));
	walk_for(PORT_DATA, LEAF(4));
	answer(PORT_DATA, 0x90004123, 0);
	agrees();
	silence();
	walk_for(PORT_FETCH, LEAF(4));
	answer(PORT_FETCH, 0x90004123, 0);
	agrees();
	ck_assert_uint_eq(scoreboard_counts(board)->restarts, 1);
}
END_TEST

/* ---- What is counted ---- */

START_TEST(counts)
{
	const struct scoreboard_counts *counts = scoreboard_counts(board);

	fill(_i);
	request(_i, 0x4456, priv_of(_i));
	answer(_i, 0x90004456, 0);
	agrees();
	silence();
	request(_i, 0x2000, PRIV_S);
	walk_for(_i, LEAF(2));
	answer(_i, 0, FAULT_PAGE);
	agrees();
	silence();
	fence();
	image_drop(image, LEAVES);
	request(_i, 0x4000, PRIV_S);
	walk_for(_i, LEAF(4));
	answer(_i, 0, FAULT_ACCESS);
	agrees();
	silence();
	request(_i, 0x123, PRIV_M);
	answer(_i, 0x123, 0);
	*answer_pin(_i, 4) = 0;
	agrees();
	silence();
	ck_assert_uint_eq(counts->requests[_i], 5);
	ck_assert_uint_eq(counts->requests[!_i], 0);
	ck_assert_uint_eq(counts->translated[_i], 4);
	ck_assert_uint_eq(counts->hits[_i], 1);
	ck_assert_uint_eq(counts->page_faults[_i], 1);
	ck_assert_uint_eq(counts->access_faults[_i], 1);
	ck_assert_uint_eq(counts->protection_faults[_i], 0);
	ck_assert_uint_eq(counts->segment_faults[_i], 0);
	ck_assert_uint_eq(counts->segments[_i], 0);
	ck_assert_uint_eq(counts->pages[12], 2);
	ck_assert_uint_eq(counts->pages[0], 1);
	ck_assert_uint_eq(counts->modes[1], 4);
	ck_assert_uint_eq(counts->walks, 3);
	ck_assert_uint_eq(counts->reads, 9);
	ck_assert_uint_eq(counts->updates, 0);
	ck_assert_uint_eq(counts->restarts, 0);
	ck_assert_uint_eq(counts->fences, 1);
	ck_assert_uint_eq(counts->ptbr_writes, 1);
}
END_TEST

START_TEST(protection_fault)
{
	in.pg = in.lma = in.pae = 1;
	write_ptbr(REGIME_X86_64, ROOT << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, ROOT << 12));
	request(_i, UINT64_C(1) << 47, PRIV_S);
	answer(_i, 0, FAULT_PROTECTION);
	agrees();
	silence();
	ck_assert_uint_eq(scoreboard_counts(board)->protection_faults[_i], 1);
	ck_assert_uint_eq(scoreboard_counts(board)->hits[_i], 0);
	ck_assert_uint_eq(scoreboard_counts(board)->modes[6], 1);
	/* Without paging, whatever the privilege. */
	in.pg = 0;
	request(_i, 0x123, PRIV_S);
	answer(_i, 0x123, 0);
	*answer_pin(_i, 4) = 0;
	agrees();
	ck_assert_uint_eq(scoreboard_counts(board)->translated[_i], 1);
}
END_TEST

/* Privileges 2 and 3 are no other than 1 on x86: translated. */
START_TEST(privileges_of_x86)
{
	in.pg = in.lma = in.pae = 1;
	write_ptbr(REGIME_X86_64, 0);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0));
	request(PORT_DATA, 0x123, 2 + _i);
	ck_assert_ptr_null(read_pte(0));
	answer(PORT_DATA, 0, FAULT_ACCESS);
	agrees();
	ck_assert_uint_eq(scoreboard_counts(board)->translated[PORT_DATA], 1);
}
END_TEST

START_TEST(mode_of_the_next)
{
	ck_assert_int_eq(scoreboard_mode(board, &in), 1);
	ptbr(0);
	ck_assert_int_eq(scoreboard_mode(board, &in), -1);
	in.pg = 1;
	write_ptbr(REGIME_X86_32, 0);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, 0));
	ck_assert_int_eq(scoreboard_mode(board, &in), 4);
	in.pae = 1;
	ck_assert_int_eq(scoreboard_mode(board, &in), 5);
}
END_TEST

START_TEST(recent)
{
	const struct exchange *x;

	ck_assert_ptr_null(scoreboard_recent(board, _i, 0));
	fill(_i);
	for (uint64_t n = 0; n < 20; n++) {
		request(_i, 0x4000 + n, priv_of(_i));
		answer(_i, 0x90004000 + n, 0);
		agrees();
		silence();
		if (n < 2)
			ck_assert_ptr_null(scoreboard_recent(board, _i, (unsigned int)n + 2));
	}
	ck_assert_ptr_null(scoreboard_recent(board, !_i, 0));
	for (unsigned int n = 0; n < 16; n++) {
		x = scoreboard_recent(board, _i, n);
		ck_assert_ptr_nonnull(x);
		ck_assert_uint_eq(x->access.va, 0x4000 + 19 - n);
		ck_assert_uint_eq(x->answered, now - 1 - 2 * n);
		ck_assert_uint_eq(x->accepted, now - 2 - 2 * n);
	}
	ck_assert_ptr_null(scoreboard_recent(board, _i, 16));
	request(_i, 0x2000, PRIV_S);
	x = scoreboard_recent(board, _i, 0);
	ck_assert_uint_eq(x->answered, 0);
	ck_assert_uint_eq(x->reads + x->starts + x->updates, 0);
	in.rst = 1;
	agrees();
	ck_assert_ptr_null(scoreboard_recent(board, _i, 0));
}
END_TEST

static void line_of(enum port port, uint64_t expected)
{
	static const uint64_t line[PORTS] = {11, 22};

	show_request(port, 0x4123, priv_of(port));
	ck_assert_ptr_null(scoreboard_cycle(board, now++, &in, &out, line));
	in.fetch_req_valid = in.data_req_valid = 0;
	ck_assert_uint_eq(scoreboard_recent(board, port, 0)->line, expected);
}

START_TEST(lines)
{
	line_of(PORT_FETCH, 11);
	line_of(PORT_DATA, 22);
	scoreboard_destroy(NULL);
}
END_TEST

/* A write of the base register that is not accepted, and one that is answered at once. */
START_TEST(base_register)
{
	uint64_t before = scoreboard_counts(board)->ptbr_writes;

	in.ptbr_valid = 1;
	out.ptbr_ready = 0;
	agrees();
	out.ptbr_ready = 1;
	in.ptbr_valid = 0;
	agrees();
	ck_assert_uint_eq(scoreboard_counts(board)->ptbr_writes, before);
	ck_assert_str_eq(ptbr_answer(FAULT_NONE, 0), "an answer to a PTBR write that nobody made");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_ports");
	TCase *tcase = tcase_create("scoreboard_ports");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_ports, end);
	tcase_add_loop_test(tcase, right_on_both_ports, 0, PORTS);
	tcase_add_loop_test(tcase, each_pin_of_an_answer, 0, PORTS * 6);
	tcase_add_loop_test(tcase, each_pin_of_a_hit, 0, PORTS * 6);
	tcase_add_loop_test(tcase, wrong_tag, 0, PORTS);
	tcase_add_loop_test(tcase, each_pin_that_waits, 0, PORTS * 6);
	tcase_add_loop_test(tcase, goes_before_it_is_taken, 0, PORTS);
	tcase_add_loop_test(tcase, taken_later, 0, PORTS);
	tcase_add_loop_test(tcase, nobody_asked, 0, PORTS);
	tcase_add_loop_test(tcase, accepted_too_early, 0, PORTS);
	tcase_add_loop_test(tcase, accepted_with_the_answer, 0, PORTS);
	tcase_add_loop_test(tcase, accepted_beside_a_fence, 0, PORTS);
	tcase_add_loop_test(tcase, not_accepted, 0, PORTS);
	tcase_add_loop_test(tcase, pins_of_a_request, 0, 3);
	tcase_add_loop_test(tcase, mxr, 0, 2);
	tcase_add_loop_test(tcase, pin_of_each_port, 0, PORTS);
	tcase_add_loop_test(tcase, segment_of_each_port, 0, PORTS);
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
	tcase_add_loop_test(tcase, access_with_the_answer_to_the_last, 0, PORTS);
	tcase_add_loop_test(tcase, answer_before_memory, 0, PORTS);
	tcase_add_loop_test(tcase, hit_under_a_walk, 0, PORTS);
	tcase_add_test(tcase, answer_beside_the_walk_of_the_other_port);
	tcase_add_test(tcase, memory_answers_too_late);
	tcase_add_test(tcase, base_register_before_memory);
	tcase_add_loop_test(tcase, base_register_under_a_walk, 0, PORTS);
	tcase_add_loop_test(tcase, accepted_beside_cr3, 0, 2 * PORTS);
	tcase_add_test(tcase, fence_that_is_not_accepted);
	tcase_add_loop_test(tcase, fence_over_a_read, 0, PORTS);
	tcase_add_loop_test(tcase, fence_with_a_read, 0, PORTS);
	tcase_add_loop_test(tcase, two_fences_over_a_read, 0, PORTS);
	tcase_add_test(tcase, fence_over_the_read_of_the_other_port);
	tcase_add_loop_test(tcase, counts, 0, PORTS);
	tcase_add_loop_test(tcase, protection_fault, 0, PORTS);
	tcase_add_loop_test(tcase, privileges_of_x86, 0, 2);
	tcase_add_test(tcase, mode_of_the_next);
	tcase_add_loop_test(tcase, recent, 0, PORTS);
	tcase_add_test(tcase, lines);
	tcase_add_test(tcase, base_register);

	return suite_run(suite);
}
