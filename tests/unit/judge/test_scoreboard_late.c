/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who waits though nothing is in the way, and who waits because something is, on pins made by
 * hand; and that what the channels show is looked at.
 */
#include <check.h>

#include "ports_fixture.h"
#include "suite.h"

#define REFUSED "a request refused by a port that is free"

/* A request that is not taken. */
static void show_refused(enum port port)
{
	show_request(port, 0x4123, priv_of(port));
	out.fetch_req_ready = out.data_req_ready = 0;
	in.counter_select = 9; /* data page faults: there are none */
}

/* ---- Requests (port-1) ---- */

START_TEST(refused_by_an_idle_port)
{
	show_refused(_i);
	refuses(REFUSED);
}
END_TEST

START_TEST(refused_behind_an_answer)
{
	fill(_i);
	show_refused(_i);
	refuses(REFUSED);
}
END_TEST

/* In the cycle in which the answer is taken (port-7). */
START_TEST(refused_with_the_answer)
{
	fill(_i);
	request(_i, 0x4123, priv_of(_i));
	answer(_i, 0x90004123, 0);
	show_refused(_i);
	refuses(REFUSED);
}
END_TEST

/* Until it is taken. */
START_TEST(refused_by_an_answer_that_waits)
{
	fill(_i);
	request(_i, 0x4123, priv_of(_i));
	answer(_i, 0x90004123, 0);
	show_refused(_i);
	in.fetch_rsp_ready = in.data_rsp_ready = 0;
	agrees();
	agrees();
	in.fetch_rsp_ready = in.data_rsp_ready = 1;
	refuses(REFUSED);
}
END_TEST

START_TEST(refused_by_a_walk)
{
	request(_i, 0x4123, priv_of(_i));
	show_refused(_i);
	walk_for(_i, LEAF(4));
	answer(_i, 0x90004123, 0);
	agrees();
	silence();
	refuses(REFUSED);
}
END_TEST

/* The other port's walk is in nobody's way (port-7). */
START_TEST(refused_beside_a_walk)
{
	request(!_i, 0x4123, priv_of(!_i));
	read_outstanding(!_i);
	show_refused(_i);
	refuses(REFUSED);
}
END_TEST

START_TEST(refused_by_a_fence)
{
	show_refused(_i);
	fence_all();
	refuses(REFUSED);
}
END_TEST

/* A write of CR3 is a wall while it is valid, and one of satp is none (ptbr-5). */
START_TEST(refused_by_a_write)
{
	show_refused(_i / 2);
	in.ptbr_valid = out.ptbr_ready = 1;
	in.ptbr_regime = _i % 2 ? REGIME_X86_64 : REGIME_RV64;
	in.ptbr_value = SV39 | ROOT;
	if (_i % 2)
		agrees();
	else
		refuses(REFUSED);
}
END_TEST

/* A page table of PAE, four PDPTEs that are not present. */
#define PDPTES 0x5000

static void begin_load(void)
{
	in.pg = in.pae = 1;
	write_ptbr(REGIME_X86_32, PDPTES);
	out.mem_req_id = in.mem_rsp_id = MEM_ID_LOAD;
}

static void read_pdpte(unsigned int n)
{
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = PDPTES + 8 * n;
	agrees();
	out.mem_req_valid = 0;
}

static void give_pdpte(void)
{
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = 0;
	agrees();
	in.mem_rsp_valid = 0;
}

/* While PDPTEs are loaded all wait, and from the answer on none. */
START_TEST(refused_by_a_load)
{
	begin_load();
	show_refused(PORT_DATA);
	in.fence_valid = in.ptbr_valid = 1;
	out.ptbr_ready = 0;
	for (unsigned int n = 0; n < ORACLE_PDPTES; n++) {
		read_pdpte(n);
		agrees();
		give_pdpte();
	}
	in.data_req_valid = _i == 0;
	in.fence_valid = _i == 1;
	in.ptbr_valid = _i == 2;
	ck_assert_str_eq(ptbr_answer(FAULT_NONE, PDPTES),
			 _i == 0   ? REFUSED
			 : _i == 1 ? "a fence refused while nothing is updated or loaded"
				   : "a write of the base register refused while nothing is in "
				     "its way");
}
END_TEST

/* ---- Fences (fence-4) ---- */

START_TEST(fence_refused)
{
	in.fence_valid = 1;
	refuses("a fence refused while nothing is updated or loaded");
}
END_TEST

/* Neither a walk nor its read is in its way. */
START_TEST(fence_refused_by_a_walk)
{
	request(_i, 0x4123, priv_of(_i));
	read_outstanding(_i);
	in.fence_valid = 1;
	refuses("a fence refused while nothing is updated or loaded");
}
END_TEST

/* From the request for the update to the cycle in which the TLBs change, but not beyond. */
START_TEST(fence_refused_by_an_update)
{
	in.data_req_store = 1;
	request(PORT_DATA, 0x1123, priv_of(PORT_DATA));
	walk(LEAF(1));
	in.fence_valid = 1;
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = out.mem_req_cas = 1;
	out.mem_req_addr = LEAF(1);
	out.mem_req_expect = 0x90001 << 10 | 0x47;
	out.mem_req_data = 0x90001 << 10 | RWAD;
	agrees();
	in.mem_req_ready = 1;
	agrees();
	out.mem_req_valid = 0;
	agrees();
	in.mem_rsp_valid = 1;
	agrees();
	in.mem_rsp_valid = 0;
	answer(PORT_DATA, 0x90001123, 0);
	agrees();
	silence();
	refuses("a fence refused while nothing is updated or loaded");
}
END_TEST

/* ---- Writes of the base register (ptbr-5, ptbr-7, ptbr-8) ---- */

static void refuse_write(enum regime regime)
{
	in.ptbr_valid = 1;
	out.ptbr_ready = 0;
	in.ptbr_regime = regime;
	in.ptbr_value = SV39 | ROOT;
}

START_TEST(write_refused)
{
	refuse_write(_i);
	refuses("a write of the base register refused while nothing is in its way");
}
END_TEST

/* One of CR3 waits for a walk of either port, one of satp for none. */
START_TEST(write_refused_by_a_walk)
{
	request(_i / 2, 0x4123, priv_of(_i / 2));
	read_outstanding(_i / 2);
	refuse_write(_i % 2 ? REGIME_X86_32 : REGIME_RV64);
	if (_i % 2)
		agrees();
	else
		refuses("a write of the base register refused while nothing is in its way");
}
END_TEST

START_TEST(write_refused_by_a_fence)
{
	in.fence_valid = out.fence_ready = 1;
	refuse_write(_i ? REGIME_X86_32 : REGIME_RV64);
	if (_i)
		agrees();
	else
		refuses("a write of the base register refused while nothing is in its way");
}
END_TEST

static const char no_answer[] = "no answer to a write of the base register, and no PDPTE is read";

START_TEST(write_without_an_answer)
{
	write_ptbr(_i, SV39 | ROOT);
	refuses(no_answer);
}
END_TEST

/* Behind a walk, too: its reads are no PDPTEs. */
START_TEST(write_without_an_answer_beside_a_walk)
{
	request(PORT_DATA, 0x4123, priv_of(PORT_DATA));
	read_outstanding(PORT_DATA);
	write_ptbr(REGIME_RV64, SV39 | ROOT);
	refuses(no_answer);
}
END_TEST

/* The first PDPTE is asked for at once, each other one in the cycle after an answer. */
START_TEST(load_that_pauses)
{
	begin_load();
	for (int n = 0; n < _i; n++) {
		read_pdpte((unsigned int)n);
		give_pdpte();
	}
	refuses(no_answer);
}
END_TEST

/* However long memory takes, to take the request and to answer it. */
START_TEST(load_that_waits_for_memory)
{
	begin_load();
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = PDPTES;
	agrees();
	agrees();
	in.mem_req_ready = 1;
	agrees();
	out.mem_req_valid = 0;
	agrees();
	agrees();
	give_pdpte();
}
END_TEST

/*
 * Where PAE was left out nothing is loaded; nor where the regime has no mode, and the write is to
 * be ignored (ptbr-2).
 */
START_TEST(load_without_pae)
{
	const struct mmu_config config = {.itlb_entries = 4,
					  .dtlb_entries = 4,
					  .asid_bits = 16,
					  .counter_bits = 32,
					  .pa_bits = 46,
					  .formats = _i ? PAGING_RISCV : 255 & ~0x20,
					  .segments = 1};

	watch_no_more();
	watch(&config);
	out.ptbr_held = 0;
	begin_load();
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = PDPTES;
	refuses(no_answer);
}
END_TEST

/* Until the write happens the register is what it was (ptbr-7). */
START_TEST(held_during_a_load)
{
	begin_load();
	out.ptbr_held = PDPTES;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = PDPTES;
	refuses("ptbr_held is 5000: the oracle holds 8000000000080000");
}
END_TEST

/* ---- Answers (port-3, port-5, segment-5) ---- */

START_TEST(untranslated_answer_late)
{
	ptbr(0);
	request(_i, 0x4123, priv_of(_i));
	refuses("no answer in the cycle after a request without a lookup");
}
END_TEST

START_TEST(segment_fault_late)
{
	show_request(_i, 0x4123, priv_of(_i));
	*(_i ? &in.data_req_seg : &in.fetch_req_seg) = SEGMENT_CS; /* null */
	agrees();
	in.fetch_req_valid = in.data_req_valid = 0;
	refuses("no answer in the cycle after a request without a lookup");
}
END_TEST

START_TEST(hit_late)
{
	fill(_i);
	in.counter_select = 9; /* data page faults: there are none */
	request(_i, 0x4123, priv_of(_i));
	agrees();
	answer(_i, 0x90004123, 0);
	refuses("a hit that is answered late");
}
END_TEST

/* ---- Memory, and channels ---- */

/* Not taken, too: that there is another one is enough (walk-5, walk-7). */
START_TEST(second_request_to_memory)
{
	request(_i, 0x4123, priv_of(_i));
	read_outstanding(_i);
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_id = 1;
	refuses("a memory access before the last one was answered");
}
END_TEST

/* In reset, too. */
START_TEST(payload_without_valid)
{
	static const uint64_t line[PORTS];

	in.rst = _i;
	if (_i)
		out.ptbr_held = 0;
	out.data_rsp_tag = 1;
	ck_assert_str_eq(judged(&in, &out, line), "data_rsp shows a payload while it is not valid");
}
END_TEST

START_TEST(request_to_memory_taken_back)
{
	request(PORT_DATA, 0x4123, priv_of(PORT_DATA));
	ck_assert_ptr_null(misses());
	in.mem_req_ready = 0;
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	agrees();
	out.mem_req_valid = 0;
	refuses("a memory request that goes before memory takes it");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_late");
	TCase *tcase = tcase_create("scoreboard_late");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_ports, end);
	tcase_add_loop_test(tcase, refused_by_an_idle_port, 0, PORTS);
	tcase_add_loop_test(tcase, refused_behind_an_answer, 0, PORTS);
	tcase_add_loop_test(tcase, refused_with_the_answer, 0, PORTS);
	tcase_add_loop_test(tcase, refused_by_an_answer_that_waits, 0, PORTS);
	tcase_add_loop_test(tcase, refused_by_a_walk, 0, PORTS);
	tcase_add_loop_test(tcase, refused_beside_a_walk, 0, PORTS);
	tcase_add_loop_test(tcase, refused_by_a_fence, 0, PORTS);
	tcase_add_loop_test(tcase, refused_by_a_write, 0, 2 * PORTS);
	tcase_add_loop_test(tcase, refused_by_a_load, 0, 3);
	tcase_add_test(tcase, fence_refused);
	tcase_add_loop_test(tcase, fence_refused_by_a_walk, 0, PORTS);
	tcase_add_test(tcase, fence_refused_by_an_update);
	tcase_add_loop_test(tcase, write_refused, 0, 4);
	tcase_add_loop_test(tcase, write_refused_by_a_walk, 0, 2 * PORTS);
	tcase_add_loop_test(tcase, write_refused_by_a_fence, 0, 2);
	tcase_add_loop_test(tcase, write_without_an_answer, 0, 4);
	tcase_add_test(tcase, write_without_an_answer_beside_a_walk);
	tcase_add_loop_test(tcase, load_that_pauses, 0, ORACLE_PDPTES + 1);
	tcase_add_test(tcase, load_that_waits_for_memory);
	tcase_add_loop_test(tcase, load_without_pae, 0, 2);
	tcase_add_test(tcase, held_during_a_load);
	tcase_add_loop_test(tcase, untranslated_answer_late, 0, PORTS);
	tcase_add_loop_test(tcase, segment_fault_late, 0, PORTS);
	tcase_add_loop_test(tcase, hit_late, 0, PORTS);
	tcase_add_loop_test(tcase, second_request_to_memory, 0, PORTS);
	tcase_add_loop_test(tcase, payload_without_valid, 0, 2);
	tcase_add_test(tcase, request_to_memory_taken_back);

	return suite_run(suite);
}
