/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pseudo-LRU: touching is a table look-up, the victim is a walk down the tree.
 */
#include "tlb/plru.h"

#include <stdbool.h>
#include <string.h>

#include "bits.h"

void plru_init(struct plru *plru, unsigned int entries)
{
	memset(plru, 0, sizeof(*plru));
	plru->entries = entries;
	for (unsigned int e = 0; e < entries; e++) {
		for (unsigned int node = entries + e; node > 1; node /= 2) {
			bool is_lower_child = node % 2 == 0;

			plru->path[e] |= bit(node / 2);
			if (is_lower_child)
				plru->away[e] |= bit(node / 2);
		}
	}
}

/* The entries below a child of some node: `span` of them, 32 at most, from its leftmost leaf on. */
static uint64_t entries_below(const struct plru *plru, unsigned int node)
{
	unsigned int span = 1;

	while (node < plru->entries) {
		node *= 2;
		span *= 2;
	}
	return (bit(span) - 1) << (node - plru->entries);
}

static bool is_all_locked(const struct plru *plru, unsigned int node, uint64_t locked)
{
	return !(entries_below(plru, node) & ~locked);
}

unsigned int plru_victim(const struct plru *plru, uint64_t locked)
{
	unsigned int node = 1;

	while (node < plru->entries) {
		unsigned int child = 2 * node + (plru->bits >> node & 1);

		node = is_all_locked(plru, child, locked) ? child ^ 1 : child;
	}
	return node - plru->entries;
}
