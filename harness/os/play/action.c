/* SPDX-License-Identifier: Apache-2.0 */
#include "os/play/action.h"

#include <string.h>

#define PAGE UINT64_C(4096)

unsigned int action_huge_level(const struct format *format, const struct map_options *map)
{
	if (!map->huge_size)
		return 1;
	for (unsigned int level = 1; level < format->huge_levels; level++)
		if (UINT64_C(1) << format_shift(format, level) == map->huge_size)
			return level;
	return 0;
}

const char *action_range(const struct action *action, const struct shadow *shadow, uint64_t *start,
			 uint64_t *end)
{
	const struct area *first = shadow_region(shadow, action->region, end);

	if (!first)
		return "there is no such region";
	*start = first->start;
	if (action->whole)
		return NULL;
	if (!action->size || action->offset > *end - first->base ||
	    action->size > *end - first->base - action->offset)
		return "that is not within the region";
	*start = first->base + action->offset;
	*end = *start + action->size;
	return NULL;
}

/* Regions that huge pages may back begin where huge pages do. */
static uint64_t alignment(const struct format *format, const struct action *action)
{
	uint64_t large = UINT64_C(1) << format_shift(format, 1);

	if (action->map.huge)
		return UINT64_C(1) << format_shift(format, action_huge_level(format, &action->map));
	return action->size >= large ? large : PAGE;
}

/* The start of a region that may lie anywhere; of a heap, best where it can grow. */
static bool find_place(const struct action *action, const struct shadow *shadow, uint64_t *start)
{
	uint64_t align = alignment(shadow->format, action), room = shadow->format->user_end / 4;

	if (!strcmp(action->region, "heap") && action->size < room &&
	    shadow_place(shadow, room, align, false, start))
		return true;
	return shadow_place(shadow, action->size, align, action->map.grows, start);
}

const char *action_area(const struct scenario *scenario, const struct action *action,
			const struct shadow *shadow, struct area *area)
{
	const struct map_options *map = &action->map;
	uint64_t end;

	*area = (struct area){.rights = map->rights,
			      .shared = map->shared,
			      .grows = map->grows,
			      .locked = map->locked || (shadow->lock_future && !map->grows)};
	memcpy(area->name, action->region, sizeof(area->name));
	if (map->huge && !action_huge_level(scenario->format, map))
		return "the paging mode has no huge pages of this size";
	if (!action->size || action->size % PAGE || map->offset % PAGE)
		return "a region is of whole pages";
	if (map->backing != NO_BACKING &&
	    (map->offset > scenario->backing[map->backing].size ||
	     action->size > scenario->backing[map->backing].size - map->offset))
		return "the file or shared memory is smaller";
	if (shadow_region(shadow, action->region, &end))
		return "the process has a region of this name";
	area->start = map->at;
	if (!map->placed && !find_place(action, shadow, &area->start))
		return "there is no room for it";
	if (area->start > shadow->format->user_end)
		return "a region lies below the kernel";
	area->base = area->start;
	area->end = area->start + action->size;
	return NULL;
}

const char *action_stray(const struct action *action, const struct shadow *shadow, uint64_t *va)
{
	const struct format *format = shadow->format;
	const struct area *area;
	uint64_t end;

	switch (action->stray) {
	case STRAY_NULL:
		*va = 0;
		break;
	case STRAY_KERNEL:
		*va = format->kernel_base;
		break;
	case STRAY_ADDRESS:
		*va = action->va;
		if (format->entry_bytes == 4 && *va > UINT32_MAX)
			return "the address has more than 32 bits";
		break;
	case STRAY_REGION:
		area = shadow_region(shadow, action->region, &end);
		if (!area)
			return "there is no such region";
		*va = area->start;
		break;
	}
	if (shadow_allows(shadow, *va, *va + 1, action->type))
		return "the process may do that";
	if (action->type == ACCESS_FETCH && !format->no_execute && shadow_find(shadow, *va))
		return "the paging mode closes no page to fetches";
	return NULL;
}
