/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Huge pages: one entry, and one in the TLB, for 2 MiB, 4 MiB or 1 GiB.
 */
#ifndef PAGEWALK_OS_HUGE_H
#define PAGEWALK_OS_HUGE_H

#include "os/kernel/space.h"

/*
 * Backs va by a huge page of a region that asks for them, where it fits and nothing of it is there
 * yet. False: it does not fit, or there is no row of free frames; a small page will do.
 */
bool huge_enter(struct space *space, const struct region *region, uint64_t va);

/*
 * Makes one huge page, of this level, out of the small ones that cover all of it: new frames in a
 * row, a copy, and the fences. False: they do not, or are shared, or there are no such frames.
 */
bool huge_promote(struct space *space, uint64_t va, unsigned int level);

#endif
