/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An address space: regions, which say what an address means, and the page table, which says where
 * it is just now. The table is only a cache of what regions, objects and swap say: any page may
 * leave it at any time, and comes back by a page fault.
 */
#ifndef PAGEWALK_OS_SPACE_H
#define PAGEWALK_OS_SPACE_H

#include "os/kernel/object.h"
#include "os/kernel/tables.h"

struct region {
	char name[32];
	uint64_t start, end; /* multiples of 4 KiB; end is the first address behind it */
	struct rights rights;
	struct object *object; /* NULL: anonymous, zero where untouched */
	uint64_t first;        /* the object's page at start */
	bool shared;           /* stores go to the object; else a store makes a private page */
	bool grows;            /* a stack: it grows down to where it is touched... */
	uint64_t floor;        /* ...and not below this; a guard is below it */
	bool locked;           /* its pages are brought in, and stay */
	unsigned int huge;     /* level of the pages that it gets where they fit; 0: 4 KiB */
	uint64_t record;       /* its place in the kernel's memory: slab.h */
	struct region *next;   /* the next higher one */
};

/* Resident: pages that the table maps, the zero page too. */
/* What is counted for each process: a field is a row, of this name in reports too. */
#define SPACE_COUNTS(X)                                                                            \
	X(minor) X(major) X(copied) X(zeroed) X(zero_page) X(grown) X(killed) X(accesses) X(walks)

/* The cycles of accesses that hit, that walked, of faults and all that came of them. */
#define SPACE_CYCLES(X) X(cycles_hit) X(cycles_walk) X(cycles_fault)

struct space_counts {
#define FIELD(name) uint64_t name;
	SPACE_COUNTS(FIELD) SPACE_CYCLES(FIELD)
#undef FIELD
};

struct space {
	struct os *os;
	unsigned int number;
	uint64_t root;
	uint64_t asid, generation; /* asid.h */
	struct region *regions;    /* by address */
	bool lock_future;          /* mlockall: what will be mapped is locked, too */
	uint64_t resident, swapped;
	uint64_t peak_resident; /* at most so far */
	uint64_t record;        /* slab.h */
	unsigned int stack_slot;
	uint64_t stack; /* the kernel's for this process */
	struct space_counts counts;
	struct space *next;
};

/* An empty one. NULL: out of memory. */
struct space *space_create(struct os *os, unsigned int number);

/* All its pages and tables are given back. */
void space_destroy(struct space *space);

/*
 * A copy that shares all pages with this space until one of the two writes. NULL: out of memory.
 * Private pages are closed to stores in both; nothing is locked in the copy.
 */
struct space *space_fork(struct space *space, unsigned int number);

/* The region of an address; NULL: none. */
struct region *space_find(const struct space *space, uint64_t va);

enum space_error {
	SPACE_OK,
	SPACE_NO_MEMORY,
	SPACE_BAD_RANGE, /* not whole pages, outside the user's part, or something is there */
	SPACE_BUS,       /* a page to be locked could not be read */
};

/* Adds a region: its start, end, rights and kind are as in *region; whatever is locked comes in. */
enum space_error space_map(struct space *space, const struct region *region);

/* Unmaps all from start to end; regions are cut at both. */
enum space_error space_unmap(struct space *space, uint64_t start, uint64_t end);

/* Other rights from start to end; all of it must be mapped. */
enum space_error space_protect(struct space *space, uint64_t start, uint64_t end,
			       const struct rights *rights);

/* Locks, or unlocks, all from start to end. */
enum space_error space_lock(struct space *space, uint64_t start, uint64_t end, bool locked);

/* The end of the region named `name` moves: brk. */
enum space_error space_resize(struct space *space, const char *name, uint64_t end);

/* ---- space_page.c: what the fault handler, reclaim and huge pages do to single pages ---- */

/* Maps a frame at va: entry, reverse map, one reference. False: no memory. */
bool space_enter(struct space *space, uint64_t va, unsigned int level, uint64_t frame,
		 const struct rights *rights);

/*
 * Takes the page of va, of 4 KiB or in swap, out of the table: its entry becomes `entry`, 0 or a
 * swapped one. Its frame or its slot has one reference less, and the frame remembers what D said.
 */
void space_leave(struct space *space, uint64_t va, uint64_t entry);

/* A huge page at va is 4 KiB pages from now on. True, if there is none. False: no memory. */
bool space_split(struct space *space, uint64_t va);

#endif
