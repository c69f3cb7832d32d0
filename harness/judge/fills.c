/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/fills.h"

#include <stdlib.h>

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
	for (enum port port = 0; port < PORTS; port++)
		table_clear(&fills->table[port]);
}

struct standing *fills_hit(struct fills *fills, unsigned int port, const struct cached *found)
{
	struct table *table = &fills->table[port];
	struct fill *fill = &table->slots.fills[found->slot];

	table->touched = found->vague ? NO_SLOT : found->slot;
	if (!found->vague && !is_sure(table, fill))
		table_is_there(table, fill);
	return &fill->standing;
}

void fills_missed(struct fills *fills, unsigned int port, const struct cached *found)
{
	table_missed(&fills->table[port], found);
}

/* ---- Drops ---- */

static void drop_all(struct fills *fills, const struct fence *fence, enum drop_cause cause,
		     uint64_t cycle)
{
	for (enum port port = 0; port < PORTS; port++)
		table_fence(&fills->table[port], fence, cause, cycle);
}

void fills_fence(struct fills *fills, uint64_t cycle, const struct context *context,
		 const struct mmu_in *in)
{
	const struct fence fence = fence_of(context, in);

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

	for (enum port port = 0; port < PORTS; port++)
		table_fault(&fills->table[port], &request, cycle);
}

/* ---- Fill ---- */

/* tlb-2: all that it overlaps goes. Was one of them locked? */
static bool make_way(struct table *table, const struct page *page, bool perhaps_global,
		     uint64_t cycle)
{
	bool smaller = table->slots.sizes & ((UINT64_C(1) << page->size) - 1);
	struct slots_tour tour = smaller ? slots_of_all() : slots_at(&table->slots, page->va);
	struct fill *old;
	bool locked = false;

	while ((old = slots_next(&table->slots, &tour)))
		if (slots_overlap(&old->page, page))
			locked |= table_makes_way(table, old, page, perhaps_global, cycle);
	return locked;
}

bool fills_add(struct fills *fills, unsigned int port, const struct exchange *x,
	       const struct oracle_answer *answer, bool doubtful)
{
	struct table *table = &fills->table[port];
	uint64_t in_page = (UINT64_C(1) << answer->size) - 1;
	/* The slot is chosen before the entries that are overlapped go (tlb-2). */
	bool full = table->slots.taken >= table->entries;
	/* The one touched last is used, and another is not (tlb-3), if none is locked. */
	bool none_locked = !table->n_locked && !table->vague_locks;
	struct new_fill new = {
		.page = page_of(x),
		.x = x,
		.pa = answer->pa & ~in_page,
		.memtype = answer->memtype,
		.doubtful = doubtful,
		/* On RISC-V pointers decide, too, whether a page is global (walk-3). */
		.perhaps_global = doubtful && !context_is_x86(&x->context),
		/* One slot is never locked (tlb-5). */
		.locked = x->locks && table->n_locked + 1 < table->entries,
	};

	if (!table->slots.taken)
		table->vague_locks = false;
	new.page.size = (uint8_t)answer->size;
	new.page.global = answer->global || new.perhaps_global;
	/* The walk ended a cycle before its answer shows. */
	new.locked |= make_way(table, &new.page, new.perhaps_global, x->answered - 1);
	/* One that perhaps is locked is not replaced; nobody says that it is there. */
	new.locked &= !table->vague_locks;
	if (full)
		table_doubt(table, none_locked ? table->touched : NO_SLOT);
	return table_fill(table, &new);
}
