/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk cache as the pins say that it must be: filled by the pointers that memory answers,
 * touched by the walks that begin behind them, and emptied by fences, faults and writes of CR3
 * (rules cache-1 to cache-5). It foretells the first read of each walk.
 */
#ifndef PAGEWALK_COVER_POINTERS_H
#define PAGEWALK_COVER_POINTERS_H

#include "cover/entry.h"

#define COVER_POINTERS 16u

struct cover_pointer {
	bool valid;
	unsigned int mode, asid, level;
	uint64_t va;    /* in its region */
	uint64_t table; /* where that is */
	struct cover_rights path;
	bool global;
};

struct cover_pointers {
	unsigned int slots; /* 0: there is no walk cache */
	struct cover_pointer slot[COVER_POINTERS];
	bool used[COVER_POINTERS];
	struct cover_pointer next; /* valid: it comes in in the next cycle */
};

/* What a search finds. */
struct cover_found {
	int slot;    /* the one that serves; -1: none */
	bool is_xd;  /* its path has XD, and counts because of nxe */
	bool passed; /* one that matches but for XD */
};

void cover_pointers_search(const struct cover_pointers *pointers,
			   const struct cover_request *request, struct cover_found *found);

/* A walk begins behind it: its slot is used. */
void cover_pointers_touch(struct cover_pointers *pointers, unsigned int slot);

/* Where a fill goes: in a free slot, in one that was not used; or it dropped one of its region. */
enum cover_pointer_place { POINTER_FREE, POINTER_UNUSED, POINTER_AGAIN };

enum cover_pointer_place cover_pointers_fill(struct cover_pointers *pointers,
					     const struct cover_pointer *pointer);

/* Which are dropped: those that pass all conditions that are set. */
struct cover_pointer_drop {
	bool none, by_va, by_asid;
	uint64_t va;
	unsigned int asid;
};

/* How many it dropped, and how many it kept. */
struct cover_pointers_left {
	unsigned int dropped, kept;
};

struct cover_pointers_left cover_pointers_drop(struct cover_pointers *pointers,
					       const struct cover_pointer_drop *drop);

#endif
