/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an entry of a TLB stands to memory: do the page tables still say what the entry says? The
 * oracle is asked once for each kind of access. It is asked again when memory changes where it has
 * read, for another page of the entry, and under another context.
 */
#ifndef PAGEWALK_STANDING_H
#define PAGEWALK_STANDING_H

#include <stdbool.h>
#include <stdint.h>

struct exchange;
struct image;
struct oracle_answer;

/* All 0: nothing is known. */
struct standing {
	uint64_t ptbr, pdptes; /* of the accesses */
	unsigned int flags;
	uint64_t va; /* of one of them; it holds for all in these 2^span bytes */
	unsigned int span;
	uint64_t generation;    /* of the image; what follows is good for it */
	uint64_t parts;         /* of the image, in which the oracle has read */
	uint64_t asked, agrees; /* bit n: accesses of kind n (struct exchange) */
};

/* Forgets what is not good for this access, and memory as it is now. */
void standing_renew(struct standing *standing, const struct image *image, const struct exchange *x);

/* The oracle has been asked about this access. */
void standing_note(struct standing *standing, const struct exchange *x,
		   const struct oracle_answer *answer, bool agrees);

#endif
