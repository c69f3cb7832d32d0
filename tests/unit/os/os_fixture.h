/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine with the operating system's half on it: RTL, cycle model and oracle in lockstep. Every
 * byte that comes back is compared with what was stored.
 */
#ifndef PAGEWALK_OS_FIXTURE_H
#define PAGEWALK_OS_FIXTURE_H

#include "os/kernel/os.h"
#include "os/kernel/process.h"

#define KIB(n) ((uint64_t)(n) << 10)
#define MIB(n) ((uint64_t)(n) << 20)
#define BASE   UINT64_C(0x400000)

extern struct machine *machine;
extern struct os *os;
extern const struct rights rw;

/* A machine of so many frames in the paging mode of this number, booted; config: all but these. */
void boot_with(unsigned int mode, uint64_t frames, struct os_config config);
void boot(unsigned int mode, uint64_t frames, uint64_t swap_pages);

/* The end of a test: nothing failed, and everything was given back: frames, slots, locks. */
void halt(void);

/* A region of memory without a file, with rights rw. */
void map(struct space *space, uint64_t start, uint64_t size);

/* What fill() stores at an address. */
uint64_t value_of(uint64_t va, uint64_t salt);

/* Accesses of 8 bytes that must succeed. */
void store(struct space *space, uint64_t va, uint64_t value);
uint64_t load(struct space *space, uint64_t va);

/* Two stores to each page, and the loads that find them again. */
void fill(struct space *space, uint64_t start, uint64_t size, uint64_t salt);
void check_filled(struct space *space, uint64_t start, uint64_t size, uint64_t salt);

#endif
