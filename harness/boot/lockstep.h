/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hart's bus over the bench: every question goes to the verilated MMU, with cycle model and
 * oracle in lockstep, and its answer is where the hart goes. The page-table memory is the RAM
 * itself.
 */
#ifndef PAGEWALK_BOOT_LOCKSTEP_H
#define PAGEWALK_BOOT_LOCKSTEP_H

#include "bench/bench.h"
#include "boot/ram.h"
#include "hart/bus.h"

struct lockstep;

/* Called behind each thing that was asked and answered; NULL: no call. */
struct lockstep_listener {
	void *opaque;
	void (*accessed)(void *opaque, const struct hart_access *access,
			 const struct exchange *exchange);
	void (*fenced)(void *opaque, const struct hart_fence *fence);
	void (*wrote_satp)(void *opaque, uint64_t value);
	void (*controlled)(void *opaque, bool adue, bool pbmte);
};

struct lockstep_config {
	struct bench_config bench;
	unsigned int xlen; /* of the hart: 32, 64 */
	/*
	 * A fetch is kept with so many bytes around it, a power of two from 4 to 4096, as a core's
	 * fetch buffer does, until a fence, a trap or the like; 0: each fetch asks.
	 */
	unsigned int fetch_bytes;
	struct lockstep_listener listener;
};

/*
 * satp is 0, and nothing is cached. *config is copied; the RAM must outlive it. NULL, with one line
 * in error: out of memory, or there can be no such bench. It may have failed in its first cycles,
 * by a mismatch, too: then lockstep_bench() says so, and each function below returns false.
 */
struct lockstep *lockstep_create(const struct lockstep_config *config, const struct ram *ram,
				 char *error, unsigned int size);

/* May be NULL. */
void lockstep_destroy(struct lockstep *lockstep);

/* Its status and failure tell why a function below returned false. */
struct bench *lockstep_bench(const struct lockstep *lockstep);

/* Those of struct hart_bus. An answer outside of the RAM is an access fault. */
bool lockstep_ask(struct lockstep *lockstep, const struct hart_access *access,
		  struct hart_place *place);
void lockstep_stored(struct lockstep *lockstep, uint64_t pa, unsigned int bytes);
bool lockstep_fence(struct lockstep *lockstep, const struct hart_fence *fence);
bool lockstep_write_satp(struct lockstep *lockstep, uint64_t value, uint64_t *held);
bool lockstep_control(struct lockstep *lockstep, bool adue, bool pbmte);

/* The exchange of the question asked last; NULL: none was. */
const struct exchange *lockstep_last(const struct lockstep *lockstep);

#endif
