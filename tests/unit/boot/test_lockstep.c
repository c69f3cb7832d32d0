/* SPDX-License-Identifier: Apache-2.0 */
/* The bus over the bench: answers lead the hart, and tables are its RAM. */
#include <string.h>

#include "lockstep_fixture.h"
#include "suite.h"

static void begin_plain(void)
{
	plain();
	begin();
}

static void begin_paged(void)
{
	begin_plain();
	page();
	map(1, BASE + 0x5000, RWXAD);
	map(2, BASE + 0x6000, V | RW | X);
}

static uint64_t place_in_ram(void)
{
	return (uint64_t)(place.bytes - ram.bytes);
}

/* ---- Where an answer leads ---- */

START_TEST(bare)
{
	ck_assert_uint_eq(ask(ACCESS_LOAD, BASE + 0x123, 8), FAULT_NONE);
	ck_assert_uint_eq(place.pa, BASE + 0x123);
	ck_assert_uint_eq(place_in_ram(), 0x123);
	ck_assert_uint_eq(place.before, 0);
	ck_assert_uint_eq(place.around, 8);
}
END_TEST

START_TEST(bare_outside)
{
	static const uint64_t vas[] = {0, BASE - 8, BASE + SIZE, UINT64_C(1) << 55};

	ck_assert_uint_eq(ask(_i & 1 ? ACCESS_STORE : ACCESS_LOAD, vas[_i / 2], 8), FAULT_ACCESS);
}
END_TEST

START_TEST(paged)
{
	ck_assert_uint_eq(ask((enum access_type)_i, 0x1ff0, 4), FAULT_NONE);
	ck_assert_uint_eq(place.pa, BASE + 0x5ff0);
	ck_assert_uint_eq(place_in_ram(), 0x5ff0);
	ck_assert_uint_eq(ask((enum access_type)_i, 0x3000, 4), FAULT_PAGE);
}
END_TEST

/* A PTE may lead where there is no memory, and so may a walk. */
START_TEST(paged_outside)
{
	map(3, BASE + SIZE, RWXAD);
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x3000, 8), FAULT_ACCESS);
	ram_put(MIDDLE + 8, 8, (BASE + SIZE) >> 12 << 10 | V);
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x200000, 8), FAULT_ACCESS);
}
END_TEST

START_TEST(privileges)
{
	struct hart_access access = {.va = 0x4000, .bytes = 1, .type = ACCESS_LOAD, .priv = PRIV_U};

	map(4, BASE + 0x7000, RWXAD | U);
	map(5, BASE + 0x8000, V | X | A);
	ck_assert(lockstep_ask(lockstep, &access, &place));
	ck_assert_uint_eq(place.fault, FAULT_NONE);
	access.priv = PRIV_S;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	ck_assert_uint_eq(place.fault, FAULT_PAGE);
	access.sum = true;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	ck_assert_uint_eq(place.fault, FAULT_NONE);
	access.va = 0x5000;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	ck_assert_uint_eq(place.fault, FAULT_PAGE);
	access.mxr = true;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	ck_assert_uint_eq(place.fault, FAULT_NONE);
	access.type = ACCESS_FETCH;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	ck_assert_uint_eq(place.fault, FAULT_NONE);
	access.priv = PRIV_U;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	ck_assert_uint_eq(place.fault, FAULT_PAGE);
	access.va = 0x4000;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	ck_assert_uint_eq(place.fault, FAULT_NONE);
	access.va = BASE;
	access.priv = PRIV_M;
	ck_assert(lockstep_ask(lockstep, &access, &place));
	ck_assert_uint_eq(place.fault, FAULT_NONE);
	ck_assert_uint_eq(place.pa, BASE);
}
END_TEST

/* ---- The fetch buffer ---- */

START_TEST(fetches_are_kept)
{
	static const struct {
		unsigned int va, bytes, before, around;
	} all[] = {{0x1000, 4, 0, 32},  {0x101c, 4, 28, 32}, {0x101e, 2, 30, 32},
		   {0x101e, 4, 30, 34}, {0x1ffc, 4, 28, 32}, {0x1ffe, 2, 30, 32}};

	ck_assert_uint_eq(ask(ACCESS_FETCH, all[_i].va, all[_i].bytes), FAULT_NONE);
	ck_assert_uint_eq(place.before, all[_i].before);
	ck_assert_uint_eq(place.around, all[_i].around);
}
END_TEST

START_TEST(no_fetch_is_kept)
{
	end();
	plain();
	config.fetch_bytes = 0;
	begin();
	ck_assert_uint_eq(ask(ACCESS_FETCH, BASE + 6, 2), FAULT_NONE);
	ck_assert_uint_eq(place.before, 0);
	ck_assert_uint_eq(place.around, 2);
}
END_TEST

/* ---- What changes answers ---- */

/* Until the fence the old entry may answer, and does; the judge counts such hits. */
START_TEST(fence)
{
	static const struct hart_fence fences[] = {
		{.by_va = false},
		{.by_va = true, .va = 0x1000},
		{.by_asid = true, .asid = 0},
		{.by_va = true, .va = 0x1000, .by_asid = true, .asid = 0},
		{.by_va = true, .va = 0x2000},
		{.by_asid = true, .asid = 1},
	};

	for (int i = 0; i < 3; i++)
		ck_assert_uint_eq(ask(ACCESS_LOAD, 0x1000, 8), FAULT_NONE);
	map(1, BASE + 0x9000, RWXAD);
	ck_assert_uint_eq(bench_stale(lockstep_bench(lockstep)), 0);
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x1000, 8), FAULT_NONE);
	ck_assert_uint_eq(place.pa, BASE + 0x5000);
	ck_assert_uint_eq(bench_stale(lockstep_bench(lockstep)), 1);
	ck_assert(lockstep_fence(lockstep, &fences[_i]));
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x1000, 8), FAULT_NONE);
	ck_assert_uint_eq(place.pa, BASE + (_i < 4 ? 0x9000 : 0x5000));
}
END_TEST

/* Bits of an ASID that no satp holds are not looked at. */
START_TEST(fence_of_a_wide_asid)
{
	const struct hart_fence wide = {.by_asid = true, .asid = UINT64_C(1) << 16};

	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x1000, 8), FAULT_NONE);
	map(1, BASE + 0x9000, RWXAD);
	ck_assert(lockstep_fence(lockstep, &wide));
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x1000, 8), FAULT_NONE);
	ck_assert_uint_eq(place.pa, BASE + 0x9000);
}
END_TEST

START_TEST(satp)
{
	uint64_t held;

	ck_assert(lockstep_write_satp(lockstep, UINT64_C(7) << 60, &held));
	ck_assert_uint_eq(held, SV39);
	ck_assert(lockstep_write_satp(lockstep, 0, &held));
	ck_assert_uint_eq(held, 0);
	ck_assert_uint_eq(ask(ACCESS_LOAD, BASE, 8), FAULT_NONE);
}
END_TEST

/* With ADUE hardware sets A and D in RAM; without it faults. */
START_TEST(adue)
{
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x2000, 8), FAULT_PAGE);
	ck_assert(lockstep_control(lockstep, true, false));
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x2000, 8), FAULT_NONE);
	ck_assert_uint_eq(ram_get(LEAVES + 16, 8), (BASE + 0x6000) >> 2 | V | RW | X | A);
	ck_assert_uint_eq(ask(ACCESS_STORE, 0x2000, 8), FAULT_NONE);
	ck_assert_uint_eq(ram_get(LEAVES + 16, 8), (BASE + 0x6000) >> 2 | V | RW | X | A | D);
}
END_TEST

START_TEST(pbmte)
{
	ram_put(LEAVES + 24, 8, UINT64_C(1) << 61 | (BASE + 0x6000) >> 2 | RWXAD);
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x3000, 8), FAULT_PAGE);
	ck_assert(lockstep_control(lockstep, false, true));
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x3000, 8), FAULT_NONE);
}
END_TEST

START_TEST(sv32)
{
	end();
	plain();
	config.xlen = 32;
	begin();
	page();
	map(1, BASE + 0x5000, RWXAD);
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x1ffc, 4), FAULT_NONE);
	ck_assert_uint_eq(place.pa, BASE + 0x5ffc);
	ck_assert_uint_eq(ask(ACCESS_FETCH, 0x1004, 4), FAULT_NONE);
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0xfffff000, 4), FAULT_PAGE);
}
END_TEST

/* ---- What it says ---- */

START_TEST(last)
{
	ck_assert_uint_eq(ask(ACCESS_FETCH, 0x1234, 2), FAULT_NONE);
	ck_assert_uint_eq(lockstep_last(lockstep)->access.va, 0x1234);
	ck_assert_uint_eq(lockstep_last(lockstep)->access.type, ACCESS_FETCH);
	ck_assert_uint_eq(lockstep_last(lockstep)->reads, 3);
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x1238, 8), FAULT_NONE);
	ck_assert_uint_eq(lockstep_last(lockstep)->access.va, 0x1238);
}
END_TEST

START_TEST(nothing_was_asked)
{
	ck_assert_ptr_null(lockstep_last(lockstep));
}
END_TEST

static char told[64];

static void tell(char what)
{
	told[strlen(told)] = what;
}

static void accessed(void *opaque, const struct hart_access *access, const struct exchange *x)
{
	ck_assert_ptr_eq(opaque, told);
	ck_assert_uint_eq(access->va, x->access.va);
	ck_assert_uint_ne(x->answered, 0);
	tell(access->type == ACCESS_FETCH ? 'x' : access->type == ACCESS_LOAD ? 'r' : 'w');
}

static void fenced(void *opaque, const struct hart_fence *fence)
{
	ck_assert_ptr_eq(opaque, told);
	ck_assert_uint_eq(fence->va, 0x7000);
	tell('f');
}

static void wrote_satp(void *opaque, uint64_t value)
{
	ck_assert_ptr_eq(opaque, told);
	tell(value == SV39 ? 's' : '0');
}

static void controlled(void *opaque, bool by_hardware, bool memory_types)
{
	ck_assert_ptr_eq(opaque, told);
	ck_assert(by_hardware && !memory_types);
	tell('c');
}

START_TEST(listener)
{
	const struct hart_fence some = {.by_va = true, .va = 0x7000};

	end();
	memset(told, 0, sizeof(told));
	plain();
	config.listener =
		(struct lockstep_listener){told, accessed, fenced, wrote_satp, controlled};
	begin();
	page();
	map(1, BASE + 0x5000, RWXAD);
	ask(ACCESS_FETCH, 0x1000, 4);
	ask(ACCESS_LOAD, 0x1000, 4);
	ck_assert(lockstep_fence(lockstep, &some));
	ck_assert(lockstep_control(lockstep, true, false));
	ask(ACCESS_STORE, 0x1000, 4);
	ask(ACCESS_LOAD, 0x7000, 4);
	ck_assert_str_eq(told, "0sxrfcwr");
}
END_TEST

/* ---- When the MMU is wrong ---- */

static void begin_planted(const char *pin, uint64_t cycle)
{
	end();
	plain();
	config.bench.plant_pin = pin;
	config.bench.plant_cycle = cycle;
	begin();
	page();
	map(1, BASE + 0x5000, RWXAD);
}

START_TEST(a_wrong_answer)
{
	struct hart_access access = {
		.va = 0x1000, .bytes = 4, .type = (enum access_type)_i, .priv = PRIV_S};

	begin_planted(_i == ACCESS_FETCH ? "fetch_rsp_pa" : "data_rsp_pa", 5);
	ck_assert(!lockstep_ask(lockstep, &access, &place));
	ck_assert_int_eq(lockstep_bench(lockstep)->status, BENCH_MISMATCH);
	ck_assert_ptr_nonnull(strstr(lockstep_bench(lockstep)->failure, "_rsp_pa"));
}
END_TEST

START_TEST(wrong_beside_a_fence)
{
	const struct hart_fence all = {.by_va = false};

	begin_planted("fence_ready", 5);
	ck_assert(!lockstep_fence(lockstep, &all));
	ck_assert_int_eq(lockstep_bench(lockstep)->status, BENCH_MISMATCH);
}
END_TEST

START_TEST(wrong_beside_satp)
{
	uint64_t held;

	begin_planted("ptbr_held", 5);
	ck_assert(!lockstep_write_satp(lockstep, 0, &held));
	ck_assert_int_eq(lockstep_bench(lockstep)->status, BENCH_MISMATCH);
	ck_assert(!lockstep_control(lockstep, true, false));
}
END_TEST

/* Without a judge the wrong answer leads the hart. */
START_TEST(nobody_judges)
{
	end();
	plain();
	config.bench.model = config.bench.oracle = false;
	config.bench.plant_pin = "data_rsp_pa";
	config.bench.plant_bit = 12;
	config.bench.plant_cycle = 5;
	begin();
	page();
	map(1, BASE + 0x5000, RWXAD);
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x1000, 8), FAULT_NONE);
	ck_assert_uint_eq(place.pa, BASE + 0x4000);
	ck_assert_uint_eq(place_in_ram(), 0x4000);
}
END_TEST

START_TEST(no_rtl)
{
	end();
	plain();
	config.bench.rtl = false;
	begin();
	page();
	map(1, BASE + 0x5000, RWXAD);
	ck_assert_uint_eq(ask(ACCESS_LOAD, 0x1000, 8), FAULT_NONE);
	ck_assert_uint_eq(place.pa, BASE + 0x5000);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lockstep");
	TCase *tcase = tcase_create("bare"), *tables = tcase_create("paged");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_plain, end);
	tcase_add_test(tcase, bare);
	tcase_add_loop_test(tcase, bare_outside, 0, 8);
	tcase_add_test(tcase, no_fetch_is_kept);
	tcase_add_test(tcase, nothing_was_asked);

	suite_add_tcase(suite, tables);
	tcase_add_checked_fixture(tables, begin_paged, end);
	tcase_add_loop_test(tables, paged, 0, 3);
	tcase_add_test(tables, paged_outside);
	tcase_add_test(tables, privileges);
	tcase_add_loop_test(tables, fetches_are_kept, 0, 6);
	tcase_add_loop_test(tables, fence, 0, 6);
	tcase_add_test(tables, fence_of_a_wide_asid);
	tcase_add_test(tables, satp);
	tcase_add_test(tables, adue);
	tcase_add_test(tables, pbmte);
	tcase_add_test(tables, sv32);
	tcase_add_test(tables, last);
	tcase_add_test(tables, listener);
	tcase_add_loop_test(tables, a_wrong_answer, 0, 3);
	tcase_add_test(tables, wrong_beside_a_fence);
	tcase_add_test(tables, wrong_beside_satp);
	tcase_add_test(tables, nobody_judges);
	tcase_add_test(tables, no_rtl);

	return suite_run(suite);
}
