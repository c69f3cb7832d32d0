// SPDX-License-Identifier: Apache-2.0
// What is behind the pages of a process: nothing until it is asked for, a frame, a frame that is
// shared until somebody stores to it, or a slot of the disk, which is in RAM.
#include "kernel.h"

#define RIGHTS (PTE_V | PTE_RWX | PTE_U)

static bool slot_taken[DISK_SLOTS];

static unsigned long *place(struct process *process, unsigned int page)
{
	return pte_of(process->space.root, user_base() + page * PAGE, 0, true);
}

/* Without an ASID nothing of it is in the TLB that a fence would not drop before it has one. */
static void forget(const struct process *process, unsigned int page)
{
	if (process->asid >= 0)
		fence_va_asid(user_base() + page * PAGE, process->space.asid);
}

static void copy(unsigned long to, unsigned long from)
{
	volatile unsigned long *out = virtual(to), *in = virtual(from);

	for (unsigned int n = 0; n < PAGE / sizeof(long); n++)
		out[n] = in[n];
}

static unsigned short slot_new(void)
{
	unsigned short slot = 1;

	while (slot < DISK_SLOTS && slot_taken[slot])
		slot++;
	if (slot == DISK_SLOTS)
		fail("the disk is full", 0, 1, 0);
	slot_taken[slot] = true;
	return slot;
}

/* What comes from the disk stays there, too: it need not be written again before D is set. */
void page_bring(struct process *process, unsigned int page)
{
	unsigned long *at = place(process, page), pa;

	if (*at & PTE_V)
		return;
	if (*at) {
		pa = frame_new();
		copy(pa, DISK + process->slots[page] * PAGE);
		fence_code();
	} else {
		pa = frame_with(0);
	}
	/* No fence: what is not valid is kept nowhere (Svvptc). */
	*at = leaf(pa, RIGHTS);
}

static void copy_on_write(struct process *process, unsigned int page)
{
	unsigned long *at = place(process, page), pa = frame_of(*at);

	if (frame_is_shared(pa)) {
		pa = frame_new();
		copy(pa, frame_of(*at));
		frame_drop(frame_of(*at));
		fence_code();
	}
	*at = leaf(pa, RIGHTS | (*at & PTE_AD));
	forget(process, page);
}

/* Of a process that runs; false: it must not do that. */
bool page_fault(struct process *process, unsigned long cause, unsigned long va)
{
	unsigned int page = (unsigned int)((va - user_base()) / PAGE);
	unsigned long *at;

	if (cause != FETCH_FAULT && cause != LOAD_FAULT && cause != STORE_FAULT)
		return false;
	if (mark(cause, va))
		return true;
	if (page > USER_PAGES)
		return false;
	at = place(process, page);
	if (!(*at & PTE_V)) {
		page_bring(process, page);
	} else if (cause == STORE_FAULT && *at & PTE_REFUSE) {
		process->refused++;
		*at ^= PTE_REFUSE | (*at & PTE_COPY ? 0 : PTE_W);
		forget(process, page);
	} else if (cause == STORE_FAULT && *at & PTE_COPY) {
		copy_on_write(process, page);
	} else {
		return false;
	}
	return true;
}

static void slot_free(struct process *process, unsigned int page)
{
	slot_taken[process->slots[page]] = false;
	process->slots[page] = 0;
}

void page_discard(struct process *process, unsigned int page)
{
	unsigned long *at = place(process, page), before = *at;

	*at = 0;
	forget(process, page);
	if (before & PTE_V)
		frame_drop(frame_of(before));
	slot_free(process, page);
}

/* The next store is to fault. */
void page_refuse(struct process *process, unsigned int page)
{
	unsigned long *at = place(process, page);

	page_bring(process, page);
	*at = (*at & ~(unsigned long)PTE_W) | PTE_REFUSE;
	forget(process, page);
}

/* What the disk has is good as long as D is 0. A page that is shared, or is to refuse a store,
 * stays. */
void page_evict(struct process *process, unsigned int page)
{
	unsigned long *at = place(process, page), before = *at;

	if (!(before & PTE_V) || before & (PTE_COPY | PTE_REFUSE))
		return;
	if (!process->slots[page] || before & PTE_D) {
		process->slots[page] = process->slots[page] ? process->slots[page] : slot_new();
		copy(DISK + process->slots[page] * PAGE, frame_of(before));
	}
	*at = (unsigned long)process->slots[page] << 10;
	forget(process, page);
	frame_drop(frame_of(before));
}

/* The next page that was not used since it was looked at last. */
void page_evict_old(struct process *process)
{
	for (unsigned int n = 0; n < 2 * (USER_PAGES + 1); n++) {
		unsigned int page = process->hand++ % (USER_PAGES + 1);
		unsigned long *at = place(process, page);

		if (!(*at & PTE_V))
			continue;
		if (!(*at & PTE_A)) {
			page_evict(process, page);
			return;
		}
		*at &= ~(unsigned long)PTE_A;
		forget(process, page);
	}
}

void pages_share(struct process *parent, struct process *child)
{
	for (unsigned int page = 0; page <= USER_PAGES; page++) {
		unsigned long *at = place(parent, page);

		if (!*at)
			continue;
		page_bring(parent, page);
		*at = (*at & ~(unsigned long)PTE_W) | PTE_COPY;
		*place(child, page) = *at;
		frame_share(frame_of(*at));
	}
	fence_asid(parent->space.asid);
}

void slots_free(struct process *process)
{
	for (unsigned int page = 0; page <= USER_PAGES; page++)
		slot_free(process, page);
}
