/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/object.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct object *object_create(const char *name, enum frame_type type, int file, uint64_t pages)
{
	struct object *object = calloc(1, sizeof(*object));

	if (object)
		object->page = calloc(pages, sizeof(*object->page));
	if (!object || !object->page) {
		free(object);
		return NULL;
	}
	snprintf(object->name, sizeof(object->name), "%s", name);
	object->type = type;
	object->file = file;
	object->pages = pages;
	object->references = 1;
	for (uint64_t i = 0; i < pages; i++)
		object->page[i] = (struct object_page){NO_FRAME, NO_SLOT};
	return object;
}

/* A page of the file; what lies behind its end reads as zero. 0, or an errno. */
static int read_file(const struct object *object, uint64_t index, uint8_t *bytes)
{
	size_t done = 0;

	while (done < FRAME_SIZE) {
		ssize_t n = pread(object->file, bytes + done, FRAME_SIZE - done,
				  (off_t)((index << FRAME_SHIFT) + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (n == 0)
			break;
		done += (size_t)n;
	}
	memset(bytes + done, 0, FRAME_SIZE - done);
	return 0;
}

static int write_file(const struct object *object, uint64_t index, const uint8_t *bytes)
{
	size_t done = 0;

	while (done < FRAME_SIZE) {
		ssize_t n = pwrite(object->file, bytes + done, FRAME_SIZE - done,
				   (off_t)((index << FRAME_SHIFT) + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : EIO;
		done += (size_t)n;
	}
	return 0;
}

/* Fills a frame with the bytes of a page. */
static int read_page(struct os *os, const struct object *object, uint64_t index, uint64_t frame,
		     bool *major)
{
	const struct object_page *page = &object->page[index];

	*major = true;
	if (page->slot != NO_SLOT)
		return swap_read(&os->swap, page->slot, os_fill(os, frame));
	if (object->file >= 0)
		return read_file(object, index, os_fill(os, frame));
	os_zero(os, frame);
	*major = false;
	return 0;
}

enum object_error object_get(struct os *os, struct object *object, uint64_t index, uint64_t *frame,
			     bool *major)
{
	struct object_page *page = &object->page[index];
	struct frame *f;

	*major = false;
	*frame = page->frame;
	if (page->frame != NO_FRAME)
		return OBJECT_OK;
	*frame = os_frame(os, object->type);
	if (*frame == NO_FRAME)
		return OBJECT_NO_MEMORY;
	if (read_page(os, object, index, *frame, major)) {
		os_release(os, *frame);
		return OBJECT_IO;
	}
	f = &os->frames.frame[*frame];
	f->object = object;
	f->index = index;
	f->slot = page->slot;
	os->counts.swapped_in += page->slot != NO_SLOT;
	*page = (struct object_page){*frame, NO_SLOT};
	return OBJECT_OK;
}

int object_evict(struct os *os, struct object *object, uint64_t index, uint64_t slot)
{
	struct object_page *page = &object->page[index];
	uint64_t frame = page->frame;
	int failed;

	if (object->file >= 0 && os->frames.frame[frame].dirty) {
		failed = write_file(object, index, os_look(os, frame));
		if (failed)
			return failed;
		os->counts.written_back++;
	}
	*page = (struct object_page){NO_FRAME, slot};
	os_release(os, frame);
	return 0;
}

static void release_page(struct os *os, struct object *object, uint64_t index)
{
	struct object_page *page = &object->page[index];

	if (page->slot != NO_SLOT)
		swap_release(&os->swap, page->slot);
	else if (page->frame != NO_FRAME)
		object_evict(os, object, index, NO_SLOT);
}

void object_release(struct os *os, struct object *object)
{
	if (--object->references)
		return;
	for (uint64_t i = 0; i < object->pages; i++)
		release_page(os, object, i);
	if (object->file >= 0)
		close(object->file);
	free(object->page);
	free(object);
}
