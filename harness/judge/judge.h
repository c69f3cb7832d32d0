/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares one exchange with the spec oracle. Each function returns NULL, or says in a line what is
 * wrong; the line is valid until the next one.
 */
#ifndef PAGEWALK_JUDGE_H
#define PAGEWALK_JUDGE_H

#include "judge/fills.h"
#include "memory/image.h"
#include "monitor/exchange.h"

struct judge;

/* formats: as in struct mmu_config. NULL: out of memory. The image must outlive it. */
struct judge *judge_create(struct image *image, unsigned int formats);

/* judge may be NULL. */
void judge_destroy(struct judge *judge);

/* An answer to an access that its segment refuses. */
const char *judge_refusal(struct judge *judge, const struct exchange *x);

/* A walk whose answer is there: over what memory gave it. *answer is the oracle's. */
const char *judge_walk(struct judge *judge, const struct exchange *x, struct oracle_answer *answer);

/* A walk that a fence or a lost race cut short: so far it read what the oracle reads. */
const char *judge_start(struct judge *judge, const struct exchange *x);

/* Where a walk reads next that is right so far; 0: it reads no more. */
uint64_t judge_next(const struct judge *judge, const struct exchange *x);

/* A walk that goes back (rtl/contract, cache-4): what it has read is all, and is a fault. */
const char *judge_back(struct judge *judge, const struct exchange *x);

/* A walk that begins: what it asks for is not surely in the TLB. */
const char *judge_miss(struct judge *judge, const struct cached *cached);

/* An answer without a walk that is no hit: nothing to translate, or a fault that needs no PTE. */
const char *judge_without_walk(struct judge *judge, const struct exchange *x,
			       const struct cached *cached);

/* What an answer from an entry goes without: a hit, or a walk that the array serves. */
#define WITHOUT_WALK "without a walk"
#define WITHOUT_READ "without a read"

/*
 * An answer from an entry, with the entry that it met, and how that entry stands to memory. One by
 * PTEs that have changed since counts in *stale.
 */
const char *judge_hit(struct judge *judge, const struct exchange *x, const struct cached *cached,
		      const char *without, struct standing *standing, uint64_t *stale);

/* The same without an entry; drop is what took it away, NULL: not known. Never NULL. */
const char *judge_no_entry(struct judge *judge, const struct exchange *x, const char *without,
			   const struct drop *drop);

/* Puts a message together: printf-like. At most once in a run, hence cold. */
__attribute__((cold, format(printf, 2, 3))) const char *judge_says(struct judge *judge,
								   const char *format, ...);

#endif
