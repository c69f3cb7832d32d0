/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How things went over time: samples at equal distances. How long a play takes is not known while
 * it runs, so when there are too many every other one is dropped, and the distance doubled.
 */
#ifndef PAGEWALK_OS_SAMPLES_H
#define PAGEWALK_OS_SAMPLES_H

#include "os/kernel/frames.h"

#define SAMPLES 1024u

/* All but what frames hold are counts since the start. */
struct sample {
	uint64_t cycle, accesses;
	uint64_t minor, major, copied;
	uint64_t walks; /* TLB misses */
	uint64_t swapped_out, swapped_in;
	uint64_t frames[FRAME_TYPES], locked; /* now */
	uint64_t swap_used;                   /* now */
};

struct samples {
	struct sample sample[SAMPLES];
	unsigned int n;
	uint64_t distance, next; /* cycles; when one is due */
};

void samples_init(struct samples *samples);

/* Adds a sample; when there is no room, drops every other one first. */
void samples_add(struct samples *samples, const struct sample *sample);

#endif
