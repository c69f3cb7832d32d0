/* SPDX-License-Identifier: Apache-2.0 */
/* One table: what comes into it, and what goes. */
#include <string.h>

#include "judge/fills_inside.h"

void table_clear(struct table *table)
{
	slots_clear(&table->slots);
	table->n_sure = table->n_locked = table->n_vague = 0;
	table->vague_locks = false;
	table->drops = 0;
}

/* ---- Drops ---- */

void table_take_out(struct table *table, struct fill *fill)
{
	table->n_sure -= is_sure(table, fill);
	table->n_locked -= fill->locked;
	table->n_vague -= fill->perhaps_global;
	slots_give_back(&table->slots, fill);
}

/* It is gone if it is global, or if the other one is; or the other way round. */
void table_perhaps_take_out(struct table *table, struct fill *fill)
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
			table_take_out(table, fill);
}

void table_is_there(struct table *table, struct fill *fill)
{
	if (is_sure(table, fill))
		return;
	fill->epoch = table->epoch;
	table->n_sure++;
	take_out_others(table);
}

void table_drop(struct table *table, struct fill *fill, enum drop_cause cause, uint64_t cycle)
{
	table->dropped[table->drops++ % DROPS] = (struct dropped){fill->page, {cause, cycle}};
	table_take_out(table, fill);
}

void table_missed(struct table *table, const struct cached *found)
{
	struct fill *fill;

	/* If the entry were there, it would have hit: so it has been replaced. */
	if (found->there != CACHED_PERHAPS || !found->allows || found->foreign)
		return;
	/* A drop may have come first. No other fill did, for a port walks for one request. */
	fill = &table->slots.fills[found->slot];
	if (fill->taken)
		table_take_out(table, fill);
}

struct fence fence_of(const struct context *context, const struct mmu_in *in)
{
	struct oracle_context now;

	context_get(context, in, &now);
	return (struct fence){
		.by_va = in->fence_by_va,
		.by_asid = in->fence_by_asid,
		.keep_global = in->fence_keep_global,
		.va = context_address(&now, in->fence_va),
		.asid = in->fence_asid & context_asid_mask(context),
	};
}

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

void table_fence(struct table *table, const struct fence *fence, enum drop_cause cause,
		 uint64_t cycle)
{
	struct slots_tour tour = fence->by_va ? slots_at(&table->slots, fence->va) : slots_of_all();
	struct fill *fill;

	while ((fill = slots_next(&table->slots, &tour)))
		if (is_met(&fill->page, fence))
			table_drop(table, fill, cause, cycle);
		else if (is_perhaps_met(fill, fence))
			table_perhaps_take_out(table, fill);
}

void table_fault(struct table *table, const struct page *request, uint64_t cycle)
{
	struct slots_tour tour = slots_at(&table->slots, request->va);
	struct fill *fill;

	while ((fill = slots_next(&table->slots, &tour))) {
		if (!slots_match(&fill->page, request))
			continue;
		if (is_foreign(fill, request))
			table_perhaps_take_out(table, fill);
		else
			table_drop(table, fill, DROPPED_BY_FAULT, cycle);
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

bool table_makes_way(struct table *table, struct fill *old, const struct page *page,
		     bool perhaps_global, uint64_t cycle)
{
	bool locked = old->locked;

	if (perhaps_overlaps(old, page, perhaps_global)) {
		table_perhaps_take_out(table, old);
		return false;
	}
	table_drop(table, old, DROPPED_BY_FILL, cycle);
	return locked;
}

void table_doubt(struct table *table, unsigned int spared)
{
	table->epoch++;
	table->n_sure = table->n_locked;
	if (spared != NO_SLOT && table->slots.fills[spared].taken) {
		table->slots.fills[spared].epoch = table->epoch;
		table->n_sure++;
	}
}

struct fill *table_fill(struct table *table, const struct new_fill *new)
{
	struct fill *fill = slots_take(&table->slots, &new->page);

	if (!fill)
		return NULL;
	fill->epoch = table->epoch;
	fill->doubtful = new->doubtful;
	fill->perhaps_global = new->perhaps_global;
	table->n_vague += new->perhaps_global;
	fill->locked = new->locked;
	fill->filled = new->x->answered;
	fill->pa = new->pa;
	fill->memtype = new->memtype;
	fill->context = new->x->context;
	keep_walk(fill, new->x);
	table->touched = (unsigned int)(fill - table->slots.fills);
	table->n_sure++;
	table->n_locked += new->locked;
	take_out_others(table);
	return fill;
}
