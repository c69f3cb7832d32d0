/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TLB as the pins say that it must be: filled by walks, touched by hits, and emptied by fences,
 * faults and writes of CR3 (rules tlb-1 to tlb-6 and fence-1). It foretells each hit and miss, and
 * cp_shadow counts whether they come.
 */
#ifndef PAGEWALK_COVER_SHADOW_H
#define PAGEWALK_COVER_SHADOW_H

#include "cover/entry.h"

#define COVER_SLOTS 64u

struct cover_page {
	bool valid, locked, global;
	unsigned int mode, asid, level;
	uint64_t va;
	unsigned int size; /* log2 */
	struct cover_rights rights;
	bool dirty;
	uint64_t pte_address, pte; /* the leaf, as memory gave or took it */
};

struct cover_shadow {
	unsigned int slots;
	struct cover_page page[COVER_SLOTS];
	bool used[COVER_SLOTS];
};

/* A free slot; one not used, where the page overlaps an entry, and where not; a used one. */
enum cover_place { PLACE_FREE, PLACE_OVERLAP, PLACE_VICTIM, PLACE_USED };

/* What a fill did. */
struct cover_fill {
	enum cover_place place;
	unsigned int slot;
	struct cover_page victim;
	bool passed_over; /* a locked entry that was not used */
	bool kept_lock;   /* it replaced a locked one */
	bool last;        /* it was not locked, for the others are */
	uint64_t dropped; /* sizes of what it overlapped: bit n is 2^n bytes */
};

/* Is the page valid, and is va, a canonical address, in it? */
bool cover_page_contains(const struct cover_page *page, uint64_t va);

/* The slot that matches a request; -1: none. */
int cover_shadow_match(const struct cover_shadow *shadow, const struct cover_request *request);

/* Does the entry serve the request, or must it walk? */
bool cover_page_allows(const struct cover_page *page, const struct cover_request *request);

/* A hit or a refill in this slot: it is used (tlb-3). */
void cover_shadow_touch(struct cover_shadow *shadow, unsigned int slot);

/* A refill: drops what page overlaps, and puts it where tlb-2 says. *fill tells what it did. */
void cover_shadow_fill(struct cover_shadow *shadow, const struct cover_page *page,
		       struct cover_fill *fill);

/* How many slots are valid. */
unsigned int cover_shadow_valid(const struct cover_shadow *shadow);

#endif
