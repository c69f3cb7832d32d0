/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/array_drop.h"

#define BUSY_CYCLES 2

/* The sweep passes through all sets, and ends with a cycle more. */
static void begin_sweep(struct array_drop *a)
{
	a->sweep_left = a->sets + 1;
}

void array_drop_reset(struct array_drop *a, unsigned int sets, unsigned int formats)
{
	*a = (struct array_drop){.sets = sets, .formats = formats};
	begin_sweep(a);
}

/* A fault is never behind or beside a fence or a write: both wait for the end of a walk. */
const struct drop *array_drop_named(const struct array_drop *a, const struct drop *drop)
{
	return a->of_fault.valid ? &a->of_fault : drop;
}

/* No search finds an entry of such an address, so there is none. */
static bool is_of_no_page(const struct array_drop *a, const struct drop *named)
{
	return named->care_page && !geometry_some_page(a->formats, named->page << PAGE_BITS);
}

enum array_drop_kind array_drop_kind(const struct array_drop *a, const struct drop *named)
{
	if (!named->valid || is_of_no_page(a, named))
		return ARRAY_DROP_NONE;
	if (a->sweep_left)
		return ARRAY_DROP_ALL;
	return named->care_page ? ARRAY_DROP_PAGE : ARRAY_DROP_SWEEP;
}

/* tlb-1: what matches the request goes, if global whatever its ASID. */
static struct drop drop_of_fault(const struct walk_end *end)
{
	if (!end->fault)
		return (struct drop){.valid = 0};
	return (struct drop){
		.valid = 1,
		.space = end->space,
		.page = end->page,
		.care_space = UINT64_MAX,
		.care_page = PAGE_NUMBER,
	};
}

bool array_drop_tick(struct array_drop *a, enum array_drop_kind kind, const struct walk_end *end)
{
	bool changes = a->sweep_left || a->busy_left || a->of_fault.valid || end->fault || kind;

	a->of_fault = drop_of_fault(end);
	if (a->sweep_left)
		a->sweep_left--;
	if (a->busy_left)
		a->busy_left--;
	if (kind == ARRAY_DROP_PAGE)
		a->busy_left = BUSY_CYCLES;
	else if (kind)
		begin_sweep(a);
	return changes;
}
