/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model against rtl/contract, cycle by cycle at its pins: how long a request takes.
 * Every expected time is worked out by hand from the rules.
 */
#include <check.h>

#include "mmu_fixture.h"
#include "suite.h"

/* port-3. */
START_TEST(untranslated)
{
	ck_assert_uint_eq(load(0x00fedcba98765432), 1);
	ck_assert_uint_eq(out.data_rsp_pa, 0x00fedcba98765432);
	ck_assert_uint_eq(out.data_rsp_size, 0);
	ck_assert_uint_eq(load(0x01fedcba98765432), 1);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_ACCESS);
	ck_assert_uint_eq(out.data_rsp_pa, 0);
}
END_TEST

/* walk-5: 3 + nL, for n = 2 to 5 and latencies 1, 2, 3, 7; a hit afterwards: 1. */
START_TEST(walk_times)
{
	static const unsigned int latencies[] = {1, 2, 3, 7};
	unsigned int n = 2 + (unsigned int)_i % 4, latency = latencies[_i / 4];
	uint64_t mode = n == 2 ? SV32 : (uint64_t)(n + 5) << 60 | 0x100;

	memory.latency = latency;
	write_ptbr(n == 2 ? REGIME_RV32 : REGIME_RV64, mode);
	for (uint64_t table = 0; table < n - 1; table++)
		*word_at((0x100 + table) << 12) = PPN(0x101 + table) | PTE_V;
	*word_at((0x100 + n - 1) << 12) = PPN(0x4321) | LEAF;
	ck_assert_uint_eq(load(0xabc), 3 + n * latency);
	ck_assert_uint_eq(out.data_rsp_pa, 0x4321abc);
	ck_assert_uint_eq(out.data_rsp_size, 12);
	ck_assert_uint_eq(memory.reads, n);
	ck_assert_uint_eq(load(0xdef), 1);
	ck_assert_uint_eq(out.data_rsp_pa, 0x4321def);
	ck_assert_uint_eq(memory.reads, n);
}
END_TEST

START_TEST(not_canonical)
{
	write_ptbr(REGIME_RV64, SV39);
	ck_assert_uint_eq(load(UINT64_C(1) << 38), 3); /* the walk is cycle 2 */
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(memory.reads, 0);
}
END_TEST

/* An update adds 1 + L. */
START_TEST(update_times)
{
	unsigned int latency = (unsigned int)_i;

	memory.latency = latency;
	in.adue = 1;
	map_sv32(1, LEAF & ~PTE_A & ~PTE_D);
	ck_assert_uint_eq(load(va_of(1)), 3 + 2 * latency + 1 + latency);
	ck_assert_uint_eq(*word_at(0x101004), PPN(0x1001) | (LEAF & ~PTE_D));
	ck_assert_uint_eq(load(va_of(1)), 1);
	/* port-5: clean, so a store walks, and sets D */
	ck_assert_uint_eq(store(va_of(1)), 3 + 2 * latency + 1 + latency);
	ck_assert_uint_eq(*word_at(0x101004), PPN(0x1001) | LEAF);
	ck_assert_uint_eq(store(va_of(1)), 1);
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

/* walk-4: lost in cycle u, idle in u+1: two walks with an update each, and no cycle between. */
START_TEST(a_lost_update)
{
	memory.latency = 2;
	in.adue = 1;
	memory.loses = true;
	map_sv32(1, LEAF & ~PTE_D);
	/* walk 1 from cycle 2: 4 of reads, 1, 2 of the update: lost in 9. Walk 2: 10 to 17. */
	ck_assert_uint_eq(store(va_of(1)), 18);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(memory.reads, 4);
}
END_TEST

START_TEST(a_failed_update)
{
	in.adue = 1;
	memory.fails = true;
	map_sv32(1, LEAF & ~PTE_D);
	ck_assert_uint_eq(store(va_of(1)), 3 + 2 + 2);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_ACCESS);
	ck_assert_uint_eq(*word_at(0x101004), PPN(0x1001) | (LEAF & ~PTE_D));
}
END_TEST

/* port-7: both ports, one acceptance and one answer each cycle. */
START_TEST(hits_without_bubbles)
{
	load(va_of(1));
	load(va_of(2));
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(3);
	in.fetch_req_priv = PRIV_S;
	edges(10);
	in.data_req_valid = 1;
	for (uint64_t i = 0; i < 20; i++) {
		in.data_req_va = va_of(1 + i % 2) + i;
		in.data_req_tag = i;
		in.fetch_req_va = va_of(3) + 4 * i;
		in.fetch_req_tag = 100 + i;
		see();
		ck_assert_uint_eq(out.data_req_ready, 1);
		ck_assert_uint_eq(out.fetch_req_ready, 1);
		edge();
		see();
		ck_assert_uint_eq(out.data_rsp_valid, 1);
		ck_assert_uint_eq(out.data_rsp_tag, i);
		ck_assert_uint_eq(out.data_rsp_pa, ((0x1001 + i % 2) << 12) + i);
		ck_assert_uint_eq(out.fetch_rsp_valid, 1);
		ck_assert_uint_eq(out.fetch_rsp_tag, 100 + i);
		ck_assert_uint_eq(out.fetch_rsp_pa, 0x1003000 + 4 * i);
	}
}
END_TEST

/* port-7, walk-7: one port misses, and memory never answers: the other goes on. */
START_TEST(hit_under_miss)
{
	load(va_of(1));
	memory.latency = NEVER;
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(2);
	in.fetch_req_priv = PRIV_S;
	edge();
	in.fetch_req_valid = 0;
	for (int i = 0; i < 20; i++)
		ck_assert_uint_eq(load(va_of(1)), 1);
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 0);
	ck_assert_uint_eq(out.fetch_req_ready, 0);
}
END_TEST

/* walk-6: data walks in cycles 2 to 4, answers in 5; fetch walks in 5 to 7, answers in 8. */
START_TEST(both_miss)
{
	static const struct {
		unsigned int valid, fetch, fetch_answers, data_answers;
	} expected[] = {
		{0, 0, 0, 0}, {1, 0, 0, 0}, {1, 0, 0, 0}, {0, 0, 0, 0},
		{1, 1, 0, 1}, {1, 1, 0, 0}, {0, 0, 0, 0}, {0, 0, 1, 0},
	};

	in.fetch_req_valid = in.data_req_valid = 1;
	in.fetch_req_priv = in.data_req_priv = PRIV_S;
	in.fetch_req_va = va_of(1);
	in.data_req_va = va_of(2);
	edge();
	in.fetch_req_valid = in.data_req_valid = 0;
	for (unsigned int i = 0; i < 8; i++) {
		see();
		ck_assert_uint_eq(out.mem_req_valid, expected[i].valid);
		ck_assert_uint_eq(out.mem_req_fetch, expected[i].fetch);
		ck_assert_uint_eq(out.fetch_rsp_valid, expected[i].fetch_answers);
		ck_assert_uint_eq(out.data_rsp_valid, expected[i].data_answers);
		edge();
	}
}
END_TEST

/*
 * port-1, tlb-1, port-7: a load is accepted in 0 and walks in 2 to 4. In 5 it is answered, the data
 * port accepts nothing, and no fence is taken; in 6 both are. All the time the fetch port hits, but
 * for cycle 5 when the walk has a fault.
 */
START_TEST(no_search_while_a_tlb_changes)
{
	bool faults = _i;

	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(3);
	in.fetch_req_priv = PRIV_S;
	edges(10);
	map_sv32(1, faults ? 0 : LEAF);
	accept_load(va_of(1));
	in.data_req_valid = 1; /* and the next */
	for (unsigned int cycle = 1; cycle <= 6; cycle++) {
		bool changes = cycle == 5;

		see();
		ck_assert_uint_eq(out.data_rsp_valid, changes);
		ck_assert_uint_eq(out.data_req_ready, cycle == 6);
		ck_assert_uint_eq(out.fence_ready, !changes);
		ck_assert_uint_eq(out.fetch_req_ready, !(changes && faults));
		ck_assert_uint_eq(out.fetch_rsp_valid, !(cycle == 6 && faults));
		edge();
	}
	in.data_req_valid = 0;
	/* it was filled, or was not */
	see();
	ck_assert_uint_eq(out.data_rsp_valid, !faults);
}
END_TEST

/* ptbr-4, ptbr-5: a write of RISC-V, in every cycle of such a load, is taken at once. */
START_TEST(riscv_writes_do_not_wait)
{
	accept_load(va_of(1));
	for (unsigned int cycle = 1; cycle <= 6; cycle++) {
		in.data_req_valid = cycle == 6;
		write_ptbr(REGIME_RV32, SV32 | cycle);
	}
	in.data_req_valid = 0;
	write_ptbr(REGIME_RV32, SV32); /* in the cycle after a port accepted a request */
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mmu_times");
	TCase *blank = tcase_create("blank");
	TCase *sv32 = tcase_create("sv32");

	suite_add_tcase(suite, blank);
	tcase_add_checked_fixture(blank, setup, teardown);
	tcase_add_test(blank, untranslated);
	tcase_add_loop_test(blank, walk_times, 0, 16);
	tcase_add_test(blank, not_canonical);

	suite_add_tcase(suite, sv32);
	tcase_add_checked_fixture(sv32, setup_sv32, teardown);
	tcase_add_loop_test(sv32, update_times, 1, 4);
	tcase_add_test(sv32, a_lost_update);
	tcase_add_test(sv32, a_failed_update);
	tcase_add_test(sv32, hits_without_bubbles);
	tcase_add_test(sv32, hit_under_miss);
	tcase_add_test(sv32, both_miss);
	tcase_add_loop_test(sv32, no_search_while_a_tlb_changes, 0, 2);
	tcase_add_test(sv32, riscv_writes_do_not_wait);

	return suite_run(suite);
}
