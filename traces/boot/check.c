// SPDX-License-Identifier: Apache-2.0
// Pages that hold what they must be, and accesses that must fault.
#include "kernel.h"
#include "pattern.h"

static volatile unsigned long cause_of_access;
static volatile bool accessing;

/* A number of 32 bits from the seed, below a bound (xorshift). */
unsigned int draw(unsigned int below)
{
	static unsigned int state;

	if (!state)
		state = machine.seed * 2654435761u + 1;
	state ^= state << 13;
	state ^= state >> 17;
	state ^= state << 5;
	return state % below;
}

/* No other page has had it. */
unsigned int key_new(void)
{
	static unsigned int key;

	return ++key + (machine.seed & 0xf) * 0x8000;
}

void page_fill(unsigned long va, unsigned int key)
{
	pattern_write(va, key);
	fence_code();
}

unsigned long frame_with(unsigned int key)
{
	unsigned long pa = frame_new();

	page_fill((unsigned long)virtual(pa), key);
	return pa;
}

void expect_same(const char *what, unsigned long where, unsigned long expected, unsigned long found)
{
	if (expected != found)
		fail(what, where, expected, found);
}

void expect_data(const char *what, unsigned long va, unsigned int key)
{
	unsigned long expected, found, wrong = pattern_wrong(va, key, &expected, &found);

	if (wrong)
		fail(what, wrong, expected, found);
}

/* By the fetch port, too. */
void expect(const char *what, unsigned long va, unsigned int key)
{
	expect_data(what, va, key);
	expect_same(what, va, pattern_result(key), ((unsigned long (*)(void))va)());
}

static unsigned long access(void (*how)(unsigned long), unsigned long va)
{
	cause_of_access = 0;
	accessing = true;
	how(va);
	accessing = false;
	return cause_of_access;
}

unsigned long load(unsigned long va)
{
	return access(access_load, va);
}

/* Changes no byte: the second word is `ret` in each page that has a key. */
unsigned long store(unsigned long va)
{
	return access(access_store, va);
}

/* Any address; it does change bytes. */
unsigned long store_any(unsigned long va)
{
	return access(access_store_any, va);
}

unsigned long fetch(unsigned long va)
{
	return access(access_fetch, va);
}

/* In user mode, where `code` has the page of user code. */
unsigned long access_user(void (*how)(unsigned long), unsigned long va, unsigned long code)
{
	static struct registers user;
	unsigned long cause;

	user.pc = code + ((unsigned long)how - (unsigned long)user_begin);
	user.x[1] = code + ((unsigned long)user_done - (unsigned long)user_begin);
	user.x[10] = va;
	do {
		cause = run_user(&user);
	} while (mark(cause, csr_read(stval)));
	return cause == ECALL_USER ? 0 : cause;
}

/* Returns where to go on; ra is that of the code that trapped. */
unsigned long kernel_trap(unsigned long cause, unsigned long va, unsigned long pc, unsigned long ra)
{
	if (mark(cause, va))
		return pc;
	if (!accessing)
		fail("a trap in the kernel: pc, cause and address", pc, cause, va);
	accessing = false;
	cause_of_access = cause;
	return ra;
}
