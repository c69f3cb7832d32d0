/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log of a run without end: what was run in its first line, then a line for each seed that is
 * done, appended when it is, so that whatever ends the run takes one seed at most with it. A line
 * that was cut short, by a crash, is dropped when the log is opened again. Seeds follow each other.
 *
 *	pagewalk-random 1 SETTINGS
 *	seed N cycles N translations N agreed
 *	seed N cycles N translations N mismatch WHAT
 */
#ifndef PAGEWALK_SOAK_LOG_H
#define PAGEWALK_SOAK_LOG_H

#include <stdbool.h>
#include <stdint.h>

struct soak_log;

/* All lines of the log together. */
struct soak_sum {
	uint64_t seeds, cycles, translations, mismatches;
	uint64_t first, last; /* seeds, in the order of the lines; with seeds > 0 */
};

/*
 * Opens a log, or begins one. NULL, with one line in error (of size bytes): it cannot be written,
 * is not a log or not a file, has other settings in its first line or no seed left to run, or
 * another program writes to it. "-" is standard output: nothing is gone on with.
 */
struct soak_log *soak_log_open(const char *path, const char *settings, char *error,
			       unsigned int size);

/* log may be NULL. */
void soak_log_close(struct soak_log *log);

/* All lines so far; it belongs to the log. */
const struct soak_sum *soak_log_sum(const struct soak_log *log);

/* A seed is done; mismatch: what was wrong, NULL: all agreed. False with errno: no line is added.
 */
bool soak_log_add(struct soak_log *log, uint64_t seed, uint64_t cycles, uint64_t translations,
		  const char *mismatch);

#endif
