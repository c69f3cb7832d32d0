/* SPDX-License-Identifier: Apache-2.0 */
#include "program/run_options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cover/counts.h"
#include "cover/file.h"
#include "program/arguments.h"
#include "program/cli.h"
#include "program/outputs.h"

#define RUN_OUTPUTS 3u
#define MAX_MORE    2u

enum {
	KEY_LATENCY = 256,
	KEY_JITTER,
	KEY_BACKPRESSURE,
	KEY_ERRORS,
	KEY_NOISE,
	KEY_ALONE,
	KEY_STALL,
	KEY_NO_MODEL,
	KEY_MAY_CACHE,
	KEY_COVER,
	KEY_FST,
	KEY_WINDOW,
	KEY_PLANT,
	KEY_EXPECT
};

/* Options of every run. */
static const struct argp_option run_option_list[] = {
	{"json", 'j', "FILE", 0, "write the summary as JSON to FILE", 1},
	{"expect", KEY_EXPECT, "N", 0,
	 "N translations must have been compared, or more; fewer is status 2", 1},
	{0},
};

/* Options of a run whose memory only they describe. */
static const struct argp_option memory_option_list[] = {
	{"jitter", KEY_JITTER, "N", 0, "0 to N cycles more (default 0)", 2},
	{"backpressure", KEY_BACKPRESSURE, "P", 0,
	 "memory refuses in P of 256 cycles, 0 to 255 (default 0)", 2},
	{"alone", KEY_ALONE, "P", 0,
	 "P of 256 reads are answered without the line around them, 0 to 256 (default 0); an MMU "
	 "without a line buffer gets no line",
	 2},
	{"noise", KEY_NOISE, NULL, 0,
	 "random values on the pins of memory's answer that the MMU must not look at", 2},
	{0},
};

/* Options of a run whose memory is drawn from its seed. */
static const struct argp_option drawn_option_list[] = {
	{"seed", 's', "N", 0, "seed of everything random (default 1)", 1},
	{"latency", KEY_LATENCY, "N", 0,
	 "cycles that memory takes, from 1; then nothing of memory is drawn, and what is not given "
	 "is 0 (default: drawn from the seed)",
	 2},
	{"jitter", KEY_JITTER, "N", 0, "0 to N cycles more (default: drawn)", 2},
	{"backpressure", KEY_BACKPRESSURE, "P", 0,
	 "memory refuses in P of 256 cycles, 0 to 255 (default: drawn)", 2},
	{"errors", KEY_ERRORS, "P", 0, "P of 65536 memory accesses fail (default: drawn)", 2},
	{"alone", KEY_ALONE, "P", 0,
	 "P of 256 reads are answered without the line around them, 0 to 256 (default: drawn); an "
	 "MMU without a line buffer gets no line",
	 2},
	{"noise", KEY_NOISE, NULL, 0,
	 "random values on the pins of memory's answer that the MMU must not look at (default: "
	 "drawn)",
	 2},
	{0},
};

static const struct argp_option rtl_option_list[] = {
	{"fst", KEY_FST, "FILE", 0, "write a waveform for GTKWave", 3},
	{"window", KEY_WINDOW, "N", 0,
	 "only N cycles before and after the first mismatch; no mismatch, no file", 3},
	{"no-model", KEY_NO_MODEL, NULL, 0,
	 "the RTL without the cycle model: no pin is compared, oracle and records alone judge", 3},
	{"may-cache", KEY_MAY_CACHE, "WHAT", 0,
	 "what the MMU may keep beside its TLBs; WHAT is 'pointers': a walk may then begin behind "
	 "those that it has read (default: nothing, but with a walk cache 'pointers')",
	 3},
	{"cover", KEY_COVER, "FILE", 0,
	 "write to FILE which bins of the coverage model were hit: see 'pagewalk cover' (default: "
	 "the environment variable PAGEWALK_COVER, or not at all)",
	 3},
	{"plant", KEY_PLANT, "PIN[.BIT][@CYCLE]", 0,
	 "flip one bit of what the RTL shows on output PIN, from CYCLE on as soon as the pin means "
	 "something, to see the comparison catch it",
	 3},
	{0},
};

static const struct argp_option seed_option_list[] = {
	{"seed", 's', "N", 0, "seed of everything random (default 1)", 1},
	{"latency", KEY_LATENCY, "N", 0, "cycles that memory takes, from 1 (default 4)", 2},
	{0},
};

static const struct argp_option error_option_list[] = {
	{"errors", KEY_ERRORS, "P", 0,
	 "P of 65536 memory accesses fail (default 0); answers that a trace records are then not "
	 "compared",
	 2},
	{0},
};

static const struct argp_option stall_option_list[] = {
	{"stall", KEY_STALL, "P", 0, "an answer waits in P of 256 cycles, 0 to 255 (default 0)", 2},
	{0},
};

void run_options_init(struct run_options *options)
{
	*options = (struct run_options){.memory.latency = 4, .seed = 1};
}

static void parse_plant(struct run_options *options, const char *arg,
			const struct argp_state *state)
{
	const char *dot = strchr(arg, '.'), *at = strchr(arg, '@');
	size_t length = strcspn(arg, ".@");
	unsigned int bits = 0;
	char number[16];

	if (length >= sizeof(options->plant_pin))
		length = sizeof(options->plant_pin) - 1;
	memcpy(options->plant_pin, arg, length);
	options->plant_pin[length] = 0;
	if (!bench_pin(options->plant_pin, &bits))
		cli_usage(state, "--plant: the MMU has no output '%s'", options->plant_pin);
	options->plant = true;
	options->planted = &options->came;
	if (dot) {
		if (strcspn(dot + 1, "@") >= sizeof(number))
			cli_usage(state, "--plant: '%s' has too many digits", arg);
		snprintf(number, sizeof(number), "%.*s", (int)strcspn(dot + 1, "@"), dot + 1);
		options->plant_bit =
			(unsigned int)cli_number(number, "--plant: bit", 0, bits - 1, state);
	}
	if (at)
		options->plant_cycle = cli_number(at + 1, "--plant: cycle", 0, UINT64_MAX, state);
}

/* A number of memory's settings, or of the like. */
static unsigned int setting(struct run_options *options, unsigned int which, const char *arg,
			    const char *what, unsigned int min, unsigned int max,
			    const struct argp_state *state)
{
	options->given |= which;
	return (unsigned int)cli_number(arg, what, min, max, state);
}

static error_t parse_memory_option(int key, char *arg, struct argp_state *state)
{
	struct run_options *options = state->input;
	struct memory_config *memory = &options->memory;

	switch (key) {
	case KEY_LATENCY:
		memory->latency = setting(options, GIVEN_LATENCY, arg, "--latency", 1,
					  RUN_MAX_LATENCY, state);
		return 0;
	case KEY_JITTER:
		memory->jitter =
			setting(options, GIVEN_JITTER, arg, "--jitter", 0, RUN_MAX_LATENCY, state);
		return 0;
	case KEY_BACKPRESSURE:
		memory->stall =
			setting(options, GIVEN_BACKPRESSURE, arg, "--backpressure", 0, 255, state);
		return 0;
	case KEY_ERRORS:
		memory->error = setting(options, GIVEN_ERRORS, arg, "--errors", 0, 65536, state);
		return 0;
	case KEY_STALL:
		options->stall = setting(options, GIVEN_STALL, arg, "--stall", 0, 255, state);
		return 0;
	case KEY_ALONE:
		memory->alone = setting(options, GIVEN_ALONE, arg, "--alone", 0, 256, state);
		return 0;
	case KEY_NOISE:
		options->given |= GIVEN_NOISE;
		memory->noise = true;
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	struct run_options *options = state->input;

	switch (key) {
	case 'j':
		options->json = arg;
		return 0;
	case 's':
		options->seed = cli_number(arg, "--seed", 0, UINT64_MAX, state);
		options->given |= GIVEN_SEED;
		return 0;
	case KEY_EXPECT:
		options->expect = cli_number(arg, "--expect", 1, UINT64_MAX, state);
		return 0;
	case KEY_NO_MODEL:
		options->no_model = true;
		return 0;
	case KEY_MAY_CACHE:
		if (strcmp(arg, "pointers"))
			cli_usage(state, "--may-cache: '%s' is not 'pointers'", arg);
		options->may_cache_pointers = true;
		return 0;
	case KEY_COVER:
		options->cover = arg;
		return 0;
	case KEY_FST:
		options->fst = arg;
		return 0;
	case KEY_WINDOW:
		options->window = cli_number(arg, "--window", 1, 100000000, state);
		return 0;
	case KEY_PLANT:
		parse_plant(options, arg, state);
		return 0;
	case ARGP_KEY_END:
		if (options->window && !options->fst)
			cli_usage(state, "--window needs --fst");
		return 0;
	default:
		return parse_memory_option(key, arg, state);
	}
}

const struct argp run_options_argp = {.options = run_option_list, .parser = parse_option};
const struct argp memory_options_argp = {.options = memory_option_list, .parser = parse_option};
const struct argp drawn_options_argp = {.options = drawn_option_list, .parser = parse_option};
const struct argp rtl_options_argp = {.options = rtl_option_list, .parser = parse_option};
const struct argp seed_options_argp = {.options = seed_option_list, .parser = parse_option};
const struct argp error_options_argp = {.options = error_option_list, .parser = parse_option};
const struct argp stall_options_argp = {.options = stall_option_list, .parser = parse_option};

void run_options_children(struct run_options *options, const struct argp_child *children,
			  struct argp_state *state)
{
	cli_begin(state);
	for (unsigned int i = 0; children[i].argp; i++)
		state->child_inputs[i] = options;
}

struct bench_config run_options_bench(const struct run_options *options, bool rtl)
{
	struct bench_config config = {
		.rtl = rtl,
		.model = !options->no_model,
		.oracle = true,
		.caches_pointers = options->may_cache_pointers,
		.memory = options->memory,
		.seed = options->seed,
		.cover = options->counts,
		.fst = options->window ? NULL : options->fst,
		.fst_first = 1,
		.fst_last = UINT64_MAX,
		.plant_pin = options->plant ? options->plant_pin : NULL,
		.plant_bit = options->plant_bit,
		.plant_cycle = options->plant_cycle,
		.planted = options->planted,
	};

	config.memory.seed = options->seed;
	return config;
}

int run_options_begin(struct run_options *options, const struct output *more, unsigned int n,
		      char *const *inputs, int n_inputs)
{
	const char *given = getenv("PAGEWALK_COVER");
	const char *cover = options->cover ? options->cover : given && *given ? given : NULL;
	struct output outputs[RUN_OUTPUTS + MAX_MORE] = {
		{"--json", options->json, false},
		{"--cover", cover, false},
		{"--fst", options->fst, false},
	};
	int status;

	options->cover = cover;
	for (unsigned int i = 0; i < n; i++)
		outputs[RUN_OUTPUTS + i] = more[i];
	status = outputs_check(outputs, RUN_OUTPUTS + n, inputs, n_inputs);
	if (status == EXIT_AGREED)
		status = outputs_begin(outputs, RUN_OUTPUTS + n);
	if (status != EXIT_AGREED || !options->cover)
		return status;
	options->counts = cover_counts_create();
	return options->counts ? EXIT_AGREED : cli_error("out of memory");
}

int run_options_cover_end(struct run_options *options, int status)
{
	if (options->counts && status != EXIT_BAD && cover_write(options->counts, options->cover))
		status = cli_error("%s: %s", options->cover, strerror(errno));
	cover_counts_destroy(options->counts);
	options->counts = NULL;
	return status;
}

int run_options_enough(const struct run_options *options, uint64_t translations, int status)
{
	if (status != EXIT_AGREED)
		return status;
	if (options->plant && !*options->planted)
		return cli_error(
			"--plant: %s meant nothing from cycle %llu on: nothing was planted",
			options->plant_pin, (unsigned long long)options->plant_cycle);
	if (translations < options->expect)
		return cli_error("%llu translations were compared, fewer than --expect %llu",
				 (unsigned long long)translations,
				 (unsigned long long)options->expect);
	return status;
}
