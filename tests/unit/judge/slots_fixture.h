/* SPDX-License-Identifier: Apache-2.0 */
/* TLBs of few entries that are filled, on pins made by hand. */
#ifndef PAGEWALK_SLOTS_FIXTURE_H
#define PAGEWALK_SLOTS_FIXTURE_H

#include "fills_fixture.h"

#define ENTRIES 4 /* of each TLB */
#define CLEAN   0x47
#define PPN(n)  ((UINT64_C(0x90000) + (n)) << 10)

/* Page n is made, and its entry filled; and of all from first to last. */
void fill_page(uint64_t n);
void fill_pages(uint64_t first, uint64_t last);

/* The same for a request that asks for a lock. */
void fill_locked(uint64_t n);

/* The same by an entry that a store may not use. */
void fill_clean(uint64_t n);

/* A store to a page whose entry is clean: it walks, and fills anew. */
void fill_by_store(uint64_t n);

/* The page is walked for, and nobody objects; the walk is given up. */
void may_walk(uint64_t n);

/* Sv39 with this ASID, and the same tables. */
void asid(uint64_t n);

#endif
