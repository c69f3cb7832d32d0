/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares outputs with what a pin script expects of them. A pin is compared in the cycle that the
 * script says. The payload of an answer, or of a request to memory, is 0 while its valid is 0 (rule
 * general-3), so its value is that of the last cycle in which valid was 1. A counter is compared in
 * the first cycle from then on that shows it, which is one of MMU_COUNTERS.
 */
#ifndef PAGEWALK_PINS_EXPECT_H
#define PAGEWALK_PINS_EXPECT_H

#include "bench/bench.h"
#include "script/pins_script.h"

struct expectations {
	const struct script *script;
	bool *met;    /* of each expectation: has it been compared? */
	size_t first; /* the first one that has not */
	uint64_t n;   /* expectations that were met */
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

/* Have all expectations been compared? */
bool expect_is_done(const struct expectations *expectations);

#endif
