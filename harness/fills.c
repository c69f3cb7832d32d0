/* SPDX-License-Identifier: Apache-2.0 */
#include "fills.h"

#include <stdlib.h>
#include <string.h>

#include "oracle.h"
#include "replay.h"
#include "scoreboard.h"

#define GUESSES     64u
#define DROPS       16u
#define ACCESS_BITS 9u
#define WORDS       ((1u << ACCESS_BITS) / 64)

/* Whose translation an entry is. */
struct page {
	uint64_t va; /* in it */
	uint64_t asid;
	enum paging_mode mode;
	unsigned int size;
	bool global;
};

struct fill {
	struct page page;
	uint64_t epoch; /* of the table, when it was last surely there */
	bool pinned;
	uint64_t filled;
	uint64_t pa; /* where the page begins */
	unsigned int memtype;

	/* What the walk read, as its updates left it, and under what. */
	struct oracle_context context;
	uint64_t data[ORACLE_MAX_READS];
	unsigned int reads;

	/* By access_key(): has the oracle been asked, and does the entry allow it? */
	uint64_t asked[WORDS], allowed[WORDS];
};

struct dropped {
	struct page page;
	struct drop drop;
};

struct table {
	unsigned int entries; /* of the TLB */
	struct fill *fills;
	size_t n, room;
	unsigned int guess[GUESSES]; /* where the page was found last: it saves the search */
	uint64_t touched;            /* filled or hit last: `filled` of it */
	uint64_t epoch;              /* goes on when any but a pinned one may be replaced */
	size_t n_pinned, n_sure;
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
	}
	return fills;
}

void fills_destroy(struct fills *fills)
{
	if (!fills)
		return;
	for (enum port port = 0; port < PORTS; port++)
		free(fills->table[port].fills);
	free(fills);
}

void fills_reset(struct fills *fills)
{
	for (enum port port = 0; port < PORTS; port++) {
		struct table *table = &fills->table[port];

		table->n = table->n_sure = table->n_pinned = 0;
		table->drops = 0;
	}
}

/* ---- Which pages meet ---- */

static struct page page_of(const struct exchange *x)
{
	return (struct page){
		.va = context_address(&x->context, x->access.va),
		.asid = x->asid,
		.mode = x->mode,
	};
}

/* P4. An address that is not canonical is in no page, for all its bits are compared. */
static bool matches(const struct page *page, const struct page *request)
{
	return page->mode == request->mode && (page->global || page->asid == request->asid) &&
	       !((page->va ^ request->va) >> page->size);
}

/* T2: could one request match both? */
static bool overlaps(const struct page *a, const struct page *b)
{
	unsigned int larger = a->size > b->size ? a->size : b->size;

	return a->mode == b->mode && (a->global || b->global || a->asid == b->asid) &&
	       !((a->va ^ b->va) >> larger);
}

/* ---- Look-up ---- */

static unsigned int access_key(const struct exchange *x)
{
	const struct oracle_x86 *x86 = &x->context.x86;

	return (unsigned int)x->access.type | (unsigned int)x->access.priv << 2 |
	       (unsigned int)x->access.sum << 4 | (unsigned int)x->access.mxr << 5 |
	       (unsigned int)x86->wp << 6 | (unsigned int)x86->smep << 7 |
	       (unsigned int)x86->smap << 8;
}

/* P5, by the oracle. Of the context only what acts on a hit is that of the request. */
static bool ask(const struct fill *fill, const struct exchange *x)
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
	unsigned int key = access_key(x), word = key / 64;
	uint64_t bit = UINT64_C(1) << key % 64;

	if (!(fill->asked[word] & bit)) {
		fill->asked[word] |= bit;
		if (ask(fill, x))
			fill->allowed[word] |= bit;
	}
	return fill->allowed[word] & bit;
}

/* Has it not been replaced? */
static bool is_sure(const struct table *table, const struct fill *fill)
{
	return fill->pinned || fill->epoch == table->epoch;
}

static struct fill *find(struct table *table, const struct page *request)
{
	unsigned int *guess = &table->guess[(request->va >> 12) % GUESSES];

	if (*guess < table->n && matches(&table->fills[*guess].page, request))
		return &table->fills[*guess];
	for (size_t i = 0; i < table->n; i++) {
		if (matches(&table->fills[i].page, request)) {
			*guess = (unsigned int)i;
			return &table->fills[i];
		}
	}
	return NULL;
}

void fills_look_up(struct fills *fills, unsigned int port, const struct exchange *x,
		   struct cached *found)
{
	const struct page request = page_of(x);
	struct fill *fill = find(&fills->table[port], &request);

	found->there = CACHED_NOT;
	if (!fill)
		return;
	found->there = is_sure(&fills->table[port], fill) ? CACHED_SURELY : CACHED_PERHAPS;
	found->allows = allows(fill, x);
	found->filled = fill->filled;
	found->size = fill->page.size;
	found->memtype = fill->memtype;
	found->pa = fill->pa | (request.va & ((UINT64_C(1) << fill->page.size) - 1));
}

/* ---- Drops ---- */

static struct fill *find_again(struct table *table, uint64_t filled)
{
	for (size_t i = 0; i < table->n; i++)
		if (table->fills[i].filled == filled)
			return &table->fills[i];
	return NULL;
}

/* The last one takes its place. */
static void take_out(struct table *table, size_t i)
{
	table->n_sure -= is_sure(table, &table->fills[i]);
	table->n_pinned -= table->fills[i].pinned;
	table->fills[i] = table->fills[--table->n];
}

/* All entries of the TLB are known: what else was filled has been replaced. */
static void take_out_others(struct table *table)
{
	for (size_t i = table->n; table->n_sure == table->entries && i-- > 0;)
		if (!is_sure(table, &table->fills[i]))
			take_out(table, i);
}

void fills_hit(struct fills *fills, unsigned int port, const struct cached *found)
{
	struct table *table = &fills->table[port];
	struct fill *fill =
		found->there == CACHED_PERHAPS ? find_again(table, found->filled) : NULL;

	table->touched = found->filled;
	if (!fill)
		return;
	fill->epoch = table->epoch;
	table->n_sure++;
	take_out_others(table);
}

static void drop(struct table *table, size_t i, enum drop_cause cause, uint64_t cycle)
{
	table->dropped[table->drops++ % DROPS] = (struct dropped){
		table->fills[i].page, {cause, cycle}
        };
	take_out(table, i);
}

void fills_missed(struct fills *fills, unsigned int port, const struct cached *found)
{
	struct table *table = &fills->table[port];

	/* It would have hit: so it has been replaced. */
	if (found->there != CACHED_PERHAPS || !found->allows)
		return;
	for (size_t i = table->n; i-- > 0;)
		if (table->fills[i].filled == found->filled)
			take_out(table, i);
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

		for (size_t i = table->n; i-- > 0;)
			if (is_met(&table->fills[i].page, fence))
				drop(table, i, cause, cycle);
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
		struct fill *fill = find(table, &request);

		if (fill)
			drop(table, (size_t)(fill - table->fills), DROPPED_BY_FAULT, cycle);
	}
}

bool fills_why_not(const struct fills *fills, unsigned int port, const struct exchange *x,
		   struct drop *drop)
{
	const struct table *table = &fills->table[port];
	const struct page request = page_of(x);

	for (unsigned int n = 1; n <= DROPS && n <= table->drops; n++) {
		const struct dropped *dropped = &table->dropped[(table->drops - n) % DROPS];

		if (matches(&dropped->page, &request)) {
			*drop = dropped->drop;
			return true;
		}
	}
	return false;
}

/* ---- Fill ---- */

/*
 * Updates leave their PTEs as they wrote them, wherever the walk read those; another value, which
 * was there before a store, stands as it was read.
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

/* T2: all that it overlaps goes. *freed: an entry was there for it; *pinned: one was. */
static void make_way(struct table *table, const struct page *page, uint64_t cycle, bool *freed,
		     bool *pinned)
{
	*freed = false;
	for (size_t i = table->n; i-- > 0;) {
		const struct fill *old = &table->fills[i];

		if (!overlaps(&old->page, page))
			continue;
		*freed |= is_sure(table, old);
		*pinned |= old->pinned;
		drop(table, i, DROPPED_BY_FILL, cycle);
	}
}

/*
 * One entry is replaced, perhaps: any that is not pinned. Pseudo-LRU spares the one touched last
 * (T3, T4), where no pinned ones lead it back there.
 */
static void doubt(struct table *table)
{
	struct fill *spared = NULL;

	if (!table->n_pinned)
		spared = find_again(table, table->touched);
	table->epoch++;
	table->n_sure = table->n_pinned;
	if (spared) {
		spared->epoch = table->epoch;
		table->n_sure++;
	}
}

static bool make_room(struct table *table)
{
	size_t room = table->room ? 2 * table->room : 64;
	struct fill *moved;

	if (table->n < table->room)
		return true;
	moved = realloc(table->fills, room * sizeof(*moved));
	if (!moved)
		return false;
	table->fills = moved;
	table->room = room;
	return true;
}

bool fills_add(struct fills *fills, unsigned int port, const struct exchange *x,
	       const struct oracle_answer *answer)
{
	struct table *table = &fills->table[port];
	uint64_t in_page = (UINT64_C(1) << answer->size) - 1;
	struct page page = page_of(x);
	bool freed, pinned = x->pins;
	struct fill *fill;

	page.size = answer->size;
	page.global = answer->global;
	/* The walk ended a cycle before its answer shows. */
	make_way(table, &page, x->answered - 1, &freed, &pinned);
	if (table->n_pinned == table->entries)
		return true;
	if (!freed && table->n >= table->entries)
		doubt(table);
	if (!make_room(table))
		return false;
	fill = &table->fills[table->n++];
	*fill = (struct fill){
		.page = page,
		.epoch = table->epoch,
		.pinned = pinned,
		.filled = x->answered,
		.pa = answer->pa & ~in_page,
		.memtype = answer->memtype,
		.context = x->context,
	};
	keep_walk(fill, x);
	table->touched = fill->filled;
	table->n_sure++;
	table->n_pinned += pinned;
	take_out_others(table);
	return true;
}
