/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The segment registers, with the PTBR and the ports played by the test. A ring is 3 less the
 * privilege. set() pokes a pin; edge() is a clock edge; ask() asks, and the expect_ functions look
 * at the answer in the same cycle.
 */
#ifndef PAGEWALK_SEGMENT_FIXTURE_H
#define PAGEWALK_SEGMENT_FIXTURE_H

#include "arch.h"
#include "front/segment.h"
#include "front/segment_registers.h"
#include "kernel/kernel.h"

#define BIT(n) (UINT64_C(1) << (n))

/* Types; bit 0, accessed, is not looked at. */
#define READ_ONLY  0x0
#define WRITABLE   0x2
#define DOWN       0x6 /* expand-down, writable */
#define CODE       0xa /* readable */
#define CONFORMING 0xe /* readable */
#define EXECUTE    0x8 /* not readable */
#define WHOLE      .limit = 0xfffff, .granular = 1, .present = 1
#define SOME_VA    UINT64_C(0xfedcba9876543210)

/* What the pins of a load show. */
struct load {
	uint64_t base, limit, granular, present, type, dpl, big, is_long, rpl, is_null;
};

extern struct kernel k;

void set(const char *name, uint64_t value);

/* What the PTBR makes of an address. */
enum context { RV64, RV32, X86_32, X86_64_SHORT, LONG_MODE };

void go(int context);
void start(unsigned int segments);
void setup(void);
void teardown(void);
void edge(void);
void show_load(uint64_t index, struct load l);
void load(uint64_t index, struct load l);
void ask_fetch(uint64_t index, uint64_t va, uint64_t last, uint64_t ring);
void ask_data(bool stores, uint64_t index, uint64_t va, uint64_t last, uint64_t ring);
void ask(enum access_type type, uint64_t index, uint64_t va, uint64_t last, uint64_t ring);
void expect_fault(enum access_type type, enum segment_fault fault);
void expect_linear(enum access_type type, uint64_t linear);

/* Bytes first to first + last of a segment. */
struct bounds {
	uint64_t limit, granular, first, last;
	bool passes;
};

extern const struct bounds up[125];

void check_bounds(enum access_type type, uint64_t descriptor_type, uint64_t big,
		  const struct bounds *b);

#endif
