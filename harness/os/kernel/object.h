/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A memory object: pages that belong to no process but to a file, or to those that share them. The
 * page cache is the pages of files that are in frames.
 *
 * A page of an object is in a frame, or in a slot of the swap file (shared memory), or only in its
 * file, or nowhere yet (shared memory that was never touched: it reads as zero).
 */
#ifndef PAGEWALK_OS_OBJECT_H
#define PAGEWALK_OS_OBJECT_H

#include "os/kernel/os.h"

struct object_page {
	uint64_t frame; /* NO_FRAME: in none */
	uint64_t slot;  /* NO_SLOT: in none. While it is in a frame, the frame knows */
};

struct object {
	char name[64];
	enum frame_type type; /* FRAME_CODE, FRAME_CACHE, FRAME_SHARED */
	int file;             /* -1: shared memory */
	uint64_t pages;
	struct object_page *page;
	unsigned int references; /* regions that map it, and one for its creator */
	struct object *next;
};

/* Why a page could not be had. */
enum object_error { OBJECT_OK, OBJECT_NO_MEMORY, OBJECT_IO };

/*
 * An object over an open file, or with file = -1 of shared memory. It takes the file over. NULL:
 * out of memory.
 */
struct object *object_create(const char *name, enum frame_type type, int file, uint64_t pages);

/*
 * One reference less. Without any, frames and slots are given back, and dirty pages of a file are
 * written.
 */
void object_release(struct os *os, struct object *object);

/* The frame of a page, read in if need be. *major: it was. */
enum object_error object_get(struct os *os, struct object *object, uint64_t index, uint64_t *frame,
			     bool *major);

/*
 * Takes a page out of its frame, which nothing maps any more. A dirty page of a file is written to
 * the file: 0, or an errno, and then the page stays. A page of shared memory is in this slot from
 * now on (NO_SLOT: it was never touched).
 */
int object_evict(struct os *os, struct object *object, uint64_t index, uint64_t slot);

#endif
