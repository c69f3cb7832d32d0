/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of fills: what fills.c (what comes and goes) and fills_look_up.c share. */
#ifndef PAGEWALK_FILLS_INSIDE_H
#define PAGEWALK_FILLS_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/fills.h"
#include "judge/fills_slots.h"
#include "monitor/context.h"
#include "monitor/exchange.h"

#define DROPS 16u

struct dropped {
	struct page page;
	struct drop drop;
};

struct table {
	unsigned int entries; /* of the TLB */
	struct slots slots;
	unsigned int touched; /* the slot filled or hit last; free by now, or NO_SLOT: not known */
	uint64_t epoch;       /* goes on when any but a locked one may be replaced */
	size_t n_locked, n_sure;
	size_t n_vague;   /* that are perhaps global */
	bool vague_locks; /* perhaps more are locked */
	struct dropped dropped[DROPS];
	unsigned int drops; /* so far; the newest is dropped[(drops - 1) % DROPS] */
};

struct fills {
	struct table table[PORTS];
};

/* What a request asks for. */
static inline struct page page_of(const struct exchange *x)
{
	struct page page = {.global = false};

	/* One by one, which GCC stores as they are; an initializer's it first puts together. */
	page.va = context_address(&x->context, x->access.va);
	page.asid = (uint16_t)x->asid;
	page.mode = (int8_t)x->mode;
	return page;
}

/* Is the entry surely still there? */
static inline bool is_sure(const struct table *table, const struct fill *fill)
{
	return fill->locked || fill->epoch == table->epoch;
}

/* The request, or the entry, matches this one, or overlaps it, only if that is global. */
static inline bool is_foreign(const struct fill *fill, const struct page *page)
{
	return fill->perhaps_global && fill->page.asid != page->asid;
}

#endif
