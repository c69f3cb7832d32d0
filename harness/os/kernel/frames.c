/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/frames.h"

#include <stdlib.h>

#include "os/kernel/swap.h"

const char *const frame_type_names[FRAME_TYPES] = {
	"free",      "kernel",    "slab", "kernel stacks", "page tables",
	"zero page", "anonymous", "code", "page cache",    "shared",
};

bool frames_init(struct frames *frames, uint64_t n)
{
	*frames = (struct frames){.n = n, .first_free = NO_FRAME};
	frames->frame = calloc(n, sizeof(*frames->frame));
	if (!frames->frame)
		return false;
	for (uint64_t i = n; i-- > 1;) {
		frames->frame[i].next = frames->first_free;
		frames->first_free = i;
	}
	frames->free = n - 1;
	frames->count[FRAME_FREE] = n - 1;
	frames->frame[0].type = FRAME_KERNEL;
	frames->frame[0].references = 1;
	frames->count[FRAME_KERNEL] = frames->peak[FRAME_KERNEL] = 1;
	return true;
}

void frames_finish(struct frames *frames)
{
	for (uint64_t i = 0; frames->frame && i < frames->n; i++) {
		while (frames->frame[i].mappings) {
			struct mapping *mapping = frames->frame[i].mappings;

			frames->frame[i].mappings = mapping->next;
			free(mapping);
		}
	}
	free(frames->frame);
}

static void keep_peak(uint64_t *peak, uint64_t now)
{
	if (now > *peak)
		*peak = now;
}

static void take(struct frames *frames, uint64_t frame, enum frame_type type)
{
	frames->frame[frame] = (struct frame){.type = type, .references = 1, .slot = NO_SLOT};
	frames->free--;
	frames->count[FRAME_FREE]--;
	keep_peak(&frames->peak[type], ++frames->count[type]);
}

uint64_t frames_get(struct frames *frames, enum frame_type type)
{
	uint64_t frame = frames->first_free;

	if (frame == NO_FRAME)
		return NO_FRAME;
	frames->first_free = frames->frame[frame].next;
	take(frames, frame, type);
	return frame;
}

static bool row_is_free(const struct frames *frames, uint64_t first, uint64_t n)
{
	for (uint64_t i = first; i < first + n; i++)
		if (frames->frame[i].type != FRAME_FREE)
			return false;
	return true;
}

/* Takes frames out of the list of free ones, which is in no order. */
static void unlink_row(struct frames *frames, uint64_t first, uint64_t n)
{
	uint64_t *link = &frames->first_free;

	while (*link != NO_FRAME) {
		if (*link >= first && *link < first + n)
			*link = frames->frame[*link].next;
		else
			link = &frames->frame[*link].next;
	}
}

uint64_t frames_get_row(struct frames *frames, enum frame_type type, uint64_t n)
{
	for (uint64_t first = 0; frames->free >= n && first + n <= frames->n; first += n) {
		if (!row_is_free(frames, first, n))
			continue;
		unlink_row(frames, first, n);
		for (uint64_t i = first; i < first + n; i++)
			take(frames, i, type);
		return first;
	}
	return NO_FRAME;
}

void frames_hold(struct frames *frames, uint64_t frame)
{
	frames->frame[frame].references++;
}

bool frames_release(struct frames *frames, uint64_t frame)
{
	struct frame *f = &frames->frame[frame];

	if (--f->references)
		return false;
	frames->count[f->type]--;
	frames->count[FRAME_FREE]++;
	frames->free++;
	*f = (struct frame){.type = FRAME_FREE, .next = frames->first_free};
	frames->first_free = frame;
	return true;
}

bool frames_add_mapping(struct frames *frames, uint64_t frame, struct space *space, uint64_t va)
{
	struct mapping *mapping = malloc(sizeof(*mapping));

	if (!mapping)
		return false;
	*mapping = (struct mapping){space, va, frames->frame[frame].mappings};
	frames->frame[frame].mappings = mapping;
	return true;
}

void frames_remove_mapping(struct frames *frames, uint64_t frame, const struct space *space,
			   uint64_t va)
{
	struct mapping **link = &frames->frame[frame].mappings;

	while (*link && ((*link)->space != space || (*link)->va != va))
		link = &(*link)->next;
	if (*link) {
		struct mapping *mapping = *link;

		*link = mapping->next;
		free(mapping);
	}
}

void frames_lock(struct frames *frames, uint64_t frame)
{
	enum frame_type type = frames->frame[frame].type;

	if (frames->frame[frame].locks++)
		return;
	frames->locked++;
	keep_peak(&frames->peak_locked[type], ++frames->locked_of[type]);
}

void frames_unlock(struct frames *frames, uint64_t frame)
{
	if (--frames->frame[frame].locks)
		return;
	frames->locked--;
	frames->locked_of[frames->frame[frame].type]--;
}

bool frames_get_this(struct frames *frames, uint64_t frame, enum frame_type type)
{
	if (frame >= frames->n || !row_is_free(frames, frame, 1))
		return false;
	unlink_row(frames, frame, 1);
	take(frames, frame, type);
	return true;
}
