/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of fills and of the array: a table, which keeps what was filled into some slots.
 * fills.c (the two TLBs) and array.c (the sets of the array) share it. fills_table.c has what comes
 * and goes, fills_look_up.c what a request meets.
 */
#ifndef PAGEWALK_FILLS_INSIDE_H
#define PAGEWALK_FILLS_INSIDE_H

#include <stdbool.h>
#include <stddef.h>
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
	unsigned int entries; /* of the TLB, or ways of the set */
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

/* All entries are gone, and nobody knows why. */
void table_clear(struct table *table);

/* An entry is gone; or may be; or is, and this is why. */
void table_take_out(struct table *table, struct fill *fill);
void table_perhaps_take_out(struct table *table, struct fill *fill);
void table_drop(struct table *table, struct fill *fill, enum drop_cause cause, uint64_t cycle);

/* The entry is there. */
void table_is_there(struct table *table, struct fill *fill);

/* The old entry goes, which the new page overlaps, as far as that is known. Was it locked? */
bool table_makes_way(struct table *table, struct fill *old, const struct page *page,
		     bool perhaps_global, uint64_t cycle);

/*
 * A refill may replace any one entry that is not locked, but for the one in this slot; NO_SLOT:
 * for none.
 */
void table_doubt(struct table *table, unsigned int spared);

/*
 * A new entry: what a walk ended with, as the oracle has it. NULL: out of memory. The locked one is
 * in a slot that nothing replaces.
 */
struct new_fill {
	struct page page;
	const struct exchange *x;
	uint64_t pa;
	unsigned int memtype;
	bool doubtful, perhaps_global, locked;
};

struct fill *table_fill(struct table *table, const struct new_fill *new);

/* What a fence, a write of CR3 or a fault takes away. */
struct fence {
	bool by_va, by_asid, keep_global;
	uint64_t va, asid;
};

/* A fence of this cycle. */
struct fence fence_of(const struct context *context, const struct mmu_in *in);

void table_fence(struct table *table, const struct fence *fence, enum drop_cause cause,
		 uint64_t cycle);
void table_fault(struct table *table, const struct page *request, uint64_t cycle);

/*
 * As fills_look_up(), fills_meant(), fills_missed() and fills_why_not(), among pages of these
 * sizes: bit n, of 2^n bytes.
 */
#define ALL_SIZES UINT64_MAX

void table_look_up(const struct table *table, uint64_t sizes, const struct exchange *x,
		   struct cached *found);
void table_meant(const struct table *table, uint64_t sizes, const struct exchange *x,
		 struct cached *found);
void table_missed(struct table *table, const struct cached *found);
bool table_why_not(const struct table *table, uint64_t sizes, const struct exchange *x,
		   struct drop *drop);

#endif
