/* SPDX-License-Identifier: Apache-2.0 */
/* What a request meets in the TLB of its port, and whether that allows it. */
#include <stddef.h>

#include "judge/fills_inside.h"
#include "memory/replay.h"
#include "oracle/oracle.h"

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

static void describe(const struct table *table, struct fill *fill, const struct page *request,
		     const struct exchange *x, struct cached *found)
{
	found->there = is_sure(table, fill) && !fill->doubtful ? CACHED_SURELY : CACHED_PERHAPS;
	found->foreign = is_foreign(fill, request);
	found->doubtful = fill->doubtful;
	found->allows = fill->doubtful || allows(fill, x);
	found->slot = (unsigned int)(fill - table->slots.fills);
	found->filled = fill->filled;
	found->size = fill->page.size;
	found->memtype = fill->memtype;
	found->pa = fill->pa | (request->va & ((UINT64_C(1) << fill->page.size) - 1));
}

/* Is it a page of one of these sizes? */
static bool is_among(const struct fill *fill, uint64_t sizes)
{
	return !fill->pointer && sizes >> fill->page.size & 1;
}

/*
 * Some are perhaps global: one that is not foreign comes first. If it is sure, there is no other,
 * for no two overlap.
 */
static struct fill *find_among(const struct table *table, uint64_t sizes,
			       const struct page *request, bool *vague)
{
	struct slots_tour tour = slots_at(&table->slots, request->va);
	struct fill *fill, *found = NULL;
	unsigned int n = 0;

	while ((fill = slots_next(&table->slots, &tour))) {
		if (!is_among(fill, sizes) || !slots_match(&fill->page, request))
			continue;
		if (!found || !is_foreign(fill, request))
			found = fill;
		n++;
	}
	*vague = n > 1 && (is_foreign(found, request) || !is_sure(table, found));
	return found;
}

void table_look_up(const struct table *table, uint64_t sizes, const struct exchange *x,
		   struct cached *found)
{
	const struct page request = page_of(x);
	struct fill *fill = find_among(table, sizes, &request, &found->vague);

	found->there = CACHED_NOT;
	if (fill)
		describe(table, fill, &request, x, found);
}

void fills_look_up(struct fills *fills, unsigned int port, const struct exchange *x,
		   struct cached *found)
{
	const struct table *table = &fills->table[port];
	const struct page request = page_of(x);
	struct fill *fill;

	found->there = CACHED_NOT;
	found->vague = false;
	fill = table->n_vague ? find_among(table, ALL_SIZES, &request, &found->vague)
			      : slots_find(&table->slots, &request);
	if (fill)
		describe(table, fill, &request, x, found);
}

void table_meant(const struct table *table, uint64_t sizes, const struct exchange *x,
		 struct cached *found)
{
	const struct page request = page_of(x);
	struct slots_tour tour = slots_at(&table->slots, request.va);
	struct cached one = {.vague = true};
	struct fill *fill;

	while (found->vague && (fill = slots_next(&table->slots, &tour))) {
		if (!is_among(fill, sizes) || !slots_match(&fill->page, &request))
			continue;
		describe(table, fill, &request, x, &one);
		if (one.allows && one.pa == x->pa && one.size == x->size &&
		    one.memtype == x->memtype)
			*found = one;
	}
}

void fills_meant(const struct fills *fills, unsigned int port, const struct exchange *x,
		 struct cached *found)
{
	table_meant(&fills->table[port], ALL_SIZES, x, found);
}

bool table_why_not(const struct table *table, uint64_t sizes, const struct exchange *x,
		   struct drop *drop)
{
	const struct page request = page_of(x);

	for (unsigned int n = 1; n <= DROPS && n <= table->drops; n++) {
		const struct dropped *dropped = &table->dropped[(table->drops - n) % DROPS];

		if (sizes >> dropped->page.size & 1 && slots_match(&dropped->page, &request)) {
			*drop = dropped->drop;
			return true;
		}
	}
	return false;
}

bool fills_why_not(const struct fills *fills, unsigned int port, const struct exchange *x,
		   struct drop *drop)
{
	return table_why_not(&fills->table[port], ALL_SIZES, x, drop);
}
