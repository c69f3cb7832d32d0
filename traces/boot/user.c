// SPDX-License-Identifier: Apache-2.0
// What processes do: they write pages, read every byte of them again, and fetch from them, with
// whatever the kernel does to the pages meanwhile. All of this is in one page, and uses nothing
// outside of it.
#include "kernel.h"
#include "pattern.h"

#define USER __attribute__((section(".user")))

USER static unsigned long call(enum call number, unsigned long first, unsigned long second,
			       unsigned long third)
{
	register unsigned long a0 __asm__("a0") = first;
	register unsigned long a1 __asm__("a1") = second;
	register unsigned long a2 __asm__("a2") = third;
	register unsigned long a7 __asm__("a7") = number;

	__asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
	return a0;
}

USER static void check(unsigned long va, unsigned int key)
{
	unsigned long expected, found, wrong = pattern_wrong(va, key, &expected, &found);

	if (wrong)
		call(CALL_FAIL, wrong, expected, found);
	if (!key)
		return;
	found = ((unsigned long (*)(void))va)();
	if (found != pattern_result(key))
		call(CALL_FAIL, va, pattern_result(key), found);
}

USER static unsigned int write(unsigned long va)
{
	unsigned int key = (unsigned int)call(CALL_KEY, 0, 0, 0);

	pattern_write(va, key);
	fence_code();
	return key;
}

/* Changes nothing, but the TLB knows then that it may be written. */
USER static void touch(unsigned long va, unsigned int key)
{
	((volatile unsigned int *)va)[1] = key ? PATTERN_RET : 0;
}

/* A store that the kernel is to see: it counts them. */
USER static unsigned int write_refused(unsigned long va, unsigned int page, unsigned int key)
{
	unsigned long before, after;

	touch(va, key);
	before = call(CALL_REFUSE, page, 0, 0);
	key = write(va);
	after = call(CALL_REFUSED, 0, 0, 0);
	if (after != before + 1)
		call(CALL_FAIL, va, before + 1, after);
	return key;
}

/* To the disk, from it, and to it again with something else. */
USER static unsigned int write_evicted(unsigned long va, unsigned int page, unsigned int key)
{
	touch(va, key);
	call(CALL_EVICT, page, 0, 0);
	check(va, key);
	key = write(va);
	call(CALL_EVICT, page, 0, 0);
	check(va, key);
	return key;
}

USER static unsigned int write_discarded(unsigned long va, unsigned int page, unsigned int key)
{
	touch(va, key);
	call(CALL_DISCARD, page, 0, 0);
	check(va, 0);
	return write(va);
}

/* What the parent stores now the child must not see. */
USER static bool fork_and_write(unsigned long va, volatile unsigned int *key)
{
	unsigned long child;

	touch(va, *key);
	child = call(CALL_FORK, 0, 0, 0);
	if (child)
		*key = write(va);
	check(va, *key);
	return !child;
}

/* Each thing in turn, to pages that are drawn. */
USER void user_main(unsigned long base, unsigned int seed, unsigned int steps)
{
	volatile unsigned int keys[USER_PAGES];
	unsigned int first = seed;

	for (unsigned int n = 0; n < USER_PAGES; n++)
		keys[n] = 0;
	for (; steps; steps--) {
		unsigned int page = seed >> 8 & (USER_PAGES - 1), what = (first + steps) & 7;
		unsigned long va = base + page * PAGE;

		seed ^= seed << 13;
		seed ^= seed >> 17;
		seed ^= seed << 5;
		check(va, keys[page]);
		if (what == 1) {
			keys[page] = write_refused(va, page, keys[page]);
		} else if (what == 2) {
			keys[page] = write_evicted(va, page, keys[page]);
		} else if (what == 3) {
			keys[page] = write_discarded(va, page, keys[page]);
		} else if (what == 4 && fork_and_write(va, &keys[page])) {
			steps = steps / 2 + 1;
			seed += (unsigned int)call(CALL_KEY, 0, 0, 0) << 8;
		} else if (what == 5) {
			call(CALL_YIELD, 0, 0, 0);
		} else {
			keys[page] = write(va);
		}
	}
	for (unsigned int n = 0; n < USER_PAGES; n++)
		check(base + n * PAGE, keys[n]);
	call(CALL_EXIT, 0, 0, 0);
}
