/* SPDX-License-Identifier: Apache-2.0 */
/* pagewalk os: an operating system's half, over the MMU. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dut/dut.h"
#include "os/play/play.h"
#include "os/play/plot.h"
#include "os/play/scenario.h"
#include "program/arguments.h"
#include "program/cli.h"
#include "program/os_report.h"
#include "program/outputs.h"
#include "program/report.h"
#include "program/run_options.h"

struct arguments {
	struct run_options run; /* latency and seed are the scenario's */
	struct scenario_overrides overrides;
	const char *plot;
	char *scenario;
};

enum { KEY_MODE = 512, KEY_MEMORY, KEY_LATENCY, KEY_PLOT };

static const struct argp_option options[] = {
	{"mode", KEY_MODE, "NAME", 0,
	 "paging mode: sv32, sv39, sv48, sv57, two-level, pae, four-level or five-level (default: "
	 "as the scenario says)",
	 1},
	{"memory", KEY_MEMORY, "SIZE", 0,
	 "physical memory, such as 512M (default: as the scenario says)", 1},
	{"seed", 's', "N", 0, "seed of everything random (default: as the scenario says)", 1},
	{"latency", KEY_LATENCY, "N", 0,
	 "cycles that memory takes, from 1 (default: as the scenario says)", 2},
	{"plot", KEY_PLOT, "FILE", 0,
	 "draw faults, frames and TLB misses over time into an SVG file, by gnuplot", 1},
	{0},
};

static void parse_mode(struct arguments *arguments, const char *arg, const struct argp_state *state)
{
	arguments->overrides.format = format_find(arg);
	if (!arguments->overrides.format)
		cli_usage(state, "--mode: '%s' is not a paging mode", arg);
}

static const struct argp_child children[] = {{&run_options_argp, 0, NULL, 0},
					     {&memory_options_argp, 0, NULL, 0},
					     {&rtl_options_argp, 0, NULL, 0},
					     {0}};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *arguments = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		run_options_children(&arguments->run, children, state);
		return 0;
	case KEY_MODE:
		parse_mode(arguments, arg, state);
		return 0;
	case KEY_MEMORY:
		if (!scenario_size(arg, &arguments->overrides.memory))
			cli_usage(state,
				  "--memory: '%s' is not a size in whole pages, such as 512M", arg);
		return 0;
	case 's':
		arguments->overrides.seed = cli_number(arg, "--seed", 0, UINT64_MAX, state);
		arguments->overrides.has_seed = true;
		return 0;
	case KEY_LATENCY:
		arguments->overrides.latency =
			(unsigned int)cli_number(arg, "--latency", 1, 1000000, state);
		return 0;
	case KEY_PLOT:
		arguments->plot = arg;
		return 0;
	case ARGP_KEY_ARG:
		if (arguments->scenario)
			cli_usage(state, "more than one scenario given");
		arguments->scenario = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		cli_usage(state, "no scenario given");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp os_argp = {
	.options = options,
	.parser = parse,
	.args_doc = "SCENARIO",
	.doc = "Run processes on an operating system's memory management: demand paging, "
	       "copy-on-write, swapping, locking. Every access goes through the RTL in lockstep "
	       "with "
	       "the cycle model and the oracle, every fault comes from it, and every byte is "
	       "compared "
	       "with what was stored."
	       "\vExit status: 0 all agreed, 1 a mismatch, 2 bad input or usage, or nothing was "
	       "compared.",
	.children = children,
};

static void show_progress(void *opaque, double done)
{
	cli_progress(opaque, done < 1 ? done : 1);
}

/* A build may leave paging modes out. */
static bool is_built(const struct scenario *scenario)
{
	return paging_is_built(dut_config.formats, scenario->format->mode);
}

/* One play. NULL, with one line in error. */
static struct play *play(const struct scenario *scenario, const struct bench_config *config,
			 double *seconds, char *error, unsigned int size)
{
	struct play *made = play_create(scenario, config, error, size);
	double start = cli_cpu_seconds();

	if (!made)
		return NULL;
	made->progress = show_progress;
	made->opaque = (void *)cli_basename(scenario->name);
	play_run(made);
	bench_finish(made->machine->bench);
	*seconds = cli_cpu_seconds() - start;
	cli_progress(NULL, -1);
	return made;
}

/* The same once more, with a waveform around the failure. */
static int play_window(const struct arguments *arguments, const struct scenario *scenario,
		       const struct bench_config *config, uint64_t failed)
{
	struct bench_config again = *config;
	struct play *made;
	char error[512];
	double seconds;
	int status;

	run_options_window(&arguments->run, failed, &again);
	made = play(scenario, &again, &seconds, error, sizeof(error));
	status = run_options_windowed(&again, made ? made->machine->bench : NULL, error);
	play_destroy(made);
	return status;
}

static int tell_mismatch(const struct arguments *arguments, const struct scenario *scenario,
			 const struct bench *bench)
{
	struct run_options run = arguments->run;
	struct again again;

	run.seed = scenario->seed;
	run.memory.latency = scenario->latency;
	again_begin(&again, again_program, "os");
	again_add(&again, " --mode %s", scenario->format->name);
	if (arguments->overrides.memory)
		again_add(&again, " --memory %llu", (unsigned long long)scenario->memory);
	again_options(&again, &run);
	again_waveform(&again);
	again_file(&again, arguments->scenario);
	report_failure(stdout, bench, scenario->name, run.fst ? NULL : &again);
	return EXIT_MISMATCH;
}

/* Has the operating system done anything for a process? */
static bool did_something(const struct play *made)
{
	for (size_t i = 0; i < made->n_actors; i++) {
		struct space_counts counts = play_counts(&made->actor[i]);

		if (counts.accesses || counts.killed || made->actor[i].peak_resident)
			return true;
	}
	return false;
}

static int tell(const struct arguments *arguments, const struct scenario *scenario,
		const struct play *made, double seconds)
{
	const struct bench *bench = made->machine->bench;
	char error[512], title[300];
	int status = EXIT_AGREED;
	json_t *json;

	if (bench->status == BENCH_ERROR)
		return cli_error("%s", bench->failure);
	if (bench->status == BENCH_MISMATCH)
		status = tell_mismatch(arguments, scenario, bench);
	if (status == EXIT_AGREED && !did_something(made))
		status = cli_error("%s: no process was given a page, or asked for one: that is no "
				   "agreement",
				   scenario->name);
	status = run_options_enough(&arguments->run,
				    monitor_answers(monitor_counts(bench->monitor)), status);
	if (status == EXIT_BAD)
		return status;
	if (arguments->run.json) {
		json = os_report_json(made, seconds, status);
		if (report_write_json(arguments->run.json, json))
			status = cli_error("%s: %s", arguments->run.json, strerror(errno));
		json_decref(json);
	}
	snprintf(title, sizeof(title), "%s, %s", cli_basename(scenario->name),
		 scenario->format->name);
	if (arguments->plot && status == EXIT_AGREED &&
	    !plot_write(arguments->plot, title, &made->samples, error, sizeof(error)))
		status = cli_error("%s", error);
	if (status == EXIT_AGREED)
		os_report_print(stdout, made, seconds);
	return status;
}

static int run_scenario(const struct arguments *arguments, const struct scenario *scenario)
{
	struct run_options run = arguments->run;
	struct bench_config config;
	struct play *made;
	char error[512];
	uint64_t failed;
	double seconds;
	int status;

	run.seed = scenario->seed;
	run.memory.latency = scenario->latency;
	config = run_options_bench(&run, true);
	made = play(scenario, &config, &seconds, error, sizeof(error));
	if (!made)
		return cli_error("%s", error);
	status = tell(arguments, scenario, made, seconds);
	failed = made->machine->bench->failed_cycle;
	play_destroy(made);
	if (status == EXIT_MISMATCH && run.fst && run.window)
		status = play_window(arguments, scenario, &config, failed);
	return status;
}

/* No output may be an input: the scenario, or a file that its regions map. */
static int begin(struct arguments *arguments, const struct scenario *scenario)
{
	const struct output plot = {"--plot", arguments->plot, false};
	char **inputs = calloc(scenario->n_backings + 1, sizeof(*inputs));
	int n = 0, status;

	if (!inputs)
		return cli_error("out of memory");
	inputs[n++] = arguments->scenario;
	for (uint32_t i = 0; i < scenario->n_backings; i++)
		if (scenario->backing[i].path)
			inputs[n++] = scenario->backing[i].path;
	status = run_options_begin(&arguments->run, &plot, 1, inputs, n);
	free(inputs);
	return status;
}

int cmd_os(int argc, char **argv)
{
	struct arguments arguments = {.plot = NULL};
	struct scenario *scenario;
	char error[512];
	int status;

	cli_parse(&os_argp, argc, argv, &arguments);
	if (arguments.plot && !plot_possible(error, sizeof(error)))
		return cli_error("%s", error);
	scenario = scenario_open(arguments.scenario, &arguments.overrides, error, sizeof(error));
	if (!scenario)
		return cli_error("%s", error);
	if (!scenario->n_actions)
		status = cli_error("%s: no action: nothing would be played", scenario->name);
	else if (!is_built(scenario))
		status = cli_error("%s needs %s, which this build leaves out", scenario->name,
				   scenario->format->name);
	else
		status = begin(&arguments, scenario);
	if (status == EXIT_AGREED)
		status = run_scenario(&arguments, scenario);
	status = run_options_cover_end(&arguments.run, status);
	scenario_close(scenario);
	return status;
}
