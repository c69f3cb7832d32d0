/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/tlb_locks.h"

#include "os/kernel/os.h"

void tlb_locks_init(struct tlb_locks *locks, unsigned int entries)
{
	*locks = (struct tlb_locks){.most = entries / 2 < MAX_TLB_LOCKS ? entries / 2
									: MAX_TLB_LOCKS};
}

static struct tlb_locks *tlb_locks_of(struct os *os, enum access_type type)
{
	return &os->tlb_locks[type == ACCESS_FETCH ? PORT_FETCH : PORT_DATA];
}

bool tlb_locks_take(struct os *os, const struct space *space, uint64_t va, enum access_type type)
{
	struct tlb_locks *locks = tlb_locks_of(os, type);
	uint64_t page = va & ~(uint64_t)(FRAME_SIZE - 1);

	for (unsigned int i = 0; i < locks->n; i++)
		if (locks->page[i].space == space && locks->page[i].va == page)
			return true;
	if (locks->n == locks->most)
		return false;
	locks->page[locks->n].space = space;
	locks->page[locks->n++].va = page;
	os->counts.tlb_locked++;
	return true;
}

/* Drops from one TLB's list the pages of a space from start up to, and without, end. */
static bool drop(struct tlb_locks *locks, const struct space *space, uint64_t start, uint64_t end)
{
	unsigned int n = 0;
	bool dropped;

	for (unsigned int i = 0; i < locks->n; i++)
		if (locks->page[i].space != space || locks->page[i].va < start ||
		    locks->page[i].va >= end)
			locks->page[n++] = locks->page[i];
	dropped = n < locks->n;
	locks->n = n;
	return dropped;
}

static bool drop_in_both(struct os *os, const struct space *space, uint64_t start, uint64_t end)
{
	bool fetch = drop(&os->tlb_locks[PORT_FETCH], space, start, end);

	return drop(&os->tlb_locks[PORT_DATA], space, start, end) || fetch;
}

bool tlb_locks_drop(struct os *os, const struct space *space, uint64_t va)
{
	return drop_in_both(os, space, va, va + FRAME_SIZE);
}

bool tlb_locks_drop_all(struct os *os, const struct space *space)
{
	return drop_in_both(os, space, 0, UINT64_MAX);
}
