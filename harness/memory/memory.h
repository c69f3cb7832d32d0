/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table memory as hardware sees it: the mem_* pins of the MMU over an
 * image, with latency, jitter, back-pressure, injected errors and noise, all drawn from one seed.
 * One request at a time (rtl/contract, walk-7).
 */
#ifndef PAGEWALK_MEMORY_H
#define PAGEWALK_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "memory/image.h"
#include "pins.h"

struct memory_config {
	unsigned int latency;    /* cycles from acceptance to answer, from 1 */
	unsigned int jitter;     /* 0 to this many cycles more */
	unsigned int stall;      /* chance in 256 that a cycle does not accept, 0 to 255 */
	unsigned int error;      /* chance in 65536 that an access fails */
	unsigned int swap_error; /* the same of compare-and-swaps alone, beside that */
	bool noise;              /* what the MMU must not look at is random, not 0 */
	uint64_t seed;
};

struct memory {
	struct memory_config config;
	struct image *image;
	uint64_t random;
	unsigned int wait; /* cycles until the answer; 0: none outstanding */
	uint64_t data;
	uint64_t noise_random;
	uint64_t noise;           /* of this cycle: data */
	unsigned int noise_flags; /* error and lost */
	bool ready, error, lost, cas;
	bool failed;        /* the error was injected */
	uint64_t read_only; /* a page whose compare-and-swaps fail; 0: none */

	/* What the next access is ordered to do, instead of what is drawn; latency 0: nothing. */
	unsigned int ordered_latency;
	bool ordered_error;
};

void memory_init(struct memory *memory, const struct memory_config *config, struct image *image);

/* What the memory drives in this cycle: the mem_* inputs. */
void memory_eval(const struct memory *memory, struct mmu_in *in);

/*
 * The edge that ends the cycle, with what the MMU drove in it. A read or a compare-and-swap
 * takes effect when it is accepted.
 */
void memory_tick(struct memory *memory, const struct mmu_in *in, const struct mmu_out *out);

#endif
