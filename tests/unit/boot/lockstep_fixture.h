/* SPDX-License-Identifier: Apache-2.0 */
/* A hart's bus over the bench, with page tables for Sv39 and Sv32 in its RAM. */
#ifndef PAGEWALK_LOCKSTEP_FIXTURE_H
#define PAGEWALK_LOCKSTEP_FIXTURE_H

#include <check.h>

#include "boot/lockstep.h"

#define BASE UINT64_C(0x80000000)
#define SIZE (UINT64_C(16) << 20)

/* Tables; of Sv32 the first two. */
#define ROOT   (BASE + 0x1000)
#define MIDDLE (BASE + 0x2000)
#define LEAVES (BASE + 0x3000)
#define SV39   (UINT64_C(8) << 60 | ROOT >> 12)
#define SV32   (UINT64_C(1) << 31 | ROOT >> 12)

#define V     0x01
#define RW    0x06
#define X     0x08
#define U     0x10
#define A     0x40
#define D     0x80
#define RWXAD (V | RW | X | A | D)

extern struct ram ram;
extern struct lockstep *lockstep;
extern struct hart_place place;       /* of the last ask() */
extern struct lockstep_config config; /* of the next begin() */

/* RAM, and a machine in lockstep over it: 64 bits, a fetch buffer of 32 bytes. */
void begin(void);
void end(void);

/* The config as begin() finds it first. */
void plain(void);

uint64_t ram_get(uint64_t pa, unsigned int bytes);
void ram_put(uint64_t pa, unsigned int bytes, uint64_t value); /* and the bench is told */

/* PTE n of the last table maps this frame; and satp says so. Page n is virtual page n. */
void map(unsigned int n, uint64_t pa, unsigned int flags);
void page(void);

/* Asks in S mode: it must be answered. */
enum fault ask(enum access_type type, uint64_t va, unsigned int bytes);

#endif
