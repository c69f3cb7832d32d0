/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/walk_cache.h"

static bool is_valid(const struct walk_cache_entry *e)
{
	return e->answer.valid;
}

static bool contains(const struct walk_cache_entry *e, uint64_t page)
{
	return !((e->page ^ page) & e->care_page);
}

static bool drop_if(struct walk_cache_entry *e, bool condition)
{
	if (!is_valid(e) || !condition)
		return false;
	e->answer.valid = 0;
	return true;
}

/* ---- Search ---- */

/* cache-3. */
static bool matches(const struct walk_cache_entry *e, const struct cache_search *s)
{
	bool may_lack_x = s->nxe || !mode_is_x86(space_mode(s->space));

	return is_valid(e) && e->space == s->space && contains(e, s->page) &&
	       (may_lack_x || e->answer.path & PTE_X);
}

/* Of the entries that match, the one of the lowest level; no two of one level match. */
static const struct cache_found *find(const struct walk_cache *c, const struct cache_search *s)
{
	static const struct cache_found none;
	const struct cache_found *lowest = &none;

	for (unsigned int slot = 0; slot < c->entries; slot++) {
		const struct walk_cache_entry *e = &c->entry[slot];

		if (matches(e, s) && (!lowest->valid || e->answer.level < lowest->level))
			lowest = &e->answer;
	}
	return lowest;
}

static void walk_cache_eval(const void *state, struct kernel *k)
{
	static const struct cache_found none;
	const struct walk_cache *c = state;
	const struct cache_search *s = cache_search_get(k, c->io.cache_search);

	cache_found_put(k, c->io.cache_found, s->valid ? find(c, s) : &none);
	wire_put(k, c->io.cache_filled, c->coming.valid && !drop_get(k, c->io.drop)->valid);
}

static bool touch_found(struct walk_cache *c, const struct kernel *k)
{
	const struct cache_found *found = cache_found_get(k, c->io.cache_found);

	if (c->has_array) {
		const struct cache_touch *t = cache_touch_get(k, c->io.cache_touch);

		return t->valid && nru_touch(&c->nru, (unsigned int)t->slot, 0);
	}
	return found->valid && nru_touch(&c->nru, (unsigned int)found->slot, 0);
}

/* ---- Fill ---- */

static uint64_t vacant_slots(const struct walk_cache *c)
{
	uint64_t vacant = 0;

	for (unsigned int slot = 0; slot < c->entries; slot++)
		if (!is_valid(&c->entry[slot]))
			vacant |= bit(slot);
	return vacant;
}

static bool is_same(const struct walk_cache_entry *a, const struct walk_cache_entry *b)
{
	return a->space == b->space && a->care_page == b->care_page && contains(a, b->page);
}

/* cache-2. The slot is chosen by how the cache was before the fill. */
static void fill(struct walk_cache *c, const struct cache_fill *f)
{
	const struct geometry *g = geometry_of(space_mode(f->space));
	unsigned int slot = nru_slot(&c->nru, vacant_slots(c), 0);
	const struct walk_cache_entry new = {
		.space = f->space,
		.page = f->page,
		.care_page = ~ones((unsigned int)f->level * g->index_bits),
		.answer = {1, slot, f->level, f->ppn, f->path},
	};

	for (unsigned int other = 0; other < c->entries; other++)
		drop_if(&c->entry[other], is_same(&c->entry[other], &new));
	c->entry[slot] = new;
	nru_touch(&c->nru, slot, 0);
}

/* The pointer of the cycle before, and that of this one. Either is lost to a fence. */
static bool fill_next(struct walk_cache *c, const struct kernel *k)
{
	bool is_dropped = drop_get(k, c->io.drop)->valid, had = c->coming.valid;

	if (had && !is_dropped)
		fill(c, &c->coming);
	c->coming = (struct cache_fill){.valid = 0};
	if (!is_dropped)
		c->coming = *cache_fill_get(k, c->io.cache_fill);
	return had || c->coming.valid;
}

/* ---- Drop ---- */

/* cache-5: a fence, or a write of CR3. */
static bool drop_named(struct walk_cache *c, const struct drop *d)
{
	bool changes = false;

	for (unsigned int slot = 0; d->valid && slot < c->entries; slot++) {
		struct walk_cache_entry *e = &c->entry[slot];
		uint64_t differs = ((e->space ^ d->space) & d->care_space) |
				   ((e->page ^ d->page) & e->care_page & d->care_region);

		changes |= drop_if(e, !differs);
	}
	return changes;
}

/* cache-5: a fault on x86. */
static bool drop_faulting(struct walk_cache *c, const struct walk_end *end)
{
	bool drops = end->fault && mode_is_x86(space_mode(end->space)), changes = false;

	for (unsigned int slot = 0; drops && slot < c->entries; slot++) {
		struct walk_cache_entry *e = &c->entry[slot];

		changes |= drop_if(e, !((e->space ^ end->space) & SPACE_ASID) &&
					      contains(e, end->page));
	}
	return changes;
}

/* ---- The clock edge ---- */

static void reset(struct walk_cache *c)
{
	for (unsigned int slot = 0; slot < c->entries; slot++)
		c->entry[slot] = (struct walk_cache_entry){.space = 0};
	c->coming = (struct cache_fill){.valid = 0};
	nru_init(&c->nru, c->entries);
}

static bool walk_cache_tick(void *state, const struct kernel *k)
{
	struct walk_cache *c = state;
	bool changes;

	if (wire_get(k, c->io.rst)) {
		reset(c);
		return true;
	}
	changes = touch_found(c, k);
	changes |= fill_next(c, k);
	changes |= drop_named(c, drop_get(k, c->io.drop));
	changes |= drop_faulting(c, walk_end_get(k, c->io.walk_end));
	return changes;
}

void walk_cache_init(struct walk_cache *c, struct kernel *k, unsigned int entries, bool has_array)
{
	static const struct kernel_line touch[] = {WALK_CACHE_ARRAY_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line lines[] = {WALK_CACHE_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(walk_cache_eval, walk_cache_tick, lines);

	unsigned int module;

	*c = (struct walk_cache){.entries = entries, .has_array = has_array};
	reset(c);
	module = kernel_module(k, "", "walk_cache", &ops, c, sizeof(*c), &c->io);
	if (has_array)
		kernel_lines(k, module, "", touch, 1, &c->io.cache_touch);
}
