/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/fills.h"

#include <stdlib.h>
#include <string.h>

#include "judge/fills_inside.h"
#include "oracle/oracle.h"

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
		table->n_sure = table->n_locked = table->n_vague = 0;
		table->vague_locks = false;
		table->drops = 0;
	}
}

/* ---- Drops ---- */

static void take_out(struct table *table, struct fill *fill)
{
	table->n_sure -= is_sure(table, fill);
	table->n_locked -= fill->locked;
	table->n_vague -= fill->perhaps_global;
	slots_give_back(&table->slots, fill);
}

/* It is gone if it is global, or if the other one is; or the other way round. */
static void perhaps_take_out(struct table *table, struct fill *fill)
{
	table->n_sure -= is_sure(table, fill);
	table->n_locked -= fill->locked;
	table->vague_locks |= fill->locked;
	fill->locked = false;
	fill->epoch = table->epoch - 1;
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

	table->touched = found->vague ? NO_SLOT : found->slot;
	if (!found->vague && !is_sure(table, fill)) {
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
	if (found->there != CACHED_PERHAPS || !found->allows || found->foreign)
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

/* The same of an entry that is perhaps global, if it is not. */
static bool is_perhaps_met(const struct fill *fill, const struct fence *fence)
{
	struct page page = fill->page;

	page.global = false;
	return fill->perhaps_global && is_met(&page, fence);
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
			else if (is_perhaps_met(fill, fence))
				perhaps_take_out(table, fill);
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
		struct slots_tour tour = slots_at(&table->slots, request.va);
		struct fill *fill;

		while ((fill = slots_next(&table->slots, &tour))) {
			if (!slots_match(&fill->page, &request))
				continue;
			if (is_foreign(fill, &request))
				perhaps_take_out(table, fill);
			else
				drop(table, fill, DROPPED_BY_FAULT, cycle);
		}
	}
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

/* Does the entry overlap the new page only if one of them is global that perhaps is? */
static bool perhaps_overlaps(const struct fill *old, const struct page *page, bool perhaps_global)
{
	return old->page.asid != page->asid && (!old->page.global || old->perhaps_global) &&
	       (!page->global || perhaps_global);
}

/* tlb-2: all that it overlaps goes. Was one of them locked? */
static bool make_way(struct table *table, const struct page *page, bool perhaps_global,
		     uint64_t cycle)
{
	bool smaller = table->slots.sizes & ((UINT64_C(1) << page->size) - 1);
	struct slots_tour tour = smaller ? slots_of_all() : slots_at(&table->slots, page->va);
	struct fill *old;
	bool locked = false;

	while ((old = slots_next(&table->slots, &tour))) {
		if (!slots_overlap(&old->page, page))
			continue;
		if (perhaps_overlaps(old, page, perhaps_global)) {
			perhaps_take_out(table, old);
			continue;
		}
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
	if (none_locked && table->touched != NO_SLOT && touched->taken) {
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
	bool full = table->slots.taken >= table->entries;
	bool none_locked = !table->n_locked && !table->vague_locks;
	/* One slot is never locked (tlb-5). */
	bool locked = x->locks && table->n_locked + 1 < table->entries;
	/* On RISC-V pointers decide, too, whether a page is global (walk-3). */
	bool perhaps_global = doubtful && !context_is_x86(&x->context);
	struct fill *fill;

	if (!table->slots.taken)
		table->vague_locks = false;
	page.size = (uint8_t)answer->size;
	page.global = answer->global || perhaps_global;
	/* The walk ended a cycle before its answer shows. */
	locked |= make_way(table, &page, perhaps_global, x->answered - 1);
	/* One that perhaps is locked is not replaced; nobody says that it is there. */
	locked &= !table->vague_locks;
	if (full)
		doubt(table, none_locked);
	fill = slots_take(&table->slots, &page);
	if (!fill)
		return false;
	fill->epoch = table->epoch;
	fill->doubtful = doubtful;
	fill->perhaps_global = perhaps_global;
	table->n_vague += perhaps_global;
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
