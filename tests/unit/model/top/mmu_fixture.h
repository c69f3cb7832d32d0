/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model at its pins, with page-table memory played by the test. Times are counted from
 * the cycle of acceptance: see() settles the pins of a cycle and edge() ends it; load(), store()
 * and load_through() give the cycles that they took. X86_ and x86_ are of the modes of x86.
 */
#ifndef PAGEWALK_MMU_FIXTURE_H
#define PAGEWALK_MMU_FIXTURE_H

#include "arch.h"
#include "top/mmu.h"
#include "walk/pte.h"

#define PPN(n) ((uint64_t)(n) << 10)
#define LEAF   (PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D)
#define SV32   (UINT64_C(1) << 31 | 0x100)
#define SV39   (UINT64_C(8) << 60 | 0x100)
#define NEVER  1000

extern struct mmu *mmu;
extern struct mmu_in in;
extern struct mmu_out out; /* of this cycle, after see() */

/* Page-table memory: answers `latency` cycles after it accepted, with the line unless `alone`. */
struct page_memory {
	unsigned int latency, words;
	bool alone;
	struct {
		uint64_t addr, pte;
	} word[64];
	bool fails, loses; /* the next compare-and-swap */
	unsigned int due;  /* cycles to the answer; 0: none */
	struct mmu_out asked;
	unsigned int reads;
};

extern struct page_memory memory;

uint64_t *word_at(uint64_t addr);

/* All pins of this cycle. */
void see(void);

void edge(void);
void edges(unsigned int n);
void write_ptbr(enum regime regime, uint64_t value);

/* A load of privilege S is accepted in the next edge(). */
void accept_load(uint64_t va);

/* Cycles from now, counted from 1, until the data port answers. */
unsigned int cycles_to_answer(void);

/* The cycles that a load takes; its answer is taken. */
unsigned int load(uint64_t va);

unsigned int store(uint64_t va);

/* Sv32: page n, virtual, is page 0x1000 + n, physical. Table at 0x100, then 0x101. */
void map_sv32(uint64_t page, uint64_t flags);

uint64_t va_of(uint64_t page);
void start(const struct mmu_config *config);
void setup(void);
void setup_sv32(void);
void teardown(void);
void fence(void);
uint64_t counter(unsigned int n);

#define WRITABLE UINT64_C(2)
#define CODE     UINT64_C(10) /* readable */

void show_segment(uint64_t index, uint64_t base, uint64_t limit, uint64_t type);
void load_segment(uint64_t index, uint64_t base, uint64_t limit, uint64_t type);

/* As load(). */
unsigned int load_through(uint64_t segment, uint64_t offset);

void expect_data(uint64_t pa, uint64_t fault, uint64_t code, uint64_t size);

#define X86_ENTRY    UINT64_C(0x27) /* P, R/W, U/S, A */
#define X86_A        UINT64_C(0x20)
#define X86_D        UINT64_C(0x40)
#define X86_PS       UINT64_C(0x80)
#define X86_G        UINT64_C(0x100)
#define X86_LEAF     (X86_ENTRY | X86_D)
#define X86_CR3      UINT64_C(0x100000)
#define CR3_KEEP_BIT (UINT64_C(1) << 63)

/* The modes of x86, as a table of the control pins; `levels` below CR3 or the PDPTEs. */
struct x86_mode {
	enum regime regime;
	bool pae, lma, la57;
	unsigned int levels;
};

extern const struct x86_mode x86_modes[4];

void wait_for_ptbr_answer(void);

/* Writes CR3 under that mode; the cycle after it happened is next. */
void go_x86(const struct x86_mode *m, uint64_t cr3);

/*
 * Tables from 0x100000 on, one after the other, for page 0 to 7 of address 0;
 * in PAE the first PDPTE is at 0x100000, and its table follows.
 */
uint64_t x86_table(const struct x86_mode *m, unsigned int level);

void x86_map(const struct x86_mode *m, uint64_t page, uint64_t flags);

extern const struct x86_mode *const pae;
extern const struct x86_mode *const four_level;

void setup_x86(void);

#endif
