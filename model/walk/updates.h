/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The entries that a walk used and must mark as accessed or dirty (rtl/contract, walk-4). They wait
 * here until the leaf is known to be good, and are given back from the root on, the leaf last.
 * Part of the walker's state: the walker's tick notes.
 */
#ifndef PAGEWALK_UPDATES_H
#define PAGEWALK_UPDATES_H

#include <stdbool.h>
#include <stdint.h>

#include "geometry.h"

struct update {
	uint64_t addr, pte, marked;
};

struct updates {
	unsigned int due; /* bit n: the entry of level n */
	struct update of[GEOMETRY_LEVELS];
};

/* Is one due? */
static inline bool updates_any(const struct updates *u)
{
	return u->due;
}

/* One is due at least: is it the only one? */
static inline bool updates_one(const struct updates *u)
{
	return !(u->due & (u->due - 1));
}

/* One is due at least: the next one. */
const struct update *updates_next(const struct updates *u);

/* The entry of this level, 0 to 4, must be marked. */
void updates_note(struct updates *u, unsigned int level, const struct update *update);

/* The next one is done. */
void updates_done(struct updates *u);

/* None is due. */
void updates_clear(struct updates *u);

#endif
