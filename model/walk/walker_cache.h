/* SPDX-License-Identifier: Apache-2.0 */
/* With a walk cache: what the walker shows it. It is compiled into the walker's one piece. */
#ifndef PAGEWALK_WALKER_CACHE_H
#define PAGEWALK_WALKER_CACHE_H

#include "walk/array_fill.h"
#include "walk/walker_inside.h"

static inline void walker_show_search(const struct walker *w, struct kernel *k,
				      const struct step *s)
{
	struct cache_search search = {.valid = 0};

	if (s->starts) {
		const struct walk *r = walk_of(w, k, s->is_fetch);

		search = (struct cache_search){1, r->space, r->page, !!(r->access & ACCESS_NXE)};
	}
	cache_search_put(k, w->io.cache_search, &search);
}

/*
 * cache-2: a pointer that counts has been answered. Bit 7 is x86's PS, and such an entry is a
 * pointer by its request's `pse` alone. An entry that is to be marked is one of x86 without A.
 */
static inline bool walker_fills_cache(const struct walker *w, const struct kernel *k,
				      const struct step *s, unsigned int parts)
{
	if (parts & WALKER_WITH_ARRAY &&
	    array_fill_takes_pointer(walk_of(w, k, s->is_fetch), w->at.level))
		return false;
	return w->state == WALKER_WAITING && s->action == READ && !s->notes &&
	       !updates_any(&w->updates) && !(heard_of(w, k, parts).pte & bit(7));
}

static inline void walker_show_fill(const struct walker *w, struct kernel *k, const struct step *s,
				    unsigned int parts)
{
	struct cache_fill fill = {.valid = 0};

	if (walker_fills_cache(w, k, s, parts)) {
		const struct walk *r = walk_of(w, k, s->is_fetch);

		fill = (struct cache_fill){
			.valid = 1,
			.space = r->space,
			.page = r->page,
			.level = w->at.level,
			.ppn = s->at.addr >> PAGE_BITS,
			.path = s->at.path,
		};
	}
	cache_fill_put(k, w->io.cache_fill, &fill);
}

#endif
