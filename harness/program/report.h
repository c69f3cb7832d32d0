/* SPDX-License-Identifier: Apache-2.0 */
/* The report of a run, for people as text and for programs as JSON. */
#ifndef PAGEWALK_REPORT_H
#define PAGEWALK_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "bench/bench.h"
#include "program/again.h"
#include "trace/player.h"

enum outcome { OUTCOME_AGREES, OUTCOME_MISMATCH, OUTCOME_SKIPPED, OUTCOMES };
extern const char *const report_outcomes[OUTCOMES]; /* as they are printed */

struct report {
	const char *name; /* of the trace, or the seed */
	bool script;      /* it was a pin script */
	enum outcome outcome;
	uint64_t cycles;
	double seconds; /* of CPU time */
	struct player_counts played;
	struct monitor_counts counts;
	uint64_t stale; /* hits by PTEs that have changed since: bench_stale() */
};

/* A summary of several lines, of a run of the RTL, of the cycle model, or of both. */
void report_print(FILE *file, const struct report *report, bool rtl, bool model);

/* Its lines behind the first. pins: in each cycle every pin was compared. */
void report_counts(FILE *file, const struct report *report, bool pins);

/* How many there were. */
uint64_t report_translations(const struct report *report);

/* Adds the counts of one run to those of another. */
void report_add(struct report *sum, const struct report *report);

/* A table of several runs, a line each, and their sum. */
void report_table(FILE *file, const struct report *reports, unsigned int n);

/* The same as JSON; NULL: out of memory. */
json_t *report_json(const struct report *report);

/*
 * Call this before any JSON is made, so that report_write_json() knows when memory ran out for it.
 */
void report_begin_json(void);

/* A name, which JSON takes as UTF-8 alone: '?' stands for other bytes. */
json_t *report_name(const char *name);

/*
 * Writes {"runs": [...], "status": ...} through a file beside path, so that path is whole or
 * untouched. Returns 0, or -1 with errno, also when memory ran out for a part of it.
 */
int report_write_json(const char *path, json_t *root);

/*
 * The first failure: where, what, and the last requests of each port. `again` is
 * the command line that shows it in a waveform; NULL: none.
 */
void report_failure(FILE *file, const struct bench *bench, const char *name,
		    const struct again *again);

#endif
