/* SPDX-License-Identifier: Apache-2.0 */
/* What the walker shows the array, with an array the walk cache, and the counters of both. */
#include "walk/array_fill.h"
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

/* counter-1: a page serves in the walk's last cycle; with a fence in it no walk ends or goes back.
 */
void walker_show_events(const struct walker *w, struct kernel *k, const struct step *s)
{
	bool begins = begins_behind(w), served = w->found.serves && ends(w, k, s);
	const struct search_events events = {
		.cache = begins && !w->found.begins,
		.low = served && !w->found.level,
		.high = served && w->found.level,
		.pointer = begins && w->found.begins,
		.blind = s->action == BLIND,
		.back = s->action == BACK && !drop_get(k, w->io.drop)->valid,
	};

	search_events_put(k, w->io.search_events, &events);
}

/* array-3. */
static struct array_fill fill_of(const struct walker *w, const struct kernel *k,
				 const struct step *s)
{
	const struct walk *r = walk_of(w, k, s->is_fetch);

	if (w->state == WALKER_WAITING && s->action == READ &&
	    array_fill_takes_pointer(r, w->at.level))
		return array_fill_of_pointer(r, &s->at);
	if (ends(w, k, s) && !s->fault && !w->found.serves)
		return array_fill_of_page(r, s->leaf, s->page_bits);
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
