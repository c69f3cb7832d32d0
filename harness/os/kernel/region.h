/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of a space's regions: in order, never overlapping.
 */
#ifndef PAGEWALK_OS_REGION_H
#define PAGEWALK_OS_REGION_H

#include "os/kernel/space.h"

/* No region goes across va any more. False: out of memory. */
bool region_cut(struct space *space, uint64_t va);

/* Puts a copy of a region into the list; nothing is there. False: out of memory. */
bool region_insert(struct space *space, const struct region *region);

/* Takes the region that begins at start out of the list. */
void region_remove(struct space *space, uint64_t start);

/* Is there no region from start up to, and without, end? */
bool region_is_free(const struct space *space, uint64_t start, uint64_t end);

/* Is every page from start to end in some region? */
bool region_is_covered(const struct space *space, uint64_t start, uint64_t end);

/* Frees all regions, when the machine has failed. */
void region_free_all(struct space *space);

#endif
