/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-table memory as software sees it: sparse 4 KiB pages, and beside them the RAM of a
 * machine, whose pages are all there.
 */
#ifndef PAGEWALK_IMAGE_H
#define PAGEWALK_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

struct image;

/* NULL: out of memory. */
struct image *image_create(void);
void image_destroy(struct image *image);

/* Forgets all pages, and the RAM. */
void image_reset(struct image *image);

/*
 * From now on n pages from page ppn on are these bytes of the caller's, which must outlive the
 * image or its reset. The caller may read them, and may change them and tell image_stored(). A page
 * of RAM cannot be dropped. Returns false when out of memory.
 */
bool image_ram(struct image *image, uint64_t ppn, uint64_t n, unsigned char *bytes);

/* The caller has changed 1 to 8 bytes of RAM at pa, within a page. */
void image_stored(struct image *image, uint64_t pa, unsigned int bytes);

/*
 * Page ppn holds these n entries of bytes (4 or 8) each from its start on, as many as fit, and 0
 * after them; it exists from now on. Returns false when out of memory.
 */
bool image_page(struct image *image, uint64_t ppn, const uint64_t *ptes, unsigned int n,
		unsigned int bytes);

/* Page ppn does not exist any more, if it is not RAM. */
void image_drop(struct image *image, uint64_t ppn);

/* The 4 or 8 bytes at pa, aligned. False: there is no such memory. */
bool image_read(const struct image *image, uint64_t pa, unsigned int bytes, uint64_t *value);
bool image_write(struct image *image, uint64_t pa, unsigned int bytes, uint64_t value);

/* The same, by hardware. */
bool image_update(struct image *image, uint64_t pa, unsigned int bytes, uint64_t value);

/*
 * From now on saw() is called for what software does through this image: for each PTE stored; for
 * each page made, with bytes = 0 and its address, and then for its PTEs that are not 0. NULL: no
 * calls.
 */
typedef void (*image_saw)(void *opaque, uint64_t pa, unsigned int bytes, uint64_t value);
void image_watch(struct image *image, image_saw saw, void *opaque);

/*
 * Counts changes: equal numbers mean equal contents, of all that has ever been read. (What is
 * stored in pages of RAM that nobody has read here is not counted, for most of RAM holds no page
 * table.)
 */
uint64_t image_generation(const struct image *image);

/*
 * Memory is divided into 64 parts, each of words that are far from each other, and a set of parts
 * has a bit for each. The first function gives the part in which pa is; the second one says whether
 * any part of a set has changed since a generation. If not, no word in them has.
 */
uint64_t image_part(uint64_t pa);
bool image_changed(const struct image *image, uint64_t parts, uint64_t since);

#endif
