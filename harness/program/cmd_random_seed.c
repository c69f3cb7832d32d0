/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli.h"
#include "program/cmd_random.h"
#include "program/forever.h"
#include "program/outputs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "script/reproduce.h"

const char *random_about(const struct random_arguments *arguments)
{
	static const char *const options[] = {" --updates", " --slow", " --one-scene", " --local"};
	static char text[64];

	text[0] = '\0';
	for (unsigned int i = 0; i < 4; i++)
		if (arguments->about >> i & 1)
			strcat(text, options[i]);
	return text;
}

/* One seed. NULL with a message in error when it could not begin. */
static struct bench *play(const struct random_arguments *arguments,
			  const struct bench_config *config, struct report *report,
			  struct stimulus_counts *counts, char *error, unsigned int size)
{
	struct bench *bench = bench_create(config, error, size);
	double start = cli_cpu_seconds();

	if (!bench)
		return NULL;
	stimulus_run(bench, config->seed, arguments->about, arguments->cycles, counts);
	bench_finish(bench);
	report->seconds = cli_cpu_seconds() - start;
	report->cycles = bench->cycle;
	report->counts = bench_counts(bench);
	report->stale = bench_stale(bench);
	return bench;
}

/* Drives a seed's run, from its reset on. */
static void drive(void *opaque, struct bench *bench)
{
	const struct random_arguments *arguments = opaque;
	struct stimulus_counts counts = {0};

	stimulus_run(bench, bench->config.seed, arguments->about, arguments->cycles, &counts);
}

static bool enough(size_t events, unsigned int runs)
{
	static double last;
	double now = cli_seconds();
	char text[80];

	if (now - last > 0.2) {
		snprintf(text, sizeof(text), "shrink: %zu events, %u runs", events, runs);
		cli_status(text);
		last = now;
	}
	return forever_stopped();
}

/* NAME.pins, or of a run without end NAME-SEED.pins. NULL: out of memory. */
static char *script_name(const struct random_arguments *arguments, uint64_t seed)
{
	const char *path = arguments->shrink;
	const char *dot = strrchr(cli_basename(path), '.');
	int stem = dot ? (int)(dot - path) : (int)strlen(path);
	char *name = NULL;

	if (!arguments->forever)
		return strdup(path);
	if (asprintf(&name, "%.*s-%llu%s", stem, path, (unsigned long long)seed, dot ? dot : "") <
	    0)
		return NULL;
	return name;
}

/* The command line of a seed's run. */
static void say_command(const struct random_arguments *arguments, const struct run_options *run,
			const char *program, struct again *again)
{
	again_begin(again, program, "random");
	again_options(again, run);
	again_add(again, " --cycles %llu%s", (unsigned long long)arguments->cycles,
		  random_about(arguments));
}

/* The mismatch of a seed, as a script. */
static int shrink(const struct random_arguments *arguments, const struct bench_config *config)
{
	struct run_options run = arguments->run;
	struct again command, replay, shown;
	char error[1024];
	char *path = script_name(arguments, config->seed);
	const struct reproduce what = {.config = *config,
				       .drive = drive,
				       .opaque = (void *)arguments,
				       .command = command.text,
				       .replay = replay.text,
				       .path = path,
				       .stop = enough};
	const struct output outputs[] = {{"--log", arguments->log, true},
					 {"--cover", run.cover, false},
					 {"--shrink", path, false}};
	struct reproduced done;
	int status = EXIT_MISMATCH;

	if (!path)
		return cli_error("out of memory");
	if (arguments->forever && outputs_check(outputs, 3, NULL, 0) != EXIT_AGREED) {
		free(path);
		return EXIT_BAD;
	}
	run.seed = config->seed;
	/* The path of the program says nothing to a reader of the script. */
	say_command(arguments, &run, cli_basename(again_program), &command);
	again_begin(&replay, cli_basename(again_program), "run");
	again_judge(&replay, &run);
	again_begin(&shown, again_program, "run");
	again_judge(&shown, &run);
	again_file(&shown, path);
	forever_catch_signals(); /* what is shrunk so far is kept */
	if (reproduce(&what, &done, error, sizeof(error)))
		printf("  shrunk from %zu events to %zu in %llu cycles%s: %s\n", done.recorded,
		       done.events, (unsigned long long)done.cycles, done.whole ? "" : " (stopped)",
		       shown.text);
	else
		status = cli_error("%s", error);
	cli_status(NULL);
	free(path);
	return status;
}

/* The same run with a waveform around the failure. */
static int play_window(const struct random_arguments *arguments, const struct bench_config *config,
		       uint64_t failed)
{
	struct bench_config window = *config;
	struct stimulus_counts counts = {0};
	struct report report;
	struct bench *bench;
	char error[512];
	int status;

	run_options_window(&arguments->run, failed, &window);
	bench = play(arguments, &window, &report, &counts, error, sizeof(error));
	status = run_options_windowed(&window, bench, error);
	bench_destroy(bench);
	return status;
}

static int tell(const struct random_arguments *arguments, const struct bench_config *config,
		const struct bench *bench)
{
	struct run_options run = arguments->run;
	struct again again;
	char name[64];
	int status = EXIT_MISMATCH;

	if (bench->status == BENCH_ERROR)
		return cli_error("%s", bench->failure);
	run.seed = config->seed;
	cli_status(NULL);
	snprintf(name, sizeof(name), "seed %llu", (unsigned long long)run.seed);
	say_command(arguments, &run, again_program, &again);
	again_waveform(&again);
	report_failure(stdout, bench, name, run.fst ? NULL : &again);
	if (arguments->shrink)
		status = shrink(arguments, config);
	if (status == EXIT_MISMATCH && run.fst && run.window)
		status = play_window(arguments, config, bench->failed_cycle);
	return status;
}

/* With --latency nothing of memory is drawn; without it, every setting that was not given. */
static struct memory_config memory_of(const struct random_arguments *arguments, uint64_t seed)
{
	const struct memory_config *given = &arguments->run.memory;
	struct memory_config memory = stimulus_memory(seed, arguments->about);
	unsigned int which = arguments->run.given;

	if (which & GIVEN_LATENCY) {
		memory = *given;
		memory.seed = seed;
		return memory;
	}
	if (which & GIVEN_JITTER)
		memory.jitter = given->jitter;
	if (which & GIVEN_BACKPRESSURE)
		memory.stall = given->stall;
	if (which & GIVEN_ERRORS)
		memory.error = given->error;
	if (which & GIVEN_ALONE)
		memory.alone = given->alone;
	if (which & GIVEN_NOISE)
		memory.noise = true;
	return memory;
}

int random_seed(struct random_results *results, uint64_t seed)
{
	const struct random_arguments *arguments = results->arguments;
	struct bench_config config = run_options_bench(&arguments->run, true);
	struct bench *bench;
	char error[512];
	int status = EXIT_AGREED;

	config.seed = seed;
	config.memory = memory_of(arguments, seed);
	results->seed = (struct report){0};
	*results->mismatch = 0;
	bench = play(arguments, &config, &results->seed, &results->counts, error, sizeof(error));
	if (!bench)
		return cli_error("%s", error);
	if (bench->status != BENCH_OK) {
		status = tell(arguments, &config, bench);
		snprintf(results->mismatch, sizeof(results->mismatch), "%s", bench->failure);
	}
	report_add(&results->sum, &results->seed);
	bench_destroy(bench);
	return status;
}
