/* SPDX-License-Identifier: Apache-2.0 */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cover/counts.h"
#include "cover/file.h"

enum {
	KEY_LATENCY = 256,
	KEY_JITTER,
	KEY_BACKPRESSURE,
	KEY_ERRORS,
	KEY_NOISE,
	KEY_STALL,
	KEY_NO_MODEL,
	KEY_COVER,
	KEY_FST,
	KEY_WINDOW,
	KEY_PLANT
};

/* Of every lockstep run. */
static const struct argp_option bench_option_list[] = {
	{"json",						    'j', "FILE", 0, "write the summary as JSON to FILE", 1},
	{"jitter",						   KEY_JITTER, "N", 0, "0 to N cycles more (default 0)", 2},
	{"backpressure",                      KEY_BACKPRESSURE, "P", 0,
	 "memory refuses in P of 256 cycles, 0 to 255 (default 0)", 2},
	{"noise",							 KEY_NOISE, NULL, 0,
	 "random values on the pins of memory's answer that the MMU must not look at", 2},
	{"fst",KEY_FST, "FILE", 0, "write a waveform for GTKWave", 3},
	{"window",							KEY_WINDOW, "N", 0,
	 "only N cycles before and after the first mismatch; no mismatch, no file", 3},
	{"no-model",							KEY_NO_MODEL, NULL, 0,
	 "the RTL without the cycle model: no pin is compared, oracle and records alone judge", 3},
	{"cover",					    KEY_COVER, "FILE", 0,
	 "write to FILE which bins of the coverage model were hit: see 'pagewalk cover'", 3},
	{"plant",						      KEY_PLANT, "PIN[.BIT][@CYCLE]", 0,
	 "flip one bit of what the RTL shows on output PIN, from CYCLE on as soon as the pin means "
	 "something, to see the comparison catch it", 3},
	{0},
};

/* Of those whose stimulus does not say it. */
static const struct argp_option run_option_list[] = {
	{"seed",				   's', "N", 0, "seed of everything random (default 1)", 1},
	{"latency",				     KEY_LATENCY, "N", 0, "cycles that memory takes, from 1 (default 4)", 2},
	{"errors", KEY_ERRORS, "P", 0,
	 "P of 65536 memory accesses fail (default 0); answers that a trace records are then not "
	 "compared", 2},
	{"stall",					KEY_STALL, "P", 0, "an answer waits in P of 256 cycles, 0 to 255 (default 0)", 2},
	{0},
};

void run_options_init(struct run_options *options)
{
	*options = (struct run_options){.memory.latency = 4, .seed = 1};
}

uint64_t cli_number(const char *text, const char *what, uint64_t min, uint64_t max,
		    const struct argp_state *state)
{
	unsigned long long value;
	char *end;

	errno = 0;
	value = strtoull(text, &end, 0);
	/* strtoull would take blanks and a sign, and make a large number of -1. */
	if (errno || *text < '0' || *text > '9' || *end || value < min || value > max)
		argp_error(state, "%s: '%s' is not a number from %llu to %llu", what, text,
			   (unsigned long long)min, (unsigned long long)max);
	return value;
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
		argp_error(state, "--plant: the MMU has no output '%s'", options->plant_pin);
	options->plant = true;
	if (dot) {
		if (strcspn(dot + 1, "@") >= sizeof(number))
			argp_error(state, "--plant: '%s' has too many digits", arg);
		snprintf(number, sizeof(number), "%.*s", (int)strcspn(dot + 1, "@"), dot + 1);
		options->plant_bit =
			(unsigned int)cli_number(number, "--plant: bit", 0, bits - 1, state);
	}
	if (at)
		options->plant_cycle = cli_number(at + 1, "--plant: cycle", 0, UINT64_MAX, state);
}

static error_t parse_bench_option(int key, char *arg, struct argp_state *state)
{
	struct run_options *options = state->input;

	switch (key) {
	case 'j':
		options->json = arg;
		return 0;
	case KEY_JITTER:
		options->memory.jitter =
			(unsigned int)cli_number(arg, "--jitter", 0, 1000000, state);
		return 0;
	case KEY_BACKPRESSURE:
		options->memory.stall =
			(unsigned int)cli_number(arg, "--backpressure", 0, 255, state);
		return 0;
	case KEY_NOISE:
		options->memory.noise = true;
		return 0;
	case KEY_NO_MODEL:
		options->no_model = true;
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
			argp_error(state, "--window needs --fst");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static error_t parse_run_option(int key, char *arg, struct argp_state *state)
{
	struct run_options *options = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = options;
		return 0;
	case 's':
		options->seed = cli_number(arg, "--seed", 0, UINT64_MAX, state);
		options->seeded = true;
		return 0;
	case KEY_LATENCY:
		options->memory.latency =
			(unsigned int)cli_number(arg, "--latency", 1, 1000000, state);
		return 0;
	case KEY_ERRORS:
		options->memory.error = (unsigned int)cli_number(arg, "--errors", 0, 65536, state);
		return 0;
	case KEY_STALL:
		options->stall = (unsigned int)cli_number(arg, "--stall", 0, 255, state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

const struct argp bench_options_argp = {.options = bench_option_list, .parser = parse_bench_option};

static const struct argp_child run_children[] = {
	{&bench_options_argp, 0, NULL, 0},
	{0	      },
};

const struct argp run_options_argp = {
	.options = run_option_list, .parser = parse_run_option, .children = run_children};

void run_options_judge(const struct run_options *options, char *text, unsigned int size)
{
	char plant[120] = "";

	if (options->plant)
		snprintf(plant, sizeof(plant), " --plant %s.%u@%llu", options->plant_pin,
			 options->plant_bit, (unsigned long long)options->plant_cycle);
	snprintf(text, size, "%s%s", options->no_model ? " --no-model" : "", plant);
}

void run_options_text(const struct run_options *options, const char *command, char *text,
		      unsigned int size)
{
	const struct memory_config *memory = &options->memory;
	int n = snprintf(text, size, "pagewalk %s", command);
	const struct {
		const char *name;
		uint64_t value;
	} given[] = {
		{"seed",         options->seed  }, /* always: whoever copies the line sees it */
		{"latency",      memory->latency},
                {"jitter",       memory->jitter },
		{"backpressure", memory->stall  },
                {"errors",       memory->error  },
		{"stall",        options->stall },
	};

	for (unsigned int i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		if ((given[i].value || !i) && n > 0 && (unsigned int)n < size)
			n += snprintf(text + n, size - (unsigned int)n, " --%s %llu", given[i].name,
				      (unsigned long long)given[i].value);
	if (memory->noise && n > 0 && (unsigned int)n < size)
		n += snprintf(text + n, size - (unsigned int)n, " --noise");
	if (n > 0 && (unsigned int)n < size)
		run_options_judge(options, text + n, size - (unsigned int)n);
}

void run_options_again(const struct run_options *options, const char *command, const char *what,
		       char *text, unsigned int size)
{
	size_t n;

	run_options_text(options, command, text, size);
	n = strlen(text);
	snprintf(text + n, size - n, " --fst mismatch.fst --window 100 %s", what);
}

void run_options_window(const struct run_options *options, uint64_t failed,
			struct bench_config *config)
{
	config->cover = NULL; /* it has been counted */
	config->fst = options->fst;
	config->fst_first = failed > options->window ? failed - options->window : 1;
	config->fst_last = failed + options->window;
}

void run_options_tell(const struct bench_config *config)
{
	printf("  waveform of cycles %llu to %llu: %s\n", (unsigned long long)config->fst_first,
	       (unsigned long long)config->fst_last, config->fst);
}

struct bench_config run_options_bench(const struct run_options *options, bool rtl)
{
	struct bench_config config = {
		.rtl = rtl,
		.model = !options->no_model,
		.oracle = true,
		.memory = options->memory,
		.seed = options->seed,
		.cover = options->counts,
		.fst = options->window ? NULL : options->fst,
		.fst_first = 1,
		.fst_last = UINT64_MAX,
		.plant_pin = options->plant ? options->plant_pin : NULL,
		.plant_bit = options->plant_bit,
		.plant_cycle = options->plant_cycle,
	};

	config.memory.seed = options->seed;
	return config;
}

int run_options_cover_begin(struct run_options *options)
{
	if (!options->cover)
		return EXIT_AGREED;
	if (!cli_can_create(options->cover))
		return cli_error("%s: %s", options->cover, strerror(errno));
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

bool cli_can_create(const char *path)
{
	struct stat there;
	char *probe = NULL;
	int file;

	if (!stat(path, &there) && S_ISDIR(there.st_mode)) {
		errno = EISDIR;
		return false;
	}
	if (asprintf(&probe, "%s.XXXXXX", path) < 0) {
		errno = ENOMEM;
		return false;
	}
	file = mkostemp(probe, O_CLOEXEC);
	if (file >= 0) {
		unlink(probe);
		close(file);
	}
	free(probe);
	return file >= 0;
}

int cli_error(const char *format, ...)
{
	va_list args;

	fputs("pagewalk: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_BAD;
}

void cli_progress(const char *what, double done)
{
	if (!isatty(STDERR_FILENO))
		return;
	if (done < 0)
		fputs("\r\033[K", stderr);
	else
		fprintf(stderr, "\r\033[K%s %3.0f %%", what, 100 * done);
	fflush(stderr);
}

void cli_status(const char *text)
{
	if (!isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r\033[K%s", text ? text : "");
	fflush(stderr);
}

double cli_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

const char *cli_basename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}
