/* SPDX-License-Identifier: Apache-2.0 */
/* One seed of pagewalk random, and what is said of it when it fails. */
#ifndef PAGEWALK_CMD_RANDOM_H
#define PAGEWALK_CMD_RANDOM_H

#include "program/report.h"
#include "program/run_options.h"
#include "random/stimulus.h"

struct random_arguments {
	struct run_options run;
	uint64_t count, cycles; /* count 0: not said */
	bool forever;
	uint64_t minutes;
	const char *log;
	const char *shrink;
	unsigned int about; /* STIMULUS_UPDATES and the like */
};

/* The options that say what a run is about, each behind a blank. */
const char *random_about(const struct random_arguments *arguments);

/* What a run adds to, and what the last seed did. */
struct random_results {
	const struct random_arguments *arguments;
	struct report sum;
	struct stimulus_counts counts;
	struct report seed;
	char mismatch[512];
};

/* Runs a seed; of a mismatch the user is told. Returns an exit status. */
int random_seed(struct random_results *results, uint64_t seed);

#endif
