/* SPDX-License-Identifier: Apache-2.0 */
/* pagewalk run, pagewalk model: replay traces. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dut/dut.h"
#include "program/arguments.h"
#include "program/cli.h"
#include "program/files.h"
#include "program/for_build.h"
#include "program/outputs.h"
#include "program/report.h"
#include "script/pins_play.h"
#include "trace/player.h"

struct arguments {
	struct run_options run;
	bool rtl; /* else: the model alone */
	struct run_files traces;
	uint64_t limit;
	const char *pins; /* NULL: none */
	struct pins_file *pins_file;
};

enum { KEY_CYCLES = 512, KEY_PINS };

static const struct argp_option options[] = {
	{"cycles", KEY_CYCLES, "N", 0, "stop after N cycles of each trace", 1},
	{"pins", KEY_PINS, "FILE", 0,
	 "record every cycle's inputs and outputs in FILE (by convention NAME.rec), for another "
	 "simulator; see harness/README.md",
	 3},
	{0},
};

/* All but the last group are the model's, too. */
static const struct argp_child run_children[] = {{&run_options_argp, 0, NULL, 0},
						 {&memory_options_argp, 0, NULL, 0},
						 {&seed_options_argp, 0, NULL, 0},
						 {&error_options_argp, 0, NULL, 0},
						 {&stall_options_argp, 0, NULL, 0},
						 {&rtl_options_argp, 0, NULL, 0},
						 {0}};
static const struct argp_child model_children[] = {
	{&run_options_argp, 0, NULL, 0},   {&memory_options_argp, 0, NULL, 0},
	{&seed_options_argp, 0, NULL, 0},  {&error_options_argp, 0, NULL, 0},
	{&stall_options_argp, 0, NULL, 0}, {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *arguments = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		run_options_children(&arguments->run,
				     arguments->rtl ? run_children : model_children, state);
		return 0;
	case KEY_CYCLES:
		arguments->limit = cli_number(arg, "--cycles", 1, UINT64_MAX, state);
		return 0;
	case KEY_PINS:
		arguments->pins = arg;
		return 0;
	default:
		return run_files_parse(&arguments->traces, "trace", &arguments->run, key, state);
	}
}

static const struct argp run_argp = {
	.options = options,
	.parser = parse,
	.args_doc = "TRACE...",
	.doc = "Replay traces in lockstep: RTL against cycle model on every pin in every cycle, "
	       "both against the "
	       "oracle and against the answers that the trace records."
	       "\vA file that needs what this build leaves out is skipped. A pin script says "
	       "itself "
	       "what memory and answers do, and its seed: options of these are refused. Exit "
	       "status: 0 all "
	       "agreed, 1 a mismatch, 2 bad input or usage, or nothing was compared.",
	.children = run_children,
};

static const struct argp model_argp = {
	.options = options,
	.parser = parse,
	.args_doc = "TRACE...",
	.doc = "Replay traces on the cycle model alone, judged by the oracle and by the answers "
	       "that "
	       "the trace records."
	       "\vA pin script says itself what memory and answers do, and its seed: options of "
	       "these are refused. Exit status: 0 all agreed, 1 a mismatch, 2 bad input or usage, "
	       "or nothing was compared.",
	.children = model_children,
};

static void show_progress(void *opaque, double done)
{
	cli_progress(opaque, done < 0 ? 0 : done);
}

/* A trace, from its second line on. */
static void play_trace(const struct arguments *arguments, const char *path, struct trace *trace,
		       struct bench *bench, struct report *report)
{
	struct player_config player = {.name = path,
				       .stall = arguments->run.stall,
				       .seed = arguments->run.seed,
				       .limit = arguments->limit,
				       .progress = show_progress,
				       .opaque = (void *)cli_basename(path)};

	player_run(bench, trace, &player, &report->played);
	cli_progress(NULL, -1);
}

static struct bench *run_trace(const struct arguments *arguments, const char *path,
			       struct source *source, const struct bench_config *config,
			       struct report *report, char *error, unsigned int size)
{
	struct trace *trace = trace_begin(source, error, size);
	struct bench *bench = trace ? bench_create(config, error, size) : NULL;

	if (bench)
		play_trace(arguments, path, trace, bench, report);
	trace_close(trace);
	return bench;
}

/* Were options given for what a pin script says itself? */
static bool says_too_much(const struct arguments *arguments)
{
	return arguments->run.given;
}

static struct bench *run_script(const struct arguments *arguments, const char *path,
				struct source *source, const struct bench_config *config,
				struct report *report, char *error, unsigned int size)
{
	struct bench_config own = *config;
	struct bench *bench = NULL;
	struct script script = {0};
	bool ok = script_read(&script, source, error, size);

	source_close(source);
	if (ok && says_too_much(arguments)) {
		snprintf(error, size,
			 "%s: a pin script says itself what memory and answers do, and its seed",
			 path);
		ok = false;
	}
	if (ok && !script_fits(&script, path, &dut_config, error, size)) {
		report->outcome = OUTCOME_SKIPPED;
		ok = false;
	}
	if (ok) {
		pins_bench(&script, &own);
		bench = bench_create(&own, error, size);
	}
	if (bench)
		pins_play(bench, &script, arguments->limit, &report->played.recorded);
	script_free(&script);
	return bench;
}

/* Is it what --pins has written? */
static bool is_recording(struct source *source)
{
	struct source_line line;

	if (source_next(source, &line) != SOURCE_LINE)
		return false;
	source_back(source);
	return pins_file_begins(line.text, line.length);
}

/*
 * One pass over one file. Returns NULL with a message in error when it could not begin, or, with
 * OUTCOME_SKIPPED, is not for this build.
 */
static struct bench *play(const struct arguments *arguments, const char *path,
			  const struct bench_config *config, struct report *report, char *error,
			  unsigned int size)
{
	struct source *source = source_open(path, error, size);
	double start = cli_cpu_seconds();
	struct bench *bench;

	if (!source)
		return NULL;
	report->name = cli_basename(path);
	if (is_recording(source)) {
		snprintf(error, size,
			 "%s: a recording of pins (--pins), which is for another simulator; here "
			 "traces and pin scripts are run",
			 path);
		source_close(source);
		return NULL;
	}
	report->script = script_begins(source);
	if (!report->script && !for_build(path, dut_config.pa_bits, error, size)) {
		report->outcome = OUTCOME_SKIPPED;
		source_close(source);
		return NULL;
	}
	bench = report->script ? run_script(arguments, path, source, config, report, error, size)
			       : run_trace(arguments, path, source, config, report, error, size);
	if (!bench)
		return NULL;
	bench_finish(bench);
	report->seconds = cli_cpu_seconds() - start;
	report->cycles = bench->cycle;
	report->counts = bench_counts(bench);
	report->stale = bench_stale(bench);
	return bench;
}

/* The same run with a waveform around the failure. */
static int play_window(const struct arguments *arguments, const char *path,
		       const struct bench_config *config, uint64_t failed)
{
	struct bench_config again = *config;
	struct report report = {.name = NULL};
	struct bench *bench;
	char error[512];
	int status;

	again.pins = NULL;
	run_options_window(&arguments->run, failed, &again);
	bench = play(arguments, path, &again, &report, error, sizeof(error));
	status = run_options_windowed(&again, bench, error);
	bench_destroy(bench);
	return status;
}

/* The command line that shows the failure in a waveform. */
static void say_again(const struct arguments *arguments, const char *path, bool script,
		      struct again *again)
{
	again_begin(again, again_program, "run");
	if (script)
		again_judge(again, &arguments->run);
	else
		again_options(again, &arguments->run);
	if (arguments->limit)
		again_add(again, " --cycles %llu", (unsigned long long)arguments->limit);
	again_waveform(again);
	again_file(again, path);
}

/* Told, but no reason to end: others may be for this build. */
static int skip(struct report *report, const char *why)
{
	report->outcome = OUTCOME_SKIPPED;
	report->cycles = 0;
	report->counts = (struct monitor_counts){.walks = 0};
	report->stale = 0;
	cli_error("%s: skipped", why);
	return EXIT_AGREED;
}

/* The exit status of a file about which all agree. */
static int tell_agreed(const struct report *report, const char *path)
{
	bool moved = report->counts.ptbr_writes || report->counts.fences;

	/*
	 * Recorded values that are compared without any translation or write say nothing of the
	 * MMU.
	 */
	if (report_translations(report) || report->played.writes || (report->script && moved))
		return EXIT_AGREED;
	return cli_nothing(path);
}

static int tell(const struct arguments *arguments, const char *path, const struct bench *bench,
		struct report *report)
{
	const struct run_options *run = &arguments->run;
	struct again again;

	if (bench->status == BENCH_OK)
		return tell_agreed(report, path);
	if (bench->status == BENCH_LACKS)
		return skip(report, bench->failure);
	if (bench->status == BENCH_ERROR)
		return cli_error("%s", bench->failure);
	say_again(arguments, path, report->script, &again);
	report_failure(stdout, bench, path, run->fst ? NULL : &again);
	report->outcome = OUTCOME_MISMATCH;
	return EXIT_MISMATCH;
}

static int run_one(const struct arguments *arguments, const char *path, struct report *report)
{
	const struct run_options *run = &arguments->run;
	struct bench_config config = run_options_bench(run, arguments->rtl);
	struct bench *bench;
	char error[512];
	uint64_t failed;
	int status;

	config.pins = arguments->pins_file;
	bench = play(arguments, path, &config, report, error, sizeof(error));
	if (!bench)
		return report->outcome == OUTCOME_SKIPPED ? skip(report, error)
							  : cli_error("%s", error);
	failed = bench->failed_cycle;
	status = tell(arguments, path, bench, report);
	bench_destroy(bench);
	if (status == EXIT_MISMATCH && run->fst && run->window)
		status = play_window(arguments, path, &config, failed);
	return status;
}

static int write_json(const struct arguments *arguments, const struct report *reports, int n,
		      int status)
{
	json_t *runs = json_array();
	json_t *root;
	int result;

	for (int i = 0; runs && i < n; i++)
		json_array_append_new(runs, report_json(&reports[i]));
	root = json_pack("{s:o, s:i}", "runs", runs, "status", status);
	result = report_write_json(arguments->run.json, root);
	json_decref(root);
	if (result)
		return cli_error("%s: %s", arguments->run.json, strerror(errno));
	return status;
}

/*
 * All files, past a mismatch too, but not past bad input. A waveform's window is that of the first
 * mismatch.
 */
static int run_files(struct arguments *arguments, struct report *reports, int *n)
{
	int status = EXIT_AGREED;

	for (*n = 0; *n < arguments->traces.n && status != EXIT_BAD; ++*n) {
		int one = run_one(arguments, arguments->traces.path[*n], &reports[*n]);

		if (one == EXIT_MISMATCH)
			arguments->run.fst = NULL;
		status = one > status ? one : status;
	}
	return status;
}

/* All files together. */
static int judge_all(const struct arguments *arguments, const struct report *reports, int n,
		     int status)
{
	uint64_t translations = 0;
	int skipped = 0;

	for (int i = 0; i < n; i++) {
		translations += report_translations(&reports[i]);
		skipped += reports[i].outcome == OUTCOME_SKIPPED;
	}
	if (status == EXIT_AGREED && skipped == n) {
		/* For one file the line that told why is enough. */
		return n == 1 ? EXIT_BAD : cli_error("no file is for this build: nothing was run");
	}
	return run_options_enough(&arguments->run, translations, status);
}

static void print(const struct arguments *arguments, const struct report *reports, int n)
{
	if (n > 1)
		report_table(stdout, reports, (unsigned int)n);
	else if (reports->outcome == OUTCOME_AGREES)
		report_print(stdout, reports, arguments->rtl, !arguments->run.no_model);
}

static int run_all(struct arguments *arguments)
{
	const struct output pins = {"--pins", arguments->pins, false};
	struct report *reports = calloc((size_t)arguments->traces.n, sizeof(*reports));
	int status = run_options_begin(&arguments->run, &pins, 1, arguments->traces.path,
				       arguments->traces.n);
	int n = 0;

	if (!reports)
		status = cli_error("out of memory");
	else if (status == EXIT_AGREED && arguments->pins &&
		 !(arguments->pins_file = pins_file_create(arguments->pins)))
		status = cli_error("%s: %s", arguments->pins, strerror(errno));
	if (status == EXIT_AGREED) {
		status = run_files(arguments, reports, &n);
		status = judge_all(arguments, reports, n, status);
	}
	if (!pins_file_finish(arguments->pins_file, status != EXIT_BAD) && status != EXIT_BAD)
		status = cli_error("%s: %s", arguments->pins, strerror(errno));
	status = run_options_cover_end(&arguments->run, status);
	if (arguments->run.json && status != EXIT_BAD)
		status = write_json(arguments, reports, n, status);
	if (status != EXIT_BAD)
		print(arguments, reports, n);
	free(reports);
	return status;
}

int cmd_run(int argc, char **argv)
{
	struct arguments arguments = {.rtl = true};

	run_options_init(&arguments.run);
	cli_parse(&run_argp, argc, argv, &arguments);
	return run_all(&arguments);
}

int cmd_model(int argc, char **argv)
{
	struct arguments arguments = {.rtl = false};

	run_options_init(&arguments.run);
	cli_parse(&model_argp, argc, argv, &arguments);
	return run_all(&arguments);
}
