/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fills of one TLB, each in a slot where it stays, found by their pages. A search looks into
 * one chain for each size of page; there are as many chains as slots, so that it does not take
 * longer for more fills. Slots are as many as were ever taken at once: at most one for each page
 * that was walked for since something dropped it.
 */
#ifndef PAGEWALK_FILLS_SLOTS_H
#define PAGEWALK_FILLS_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/standing.h"
#include "oracle/oracle.h"

/* Which page an entry translates, and in which address space. */
struct page {
	uint64_t va; /* in it */
	uint16_t asid;
	int8_t mode;
	uint8_t size;
	bool global;
};

/* What a look-up needs comes first, close together. */
struct fill {
	struct page page;
	bool taken; /* else the slot is free */
	bool locked;
	bool doubtful;       /* its rights are not known */
	bool perhaps_global; /* nor whether it is global: the page says so */
	unsigned int next;   /* slot of its chain, or free slot; NO_SLOT: it is the last */
	uint64_t epoch;      /* of the table, when it was last surely there */
	uint64_t filled;
	uint64_t pa; /* where the page begins */
	unsigned int memtype;

	/*
	 * Bit n: has the oracle been asked about accesses of kind n (struct exchange), and does the
	 * entry allow them? Under these controls.
	 */
	unsigned int controls;
	uint64_t asked, allowed;
	struct standing standing;

	/* What the walk read, as its updates left it, and under what. */
	struct oracle_context context;
	uint64_t data[ORACLE_MAX_READS];
	unsigned int reads;

	bool pointer; /* of level 1, in the array: its table is at pa, its region the page */
};

#define NO_SLOT UINT32_MAX

struct slots {
	struct fill *fills;
	unsigned int *chains; /* the first slot of each */
	unsigned int room;    /* slots that there is memory for, and chains; a power of two */
	unsigned int used;    /* taken, or free again; the others were never taken */
	unsigned int taken;
	unsigned int free; /* the first one that is free again; or NO_SLOT */
	uint64_t sizes;    /* bit n: there were pages of 2^n bytes */
};

/* All slots are free. The first use of slots that are all 0, too. */
void slots_clear(struct slots *slots);

void slots_free(struct slots *slots);

/* port-4. An address that is not canonical is in no page, for all its bits are compared. */
static inline bool slots_match(const struct page *page, const struct page *request)
{
	return page->mode == request->mode && (page->global || page->asid == request->asid) &&
	       !((page->va ^ request->va) >> page->size);
}

/* Could a request match both pages (tlb-2)? */
bool slots_overlap(const struct page *a, const struct page *b);

/* The fill that a request matches: one at most, for no two overlap. NULL: none. */
struct fill *slots_find(const struct slots *slots, const struct page *request);

/* One after the other: all fills, or those whose pages have va in them, and perhaps others. */
struct slots_tour {
	bool all;
	uint64_t va;
	uint64_t sizes;    /* whose chains are still to come */
	unsigned int slot; /* the next one; NO_SLOT: of the next chain */
};

/* Tours of all fills, and of those whose pages may have va in them. */
struct slots_tour slots_of_all(void);
struct slots_tour slots_at(const struct slots *slots, uint64_t va);

/* NULL: there are no more. Only the fill that came last may have been given back meanwhile. */
struct fill *slots_next(const struct slots *slots, struct slots_tour *tour);

/* Takes a slot for a page; all but that is 0. Fills may move. NULL: out of memory. */
struct fill *slots_take(struct slots *slots, const struct page *page);

/* The fill stays readable until its slot is taken again. */
void slots_give_back(struct slots *slots, struct fill *fill);

#endif
