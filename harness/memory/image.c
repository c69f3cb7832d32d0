/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/image.h"

#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
static _Thread_local bool hash_failed;
#define uthash_nonfatal_oom(element) (hash_failed = true)
#include <uthash.h>

#define PAGE_BYTES 4096u
#define PARTS      64u

struct page {
	uint64_t ppn;
	bool exists;
	unsigned char bytes[PAGE_BYTES];
	UT_hash_handle hh;
};

struct image {
	struct page *pages;
	struct page *last; /* the page found last: walks come in runs */
	struct {
		uint64_t ppn, n;
		unsigned char *bytes;
		bool *is_read; /* of each page: its changes count */
	} ram;
	uint64_t generation;
	uint64_t changed[PARTS]; /* `generation` after the last change of each part */
	image_saw saw;
	void *opaque;
};

struct image *image_create(void)
{
	return calloc(1, sizeof(struct image));
}

/* Neighbours are apart, and so are the same words of pages beside each other. */
static unsigned int part_of(uint64_t pa)
{
	return (pa >> 3 ^ pa >> 12) % PARTS;
}

static void change_word(struct image *image, uint64_t pa)
{
	image->changed[part_of(pa)] = ++image->generation;
}

static void change_all(struct image *image)
{
	image->generation++;
	for (unsigned int part = 0; part < PARTS; part++)
		image->changed[part] = image->generation;
}

void image_reset(struct image *image)
{
	struct page *page, *next;

	HASH_ITER (hh, image->pages, page, next) {
		HASH_DEL(image->pages, page);
		free(page);
	}
	image->last = NULL;
	free(image->ram.is_read);
	image->ram.is_read = NULL;
	image->ram.n = 0;
	change_all(image);
}

bool image_ram(struct image *image, uint64_t ppn, uint64_t n, unsigned char *bytes)
{
	bool *is_read = calloc(n, sizeof(*is_read));

	if (!is_read)
		return false;
	free(image->ram.is_read);
	image->ram.ppn = ppn;
	image->ram.n = n;
	image->ram.bytes = bytes;
	image->ram.is_read = is_read;
	change_all(image);
	return true;
}

void image_destroy(struct image *image)
{
	if (!image)
		return;
	image_reset(image);
	free(image);
}

uint64_t image_generation(const struct image *image)
{
	return image->generation;
}

uint64_t image_part(uint64_t pa)
{
	return UINT64_C(1) << part_of(pa);
}

bool image_changed(const struct image *image, uint64_t parts, uint64_t since)
{
	for (; parts; parts &= parts - 1)
		if (image->changed[__builtin_ctzll(parts)] > since)
			return true;
	return false;
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

/* The bytes of a page that exists; NULL: it does not. */
static unsigned char *bytes_of(const struct image *image, uint64_t ppn)
{
	uint64_t n = ppn - image->ram.ppn;
	struct page *page;

	if (n < image->ram.n) {
		image->ram.is_read[n] = true;
		return image->ram.bytes + n * PAGE_BYTES;
	}
	page = find_page(image, ppn);
	return page && page->exists ? page->bytes : NULL;
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

/* The same; it exists from now on. NULL: out of memory. */
static unsigned char *make_bytes(struct image *image, uint64_t ppn)
{
	unsigned char *bytes = bytes_of(image, ppn);
	struct page *page;

	if (bytes)
		return bytes;
	page = make_page(image, ppn);
	if (!page)
		return NULL;
	page->exists = true;
	return page->bytes;
}

/* n entries of bytes each at the start of the page. Little-endian, as the host. */
static void fill_page(unsigned char *page, const uint64_t *ptes, unsigned int n, unsigned int bytes)
{
	if (bytes == 8)
		memcpy(page, ptes, n * sizeof(*ptes));
	else
		for (unsigned int i = 0; i < n; i++)
			memcpy(page + i * 4, &ptes[i], 4);
	memset(page + n * bytes, 0, PAGE_BYTES - n * bytes);
}

bool image_page(struct image *image, uint64_t ppn, const uint64_t *ptes, unsigned int n,
		unsigned int bytes)
{
	unsigned char *page = make_bytes(image, ppn);

	if (!page)
		return false;
	if (n > PAGE_BYTES / bytes)
		n = PAGE_BYTES / bytes;
	change_all(image);
	fill_page(page, ptes, n, bytes);
	if (!image->saw)
		return true;
	image->saw(image->opaque, ppn * PAGE_BYTES, 0, 0);
	for (unsigned int i = 0; i < n; i++)
		if (ptes[i])
			image->saw(image->opaque, ppn * PAGE_BYTES + i * bytes, bytes, ptes[i]);
	return true;
}

void image_drop(struct image *image, uint64_t ppn)
{
	struct page *page = find_page(image, ppn);

	if (!page)
		return;
	change_all(image);
	page->exists = false;
}

bool image_read(const struct image *image, uint64_t pa, unsigned int bytes, uint64_t *value)
{
	const unsigned char *page = bytes_of(image, pa / PAGE_BYTES);

	*value = 0;
	if (!page)
		return false;
	if (bytes == 8)
		memcpy(value, page + pa % PAGE_BYTES, 8);
	else
		memcpy(value, page + pa % PAGE_BYTES, 4);
	return true;
}

bool image_update(struct image *image, uint64_t pa, unsigned int bytes, uint64_t value)
{
	unsigned char *page = bytes_of(image, pa / PAGE_BYTES);

	if (!page)
		return false;
	change_word(image, pa);
	memcpy(page + pa % PAGE_BYTES, &value, bytes);
	return true;
}

void image_stored(struct image *image, uint64_t pa, unsigned int bytes)
{
	if (!image->ram.is_read[pa / PAGE_BYTES - image->ram.ppn])
		return;
	change_word(image, pa);
	change_word(image, pa + bytes - 1);
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
