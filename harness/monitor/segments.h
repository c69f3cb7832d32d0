/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The segment registers, followed on the pins: which segment a request names, and the linear
 * address or the refusal that the oracle makes of it.
 */
#ifndef PAGEWALK_SEGMENTS_H
#define PAGEWALK_SEGMENTS_H

#include "oracle/oracle.h"
#include "pins.h"

struct segments {
	bool exist; /* else every address is linear */
	struct oracle_segment held[SEGMENT_COUNT];
};

/* A request through a segment, or without one. */
struct segment_use {
	unsigned int name;  /* enum segment_name; SEGMENT_NONE: the address is linear */
	unsigned int ring;  /* x86: CPL */
	unsigned int bytes; /* of the access, 1 to 4096 */
	uint64_t offset;
	enum segment_fault refusal;
};

/* All six registers are null, as after a reset. */
void segments_init(struct segments *segments, const struct mmu_config *config);
void segments_reset(struct segments *segments);

/* A cycle with seg_valid: it shows in the next. */
void segments_load(struct segments *segments, const struct mmu_in *in);

/* Fills in use->refusal, and gives the linear address, 0 when it is refused. */
uint64_t segments_use(const struct segments *segments, const struct oracle_context *context,
		      enum access_type type, struct segment_use *use);

/* The code that a refusal is answered with (rtl/contract, segment-6). */
unsigned int segment_code(enum segment_fault refusal, unsigned int name);

/* "ds" and so on; "" for none. */
const char *segment_name(unsigned int name);

/* "absent" and so on; "" for none. */
const char *segment_refusal(unsigned int refusal);

#endif
