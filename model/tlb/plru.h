/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tree pseudo-LRU over n entries, n a power of two from 2 to 64
 * (rtl/contract, tlb-3 and tlb-4). Part of a TLB's state: the TLB's tick touches.
 *
 * Bit i of `bits` is node i: node 1 is the root, node i has the children 2i
 * (lower half) and 2i + 1 (upper half), and entry e is the leaf n + e. A bit
 * of 0 points to the lower half.
 */
#ifndef PAGEWALK_PLRU_H
#define PAGEWALK_PLRU_H

#include <stdint.h>

#define PLRU_MAX_ENTRIES 64

struct plru {
	unsigned int entries;
	uint64_t bits;
	uint64_t path[PLRU_MAX_ENTRIES]; /* the nodes above an entry */
	uint64_t away[PLRU_MAX_ENTRIES]; /* those of them that must point up to spare it */
};

/* All nodes point to the lower half. entries: a power of two, 2 to 64. */
void plru_init(struct plru *plru, unsigned int entries);

/* Every node above the entry now points to the other half. */
static inline void plru_touch(struct plru *plru, unsigned int entry)
{
	plru->bits = (plru->bits & ~plru->path[entry]) | plru->away[entry];
}

/* The entry to replace, which is not one of `locked` (a bit each); not all may be locked. */
unsigned int plru_victim(const struct plru *plru, uint64_t locked);

#endif
