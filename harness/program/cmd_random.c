/* SPDX-License-Identifier: Apache-2.0 */
/* pagewalk random: the constrained-random regression, a run for each seed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "dut/dut.h"
#include "program/arguments.h"
#include "program/cli.h"
#include "program/cmd_random.h"
#include "program/forever.h"
#include "program/outputs.h"

enum {
	KEY_CYCLES = 512,
	KEY_FOREVER,
	KEY_MINUTES,
	KEY_LOG,
	KEY_SHRINK,
	KEY_UPDATES,
	KEY_SLOW,
	KEY_ONE_SCENE,
	KEY_LOCAL
};

#define MAX_MISMATCHES 10u /* of a run without end */

static const struct argp_option options[] = {
	{"count", 'n', "N", 0, "seeds to run, from --seed on (default 1)", 1},
	{"cycles", KEY_CYCLES, "N", 0, "cycles of stimulus for each seed (default 20000)", 1},
	{"forever", KEY_FOREVER, NULL, 0,
	 "seed after seed, until SIGINT or SIGTERM; a mismatch does not end it, 10 of them do", 1},
	{"minutes", KEY_MINUTES, "N", 0, "with --forever: for N minutes", 1},
	{"log", KEY_LOG, "FILE", 0,
	 "with --forever: a line for each seed is added to FILE; goes on behind the last seed in "
	 "it",
	 1},
	{"shrink", KEY_SHRINK, "FILE", 0,
	 "make a mismatch as small as it will go, and write it to FILE, a pin script that "
	 "'pagewalk "
	 "run' replays; with --forever the seed is put into the name, which is mismatch.pins if "
	 "none is given",
	 1},
	{"updates", KEY_UPDATES, NULL, 0,
	 "mostly updates of A and D: that fail, that lose a race, and other ones", 1},
	{"slow", KEY_SLOW, NULL, 0,
	 "memory, and answers that wait to be taken, take up to 1000 cycles", 1},
	{"one-scene", KEY_ONE_SCENE, NULL, 0,
	 "no reset and no new page tables, however long a seed is", 1},
	{"local", KEY_LOCAL, NULL, 0,
	 "requests keep near to each other, as those of programs: most hit", 1},
	{0},
};

static void check_count(const struct random_arguments *arguments, const struct argp_state *state)
{
	uint64_t behind = UINT64_MAX - arguments->run.seed;

	if (arguments->count && arguments->count - 1 > behind)
		cli_usage(state, "--count: from seed %llu on there are but %llu more",
			  (unsigned long long)arguments->run.seed, (unsigned long long)behind);
}

/* Refuses options that do not go together. */
static void check_forever(const struct random_arguments *arguments, const struct argp_state *state)
{
	struct stat status;

	if (!arguments->forever && (arguments->minutes || arguments->log))
		cli_usage(state, "--minutes and --log need --forever");
	if (arguments->forever && (arguments->count || arguments->run.fst || arguments->run.json))
		cli_usage(state, "--count, --fst and --json do not go with --forever");
	if (arguments->forever && arguments->shrink && !strcmp(arguments->shrink, "-"))
		cli_usage(state, "--shrink - does not go with --forever: each seed has its file");
	if (arguments->forever && arguments->shrink && !stat(arguments->shrink, &status) &&
	    !S_ISREG(status.st_mode))
		cli_usage(state,
			  "--shrink: %s is no file, and with --forever each seed has its own",
			  arguments->shrink);
}

static const struct argp_child children[] = {
	{&run_options_argp, 0, NULL, 0},
	{&drawn_options_argp, 0, NULL, 0},
	{&rtl_options_argp, 0, NULL, 0},
	{0},
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct random_arguments *arguments = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		run_options_children(&arguments->run, children, state);
		return 0;
	case 'n':
		arguments->count = cli_number(arg, "--count", 1, UINT64_MAX, state);
		return 0;
	case KEY_CYCLES:
		arguments->cycles = cli_number(arg, "--cycles", 1, UINT64_MAX / 2, state);
		return 0;
	case KEY_FOREVER:
		arguments->forever = true;
		return 0;
	case KEY_MINUTES:
		arguments->minutes = cli_number(arg, "--minutes", 1, 1000000, state);
		return 0;
	case KEY_UPDATES:
		arguments->about |= STIMULUS_UPDATES;
		return 0;
	case KEY_SLOW:
		arguments->about |= STIMULUS_SLOW;
		return 0;
	case KEY_ONE_SCENE:
		arguments->about |= STIMULUS_ONE_SCENE;
		return 0;
	case KEY_LOCAL:
		arguments->about |= STIMULUS_LOCAL;
		return 0;
	case KEY_SHRINK:
		arguments->shrink = arg;
		return 0;
	case KEY_LOG:
		arguments->log = arg;
		return 0;
	case ARGP_KEY_ARG:
		cli_usage(state, "'%s' is one argument too many: there is no file to run", arg);
		return 0;
	case ARGP_KEY_END:
		check_forever(arguments, state);
		check_count(arguments, state);
		if (arguments->run.fst && !arguments->run.window && arguments->count > 1)
			cli_usage(state, "--fst without --window takes one seed");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp random_argp = {
	.options = options,
	.parser = parse,
	.doc = "Random page tables of every mode with every kind of defect, both ports, fences, "
	       "PTBR "
	       "writes, PTE changes in flight, memory errors and back-pressure, in lockstep. "
	       "Memory is "
	       "drawn from the seed, but for what --jitter, --backpressure, --errors, --alone and "
	       "--noise "
	       "say; with --latency nothing of it is drawn."
	       "\vExit status: 0 all agreed, 1 a mismatch, 2 bad usage, or nothing was compared.",
	.children = children,
};

static int run_count(struct random_results *results)
{
	uint64_t count = results->arguments->count ? results->arguments->count : 1;
	int status = EXIT_AGREED;

	for (uint64_t i = 0; i < count && status == EXIT_AGREED; i++) {
		status = random_seed(results, results->arguments->run.seed + i);
		cli_progress("random", (double)(i + 1) / (double)count);
	}
	cli_progress(NULL, -1);
	return status;
}

static bool run_next(void *opaque, uint64_t seed, struct forever_seed *done)
{
	struct random_results *results = opaque;

	if (random_seed(results, seed) == EXIT_BAD)
		return false;
	fflush(stdout);
	done->cycles = results->seed.cycles;
	done->translations = report_translations(&results->seed);
	memcpy(done->mismatch, results->mismatch, sizeof(done->mismatch));
	return true;
}

/* All that a seed's run depends on. */
static void print_settings(const struct random_arguments *arguments, char *text, unsigned int size)
{
	const struct memory_config *memory = &arguments->run.memory;
	const struct mmu_config *mmu = &dut_config;
	unsigned int given = arguments->run.given & ~(unsigned int)GIVEN_SEED;
	int n;

	n = snprintf(text, size,
		     "itlb=%u dtlb=%u asid=%u tag=%u counter=%u pa=%u formats=%u segments=%u "
		     "walk=%u array=%u lines=%u "
		     "cycles=%llu about=%u latency=%u jitter=%u backpressure=%u errors=%u alone=%u "
		     "noise=%d "
		     "model=%d",
		     mmu->itlb_entries, mmu->dtlb_entries, mmu->asid_bits, mmu->tag_bits,
		     mmu->counter_bits, mmu->pa_bits, mmu->formats, mmu->segments,
		     mmu->walk_entries, mmu->array_sets, mmu->lines,
		     (unsigned long long)arguments->cycles, arguments->about, memory->latency,
		     memory->jitter, memory->stall, memory->error, memory->alone, memory->noise,
		     !arguments->run.no_model);
	/* A setting of 0 that was given is not drawn. */
	if (given && !(given & GIVEN_LATENCY) && n > 0 && (unsigned int)n < size)
		snprintf(text + n, size - (unsigned int)n, " given=%u", given);
}

static int run_forever(struct random_results *results, char *name, unsigned int size)
{
	char settings[256];
	const struct forever config = {.seed = results->arguments->run.seed,
				       .minutes = results->arguments->minutes,
				       .log = results->arguments->log,
				       .settings = settings,
				       .mismatches = MAX_MISMATCHES,
				       .run = run_next,
				       .opaque = results};
	struct soak_sum sum;
	uint64_t seeds;

	print_settings(results->arguments, settings, sizeof(settings));
	if (!forever_run(&config, &sum, &seeds))
		return EXIT_BAD;
	snprintf(name, size, "%llu seeds up to %llu", (unsigned long long)seeds,
		 (unsigned long long)sum.last);
	printf("%s %llu to %llu: %llu cycles, %llu translations, %llu mismatches\n",
	       config.log ? "log, seeds" : "seeds", (unsigned long long)sum.first,
	       (unsigned long long)sum.last, (unsigned long long)sum.cycles,
	       (unsigned long long)sum.translations, (unsigned long long)sum.mismatches);
	return sum.mismatches ? EXIT_MISMATCH : EXIT_AGREED;
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
	printf("  stimulus  %llu scenes (%llu cut off in a walk), %llu requests that lock\n",
	       (unsigned long long)counts->scenes, (unsigned long long)counts->resets_in_walk,
	       (unsigned long long)counts->locked);
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
	if (dut_config.lines)
		printf("            PTE changes in the line read last: %llu\n",
		       (unsigned long long)counts->pte_changes_beside);
	if (dut_config.array_sets)
		printf("            tables moved, promoted or demoted: %llu\n",
		       (unsigned long long)counts->reworks);
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
	struct random_arguments arguments = {.cycles = 20000};
	struct random_results results = {.arguments = &arguments};
	struct output more[2];
	char name[64];
	int status;

	run_options_init(&arguments.run);
	arguments.run.memory.latency = 0; /* drawn, unless given */
	cli_parse(&random_argp, argc, argv, &arguments);
	snprintf(name, sizeof(name), "%llu seeds from %llu",
		 (unsigned long long)(arguments.count ? arguments.count : 1),
		 (unsigned long long)arguments.run.seed);
	results.sum.name = name;
	if (arguments.forever && !arguments.shrink)
		arguments.shrink = "mismatch.pins";
	more[0] = (struct output){"--shrink", arguments.shrink, false};
	more[1] = (struct output){"--log", arguments.log, true};
	status = run_options_begin(&arguments.run, more, 2, NULL, 0);
	if (status == EXIT_AGREED)
		status = arguments.forever ? run_forever(&results, name, sizeof(name))
					   : run_count(&results);
	if (status == EXIT_AGREED && !report_translations(&results.sum))
		status = cli_nothing(name);
	status = run_options_enough(&arguments.run, report_translations(&results.sum), status);
	status = run_options_cover_end(&arguments.run, status);
	if (arguments.run.json && status != EXIT_BAD)
		status = write_json(arguments.run.json, &results.sum, status);
	if (status == EXIT_AGREED) {
		report_print(stdout, &results.sum, true, !arguments.run.no_model);
		print_counts(&results.counts);
	}
	return status;
}
