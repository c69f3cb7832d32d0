/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table base register, together with the write unit; ports, walker, fences and the
 * loader of PDPTEs are played by the test. put() writes a value, expect() looks at a pin.
 */
#ifndef PAGEWALK_PTBR_FIXTURE_H
#define PAGEWALK_PTBR_FIXTURE_H

#include "arch.h"
#include "control/ptbr.h"
#include "control/ptbr_write.h"
#include "kernel/kernel.h"

#define SV39_VALUE UINT64_C(0x8123400000abcdef) /* ASID 0x1234, PPN 0xabcdef */

extern struct kernel k;

void start(unsigned int asid_bits, unsigned int pa_bits, unsigned int formats);
void setup(void);
void teardown(void);
void put(uint64_t regime, uint64_t value);
void expect(const char *name, uint64_t value);

#endif
