/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/bench.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/leftover.h"
#include "cover/cover.h"
#include "dut/dut.h"
#include "dut/fst.h"
#include "judge/scoreboard.h"
#include "top/mmu.h"

/* The number of an output; MMU_N_OUTPUTS: there is none of that name. */
static size_t find_pin(const char *name)
{
	size_t i = 0;

	while (i < MMU_N_OUTPUTS && strcmp(mmu_outputs[i].name, name))
		i++;
	return i;
}

bool bench_pin(const char *name, unsigned int *bits)
{
	size_t pin = find_pin(name);

	if (pin == MMU_N_OUTPUTS)
		return false;
	*bits = mmu_outputs[pin].bits;
	return true;
}

void bench_fail(struct bench *bench, enum bench_status status, const char *format, ...)
{
	va_list args;

	if (bench->status != BENCH_OK)
		return;
	bench->status = status;
	bench->failed_cycle = bench->cycle;
	memcpy(bench->failed_line, bench->line, sizeof(bench->line));
	va_start(args, format);
	vsnprintf(bench->failure, sizeof(bench->failure), format, args);
	va_end(args);
}

/*
 * A counter is told in decimal, as all counts are; other values in hex, as a waveform shows them.
 */
static void fail_pin(struct bench *bench, const struct mmu_pin *pin, uint64_t rtl, uint64_t model)
{
	if (pin->channel == CHANNEL_COUNTER)
		bench_fail(bench, BENCH_MISMATCH, "pin %s: RTL %llu, model %llu", pin->name,
			   (unsigned long long)rtl, (unsigned long long)model);
	else
		bench_fail(bench, BENCH_MISMATCH, "pin %s: RTL %llx, model %llx", pin->name,
			   (unsigned long long)rtl, (unsigned long long)model);
}

static void name_difference(struct bench *bench, const struct mmu_out *model)
{
	const uint64_t *rtl_values = (const uint64_t *)&bench->out;
	const uint64_t *model_values = (const uint64_t *)model;

	for (size_t i = 0; i < MMU_N_OUTPUTS; i++) {
		if (rtl_values[i] != model_values[i]) {
			fail_pin(bench, &mmu_outputs[i], rtl_values[i], model_values[i]);
			return;
		}
	}
}

static void show(struct bench *bench, const struct mmu_out *model)
{
	const uint64_t *rtl_values = (const uint64_t *)&bench->out;
	const uint64_t *model_values = (const uint64_t *)model;
	struct dut_view view = {
		.rtl = bench->out,
		.model = *model,
		.cycle = bench->cycle,
		.line = bench->line[PORT_DATA] > bench->line[PORT_FETCH] ? bench->line[PORT_DATA]
									 : bench->line[PORT_FETCH],
	};

	for (size_t i = 0; i < MMU_N_OUTPUTS; i++)
		if (rtl_values[i] != model_values[i])
			view.mismatch |= UINT64_C(1) << i;
	dut_wave_cycle(bench->dut, &view);
}

/* A payload pin means something only while its valid is 1. */
static bool means_something(size_t pin, const uint64_t *values)
{
	size_t valid = 0;

	if (mmu_outputs[pin].role != ROLE_PAYLOAD)
		return true;
	while (mmu_outputs[valid].channel != mmu_outputs[pin].channel ||
	       mmu_outputs[valid].role != ROLE_VALID)
		valid++;
	return values[valid];
}

static void plant(struct bench *bench)
{
	size_t pin = find_pin(bench->config.plant_pin);
	uint64_t *values = (uint64_t *)&bench->out;

	if (bench->cycle < bench->config.plant_cycle || !means_something(pin, values))
		return;
	values[pin] ^= UINT64_C(1) << bench->config.plant_bit;
	bench->config.plant_pin = NULL;
	if (bench->config.planted)
		*bench->config.planted = true;
}

static void open_wave(struct bench *bench)
{
	const char *path = bench->config.fst;
	int saved = 0;

	bench->fst = fst_begin(path, &path);
	if (!bench->fst) {
		bench_fail(bench, BENCH_ERROR, "%s: %s", path, strerror(errno));
		return;
	}
	leftover_block(); /* the writer removes the file that is there, and makes its own */
	if (dut_wave_open(bench->dut, fst_name(bench->fst)))
		saved = errno;
	leftover_unblock();
	if (!saved)
		return;
	fst_end(bench->fst, false, &path);
	bench->fst = NULL;
	bench_fail(bench, BENCH_ERROR, "%s: %s", path, strerror(saved));
}

static void wave_edges(struct bench *bench)
{
	const struct bench_config *config = &bench->config;

	if (!config->fst)
		return;
	if (bench->cycle == config->fst_first) {
		open_wave(bench);
	} else if (bench->cycle > config->fst_last) {
		bench_finish(bench);
	}
}

enum bench_status bench_finish(struct bench *bench)
{
	const char *path = bench->config.fst;
	struct fst *fst = bench->fst;
	bool whole, kept, dropped;

	if (!fst)
		return bench->status;
	bench->fst = NULL;
	leftover_block(); /* the writer makes a file for a moment, which is not on the list */
	whole = !dut_wave_close(bench->dut);
	leftover_unblock();
	/* A run that ended by bad input, or is not for this build, has nothing to show. */
	dropped = bench->status == BENCH_ERROR || bench->status == BENCH_LACKS;
	kept = whole && !dropped;
	if (fst_end(fst, kept, &path) && (kept || dropped))
		return bench->status;
	/* An error counts more than the mismatch that the waveform was to show. */
	bench->status = BENCH_OK;
	bench_fail(bench, BENCH_ERROR, "%s: %s", path,
		   kept ? strerror(errno) : "could not be written whole");
	return bench->status;
}

static void judge(struct bench *bench, const struct mmu_out *model)
{
	struct verdict verdict;

	if (bench->config.rtl && bench->config.model &&
	    memcmp(&bench->out, model, sizeof(bench->out)))
		name_difference(bench, model);
	if (bench->status != BENCH_OK)
		return;
	monitor_cycle(bench->monitor, bench->cycle, &bench->in, &bench->out, bench->line);
	if (!bench->judge)
		return;
	verdict = scoreboard_verdict(bench->judge);
	if (verdict.kind == VERDICT_OUT_OF_MEMORY)
		bench_fail(bench, BENCH_ERROR, "%s", verdict.text);
	else if (verdict.kind == VERDICT_MISMATCH)
		bench_fail(bench, BENCH_MISMATCH, "oracle: %s", verdict.text);
}

enum bench_status bench_cycle(struct bench *bench)
{
	struct mmu_out *model = &bench->model_out;

	wave_edges(bench);
	memory_eval(&bench->memory, &bench->in);
	bench->in.counter_select = bench->cycle % MMU_COUNTERS;
	if (bench->model)
		mmu_eval(bench->model, &bench->in, model);
	if (bench->dut) {
		dut_eval(bench->dut, &bench->in, &bench->out);
		if (bench->config.plant_pin && bench->cycle)
			plant(bench);
	} else {
		bench->out = *model;
	}

	/* Before the first reset the pins mean nothing. */
	if (bench->cycle && bench->status == BENCH_OK)
		judge(bench, model);
	if (bench->cover && bench->status == BENCH_OK)
		cover_cycle(bench->cover, &bench->in, &bench->out);
	if (bench->fst)
		show(bench, bench->model ? model : &bench->out);
	if (bench->config.pins && !pins_file_cycle(bench->config.pins, &bench->in, &bench->out))
		bench_fail(bench, BENCH_ERROR, "%s: %s", pins_file_path(bench->config.pins),
			   strerror(errno));

	memory_tick(&bench->memory, &bench->in, &bench->out);
	if (bench->watch)
		bench->watch(bench->watcher, bench);
	if (bench->dut)
		dut_tick(bench->dut);
	if (bench->model)
		mmu_tick(bench->model);
	bench->cycle++;
	return bench->status;
}

enum bench_status bench_reset(struct bench *bench)
{
	image_reset(bench->image);
	bench->in = (struct mmu_in){
		.rst = 1, .fetch_req_seg = SEGMENT_NONE, .data_req_seg = SEGMENT_NONE};
	bench_cycle(bench);
	bench->in.rst = 0;
	return bench->status;
}

uint64_t bench_stale(const struct bench *bench)
{
	return bench->judge ? scoreboard_stale(bench->judge) : 0;
}

struct monitor_counts bench_counts(const struct bench *bench)
{
	struct monitor_counts counts = *monitor_counts(bench->monitor);

	if (bench->judge)
		scoreboard_count(bench->judge, &counts);
	return counts;
}

uint64_t bench_patience(const struct bench *bench)
{
	const struct memory_config *memory = &bench->config.memory;

	return 100 * (UINT64_C(2000) + memory->latency + memory->jitter);
}

struct bench *bench_create(const struct bench_config *config, char *error, unsigned int size)
{
	struct bench *bench = calloc(1, sizeof(*bench));

	if (bench) {
		bench->config = *config;
		bench->image = image_create();
		if (config->rtl)
			bench->dut = dut_create((unsigned int)config->seed);
		if (config->model)
			bench->model = mmu_create(&dut_config);
		bench->monitor = monitor_create(&dut_config);
		if (bench->image && bench->monitor && config->oracle)
			bench->judge = scoreboard_create(
				bench->monitor, bench->image, &dut_config,
				(struct may_cache){.pointers = config->caches_pointers});
		if (config->cover)
			bench->cover = cover_create(&dut_config, config->cover);
	}
	if (!bench || !bench->image || !bench->monitor || (config->rtl && !bench->dut) ||
	    (config->model && !bench->model) || (config->oracle && !bench->judge) ||
	    (config->cover && !bench->cover)) {
		snprintf(error, size, "out of memory");
		bench_destroy(bench);
		return NULL;
	}
	bench->config.memory.lines = dut_config.lines;
	memory_init(&bench->memory, &bench->config.memory, bench->image);
	if (bench_reset(bench) != BENCH_OK) {
		snprintf(error, size, "%s", bench->failure);
		bench_destroy(bench);
		return NULL;
	}
	return bench;
}

void bench_destroy(struct bench *bench)
{
	if (!bench)
		return;
	if (bench->fst) {
		dut_wave_close(bench->dut);
		fst_end(bench->fst, false, NULL);
	}
	dut_destroy(bench->dut);
	mmu_destroy(bench->model);
	scoreboard_destroy(bench->judge);
	monitor_destroy(bench->monitor);
	cover_destroy(bench->cover);
	image_destroy(bench->image);
	free(bench);
}
