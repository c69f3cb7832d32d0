/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bits of a word of 64, for the cycle model. (The oracle has its own.)
 */
#ifndef PAGEWALK_BITS_H
#define PAGEWALK_BITS_H

#include <stdint.h>

/* Bit n, 0 to 63. */
static inline uint64_t bit(unsigned int n)
{
	return UINT64_C(1) << n;
}

/* The lowest n bits, 0 to 64. In two halves, for no shift may be by 64. */
static inline uint64_t ones(unsigned int n)
{
	return ~(UINT64_MAX << n / 2 << (n + 1) / 2);
}

/* Bits high to low; none where high is the lower one. */
static inline uint64_t bits(unsigned int high, unsigned int low)
{
	return ones(high + 1) & ~ones(low);
}

/* The n bits of value from bit low on. */
static inline uint64_t field(uint64_t value, unsigned int low, unsigned int n)
{
	return value >> low & ones(n);
}

#endif
