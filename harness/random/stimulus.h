/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Constrained-random stimulus: both ports, fences of all forms, PTBR writes, moves between all
 * paging modes, PTE changes in flight and resets, over random page tables. Everything follows from
 * the seed. It looks at pins only, in order to aim at the PTE that a walk has just read, and at the
 * cycles of a walk.
 */
#ifndef PAGEWALK_STIMULUS_H
#define PAGEWALK_STIMULUS_H

#include <stdint.h>

#include "bench/bench.h"

#define STIMULUS_OFF ((unsigned int)PAGING_MODES) /* the mode in which nothing is translated */

/* What a run is about, besides everything else; any of these may be combined. */
enum {
	/*
	 * Short scenes, A and D often clear, and software stores to PTEs that a walk is about to
	 * update.
	 */
	STIMULUS_UPDATES = 1,
	/* Memory takes up to STIMULUS_LONG cycles, and so do answers that wait to be taken. */
	STIMULUS_SLOW = 2,
	/* The first scene is the only one: nothing is forgotten but by fences. */
	STIMULUS_ONE_SCENE = 4,
	/*
	 * Requests keep near to each other, as a program's do, and most hit, so that it shows which
	 * entries are replaced and which are kept. Fences and writes are few, and tables stay as
	 * they are.
	 */
	STIMULUS_LOCAL = 8,
};

#define STIMULUS_LONG 1000u

struct stimulus_counts {
	uint64_t scenes;
	uint64_t resets_in_walk; /* scenes that ended while a walk was under way */
	uint64_t fences[4];      /* all, by address, by ASID, by both */
	uint64_t fences_keep_global;
	uint64_t fences_in_walk;
	uint64_t ptbr_writes, ptbr_illegal;
	uint64_t segment_loads;
	uint64_t ptbr_faults;                                   /* writes of CR3 that faulted */
	uint64_t controls;                                      /* changes of control bits of x86 */
	uint64_t moves[STIMULUS_OFF + 1][STIMULUS_OFF + 1];     /* of mode, from one to another */
	uint64_t moves_through_off[STIMULUS_OFF][STIMULUS_OFF]; /* with nothing between them */
	uint64_t pte_changes, pte_changes_aimed;
	uint64_t reworks; /* tables moved, promoted or demoted: where there is an array */
	uint64_t pte_changes_beside; /* in the line that was read last: where there are lines */
	uint64_t lost;               /* A/D updates that lost their race */
	uint64_t errors;             /* memory accesses that failed */
	uint64_t locked;             /* requests that lock their entry */
};

/*
 * A memory that this seed draws: latency, jitter, back-pressure, errors. With STIMULUS_UPDATES many
 * of its compare-and-swaps fail.
 */
struct memory_config stimulus_memory(uint64_t seed, unsigned int about);

/*
 * Runs `cycles` cycles of stimulus and then until all is answered. Adds to *counts.
 * The bench tells how it ended; a port that never answers is a mismatch.
 */
enum bench_status stimulus_run(struct bench *bench, uint64_t seed, unsigned int about,
			       uint64_t cycles, struct stimulus_counts *counts);

#endif
