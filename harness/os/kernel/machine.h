/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machine that the operating system runs on: one core without a pipeline, its MMU in lockstep
 * (RTL, cycle model, oracle), and real bytes of memory. Physical memory begins at 0.
 *
 * Frames that hold page tables live in the bench's image, where the walker reads them; all others
 * are plain bytes. Every function that returns bool gives false once the bench has failed: then
 * nothing that follows means anything, and the bench tells why.
 */
#ifndef PAGEWALK_OS_MACHINE_H
#define PAGEWALK_OS_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/bench.h"
#include "bench/core.h"

#define FRAME_SHIFT 12
#define FRAME_SIZE  4096u

struct machine {
	struct bench *bench;
	uint8_t *memory;
	uint64_t frames;
	uint64_t accesses;
};

/* frames: of 4 KiB. NULL, with one line in error: out of memory, or the bench's own message. */
struct machine *machine_create(const struct bench_config *config, uint64_t frames, char *error,
			       unsigned int size);

/* machine may be NULL. */
void machine_destroy(struct machine *machine);

/* False once the bench has failed. */
bool machine_works(const struct machine *machine);

struct machine_access {
	uint64_t va;
	unsigned int bytes; /* 1 to 4096, within one page */
	enum access_type type;
	bool user;
	bool lock; /* the entry that this access fills stays in the TLB */
};

struct machine_answer {
	enum fault fault;
	unsigned int code; /* x86: error code of a page fault */
	uint64_t pa;
	uint64_t cycles; /* from acceptance to answer */
	bool walked;     /* it missed the TLB */
};

/* One access, answered. */
bool machine_access(struct machine *machine, const struct machine_access *access,
		    struct machine_answer *answer);

/* Writes satp or CR3. */
bool machine_switch(struct machine *machine, enum regime regime, uint64_t ptbr);

/* Sends a fence, and waits until it is accepted. */
bool machine_fence(struct machine *machine, const struct core_fence *fence);

/* The bytes of a frame that holds no page table. */
uint8_t *machine_bytes(const struct machine *machine, uint64_t frame);

#endif
