/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/region.h"

#include <stdlib.h>

struct region *space_find(const struct space *space, uint64_t va)
{
	struct region *region = space->regions;

	while (region && region->end <= va)
		region = region->next;
	return region && region->start <= va ? region : NULL;
}

bool region_is_free(const struct space *space, uint64_t start, uint64_t end)
{
	const struct region *region = space->regions;

	while (region && region->end <= start)
		region = region->next;
	return !region || region->start >= end;
}

bool region_is_covered(const struct space *space, uint64_t start, uint64_t end)
{
	while (start < end) {
		const struct region *region = space_find(space, start);

		if (!region)
			return false;
		start = region->end;
	}
	return true;
}

bool region_insert(struct space *space, const struct region *region)
{
	struct region *copy = malloc(sizeof(*copy)), **link = &space->regions;

	if (!copy) {
		os_host_memory(space->os);
		return false;
	}
	*copy = *region;
	copy->record = slab_get(space->os, SLAB_REGION);
	if (!copy->record) {
		free(copy);
		return false;
	}
	while (*link && (*link)->start < region->start)
		link = &(*link)->next;
	copy->next = *link;
	*link = copy;
	if (copy->object)
		copy->object->references++;
	return true;
}

void region_remove(struct space *space, uint64_t start)
{
	struct region **link = &space->regions, *region;

	while ((*link)->start != start)
		link = &(*link)->next;
	region = *link;
	*link = region->next;
	if (region->object)
		object_release(space->os, region->object);
	slab_put(space->os, SLAB_REGION, region->record);
	free(region);
}

bool region_cut(struct space *space, uint64_t va)
{
	struct region *region = space_find(space, va), upper;

	if (!region || region->start == va)
		return true;
	upper = *region;
	upper.start = va;
	upper.first += (va - region->start) >> FRAME_SHIFT;
	upper.grows = false;
	if (!region_insert(space, &upper))
		return false;
	region->end = va;
	return true;
}

void region_free_all(struct space *space)
{
	while (space->regions) {
		struct region *region = space->regions;

		space->regions = region->next;
		free(region);
	}
}
