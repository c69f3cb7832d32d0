/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The array with the walker and the fence unit played by the test. Entries are told apart by the
 * page number in their word. After setup() it has 4 sets and does not sweep any more: then the set
 * of a page is bits 13:12 of its address, and that of what is of level 1 is bits 23:22.
 */
#ifndef PAGEWALK_ARRAY_FIXTURE_H
#define PAGEWALK_ARRAY_FIXTURE_H

#include "alone_fixture.h"
#include "channels/words.h"
#include "walk/array.h"

#define ASID       UINT64_C(0x1d5)
#define SV39       space_of(MODE_SV39, ASID)
#define MIB        (UINT64_C(1) << 20)
#define RIGHTS     (PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D)
#define WORD_OF(n) ((uint64_t)(n) << LEAF_PPN_LSB | RIGHTS)

void start_with(unsigned int sets, unsigned int formats);
void start(unsigned int sets); /* and its first cycle is the first after reset */
void setup(void);

/* A search begins, and the edge behind it. */
void search(uint64_t space, uint64_t va);

/* What the last search's walk fills: shown in one cycle, an entry after the next. */
void show_fill(uint64_t space, uint64_t va, unsigned int level, uint64_t word);
void show_pointer(uint64_t space, uint64_t va, uint64_t word);
void show_no_fill(void);

/* A walk: a search, and then a fill. */
void fill(uint64_t space, uint64_t va, unsigned int level, uint64_t word);
void fill_pointer(uint64_t space, uint64_t va, uint64_t word);

/* What a search would find in this cycle, for a load. Nothing is kept of it. */
void expect_page(uint64_t space, uint64_t va, unsigned int level, uint64_t word);
void expect_pointer(uint64_t space, uint64_t va, uint64_t word);
void expect_nothing(uint64_t space, uint64_t va);

/* The access of these searches, instead of a load. */
void expect_page_for(uint64_t access, uint64_t va, uint64_t word);
void expect_nothing_for(uint64_t access, uint64_t va);

/* In which way is what is found? */
void expect_way(uint64_t space, uint64_t va, uint64_t way);

/* The walk of a search that finds something touches it. */
void touch(uint64_t space, uint64_t va);

/* A cycle with a drop: care_page is PAGE_NUMBER where it is by page, care_space SPACE_ASID or 0. */
void drop(uint64_t care_space, uint64_t asid, uint64_t care_page, uint64_t va);

/* A cycle in which a walk ends with a fault, and the next one, in which it drops. */
void fault(uint64_t space, uint64_t va);

/* Does it sweep for exactly so many cycles, this one the first? Then it is at rest. */
void expect_sweep(unsigned int cycles);

#endif
