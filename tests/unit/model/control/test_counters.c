/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The counters against counter-1 of rtl/contract and the table below it.
 */
#include <check.h>
#include <stdlib.h>

#include "arch.h"
#include "control/counters.h"
#include "kernel/kernel.h"
#include "suite.h"

static struct kernel k;
static struct counters counters;

static void start(unsigned int bits, bool has_cache, bool has_array, bool has_lines)
{
	const struct mmu_config config = {.counter_bits = bits,
					  .walk_entries = has_cache ? 4 : 0,
					  .array_sets = has_array ? 4 : 0,
					  .lines = has_lines ? 2 : 0};

	kernel_init(&k);
	counters_init(&counters, &k, &config);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_poke(&k, "mem_req_ready", 1);
	kernel_settle(&k);
}

static void setup(void)
{
	start(32, true, true, true);
}

static void teardown(void)
{
	kernel_finish(&k);
}

static void cycle(void)
{
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
}

static uint64_t read_counter(unsigned int n)
{
	kernel_poke(&k, "counter_select", n);
	cycle();
	return kernel_peek(&k, "counter_value");
}

/* Exactly the counters in `expected`, a bit each, stand at 1; the others at 0. */
static void expect(unsigned int expected)
{
	for (unsigned int n = 0; n < MMU_COUNTERS; n++) {
		uint64_t value = read_counter(n);

		ck_assert_msg(value == (expected >> n & 1), "counter %u is %llu", n,
			      (unsigned long long)value);
	}
}

/* One cycle in which these signals are 1; then one for what lookups found. */
static void pulse(const char *a, const char *b, const char *c)
{
	const char *names[] = {a, b, c};

	for (unsigned int i = 0; i < 3; i++)
		if (names[i])
			kernel_poke(&k, names[i], 1);
	cycle();
	for (unsigned int i = 0; i < 3; i++)
		if (names[i])
			kernel_poke(&k, names[i], 0);
	cycle();
}

START_TEST(each_event_has_its_counter)
{
	static const struct {
		const char *a, *b, *c;
		unsigned int counters;
	} cases[] = {
		{"fetch_events_lookup", "fetch_hit_valid", NULL, 1 << 0 | 1 << 1},
		{"fetch_events_lookup", NULL, NULL, 1 << 0 | 1 << 2},
		{"walk_end_fetch", NULL, NULL, 0},
		{"fetch_events_refused", NULL, NULL, 1 << 4},
		{"data_events_lookup", "data_hit_valid", NULL, 1 << 6 | 1 << 7},
		{"data_events_lookup", NULL, NULL, 1 << 6 | 1 << 8},
		{"walk_end_data", NULL, NULL, 0},
		{"data_events_refused", NULL, NULL, 1 << 10},
		{"walk_events_starts", NULL, NULL, 1 << 12},
		{"mem_req_valid", NULL, NULL, 1 << 13},
		{"mem_req_valid", "mem_req_cas", NULL, 0},
		{"walk_events_updated", NULL, NULL, 1 << 14},
		{"fence_accepted", NULL, NULL, 1 << 15},
		{"search_events_cache", NULL, NULL, 1 << 16},
		{"cache_filled", NULL, NULL, 1 << 17},
		{"search_events_low", NULL, NULL, 1 << 18},
		{"search_events_high", NULL, NULL, 1 << 19},
		{"search_events_pointer", NULL, NULL, 1 << 20},
		{"array_events_fills", NULL, NULL, 1 << 21},
		{"array_events_sweeps", NULL, NULL, 1 << 22},
		{"search_events_blind", NULL, NULL, 1 << 23},
		{"search_events_back", NULL, NULL, 1 << 24},
		{"line_events_hits", NULL, NULL, 1 << 25},
		{"line_events_fills", NULL, NULL, 1 << 26},
		{"search_events_back", "array_events_fills", "cache_filled",
		 1 << 24 | 1 << 21 | 1 << 17},
	};

	pulse(cases[_i].a, cases[_i].b, cases[_i].c);
	expect(cases[_i].counters);
}
END_TEST

START_TEST(faults)
{
	kernel_poke(&k, "walk_end_fault", FAULT_PAGE);
	pulse("walk_end_fetch", NULL, NULL);
	kernel_poke(&k, "walk_end_fault", FAULT_ACCESS);
	pulse("walk_end_data", NULL, NULL);
	expect(1 << 3 | 1 << 10);
	kernel_poke(&k, "walk_end_fault", FAULT_ACCESS);
	pulse("walk_end_fetch", NULL, NULL);
	kernel_poke(&k, "walk_end_fault", FAULT_PAGE);
	pulse("walk_end_data", NULL, NULL);
	expect(1 << 3 | 1 << 10 | 1 << 4 | 1 << 9);
}
END_TEST

/* General protection counts as an access fault. */
START_TEST(protection_faults)
{
	kernel_poke(&k, "walk_end_fault", FAULT_PROTECTION);
	pulse("walk_end_fetch", NULL, NULL);
	expect(1 << 4);
	pulse("walk_end_data", NULL, NULL);
	expect(1 << 4 | 1 << 10);
}
END_TEST

START_TEST(stalls)
{
	pulse("fetch_events_stall", NULL, NULL);
	expect(1 << 5);
	pulse("data_events_stall", NULL, NULL);
	expect(1 << 5 | 1 << 11);
}
END_TEST

START_TEST(memory_not_ready)
{
	kernel_poke(&k, "mem_req_ready", 0);
	pulse("mem_req_valid", NULL, NULL);
	expect(0);
}
END_TEST

/* An event in t is in the counter from t+1 on, and on the pin from t+2 on. */
START_TEST(cycle_by_cycle)
{
	kernel_poke(&k, "counter_select", 12);
	kernel_poke(&k, "walk_events_starts", 1);
	cycle(); /* t */
	kernel_poke(&k, "walk_events_starts", 0);
	ck_assert_uint_eq(kernel_peek(&k, "counter_value"), 0); /* as it stood in t */
	cycle();
	ck_assert_uint_eq(kernel_peek(&k, "counter_value"), 1);
}
END_TEST

/* What a lookup found is counted a cycle later. */
START_TEST(lookups_cycle_by_cycle)
{
	kernel_poke(&k, "counter_select", 1);
	kernel_poke(&k, "fetch_events_lookup", 1);
	kernel_poke(&k, "fetch_hit_valid", 1);
	cycle(); /* t */
	kernel_poke(&k, "fetch_events_lookup", 0);
	kernel_poke(&k, "fetch_hit_valid", 0);
	cycle(); /* t+1: counted at its end */
	ck_assert_uint_eq(kernel_peek(&k, "counter_value"), 0);
	cycle();
	ck_assert_uint_eq(kernel_peek(&k, "counter_value"), 1);
}
END_TEST

START_TEST(one_a_cycle)
{
	kernel_poke(&k, "data_events_lookup", 1);
	for (int i = 0; i < 100; i++)
		cycle();
	kernel_poke(&k, "data_events_lookup", 0);
	cycle();
	ck_assert_uint_eq(read_counter(6), 100);
	ck_assert_uint_eq(read_counter(8), 100);
	ck_assert_uint_eq(read_counter(7), 0);
}
END_TEST

/* With one of the structures alone, and what a walk does with it; the other's stay 0. */
START_TEST(walk_cache_alone)
{
	kernel_finish(&k);
	start(32, true, false, false);
	pulse("search_events_cache", "cache_filled", "search_events_back");
	expect(1 << 16 | 1 << 17 | 1 << 24);
}
END_TEST

START_TEST(array_alone)
{
	kernel_finish(&k);
	start(32, false, true, false);
	pulse("array_events_fills", "array_events_sweeps", "search_events_pointer");
	pulse("search_events_blind", "search_events_low", "search_events_back");
	expect(0x7f << 18 & ~(1 << 19));
}
END_TEST

START_TEST(lines_alone)
{
	kernel_finish(&k);
	start(32, false, false, true);
	pulse("line_events_hits", "line_events_fills", "search_events_back");
	expect(1 << 24 | 1 << 25 | 1 << 26);
}
END_TEST

START_TEST(neither)
{
	kernel_finish(&k);
	start(32, false, false, false);
	pulse("walk_events_starts", "fence_accepted", NULL);
	expect(1 << 12 | 1 << 15);
}
END_TEST

/* What walk cache, array and lines do is counted in its own cycle, too. */
START_TEST(search_cycle_by_cycle)
{
	static const struct {
		const char *name;
		unsigned int counter;
	} cases[] = {{"search_events_high", 19},
		     {"cache_filled", 17},
		     {"array_events_sweeps", 22},
		     {"line_events_hits", 25}};

	kernel_poke(&k, "counter_select", cases[_i].counter);
	kernel_poke(&k, cases[_i].name, 1);
	cycle(); /* t */
	kernel_poke(&k, cases[_i].name, 0);
	ck_assert_uint_eq(kernel_peek(&k, "counter_value"), 0);
	cycle();
	ck_assert_uint_eq(kernel_peek(&k, "counter_value"), 1);
}
END_TEST

/* COUNTER_BITS = 0. */
START_TEST(none)
{
	kernel_finish(&k);
	start(0, true, true, true);
	pulse("fence_accepted", NULL, NULL);
	ck_assert_uint_eq(read_counter(15), 0);
	pulse("array_events_sweeps", NULL, NULL);
	ck_assert_uint_eq(read_counter(22), 0);
}
END_TEST

START_TEST(wraps)
{
	kernel_finish(&k);
	start(16, true, true, true);
	kernel_poke(&k, "fence_accepted", 1);
	for (int i = 0; i < 65535; i++)
		cycle();
	kernel_poke(&k, "fence_accepted", 0);
	ck_assert_uint_eq(read_counter(15), 65535);
	pulse("fence_accepted", NULL, NULL);
	ck_assert_uint_eq(read_counter(15), 0);
	pulse("fence_accepted", NULL, NULL);
	ck_assert_uint_eq(read_counter(15), 1);
}
END_TEST

START_TEST(reset)
{
	pulse("fence_accepted", "array_events_sweeps", "fetch_events_lookup");
	kernel_poke(&k, "counter_select", 15);
	kernel_poke(&k, "rst", 1);
	pulse("fence_accepted", "array_events_sweeps", "fetch_events_lookup");
	ck_assert_uint_eq(kernel_peek(&k, "counter_value"), 0);
	kernel_poke(&k, "rst", 0);
	expect(0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("counters");
	TCase *tc = tcase_create("counters");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, each_event_has_its_counter, 0, 25);
	tcase_add_test(tc, faults);
	tcase_add_test(tc, protection_faults);
	tcase_add_test(tc, stalls);
	tcase_add_test(tc, memory_not_ready);
	tcase_add_test(tc, cycle_by_cycle);
	tcase_add_test(tc, lookups_cycle_by_cycle);
	tcase_add_test(tc, walk_cache_alone);
	tcase_add_test(tc, array_alone);
	tcase_add_test(tc, lines_alone);
	tcase_add_test(tc, neither);
	tcase_add_loop_test(tc, search_cycle_by_cycle, 0, 4);
	tcase_add_test(tc, one_a_cycle);
	tcase_add_test(tc, wraps);
	tcase_add_test(tc, none);
	tcase_add_test(tc, reset);

	return suite_run(suite);
}
