/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holds one exchange against the spec oracle. Each judgement is NULL, or what is wrong in a
 * line that is valid until the next.
 */
#ifndef PAGEWALK_JUDGE_H
#define PAGEWALK_JUDGE_H

#include "scoreboard.h"

struct judge;
struct stale;

/* formats: as in struct mmu_config. NULL: out of memory. Image and stale must outlive it. */
struct judge *judge_create(struct image *image, struct stale *stale, unsigned int formats);

/* judge may be NULL. */
void judge_destroy(struct judge *judge);

/* An answer to an access that its segment refuses. */
const char *judge_refusal(struct judge *judge, const struct exchange *x);

/* A walk whose answer is there: over what memory gave it. */
const char *judge_walk(struct judge *judge, const struct exchange *x);

/* A walk that a fence or a lost race cut short: so far it read what the oracle reads. */
const char *judge_start(struct judge *judge, const struct exchange *x);

/*
 * An answer without a walk: a hit, or nothing to translate, or not canonical. Counts in *stale a
 * hit that only an older PTE explains.
 */
const char *judge_hit(struct judge *judge, enum port port, const struct exchange *x,
		      uint64_t *stale);

/* The PDPTEs are new. */
void judge_forget(struct judge *judge);

/* Puts a message together: printf-like. */
__attribute__((format(printf, 2, 3))) const char *judge_says(struct judge *judge,
							     const char *format, ...);

#endif
