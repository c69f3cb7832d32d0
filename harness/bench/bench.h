/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lockstep bench: RTL and cycle model under the same pins, compared on every pin in every
 * cycle, and both judged by the oracle. The user sets inputs, calls bench_cycle(), and looks at
 * outputs; the mem_* inputs and counter_select are the bench's own.
 */
#ifndef PAGEWALK_BENCH_H
#define PAGEWALK_BENCH_H

#include <stdbool.h>
#include <stdint.h>

#include "dut/pins_file.h"
#include "memory/image.h"
#include "memory/memory.h"
#include "monitor/monitor.h"
#include "pins.h"

struct cover;
struct scoreboard;
struct fst;
struct cover_counts;

struct bench_config {
	bool rtl;             /* run the RTL; without it the model drives */
	bool model;           /* run the cycle model, and compare when the RTL runs too */
	bool oracle;          /* judge every translation... */
	bool caches_pointers; /* ...of an MMU that may cache those */
	struct memory_config memory;
	uint64_t seed; /* of the registers' start values */

	struct cover_counts *cover; /* counts functional coverage into these; NULL: none */

	/* A waveform of cycles first to last, both included; NULL: none. */
	const char *fst;
	uint64_t fst_first, fst_last;

	/* Where each cycle's pins go; NULL: nowhere. A disk that is full is a BENCH_ERROR. */
	struct pins_file *pins;

	/* A difference planted in what the RTL shows, to see it caught; NULL: none. */
	const char *plant_pin;
	unsigned int plant_bit;
	uint64_t plant_cycle; /* at this cycle, or the first one after it in which valid covers the
				 pin */
	bool *planted;        /* becomes true when it is there; may be NULL */
};

/* BENCH_LACKS: what is run needs what this build leaves out. */
enum bench_status { BENCH_OK, BENCH_MISMATCH, BENCH_ERROR, BENCH_LACKS };

struct bench {
	struct mmu_in in;   /* this cycle's; the user's to set */
	struct mmu_out out; /* this cycle's, from bench_cycle() on */
	/* Called at the end of each cycle, with its pins; NULL: no call. */
	void (*watch)(void *opaque, const struct bench *bench);
	void *watcher;

	uint64_t line[PORTS]; /* trace line of the request that each port shows; 0: none */
	uint64_t cycle;       /* cycles done */

	/* After anything but BENCH_OK: where and what. */
	uint64_t failed_cycle;
	uint64_t failed_line[PORTS]; /* line[] of that cycle, for cycles may go on behind it */
	char failure[512];

	struct image *image;
	struct monitor *monitor;  /* what the pins have told */
	struct scoreboard *judge; /* the bench's own; NULL without oracle */
	struct memory memory;

	struct bench_config config;
	struct dut *dut;
	struct mmu *model;
	struct cover *cover;      /* NULL: not asked for */
	struct mmu_out model_out; /* what it shows in this cycle */
	struct fst *fst;          /* the waveform under way; NULL: none */
	enum bench_status status;
};

/*
 * A bench after reset. NULL, with one line in error (of size bytes): out of
 * memory, or the waveform cannot be written.
 */
struct bench *bench_create(const struct bench_config *config, char *error, unsigned int size);

/* bench may be NULL. */
void bench_destroy(struct bench *bench);

/*
 * One cycle. After anything but BENCH_OK cycles go on (for the waveform), but nothing is compared
 * any more and the first failure stays.
 */
enum bench_status bench_cycle(struct bench *bench);

/* One cycle of reset; memory is emptied. */
enum bench_status bench_reset(struct bench *bench);

/*
 * Ends the waveform, which is an error when it could not be written whole: a full disk. Nothing to
 * do without a waveform.
 */
enum bench_status bench_finish(struct bench *bench);

/*
 * How many cycles a driver must wait before it may say that an answer is missing: more than the
 * accesses to this memory take that one answer may need.
 */
uint64_t bench_patience(const struct bench *bench);

/* Ends a run because of a failure that the driver saw: printf-like; the first failure stays. */
__attribute__((cold, format(printf, 3, 4))) void
bench_fail(struct bench *bench, enum bench_status status, const char *format, ...);

/* Hits so far that answered by PTEs which have changed since; 0 without oracle. */
uint64_t bench_stale(const struct bench *bench);

/* What was counted so far, by the monitor, and with lines by the judge. */
struct monitor_counts bench_counts(const struct bench *bench);

/* Is this the name of an output pin? Its width goes to *bits. */
bool bench_pin(const char *name, unsigned int *bits);

#endif
