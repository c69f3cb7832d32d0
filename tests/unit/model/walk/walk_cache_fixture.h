/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walk cache with the walker and the fence unit played by the test. Pointers are told apart by
 * the page number of their table. Addresses are those of the request; the region is the cache's to
 * know.
 */
#ifndef PAGEWALK_WALK_CACHE_FIXTURE_H
#define PAGEWALK_WALK_CACHE_FIXTURE_H

#include "alone_fixture.h"
#include "channels/words.h"
#include "walk/walk_cache.h"

#define ASID UINT64_C(0x1d5)

/* An entry with all rights of x86. */
#define OPEN_PATH (PTE_W | PTE_X | PTE_U)

void start(unsigned int entries);
void start_with_array(void); /* 4 slots */
void setup(void);            /* 4 slots */

/* A pointer of that level, to that table, in one cycle; in the next one it becomes an entry. */
void show_fill(uint64_t space, uint64_t va, unsigned int level, uint64_t ppn, uint64_t path);
void show_no_fill(void);
void fill(uint64_t space, uint64_t va, unsigned int level, uint64_t ppn);
void fill_with_path(uint64_t space, uint64_t va, unsigned int level, uint64_t ppn, uint64_t path);

/* A search in one cycle, with nxe; it finds the pointer to that table, or nothing (0). */
void expect_found(uint64_t space, uint64_t va, uint64_t ppn);
void expect_none(uint64_t space, uint64_t va);

/* The same without the edge: nothing is touched. */
void peek_found(uint64_t space, uint64_t va, uint64_t ppn);

#endif
