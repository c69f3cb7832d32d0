/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an exhaustive test has asked, and what came of it, against the numbers that follow from the
 * rule. Each test of a program runs in a process of its own: the sum over all of them is kept where
 * the last one sees it.
 */
#ifndef PAGEWALK_TALLY_H
#define PAGEWALK_TALLY_H

#include <stdint.h>

struct tally {
	uint64_t cells;
	uint64_t allowed; /* of the cells */
	uint64_t hits;    /* asked again behind a fill, and allowed without a walk */
};

/* Before the tests run. */
void tally_init(void);

/* At the end of a test: prints what was counted, asserts it, and adds it to the sum. */
void tally_check(const char *name, const struct tally *counted, const struct tally *expected);

/* At the end of the last test: prints the sum of the cells, and asserts it. */
void tally_check_sum(uint64_t cells);

#endif
