/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/array.h"

#include "walk/array_found.h"

/* array-1: where the number of a set begins in that of a page. */
#define LEVEL_1_INDEX_LSB 10

static unsigned int set_of(const struct array *a, unsigned int level, uint64_t page)
{
	return (unsigned int)(level ? page >> LEVEL_1_INDEX_LSB : page) & (a->sets - 1);
}

/* ---- Search ---- */

/* A drop of some kind, in this cycle. */
static enum array_drop_kind drop_kind(const struct array *a, const struct kernel *k)
{
	return array_drop_kind(&a->drops, array_drop_named(&a->drops, drop_get(k, a->io.drop)));
}

static void show_events(const struct array *a, struct kernel *k)
{
	enum array_drop_kind kind = drop_kind(a, k);
	const struct array_events events = {
		.fills = a->coming.valid && !drop_get(k, a->io.drop)->valid,
		.sweeps = kind == ARRAY_DROP_SWEEP || kind == ARRAY_DROP_ALL,
	};

	array_events_put(k, a->io.array_events, &events);
}

static void array_eval(const void *state, struct kernel *k)
{
	const struct array *a = state;
	const struct array_search *s = array_search_get(k, a->io.array_search);
	const struct array_status status = {!!a->drops.sweep_left, !!a->drops.busy_left};
	struct array_found found = {.serves = 0};

	if (s->valid)
		found = array_found_in(&a->set[set_of(a, 0, s->page)],
				       &a->set[set_of(a, 1, s->page)], s);
	array_found_put(k, a->io.array_found, &found);
	array_status_put(k, a->io.array_status, &status);
	show_events(a, k);
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
	a->set[set_of(a, level, a->page)].used = array_used_touch(a->seen[level].used, way);
}

static bool touch_found(struct array *a, const struct kernel *k)
{
	if (!wire_get(k, a->io.array_touch))
		return false;
	touch(a, a->found_level, a->found_way);
	return true;
}

/* ---- Fill ---- */

static uint64_t vacant_ways(const struct array_set *set)
{
	uint64_t vacant = 0;

	for (unsigned int way = 0; way < ARRAY_WAYS; way++)
		if (!set->way[way].of.valid)
			vacant |= bit(way);
	return vacant;
}

/* array-3: all by what the search of the same walk has read. */
static void fill(struct array *a, const struct array_fill *f)
{
	unsigned int level = (unsigned int)f->level;
	const struct array_set *seen = &a->seen[level];
	struct array_set *set = &a->set[set_of(a, level, f->page)];
	const struct array_entry new = array_way_entry(f);
	unsigned int way = array_used_next(seen->used, vacant_ways(seen));

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
