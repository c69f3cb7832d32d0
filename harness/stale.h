/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which stale answers are legal. Until a fence that would drop its entry, a hit may still
 * give a translation made of values that the PTEs on the way have had since the
 * last such fence, under any base register of the same mode that an entry was filled under since
 * then (one of the same ASID, unless the page is global).
 */
#ifndef PAGEWALK_STALE_H
#define PAGEWALK_STALE_H

#include <stdbool.h>
#include <stdint.h>

#include "image.h"
#include "oracle.h"
#include "pins.h"

struct context;
struct exchange;
struct stale;

/* NULL: out of memory. */
struct stale *stale_create(struct image *image);
void stale_destroy(struct stale *stale);

/* All entries are gone. */
void stale_reset(struct stale *stale);

/* A fence accepted in this cycle, with its pins. False: out of memory. */
bool stale_fence(struct stale *stale, uint64_t cycle, const struct context *context,
		 const struct mmu_in *in);

/* What a write of CR3 drops: entries of this ASID that are not global. False: out of memory. */
bool stale_drop(struct stale *stale, uint64_t cycle, uint64_t asid);

/*
 * A page fault of x86, answered in this cycle: the SDM ("Operations that Invalidate TLBs") has it
 * drop what would translate its address. False: out of memory.
 */
bool stale_fault(struct stale *stale, uint64_t cycle, const struct exchange *x);

/* A walk in this context has ended with an entry. False: out of memory. */
bool stale_filled(struct stale *stale, const struct oracle_context *context);

/* Is there a legal entry that gives this answer, allowed and without an update? */
bool stale_explains(const struct stale *stale, const struct exchange *x);

#endif
