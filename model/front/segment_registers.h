/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The segment registers (rtl/contract, segment-1). What is loaded by seg in cycle t
 * is kept at its end, and shows as segment from t+1 on; reset wins.
 */
#ifndef PAGEWALK_SEGMENT_REGISTERS_H
#define PAGEWALK_SEGMENT_REGISTERS_H

#include "channels/bundles.h"

#define SEGMENT_REGISTERS_INTERFACE(L)                                                             \
	L(READS, AT_TICK, COMMON, rst, wire)                                                       \
	L(READS, AT_TICK, COMMON, seg, seg)                                                        \
	L(DRIVES, AT_NO_TIME, COMMON, segment, segments)

struct segment_registers {
	struct segments registers;

	struct segment_registers_io {
		SEGMENT_REGISTERS_INTERFACE(INTERFACE_HANDLE)
	} io;
};

void segment_registers_init(struct segment_registers *s, struct kernel *k);

#endif
