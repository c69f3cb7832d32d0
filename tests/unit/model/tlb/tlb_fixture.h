/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TLB of four entries. fill_with(), fault(), fence() and touch() take a cycle each; what does not
 * say otherwise is a page of 4 KiB with the ASID below.
 */
#ifndef PAGEWALK_TLB_FIXTURE_H
#define PAGEWALK_TLB_FIXTURE_H

#include "kernel/kernel.h"
#include "tlb/tlb.h"

#define PPN(n)  ((uint64_t)(n) << 10)
#define LEAF    (PTE_V | PTE_R | PTE_W | PTE_A | PTE_D)
#define PAGE(n) ((uint64_t)(n) << 12)
#define ASID    7
#define NOBODY  UINT64_MAX

extern struct kernel k;

void start(unsigned int entries);
void setup(void);
void teardown(void);
void cycle(void);

/* Whose page it is, and which. */
struct identity {
	uint64_t space, page;
};

struct identity word_of(enum mode mode, uint64_t asid, uint64_t va);

void fill_with(struct identity word, uint64_t pte, unsigned int page_bits, uint64_t access);

/* A page of 4 KiB whose page number, virtual and physical, is page. */
void fill(unsigned int page);

void fill_locked(unsigned int page);

/* On the pins of a cycle; and a cycle with it, of a walk for this port. */
void show_fault(struct identity word);
void clear_fault(void);
void fault(struct identity word);

/* What a fence cares for; one by ASID spares what is global. */
#define CARE_PAGE 1
#define CARE_ASID 2

void fence(struct identity word, unsigned int care);

void show_lookup(struct identity key, uint64_t access);
void clear_lookup(void);

/* The slot that a key hits, without a clock edge: nothing is touched. */
uint64_t slot_of(struct identity key, uint64_t access);

uint64_t slot(unsigned int page);
void touch(unsigned int page);

#endif
