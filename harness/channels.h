/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the output channels may show, whatever it means: nothing while they have nothing to say
 * (rtl/README.md, G3), and to memory the same until it takes it (W8).
 */
#ifndef PAGEWALK_CHANNELS_H
#define PAGEWALK_CHANNELS_H

#include <stdbool.h>
#include <stddef.h>

#include "pins.h"

/* From the first pin of a memory request to the last. */
#define CHANNELS_REQUEST                                                                           \
	(offsetof(struct mmu_out, counter_value) - offsetof(struct mmu_out, mem_req_valid))

/* All 0: before the first cycle. */
struct channels {
	bool waits; /* memory did not take the request of the last cycle... */
	unsigned char request[CHANNELS_REQUEST]; /* ...which was this */
};

/* One cycle's pins, one of reset too. Returns NULL, or what is wrong. */
const char *channels_cycle(struct channels *channels, const struct mmu_in *in,
			   const struct mmu_out *out);

#endif
