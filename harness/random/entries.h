/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random page-table entries, good and bad, in the format of each decoder. `bits` below counts from
 * the smallest page: a page of a level spans 2^bits of them.
 */
#ifndef PAGEWALK_ENTRIES_H
#define PAGEWALK_ENTRIES_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/paging.h"
#include "base/random.h"

/* What the entries of a scene are like. */
struct entry_style {
	uint64_t *random;
	unsigned int pa_bits; /* x86 */
	bool memtype;         /* leaves may have a memory type */
	bool clean;           /* A and D are often clear */
	bool open;            /* every access is allowed, but for U */
	unsigned int user;    /* of four leaves, how many have U: 0, 2 or 4 */
};

/* True in n of `of` cases. */
static inline bool chance(const struct entry_style *style, unsigned int n, unsigned int of)
{
	return random_chance(style->random, n, of);
}

/* A random number from 0 to n - 1. */
static inline uint64_t below(const struct entry_style *style, uint64_t n)
{
	return random_below(style->random, n);
}

/* Where an entry stands. */
struct entry_place {
	enum paging_mode mode;
	unsigned int level;
	unsigned int bits;
};

struct entries {
	uint64_t accessed, dirty, first; /* A, D, and the lowest bit of the page number */
	uint64_t present;
	/* What a leaf that allows every access has and has not; and what a pointer has then. */
	uint64_t rights, refuses, pointer_rights;

	/* May a page end at this place? */
	bool (*has_pages)(const struct entry_place *place);
	uint64_t (*leaf)(const struct entry_style *style, const struct entry_place *place);
	uint64_t (*pointer)(const struct entry_style *style, uint64_t ppn);
	/* One of the things that can be wrong with an entry. */
	uint64_t (*spoil)(const struct entry_style *style, const struct entry_place *place,
			  uint64_t pte);
	/* Does it point to a table? Then *ppn is the table's. */
	bool (*points)(const struct entry_place *place, uint64_t pte, uint64_t *ppn);
};

extern const struct entries entries_riscv, entries_x86;

/* A leaf that must stand in 16 places, side by side. */
bool entries_is_napot(const struct entries *entries, const struct entry_place *place, uint64_t pte);

static inline bool entry_is_wide(const struct entry_place *place)
{
	return paging_is_wide(place->mode);
}

#endif
