/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The census on pins made by hand. Each cycle of a test says which counters go up in it, by the
 * table of counter-1 in rtl/contract.
 */
#ifndef PAGEWALK_CENSUS_FIXTURE_H
#define PAGEWALK_CENSUS_FIXTURE_H

#include "judge/census.h"
#include "oracle/oracle.h"

#define BIT(n) (1u << (n))

/* Of the fetch port; << 6: of the data port. */
#define LOOKUP      BIT(0)
#define HIT         BIT(1)
#define MISS        BIT(2)
#define PAGE_FAULT  BIT(3)
#define OTHER_FAULT BIT(4)
#define STALL       BIT(5)
#define WALK        BIT(12)
#define READ        BIT(13)
#define UPDATE      BIT(14)
#define FENCE       BIT(15)
#define SERVED_0    BIT(18)
#define SERVED_1    BIT(19)
#define BLIND       BIT(23)
#define BACK        BIT(24)
#define LINE_HIT    BIT(25)
#define LINE_FILL   BIT(26)

enum { FETCH, DATA };

extern struct census census;
extern struct mmu_in in;
extern struct mmu_out out;
extern bool translated[2];

void begin(void);

/* The same with a walk cache. */
void begin_searching(void);

/* The same with an array, and without a walk cache. It is neither busy nor sweeps. */
void begin_array(void);

/* The same with lines alone. */
void begin_lines(void);

/* A cycle in which these counters go up, and no others; or in which this is what is wrong. */
void counts(unsigned int events);
void refuses(const char *what);

/* The pins of one port: a request that is accepted, an answer, and neither. */
void accepts(unsigned int port);
void withdraws(unsigned int port);
void answer(unsigned int port, uint64_t fault);
void silence(unsigned int port);

/* A cycle with a request. */
void request(unsigned int port);

/* Events of the fetch port as those of this one. */
unsigned int of(unsigned int port, unsigned int events);

/* The pins of memory. */
void memory_asks(unsigned int port, bool cas);
void memory_answers(void);
void memory_rests(void);

/* A request that misses; its walk's first read is accepted at once. */
void miss(unsigned int port);

/* With a walk cache: a request that misses, and its walk starts. The first read comes next. */
void search(unsigned int port);

/* A cycle with a fence. */
void fence(unsigned int events);

#endif
