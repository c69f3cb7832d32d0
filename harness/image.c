/* SPDX-License-Identifier: Apache-2.0 */
#include "image.h"

#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
static _Thread_local bool hash_failed;
#define uthash_nonfatal_oom(element) (hash_failed = true)
#include <uthash.h>

#define PAGE_BYTES 4096u

/* One change: what the page, or 8 bytes of it, held until then. */
struct change {
	uint64_t until;
	bool existed;
	unsigned int offset; /* of 8 bytes */
	uint64_t old_word;
	unsigned char *old_page; /* not NULL: the whole page was replaced */
};

struct page {
	uint64_t ppn;
	bool exists;
	unsigned char bytes[PAGE_BYTES];
	struct change *changes;
	size_t n_changes, room;
	UT_hash_handle hh;
};

struct image {
	struct page *pages;
	struct page *last; /* the page found last: walks come in runs */
	uint64_t now;
	uint64_t forgotten;
	uint64_t generation;
	image_saw saw;
	void *opaque;
};

struct image *image_create(void)
{
	return calloc(1, sizeof(struct image));
}

static void forget_changes(struct page *page)
{
	for (size_t i = 0; i < page->n_changes; i++)
		free(page->changes[i].old_page);
	page->n_changes = 0;
}

void image_reset(struct image *image)
{
	struct page *page, *next;

	HASH_ITER (hh, image->pages, page, next) {
		HASH_DEL(image->pages, page);
		forget_changes(page);
		free(page->changes);
		free(page);
	}
	image->pages = NULL;
	image->last = NULL;
	image->generation++;
}

void image_destroy(struct image *image)
{
	if (!image)
		return;
	image_reset(image);
	free(image);
}

void image_set_time(struct image *image, uint64_t now)
{
	image->now = now;
}

void image_forget_before(struct image *image, uint64_t time)
{
	image->forgotten = time;
}

uint64_t image_generation(const struct image *image)
{
	return image->generation;
}

static struct page *find_page(const struct image *image, uint64_t ppn)
{
	struct page *page;

	if (image->last && image->last->ppn == ppn)
		return image->last;
	HASH_FIND(hh, image->pages, &ppn, sizeof(ppn), page);
	if (page)
		((struct image *)image)->last = page;
	return page;
}

static struct page *make_page(struct image *image, uint64_t ppn)
{
	struct page *page = find_page(image, ppn);

	if (page)
		return page;
	page = calloc(1, sizeof(*page));
	if (!page)
		return NULL;
	page->ppn = ppn;
	hash_failed = false;
	HASH_ADD(hh, image->pages, ppn, sizeof(page->ppn), page);
	if (hash_failed) {
		free(page);
		return NULL;
	}
	return page;
}

/* Room for one more change; the forgotten ones make it when they can. */
static struct change *new_change(struct image *image, struct page *page)
{
	struct change *change;

	if (page->n_changes && page->changes[page->n_changes - 1].until <= image->forgotten)
		forget_changes(page);
	if (page->n_changes == page->room) {
		size_t room = page->room ? 2 * page->room : 4;
		struct change *changes = realloc(page->changes, room * sizeof(*changes));

		if (!changes)
			return NULL;
		page->changes = changes;
		page->room = room;
	}
	change = &page->changes[page->n_changes++];
	*change = (struct change){.until = image->now, .existed = page->exists};
	image->generation++;
	return change;
}

/* Keeps the whole page as it was. */
static bool keep_page(struct image *image, struct page *page)
{
	unsigned char *copy = malloc(PAGE_BYTES);
	struct change *change = copy ? new_change(image, page) : NULL;

	if (!change) {
		free(copy);
		return false;
	}
	memcpy(copy, page->bytes, PAGE_BYTES);
	change->old_page = copy;
	return true;
}

bool image_page(struct image *image, uint64_t ppn, const uint64_t *ptes, unsigned int n,
		unsigned int bytes)
{
	struct page *page = make_page(image, ppn);

	if (!page || !keep_page(image, page))
		return false;
	page->exists = true;
	memset(page->bytes, 0, PAGE_BYTES);
	for (unsigned int i = 0; i < n && (i + 1) * bytes <= PAGE_BYTES; i++)
		memcpy(page->bytes + i * bytes, &ptes[i], bytes); /* little-endian, as the host */
	if (!image->saw)
		return true;
	image->saw(image->opaque, ppn * PAGE_BYTES, 0, 0);
	for (unsigned int i = 0; i < n && (i + 1) * bytes <= PAGE_BYTES; i++)
		if (ptes[i])
			image->saw(image->opaque, ppn * PAGE_BYTES + i * bytes, bytes, ptes[i]);
	return true;
}

bool image_drop(struct image *image, uint64_t ppn)
{
	struct page *page = find_page(image, ppn);

	if (!page || !page->exists)
		return true;
	if (!keep_page(image, page))
		return false;
	page->exists = false;
	return true;
}

bool image_read(const struct image *image, uint64_t pa, unsigned int bytes, uint64_t *value)
{
	const struct page *page = find_page(image, pa / PAGE_BYTES);

	*value = 0;
	if (!page || !page->exists)
		return false;
	memcpy(value, page->bytes + pa % PAGE_BYTES, bytes);
	return true;
}

bool image_update(struct image *image, uint64_t pa, unsigned int bytes, uint64_t value)
{
	struct page *page = find_page(image, pa / PAGE_BYTES);
	struct change *change;

	if (!page || !page->exists)
		return false;
	change = new_change(image, page);
	if (!change)
		return false;
	change->offset = pa % PAGE_BYTES & ~7u;
	memcpy(&change->old_word, page->bytes + change->offset, 8);
	memcpy(page->bytes + pa % PAGE_BYTES, &value, bytes);
	return true;
}

bool image_write(struct image *image, uint64_t pa, unsigned int bytes, uint64_t value)
{
	if (!image_update(image, pa, bytes, value))
		return false;
	if (image->saw)
		image->saw(image->opaque, pa, bytes, value);
	return true;
}

void image_watch(struct image *image, image_saw saw, void *opaque)
{
	image->saw = saw;
	image->opaque = opaque;
}

/* A newer one of the same value stands for it: it was there longer. */
static bool seen(const struct image_past *past, unsigned int n, const struct image_past *was)
{
	for (unsigned int i = 0; i < n; i++)
		if (past[i].exists == was->exists && past[i].value == was->value)
			return true;
	return false;
}

unsigned int image_history(const struct image *image, uint64_t pa, unsigned int bytes,
			   uint64_t since, struct image_past *past, unsigned int max)
{
	const struct page *page = find_page(image, pa / PAGE_BYTES);
	unsigned int offset = pa % PAGE_BYTES;
	unsigned int n = 0;

	if (!page)
		return 0;
	for (size_t i = page->n_changes; i > 0 && n < max; i--) {
		const struct change *change = &page->changes[i - 1];

		if (change->until <= since)
			break;
		if (!change->old_page && change->offset != (offset & ~7u))
			continue;
		struct image_past was = {.until = change->until, .exists = change->existed};

		if (change->existed)
			memcpy(&was.value,
			       change->old_page
				       ? change->old_page + offset
				       : (const unsigned char *)&change->old_word + offset % 8,
			       bytes);
		if (seen(past, n, &was))
			continue;
		past[n] = was;
		n++;
	}
	return n;
}
