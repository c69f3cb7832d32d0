/* SPDX-License-Identifier: Apache-2.0 */
/*
 * cycle, time and instret: unprivileged manual 20240411, "Zicntr"; privileged manual 20240411,
 * "Hardware Performance Monitor", "Machine Counter-Enable (mcounteren) Register", "Machine
 * Counter-Inhibit (mcountinhibit) Register". Each instruction is a cycle, and so is each that WFI
 * has skipped. The other counters, hpmcounter3 to 31, are always 0.
 */
#ifndef PAGEWALK_HART_COUNTERS_H
#define PAGEWALK_HART_COUNTERS_H

#include <stdint.h>

#include "hart/status.h"

/* The numbers of counters, as in hpmcounter3, and of their bits in the CSRs that enable them. */
#define COUNTER_CYCLE   0u
#define COUNTER_TIME    1u
#define COUNTER_INSTRET 2u

uint64_t counters_read(const struct hart *hart, unsigned int counter);

/* As the next instruction will see it, if this one does not write it. */
uint64_t counters_read_next(const struct hart *hart, unsigned int counter);

/* mcycle, minstret: the next instruction sees this. */
void counters_write(struct hart *hart, unsigned int counter, uint64_t value);

/* Behind this instruction. */
void counters_inhibit(struct hart *hart, uint64_t value);

/* May the privilege read the counter by its CSR of U mode? */
bool counters_are_readable(const struct hart *hart, unsigned int counter);

#endif
