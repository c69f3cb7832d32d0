/* SPDX-License-Identifier: Apache-2.0 */
/* A memory with one page at PA, whose word n is 0x1000 + n, and the pins between it and nobody. */
#ifndef MEMORY_FIXTURE_H
#define MEMORY_FIXTURE_H

#include "memory/memory.h"

#define PA    UINT64_C(0x80000000)
#define WORDS 0x1000u

extern struct image *image;
extern struct memory memory;
extern struct mmu_in in;
extern struct mmu_out out;

/* Around each test: the image, and pins of 0. */
void begin(void);
void end(void);

/* One cycle of the memory, with what is on the pins. */
void cycle(void);

#endif
