/* SPDX-License-Identifier: Apache-2.0 */
/* The scoreboard on pins made by hand, of either port. */
#ifndef PAGEWALK_PORTS_FIXTURE_H
#define PAGEWALK_PORTS_FIXTURE_H

#include "scoreboard_fixture.h"

/* Page 4: anybody may do anything but write. */
#define ALL (UINT64_C(0x90004) << 10 | 0xdb)

/* begin(), and page 4. */
void begin_ports(void);

/* On the pins; and accepted in this cycle. */
void show_request(enum port port, uint64_t va, uint64_t priv);
void request(enum port port, uint64_t va, uint64_t priv);

/* Of a page of 4 KiB, or a fault; and nothing on either port. */
void answer(enum port port, uint64_t pa, uint64_t fault);
void silence(void);

/* Tag, address, fault, code, size and memory type of an answer. */
uint64_t *answer_pin(enum port port, int n);

void walk_for(enum port port, uint64_t leaf);

/* A supervisor with SUM at the data port, a user at the other. */
uint64_t priv_of(enum port port);

/* A walk of page 4, to its end. */
void fill(enum port port);

/* A read of the root is accepted, and has no answer yet. */
void read_outstanding(enum port port);

/* A walk begins: its first read is on the pins, and memory is not ready for it. */
void show_first_read(enum port port);

void fence_all(void);

#endif
