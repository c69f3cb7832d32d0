/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/pinned.h"

#include "os/kernel/os.h"

void pinned_init(struct pinned *pinned, unsigned int entries)
{
	*pinned = (struct pinned){.most = entries / 2 < MAX_PINNED ? entries / 2 : MAX_PINNED};
}

static struct pinned *pinned_of(struct os *os, enum access_type type)
{
	return &os->pinned[type == ACCESS_FETCH ? PORT_FETCH : PORT_DATA];
}

bool pinned_take(struct os *os, const struct space *space, uint64_t va, enum access_type type)
{
	struct pinned *pinned = pinned_of(os, type);
	uint64_t page = va & ~(uint64_t)(FRAME_SIZE - 1);

	for (unsigned int i = 0; i < pinned->n; i++)
		if (pinned->page[i].space == space && pinned->page[i].va == page)
			return true;
	if (pinned->n == pinned->most)
		return false;
	pinned->page[pinned->n].space = space;
	pinned->page[pinned->n++].va = page;
	os->counts.pinned++;
	return true;
}

/* Of one TLB, the pages of a space from start up to, and without, end. */
static bool drop(struct pinned *pinned, const struct space *space, uint64_t start, uint64_t end)
{
	unsigned int n = 0;
	bool dropped;

	for (unsigned int i = 0; i < pinned->n; i++)
		if (pinned->page[i].space != space || pinned->page[i].va < start ||
		    pinned->page[i].va >= end)
			pinned->page[n++] = pinned->page[i];
	dropped = n < pinned->n;
	pinned->n = n;
	return dropped;
}

static bool drop_in_both(struct os *os, const struct space *space, uint64_t start, uint64_t end)
{
	bool fetch = drop(&os->pinned[PORT_FETCH], space, start, end);

	return drop(&os->pinned[PORT_DATA], space, start, end) || fetch;
}

bool pinned_drop(struct os *os, const struct space *space, uint64_t va)
{
	return drop_in_both(os, space, va, va + FRAME_SIZE);
}

bool pinned_drop_all(struct os *os, const struct space *space)
{
	return drop_in_both(os, space, 0, UINT64_MAX);
}
