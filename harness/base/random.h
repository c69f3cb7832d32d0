/* SPDX-License-Identifier: Apache-2.0 */
/* Seeded random numbers: splitmix64 (Steele, Lea, Flood, OOPSLA 2014). */
#ifndef PAGEWALK_RANDOM_H
#define PAGEWALK_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

/* The next 64 random bits; *state is the seed to begin with, and changes. */
static inline uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* 0 to n - 1; n from 1 to 2^32. */
static inline uint32_t random_below(uint64_t *state, uint64_t n)
{
	return (uint32_t)((random_next(state) >> 32) * n >> 32);
}

/* True in `chance` of `of` cases. */
static inline bool random_chance(uint64_t *state, unsigned int chance, unsigned int of)
{
	return random_below(state, of) < chance;
}

#endif
