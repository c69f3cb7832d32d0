/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/slab.h"

#include <string.h>

#include "os/kernel/os.h"

/* At most 32 of a kind in a frame: `used` of the frame has a bit for each. */
static const unsigned int record_bytes[SLAB_KINDS] = {
	[SLAB_PROCESS] = 512,
	[SLAB_REGION] = 128,
};

void slab_init(struct slab *slab)
{
	for (unsigned int i = 0; i < SLAB_KINDS; i++)
		slab->first[i] = NO_FRAME;
}

/* ---- What is in a record ---- */

/* Fills a record with its own address, over and over. */
static void fill(uint64_t *words, enum slab_kind kind, uint64_t pa)
{
	for (unsigned int i = 0; i < record_bytes[kind] / sizeof(*words); i++)
		words[i] = pa;
}

static bool is_whole(struct os *os, enum slab_kind kind, uint64_t pa)
{
	uint64_t expected[FRAME_SIZE / sizeof(uint64_t)];

	fill(expected, kind, pa);
	return !memcmp(os_load(os, pa, record_bytes[kind]), expected, record_bytes[kind]);
}

/* ---- Frames ---- */

static uint32_t all_used(enum slab_kind kind)
{
	return (uint32_t)((UINT64_C(1) << FRAME_SIZE / record_bytes[kind]) - 1);
}

/* One that has room; NO_FRAME: no memory. */
static uint64_t frame_with_room(struct os *os, enum slab_kind kind)
{
	uint64_t frame = os->slab.first[kind];

	while (frame != NO_FRAME && os->frames.frame[frame].used == all_used(kind))
		frame = os->frames.frame[frame].next;
	if (frame != NO_FRAME)
		return frame;
	frame = os_frame(os, FRAME_SLAB);
	if (frame == NO_FRAME)
		return NO_FRAME;
	os->frames.frame[frame].next = os->slab.first[kind];
	os->slab.first[kind] = frame;
	return frame;
}

static void give_back(struct os *os, enum slab_kind kind, uint64_t frame)
{
	uint64_t *link = &os->slab.first[kind];

	while (*link != frame)
		link = &os->frames.frame[*link].next;
	*link = os->frames.frame[frame].next;
	os_release(os, frame);
}

/* ---- Records ---- */

uint64_t slab_get(struct os *os, enum slab_kind kind)
{
	uint64_t frame = frame_with_room(os, kind), pa;
	unsigned int place = 0;

	if (frame == NO_FRAME)
		return 0;
	while (os->frames.frame[frame].used >> place & 1)
		place++;
	os->frames.frame[frame].used |= 1u << place;
	pa = (frame << FRAME_SHIFT) + (uint64_t)place * record_bytes[kind];
	fill((uint64_t *)(void *)os_store(os, pa, record_bytes[kind]), kind, pa);
	return pa;
}

void slab_put(struct os *os, enum slab_kind kind, uint64_t pa)
{
	uint64_t frame = pa >> FRAME_SHIFT;

	if (!is_whole(os, kind, pa) && os_works(os))
		bench_fail(os->machine->bench, BENCH_MISMATCH,
			   "the kernel's record at %llx has been written over",
			   (unsigned long long)pa);
	os->frames.frame[frame].used &= ~(1u << pa % FRAME_SIZE / record_bytes[kind]);
	if (!os->frames.frame[frame].used)
		give_back(os, kind, frame);
}
