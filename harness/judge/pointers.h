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

/* Is this whole walk right? */
typedef bool pointers_judge(void *opaque, const struct exchange *whole);

/*
 * Is x the end of a walk behind pointers that the MMU may have skipped? Then *whole is that walk,
 * judged to be right, with the skipped pointers in front of what x read. *doubtful: there are other
 * such walks, with other rights.
 */
bool pointers_explain(const struct pointers *pointers, const struct exchange *x,
		      pointers_judge *judge, void *opaque, struct exchange *whole, bool *doubtful);

#endif
