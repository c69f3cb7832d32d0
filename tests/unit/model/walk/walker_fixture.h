/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker with the ports and memory played by the test. Walks are of Sv32 unless said otherwise:
 * the root PTE at 0x80000 << 12 | 0x3 << 2, the leaf in table 0x90000 at 0x5 << 2.
 * set() pokes a pin, expect() looks at one, edge() is a clock edge.
 */
#ifndef PAGEWALK_WALKER_FIXTURE_H
#define PAGEWALK_WALKER_FIXTURE_H

#include "arch.h"
#include "kernel/kernel.h"
#include "walk/pte.h"
#include "walk/walker.h"

#define VA        UINT64_C(0x00c05678)
#define ROOT_ADDR UINT64_C(0x8000000c)
#define LEAF_ADDR UINT64_C(0x90000014)
#define POINTER   (UINT64_C(0x90000) << 10 | PTE_V)
#define CLEAN     (UINT64_C(0x1234) << 10 | PTE_V | PTE_R | PTE_W | PTE_A)
#define LEAF      (CLEAN | PTE_D)

extern struct kernel k;

void start(unsigned int formats);
void start_with(unsigned int parts); /* of enum walker_parts */
void setup(void);
void teardown(void);
void set(const char *name, uint64_t value);
void edge(void);
void expect(const char *name, uint64_t value);

/* The port is missing for the first cycle, or for the second, in which its walk can start. */
void data_begins_to_miss(enum mode mode, uint64_t va, uint64_t access);
void data_misses(enum mode mode, uint64_t va, uint64_t access);
void fetch_begins_to_miss(void);
void fetch_misses(void);

/* Memory answers in this cycle. */
void answer(uint64_t pte);

/* The edge after an answer. */
void next(void);

void expect_read(uint64_t addr);
void expect_swap(uint64_t addr, uint64_t old, uint64_t new);
void expect_silence(void);
void expect_no_end(void);
void expect_end(enum fault fault, uint64_t pte, uint64_t page_bits);

/* Each of these leaves the walker in the state of that name. */
void go_reading(void);
void go_waiting(void);
void go_waiting_for_leaf(void);
void go_updating(void);

#endif
