/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the TLBs hold, as far as pins tell (rtl/contract, tlb-7): the translation of each walk that
 * ended well, until a fence, a write of CR3, a fault or another fill drops it. A hit answers from
 * one of them, and from nothing else.
 *
 * Which entry makes room for another is not followed. While there are no more fills than the TLB
 * has slots, each is surely there. With more, or when one replaces what it overlaps while there are
 * as many, each may have been replaced until a hit shows that it was not. Two kinds are excepted:
 * the locked ones; and, where none is locked, the one touched last. So a page that never hits, an
 * entry dropped too much, and one that was kept too long are all told by oracle and pins alone.
 *
 * Where walks skip pointers, pins may not tell whether an entry of RISC-V is global. It is then
 * kept as if it were; what it meets, or is met by, only if it is, may be gone or not; and an access
 * that may meet two of them may be answered from either.
 *
 * Rights are not worked out here: the oracle reads again what the walk read.
 */
#ifndef PAGEWALK_FILLS_H
#define PAGEWALK_FILLS_H

#include <stdbool.h>
#include <stdint.h>

#include "pins.h"

struct context;
struct exchange;
struct oracle_answer;
struct fills;
struct standing;

/* What a look-up finds. */
struct cached {
	enum { CACHED_NOT, CACHED_PERHAPS, CACHED_SURELY } there;
	bool allows;   /* the access, and without an update: it hits */
	bool foreign;  /* of another ASID, and perhaps global: else the access does not meet it */
	bool vague;    /* it may meet another one instead, because one of them is perhaps global */
	bool doubtful; /* its rights are not known: it may not allow the access */
	unsigned int slot;
	uint64_t filled; /* the cycle in which its walk was answered: one entry of a port each */
	uint64_t pa;
	unsigned int size, memtype;
};

enum drop_cause { DROPPED_BY_FENCE, DROPPED_BY_CR3, DROPPED_BY_FAULT, DROPPED_BY_FILL };

/* Which drop took an entry away. */
struct drop {
	enum drop_cause cause;
	uint64_t cycle; /* of the fence or the write; or in which the walk ended */
};

/* NULL: out of memory. */
struct fills *fills_create(const struct mmu_config *config);
void fills_destroy(struct fills *fills);

/* All entries are gone. */
void fills_reset(struct fills *fills);

/*
 * Finds the entry that a translated request, accepted now, meets in the TLB of its port (enum
 * port).
 */
void fills_look_up(struct fills *fills, unsigned int port, const struct exchange *x,
		   struct cached *found);

/* An answer without a walk is there. Of what the request may have met, finds what that shows. */
void fills_meant(const struct fills *fills, unsigned int port, const struct exchange *x,
		 struct cached *found);

/*
 * The request was answered without a walk. Returns how the entry stands to memory, valid until the
 * next fills_add().
 */
struct standing *fills_hit(struct fills *fills, unsigned int port, const struct cached *found);

/* A walk began for the request. */
void fills_missed(struct fills *fills, unsigned int port, const struct cached *found);

/*
 * A walk ended well, with the oracle's answer (tlb-1, tlb-2); doubtful: its rights are not known,
 * so that nothing is said of them. False: out of memory.
 */
bool fills_add(struct fills *fills, unsigned int port, const struct exchange *x,
	       const struct oracle_answer *answer, bool doubtful);

/* A fence accepted in this cycle, with its pins (fence-1). */
void fills_fence(struct fills *fills, uint64_t cycle, const struct context *context,
		 const struct mmu_in *in);

/* What a write of CR3 drops: entries of this ASID that are not global (ptbr-6). */
void fills_drop(struct fills *fills, uint64_t cycle, uint64_t asid);

/* A walk that ended with a fault drops the entry of its address, from both TLBs (tlb-1). */
void fills_fault(struct fills *fills, uint64_t cycle, const struct exchange *x);

/* Why there is no entry for a request, if one was dropped not long ago; false: not known. */
bool fills_why_not(const struct fills *fills, unsigned int port, const struct exchange *x,
		   struct drop *drop);

#endif
