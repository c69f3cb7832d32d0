/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Page tables of one root, in any mode: find the entry of an address, make the tables down to it,
 * write it, and free the tables that hold nothing any more.
 */
#ifndef PAGEWALK_OS_TABLES_H
#define PAGEWALK_OS_TABLES_H

#include "os/kernel/os.h"

/* Where an address is decided: an entry, its level, and what it holds. */
struct place {
	uint64_t pa;
	unsigned int level;
	uint64_t entry;
};

/* A root with the kernel's part in it; NO_FRAME: no memory. PAE: all four PDPTEs point on. */
uint64_t tables_create(struct os *os);

/* Frees it and all tables below; the user's part maps nothing any more. */
void tables_destroy(struct os *os, uint64_t root);

/* The leaf of va, the swapped entry of level 0, or the entry of 0 where its tables end. */
struct place tables_find(struct os *os, uint64_t root, uint64_t va);

/*
 * The entry of va at this level, and all tables above it. False: no memory, or a huge page or, with
 * level > 0, a table is in the way.
 */
bool tables_make(struct os *os, uint64_t root, uint64_t va, unsigned int level,
		 struct place *place);

/* Writes an entry, and counts those in use. */
void tables_write(struct os *os, const struct place *place, uint64_t entry);

/* Frees the tables on the way to va that hold nothing: true, if there were any. The caller fences.
 */
bool tables_prune(struct os *os, uint64_t root, uint64_t va);

/* Replaces a huge page by a table of the small pages in it. False: no memory. */
bool tables_split(struct os *os, const struct place *huge);

#endif
