/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pagewalk bench: how fast each part is, measured in one run on one trace. Every row replays the
 * same trace through the same driver and memory; what differs is which parts run. CPU time is
 * measured, so that waiting for a busy machine does not count. Rows take turns, and the fastest
 * round counts, because other programs disturb shared caches all the same.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/arguments.h"
#include "program/cli.h"
#include "program/files.h"
#include "program/outputs.h"
#include "program/report.h"
#include "trace/player.h"

struct arguments {
	char *trace;
	const char *json;
	unsigned int rounds;
	uint64_t limit;
};

enum { KEY_CYCLES = 512, KEY_ROUNDS };

static const struct argp_option options[] = {
	{"json", 'j', "FILE", 0, "write the figures as JSON to FILE", 1},
	{"cycles", KEY_CYCLES, "N", 0, "replay only N cycles (default: the whole trace)", 1},
	{"rounds", KEY_ROUNDS, "N", 0, "rounds, of which the fastest counts (default 3)", 1},
	{0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *arguments = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		cli_begin(state);
		return 0;
	case 'j':
		arguments->json = arg;
		return 0;
	case KEY_CYCLES:
		arguments->limit = cli_number(arg, "--cycles", 1, UINT64_MAX, state);
		return 0;
	case KEY_ROUNDS:
		arguments->rounds = (unsigned int)cli_number(arg, "--rounds", 1, 1000, state);
		return 0;
	case ARGP_KEY_ARG:
		if (arguments->trace)
			cli_usage(state, "one trace only");
		arguments->trace = arg;
		run_files_read_twice(&arg, 1, state);
		return 0;
	case ARGP_KEY_NO_ARGS:
		cli_usage(state, "no trace given");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp bench_argp = {
	.options = options,
	.parser = parse,
	.args_doc = "TRACE",
	.doc = "Measure RTL alone, model alone, lockstep and waveform, in one run on one trace, in "
	       "million cycles a second of CPU time."
	       "\vExit status: 0 measured, 1 a mismatch, 2 bad input or usage, or nothing to "
	       "measure.",
};

static const struct row {
	const char *name;
	bool rtl, model, oracle, fst;
} rows[] = {
	{"RTL alone", true, false, false, false},
	{"cycle model alone", false, true, false, false},
	{"RTL = model", true, true, false, false},
	{"lockstep: RTL = model = oracle", true, true, true, false},
	{"lockstep, FST of every cycle", true, true, true, true},
};

#define ROWS       (sizeof(rows) / sizeof(rows[0]))
#define ROW_RTL    0
#define FST_CYCLES 100000u

/* Is the bench of a row as it should be? If not, the user has been told. */
static int judge(const struct arguments *arguments, const struct bench *bench)
{
	struct again again;

	if (bench->status == BENCH_OK)
		return monitor_answers(monitor_counts(bench->monitor))
			       ? EXIT_AGREED
			       : cli_nothing(arguments->trace);
	if (bench->status != BENCH_MISMATCH)
		return cli_error("%s", bench->failure);
	again_begin(&again, again_program, "run");
	if (arguments->limit)
		again_add(&again, " --cycles %llu", (unsigned long long)arguments->limit);
	again_waveform(&again);
	again_file(&again, arguments->trace);
	cli_progress(NULL, -1);
	report_failure(stdout, bench, arguments->trace, &again);
	return EXIT_MISMATCH;
}

/* *speed: million cycles a second of CPU time. Returns an exit status. */
static int measure(const struct arguments *arguments, const struct row *row, double *speed)
{
	struct bench_config config = {
		.rtl = row->rtl,
		.model = row->model,
		.oracle = row->oracle,
		.memory = {.latency = 4},
		.fst = row->fst ? "/dev/null" : NULL, /* but for a file meanwhile in TMPDIR */
		.fst_first = 1,
		.fst_last = UINT64_MAX,
	};
	struct player_config player = {.name = arguments->trace, .limit = arguments->limit};
	struct player_counts counts;
	char error[512];
	struct trace *trace = trace_open(arguments->trace, error, sizeof(error));
	struct bench *bench = trace ? bench_create(&config, error, sizeof(error)) : NULL;
	int status = EXIT_BAD;
	double start;

	if (row->fst && (!player.limit || player.limit > FST_CYCLES))
		player.limit = FST_CYCLES;
	if (bench) {
		start = cli_cpu_seconds();
		player_run(bench, trace, &player, &counts);
		bench_finish(bench);
		*speed = 1e-6 * (double)bench->cycle / (cli_cpu_seconds() - start);
		status = judge(arguments, bench);
	} else {
		cli_error("%s", error);
	}
	bench_destroy(bench);
	trace_close(trace);
	return status;
}

static int measure_all(const struct arguments *arguments, double best[ROWS])
{
	int status = EXIT_AGREED;

	for (unsigned int round = 0; round < arguments->rounds && status == EXIT_AGREED; round++) {
		for (unsigned int i = 0; i < ROWS && status == EXIT_AGREED; i++) {
			double speed = 0;

			status = measure(arguments, &rows[i], &speed);
			cli_progress("bench", (double)(round * ROWS + i + 1) /
						      (double)(arguments->rounds * ROWS));
			if (speed > best[i])
				best[i] = speed;
		}
	}
	cli_progress(NULL, -1);
	return status;
}

static int write_json(const struct arguments *arguments, const double best[ROWS])
{
	json_t *list = json_array(), *root;
	int failed;

	for (unsigned int i = 0; i < ROWS; i++)
		json_array_append_new(list, json_pack("{s:s, s:f, s:f}", "name", rows[i].name,
						      "million_cycles_per_second", best[i],
						      "of_rtl_alone", best[i] / best[ROW_RTL]));
	root = json_pack("{s:o, s:o}", "trace", report_name(cli_basename(arguments->trace)), "rows",
			 list);
	failed = report_write_json(arguments->json, root);
	json_decref(root);
	return failed ? cli_error("%s: %s", arguments->json, strerror(errno)) : EXIT_AGREED;
}

int cmd_bench(int argc, char **argv)
{
	struct arguments arguments = {.rounds = 3};
	double best[ROWS] = {0};
	struct output json;
	int status;

	cli_parse(&bench_argp, argc, argv, &arguments);
	json = (struct output){"--json", arguments.json, false};
	status = outputs_check(&json, 1, &arguments.trace, 1);
	if (status == EXIT_AGREED)
		status = outputs_begin(&json, 1);
	if (status != EXIT_AGREED)
		return status;
	status = measure_all(&arguments, best);
	if (status != EXIT_AGREED)
		return status;
	printf("%-32s %13s %14s\n", cli_basename(arguments.trace), "Mcycles/CPU s", "of RTL alone");
	for (unsigned int i = 0; i < ROWS; i++)
		printf("%-32s %13.2f %14.2f\n", rows[i].name, best[i], best[i] / best[ROW_RTL]);
	return arguments.json ? write_json(&arguments, best) : EXIT_AGREED;
}
