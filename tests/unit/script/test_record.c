/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A random run that is recorded and played again is the same run: every input and output pin of
 * every cycle, in all kinds of memory; and then as text, too.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dut/dut.h"
#include "random/stimulus.h"
#include "scratch.h"
#include "script/pins_play.h"
#include "script/pins_record.h"
#include "suite.h"

#define CYCLES 6000u

/* A sum over the pins of each cycle, so far. */
struct sums {
	uint64_t sum[CYCLES + 8000];
	unsigned int n;
	void (*also)(void *opaque, const struct bench *bench);
	void *opaque;
};

static void add(uint64_t *sum, const void *from, size_t size)
{
	const uint64_t *words = from;

	for (size_t i = 0; i < size / sizeof(*words); i++)
		*sum = (*sum ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15) + (*sum >> 29);
}

static void watch(void *opaque, const struct bench *bench)
{
	struct sums *sums = opaque;
	uint64_t sum = sums->n ? sums->sum[sums->n - 1] : 0;

	ck_assert_uint_lt(sums->n, sizeof(sums->sum) / sizeof(sums->sum[0]));
	add(&sum, &bench->in, sizeof(bench->in));
	add(&sum, &bench->out, sizeof(bench->out));
	sums->sum[sums->n++] = sum;
	if (sums->also)
		sums->also(sums->opaque, bench);
}

static struct bench *begin(const struct bench_config *config)
{
	char error[256];
	struct bench *bench = bench_create(config, error, sizeof(error));

	ck_assert_msg(bench, "%s", error);
	return bench;
}

/* Every fourth seed is about updates, every third one slow. */
static unsigned int about(uint64_t seed)
{
	return (seed % 4 == 0 ? STIMULUS_UPDATES : 0) | (seed % 3 == 0 ? STIMULUS_SLOW : 0);
}

static void record(const struct bench_config *config, struct script *script, struct sums *sums)
{
	struct bench *bench = begin(config);
	struct stimulus_counts counts = {0};
	struct recorder *recorder;

	*script = (struct script){.seed = config->seed};
	recorder = recorder_create(bench, script);
	ck_assert_ptr_nonnull(recorder);
	*sums = (struct sums){.also = bench->watch, .opaque = bench->watcher};
	bench->watch = watch;
	bench->watcher = sums;
	stimulus_run(bench, config->seed, about(config->seed), CYCLES, &counts);
	ck_assert_msg(bench->status == BENCH_OK, "%s", bench->failure);
	ck_assert(recorder_finish(recorder));
	bench_destroy(bench);
}

static void replay(const struct bench_config *config, const struct script *script,
		   struct sums *sums)
{
	struct bench_config own = *config;
	struct bench *bench;

	pins_bench(script, &own);
	bench = begin(&own);
	*sums = (struct sums){.n = 0};
	bench->watch = watch;
	bench->watcher = sums;
	pins_play(bench, script, 0, NULL);
	ck_assert_msg(bench->status == BENCH_OK, "cycle %llu: %s",
		      (unsigned long long)bench->failed_cycle, bench->failure);
	bench_destroy(bench);
}

/* The second went on to the counters. */
static void compare(const struct sums *first, const struct sums *second)
{
	ck_assert_uint_ge(second->n, first->n);
	for (unsigned int i = 0; i < first->n; i++)
		ck_assert_msg(first->sum[i] == second->sum[i], "cycle %u differs", i + 1);
}

/* Through a file. */
static void as_text(struct script *script)
{
	const char *path = scratch_path("a.pins");
	FILE *file = fopen(path, "w");
	struct source *source;
	char error[512];

	ck_assert_ptr_nonnull(file);
	ck_assert(script_write(script, NULL, file));
	ck_assert(!fclose(file));
	script_free(script);
	source = source_open(path, error, sizeof(error));
	ck_assert_msg(source, "%s", error);
	ck_assert_msg(script_read(script, source, error, sizeof(error)), "%s", error);
	source_close(source);
}

static struct sums first, second;

START_TEST(a_recorded_run_is_the_run)
{
	struct bench_config config = {.rtl = true,
				      .model = true,
				      .oracle = true,
				      .seed = (uint64_t)_i,
				      .memory = stimulus_memory((uint64_t)_i, about((uint64_t)_i))};
	struct script script;

	record(&config, &script, &first);
	replay(&config, &script, &second);
	compare(&first, &second);
	as_text(&script);
	replay(&config, &script, &second);
	compare(&first, &second);
	script_free(&script);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("record");
	TCase *tc = tcase_create("record");

	tcase_add_unchecked_fixture(tc, scratch_begin, scratch_end);
	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, a_recorded_run_is_the_run, 100, 116);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
