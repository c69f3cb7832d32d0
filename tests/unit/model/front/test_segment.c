/* SPDX-License-Identifier: Apache-2.0 */
/* The segment registers against segment-1 to segment-3 of rtl/contract: loads, and linear
 * addresses. */
#include <check.h>

#include "segment_fixture.h"
#include "suite.h"

/* What is on the pins, whole, though all registers are null. */
START_TEST(without_a_segment)
{
	go(_i);
	for (uint64_t index = 6; index <= 7; index++) {
		for (enum access_type type = ACCESS_FETCH; type <= ACCESS_STORE; type++) {
			ask(type, index, SOME_VA, 0xfff, 3);
			expect_linear(type, SOME_VA);
		}
	}
}
END_TEST

START_TEST(base_and_offset)
{
	load(SEGMENT_CS, (struct load){0x12345000, WHOLE, .type = CODE});
	load(SEGMENT_DS, (struct load){0x77777000, WHOLE, .type = WRITABLE});
	ask_fetch(SEGMENT_CS, 0x678, 0, 0);
	ask_data(false, SEGMENT_DS, 0xabcdef, 0, 0);
	expect_linear(ACCESS_FETCH, 0x12345678);
	expect_linear(ACCESS_LOAD, 0x78233def);
	/* what one port asks is nothing to the other */
	ask_fetch(SEGMENT_DS, 0x678, 0, 0);
	expect_fault(ACCESS_FETCH, SEGMENT_TYPE);
	expect_linear(ACCESS_LOAD, 0x78233def);
	ask_fetch(SEGMENT_CS, 0x678, 0, 0);
	ask_data(true, SEGMENT_CS, 0x678, 0, 0);
	expect_linear(ACCESS_FETCH, 0x12345678);
	expect_fault(ACCESS_STORE, SEGMENT_TYPE);
}
END_TEST

/* Offset and sum have 32 bits, so bits 63:32 of a base do not count. */
START_TEST(modulo_2_32)
{
	go(_i);
	load(SEGMENT_CS, (struct load){0xabcdef00fffff000, WHOLE, .type = CODE});
	load(SEGMENT_FS, (struct load){0xabcdef00fffff000, WHOLE, .type = WRITABLE});
	ask_fetch(SEGMENT_CS, 0x1234567800002345, 0, 0);
	expect_linear(ACCESS_FETCH, 0x1345);
	ask_data(true, SEGMENT_FS, 0x1234567800000fff, 0, 0);
	expect_linear(ACCESS_STORE, 0xffffffff);
	ask_data(true, SEGMENT_FS, 0xffffffff00001000, 0, 0);
	expect_linear(ACCESS_STORE, 0);
	/* the last byte is not reduced: 100000000 */
	ask_data(true, SEGMENT_FS, 0xffffffff, 1, 0);
	expect_fault(ACCESS_STORE, SEGMENT_LIMIT);
}
END_TEST

START_TEST(rv64)
{
	go(RV64);
	load(SEGMENT_CS, (struct load){0xabcdef00fffff000, WHOLE, .type = CODE, .is_long = 1});
	load(SEGMENT_DS, (struct load){0xfffffffffffff000, WHOLE, .type = WRITABLE});
	ask_fetch(SEGMENT_CS, 0x2345, 0, 0);
	expect_linear(ACCESS_FETCH, 0xabcdef0100001345);
	ask_data(false, SEGMENT_DS, 0x2345, 0, 0);
	expect_linear(ACCESS_LOAD, 0x1345);
	ask_data(false, SEGMENT_DS, 0xffffffff, 0, 0);
	expect_linear(ACCESS_LOAD, 0xffffefff);
	/* the offset has 64 bits, and the last byte 65 */
	ask_data(false, SEGMENT_DS, BIT(32), 0, 0);
	expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
	ask_data(false, SEGMENT_DS, BIT(63), 0, 0);
	expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
	ask_data(false, SEGMENT_DS, UINT64_MAX, 0xfff, 0);
	expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
}
END_TEST

/* What is loaded would fail every check; null or not, it has its base. */
START_TEST(in_64_bit_mode)
{
	static const uint64_t base[SEGMENT_COUNT] = {
		[SEGMENT_FS] = 0xffff800012340000,
		[SEGMENT_GS] = 0xfffffffffffff000,
	};

	go(LONG_MODE);
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++)
		load(n, (struct load){base[n] ? base[n] : 0x5000, .type = EXECUTE,
				      .is_long = n == SEGMENT_CS, .is_null = (uint64_t)_i});
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		for (enum access_type type = ACCESS_FETCH; type <= ACCESS_STORE; type++) {
			ask(type, n, 0xffff900000001234, 0xfff, 3);
			expect_linear(type, base[n] + 0xffff900000001234);
		}
	}
	ask_data(false, SEGMENT_FS, 0x8000, 0, 3);
	expect_linear(ACCESS_LOAD, 0xffff800012348000);
	ask_data(false, SEGMENT_GS, 0x2000, 0, 3);
	expect_linear(ACCESS_LOAD, 0x1000);
}
END_TEST

/* L counts in CS alone. */
START_TEST(in_compatibility_mode)
{
	go(LONG_MODE);
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++)
		load(n, (struct load){0x5000, 0xfff, .present = 1, .type = CODE,
				      .is_long = n != SEGMENT_CS});
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		ask_fetch(n, 0xfff, 0, 0);
		expect_linear(ACCESS_FETCH, 0x5fff);
		ask_data(false, n, 0x1000, 0, 0);
		expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
	}
}
END_TEST

/* L in CS, but not in long mode. */
START_TEST(long_out_of_long_mode)
{
	go(_i);
	load(SEGMENT_CS, (struct load){0x5000, 0xfff, .present = 1, .type = CODE, .is_long = 1});
	ask_fetch(SEGMENT_CS, 0xfff, 0, 0);
	expect_linear(ACCESS_FETCH, 0x5fff);
	ask_fetch(SEGMENT_CS, 0x1000, 0, 0);
	expect_fault(ACCESS_FETCH, SEGMENT_LIMIT);
	ask_data(false, SEGMENT_FS, 0, 0, 0);
	expect_fault(ACCESS_LOAD, SEGMENT_NULL);
	/* and in it, from the same cycle on */
	go(LONG_MODE);
	expect_linear(ACCESS_FETCH, 0x1000);
	expect_linear(ACCESS_LOAD, 0);
}
END_TEST

static void load_all(void)
{
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++)
		load(n, (struct load){0x1000 * (n + 1), WHOLE, .type = CODE});
}

/* Each of the six holds its own. */
START_TEST(six_registers)
{
	load_all();
	load((uint64_t)_i, (struct load){0x77000, WHOLE, .type = CODE});
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		uint64_t base = n == (uint64_t)_i ? 0x77000 : 0x1000 * (n + 1);

		ask_fetch(n, 0x10, 0, 0);
		expect_linear(ACCESS_FETCH, base + 0x10);
		ask_data(false, n, 0x20, 0, 0);
		expect_linear(ACCESS_LOAD, base + 0x20);
	}
}
END_TEST

/* A load of 6 or 7, or none: nothing is loaded. */
START_TEST(loads_of_nothing)
{
	load_all();
	show_load(_i == 8 ? SEGMENT_DS : (uint64_t)_i, (struct load){.base = 0x99000});
	set("seg_valid", _i != 8);
	edge();
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		ask_data(false, n, 0x20, 0, 0);
		expect_linear(ACCESS_LOAD, 0x1000 * (n + 1) + 0x20);
	}
	ask_data(false, (uint64_t)_i, 0x20, 0, 0);
	if (_i < 8)
		expect_linear(ACCESS_LOAD, 0x20);
}
END_TEST

/* Seen from the next cycle on, and by a request whose pins do not move. */
START_TEST(shows_in_the_next_cycle)
{
	ask_data(false, SEGMENT_GS, 0x10, 0, 0);
	ask_fetch(SEGMENT_GS, 0x30, 0, 0);
	show_load(SEGMENT_GS, (struct load){0x5000, WHOLE, .type = CODE});
	kernel_settle(&k);
	expect_fault(ACCESS_LOAD, SEGMENT_NULL);
	expect_fault(ACCESS_FETCH, SEGMENT_NULL);
	edge();
	expect_linear(ACCESS_LOAD, 0x5010);
	expect_linear(ACCESS_FETCH, 0x5030);
	/* one load after the other: each in its cycle */
	set("seg_base", 0x6000);
	kernel_settle(&k);
	expect_linear(ACCESS_LOAD, 0x5010);
	edge();
	expect_linear(ACCESS_LOAD, 0x6010);
	set("seg_limit", 0);
	set("seg_granular", 0);
	edge();
	expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
	set("seg_present", 0);
	edge();
	expect_fault(ACCESS_LOAD, SEGMENT_ABSENT);
	expect_fault(ACCESS_FETCH, SEGMENT_ABSENT);
	set("seg_rpl", 1);
	edge();
	expect_fault(ACCESS_LOAD, SEGMENT_PRIVILEGE);
	expect_fault(ACCESS_FETCH, SEGMENT_PRIVILEGE);
	set("seg_null", 1);
	edge();
	expect_fault(ACCESS_LOAD, SEGMENT_NULL);
	expect_fault(ACCESS_FETCH, SEGMENT_NULL);
}
END_TEST

/* L in CS, too. */
START_TEST(long_shows_in_the_next_cycle)
{
	go(LONG_MODE);
	ask_data(false, SEGMENT_DS, BIT(40), 0, 0);
	show_load(SEGMENT_CS, (struct load){.is_long = 1});
	kernel_settle(&k);
	expect_fault(ACCESS_LOAD, SEGMENT_NULL);
	edge();
	expect_linear(ACCESS_LOAD, BIT(40));
}
END_TEST

/* A load in the cycle of reset is no load. */
START_TEST(reset)
{
	load_all();
	load(SEGMENT_CS, (struct load){0, WHOLE, .type = CODE, .is_long = 1});
	set("rst", 1);
	load(SEGMENT_DS, (struct load){0x5000, WHOLE, .type = CODE});
	set("rst", 0);
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		ask_fetch(n, 0, 0, 0);
		expect_fault(ACCESS_FETCH, SEGMENT_NULL);
		ask_data(false, n, 0, 0, 0);
		expect_fault(ACCESS_LOAD, SEGMENT_NULL);
	}
	/* the L of CS is gone, and then the bases of FS and GS */
	go(LONG_MODE);
	expect_fault(ACCESS_LOAD, SEGMENT_NULL);
	load(SEGMENT_CS, (struct load){.is_long = 1});
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		ask_data(false, n, 0x10, 0, 0);
		expect_linear(ACCESS_LOAD, 0x10);
	}
}
END_TEST

/* segment-6: whether it goes through SS, in whatever mode. */
START_TEST(names_ss)
{
	for (uint64_t n = 0; n < 8; n++) {
		go(n % 2 ? RV64 : LONG_MODE);
		ask_fetch(n, 0, 0, 0);
		ask_data(false, 7 - n, 0, 0, 0);
		ck_assert_uint_eq(kernel_peek(&k, "fetch_linear_is_stack"), n == 2);
		ck_assert_uint_eq(kernel_peek(&k, "data_linear_is_stack"), n == 5);
	}
}
END_TEST

/* SEGMENTS = 0. */
START_TEST(without_segments)
{
	kernel_finish(&k);
	start(0);
	load_all();
	load(SEGMENT_DS, (struct load){0x5000, 0, .present = 0});
	for (uint64_t n = 0; n < 8; n++) {
		for (enum access_type type = ACCESS_FETCH; type <= ACCESS_STORE; type++) {
			ask(type, n, SOME_VA, 0xfff, 3);
			expect_linear(type, SOME_VA);
		}
		ck_assert_uint_eq(kernel_peek(&k, "fetch_linear_is_stack"), 0);
		ck_assert_uint_eq(kernel_peek(&k, "data_linear_is_stack"), 0);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("segment");
	TCase *tc = tcase_create("segment");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, without_a_segment, RV64, LONG_MODE + 1);
	tcase_add_test(tc, base_and_offset);
	tcase_add_loop_test(tc, modulo_2_32, RV32, LONG_MODE + 1);
	tcase_add_test(tc, rv64);
	tcase_add_loop_test(tc, in_64_bit_mode, 0, 2);
	tcase_add_test(tc, in_compatibility_mode);
	tcase_add_loop_test(tc, long_out_of_long_mode, RV64, LONG_MODE);
	tcase_add_loop_test(tc, six_registers, 0, SEGMENT_COUNT);
	tcase_add_loop_test(tc, loads_of_nothing, 6, 9);
	tcase_add_test(tc, shows_in_the_next_cycle);
	tcase_add_test(tc, long_shows_in_the_next_cycle);
	tcase_add_test(tc, reset);
	tcase_add_test(tc, names_ss);
	tcase_add_test(tc, without_segments);

	return suite_run(suite);
}
