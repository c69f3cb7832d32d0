/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The fixture of the permission tests: the lockstep bench, page tables for one address in one
 * paging mode, and the questions asked of them. The bench holds RTL and cycle model to each other,
 * and both to the oracle.
 */
#ifndef PAGEWALK_PERMISSION_FIXTURE_H
#define PAGEWALK_PERMISSION_FIXTURE_H

#include "bench/bench.h"
#include "tally.h"

struct permission_kind {
	const char *name;
	enum regime regime;
	unsigned int levels, leaf_levels; /* a leaf may be at levels 0 to leaf_levels - 1 */
	unsigned int index_bits, bytes;
	uint64_t va;
	uint64_t ptbr;
};

struct permission {
	struct bench *bench;
	const struct permission_kind *kind;
	unsigned int mode; /* rtl/contract, "Paging modes" */
	struct tally tally;
};

/* Which accesses are asked for. */
enum permission_asks {
	ASKS_ALL,   /* every privilege, with SUM and MXR, or AC, 0 and 1 where they are looked at */
	ASKS_BRIEF, /* user and supervisor, without */
};

/* How many they are. */
#define ASKS_RISCV 36u /* 4 fetches; 4 loads and 4 stores times SUM and MXR */
#define ASKS_X86   20u /* 4 fetches; 4 loads and 4 stores times AC */
#define ASKS_FEW   6u

/* What a page that may be used must say of itself. */
struct permission_page {
	uint64_t memtype;
	bool global;
};

/* A bench with empty tables of mode n, good pointers in them, and the base register set. */
void permission_start(struct permission *p, unsigned int n);

/* Holds the tally to the expected one, and ends it. */
void permission_finish(struct permission *p, const struct tally *expected);

/* The entry on the address' way at a level; 0: the page table's. */
void permission_set(struct permission *p, unsigned int level, uint64_t pte);

/* One of a level above 0 that points to the table below, with these flags. */
uint64_t permission_pointer(const struct permission *p, unsigned int level, uint64_t flags);

/* All pointers allow everything and have nothing to say beside. */
void permission_good_pointers(struct permission *p);

/*
 * A cell for each access: with this entry at this level, and the others as they were set. Each is
 * asked twice: with empty TLBs; and behind an access of the same port that has filled the entry,
 * where there is one that may. A page that may be used must be as `page` says; NULL: as it is.
 */
void permission_ask(struct permission *p, unsigned int level, uint64_t pte,
		    enum permission_asks asks, const struct permission_page *page);

#endif
