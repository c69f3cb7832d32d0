/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/stack.h"

#include "os/kernel/tables.h"

#define STACK_BYTES       (2 * FRAME_SIZE) /* one page, and below it one that is not there: a guard */
#define STACKS_IN_A_TABLE 256u /* 2 MiB of them: their tables are there from the start */

/* On a boundary of its own. */
uint64_t stack_va(const struct os *os, unsigned int slot)
{
	uint64_t align = UINT64_C(1) << 22;
	uint64_t end = (os_direct(os, os->frames.n << FRAME_SHIFT) + align - 1) & ~(align - 1);

	return end + (uint64_t)slot * STACK_BYTES + FRAME_SIZE;
}

uint64_t stack_map(struct os *os, unsigned int slot)
{
	const struct rights rights = {.read = true, .write = true, .global = true};
	uint64_t va = stack_va(os, slot), frame;
	struct place place;

	if (slot >= STACKS_IN_A_TABLE)
		return 0;
	frame = os_frame(os, FRAME_STACK);
	if (frame == NO_FRAME)
		return 0;
	place = tables_find(os, os->kernel_root, va);
	tables_write(os, &place, format_leaf(os->format, frame, 0, &rights));
	return va;
}

void stack_unmap(struct os *os, unsigned int slot)
{
	uint64_t va = stack_va(os, slot);
	struct place place = tables_find(os, os->kernel_root, va);

	/* An entry that a failed machine reads names no frame. */
	if (!os_works(os))
		return;
	tables_write(os, &place, 0);
	os_fence_kernel(os, va);
	os_release(os, format_frame(os->format, place.entry, 0));
}
