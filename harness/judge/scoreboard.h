/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judges every translation by the spec oracle, from pins alone: each answer
 * must be what the manual gives for the request, each walk must read exactly the
 * PTEs that the oracle reads, and each A/D update must be the oracle's.
 *
 * A walk is judged over the values that memory gave it. A hit must come from a walk of its port
 * that nothing has dropped since (fills.h; rtl/contract, tlb-7), and where such an entry is surely
 * there, no walk may be made. A fault is always fresh: no entry excuses one.
 *
 * It listens to the monitor; drivers do not know that it is there.
 */
#ifndef PAGEWALK_SCOREBOARD_H
#define PAGEWALK_SCOREBOARD_H

#include <stdint.h>

#include "memory/image.h"
#include "monitor/monitor.h"

enum verdict_kind { VERDICT_RIGHT, VERDICT_MISMATCH, VERDICT_OUT_OF_MEMORY };

/* Running out of memory is a kind of its own, because it says nothing of the MMU. */
struct verdict {
	enum verdict_kind kind;
	const char *text; /* valid until the next cycle; VERDICT_RIGHT: NULL */
};

struct scoreboard;

/*
 * What the MMU may keep beside its TLBs and its walk cache; all false: nothing, as rule tlb-7 has
 * it.
 */
struct may_cache {
	bool pointers; /* its walks may skip those that it has read (rtl/contract/tlb.md) */
};

/* Listens to the monitor from now on. Both must outlive it. NULL: out of memory. */
struct scoreboard *scoreboard_create(struct monitor *monitor, struct image *image,
				     const struct mmu_config *config, struct may_cache may_cache);

/* board may be NULL. */
void scoreboard_destroy(struct scoreboard *board);

/* The verdict on the cycle that the monitor has seen last: the first thing that is wrong in it. */
struct verdict scoreboard_verdict(const struct scoreboard *board);

/*
 * With lines the monitor counts less, because it does not follow when walks start. This adds what
 * is missing there. Without lines it is nothing.
 */
void scoreboard_count(const struct scoreboard *board, struct monitor_counts *counts);

/* Hits so far that answered by PTEs which have changed since. */
uint64_t scoreboard_stale(const struct scoreboard *board);

#endif
