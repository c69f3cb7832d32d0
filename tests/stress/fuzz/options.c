/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The options that every lockstep run takes (run_options.h), a line of the input each. Either one
 * line says what is wrong, or each value is in its range, each number is written as one, and the
 * command line that a failed run prints means the same run. Parsing them opens no file.
 *
 * An error of our own parsers ends the program through cli_usage(): here it is remembered, and the
 * parser goes on, which must be safe. What argp itself refuses, such as an unknown option, is
 * argp's.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "program/again.h"
#include "program/arguments.h"
#include "program/run_options.h"

#define ARGS_MAX 16

static char message[512];

/* In the place of usage.c. */
void cli_usage(const struct argp_state *state, const char *format, ...)
{
	va_list args;

	(void)state;
	if (*message)
		return;
	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	fuzz_require(*message, "an error without a message");
}

/* All groups of options, as a command has them that runs the RTL. */
static const struct argp_child groups[] = {
	{.argp = &run_options_argp},
	{.argp = &seed_options_argp},
	{.argp = &rtl_options_argp},
	{.argp = &error_options_argp},
	{.argp = &stall_options_argp},
	{.argp = &memory_options_argp},
	{.argp = NULL},
};

static error_t begin(int key, char *arg, struct argp_state *state)
{
	(void)arg;
	if (key != ARGP_KEY_INIT)
		return ARGP_ERR_UNKNOWN;
	run_options_children(state->input, groups, state);
	return 0;
}

static const struct argp command = {.parser = begin, .children = groups};

/* False: refused. */
static bool parse(struct run_options *options, int argc, char **argv)
{
	*message = 0;
	run_options_init(options);
	return !argp_parse(&command, argc, argv, ARGP_NO_ERRS | ARGP_NO_EXIT | ARGP_NO_HELP, NULL,
			   options) &&
	       !*message;
}

static bool is_hex(const char *text)
{
	return text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
}

static uint64_t number(const char *text)
{
	return strtoull(text, NULL, is_hex(text) ? 16 : 10);
}

/* Decimal or hexadecimal, and nothing else. */
static bool is_number(const char *text)
{
	bool hex = is_hex(text);
	const char *digits = hex ? "0123456789abcdefABCDEF" : "0123456789";

	text += hex ? 2 : 0;
	return *text && !text[strspn(text, digits)];
}

/* Of the whole argument, so that none is the value of the one before it. */
static bool is_whole(const char *arg)
{
	return !strncmp(arg, "--", 2) &&
	       (strchr(arg, '=') || !strcmp(arg, "--noise") || !strcmp(arg, "--no-model"));
}

/* PIN[.BIT][@CYCLE]: the numbers in it are those that were taken. */
static void check_plant(const char *arg, const struct run_options *o)
{
	const char *at = strchr(arg, '@'), *dot = strchr(arg, '.');

	if (dot)
		fuzz_require(number(dot + 1) == o->plant_bit, "another bit is taken");
	if (at)
		fuzz_require(is_number(at + 1) && number(at + 1) == o->plant_cycle,
			     "another cycle is taken");
}

/* --NAME=VALUE in full; argp takes shorter forms, too. */
static void check_numbers(int argc, char **argv, const struct run_options *o)
{
	static const char *const names[] = {
		"--seed=",   "--latency=", "--jitter=", "--backpressure=",
		"--errors=", "--stall=",   "--window="};
	const char *plant = NULL;

	for (int i = 1; i < argc; i++) {
		if (!is_whole(argv[i]))
			return;
		for (unsigned int k = 0; k < sizeof(names) / sizeof(names[0]); k++)
			if (!strncmp(argv[i], names[k], strlen(names[k])))
				fuzz_require(is_number(argv[i] + strlen(names[k])),
					     "a number is taken that is none");
		if (!strncmp(argv[i], "--p", 3))
			plant = argv[i];
	}
	if (plant)
		check_plant(plant, o);
}

static void check_ranges(const struct run_options *o)
{
	unsigned int bits;

	fuzz_require(o->memory.latency >= 1 && o->memory.latency <= 1000000 &&
			     o->memory.jitter <= 1000000 && o->memory.stall <= 255 &&
			     o->memory.error <= 65536 && o->stall <= 255 && o->window <= 100000000,
		     "an option out of range");
	fuzz_require(!o->window || o->fst, "a window without a waveform");
	if (o->plant)
		fuzz_require(bench_pin(o->plant_pin, &bits) && o->plant_bit < bits,
			     "a bit that the pin does not have");
}

/* What a failed run prints, given to the program again. */
static void check_again(const struct run_options *o)
{
	struct run_options again;
	struct again line;
	char *argv[64];
	int argc = 0;

	again_begin(&line, "pagewalk", "run");
	again_options(&line, o);
	again_waveform(&line);
	again_file(&line, "TRACE");
	for (char *word = strtok(line.text, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	argv[argc] = NULL;
	/* 'pagewalk run' is the name of the program to argp, and TRACE is not of these options. */
	fuzz_require(argc > 3 && !strcmp(argv[--argc], "TRACE"), "the command line has no trace");
	fuzz_require(parse(&again, argc - 1, argv + 1), "the command line is refused");
	fuzz_require(!memcmp(&again.memory, &o->memory, sizeof(o->memory)) &&
			     again.seed == o->seed && again.stall == o->stall &&
			     again.no_model == o->no_model && again.plant == o->plant &&
			     (!o->plant || (!strcmp(again.plant_pin, o->plant_pin) &&
					    again.plant_bit == o->plant_bit &&
					    again.plant_cycle == o->plant_cycle)),
		     "the command line means another run");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size), *rest = text;
	char name[] = "pagewalk run", *argv[ARGS_MAX + 2] = {name};
	struct run_options options;
	int argc = 1;

	fuzz_require(text, "no memory");
	while (argc <= ARGS_MAX && rest)
		argv[argc++] = strsep(&rest, "\n");
	argv[argc] = NULL;
	if (parse(&options, argc, argv)) {
		check_numbers(argc, argv, &options);
		check_ranges(&options);
		check_again(&options);
	} else {
		fuzz_require(!strchr(message, '\n'), "a message of more than one line");
	}
	free(text);
	return 0;
}
