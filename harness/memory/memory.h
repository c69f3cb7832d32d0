/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table memory as hardware sees it: the mem_* pins of the MMU over an image, with latency,
 * jitter, back-pressure, injected errors and noise, all drawn from one seed. Requests are told
 * apart by their ids (rtl/contract, walk-7). A request with an id that is outstanding already
 * replaces the one before; the judge tells that this is wrong. To an MMU with a line buffer a read
 * of a walk is answered with its line (line-1), if all of it is there.
 */
#ifndef PAGEWALK_MEMORY_H
#define PAGEWALK_MEMORY_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"
#include "memory/image.h"
#include "pins.h"

#define MEMORY_LINE 8u /* words of 8 bytes */

struct memory_config {
	unsigned int beside;     /* requests that are accepted while others are outstanding */
	unsigned int latency;    /* cycles from acceptance to answer, from 1 */
	unsigned int jitter;     /* 0 to this many cycles more */
	unsigned int stall;      /* chance in 256 that a cycle does not accept, 0 to 255 */
	unsigned int error;      /* chance in 65536 that an access fails */
	unsigned int swap_error; /* the same of compare-and-swaps alone, beside that */
	bool lines;              /* the MMU has a line buffer: it gets lines */
	unsigned int alone;      /* chance in 256 that a read is answered without its line */
	bool noise;              /* what the MMU must not look at is random, not 0 */
	bool scripted;           /* it is what a script says */
	uint64_t seed;
};

/* A request that is outstanding: its answer. */
struct memory_answer {
	unsigned int wait; /* cycles until it comes; 0: there is none */
	bool error, lost, cas, main;
	uint64_t data;
};

/*
 * The pins of an answer, as they are in pins.h: what they show where they mean nothing. Each word
 * of the line shows what data does.
 */
struct memory_noise {
	uint64_t id, data, error, lost, main;
};

struct memory {
	struct memory_config config;
	struct image *image;
	uint64_t random;
	struct memory_answer answers[MEM_IDS]; /* no two with the same wait */
	uint64_t lines[MEM_IDS][MEMORY_LINE];  /* of those with main; seldom looked at */
	unsigned int outstanding;              /* a bit for each id */
	unsigned int due;                      /* the bit of the answer of this cycle; 0: none */
	uint64_t noise_random;
	struct memory_noise noise; /* of this cycle */
	bool ready;
	bool failed;        /* an error was injected into the access accepted last */
	uint64_t read_only; /* a page whose compare-and-swaps fail; 0: none */

	/* What the next access is ordered to do, instead of what is drawn; latency 0: nothing. */
	unsigned int ordered_latency;
	bool ordered_error, ordered_alone;

	/* Ordered: an answer that nobody asked for, once there is no other and its id is free. */
	bool strays;
	struct memory_noise stray;
};

/* Nothing is outstanding. *config is copied; the image must outlive the memory. */
void memory_init(struct memory *memory, const struct memory_config *config, struct image *image);

/* Does it take a request in this cycle, if it does not stall? */
bool memory_has_room(const struct memory *memory);

/* What the memory drives in this cycle: the mem_* inputs. */
void memory_eval(const struct memory *memory, struct mmu_in *in);

/*
 * The edge that ends the cycle, with what the MMU drove in it. A read or a compare-and-swap
 * takes effect when it is accepted.
 */
void memory_tick(struct memory *memory, const struct mmu_in *in, const struct mmu_out *out);

#endif
