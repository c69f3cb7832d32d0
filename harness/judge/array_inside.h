/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of the array: what array.c (entries) and array_drops.c (drops, and their time) share.
 */
#ifndef PAGEWALK_ARRAY_INSIDE_H
#define PAGEWALK_ARRAY_INSIDE_H

#include "judge/array.h"
#include "judge/fills_inside.h"

#define ARRAY_WAYS   4u
#define ARRAY_LEVELS 2u

/* What a walk's search has read of the set of a level. */
struct searched {
	bool full;            /* it may have had an entry in each way */
	unsigned int touched; /* the slot that was touched last; NO_SLOT: not known */
};

/* Unseen: behind a pointer, if there is one, or above. */
enum array_begins { BEGINS_BLIND, BEGINS_BEHIND, BEGINS_ABOVE, BEGINS_UNSEEN };

struct array {
	unsigned int n_sets;
	unsigned int va_bits; /* of the widest mode that is built */
	struct table *sets;
	uint64_t busy_until, sweeps_until; /* the last such cycle */
	uint64_t swept, swept_last;        /* how often since reset, and in which cycle the last */
	struct searched searched[ARRAY_LEVELS];
	enum array_begins begins;
	unsigned int pointer; /* the slot of the one that it began behind */
	bool pointed;         /* the walk has filled a pointer, and its set is that of its page */
};

/* The set in which an address of a level is. */
static inline struct table *array_set(const struct array *array, unsigned int level, uint64_t va)
{
	return &array->sets[va >> (level ? 22 : 12) & (array->n_sets - 1)];
}

#endif
