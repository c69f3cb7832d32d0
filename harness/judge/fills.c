/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/fills.h"

#include <stdlib.h>
#include <string.h>

#include "judge/fills_slots.h"
#include "memory/replay.h"
#include "monitor/context.h"
#include "monitor/exchange.h"
#include "oracle/oracle.h"

#define DROPS 16u

struct dropped {
	struct page page;
	struct drop drop;
};

struct table {
	unsigned int entries; /* of the TLB */
	struct slots slots;
	unsigned int touched; /* the slot filled or hit last; that may be free by now */
	uint64_t epoch;       /* goes on when any but a locked one may be replaced */
	size_t n_locked, n_sure;
	struct dropped dropped[DROPS];
	unsigned int drops; /* so far; the newest is dropped[(drops - 1) % DROPS] */
};

struct fills {
	struct table table[PORTS];
};

struct fills *fills_create(const struct mmu_config *config)
{
	struct fills *fills = calloc(1, sizeof(*fills));

	if (fills) {
		fills->table[PORT_FETCH].entries = config->itlb_entries;
		fills->table[PORT_DATA].entries = config->dtlb_entries;
		fills_reset(fills);
	}
	return fills;
}

void fills_destroy(struct fills *fills)
{
	if (!fills)
		return;
	for (enum port port = 0; port < PORTS; port++)
		slots_free(&fills->table[port].slots);
	free(fills);
}

void fills_reset(struct fills *fills)
{
	for (enum port port = 0; port < PORTS; port++) {
		struct table *table = &fills->table[port];

		slots_clear(&table->slots);
		table->n_sure = table->n_locked = 0;
		table->drops = 0;
	}
}

/* ---- Look-up ---- */

static struct page page_of(const struct exchange *x)
{
	struct page page = {.global = false};

	/* One by one, which GCC stores as they are; an initializer's it first puts together. */
	page.va = context_address(&x->context, x->access.va);
	page.asid = (uint16_t)x->asid;
	page.mode = (int8_t)x->mode;
	return page;
}

/*
 * port-5, by the oracle. Those bits of the context that act on a hit are the request's, all others
 * the walk's.
 */
__attribute__((noinline)) static bool ask(const struct fill *fill, const struct exchange *x)
{
	struct replay replay = {.data = fill->data, .n = fill->reads};
	struct oracle_context context = fill->context;
	struct oracle_answer answer;

	context.x86.wp = x->context.x86.wp;
	context.x86.smep = x->context.x86.smep;
	context.x86.smap = x->context.x86.smap;
	oracle_translate(replay_read, &replay, &context, &x->access, &answer);
	return answer.fault == FAULT_NONE && !answer.updates;
}

static bool allows(struct fill *fill, const struct exchange *x)
{
	const struct oracle_x86 *x86 = &x->context.x86;
	unsigned int controls =
		(unsigned int)x86->wp | (unsigned int)x86->smep << 1 | (unsigned int)x86->smap << 2;
	uint64_t bit = UINT64_C(1) << x->kind;

	if (fill->controls != controls) {
		fill->controls = controls;
		fill->asked = fill->allowed = 0;
	}
	if (!(fill->asked & bit)) {
		fill->asked |= bit;
		if (ask(fill, x))
			fill->allowed |= bit;
	}
	return fill->allowed & bit;
}

/* Is the entry surely still there? */
static bool is_sure(const struct table *table, const struct fill *fill)
{
	return fill->locked || fill->epoch == table->epoch;
}

void fills_look_up(struct fills *fills, unsigned int port, const struct exchange *x,
		   struct cached *found)
{
	const struct table *table = &fills->table[port];
	const struct page request = page_of(x);
	struct fill *fill = slots_find(&table->slots, &request);

	found->there = CACHED_NOT;
	if (!fill)
		return;
	found->there = is_sure(table, fill) && !fill->doubtful ? CACHED_SURELY : CACHED_PERHAPS;
	found->allows = fill->doubtful || allows(fill, x);
	found->slot = (unsigned int)(fill - table->slots.fills);
	found->filled = fill->filled;
	found->size = fill->page.size;
	found->memtype = fill->memtype;
	found->pa = fill->pa | (request.va & ((UINT64_C(1) << fill->page.size) - 1));
}

/* ---- Drops ---- */

static void take_out(struct table *table, struct fill *fill)
{
	table->n_sure -= is_sure(table, fill);
	table->n_locked -= fill->locked;
	slots_give_back(&table->slots, fill);
}

/* All entries of the TLB are known, so every other fill has been replaced. */
static void take_out_others(struct table *table)
{
	struct slots_tour tour = slots_of_all();
	struct fill *fill;

	while (table->n_sure == table->entries && (fill = slots_next(&table->slots, &tour)))
		if (!is_sure(table, fill))
			take_out(table, fill);
}

struct standing *fills_hit(struct fills *fills, unsigned int port, const struct cached *found)
{
	struct table *table = &fills->table[port];
	struct fill *fill = &table->slots.fills[found->slot];

	table->touched = found->slot;
	if (!is_sure(table, fill)) {
		fill->epoch = table->epoch;
		table->n_sure++;
		take_out_others(table);
	}
	return &fill->standing;
}

static void drop(struct table *table, struct fill *fill, enum drop_cause cause, uint64_t cycle)
{
	table->dropped[table->drops++ % DROPS] = (struct dropped){fill->page, {cause, cycle}};
	take_out(table, fill);
}

void fills_missed(struct fills *fills, unsigned int port, const struct cached *found)
{
	struct table *table = &fills->table[port];
	struct fill *fill;

	/* If the entry were there, it would have hit: so it has been replaced. */
	if (found->there != CACHED_PERHAPS || !found->allows)
		return;
	/* A drop may have come first. No other fill did, for a port walks for one request. */
	fill = &table->slots.fills[found->slot];
	if (fill->taken)
		take_out(table, fill);
}

struct fence {
	bool by_va, by_asid, keep_global;
	uint64_t va, asid;
};

static bool is_met(const struct page *page, const struct fence *fence)
{
	if (fence->by_va && (page->va ^ fence->va) >> page->size)
		return false;
	if (fence->by_asid && (page->global || page->asid != fence->asid))
		return false;
	return !fence->keep_global || !page->global;
}

static void drop_all(struct fills *fills, const struct fence *fence, enum drop_cause cause,
		     uint64_t cycle)
{
	for (enum port port = 0; port < PORTS; port++) {
		struct table *table = &fills->table[port];
		struct slots_tour tour =
			fence->by_va ? slots_at(&table->slots, fence->va) : slots_of_all();
		struct fill *fill;

		while ((fill = slots_next(&table->slots, &tour)))
			if (is_met(&fill->page, fence))
				drop(table, fill, cause, cycle);
	}
}

void fills_fence(struct fills *fills, uint64_t cycle, const struct context *context,
		 const struct mmu_in *in)
{
	struct oracle_context now;
	struct fence fence;

	context_get(context, in, &now);
	fence = (struct fence){
		.by_va = in->fence_by_va,
		.by_asid = in->fence_by_asid,
		.keep_global = in->fence_keep_global,
		.va = context_address(&now, in->fence_va),
		.asid = in->fence_asid & context_asid_mask(context),
	};
	drop_all(fills, &fence, DROPPED_BY_FENCE, cycle);
}

void fills_drop(struct fills *fills, uint64_t cycle, uint64_t asid)
{
	const struct fence fence = {.by_asid = true, .asid = asid};

	drop_all(fills, &fence, DROPPED_BY_CR3, cycle);
}

void fills_fault(struct fills *fills, uint64_t cycle, const struct exchange *x)
{
	const struct page request = page_of(x);

	for (enum port port = 0; port < PORTS; port++) {
		struct table *table = &fills->table[port];
		struct fill *fill = slots_find(&table->slots, &request);

		if (fill)
			drop(table, fill, DROPPED_BY_FAULT, cycle);
	}
}

bool fills_why_not(const struct fills *fills, unsigned int port, const struct exchange *x,
		   struct drop *drop)
{
	const struct table *table = &fills->table[port];
	const struct page request = page_of(x);

	for (unsigned int n = 1; n <= DROPS && n <= table->drops; n++) {
		const struct dropped *dropped = &table->dropped[(table->drops - n) % DROPS];

		if (slots_match(&dropped->page, &request)) {
			*drop = dropped->drop;
			return true;
		}
	}
	return false;
}

/* ---- Fill ---- */

/*
 * Where the walk read a PTE that it then updated, the value counts that the update wrote. A PTE
 * whose read gave another value, from before a store, counts as it was read.
 */
static void keep_walk(struct fill *fill, const struct exchange *x)
{
	fill->reads = x->reads;
	memcpy(fill->data, x->read_data, sizeof(fill->data));
	for (unsigned int u = 0; u < x->updates; u++)
		for (unsigned int i = 0; i < x->reads; i++)
			if (x->read_pa[i] == x->update[u].pa &&
			    x->read_data[i] == x->update[u].old_pte)
				fill->data[i] = x->update[u].new_pte;
}

/* tlb-2: all that it overlaps goes. Was one of them locked? */
static bool make_way(struct table *table, const struct page *page, uint64_t cycle)
{
	bool smaller = table->slots.sizes & ((UINT64_C(1) << page->size) - 1);
	struct slots_tour tour = smaller ? slots_of_all() : slots_at(&table->slots, page->va);
	struct fill *old;
	bool locked = false;

	while ((old = slots_next(&table->slots, &tour))) {
		if (!slots_overlap(&old->page, page))
			continue;
		locked |= old->locked;
		drop(table, old, DROPPED_BY_FILL, cycle);
	}
	return locked;
}

/*
 * A refill may replace any one entry that is not locked. The one touched last is used, and another
 * is not (tlb-3), where no locked ones stand for the others.
 */
static void doubt(struct table *table, bool none_locked)
{
	struct fill *touched = &table->slots.fills[table->touched];

	table->epoch++;
	table->n_sure = table->n_locked;
	if (none_locked && touched->taken) {
		touched->epoch = table->epoch;
		table->n_sure++;
	}
}

bool fills_add(struct fills *fills, unsigned int port, const struct exchange *x,
	       const struct oracle_answer *answer, bool doubtful)
{
	struct table *table = &fills->table[port];
	uint64_t in_page = (UINT64_C(1) << answer->size) - 1;
	struct page page = page_of(x);
	/* The slot is chosen before the entries that are overlapped go (tlb-2). */
	bool full = table->slots.taken >= table->entries, none_locked = !table->n_locked;
	/* One slot is never locked (tlb-5). */
	bool locked = x->locks && table->n_locked + 1 < table->entries;
	struct fill *fill;

	page.size = (uint8_t)answer->size;
	/* On RISC-V pointers decide, too, whether a page is global (walk-3). */
	page.global = answer->global || (doubtful && !context_is_x86(&x->context));
	/* The walk ended a cycle before its answer shows. */
	locked |= make_way(table, &page, x->answered - 1);
	if (full)
		doubt(table, none_locked);
	fill = slots_take(&table->slots, &page);
	if (!fill)
		return false;
	fill->epoch = table->epoch;
	fill->doubtful = doubtful;
	fill->locked = locked;
	fill->filled = x->answered;
	fill->pa = answer->pa & ~in_page;
	fill->memtype = answer->memtype;
	fill->context = x->context;
	keep_walk(fill, x);
	table->touched = (unsigned int)(fill - table->slots.fills);
	table->n_sure++;
	table->n_locked += locked;
	take_out_others(table);
	return true;
}
