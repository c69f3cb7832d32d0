/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Physical memory in frames of 4 KiB: what each is used for, and which pages map it.
 *
 * A frame has one type from its allocation to its release. References say why it may not be
 * released: one for each page that maps it, and one for each owner (a page cache, a table, the
 * kernel). The reverse map of a frame is the list of pages that map it, so that reclaim, which
 * chooses frames, finds the entries that it must change.
 */
#ifndef PAGEWALK_OS_FRAMES_H
#define PAGEWALK_OS_FRAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct space;

enum frame_type {
	FRAME_FREE,
	FRAME_KERNEL, /* frame 0, never given out: no record or table is at 0 */
	FRAME_SLAB,   /* the kernel's records of processes and regions: slab.h */
	FRAME_STACK,  /* kernel stacks */
	FRAME_TABLE,  /* page tables */
	FRAME_ZERO,   /* the one that all untouched pages share */
	FRAME_ANON,   /* of one process, or shared until it is written after a fork */
	FRAME_CODE,   /* of a file, executable */
	FRAME_CACHE,  /* of a file, data */
	FRAME_SHARED, /* memory that processes share, without a file */
	FRAME_TYPES,
};

#define NO_FRAME UINT64_MAX

/* A page that maps a frame. */
struct mapping {
	struct space *space;
	uint64_t va;
	struct mapping *next;
};

struct object;

struct frame {
	enum frame_type type;
	unsigned int references;
	unsigned int locks; /* how many of the pages that map it are locked */
	struct mapping *mappings;
	bool dirty;    /* differs from its file or slot, beside what the entries' D bits say */
	uint64_t slot; /* of the swap file, where it was written last; NO_SLOT: nowhere */
	struct object *object; /* of CODE, CACHE and SHARED: whose page it is, and which */
	uint64_t index;
	uint32_t used; /* TABLE: entries that are not 0; SLAB: a bit for each record in use */
	uint64_t next; /* FREE, SLAB: the next one */
};

struct frames {
	struct frame *frame;
	uint64_t n, free;
	uint64_t first_free;
	uint64_t count[FRAME_TYPES], peak[FRAME_TYPES]; /* now, and at most so far */
	uint64_t locked;
	uint64_t locked_of[FRAME_TYPES], peak_locked[FRAME_TYPES];
};

extern const char *const frame_type_names[FRAME_TYPES];

/* Frame 0 belongs to the kernel from the start. False: out of memory. */
bool frames_init(struct frames *frames, uint64_t n);
void frames_finish(struct frames *frames);

/* The frame released last, with one reference; NO_FRAME: none is free. */
uint64_t frames_get(struct frames *frames, enum frame_type type);

/* n frames in a row, n a power of two, aligned to n, one reference each; the first of them. */
uint64_t frames_get_row(struct frames *frames, enum frame_type type, uint64_t n);

/* This very frame, with one reference. False: it is not free, or there is none. */
bool frames_get_this(struct frames *frames, uint64_t frame, enum frame_type type);

/* One reference more. */
void frames_hold(struct frames *frames, uint64_t frame);

/* One reference less; without any the frame is free. True: it is. */
bool frames_release(struct frames *frames, uint64_t frame);

/* The reverse map. False: out of memory. */
bool frames_add_mapping(struct frames *frames, uint64_t frame, struct space *space, uint64_t va);
void frames_remove_mapping(struct frames *frames, uint64_t frame, const struct space *space,
			   uint64_t va);

/* One page more, or less, that may not be reclaimed. */
void frames_lock(struct frames *frames, uint64_t frame);
void frames_unlock(struct frames *frames, uint64_t frame);

#endif
