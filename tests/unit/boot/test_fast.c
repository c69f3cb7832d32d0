/* SPDX-License-Identifier: Apache-2.0 */
/* The bus on the oracle alone: what an answer says, what it keeps, what it stores. */
#include "boot/fast.h"

#include <string.h>

#include "suite.h"

#define BASE UINT64_C(0x80000000)
#define SIZE (UINT64_C(16) << 20)

#define ROOT (BASE + 0x1000)
#define PAGE UINT64_C(4096)
#define SV39 (UINT64_C(8) << 60 | ROOT >> 12)
#define SV48 (UINT64_C(9) << 60 | ROOT >> 12)
#define SV32 (UINT64_C(1) << 31 | ROOT >> 12)

#define V 0x01
#define R 0x02
#define W 0x04
#define X 0x08
#define A 0x40
#define D 0x80

static const struct mmu_config sizes = {.asid_bits = 9, .formats = 0x03}; /* Sv32, Sv39 */
static struct ram ram;
static struct fast fast;
static struct hart_place place;
static uint64_t held;

static void begin(unsigned int xlen)
{
	fast_init(&fast, &ram, &sizes, xlen);
	memset(&place, 0xff, sizeof(place));
}

static void setup(void)
{
	ck_assert(ram_create(&ram, BASE, SIZE));
	begin(64);
}

static void teardown(void)
{
	ram_destroy(&ram);
}

static void put(uint64_t pa, unsigned int bytes, uint64_t value)
{
	memcpy(ram_at(&ram, pa, bytes), &value, bytes);
}

static uint64_t get(uint64_t pa, unsigned int bytes)
{
	uint64_t value = 0;

	memcpy(&value, ram_at(&ram, pa, bytes), bytes);
	return value;
}

/* Sv39: pages 0 and 1 of the address space map these frames. */
static void map(uint64_t pa, unsigned int flags)
{
	put(ROOT, 8, (ROOT + PAGE) >> 2 | V);
	put(ROOT + PAGE, 8, (ROOT + 2 * PAGE) >> 2 | V);
	put(ROOT + 2 * PAGE, 8, pa >> 2 | flags);
	fast_write_satp(&fast, SV39, &held);
	ck_assert_uint_eq(held, SV39);
}

static enum fault ask(enum access_type type, uint64_t va, unsigned int bytes)
{
	const struct hart_access access = {va, bytes, type, PRIV_S, false, false};

	ck_assert(fast_ask(&fast, &access, &place));
	return place.fault;
}

static void expect_page(uint64_t va, uint64_t pa)
{
	ck_assert_uint_eq(place.pa, pa);
	ck_assert_ptr_eq(place.bytes, ram.bytes + (pa - BASE));
	ck_assert_uint_eq(place.before, va % PAGE);
	ck_assert_uint_eq(place.around, PAGE);
}

START_TEST(bare_addresses_are_physical)
{
	ck_assert_int_eq(ask(ACCESS_LOAD, BASE + 0x5123, 4), FAULT_NONE);
	expect_page(BASE + 0x5123, BASE + 0x5123);
	ck_assert_int_eq(ask(ACCESS_FETCH, BASE + SIZE - 4, 4), FAULT_NONE);
	ck_assert_int_eq(ask(ACCESS_FETCH, BASE + SIZE, 4), FAULT_ACCESS);
	ck_assert_int_eq(ask(ACCESS_LOAD, BASE - 8, 8), FAULT_ACCESS);
	ck_assert_int_eq(ask(ACCESS_LOAD, UINT64_C(1) << 60, 8), FAULT_ACCESS);
}
END_TEST

START_TEST(an_answer_is_for_the_whole_page)
{
	map(BASE + 0x8000, V | R | W | X | A | D);
	ck_assert_int_eq(ask(ACCESS_LOAD, 0xff8, 8), FAULT_NONE);
	expect_page(0xff8, BASE + 0x8ff8);
	ck_assert_int_eq(ask(ACCESS_STORE, 0, 1), FAULT_NONE);
	expect_page(0, BASE + 0x8000);
	ck_assert_int_eq(ask(ACCESS_LOAD, PAGE, 1), FAULT_PAGE);
	ck_assert_uint_eq(fast.counts.asked, 3);
	ck_assert_uint_eq(fast.counts.walks, 3);
	ck_assert_uint_eq(fast.counts.page_faults, 1);
}
END_TEST

START_TEST(a_and_d_are_stored_with_adue)
{
	map(BASE + 0x8000, V | R | W | X);
	fast_control(&fast, true, false);
	ck_assert_int_eq(ask(ACCESS_LOAD, 0, 8), FAULT_NONE);
	ck_assert_uint_eq(get(ROOT + 2 * PAGE, 8) & 0xff, V | R | W | X | A);
	ck_assert_int_eq(ask(ACCESS_STORE, 0, 8), FAULT_NONE);
	ck_assert_uint_eq(get(ROOT + 2 * PAGE, 8) & 0xff, V | R | W | X | A | D);
	ck_assert_uint_eq(fast.counts.updates, 2);
}
END_TEST

START_TEST(a_and_d_fault_without)
{
	map(BASE + 0x8000, V | R | W | X);
	ck_assert_int_eq(ask(ACCESS_LOAD, 0, 8), FAULT_PAGE);
	ck_assert_uint_eq(get(ROOT + 2 * PAGE, 8) & 0xff, V | R | W | X);
	map(BASE + 0x8000, V | R | W | X | A);
	ck_assert_int_eq(ask(ACCESS_LOAD, 0, 8), FAULT_NONE);
	ck_assert_int_eq(ask(ACCESS_STORE, 0, 8), FAULT_PAGE);
}
END_TEST

/* An entry of 4 bytes: its neighbour stays. */
START_TEST(sv32_updates_4_bytes)
{
	begin(32);
	put(ROOT, 8, UINT64_C(0x1234567800000000) | (BASE + 0x400000) >> 2 | V | R | W);
	fast_write_satp(&fast, SV32, &held);
	ck_assert_uint_eq(held, SV32);
	fast_control(&fast, true, false);
	ck_assert_int_eq(ask(ACCESS_STORE, 0x1234, 4), FAULT_NONE);
	expect_page(0x1234, BASE + 0x401234);
	ck_assert_uint_eq(get(ROOT, 8), UINT64_C(0x1234567800000000) | (BASE + 0x400000) >> 2 | V |
						R | W | A | D);
}
END_TEST

/* A translation that leads out of RAM, and a table that is not in it. */
START_TEST(what_is_no_ram_faults)
{
	map(BASE + SIZE, V | R | W | X | A | D);
	ck_assert_int_eq(ask(ACCESS_LOAD, 0, 8), FAULT_ACCESS);
	ck_assert_uint_eq(place.pa, BASE + SIZE);
	put(ROOT, 8, (BASE + SIZE) >> 2 | V);
	ck_assert_int_eq(ask(ACCESS_LOAD, 0, 8), FAULT_ACCESS);
	ck_assert_uint_eq(place.pa, 0);
}
END_TEST

START_TEST(satp_holds_what_was_built)
{
	fast_write_satp(&fast, SV39 | UINT64_C(0xffff) << 44, &held);
	ck_assert_uint_eq(held, SV39 | UINT64_C(0x1ff) << 44);
	fast_write_satp(&fast, SV48, &held);
	ck_assert_uint_eq(held, SV39 | UINT64_C(0x1ff) << 44);
	fast_write_satp(&fast, UINT64_C(5) << 60, &held);
	ck_assert_uint_eq(held, SV39 | UINT64_C(0x1ff) << 44);
	fast_write_satp(&fast, 0, &held);
	ck_assert_uint_eq(held, 0);
}
END_TEST

START_TEST(pbmte_lets_pages_have_a_type)
{
	map(BASE + 0x8000, V | R | W | X | A | D);
	put(ROOT + 2 * PAGE, 8, get(ROOT + 2 * PAGE, 8) | UINT64_C(1) << 61);
	ck_assert_int_eq(ask(ACCESS_LOAD, 0, 8), FAULT_PAGE);
	fast_control(&fast, false, true);
	ck_assert_int_eq(ask(ACCESS_LOAD, 0, 8), FAULT_NONE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fast");
	TCase *bus = tcase_create("bus");

	tcase_add_checked_fixture(bus, setup, teardown);
	tcase_add_test(bus, bare_addresses_are_physical);
	tcase_add_test(bus, an_answer_is_for_the_whole_page);
	tcase_add_test(bus, a_and_d_are_stored_with_adue);
	tcase_add_test(bus, a_and_d_fault_without);
	tcase_add_test(bus, sv32_updates_4_bytes);
	tcase_add_test(bus, what_is_no_ram_faults);
	tcase_add_test(bus, satp_holds_what_was_built);
	tcase_add_test(bus, pbmte_lets_pages_have_a_type);
	suite_add_tcase(suite, bus);
	return suite_run(suite);
}
