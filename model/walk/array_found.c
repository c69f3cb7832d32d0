/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/array_found.h"

#include "tlb/permission.h"

#define NO_WAY ARRAY_WAYS

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

/* A page at level 0 keeps one at level 1 from serving, even if it does not serve. */
struct array_found array_found_in(const struct array_set *low, const struct array_set *high,
				  const struct array_search *s)
{
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
