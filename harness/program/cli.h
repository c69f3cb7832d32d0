/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the commands of the program share: exit statuses, the options that every
 * lockstep run takes, progress, and error lines.
 */
#ifndef PAGEWALK_CLI_H
#define PAGEWALK_CLI_H

#include <argp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench/bench.h"

enum { EXIT_AGREED = 0, EXIT_MISMATCH = 1, EXIT_BAD = 2 };

/* The commands. Each returns an exit status. */
int cmd_run(int argc, char **argv);
int cmd_model(int argc, char **argv);
int cmd_vectors(int argc, char **argv);
int cmd_random(int argc, char **argv);
int cmd_os(int argc, char **argv);
int cmd_cover(int argc, char **argv);
int cmd_bench(int argc, char **argv);

#define RUN_MAX_LATENCY 1000000u

/* Which of those options were given that have a default. */
enum {
	GIVEN_SEED = 1,
	GIVEN_LATENCY = 2,
	GIVEN_JITTER = 4,
	GIVEN_BACKPRESSURE = 8,
	GIVEN_ERRORS = 16,
	GIVEN_NOISE = 32,
	GIVEN_STALL = 64,
};

/* Options of memory and seeds, waveform, planted difference, JSON: a child parser's input. */
struct run_options {
	struct memory_config memory;
	unsigned int stall; /* chance in 256 that an answer waits */
	bool no_model;      /* the RTL is judged without the cycle model */
	bool may_cache_pointers;
	uint64_t seed;
	unsigned int given;
	uint64_t expect;   /* translations that must have been compared; 0: not said */
	const char *json;  /* NULL: none */
	const char *cover; /* file for the coverage; NULL: none */
	struct cover_counts *counts;
	const char *fst; /* NULL: none */
	uint64_t window; /* cycles before and after the first mismatch; 0: the whole run */
	char plant_pin[32];
	unsigned int plant_bit;
	uint64_t plant_cycle;
	bool plant;
	bool came;
	bool *planted; /* points to `came` in the first copy: has a bench planted it? */
};

/*
 * The groups of these options, which a command has as children: those of any run; of a run of the
 * RTL; memory; seed and latency; errors of memory; answers that wait. The last group is seed and
 * memory for a command that draws memory from the seed.
 */
extern const struct argp run_options_argp, rtl_options_argp, memory_options_argp, seed_options_argp,
	error_options_argp, stall_options_argp, drawn_options_argp;

/* At ARGP_KEY_INIT of a command whose children are all such groups. */
void run_options_children(struct run_options *options, const struct argp_child *children,
			  struct argp_state *state);

/* Every option as it is when it is not given. */
void run_options_init(struct run_options *options);

/* Narrows the waveform to the window around a failed cycle. */
void run_options_window(const struct run_options *options, uint64_t failed,
			struct bench_config *config);

/*
 * Tells how the run with that window went. Returns EXIT_MISMATCH, and has said which cycles the
 * waveform shows; or EXIT_BAD, and has said what failed. bench is NULL when it could not be made,
 * and `error` says why.
 */
int run_options_windowed(const struct bench_config *config, const struct bench *bench,
			 const char *error);

/* The bench that the options ask for: RTL or not, model, oracle, waveform. */
struct bench_config run_options_bench(const struct run_options *options, bool rtl);

struct output;

/*
 * Before the runs: the outputs, these and n more, are none of the inputs and can be written
 * (outputs.h). Returns an exit status; when it is not EXIT_AGREED, the user has been told.
 */
int run_options_begin(struct run_options *options, const struct output *more, unsigned int n,
		      char *const *inputs, int n_inputs);

/*
 * After the runs, with --cover: the file. Returns the exit status, that of the runs when there is
 * no
 * --cover; nothing is written when that is EXIT_BAD.
 */
int run_options_cover_end(struct run_options *options, int status);

/*
 * After the runs: when fewer translations were compared than --expect demands, or nothing was
 * planted in spite of --plant, tells so, and makes EXIT_BAD of agreement.
 */
int run_options_enough(const struct run_options *options, uint64_t translations, int status);

/* A number as of strtoull, whole and in range; ends the program otherwise. */
uint64_t cli_number(const char *text, const char *what, uint64_t min, uint64_t max,
		    const struct argp_state *state);

/* At ARGP_KEY_INIT of a command: argp shall add nothing to the one line of an error. */
void cli_begin(struct argp_state *state);

/* What is wrong with the command line, in one line; ends the program with EXIT_BAD. */
__attribute__((format(printf, 2, 3))) void cli_usage(const struct argp_state *state,
						     const char *format, ...);

/* argp_parse(), which ends the program when it fails. */
void cli_parse(const struct argp *argp, int argc, char **argv, void *input);

/* One line to standard error, "WHO: ...", whatever bytes the names in it have. */
void cli_print(const char *who, const char *format, va_list args);

/* One line to standard error, "pagewalk: ...", odd bytes as \xNN. Returns EXIT_BAD. */
__attribute__((format(printf, 1, 2))) int cli_error(const char *format, ...);

/* Says in one line that nothing was compared. Returns EXIT_BAD. */
int cli_nothing(const char *what);

/* Progress, 0 to 1, on standard error when that is a terminal; a negative number erases it. */
void cli_progress(const char *what, double done);

/* The same with a text of its own; NULL erases it. */
void cli_status(const char *text);

/* Seconds of a steady clock: for what a user waits. */
double cli_seconds(void);

/* Seconds of CPU time of this process, which measure speed on a busy machine, too. */
double cli_cpu_seconds(void);

/* The last part of a path. */
const char *cli_basename(const char *path);

#endif
