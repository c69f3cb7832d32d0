/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a PTE out of a line may be (rtl/contract, line-6): by mode, ASID and address the last line
 * with which memory has answered a walk, until something drops it.
 *
 * Which line makes room for which is not followed, but that the newest one is surely there, and if
 * there are two slots the one that was touched before it, where pins tell that (line-3, tlb-3).
 */
#ifndef PAGEWALK_LINES_H
#define PAGEWALK_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "monitor/exchange.h"
#include "pins.h"

struct lines;

enum line_drop { LINE_FENCE, LINE_CR3, LINE_FAULT, LINE_LOST, LINE_UPDATE, LINE_RESET };

/* A read that a line served: of which PTE, in which cycle the lines were searched for it. */
struct line_read {
	enum paging_mode mode;
	uint64_t asid, pa, searched;
};

/* Of so many slots. NULL: out of memory. */
struct lines *lines_create(unsigned int slots);

/* lines may be NULL. */
void lines_destroy(struct lines *lines);

/*
 * Memory answers the walk's read of this PTE in this cycle, with a line that is kept. False: out of
 * memory.
 */
bool lines_fill(struct lines *lines, uint64_t cycle, const struct exchange *x, uint64_t pa,
		const struct mmu_in *in);

/* What drops all lines (line-4), in the cycle in which it does. */
void lines_drop(struct lines *lines, uint64_t cycle, enum line_drop cause);

/* Memory accepts a compare-and-swap at this address. */
void lines_update(struct lines *lines, uint64_t cycle, uint64_t pa);

/* The PTE that the line gives; false: there was none that could serve. */
bool lines_serve(const struct lines *lines, const struct line_read *read, uint64_t *pte);

/*
 * A line has served a read, nobody knows which. Is one surely there, that would serve this read?
 * Then it was filled in the cycle *filled.
 */
void lines_touch(struct lines *lines);
bool lines_surely(const struct lines *lines, const struct line_read *read, uint64_t *filled);

/* Writes why there was none, for a message: at most `room` bytes. */
void lines_why_not(const struct lines *lines, const struct line_read *read, char *text,
		   unsigned int room);

#endif
