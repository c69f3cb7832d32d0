/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The constrained-random generator: a seed is a run, and over some seeds everything that it
 * is there for has happened. Counts come from pins, by the scoreboard.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "program/report.h"
#include "random/stimulus.h"
#include "suite.h"

#define CYCLES 20000u

static struct report play_about(uint64_t seed, unsigned int about, struct stimulus_counts *counts)
{
	struct bench_config config = {.rtl = true,
				      .model = true,
				      .oracle = true,
				      .memory = stimulus_memory(seed, about),
				      .seed = seed};
	struct report report = {0};
	char error[256];
	struct bench *bench = bench_create(&config, error, sizeof(error));

	ck_assert_msg(bench, "%s", error);
	stimulus_run(bench, seed, about, CYCLES, counts);
	ck_assert_msg(bench->status == BENCH_OK, "seed %llu: %s", (unsigned long long)seed,
		      bench->failure);
	report.cycles = bench->cycle;
	report.counts = *monitor_counts(bench->monitor);
	report.stale = bench_stale(bench);
	bench_destroy(bench);
	return report;
}

static struct report play(uint64_t seed, struct stimulus_counts *counts)
{
	return play_about(seed, 0, counts);
}

START_TEST(a_seed_is_a_run)
{
	struct stimulus_counts first = {0}, second = {0};
	struct report a = play(7, &first), b = play(7, &second);

	ck_assert_uint_eq(a.cycles, b.cycles);
	ck_assert_mem_eq(&a.counts, &b.counts, sizeof(a.counts));
	ck_assert_mem_eq(&first, &second, sizeof(first));
}
END_TEST

START_TEST(another_seed_is_another_run)
{
	struct stimulus_counts first = {0}, second = {0};
	struct report a = play(7, &first), b = play(8, &second);

	ck_assert(memcmp(&a.counts, &b.counts, sizeof(a.counts)) != 0);
}
END_TEST

/* Of all inputs and outputs so far: FNV-1a of their bytes. */
static void mix(void *opaque, const struct bench *bench)
{
	const unsigned char *in = (const unsigned char *)&bench->in;
	const unsigned char *out = (const unsigned char *)&bench->out;
	uint64_t *hash = opaque;

	for (size_t i = 0; i < sizeof(bench->in); i++)
		*hash = (*hash ^ in[i]) * UINT64_C(0x100000001b3);
	for (size_t i = 0; i < sizeof(bench->out); i++)
		*hash = (*hash ^ out[i]) * UINT64_C(0x100000001b3);
}

static uint64_t hash_of(uint64_t seed, bool oracle, struct stimulus_counts *counts)
{
	struct bench_config config = {
		.rtl = true, .oracle = oracle, .memory = stimulus_memory(seed, 0), .seed = seed};
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	char error[256];
	struct bench *bench = bench_create(&config, error, sizeof(error));

	ck_assert_msg(bench, "%s", error);
	bench->watch = mix;
	bench->watcher = &hash;
	stimulus_run(bench, seed, 0, CYCLES, counts);
	ck_assert_int_eq(bench->status, BENCH_OK);
	bench_destroy(bench);
	return hash;
}

/* A driver does not depend on a judge: without one it drives the same. */
START_TEST(nobody_judges)
{
	struct stimulus_counts judged = {0}, alone = {0};
	uint64_t seed = (uint64_t)_i;

	ck_assert_uint_eq(hash_of(seed, true, &judged), hash_of(seed, false, &alone));
	ck_assert_mem_eq(&judged, &alone, sizeof(judged));
}
END_TEST

/* Far more of them than a seed has otherwise: 38 lost of 16 seeds. */
START_TEST(updates_fail_and_lose)
{
	struct stimulus_counts did = {0}, usual = {0};

	for (uint64_t seed = 1; seed <= 4; seed++) {
		play_about(seed, STIMULUS_UPDATES, &did);
		play(seed, &usual);
	}
	ck_assert_uint_ge(did.lost, 40);
	ck_assert_uint_ge(did.lost, 3 * usual.lost);
	ck_assert_uint_ge(did.errors, 200);
	ck_assert_uint_ge(did.scenes, 4 * usual.scenes);
}
END_TEST

/* As of a program: nearly all hit, where of a plain seed nearly none do. */
START_TEST(programs_hit)
{
	struct stimulus_counts did = {0};
	struct report sum = {0};

	for (uint64_t seed = 1; seed <= 8; seed++) {
		struct report one = play_about(seed, STIMULUS_LOCAL, &did);

		report_add(&sum, &one);
	}
	for (enum port port = 0; port < PORTS; port++)
		ck_assert_uint_ge(2 * sum.counts.hits[port], sum.counts.translated[port]);
	ck_assert(did.locked && did.fences[0] && did.fences[3]);
}
END_TEST

START_TEST(everything_happens)
{
	static const unsigned int sizes[] = {12, 16, 21, 22, 30, 39, 48};
	struct stimulus_counts did = {0};
	struct report sum = {0};

	for (uint64_t seed = 1; seed <= 30; seed++) {
		struct report one = play(seed, &did);

		report_add(&sum, &one);
	}
	for (unsigned int i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
		ck_assert_msg(sum.counts.pages[sizes[i]], "no page of 2^%u bytes", sizes[i]);
	for (unsigned int i = 0; i < 4; i++)
		ck_assert_msg(did.fences[i], "no fence of form %u", i);
	for (unsigned int mode = 0; mode < STIMULUS_OFF; mode++) {
		ck_assert_msg(sum.counts.modes[mode], "nothing translated by %s",
			      paging[mode].name);
		ck_assert_msg(did.moves[STIMULUS_OFF][mode], "%s never on", paging[mode].name);
		ck_assert_msg(did.moves[mode][STIMULUS_OFF], "%s never off", paging[mode].name);
	}
	ck_assert(did.moves_through_off[6][7] && did.moves_through_off[7][6]);
	for (enum port port = 0; port < PORTS; port++) {
		ck_assert(sum.counts.hits[port]);
		ck_assert(sum.counts.page_faults[port]);
		ck_assert(sum.counts.access_faults[port]);
		ck_assert(sum.counts.protection_faults[port]);
		ck_assert(sum.counts.segment_faults[port]);
		ck_assert(sum.counts.segments[port] > sum.counts.segment_faults[port]);
		ck_assert(sum.counts.requests[port] > sum.counts.translated[port]);
	}
	ck_assert(sum.counts.updates && sum.counts.restarts && sum.stale);
	ck_assert(did.lost && did.errors && did.locked && did.fences_in_walk);
	ck_assert(did.fences_keep_global && did.controls && did.ptbr_faults && did.ptbr_illegal);
	ck_assert(did.resets_in_walk && did.pte_changes && did.segment_loads);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stimulus");
	TCase *tcase = tcase_create("stimulus");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, a_seed_is_a_run);
	tcase_add_test(tcase, another_seed_is_another_run);
	tcase_add_loop_test(tcase, nobody_judges, 1, 9);
	tcase_add_test(tcase, updates_fail_and_lose);
	tcase_add_test(tcase, programs_hit);
	tcase_add_test(tcase, everything_happens);
	return suite_run(suite);
}
