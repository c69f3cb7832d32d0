/* SPDX-License-Identifier: Apache-2.0 */
/* The monitor by itself, on pins made by hand: a cycle with one thing on them each. */
#ifndef PAGEWALK_MONITOR_FIXTURE_H
#define PAGEWALK_MONITOR_FIXTURE_H

#include "monitor/monitor.h"

#define SV39 (UINT64_C(8) << 60)
#define PDPT UINT64_C(0x4020)

extern struct monitor *monitor;
extern struct mmu_in in;
extern struct mmu_out out;
extern uint64_t now;

void begin(void);
void end(void);

/* begin(), with a walk cache. */
void begin_searching(void);
void begin_array(void); /* with an array, and without a walk cache */
void begin_lines(void); /* with lines alone */

/* What is on the pins. */
void cycle(void);

/* A write of the base register, and its answer. */
void ptbr(enum regime regime, uint64_t value);
void ptbr_ends(enum fault fault);

/* A request of the data port, and its answer. */
void ask(uint64_t va, uint64_t priv);
void answer(uint64_t pa);

/* The memory channel. */
void access_memory(uint64_t pa, bool swaps);
void memory_gives(uint64_t value);

/* The data port's last exchange but n. */
const struct exchange *data(unsigned int n);

#endif
