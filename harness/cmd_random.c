/* SPDX-License-Identifier: Apache-2.0 */
/* pagewalk random: the constrained-random regression, a run for each seed. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "report.h"
#include "stimulus.h"

struct arguments {
	struct run_options run;
	uint64_t count, cycles;
	bool updates;
};

enum { KEY_CYCLES = 512, KEY_UPDATES };

static const struct argp_option options[] = {
	{"count",				     'n', "N", 0, "seeds to run, from --seed on (default 1)", 1},
	{"cycles",					KEY_CYCLES, "N", 0, "cycles of stimulus for each seed (default 20000)", 1},
	{"updates", KEY_UPDATES, NULL, 0,
	 "mostly updates of A and D: that fail, that lose a race, and other ones", 1},
	{0					  },
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *arguments = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &arguments->run;
		return 0;
	case 'n':
		arguments->count = cli_number(arg, "--count", 1, UINT64_MAX, state);
		return 0;
	case KEY_CYCLES:
		arguments->cycles = cli_number(arg, "--cycles", 1, UINT64_MAX / 2, state);
		return 0;
	case KEY_UPDATES:
		arguments->updates = true;
		return 0;
	case ARGP_KEY_END:
		if (arguments->run.fst && !arguments->run.window && arguments->count > 1)
			argp_error(state, "--fst without --window takes one seed");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp_child children[] = {
	{&run_options_argp, 0, NULL, 0},
        {0            }
};

static const struct argp random_argp = {
	.options = options,
	.parser = parse,
	.doc = "Random page tables of every mode with every kind of defect, both ports, fences, "
	       "PTBR "
	       "writes, PTE changes in flight, memory errors and back-pressure, in lockstep. "
	       "Memory is "
	       "drawn from the seed, unless --latency says otherwise."
	       "\vExit status: 0 all agreed, 1 a mismatch, 2 bad usage.",
	.children = children,
};

/* One seed. NULL with a message in error when it could not begin. */
static struct bench *play(const struct arguments *arguments, const struct bench_config *config,
			  struct report *report, struct stimulus_counts *counts, char *error,
			  unsigned int size)
{
	struct bench *bench = bench_create(config, error, size);
	double start = cli_seconds();

	if (!bench)
		return NULL;
	stimulus_run(bench, config->seed, arguments->updates, arguments->cycles, counts);
	bench_finish(bench);
	report->seconds = cli_seconds() - start;
	report->cycles = bench->cycle;
	report->counts = *scoreboard_counts(bench->board);
	return bench;
}

static int tell(const struct arguments *arguments, const struct bench_config *config,
		const struct bench *bench)
{
	struct run_options run = arguments->run;
	char name[64], what[64], again[512], error[512];
	struct bench_config window = *config;
	struct stimulus_counts counts = {0};
	struct report report;
	struct bench *second;

	if (bench->status == BENCH_ERROR)
		return cli_error("%s", bench->failure);
	run.seed = config->seed;
	snprintf(name, sizeof(name), "seed %llu", (unsigned long long)run.seed);
	snprintf(what, sizeof(what), "--count 1 --cycles %llu%s",
		 (unsigned long long)arguments->cycles, arguments->updates ? " --updates" : "");
	run_options_again(&run, "random", what, again, sizeof(again));
	report_failure(stdout, bench, name, run.fst ? NULL : again);
	if (!run.fst || !run.window)
		return EXIT_MISMATCH;
	run_options_window(&run, bench->failed_cycle, &window);
	second = play(arguments, &window, &report, &counts, error, sizeof(error));
	if (!second)
		return cli_error("%s", error);
	if (second->status == BENCH_ERROR) {
		cli_error("%s", second->failure);
		bench_destroy(second);
		return EXIT_BAD;
	}
	bench_destroy(second);
	run_options_tell(&window);
	return EXIT_MISMATCH;
}

static int run_seed(const struct arguments *arguments, uint64_t seed, struct report *sum,
		    struct stimulus_counts *counts)
{
	struct bench_config config = run_options_bench(&arguments->run, true);
	struct report report = {0};
	struct bench *bench;
	char error[512];
	int status = EXIT_AGREED;

	config.seed = seed;
	config.memory.seed = seed;
	if (!config.memory.latency)
		config.memory = stimulus_memory(seed, arguments->updates);
	bench = play(arguments, &config, &report, counts, error, sizeof(error));
	if (!bench)
		return cli_error("%s", error);
	if (bench->status != BENCH_OK)
		status = tell(arguments, &config, bench);
	report_add(sum, &report);
	bench_destroy(bench);
	return status;
}

static uint64_t moves(const struct stimulus_counts *counts)
{
	uint64_t n = 0;

	for (unsigned int from = 0; from <= STIMULUS_OFF; from++)
		for (unsigned int to = 0; to <= STIMULUS_OFF; to++)
			n += counts->moves[from][to];
	return n;
}

static void print_counts(const struct stimulus_counts *counts)
{
	printf("  stimulus  %llu scenes (%llu cut off in a walk), %llu pinning requests\n",
	       (unsigned long long)counts->scenes, (unsigned long long)counts->resets_in_walk,
	       (unsigned long long)counts->pinned);
	printf("            fences: %llu of all, %llu by address, %llu by ASID, %llu by both; %llu "
	       "keep global pages, %llu in a walk\n",
	       (unsigned long long)counts->fences[0], (unsigned long long)counts->fences[1],
	       (unsigned long long)counts->fences[2], (unsigned long long)counts->fences[3],
	       (unsigned long long)counts->fences_keep_global,
	       (unsigned long long)counts->fences_in_walk);
	printf("            PTBR writes: %llu, %llu illegal; PTE changes: %llu anywhere, %llu "
	       "under a walk\n",
	       (unsigned long long)counts->ptbr_writes, (unsigned long long)counts->ptbr_illegal,
	       (unsigned long long)counts->pte_changes,
	       (unsigned long long)counts->pte_changes_aimed);
	printf("            x86: %llu changes of control bits, %llu faulting writes of CR3; %llu "
	       "moves between modes\n",
	       (unsigned long long)counts->controls, (unsigned long long)counts->ptbr_faults,
	       (unsigned long long)moves(counts));
	printf("            segments: %llu loads\n", (unsigned long long)counts->segment_loads);
	printf("            memory: %llu failed accesses, %llu A/D updates lost\n",
	       (unsigned long long)counts->errors, (unsigned long long)counts->lost);
}

static int write_json(const char *path, const struct report *sum, int status)
{
	json_t *root = json_pack("{s:[o], s:i}", "runs", report_json(sum), "status", status);
	int failed = report_write_json(path, root);

	json_decref(root);
	return failed ? cli_error("%s: %s", path, strerror(errno)) : status;
}

int cmd_random(int argc, char **argv)
{
	struct arguments arguments = {.count = 1, .cycles = 20000};
	struct stimulus_counts counts = {0};
	struct report sum = {0};
	char name[64];
	int status;

	run_options_init(&arguments.run);
	arguments.run.memory.latency = 0; /* drawn, unless given */
	argp_parse(&random_argp, argc, argv, 0, NULL, &arguments);
	status = run_options_cover_begin(&arguments.run);
	snprintf(name, sizeof(name), "%llu seeds from %llu", (unsigned long long)arguments.count,
		 (unsigned long long)arguments.run.seed);
	sum.name = name;
	for (uint64_t i = 0; i < arguments.count && status == EXIT_AGREED; i++) {
		status = run_seed(&arguments, arguments.run.seed + i, &sum, &counts);
		cli_progress("random", (double)(i + 1) / (double)arguments.count);
	}
	cli_progress(NULL, -1);
	if (arguments.run.json && status != EXIT_BAD)
		status = write_json(arguments.run.json, &sum, status);
	status = run_options_cover_end(&arguments.run, status);
	if (status == EXIT_AGREED) {
		report_print(stdout, &sum, true, !arguments.run.no_model);
		print_counts(&counts);
	}
	return status;
}
