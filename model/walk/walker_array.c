/* SPDX-License-Identifier: Apache-2.0 */
/* What the walker shows the array, and with an array the walk cache. */
#include "walk/walker_inside.h"

static void show_search(const struct walker *w, struct kernel *k, const struct step *s)
{
	struct array_search search = {.valid = 0};

	if (s->action == SEARCH) {
		const struct walk *r = walk_of(w, k, s->is_fetch);

		search = (struct array_search){1, r->space, r->page, r->access};
	}
	array_search_put(k, w->io.array_search, &search);
}

/* array-2, cache-3: in this cycle the walk begins behind a pointer. */
static bool begins_behind(const struct walker *w)
{
	return w->state == WALKER_SEARCHED && w->behind.valid && !w->found.serves;
}

/* array-4: what serves is touched in the walk's last cycle. */
static void show_touches(const struct walker *w, struct kernel *k, const struct step *s)
{
	bool begins = begins_behind(w);
	struct cache_touch cache = {.valid = 0};

	if (begins && !w->found.begins)
		cache = (struct cache_touch){1, w->behind.slot};
	if (w->parts & WALKER_WITH_CACHE)
		cache_touch_put(k, w->io.cache_touch, &cache);
	wire_put(k, w->io.array_touch,
		 (begins && w->found.begins) || (w->found.serves && ends(w, k, s)));
}

/* array-1: a page of a level that the array keeps, and no other size. */
static bool has_place(const struct walk *r, const struct step *s, unsigned int *level)
{
	*level = s->page_bits != PAGE_BITS;
	return s->page_bits == PAGE_BITS + *level * geometry_of(space_mode(r->space))->index_bits;
}

/* array-3. */
static struct array_fill fill_of(const struct walker *w, const struct kernel *k,
				 const struct step *s)
{
	const struct walk *r = walk_of(w, k, s->is_fetch);
	struct array_fill fill = {.valid = 1, .space = r->space, .page = r->page};
	unsigned int level;

	if (w->state == WALKER_WAITING && s->action == READ && walker_is_array_pointer(w, k)) {
		fill.level = 1;
		fill.is_pointer = 1;
		fill.word = s->at.addr >> PAGE_BITS << LEAF_PPN_LSB | s->at.path;
		return fill;
	}
	if (ends(w, k, s) && !s->fault && !w->found.serves && has_place(r, s, &level)) {
		fill.level = level;
		fill.word = s->leaf;
		return fill;
	}
	return (struct array_fill){.valid = 0};
}

static void show_fill(const struct walker *w, struct kernel *k, const struct step *s)
{
	struct array_fill fill = {.valid = 0};

	if (w->state != WALKER_IDLE && !w->is_blind)
		fill = fill_of(w, k, s);
	array_fill_put(k, w->io.array_fill, &fill);
}

void walker_show_array(const struct walker *w, struct kernel *k, const struct step *s)
{
	show_search(w, k, s);
	show_touches(w, k, s);
	show_fill(w, k, s);
}
