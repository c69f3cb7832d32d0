/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which way of a set of the array is next (rtl/contract, array-3, array-4). Sets of ways are words,
 * a bit a way.
 */
#ifndef PAGEWALK_ARRAY_USED_H
#define PAGEWALK_ARRAY_USED_H

#include "bits.h"

#define ARRAY_WAYS 4

/* array-4: which are used when this one has been touched. Never all of them. */
static inline uint64_t array_used_touch(uint64_t used, unsigned int way)
{
	used |= bit(way);
	return used == ones(ARRAY_WAYS) ? bit(way) : used;
}

/* array-3: the way that a fill takes. */
static inline unsigned int array_used_next(uint64_t used, uint64_t vacant)
{
	return (unsigned int)__builtin_ctzll(vacant ? vacant : ~used);
}

#endif
