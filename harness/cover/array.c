/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/array.h"

unsigned int cover_array_set(const struct cover_array *array, unsigned int level, uint64_t va)
{
	return (unsigned int)(va >> (level ? 22 : 12)) & (array->sets - 1);
}

int cover_array_match(const struct cover_array_set *set, unsigned int level,
		      const struct cover_request *request)
{
	for (unsigned int way = 0; way < COVER_WAYS; way++) {
		const struct cover_page *page = &set->way[way].page;

		if (cover_page_contains(page, request->va) && page->level == level &&
		    page->mode == request->context.mode &&
		    (page->global || page->asid == request->context.asid))
			return (int)way;
	}
	return -1;
}

void cover_array_touch(struct cover_array *array, const struct cover_search *search,
		       unsigned int level, unsigned int way)
{
	unsigned int used = search->seen[level].used | 1u << way;

	if (used == (1u << COVER_WAYS) - 1)
		used = 1u << way;
	array->set[search->number[level]].used = used;
}

static enum cover_array_place place(const struct cover_array_set *set, unsigned int *way)
{
	for (*way = 0; *way < COVER_WAYS; ++*way)
		if (!set->way[*way].page.valid)
			return ARRAY_FREE;
	for (*way = 0; *way + 1 < COVER_WAYS && set->used >> *way & 1;)
		++*way;
	return ARRAY_UNUSED;
}

static bool is_again(const struct cover_page *old, const struct cover_page *page)
{
	return cover_page_contains(old, page->va) && old->level == page->level &&
	       old->mode == page->mode && (old->global || page->global || old->asid == page->asid);
}

enum cover_array_place cover_array_fill(struct cover_array *array,
					const struct cover_search *search,
					const struct cover_array_entry *entry)
{
	unsigned int level = entry->page.level, way;
	const struct cover_array_set *seen = &search->seen[level];
	struct cover_array_set *set = &array->set[search->number[level]];
	enum cover_array_place where = place(seen, &way);

	for (unsigned int other = 0; other < COVER_WAYS; other++)
		if (is_again(&seen->way[other].page, &entry->page)) {
			set->way[other].page.valid = false;
			where = ARRAY_AGAIN;
		}
	set->way[way] = *entry;
	cover_array_touch(array, search, level, way);
	return where;
}
