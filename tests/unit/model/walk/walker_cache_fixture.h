/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker with a walk cache, which the test plays as it does ports and memory. Walks are of Sv39
 * unless said otherwise.
 */
#ifndef PAGEWALK_WALKER_CACHE_FIXTURE_H
#define PAGEWALK_WALKER_CACHE_FIXTURE_H

#include "walker_fixture.h"

#define VA39         UINT64_C(0x0040604123)
#define ROOT39       UINT64_C(0x80000008) /* VA39 has the indices 1, 3 and 4 */
#define TABLE_2      UINT64_C(0x91)
#define TABLE_1      UINT64_C(0x92)
#define SPACE39      (UINT64_C(1) << 16 | 0x1d5)
#define PTE_OF(n)    ((n) << 10 | PTE_V)
#define X86_P        UINT64_C(1)
#define X86_RW       UINT64_C(2)
#define X86_US       UINT64_C(4)
#define X86_A        UINT64_C(0x20)
#define X86_PS       UINT64_C(0x80)
#define X86_ENTRY    (X86_P | X86_RW | X86_US | X86_A)
#define X86_TABLE(n) ((n) << 12 | X86_ENTRY)

/* A page of 1 GiB. */
#define GIB_LEAF ((UINT64_C(0x40000) << 10) | (LEAF & 0x3ff))

void setup_with_cache(void);

/* Does it search in this cycle? */
void expect_search(uint64_t valid);

void expect_fill(unsigned int level, uint64_t ppn, uint64_t path);
void expect_no_fill(void);

/* The search finds this, or nothing; and the edge behind it. */
void find(unsigned int level, uint64_t ppn, uint64_t path);
void find_nothing(void);

/* A walk that begins behind a pointer of level 1, and whose leaf is now waited for. */
void go_behind(uint64_t access);

#endif
