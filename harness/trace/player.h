/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plays a trace on a bench: fetches on one port, loads and stores on the other,
 * both at full rate. What the trace orders stays in order: before a pte, page, drop, mem, fence,
 * ptbr, reset or arch line, an access over the end of a page, or a change of a control pin, all
 * accesses before it have been answered. Each answer is compared with the one that the trace
 * records.
 */
#ifndef PAGEWALK_PLAYER_H
#define PAGEWALK_PLAYER_H

#include <stdbool.h>
#include <stdint.h>

#include "bench/bench.h"
#include "trace/trace.h"

struct player_config {
	const char *name;   /* of the trace, for messages */
	unsigned int stall; /* chance in 256 that an answer is not taken in a cycle */
	uint64_t seed;
	uint64_t limit; /* cycles; 0: none */
	/* Called now and then with the trace's progress; may be NULL. */
	void (*progress)(void *opaque, double done);
	void *opaque;
};

struct player_counts {
	uint64_t accesses;
	uint64_t recorded;  /* answers that the trace gave, and that were compared */
	uint64_t writes;    /* of those, to writes of the base register */
	uint64_t explained; /* recorded answers that differ, as svnapot=0 explains */
	uint64_t lines;
};

/*
 * Plays the whole trace, or until the bench fails or cycles reach the limit. The bench tells how it
 * ended; BENCH_ERROR for bad input, with the trace's own message.
 */
enum bench_status player_run(struct bench *bench, struct trace *trace,
			     const struct player_config *config, struct player_counts *counts);

#endif
