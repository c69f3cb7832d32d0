/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs seed after seed, until SIGINT or SIGTERM, for so many minutes, until so many seeds have
 * failed that more tell nothing new, or up to the last one of 64 bits. A signal lets the seed under
 * way come to its end; a second one ends the program at once.
 */
#ifndef PAGEWALK_FOREVER_H
#define PAGEWALK_FOREVER_H

#include <stdbool.h>
#include <stdint.h>

#include "program/soak_log.h"

struct forever_seed {
	uint64_t cycles, translations;
	char mismatch[512]; /* "": all agreed */
};

struct forever {
	uint64_t seed;        /* the first one, but of a log that has lines */
	uint64_t minutes;     /* 0: no end */
	const char *log;      /* a file; NULL: none */
	const char *settings; /* of the runs: the log's first line */
	uint64_t mismatches;  /* that many end it */

	/* One seed. False: it could not be run, and the user has been told. */
	bool (*run)(void *opaque, uint64_t seed, struct forever_seed *done);
	void *opaque;
};

/*
 * False: something failed, and the user has been told. *sum adds up the lines of the log, or
 * without a log the seeds of this run; *run is how many seeds this run had.
 */
bool forever_run(const struct forever *config, struct soak_sum *sum, uint64_t *run);

/* From now on SIGINT and SIGTERM only ask for the end, once. */
void forever_catch_signals(void);

/* Has one of these signals come? */
bool forever_stopped(void);

#endif
