/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TLB of four entries. fill_with(), fault(), fence() and touch() take a cycle each; what does not
 * say otherwise is a page of 4 KiB with the ASID below.
 */
#ifndef PAGEWALK_TLB_FIXTURE_H
#define PAGEWALK_TLB_FIXTURE_H

#include "kernel.h"
#include "tlb.h"

#define PPN(n)  ((uint64_t)(n) << 10)
#define LEAF    (PTE_V | PTE_R | PTE_W | PTE_A | PTE_D)
#define PAGE(n) ((uint64_t)(n) << 12)
#define ASID    7
#define NOBODY  UINT64_MAX

extern struct kernel k;

void setup(void);
void teardown(void);
void cycle(void);
void fill_with(uint64_t word, uint64_t pte, unsigned int page_bits, uint64_t access);

/* A page of 4 KiB whose page number, virtual and physical, is page. */
void fill(unsigned int page);

void fill_pinned(unsigned int page);
void fault(uint64_t word);
void fence(uint64_t word, uint64_t care);

/* The slot that a key hits, without a clock edge: nothing is touched. */
uint64_t slot_of(uint64_t key, uint64_t access);

uint64_t slot(unsigned int page);
void touch(unsigned int page);

#endif
