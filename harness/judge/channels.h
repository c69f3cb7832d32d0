/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the output channels may show, whatever it means. A payload is 0 without its valid
 * (rtl/contract, general-3). A request to memory stays the same until memory takes it (walk-8), and
 * has an id of which memory owes no answer (walk-7).
 */
#ifndef PAGEWALK_CHANNELS_H
#define PAGEWALK_CHANNELS_H

#include <stdbool.h>

#include "pins.h"

/* All 0: before the first cycle. */
struct channels {
	unsigned int outstanding; /* a bit for each id */
	bool waits;               /* memory did not take the request of the last cycle... */
	struct {
		MMU_MEM_REQ(MMU_NO_PIN, MMU_FIELD)
	} request; /* ...which was this */
};

/* One cycle's pins, one of reset too. Returns NULL, or what is wrong. */
const char *channels_cycle(struct channels *channels, const struct mmu_in *in,
			   const struct mmu_out *out);

#endif
