/* SPDX-License-Identifier: Apache-2.0 */
/* The segment registers as the pins load them, and what they make of an access. */
#ifndef PAGEWALK_COVER_DESCRIPTOR_H
#define PAGEWALK_COVER_DESCRIPTOR_H

#include "cover/base.h"

#define COVER_SEGMENTS 6u

struct cover_descriptor {
	uint64_t base;
	uint32_t limit; /* as on the pins */
	uint8_t type, dpl, rpl;
	bool granular, loaded, present, big, is_long; /* loaded: not null */
};

struct cover_descriptors {
	struct cover_descriptor of[COVER_SEGMENTS];
};

/* An access through a segment, or without one. */
struct cover_use {
	unsigned int segment; /* COVER_SEGMENTS: none */
	unsigned int access, ring;
	uint64_t offset;           /* in the segment: reduced where addresses are short */
	uint64_t last;             /* of its last byte, not reduced */
	bool last_wraps;           /* beyond 64 bits */
	bool is_64_bit;            /* 64-bit mode */
	enum cover_check check;    /* what it is refused for */
	enum cover_check would_be; /* the same without 64-bit mode */
};

/* A cycle with seg_valid: loads the register that the pins name. */
void cover_descriptors_load(struct cover_descriptors *all, const struct mmu_in *in);

/* The last offset (expand-down: the last below it). */
uint64_t cover_descriptor_limit(const struct cover_descriptor *descriptor);

/*
 * Returns the linear address of an access, and fills in the members of *use from `offset` on; those
 * before it describe the access. address, and the number of bytes less one, are as on the pins.
 */
uint64_t cover_descriptors_use(const struct cover_descriptors *all,
			       const struct cover_context *context, uint64_t address, uint64_t less,
			       struct cover_use *use);

#endif
