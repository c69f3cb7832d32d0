/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/array_way.h"

unsigned int array_way_page_bits(uint64_t space, unsigned int level)
{
	return PAGE_BITS + level * geometry_of(space_mode(space))->index_bits;
}

/* A pointer is never global, whatever its path. */
static bool is_global(const struct array_fill *f)
{
	return !f->is_pointer && f->word & PTE_G;
}

struct array_entry array_way_entry(const struct array_fill *fill)
{
	unsigned int page_bits = array_way_page_bits(fill->space, (unsigned int)fill->level);

	return (struct array_entry){
		.of = *fill,
		.care_space = is_global(fill) ? ~SPACE_ASID : UINT64_MAX,
		.care_page = ~ones(page_bits - PAGE_BITS),
	};
}

bool array_way_matches(const struct array_entry *e, unsigned int level, uint64_t space,
		       uint64_t page)
{
	return e->of.valid && e->of.level == level &&
	       !(((e->of.space ^ space) & e->care_space) | ((e->of.page ^ page) & e->care_page));
}

bool array_way_is_replaced(const struct array_entry *e, const struct array_entry *new)
{
	uint64_t care_space = e->care_space & new->care_space;

	return e->of.valid && e->of.level == new->of.level &&
	       !(((e->of.space ^ new->of.space) & care_space) |
		 ((e->of.page ^ new->of.page) & new->care_page));
}

bool array_way_is_named(const struct array_entry *e, const struct drop *named)
{
	uint64_t differs = ((e->of.space ^ named->space) & e->care_space & named->care_space) |
			   ((e->of.page ^ named->page) & e->care_page & named->care_page);

	return e->of.valid && !differs && !(named->spares_global && is_global(&e->of));
}
