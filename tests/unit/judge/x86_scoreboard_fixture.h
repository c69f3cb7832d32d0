/* SPDX-License-Identifier: Apache-2.0 */
/* The scoreboard on pins made by hand, under x86. */
#ifndef PAGEWALK_X86_SCOREBOARD_FIXTURE_H
#define PAGEWALK_X86_SCOREBOARD_FIXTURE_H

#include "scoreboard_fixture.h"

/* Four-level paging: the RISC-V tables are no good, so page 0x80004 is a tree of one page each. */
#define CR3 UINT64_C(0x80004000)

void write_cr3(uint64_t value);
void begin_x86(void);
void walk_x86(uint64_t index);

/* A load at 0x123 walks, and leaves the entry of page 0. */
void filled_x86(void);

#endif
