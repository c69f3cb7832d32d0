/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole spaces: they begin and end. Regions are in region.c, pages in space_page.c.
 */
#include "os/kernel/space.h"

#include <stdlib.h>

#include "os/kernel/region.h"
#include "os/kernel/stack.h"

static unsigned int free_stack_slot(const struct os *os)
{
	const struct space *space;
	unsigned int slot = 0;

	do {
		for (space = os->spaces; space && space->stack_slot != slot; space = space->next)
			;
	} while (space && ++slot);
	return slot;
}

struct space *space_create(struct os *os, unsigned int number)
{
	struct space *space = calloc(1, sizeof(*space));

	if (!space) {
		os_host_memory(os);
		return NULL;
	}
	space->os = os;
	space->number = number;
	space->stack_slot = free_stack_slot(os);
	space->root = NO_FRAME;
	space->record = slab_get(os, SLAB_PROCESS);
	if (space->record)
		space->root = tables_create(os);
	if (space->root != NO_FRAME)
		space->stack = stack_map(os, space->stack_slot);
	if (!space->stack) {
		if (space->root != NO_FRAME)
			tables_destroy(os, space->root);
		if (space->record)
			slab_put(os, SLAB_PROCESS, space->record);
		free(space);
		return NULL;
	}
	space->next = os->spaces;
	os->spaces = space;
	return space;
}

void space_destroy(struct space *space)
{
	struct os *os = space->os;
	struct space **link = &os->spaces;

	if (os->running == space)
		os_run(os, NULL);
	/* Its ASID is not given again before a fence of everything: only what is locked needs one.
	 */
	if (tlb_locks_drop_all(os, space))
		os_fence_space(os, space);
	space->generation = 0;
	while (space->regions && os_works(os))
		space_unmap(space, space->regions->start, space->regions->end);
	tables_destroy(os, space->root);
	stack_unmap(os, space->stack_slot);
	slab_put(os, SLAB_PROCESS, space->record);
	while (*link != space)
		link = &(*link)->next;
	*link = space->next;
	region_free_all(space);
	free(space);
}
