/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What becomes of an address at port X before it is translated (rtl/contract, segment-2 to
 * segment-4). The module has no state. X_linear says of the request that the pins show, valid or
 * not, under the PTBR and the segment registers of the same cycle:
 *
 *	fault		the first check of its segment that fails (enum segment_fault);
 *	is_stack	whether it goes through SS;
 *	address		the linear address, when no check fails; for a
 *			request without a segment, the address on the pins.
 */
#ifndef PAGEWALK_SEGMENT_H
#define PAGEWALK_SEGMENT_H

#include "channels/bundles.h"

#define SEGMENT_INTERFACE(L)                                                                       \
	L(READS, AT_EVAL, OWN, req, request)                                                       \
	L(READS, AT_EVAL, COMMON, held, held)                                                      \
	L(READS, AT_EVAL, COMMON, segment, segments)                                               \
	L(DRIVES, AT_NO_TIME, OWN, linear, linear)

struct segment_io {
	SEGMENT_INTERFACE(INTERFACE_HANDLE)
};

struct segment {
	bool is_fetch;
	bool is_built; /* else every address is linear */

	struct segment_io io;
};

/* prefix: "fetch_" or "data_"; segments: of struct mmu_config. */
void segment_init(struct segment *s, struct kernel *k, const char *prefix, bool is_fetch,
		  unsigned int segments);

#endif
