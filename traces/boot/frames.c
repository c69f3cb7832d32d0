// SPDX-License-Identifier: Apache-2.0
// Frames of 4 KiB. The one that was freed last is the next to be given out: so who still has a
// translation of it reads or writes what is another's now.
#include "kernel.h"

static unsigned short stack[POOL_FRAMES];
static unsigned char users[POOL_FRAMES];
static unsigned int on_stack;

static unsigned int number_of(unsigned long pa)
{
	return (unsigned int)((pa - POOL) / PAGE);
}

void frames_start(void)
{
	while (on_stack < POOL_FRAMES) {
		stack[on_stack] = (unsigned short)(POOL_FRAMES - 1 - on_stack);
		on_stack++;
	}
}

unsigned int frames_free(void)
{
	return on_stack;
}

/* What it holds is not said. */
unsigned long frame_new(void)
{
	if (!on_stack)
		fail("no frame is free", 0, 1, 0);
	users[stack[--on_stack]] = 1;
	return POOL + stack[on_stack] * PAGE;
}

void frame_share(unsigned long pa)
{
	users[number_of(pa)]++;
}

bool frame_is_shared(unsigned long pa)
{
	return users[number_of(pa)] > 1;
}

/* Who reads it from now on shall see that it is not his: a word in each line of a cache. */
void frame_drop(unsigned long pa)
{
	if (--users[number_of(pa)])
		return;
	for (unsigned long at = 0; at < PAGE; at += 64)
		*(volatile unsigned long *)virtual(pa + at) = 0xdeadul << 12 | at;
	stack[on_stack++] = (unsigned short)number_of(pa);
}
