/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a way of the array holds, and how it compares (rtl/contract, array-1 to array-3, array-5).
 * An entry is a ternary word, as a TLB's is: of a space and a page, and it matches when these are
 * equal in all bits that it cares for. Neither of an address that no mode translates nor of one
 * that is not canonical there ever is an entry, so none matches one.
 */
#ifndef PAGEWALK_ARRAY_WAY_H
#define PAGEWALK_ARRAY_WAY_H

#include "channels/bundles.h"
#include "walk/array_used.h"

#define ARRAY_LEVELS 2

/* of.valid: there is an entry. */
struct array_entry {
	struct array_fill of;
	uint64_t care_space, care_page;
};

/* used: a bit for each way. */
struct array_set {
	struct array_entry way[ARRAY_WAYS];
	uint64_t used;
};

/* The entry that a fill makes. */
struct array_entry array_way_entry(const struct array_fill *fill);

/* log2 of the size of a page of this level. */
unsigned int array_way_page_bits(uint64_t space, unsigned int level);

/* array-2. */
bool array_way_matches(const struct array_entry *e, unsigned int level, uint64_t space,
		       uint64_t page);

/* array-3: does the new entry drop this one of its set? */
bool array_way_is_replaced(const struct array_entry *e, const struct array_entry *new);

/* array-5: does that name the entry? */
bool array_way_is_named(const struct array_entry *e, const struct drop *named);

#endif
