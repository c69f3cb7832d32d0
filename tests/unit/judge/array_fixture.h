/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scoreboard of an MMU with an array of 4 sets, on pins made by hand, over the tables of
 * fills_fixture.h. Page n of 4 KiB is in set n % 4, and the pointer of level 1 of all these pages
 * in set 0. A page of 2 MiB is at LARGE, and in set 0, too.
 */
#ifndef PAGEWALK_ARRAY_FIXTURE_H
#define PAGEWALK_ARRAY_FIXTURE_H

#include "search_fixture.h"

#define LARGE    UINT64_C(0x200000)
#define LARGE_PA UINT64_C(0x90200000)

/* begin_array() with pages 1 to 30, and without a walk cache. */
void begin_pages(void);

/*
 * A request of the data port; then cycles up to and with that in which its walk starts, and up to
 * and with the last one in which it searches.
 */
void asks(uint64_t va, bool store);
void starts(uint64_t va);
void searches(uint64_t va);

/* A walk of page n to its end, that reads all behind so many pointers. */
void walks(unsigned int skipped, uint64_t n);

/* The same of the large page, from the root. */
void walks_large(void);

/* Other pages fill the TLB, so that it may have lost all others: 21, 22, 25 and 26 and 29. */
void tlb_forgets(void);

/* Page n, or the large one, is served in time, without a read; what is said. */
const char *served(uint64_t n);
const char *served_large(void);

/* Behind the search for page n its first read is at pa; what is said of that cycle. */
const char *first_read(uint64_t n, uint64_t pa);

/* The array drops: a fence accepted with these conditions. */
void fence_va(uint64_t va);
void fence_asid(uint64_t asid);

/* Cycles in which nothing happens. */
void rests(unsigned int cycles);

#endif
