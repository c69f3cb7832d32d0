/* SPDX-License-Identifier: Apache-2.0 */
/* The bit that alone makes the difference: bins count a mask's bits one by one. */
#ifndef PAGEWALK_COVER_LONE_BIT_H
#define PAGEWALK_COVER_LONE_BIT_H

#include <stdint.h>

/* The number of the only bit that is set; -1: none is, or several are. */
static inline int sample_lone_bit(uint64_t bits)
{
	return bits && !(bits & (bits - 1)) ? __builtin_ctzll(bits) : -1;
}

#endif
