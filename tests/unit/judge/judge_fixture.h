/* SPDX-License-Identifier: Apache-2.0 */
/* Misbehaviour to show to the judge, on pins made by hand. */
#ifndef PAGEWALK_JUDGE_FIXTURE_H
#define PAGEWALK_JUDGE_FIXTURE_H

#include "fills_fixture.h"

/* The leaf of page 1, before a store and after it. */
#define CLEAN (UINT64_C(0x90001) << 10 | 0x47)
#define DIRTY (UINT64_C(0x90001) << 10 | 0xc7)

/* Parts of an answer, each wrong, and how the judge then puts the answer of page 0. */
#define PARTS 5
struct part {
	uint64_t *pin;
	uint64_t value;
	const char *said;
};
extern const struct part parts[PARTS];

/* show_answer(), of this page size. */
void answer_all(uint64_t pa, uint64_t fault, uint64_t size);

/* A compare-and-swap, and memory's answer to it. */
void update_ends(uint64_t pa, uint64_t expect, uint64_t data, bool error, bool lost);

#endif
