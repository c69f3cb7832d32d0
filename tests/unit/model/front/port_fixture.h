/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A port with the segments, its TLB and the walker played by the test. set() pokes a pin and
 * settles, expect() looks at one, edge() is a clock edge.
 */
#ifndef PAGEWALK_PORT_FIXTURE_H
#define PAGEWALK_PORT_FIXTURE_H

#include "arch.h"
#include "front/port.h"
#include "kernel/kernel.h"

#define LEAF (PTE_V | PTE_R | PTE_A)

extern struct kernel k;

void start(bool is_fetch);
void setup(void);
void teardown(void);
void settle(void);
void edge(void);
void set(const char *name, uint64_t value);
void expect(const char *name, uint64_t value);
void request(uint64_t tag, uint64_t va, enum priv priv);

/* What is looked up, and that nothing is. */
void expect_lookup(enum mode mode, uint64_t asid, uint64_t page);
void expect_no_lookup(void);

void hit(uint64_t ppn, unsigned int page_bits, uint64_t memtype);
void expect_pins(uint64_t tag, uint64_t pa, uint64_t fault, uint64_t code, uint64_t size,
		 uint64_t memtype);
void expect_answer(uint64_t tag, uint64_t pa, enum fault fault, uint64_t size, uint64_t memtype);
void expect_no_answer(void);

#endif
