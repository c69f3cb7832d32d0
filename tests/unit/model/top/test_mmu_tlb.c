/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model against rtl/contract, cycle by cycle at its pins: fences, faults, pins and
 * replacement. Every expected time is worked out by hand from the rules.
 */
#include <check.h>

#include "mmu_fixture.h"
#include "suite.h"

/* The walk of a load, latency 2, without a fence: reads in 2 and 4, answers in 4 and 6, 7. */
static unsigned int load_with_fence_in(unsigned int cycle)
{
	unsigned int n;

	memory.latency = 2;
	accept_load(va_of(1));
	for (n = 1; n < cycle; n++)
		edge();
	fence();
	return n + cycles_to_answer();
}

/*
 * fence-3. In 1: no walk is under way. In 2: read 1 is wasted, answered in 4; again from 5. In 3:
 * the same. In 4: read 2 is asked for, and wasted, answered in 6; again from 7. In 5: the same. In
 * 6: the end is taken away; again from 7. A walk from cycle s is answered in s + 5. In 7: the
 * answer is there.
 */
START_TEST(fence_times)
{
	static const unsigned int expected[] = {0, 7, 5 + 5, 5 + 5, 7 + 5, 7 + 5, 7 + 5};

	ck_assert_uint_eq(load_with_fence_in((unsigned int)_i), expected[_i]);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1001000);
}
END_TEST

/* A fence is a wall: what memory says after it counts, though the walk was under way. */
START_TEST(fence_is_a_wall)
{
	memory.latency = 2;
	accept_load(va_of(1));
	edges(5);
	map_sv32(1, 0);
	fence();
	cycles_to_answer();
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
}
END_TEST

/* fence-4: the leaf's answer asks for the update in 4; swap asked for in 5, answered in 6; 7. */
START_TEST(fence_waits_for_update)
{
	in.adue = 1;
	map_sv32(1, LEAF & ~PTE_A);
	accept_load(va_of(1));
	edges(4);
	in.fence_valid = 1;
	for (int cycle = 5; cycle <= 7; cycle++) {
		see();
		ck_assert_uint_eq(out.fence_ready, 0);
		ck_assert_uint_eq(out.data_req_ready, 0);
		ck_assert_uint_eq(out.fetch_req_ready, 0);
		ck_assert_uint_eq(out.data_rsp_valid, cycle == 7);
		edge();
	}
	see();
	ck_assert_uint_eq(out.fence_ready, 1);
	edge();
	in.fence_valid = 0;
	/* and the fence took what the walk had filled */
	ck_assert_uint_eq(load(va_of(1)), 5);
}
END_TEST

/* A fence that meets the answer that asks for the update: no update, the walk starts again. */
START_TEST(fence_prevents_update)
{
	in.adue = 1;
	map_sv32(1, LEAF & ~PTE_A);
	accept_load(va_of(1));
	edges(3);
	fence(); /* in 4 */
	see();
	ck_assert_uint_eq(out.fence_ready, 1);
	ck_assert_uint_eq(out.mem_req_valid, 1);
	ck_assert_uint_eq(out.mem_req_cas, 0);
	/* again from 5: answered 3 + 2 later */
	ck_assert_uint_eq(cycles_to_answer(), 6);
}
END_TEST

START_TEST(fence_drops)
{
	load(va_of(1));
	load(va_of(2));
	in.fence_by_va = 1;
	in.fence_va = va_of(1) + 0x123;
	fence();
	ck_assert_uint_eq(load(va_of(2)), 1);
	ck_assert_uint_eq(load(va_of(1)), 5);
	in.fence_by_va = 0;
	in.fence_by_asid = 1;
	in.fence_asid = 1; /* they are of ASID 0 */
	fence();
	ck_assert_uint_eq(load(va_of(1)), 1);
	in.fence_asid = 0x200; /* RV32 has 9 bits of it: 0 */
	fence();
	ck_assert_uint_eq(load(va_of(1)), 5);
	ck_assert_uint_eq(load(va_of(2)), 5);
}
END_TEST

static void load_locked(uint64_t page)
{
	in.data_req_lock = 1;
	load(va_of(page));
	in.data_req_lock = 0;
}

START_TEST(locked_stays)
{
	load_locked(0);
	for (uint64_t round = 0; round < 20; round++)
		load(va_of(1 + round % 7));
	ck_assert_uint_eq(load(va_of(0)), 1);
	fence();
	ck_assert_uint_eq(load(va_of(0)), 5);
}
END_TEST

/* tlb-5: the fourth of four entries is not locked, and what comes later takes its slot. */
START_TEST(last_is_not_locked)
{
	for (uint64_t page = 0; page < 4; page++)
		load_locked(page);
	ck_assert_uint_eq(load(va_of(3)), 1);
	for (uint64_t page = 5; page < 8; page++) {
		ck_assert_uint_eq(load(va_of(page)), 5);
		ck_assert_uint_eq(load(va_of(page)), 1);
		ck_assert_uint_eq(out.data_rsp_pa, 0x1000000 + va_of(page));
	}
	for (uint64_t page = 0; page < 3; page++)
		ck_assert_uint_eq(load(va_of(page)), 1);
	ck_assert_uint_eq(load(va_of(6)), 5);
	ck_assert_uint_eq(load(va_of(3)), 5);
}
END_TEST

/* tlb-3 with four entries: of 0 to 3, filled in order, 3 is used. 0 hits: then 1 is next. */
START_TEST(replacement)
{
	for (uint64_t page = 0; page < 4; page++)
		load(va_of(page));
	ck_assert_uint_eq(load(va_of(0)), 1);
	load(va_of(4)); /* takes the place of page 1 */
	ck_assert_uint_eq(load(va_of(3)), 1);
	ck_assert_uint_eq(load(va_of(2)), 1);
	ck_assert_uint_eq(load(va_of(0)), 1);
	ck_assert_uint_eq(load(va_of(4)), 1);
	ck_assert_uint_eq(load(va_of(1)), 5);
}
END_TEST

/* tlb-1: a fault leaves no translation of its address. */
START_TEST(fault_drops)
{
	load(va_of(1));
	map_sv32(1, LEAF | PTE_U);
	ck_assert_uint_eq(load(va_of(1)), 1);
	map_sv32(1, LEAF & ~PTE_W);
	fence();
	load(va_of(1));
	ck_assert_uint_eq(store(va_of(1)), 5);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(load(va_of(1)), 5);
}
END_TEST

/* The ports have a TLB each. */
START_TEST(two_tlbs)
{
	load(va_of(1));
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(1);
	in.fetch_req_priv = PRIV_S;
	edge();
	in.fetch_req_valid = 0;
	edge();
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 0);
	ck_assert_uint_eq(out.mem_req_fetch, 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mmu_tlb");
	TCase *sv32 = tcase_create("mmu_tlb");

	suite_add_tcase(suite, sv32);
	tcase_add_checked_fixture(sv32, setup_sv32, teardown);
	tcase_add_loop_test(sv32, fence_times, 1, 7);
	tcase_add_test(sv32, fence_is_a_wall);
	tcase_add_test(sv32, fence_waits_for_update);
	tcase_add_test(sv32, fence_prevents_update);
	tcase_add_test(sv32, fence_drops);
	tcase_add_test(sv32, locked_stays);
	tcase_add_test(sv32, last_is_not_locked);
	tcase_add_test(sv32, replacement);
	tcase_add_test(sv32, fault_drops);
	tcase_add_test(sv32, two_tlbs);

	return suite_run(suite);
}
