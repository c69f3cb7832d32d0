/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a pin script says of outputs, held against what comes out. A pin is compared in the cycle
 * that is said. The payload of an answer, or of a request to memory, is 0 while its valid is 0
 * (rule general-3): there it is the payload of the last cycle in which valid was 1. A counter is
 * compared in the first cycle from then on that shows it, which is one of sixteen.
 */
#ifndef PAGEWALK_PINS_EXPECT_H
#define PAGEWALK_PINS_EXPECT_H

#include "bench/bench.h"
#include "script/pins_script.h"

struct expectations {
	const struct script *script;
	bool *met;    /* or not: it has been looked at */
	size_t first; /* that has not */
	uint64_t n;   /* looked at, and met */
	struct {
		uint64_t cycle; /* in which it was valid; 0: in none */
		struct mmu_out out;
	} last[CHANNELS];
};

/* False: out of memory. */
bool expect_begin(struct expectations *expectations, const struct script *script);
void expect_end(struct expectations *expectations);

/* The bench has done a cycle. An expectation that is not met is its mismatch. */
void expect_cycle(struct expectations *expectations, struct bench *bench);

/* Have all been looked at? */
bool expect_is_done(const struct expectations *expectations);

#endif
