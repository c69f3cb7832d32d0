/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The player, with the cycle model and the oracle: whatever trace the reader accepts is played, up
 * to CYCLES_MAX cycles, twice in the same way, and the oracle agrees with the cycle model. The
 * RTL is not in it. A trace may record answers that are wrong: that is a mismatch, and no finding.
 */
#include <string.h>

#include "bench/bench.h"
#include "fuzz.h"
#include "trace/player.h"

#define CYCLES_MAX 2000

static const char *const without_line[] = {NULL};

static uint64_t play(struct trace *trace, const char *path, const uint8_t *data, size_t size)
{
	const struct bench_config config = {
		.model = true, .oracle = true, .memory = {.latency = 1}, .seed = 1};
	const struct player_config player = {.name = path, .seed = 1, .limit = CYCLES_MAX};
	struct player_counts counts;
	struct bench *bench;
	char error[512];
	uint64_t digest;

	bench = bench_create(&config, error, sizeof(error));
	fuzz_require(bench, "no memory");
	player_run(bench, trace, &player, &counts);
	if (bench->status == BENCH_ERROR)
		fuzz_rejected(bench->failure, path, data, size, without_line);
	if (bench->status == BENCH_MISMATCH)
		fuzz_require(strncmp(bench->failure, "oracle: ", 8) != 0, bench->failure);
	digest = fuzz_digest(bench->cycle, bench->failure, strlen(bench->failure));
	digest = fuzz_digest(digest, &bench->out, sizeof(bench->out));
	digest = fuzz_digest(digest, &counts.accesses, sizeof(counts.accesses));
	bench_destroy(bench);
	return digest;
}

static uint64_t read_file(const char *path, const uint8_t *data, size_t size)
{
	char error[512] = "";
	struct trace *trace = trace_open(path, error, sizeof(error));
	uint64_t digest = 0;

	if (trace)
		digest = play(trace, path, data, size);
	trace_close(trace);
	return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_twice(read_file, data, size);
	return 0;
}
