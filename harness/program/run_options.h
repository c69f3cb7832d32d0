/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The options that every lockstep run takes, and what follows from them before and after the runs.
 */
#ifndef PAGEWALK_RUN_OPTIONS_H
#define PAGEWALK_RUN_OPTIONS_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench/bench.h"

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
	GIVEN_ALONE = 128,
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

#endif
