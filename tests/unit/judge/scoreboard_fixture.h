/* SPDX-License-Identifier: Apache-2.0 */
/* The scoreboard on pins made by hand, over page tables for Sv39 and x86. No MMU is here. */
#ifndef PAGEWALK_SCOREBOARD_FIXTURE_H
#define PAGEWALK_SCOREBOARD_FIXTURE_H

#include <check.h>
#include <string.h>

#include "judge/scoreboard.h"

#define SV39    (UINT64_C(8) << 60)
#define ROOT    UINT64_C(0x80000)
#define TABLE   UINT64_C(0x80001)
#define LEAVES  UINT64_C(0x80002)
#define LEAF(n) (LEAVES << 12 | (n)*8)
#define RWAD    0xc7 /* V R W A D */

extern struct image *image;
extern struct monitor *monitor;
extern struct scoreboard *board;
extern struct mmu_in in;
extern struct mmu_out out;
extern uint64_t now;
extern struct may_cache may_cache; /* of the next watch() */

/* A monitor and a scoreboard that listens to it, of this size; and their end. */
void watch(const struct mmu_config *config);
void watch_no_more(void);

/* One cycle of these pins, judged: NULL, or what is wrong. */
const char *judged(const struct mmu_in *pins_in, const struct mmu_out *pins_out,
		   const uint64_t line[PORTS]);

const char *cycle(void);

#define agrees() ck_assert_ptr_null(cycle())
#define refuses(text)                                                                              \
	do {                                                                                       \
		const char *said = cycle();                                                        \
		ck_assert_msg(said &&strstr(said, text), "said '%s', not '%s'",                    \
			      said ? said : "nothing", text);                                      \
	} while (0)

void write_ptbr(enum regime regime, uint64_t value);

/* The answer to it, in this cycle. */
const char *ptbr_answer(enum fault fault, uint64_t held);

void ptbr(uint64_t satp);

/* Page 0 of the address space is frame 0x90000, page 1 is frame 0x90001 and clean, page 2 is not
 * there. */
void begin(void);

void end(void);
void ask(uint64_t va, bool store);
void show_answer(uint64_t pa, uint64_t fault);
void taken(void);

/*
 * If a request was accepted in the cycle before: the one in which its port misses, and no walk
 * starts yet (walk-5). It is that of the port of out.mem_req_fetch. NULL, or what is wrong.
 */
const char *misses(void);

/* One read accepted, and answered from the image in the next cycle; if need be behind misses(). */
const char *read_pte(uint64_t pa);

void walk(uint64_t leaf);

/* A walk that ends in its first cycle, without a read; and its fault, on the pins of the next. */
void ends_at_once(uint64_t fault);

/*
 * The compare-and-swap that out shows is accepted, and answered so in the next cycle. If it is
 * refused, the next cycle() tells.
 */
void swap(bool error, bool lost);
void update(uint64_t pa, uint64_t expect, uint64_t data);

/* A walk of page n for a load, which gives pa: its entry is there from now on. */
void filled(uint64_t n, uint64_t pa);

/* A load that is answered in the next cycle, without a walk. */
void hit_gives(uint64_t va, uint64_t pa);

#endif
