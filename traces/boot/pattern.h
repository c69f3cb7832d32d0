/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a page holds follows from its key, which says whose it is, which one, and in which version:
 * a function that returns a number made of the key, and behind it words that differ from each other
 * and from those of any other key. Key 0 is a page of zeros. User code has its own copy of this,
 * and what lies outside of its page it does not see: so no constant has more bits than instructions
 * hold.
 */
#ifndef KERNEL_PATTERN_H
#define KERNEL_PATTERN_H

#define PATTERN      static inline __attribute__((always_inline))
#define PATTERN_LUI  0x537u             /* lui a0 */
#define PATTERN_RET  0x8067u            /* ret */
#define PATTERN_CODE (8 / sizeof(long)) /* words that the two instructions take */

/* 12 bits of the key that no other key nearby has, as `lui` takes them: what the function returns.
 */
PATTERN unsigned long pattern_result(unsigned int key)
{
	return (unsigned long)(key & 0x7ffff) << 12;
}

PATTERN unsigned long pattern_first(unsigned int key)
{
	unsigned long value = key * 0x1e3779b1ul;

	return value ^ value << 23;
}

PATTERN unsigned long pattern_step(unsigned int key)
{
	return key ? pattern_first(key) * 5 | 1 : 0;
}

PATTERN void pattern_write(unsigned long va, unsigned int key)
{
	volatile unsigned long *word = (volatile unsigned long *)va;
	volatile unsigned int *instruction = (volatile unsigned int *)va;
	unsigned long next = pattern_first(key), step = pattern_step(key);

	instruction[0] = key ? pattern_result(key) | PATTERN_LUI : 0;
	instruction[1] = key ? PATTERN_RET : 0;
	for (unsigned int n = PATTERN_CODE; n < 4096 / sizeof(long); n++, next += step)
		word[n] = next;
}

/* The address of the first word that is not as it must be, or 0. */
PATTERN unsigned long pattern_wrong(unsigned long va, unsigned int key, unsigned long *expected,
				    unsigned long *found)
{
	const volatile unsigned long *word = (const volatile unsigned long *)va;
	const volatile unsigned int *instruction = (const volatile unsigned int *)va;
	unsigned long next = pattern_first(key), step = pattern_step(key);

	*expected = key ? pattern_result(key) | PATTERN_LUI : 0;
	*found = instruction[0];
	if (*found != *expected)
		return va;
	*expected = key ? PATTERN_RET : 0;
	*found = instruction[1];
	if (*found != *expected)
		return va + 4;
	for (unsigned int n = PATTERN_CODE; n < 4096 / sizeof(long); n++, next += step) {
		*found = word[n];
		if (*found != next) {
			*expected = next;
			return va + n * sizeof(long);
		}
	}
	return 0;
}

#endif
