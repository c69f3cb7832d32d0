/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end: no process is left, so nothing may be. A frame, slot, reference or lock too many is a
 * leak that a longer run would have died of; one too few would have been a page of two owners.
 */
#include <string.h>
#include <unistd.h>

#include "os/play/play_parts.h"

static bool frame_is_back(const struct play *play, uint64_t i)
{
	const struct frame *frame = &play->os->frames.frame[i];

	if (frame->locks || frame->mappings)
		return false;
	switch (frame->type) {
	case FRAME_FREE:
		return !frame->references;
	case FRAME_KERNEL:
	case FRAME_TABLE:
		return true; /* of tables, the kernel's own: they are counted */
	case FRAME_ZERO:
		return frame->references == 1;
	default:
		return false;
	}
}

static void balance_frames(struct play *play)
{
	const struct frames *frames = &play->os->frames;

	for (uint64_t i = 0; i < frames->n && play_goes_on(play); i++)
		if (!frame_is_back(play, i))
			play_fail(
				play, BENCH_MISMATCH,
				"all processes have ended, and frame %llu (%s) has %u references, "
				"%u locks, %s page that maps it",
				(unsigned long long)i, frame_type_names[frames->frame[i].type],
				frames->frame[i].references, frames->frame[i].locks,
				frames->frame[i].mappings ? "a" : "no");
	if (frames->count[FRAME_TABLE] != play->boot_tables)
		play_fail(play, BENCH_MISMATCH,
			  "all processes have ended, and %llu frames hold page tables, not %llu",
			  (unsigned long long)frames->count[FRAME_TABLE],
			  (unsigned long long)play->boot_tables);
	if (frames->locked)
		play_fail(play, BENCH_MISMATCH,
			  "all processes have ended, and %llu frames are locked",
			  (unsigned long long)frames->locked);
}

static void balance_swap(struct play *play)
{
	const struct swap *swap = &play->os->swap;

	for (uint64_t i = 0; i < swap->slots && play_goes_on(play); i++)
		if (swap->references[i])
			play_fail(play, BENCH_MISMATCH,
				  "all processes have ended, and slot %llu has %u references",
				  (unsigned long long)i, swap->references[i]);
	if (swap->used)
		play_fail(play, BENCH_MISMATCH,
			  "all processes have ended, and %llu slots are in use",
			  (unsigned long long)swap->used);
}

/* What processes stored into a file must be in it. */
static void compare_file(struct play *play, uint32_t i)
{
	const struct prop *prop = &play->prop[i];
	uint8_t bytes[FRAME_SIZE];

	for (uint64_t at = 0; at < prop->store->size && play_goes_on(play); at += sizeof(bytes)) {
		if (pread(prop->file, bytes, sizeof(bytes), (off_t)at) != sizeof(bytes))
			play_fail(play, BENCH_ERROR, "file %s cannot be read",
				  play->scenario->backing[i].name);
		else if (memcmp(bytes, prop->store->bytes + at, sizeof(bytes)))
			play_fail(play, BENCH_MISMATCH,
				  "page %llu of file %s is not what was stored",
				  (unsigned long long)(at / sizeof(bytes)),
				  play->scenario->backing[i].name);
	}
}

void play_balance(struct play *play)
{
	for (uint32_t i = 0; i < play->scenario->n_backings && play_goes_on(play); i++) {
		object_release(play->os, play->prop[i].object);
		play->prop[i].object = NULL;
		if (play->prop[i].file >= 0)
			compare_file(play, i);
	}
	if (play_goes_on(play) && play->os->spaces)
		play_fail(play, BENCH_MISMATCH, "all processes have ended, and a space is left");
	if (play_goes_on(play))
		balance_frames(play);
	if (play_goes_on(play))
		balance_swap(play);
}
