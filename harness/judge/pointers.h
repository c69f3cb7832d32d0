/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Behind which pointers a walk may begin, of an MMU that may cache them (rtl/contract/tlb.md, "What
 * the manuals allow of pointers"): what memory has answered, at which address; from which roots
 * walks went; and when which of it was named by a fence, a write of CR3, or a fault.
 *
 * All that was read since the last fence of everything is kept, because the pins do not tell what
 * the MMU caches.
 */
#ifndef PAGEWALK_POINTERS_H
#define PAGEWALK_POINTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/lines.h"
#include "monitor/exchange.h"
#include "pins.h"

struct context;
struct pointers;

/* NULL: out of memory. */
struct pointers *pointers_create(void);

/* pointers may be NULL. */
void pointers_destroy(struct pointers *pointers);

/*
 * What the pins tell, in order. Each that may need memory returns false when there is none.
 * Memory accepts a PTE's read or update; it answers the last one accepted; a walk begins.
 */
void pointers_ask(struct pointers *pointers, uint64_t cycle, const struct mmu_out *out);
bool pointers_answer(struct pointers *pointers, const struct mmu_in *in);
bool pointers_walk(struct pointers *pointers, uint64_t cycle, const struct exchange *x);

/*
 * Call these for what names pointers: reset, an accepted fence with its pins, a write of CR3 that
 * drops, a walk that ended with a fault.
 */
void pointers_reset(struct pointers *pointers);
bool pointers_fence(struct pointers *pointers, uint64_t cycle, const struct context *context,
		    const struct mmu_in *in);
bool pointers_drop(struct pointers *pointers, uint64_t cycle, uint64_t asid);
bool pointers_fault(struct pointers *pointers, uint64_t cycle, const struct exchange *x);

/*
 * What a walk has taken out of lines, in order: behind how many of its reads, and in which cycle
 * the lines were searched.
 */
struct taken {
	unsigned int n;
	struct {
		unsigned int behind;
		uint64_t searched;
	} pte[ORACLE_MAX_READS];
};

/* A PTE that a line gave: as an answer of memory to a read that was asked for then. */
bool pointers_see(struct pointers *pointers, uint64_t cycle, uint64_t pa, uint64_t value);

/* Is this whole walk right? */
typedef bool pointers_judge(void *opaque, const struct exchange *whole);

/* Where a walk is looked for. */
struct explained {
	const struct lines *lines; /* NULL: there are none */
	const struct taken *taken;
	struct exchange *whole; /* the walk, judged to be right */
	bool doubtful;          /* there are other such walks, with other rights */
	bool tried;             /* none was right, and *whole is the last one */
	bool unserved;          /* none was right, and in one no line had this PTE */
	struct line_read missing;
};

/*
 * Is x the end of a walk behind pointers that the MMU may have skipped, with what it has taken out
 * of lines? Then explained->whole is that walk, with the skipped pointers and the PTEs out of lines
 * at their places.
 */
bool pointers_explain(const struct pointers *pointers, const struct exchange *x,
		      pointers_judge *judge, void *opaque, struct explained *explained);

#endif
