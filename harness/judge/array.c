/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/array.h"

#include <stdlib.h>

#include "judge/array_inside.h"
#include "oracle/oracle.h"

/* Pages as log2 of their bytes: of level 0, and of level 1 with indices of 9 and of 10 bits. */
#define PAGE   12u
#define LARGE  21u
#define LARGER 22u

/* Of a RISC-V PTE: where the PPN is. */
#define PPN_SHIFT 10
#define PPN_MASK  ((UINT64_C(1) << 44) - 1)

static const uint64_t sizes_of[ARRAY_LEVELS] = {
	UINT64_C(1) << PAGE,
	UINT64_C(1) << LARGE | UINT64_C(1) << LARGER,
};

static unsigned int widest(unsigned int formats)
{
	unsigned int bits = 0;

	for (enum paging_mode mode = 0; mode < PAGING_MODES; mode++)
		if (paging_is_built(formats, mode) && bits < paging[mode].va_bits)
			bits = paging[mode].va_bits;
	return bits;
}

struct array *array_create(const struct mmu_config *config)
{
	struct array *array = calloc(1, sizeof(*array));

	if (!array)
		return NULL;
	array->n_sets = config->array_sets;
	array->va_bits = widest(config->formats);
	array->sets = calloc(array->n_sets, sizeof(*array->sets));
	if (!array->sets) {
		free(array);
		return NULL;
	}
	for (unsigned int i = 0; i < array->n_sets; i++)
		array->sets[i].entries = ARRAY_WAYS;
	array_reset(array, 0);
	return array;
}

void array_destroy(struct array *array)
{
	if (!array)
		return;
	for (unsigned int i = 0; i < array->n_sets; i++)
		slots_free(&array->sets[i].slots);
	free(array->sets);
	free(array);
}

/* ---- Pages that a request meets ---- */

static struct table *set_of(const struct array *array, unsigned int level, const struct exchange *x)
{
	return array_set(array, level, context_address(&x->context, x->access.va));
}

void array_look_up(const struct array *array, unsigned int level, const struct exchange *x,
		   struct cached *found)
{
	table_look_up(set_of(array, level, x), sizes_of[level], x, found);
}

void array_meant(const struct array *array, unsigned int level, const struct exchange *x,
		 struct cached *found)
{
	table_meant(set_of(array, level, x), sizes_of[level], x, found);
}

bool array_why_not(const struct array *array, unsigned int level, const struct exchange *x,
		   struct drop *drop)
{
	return table_why_not(set_of(array, level, x), sizes_of[level], x, drop);
}

struct fill *array_serves(struct array *array, unsigned int level, const struct exchange *x,
			  const struct cached *found)
{
	struct table *set = set_of(array, level, x);
	struct fill *fill = &set->slots.fills[found->slot];

	set->touched = found->vague ? NO_SLOT : found->slot;
	if (!found->vague)
		table_is_there(set, fill);
	return fill;
}

void array_missed(struct array *array, unsigned int level, const struct exchange *x,
		  const struct cached *found)
{
	if (!found->doubtful)
		table_missed(set_of(array, level, x), found);
}

/* ---- Pointers ---- */

/* The next pointer of a request's region; NULL: there are no more. */
static struct fill *next_pointer(struct table *set, struct slots_tour *tour,
				 const struct page *request)
{
	struct fill *fill;

	while ((fill = slots_next(&set->slots, tour)))
		if (fill->pointer && slots_match(&fill->page, request))
			return fill;
	return NULL;
}

static uint64_t index_at(const struct exchange *x, unsigned int level)
{
	unsigned int bits = paging[x->mode].index_bits;
	uint64_t page = context_address(&x->context, x->access.va) >> PAGE;

	return page >> bits * level & ((UINT64_C(1) << bits) - 1);
}

bool array_is_ambiguous(const struct exchange *x, unsigned int level)
{
	for (unsigned int other = 0; other < paging[x->mode].levels; other++)
		if (other != level && index_at(x, other) == index_at(x, level))
			return true;
	return false;
}

/* ---- A walk ---- */

/*
 * Pointers that the walk does not begin behind are not there; one that it begins behind is, if it
 * can be no read of another level.
 */
static bool begin(struct array *array, const struct exchange *x, uint64_t pa, uint64_t *filled)
{
	const struct page request = page_of(x);
	struct table *set = set_of(array, 1, x);
	struct slots_tour tour = slots_at(&set->slots, request.va);
	uint64_t at = index_at(x, 0) * paging[x->mode].pte_bytes;
	bool ambiguous = array_is_ambiguous(x, 0);
	struct fill *fill;

	while ((fill = next_pointer(set, &tour, &request))) {
		if (pa == fill->pa + at) {
			array->begins = BEGINS_BEHIND;
			array->pointer = (unsigned int)(fill - set->slots.fills);
			continue;
		}
		*filled = fill->filled;
		if (is_sure(set, fill))
			return false;
		if (!ambiguous || array->begins == BEGINS_ABOVE)
			table_take_out(set, fill);
	}
	return true;
}

static void search(struct array *array, const struct exchange *x)
{
	for (unsigned int level = 0; level < ARRAY_LEVELS; level++) {
		const struct table *set = set_of(array, level, x);

		array->searched[level] = (struct searched){
			.full = set->slots.taken >= ARRAY_WAYS,
			.touched = set->touched,
		};
	}
}

bool array_walk(struct array *array, const struct exchange *x, bool blind, uint64_t pa,
		uint64_t *filled)
{
	struct table *set = set_of(array, 1, x);

	array->pointed = false;
	array->begins = blind ? BEGINS_BLIND : BEGINS_ABOVE;
	if (blind)
		return true;
	if (!begin(array, x, pa, filled))
		return false;
	search(array, x);
	if (array->begins == BEGINS_BEHIND) {
		set->touched = NO_SLOT;
		if (!array_is_ambiguous(x, 0)) {
			set->touched = array->pointer;
			table_is_there(set, &set->slots.fills[array->pointer]);
		}
	}
	return true;
}

void array_walk_unseen(struct array *array, const struct exchange *x, bool blind)
{
	const struct page request = page_of(x);
	struct table *set = set_of(array, 1, x);
	struct slots_tour tour = slots_at(&set->slots, request.va);
	struct fill *fill;

	array->pointed = false;
	array->begins = blind ? BEGINS_BLIND : BEGINS_ABOVE;
	if (blind)
		return;
	while ((fill = next_pointer(set, &tour, &request)))
		array->begins = BEGINS_UNSEEN;
	search(array, x);
	if (array->begins == BEGINS_UNSEEN)
		set->touched = NO_SLOT;
}

bool array_is_behind(const struct array *array)
{
	return array->begins == BEGINS_BEHIND || array->begins == BEGINS_UNSEEN;
}

/* ---- Fill ---- */

/*
 * A new entry drops those of its page and level (array-3). Where the set may have been full when it
 * was searched, it replaces one of the others, but not the one that was touched last.
 */
static struct fill *add(struct array *array, unsigned int level, uint64_t cycle,
			const struct new_fill *new, bool sure)
{
	struct table *set = array_set(array, level, new->page.va);
	struct slots_tour tour = slots_at(&set->slots, new->page.va);
	struct fill *old;

	while ((old = slots_next(&set->slots, &tour))) {
		if (!(sizes_of[level] >> old->page.size & 1) ||
		    !slots_overlap(&old->page, &new->page))
			continue;
		if (sure)
			table_makes_way(set, old, &new->page, new->perhaps_global, cycle);
		else
			table_perhaps_take_out(set, old);
	}
	if (array->searched[level].full)
		table_doubt(set, array->searched[level].touched);
	return table_fill(set, new);
}

bool array_add_pointer(struct array *array, const struct exchange *x, uint64_t cycle, uint64_t pte,
		       bool sure)
{
	struct table *set = set_of(array, 1, x);
	struct new_fill new = {
		.page = page_of(x),
		.x = x,
		.pa = (pte >> PPN_SHIFT & PPN_MASK) << PAGE,
	};
	struct fill *fill;

	if (array->begins == BEGINS_BLIND)
		return true;
	new.page.size = (uint8_t)(PAGE + paging[x->mode].index_bits);
	fill = add(array, 1, cycle, &new, sure);
	if (!fill)
		return false;
	fill->pointer = true;
	fill->filled = cycle;
	if (!sure) {
		table_perhaps_take_out(set, fill);
		set->touched = NO_SLOT;
	}
	array->pointed = set_of(array, 0, x) == set;
	return true;
}

/* The page of a walk takes the way of its pointer, if they share a set (array-3). */
static void take_way_of_pointer(struct array *array, const struct exchange *x)
{
	const struct page request = page_of(x);
	struct table *set = set_of(array, 1, x);
	struct slots_tour tour = slots_at(&set->slots, request.va);
	struct fill *fill;

	while ((fill = next_pointer(set, &tour, &request)))
		table_take_out(set, fill);
}

bool array_add_page(struct array *array, const struct exchange *x,
		    const struct oracle_answer *answer, bool doubtful)
{
	unsigned int level = answer->size > PAGE;
	struct new_fill new = {
		.page = page_of(x),
		.x = x,
		.pa = answer->pa & ~((UINT64_C(1) << answer->size) - 1),
		.memtype = answer->memtype,
		.doubtful = doubtful,
		.perhaps_global = doubtful && !context_is_x86(&x->context),
	};

	if (array->begins == BEGINS_BLIND || !(sizes_of[level] >> answer->size & 1))
		return true;
	new.page.size = (uint8_t)answer->size;
	new.page.global = answer->global || new.perhaps_global;
	if (array->pointed)
		take_way_of_pointer(array, x);
	return add(array, level, x->answered - 1, &new, true);
}
