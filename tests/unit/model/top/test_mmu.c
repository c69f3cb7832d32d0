/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model against rtl/contract, cycle by cycle at its pins: its making, its channels,
 * registers and counters. Every expected time is worked out by hand from the rules.
 */
#include <check.h>
#include <errno.h>
#include <string.h>

#include "mmu_fixture.h"
#include "suite.h"

START_TEST(sizes)
{
	static const struct {
		struct mmu_config config;
		bool legal;
	} cases[] = {
		{{16, 16, 16, 8, 32, 46, 255, 1, 0, 0, 0}, true},
		{{4, 64, 1, 1, 16, 32, 1, 1, 0, 0, 0}, true},
		{{64, 4, 16, 16, 64, 52, 128, 1, 0, 0, 0}, true},
		{{2, 16, 16, 8, 32, 46, 255, 1, 0, 0, 0}, false},
		{{16, 2, 16, 8, 32, 46, 255, 1, 0, 0, 0}, false},
		{{128, 16, 16, 8, 32, 46, 255, 1, 0, 0, 0}, false},
		{{16, 12, 16, 8, 32, 46, 255, 1, 0, 0, 0}, false},
		{{16, 16, 0, 8, 32, 46, 255, 1, 0, 0, 0}, false},
		{{16, 16, 17, 8, 32, 46, 255, 1, 0, 0, 0}, false},
		{{16, 16, 16, 0, 32, 46, 255, 1, 0, 0, 0}, false},
		{{16, 16, 16, 17, 32, 46, 255, 1, 0, 0, 0}, false},
		{{16, 16, 16, 8, 0, 46, 255, 1, 0, 0, 0}, true},
		{{16, 16, 16, 8, 15, 46, 255, 1, 0, 0, 0}, false},
		{{16, 16, 16, 8, 65, 46, 255, 1, 0, 0, 0}, false},
		{{16, 16, 16, 8, 32, 31, 255, 1, 0, 0, 0}, false},
		{{16, 16, 16, 8, 32, 53, 255, 1, 0, 0, 0}, false},
		{{16, 16, 16, 8, 32, 46, 0, 1, 0, 0, 0}, false},
		{{16, 16, 16, 8, 32, 46, 256, 1, 0, 0, 0}, false},
		{{16, 16, 16, 8, 32, 46, 255, 0, 0, 0, 0}, true},
		{{16, 16, 16, 8, 32, 46, 255, 2, 0, 0, 0}, false},
		{{16, 16, 16, 8, 32, 46, 255, 1, 2, 0, 0}, false},
		{{16, 16, 16, 8, 32, 46, 255, 1, 4, 0, 0}, true},
		{{16, 16, 16, 8, 32, 46, 255, 1, 6, 0, 0}, false},
		{{16, 16, 16, 8, 32, 46, 255, 1, 8, 0, 0}, true},
		{{16, 16, 16, 8, 32, 46, 255, 1, 16, 0, 0}, true},
		{{16, 16, 16, 8, 32, 46, 255, 1, 32, 0, 0}, false},
		{{16, 16, 16, 8, 32, 46, 255, 1, 0, 2, 0}, false},
		{{16, 16, 16, 8, 32, 46, 255, 1, 0, 4, 0}, true},
		{{16, 16, 16, 8, 32, 46, 255, 1, 0, 12, 0}, false},
		{{16, 16, 16, 8, 32, 46, 255, 1, 4, 64, 0}, true},
		{{16, 16, 16, 8, 32, 46, 255, 1, 0, 256, 0}, true},
		{{16, 16, 16, 8, 32, 46, 255, 1, 0, 512, 0}, false},
		{{16, 16, 16, 8, 32, 46, 255, 1, 0, 0, 1}, true},
		{{16, 16, 16, 8, 32, 46, 255, 1, 4, 0, 2}, true},
		{{16, 16, 16, 8, 32, 46, 255, 1, 0, 0, 3}, false},
		{{16, 16, 16, 8, 32, 46, 255, 1, 0, 4, 4}, true},
		{{16, 16, 16, 8, 32, 46, 255, 1, 4, 4, 8}, true},
		{{16, 16, 16, 8, 32, 46, 255, 1, 4, 4, 16}, false},
	};
	struct mmu *m;

	errno = 0;
	m = mmu_create(&cases[_i].config);
	ck_assert_int_eq(m != NULL, cases[_i].legal);
	ck_assert_int_eq(errno, cases[_i].legal ? 0 : EINVAL);
	mmu_destroy(m);
	mmu_destroy(NULL);
}
END_TEST

/* One pin alone, among zeroes, is seen to come and to go. */
START_TEST(a_lone_pin)
{
	memset(&in, 0, sizeof(in));
	see();
	ck_assert_uint_eq(out.fetch_req_ready, 1);
	in.fence_valid = 1;
	see();
	ck_assert_uint_eq(out.fetch_req_ready, 0);
	in.fence_valid = 0;
	see();
	ck_assert_uint_eq(out.fetch_req_ready, 1);
}
END_TEST

/* A tag has as many bits as the build says, 8 here: the others are cut off. */
START_TEST(tags_are_cut)
{
	accept_load(0);
	edges(3);
	in.data_req_valid = in.data_rsp_ready = 1;
	in.data_req_tag = 0x15a;
	edge();
	in.data_req_valid = 0;
	see();
	for (unsigned int n = 0; n < 5 && !out.data_rsp_valid; n++) {
		edge();
		see();
	}
	ck_assert_uint_eq(out.data_rsp_valid, 1);
	ck_assert_uint_eq(out.data_rsp_tag, 0x5a);
}
END_TEST

START_TEST(pins_after_reset)
{
	struct mmu_out expected;

	memset(&expected, 0, sizeof(expected));
	expected.fetch_req_ready = expected.data_req_ready = expected.fence_ready = 1;
	expected.ptbr_ready = 1;
	see();
	ck_assert(!memcmp(&out, &expected, sizeof(out)));
	in.rst = 1;
	in.data_req_valid = in.fetch_req_valid = in.ptbr_valid = 1;
	in.ptbr_regime = 1;
	in.ptbr_value = SV39;
	edges(3);
	memset(&in, 0, sizeof(in));
	see();
	ck_assert(!memcmp(&out, &expected, sizeof(out)));
}
END_TEST

START_TEST(models_are_apart)
{
	static const struct mmu_config config = {16, 16, 16, 8, 32, 46, 255, 1, 0, 0, 0};
	struct mmu *other = mmu_create(&config);
	struct mmu_in quiet;
	struct mmu_out seen;

	memset(&quiet, 0, sizeof(quiet));
	write_ptbr(REGIME_RV32, SV32);
	mmu_eval(other, &quiet, &seen);
	see();
	ck_assert_uint_eq(out.ptbr_held, SV32);
	ck_assert_uint_eq(seen.ptbr_held, 0);
	mmu_destroy(other);
}
END_TEST

/* mmu.h: the last mmu_eval() before mmu_tick() counts. */
START_TEST(the_last_eval_counts)
{
	in.data_req_valid = 1;
	see();
	in.data_req_valid = 0;
	edge();
	see();
	ck_assert_uint_eq(out.data_rsp_valid, 0);
	in.fence_valid = 1;
	see();
	ck_assert_uint_eq(out.data_req_ready, 0);
	in.fence_valid = 0;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
}
END_TEST

/* general-4: the core does not take the answer, and everything else happens. */
START_TEST(answer_under_back_pressure)
{
	struct mmu_out first;

	in.data_rsp_ready = 0;
	accept_load(va_of(1));
	ck_assert_uint_eq(cycles_to_answer(), 5);
	first = out;
	edge(); /* in which no fence is taken: tlb-1 */
	fence();
	write_ptbr(REGIME_RV64, 0);
	in.data_req_valid = 1;
	in.data_req_va = 0x55555;
	in.fetch_req_valid = 1;
	for (int i = 0; i < 10; i++) {
		edge();
		see();
		ck_assert_uint_eq(out.data_req_ready, 0);
		ck_assert_uint_eq(out.data_rsp_valid, 1);
		ck_assert_uint_eq(out.data_rsp_tag, first.data_rsp_tag);
		ck_assert_uint_eq(out.data_rsp_pa, 0x1001000);
		ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
		ck_assert_uint_eq(out.data_rsp_size, 12);
	}
	in.data_rsp_ready = 1;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
}
END_TEST

/* walk-8, and 3 + nL counted from the acceptance of each read: two cycles of waiting add two. */
START_TEST(memory_under_back_pressure)
{
	in.mem_req_ready = 0;
	accept_load(va_of(1));
	edge();
	for (int i = 0; i < 3; i++) {
		see();
		ck_assert_uint_eq(out.mem_req_valid, 1);
		ck_assert_uint_eq(out.mem_req_addr, 0x100000);
		in.mem_req_ready = i == 2;
		edge();
	}
	ck_assert_uint_eq(cycles_to_answer(), 5 + 2 - 4); /* four are gone */
}
END_TEST

/* general-5: the paths, within one cycle. */
START_TEST(combinational_paths)
{
	memory.latency = NEVER;
	accept_load(va_of(1));
	edges(2);
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = PPN(0x101) | PTE_V;
	mmu_eval(mmu, &in, &out);
	ck_assert_uint_eq(out.mem_req_valid, 1);
	ck_assert_uint_eq(out.mem_req_addr, 0x101004);
	in.mem_rsp_data = PPN(0x202) | PTE_V;
	mmu_eval(mmu, &in, &out);
	ck_assert_uint_eq(out.mem_req_addr, 0x202004);
	in.rst = 1;
	in.fence_valid = 1;
	mmu_eval(mmu, &in, &out);
	ck_assert_uint_eq(out.mem_req_addr, 0x202004);
	ck_assert_uint_eq(out.fence_ready, 1);
	in.rst = in.fence_valid = 0;
	in.mem_rsp_error = 1;
	mmu_eval(mmu, &in, &out);
	ck_assert_uint_eq(out.mem_req_valid, 0);
	in.mem_rsp_error = 0;
	for (in.mem_rsp_id = 1; in.mem_rsp_id < 16; in.mem_rsp_id++) {
		mmu_eval(mmu, &in, &out);
		ck_assert_uint_eq(out.mem_req_valid, 0);
	}
	in.mem_rsp_id = 0;
	mmu_eval(mmu, &in, &out);
	ck_assert_uint_eq(out.mem_req_valid, 1);
	in.mem_rsp_valid = 0;
	mmu_eval(mmu, &in, &out);
	ck_assert_uint_eq(out.mem_req_valid, 0);
}
END_TEST

/* ptbr-1, ptbr-4: the write of the cycle of acceptance comes too late, as does any later one. */
START_TEST(ptbr_write_in_mid_walk)
{
	unsigned int cycle;

	memory.latency = 2;
	in.data_req_valid = 1;
	in.data_req_va = va_of(1);
	in.data_req_priv = PRIV_S;
	for (cycle = 0; cycle <= 6; cycle++) {
		if (cycle == (unsigned int)_i)
			write_ptbr(REGIME_RV32, SV32 | 5 << 22 | 0x777);
		else
			edge();
		in.data_req_valid = 0;
	}
	see();
	ck_assert_uint_eq(out.data_rsp_valid, 1);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1001000);
	ck_assert_uint_eq(out.ptbr_held, SV32 | 5 << 22 | 0x777);
	edge();
	/* filled under the ASID of its request: ASID 5 misses, ASID 0 hits */
	write_ptbr(REGIME_RV32, SV32);
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

START_TEST(asid_tells_apart)
{
	load(va_of(1));
	write_ptbr(REGIME_RV32, SV32 | 5 << 22);
	ck_assert_uint_eq(load(va_of(1)), 5);
	write_ptbr(REGIME_RV32, SV32);
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

/* general-1: in each cycle of a walk with an update. */
START_TEST(reset_in_mid_walk)
{
	in.adue = 1;
	map_sv32(1, LEAF & ~PTE_A);
	accept_load(va_of(1));
	edges((unsigned int)_i);
	in.rst = 1;
	edge();
	in.rst = 0;
	memory.due = 0;
	for (int i = 0; i < 10; i++) {
		see();
		ck_assert_uint_eq(out.mem_req_valid, 0);
		ck_assert_uint_eq(out.data_rsp_valid, 0);
		ck_assert_uint_eq(out.data_req_ready, 1);
		ck_assert_uint_eq(out.fence_ready, 1);
		ck_assert_uint_eq(out.ptbr_held, 0);
		edge();
	}
	in.adue = 0;
	map_sv32(1, LEAF);
	write_ptbr(REGIME_RV32, SV32);
	ck_assert_uint_eq(load(va_of(1)), 5);
}
END_TEST

START_TEST(counters)
{
	static const unsigned int expected[16] = {
		[6] = 4,  [7] = 1,  [8] = 3,  /* lookups: miss, hit, miss with update, fault */
		[9] = 1,  [10] = 1,           /* one walk, one untranslated address */
		[11] = 2,                     /* two cycles of stall */
		[12] = 3, [13] = 6, [14] = 1, /* walks, reads, updates */
		[15] = 1,
	};

	in.adue = 1;
	map_sv32(2, LEAF & ~PTE_A);
	map_sv32(3, 0);
	load(va_of(1));
	load(va_of(1));
	load(va_of(2));
	load(va_of(3));
	write_ptbr(REGIME_RV64, 0);
	load(UINT64_C(1) << 60);
	fence();
	in.data_rsp_ready = 0;
	accept_load(0);
	in.data_req_valid = 1;
	edges(2);
	in.data_rsp_ready = 1;
	edge();
	in.data_req_valid = 0;
	for (unsigned int n = 0; n < 16; n++)
		ck_assert_msg(counter(n) == expected[n], "counter %u is %u, not %u", n,
			      (unsigned int)counter(n), expected[n]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mmu");
	TCase *blank = tcase_create("blank");
	TCase *sv32 = tcase_create("sv32");

	suite_add_tcase(suite, blank);
	tcase_add_checked_fixture(blank, setup, teardown);
	tcase_add_loop_test(blank, sizes, 0, 38);
	tcase_add_test(blank, a_lone_pin);
	tcase_add_test(blank, tags_are_cut);
	tcase_add_test(blank, pins_after_reset);
	tcase_add_test(blank, models_are_apart);
	tcase_add_test(blank, the_last_eval_counts);

	suite_add_tcase(suite, sv32);
	tcase_add_checked_fixture(sv32, setup_sv32, teardown);
	tcase_add_test(sv32, answer_under_back_pressure);
	tcase_add_test(sv32, memory_under_back_pressure);
	tcase_add_test(sv32, combinational_paths);
	tcase_add_loop_test(sv32, ptbr_write_in_mid_walk, 0, 7);
	tcase_add_test(sv32, asid_tells_apart);
	tcase_add_loop_test(sv32, reset_in_mid_walk, 0, 7);
	tcase_add_test(sv32, counters);

	return suite_run(suite);
}
