/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/reclaim.h"

#include <stdlib.h>
#include <string.h>

#include "os/kernel/space.h"

#define MAX_CLUSTER 64u

/* Pages that are to go to swap together. */
struct batch {
	uint64_t frame[MAX_CLUSTER];
	unsigned int n;
};

/* ---- One frame ---- */

static struct place place_of(struct os *os, const struct mapping *mapping)
{
	return tables_find(os, mapping->space->root, mapping->va);
}

static bool is_candidate(const struct os *os, uint64_t frame)
{
	const struct frame *f = &os->frames.frame[frame];

	if (f->locks)
		return false;
	if (f->type == FRAME_ANON)
		return f->mappings;
	return f->type == FRAME_CODE || f->type == FRAME_CACHE || f->type == FRAME_SHARED;
}

/* Pages of 4 KiB can leave one by one. False: there is no frame to split a huge page with. */
static bool split_all(struct os *os, uint64_t frame)
{
	const struct mapping *mapping = os->frames.frame[frame].mappings;

	for (; mapping; mapping = mapping->next)
		if (!space_split(mapping->space, mapping->va))
			return false;
	return true;
}

/*
 * Was the frame used since the last look? Clears A in every entry, and fences the page, because
 * only a walk sets A again. Without the fence nothing would be wrong but this hint.
 */
static bool take_accessed(struct os *os, uint64_t frame)
{
	uint64_t accessed = format_accessed_bit(os->format);
	bool used = false;

	for (struct mapping *m = os->frames.frame[frame].mappings; m; m = m->next) {
		struct place place = place_of(os, m);

		if (!(place.entry & accessed))
			continue;
		used = true;
		tables_write(os, &place, place.entry & ~accessed);
		os_fence_page(os, m->space, m->va);
	}
	return used;
}

static bool is_dirty(struct os *os, uint64_t frame)
{
	const struct frame *f = &os->frames.frame[frame];
	bool dirty = f->dirty;

	for (const struct mapping *m = f->mappings; m && !dirty; m = m->next)
		dirty = place_of(os, m).entry & format_dirty_bit(os->format);
	return dirty;
}

/*
 * Takes the frame out of all entries that map it. If the page is in swap, each of them names its
 * slot.
 */
static void unmap_all(struct os *os, uint64_t frame, uint64_t slot)
{
	const struct frame *f = &os->frames.frame[frame];
	bool swapped = f->type == FRAME_ANON && slot != NO_SLOT;

	/* The last entry must not free the frame while this loop uses it. */
	frames_hold(&os->frames, frame);
	while (f->mappings && os_works(os)) {
		if (swapped)
			swap_hold(&os->swap, slot);
		space_leave(f->mappings->space, f->mappings->va,
			    swapped ? format_swapped(slot) : 0);
	}
	os_release(os, frame);
}

/* Frees the frame of a page that is now in its file, in a slot, or was never touched. */
static bool evict(struct os *os, uint64_t frame, uint64_t slot)
{
	struct object *object = os->frames.frame[frame].object;
	uint64_t index = os->frames.frame[frame].index;

	unmap_all(os, frame, slot);
	if (!object)
		return true;
	if (object->file < 0 && slot != NO_SLOT)
		swap_hold(&os->swap, slot);
	return object_evict(os, object, index, slot) == 0;
}

/* ---- Out to swap ---- */

static bool write_row(struct os *os, const struct batch *batch, unsigned int first, unsigned int n,
		      uint64_t slot)
{
	uint8_t *bytes = malloc((size_t)n * FRAME_SIZE);
	int failed = bytes ? 0 : -1;

	if (!bytes)
		os_host_memory(os);
	for (unsigned int i = 0; bytes && i < n; i++)
		memcpy(bytes + (size_t)i * FRAME_SIZE, os_look(os, batch->frame[first + i]),
		       FRAME_SIZE);
	if (!failed)
		failed = swap_write(&os->swap, slot, bytes, n);
	free(bytes);
	if (failed)
		return false;
	os->counts.swap_writes++;
	os->counts.swapped_out += n;
	return true;
}

static void evict_row(struct os *os, const struct batch *batch, unsigned int first, unsigned int n,
		      uint64_t slot)
{
	for (unsigned int i = 0; i < n; i++)
		evict(os, batch->frame[first + i], slot + i);
}

/* Writes them in as few rows of slots as there are, and evicts what is written. */
static bool flush(struct os *os, const struct batch *batch)
{
	bool freed = false;

	for (unsigned int i = 0; i < batch->n; i++)
		frames_unlock(&os->frames, batch->frame[i]);
	for (unsigned int first = 0; first < batch->n && os_works(os);) {
		unsigned int n = batch->n - first;
		uint64_t slot = swap_get(&os->swap, &n);
		bool written = slot != NO_SLOT && write_row(os, batch, first, n, slot);

		if (slot == NO_SLOT)
			break;
		if (written)
			evict_row(os, batch, first, n, slot);
		/* From now on the entries hold the slots. */
		for (unsigned int i = 0; i < n; i++)
			swap_release(&os->swap, slot + i);
		if (!written)
			break;
		freed = true;
		first += n;
	}
	return freed;
}

/* ---- The clock ---- */

/* The copy in the swap file is old, so its slot is given back. */
static void forget_slot(struct os *os, struct frame *frame)
{
	if (frame->slot != NO_SLOT)
		swap_release(&os->swap, frame->slot);
	frame->slot = NO_SLOT;
}

/* A page that has not been used. True: its frame is free at once; else it may be in the batch. */
static bool consider(struct os *os, uint64_t frame, struct batch *batch)
{
	struct frame *f = &os->frames.frame[frame];
	bool dirty;

	if (!split_all(os, frame) || take_accessed(os, frame))
		return false;
	dirty = is_dirty(os, frame);
	if (dirty)
		forget_slot(os, f);
	if (dirty && !(f->object && f->object->file >= 0)) {
		/* The lock keeps the frame out of this batch from now on. */
		frames_lock(&os->frames, frame);
		batch->frame[batch->n++] = frame;
		return false;
	}
	os->counts.dropped += !dirty;
	return evict(os, frame, f->slot);
}

static unsigned int cluster(const struct os *os)
{
	unsigned int n = os->config.cluster ? os->config.cluster : 8;

	return n < MAX_CLUSTER ? n : MAX_CLUSTER;
}

bool reclaim(struct os *os)
{
	struct batch batch = {.n = 0};
	bool freed = false;

	os->reclaiming = true;
	/* Twice round: the first may only take second chances away. */
	for (uint64_t i = 0; i < 2 * os->frames.n && os_works(os); i++) {
		uint64_t frame = os->hand;

		if (freed || batch.n == cluster(os))
			break;
		os->hand = (os->hand + 1) % os->frames.n;
		if (is_candidate(os, frame))
			freed = consider(os, frame, &batch);
	}
	if (batch.n)
		freed = flush(os, &batch) || freed;
	os->reclaiming = false;
	return freed;
}
