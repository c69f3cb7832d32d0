/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commands of the program share: exit statuses, the options that every
 * lockstep run takes, progress, and error lines.
 */
#ifndef PAGEWALK_CLI_H
#define PAGEWALK_CLI_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench.h"

enum { EXIT_AGREED = 0, EXIT_MISMATCH = 1, EXIT_BAD = 2 };

int cmd_run(int argc, char **argv);
int cmd_model(int argc, char **argv);
int cmd_vectors(int argc, char **argv);
int cmd_random(int argc, char **argv);
int cmd_os(int argc, char **argv);
int cmd_cover(int argc, char **argv);
int cmd_bench(int argc, char **argv);

/* Options of memory and seeds, waveform, planted difference, JSON: a child parser's input. */
struct run_options {
	struct memory_config memory;
	unsigned int stall; /* chance in 256 that an answer waits */
	bool no_model;      /* the RTL is judged without the cycle model */
	uint64_t seed;
	bool seeded;       /* --seed was given */
	const char *json;  /* NULL: none */
	const char *cover; /* file for the coverage; NULL: none */
	struct cover_counts *counts;
	const char *fst; /* NULL: none */
	uint64_t window; /* cycles before and after the first mismatch; 0: the whole run */
	char plant_pin[32];
	unsigned int plant_bit;
	uint64_t plant_cycle;
	bool plant;
};

/* bench_options_argp leaves out the seed, latency, errors and stall. */
extern const struct argp run_options_argp, bench_options_argp;

void run_options_init(struct run_options *options);

/* The options, as a command line without a waveform: "pagewalk COMMAND OPTIONS". */
void run_options_text(const struct run_options *options, const char *command, char *text,
		      unsigned int size);

/* Those of them that say how the RTL is run and judged: "", or " OPTION...". */
void run_options_judge(const struct run_options *options, char *text, unsigned int size);

/*
 * The options, as a command line that shows the failure in a waveform: "pagewalk COMMAND OPTIONS
 * WHAT".
 */
void run_options_again(const struct run_options *options, const char *command, const char *what,
		       char *text, unsigned int size);

/* Narrows the waveform to the window around a failed cycle. */
void run_options_window(const struct run_options *options, uint64_t failed,
			struct bench_config *config);

/* Says which window a waveform shows. */
void run_options_tell(const struct bench_config *config);

/* The bench that the options ask for: RTL or not, model, oracle, waveform. */
struct bench_config run_options_bench(const struct run_options *options, bool rtl);

/*
 * Before the runs and after them, with --cover: the file's name and content. Both return the exit
 * status, that of the runs when there is no --cover; nothing is written when that is EXIT_BAD.
 */
int run_options_cover_begin(struct run_options *options);
int run_options_cover_end(struct run_options *options, int status);

/* A number as of strtoull, whole and in range; ends the program through argp otherwise. */
uint64_t cli_number(const char *text, const char *what, uint64_t min, uint64_t max,
		    const struct argp_state *state);

/* Can a file be made here, or be replaced? Asked before a run that takes long. False with errno. */
bool cli_can_create(const char *path);

/* One line to standard error, "pagewalk: ...". Returns EXIT_BAD. */
__attribute__((format(printf, 1, 2))) int cli_error(const char *format, ...);

/* Progress, 0 to 1, on standard error when that is a terminal; a negative number erases it. */
void cli_progress(const char *what, double done);

/* The same with a text of its own; NULL erases it. */
void cli_status(const char *text);

/* Seconds of a steady clock. */
double cli_seconds(void);

/* The last part of a path. */
const char *cli_basename(const char *path);

#endif
