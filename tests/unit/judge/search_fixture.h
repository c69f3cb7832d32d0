/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scoreboard of an MMU with a walk cache, on pins made by hand: each walk in the rhythm of the
 * contract (cache-3), because what comes later goes back, or starts again.
 */
#ifndef PAGEWALK_SEARCH_FIXTURE_H
#define PAGEWALK_SEARCH_FIXTURE_H

#include "fills_fixture.h"

#define NO_FRAME 2 /* a page that is not there */
#define CLEAN    (UINT64_C(0x90001) << 10 | 0x47)

/* begin(), and page 4, of an MMU with so many slots in its walk cache. */
void begin_with(unsigned int walk_entries);
void begin_searching(void);

/* The same with an array of 4 sets, too, or alone. */
void begin_array(unsigned int walk_entries);

/* The same without a walk cache, and with these modes. */
void begin_array_of(unsigned int formats); /* 4 */

/* A request is accepted; its port misses; and its walk searches. The first read comes next. */
void search(uint64_t va, bool store);

/*
 * The reads of a walk, each asked for with the answer to the one before: so many at these
 * addresses; or from the skipped one on, down to the leaf of page n. NULL, or what is wrong.
 */
const char *reads_at(const uint64_t *pa, unsigned int reads);
const char *reads_behind(unsigned int skipped, uint64_t n);

/* The answer to its request, and what is wrong with that. */
const char *ends(uint64_t pa, enum fault fault);

#define says(said, text)                                                                           \
	do {                                                                                       \
		const char *it = said;                                                             \
		ck_assert_msg(it &&strstr(it, text), "said '%s', not '%s'", it ? it : "nothing",   \
			      text);                                                               \
	} while (0)

/* A load of page n that walks from the root, to its end. */
void walked(uint64_t n);

#endif
