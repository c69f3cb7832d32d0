/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/array.h"

#include "tlb/permission.h"

#define NO_WAY ARRAY_WAYS

/* array-1: where the number of a set begins in that of a page. */
#define LEVEL_1_INDEX_LSB 10

static unsigned int set_of(const struct array *a, unsigned int level, uint64_t page)
{
	return (unsigned int)(level ? page >> LEVEL_1_INDEX_LSB : page) & (a->sets - 1);
}

/* ---- Search ---- */

/* No two entries of a level match. */
static unsigned int find_way(const struct array_set *set, unsigned int level,
			     const struct array_search *s)
{
	for (unsigned int way = 0; way < ARRAY_WAYS; way++)
		if (array_way_matches(&set->way[way], level, s->space, s->page))
			return way;
	return NO_WAY;
}

/* Whatever is in the array has A set. */
static bool serves(const struct array_fill *f, uint64_t access)
{
	return !f->is_pointer && leaf_allows(f->word, access) && leaf_is_marked(f->word, access);
}

static struct array_found found(const struct array_fill *f, unsigned int level, unsigned int way)
{
	return (struct array_found){
		.serves = !f->is_pointer,
		.begins = f->is_pointer,
		.level = level,
		.way = way,
		.word = f->word,
		.page_bits = f->is_pointer ? 0 : array_way_page_bits(f->space, level),
	};
}

/* array-2: a page at level 0 keeps one at level 1 from serving, even if it does not serve. */
static struct array_found find(const struct array *a, const struct array_search *s)
{
	const struct array_set *low = &a->set[set_of(a, 0, s->page)];
	const struct array_set *high = &a->set[set_of(a, 1, s->page)];
	unsigned int way_0 = find_way(low, 0, s), way_1 = find_way(high, 1, s);

	if (way_0 != NO_WAY && serves(&low->way[way_0].of, s->access))
		return found(&low->way[way_0].of, 0, way_0);
	if (way_1 != NO_WAY) {
		const struct array_fill *f = &high->way[way_1].of;

		if (f->is_pointer || (way_0 == NO_WAY && serves(f, s->access)))
			return found(f, 1, way_1);
	}
	return (struct array_found){.serves = 0};
}

static void array_eval(const void *state, struct kernel *k)
{
	const struct array *a = state;
	const struct array_search *s = array_search_get(k, a->io.array_search);
	const struct array_status status = {!!a->drops.sweep_left, !!a->drops.busy_left};
	struct array_found found = {.serves = 0};

	if (s->valid)
		found = find(a, s);
	array_found_put(k, a->io.array_found, &found);
	array_status_put(k, a->io.array_status, &status);
}

static bool keep_search(struct array *a, const struct kernel *k)
{
	const struct array_search *s = array_search_get(k, a->io.array_search);
	const struct array_found *f = array_found_get(k, a->io.array_found);

	if (!s->valid)
		return false;
	a->page = s->page;
	for (unsigned int level = 0; level < ARRAY_LEVELS; level++)
		a->seen[level] = a->set[set_of(a, level, s->page)];
	a->found_level = (unsigned int)f->level;
	a->found_way = (unsigned int)f->way;
	return true;
}

/* ---- Touch ---- */

/* array-4: by what the search has read. */
static void touch(struct array *a, unsigned int level, unsigned int way)
{
	uint64_t used = a->seen[level].used | bit(way);

	a->set[set_of(a, level, a->page)].used = used == ones(ARRAY_WAYS) ? bit(way) : used;
}

static bool touch_found(struct array *a, const struct kernel *k)
{
	if (!wire_get(k, a->io.array_touch))
		return false;
	touch(a, a->found_level, a->found_way);
	return true;
}

/* ---- Fill ---- */

/* array-3. There always is one, because no touch leaves all four used. */
static unsigned int way_to_fill(const struct array_set *seen)
{
	for (unsigned int way = 0; way < ARRAY_WAYS; way++)
		if (!seen->way[way].of.valid)
			return way;
	return (unsigned int)__builtin_ctzll(~seen->used);
}

/* array-3: all by what the search of the same walk has read. */
static void fill(struct array *a, const struct array_fill *f)
{
	unsigned int level = (unsigned int)f->level;
	const struct array_set *seen = &a->seen[level];
	struct array_set *set = &a->set[set_of(a, level, f->page)];
	const struct array_entry new = array_way_entry(f);
	unsigned int way = way_to_fill(seen);

	for (unsigned int other = 0; other < ARRAY_WAYS; other++)
		if (array_way_is_replaced(&seen->way[other], &new))
			set->way[other] = (struct array_entry){.care_space = 0};
	set->way[way] = new;
	touch(a, level, way);
}

/* What is kept aside from the cycle before, and that of this one. Either is lost to a fence. */
static bool fill_next(struct array *a, const struct kernel *k)
{
	bool is_dropped = drop_get(k, a->io.drop)->valid, had = a->coming.valid;

	if (had && !is_dropped)
		fill(a, &a->coming);
	a->coming = (struct array_fill){.valid = 0};
	if (!is_dropped)
		a->coming = *array_fill_get(k, a->io.array_fill);
	return had || a->coming.valid;
}

/* ---- Drop ---- */

static void drop_from(struct array_set *set, enum array_drop_kind kind, const struct drop *named)
{
	for (unsigned int way = 0; way < ARRAY_WAYS; way++)
		if (kind == ARRAY_DROP_ALL || array_way_is_named(&set->way[way], named))
			set->way[way] = (struct array_entry){.care_space = 0};
	if (kind != ARRAY_DROP_PAGE)
		set->used = 0;
}

static void drop(struct array *a, enum array_drop_kind kind, const struct drop *named)
{
	if (kind == ARRAY_DROP_PAGE) {
		for (unsigned int level = 0; level < ARRAY_LEVELS; level++)
			drop_from(&a->set[set_of(a, level, named->page)], kind, named);
	} else if (kind) {
		for (unsigned int n = 0; n < a->sets; n++)
			drop_from(&a->set[n], kind, named);
	}
}

/* ---- The clock edge ---- */

static void reset(struct array *a)
{
	for (unsigned int n = 0; n < a->sets; n++)
		a->set[n] = (struct array_set){.used = 0};
	a->coming = (struct array_fill){.valid = 0};
	array_drop_reset(&a->drops, a->sets, a->formats);
}

static bool array_tick(void *state, const struct kernel *k)
{
	struct array *a = state;
	const struct drop *named = array_drop_named(&a->drops, drop_get(k, a->io.drop));
	enum array_drop_kind kind = array_drop_kind(&a->drops, named);
	bool changes;

	if (wire_get(k, a->io.rst)) {
		reset(a);
		return true;
	}
	changes = keep_search(a, k);
	changes |= touch_found(a, k);
	changes |= fill_next(a, k);
	drop(a, kind, named);
	changes |= array_drop_tick(&a->drops, kind, walk_end_get(k, a->io.walk_end));
	return changes;
}

void array_init(struct array *a, struct kernel *k, unsigned int sets, unsigned int formats)
{
	static const struct kernel_line lines[] = {ARRAY_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(array_eval, array_tick, lines);
	size_t size = offsetof(struct array, set) + sets * sizeof(a->set[0]);

	memset(a, 0, size);
	a->sets = sets;
	a->formats = formats;
	reset(a);
	kernel_module(k, "", "array", &ops, a, size, &a->io);
}
