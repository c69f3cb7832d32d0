/* SPDX-License-Identifier: Apache-2.0 */
/* What the array drops, and how long it takes (rtl/contract, array-5). */
#include "judge/array_inside.h"

/* Does a page of a mode that is built contain the address? Addresses of 32 bits have no sign. */
static bool has_page(const struct array *array, uint64_t va)
{
	unsigned int bits = array->va_bits == 32 ? 33 : array->va_bits;
	uint64_t above = va >> (bits - 1);

	return !above || above == UINT64_MAX >> (bits - 1);
}

bool array_is_busy(const struct array *array, uint64_t cycle)
{
	return cycle <= array->busy_until;
}

bool array_sweeps(const struct array *array, uint64_t cycle)
{
	return cycle <= array->sweeps_until;
}

uint64_t array_sweeps_before(const struct array *array, uint64_t cycle)
{
	return array->swept - (array->swept && array->swept_last == cycle);
}

/* The used bits are cleared, so nothing is spared by a fill for having been touched. */
static void sweep(struct array *array, uint64_t cycle)
{
	array->sweeps_until = cycle + array->n_sets + 1;
	for (unsigned int i = 0; i < array->n_sets; i++)
		array->sets[i].touched = NO_SLOT;
}

static void drop_all(struct array *array, const struct fence *fence, enum drop_cause cause,
		     uint64_t cycle)
{
	for (unsigned int i = 0; i < array->n_sets; i++)
		table_fence(&array->sets[i], fence, cause, cycle);
	sweep(array, cycle);
	array->swept++;
	array->swept_last = cycle;
}

/* A drop during a sweep drops all. Was it one? */
static bool starts_over(struct array *array, enum drop_cause cause, uint64_t cycle)
{
	static const struct fence everything;

	if (!array_sweeps(array, cycle))
		return false;
	drop_all(array, &everything, cause, cycle);
	return true;
}

void array_reset(struct array *array, uint64_t cycle)
{
	for (unsigned int i = 0; i < array->n_sets; i++)
		table_clear(&array->sets[i]);
	array->busy_until = 0;
	array->swept = 0;
	sweep(array, cycle);
}

static void drop_by_page(struct array *array, const struct fence *fence, uint64_t cycle)
{
	for (unsigned int level = 0; level < ARRAY_LEVELS; level++)
		table_fence(array_set(array, level, fence->va), fence, DROPPED_BY_FENCE, cycle);
	array->busy_until = cycle + 2;
}

void array_fence(struct array *array, uint64_t cycle, const struct context *context,
		 const struct mmu_in *in)
{
	const struct fence fence = fence_of(context, in);

	if (fence.by_va && !has_page(array, fence.va))
		return;
	if (starts_over(array, DROPPED_BY_FENCE, cycle))
		return;
	if (fence.by_va)
		drop_by_page(array, &fence, cycle);
	else
		drop_all(array, &fence, DROPPED_BY_FENCE, cycle);
}

void array_drop(struct array *array, uint64_t cycle, uint64_t asid)
{
	const struct fence fence = {.by_asid = true, .asid = asid};

	if (!starts_over(array, DROPPED_BY_CR3, cycle))
		drop_all(array, &fence, DROPPED_BY_CR3, cycle);
}

void array_fault(struct array *array, uint64_t cycle, const struct exchange *x)
{
	const struct page request = page_of(x);

	if (!has_page(array, request.va) || starts_over(array, DROPPED_BY_FAULT, cycle))
		return;
	for (unsigned int level = 0; level < ARRAY_LEVELS; level++)
		table_fault(array_set(array, level, request.va), &request, cycle - 1);
	array->busy_until = cycle + 2;
}
