/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the array holds, as far as pins tell (rtl/contract, array-1 to array-6), and when it is busy
 * or sweeps: the pages that walks of either port have read and ended with, and on RISC-V the
 * pointers of level 1 that they have read, until something drops them.
 *
 * Which way is chosen is not followed. An entry is surely there while its set has had no more fills
 * than ways; with more, each may have been replaced until a walk shows that it was not. The one
 * that was touched last is excepted (array-4).
 */
#ifndef PAGEWALK_ARRAY_H
#define PAGEWALK_ARRAY_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/fills.h"

struct array;
struct fill;

/* Behind a reset in cycle 0. There must be sets. NULL: out of memory. */
struct array *array_create(const struct mmu_config *config);

/* array may be NULL. */
void array_destroy(struct array *array);

/* In this cycle: no walk starts, no fence and no write of CR3 is taken; or walks are blind. */
bool array_is_busy(const struct array *array, uint64_t cycle);
bool array_sweeps(const struct array *array, uint64_t cycle);

/* How many sweeps drops have begun before this cycle, since reset. */
uint64_t array_sweeps_before(const struct array *array, uint64_t cycle);

/*
 * What drops entries, in the cycle in which it does (array-5): reset; an accepted fence with its
 * pins; a write of CR3; a fault, in the cycle behind the end of its walk.
 */
void array_reset(struct array *array, uint64_t cycle);
void array_fence(struct array *array, uint64_t cycle, const struct context *context,
		 const struct mmu_in *in);
void array_drop(struct array *array, uint64_t cycle, uint64_t asid);
void array_fault(struct array *array, uint64_t cycle, const struct exchange *x);

/* What a request meets among the pages of a level; after its answer, the one that this shows. */
void array_look_up(const struct array *array, unsigned int level, const struct exchange *x,
		   struct cached *found);
void array_meant(const struct array *array, unsigned int level, const struct exchange *x,
		 struct cached *found);

/* Why there is no such page, if one was dropped not long ago; false: not known. */
bool array_why_not(const struct array *array, unsigned int level, const struct exchange *x,
		   struct drop *drop);

/* The page that was found has served the request, or has not, though it allows the access. */
struct fill *array_serves(struct array *array, unsigned int level, const struct exchange *x,
			  const struct cached *found);
void array_missed(struct array *array, unsigned int level, const struct exchange *x,
		  const struct cached *found);

/*
 * A walk of the request has searched, and goes on: its first read is at pa. Is that right as to the
 * pointer that the array has? False: it had to begin behind the one that was filled in the cycle
 * *filled. What the walk fills goes where its search says.
 */
bool array_walk(struct array *array, const struct exchange *x, bool blind, uint64_t pa,
		uint64_t *filled);

/* The same, but nobody has seen where its first read is. */
void array_walk_unseen(struct array *array, const struct exchange *x, bool blind);

/* Has the address the same index into the table of this level as into another one's? */
bool array_is_ambiguous(const struct exchange *x, unsigned int level);

/*
 * Did the walk under way begin behind a pointer of the array, as far as its first read tells, or
 * may it have?
 */
bool array_is_behind(const struct array *array);

/*
 * The walk has read a pointer of level 1, which memory answered in this cycle; or has ended with a
 * page, as fills_add() has it. Not sure: perhaps it was of another level. What has no place in the
 * array is left out. False: out of memory.
 */
bool array_add_pointer(struct array *array, const struct exchange *x, uint64_t cycle, uint64_t pte,
		       bool sure);
bool array_add_page(struct array *array, const struct exchange *x,
		    const struct oracle_answer *answer, bool doubtful);

#endif
