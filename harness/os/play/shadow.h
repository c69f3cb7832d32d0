/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shadow of a process's memory: what it must hold, byte for byte, and what may be done with it.
 * It knows regions but no pages, no frames and no page tables, so it cannot make the mistakes that
 * those make possible.
 *
 * On paper (for a rehearsal) it has no bytes, and all else is the same.
 */
#ifndef PAGEWALK_OS_SHADOW_H
#define PAGEWALK_OS_SHADOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "os/kernel/format.h"

/* Bytes that areas show: of a file or shared memory one for all, else one for each area. */
struct store {
	uint8_t *bytes; /* NULL: on paper */
	uint64_t size;
	unsigned int references;
};

/* Zeroes, with one reference. NULL: out of memory. Untouched bytes cost nothing. */
struct store *store_create(uint64_t size, bool paper);
void store_hold(struct store *store);
void store_release(struct store *store);

/* Part of a region, or all of it: a region is cut when a part is unmapped, or gets other rights. */
struct area {
	char name[32];
	uint64_t base; /* where offset 0 of the region is */
	uint64_t start, end;
	struct rights rights;
	bool shared, grows, locked;
	struct store *store;
	uint64_t offset;   /* of start, in the store */
	struct area *next; /* the next higher one */
};

struct shadow {
	const struct format *format;
	bool paper;
	bool lock_future; /* what will be mapped is locked */
	struct area *areas;
};

/* NULL: out of memory. */
struct shadow *shadow_create(const struct format *format, bool paper);

/* shadow may be NULL. */
void shadow_destroy(struct shadow *shadow);

/* What fork makes: private bytes copied, shared ones shared, nothing locked. */
struct shadow *shadow_fork(const struct shadow *shadow);

/*
 * The lowest free place for a region of this size, or with `top` the highest, a multiple of `align`
 * and with some room beside its neighbours; behind a heap is much, for it to grow. False: none.
 */
bool shadow_place(const struct shadow *shadow, uint64_t size, uint64_t align, bool top,
		  uint64_t *start);

/*
 * These return NULL, or what forbids it. like: name, start, end, rights, shared, grows, locked.
 * store: the bytes of a file or shared memory, `offset` the one at start; a private area takes a
 * copy. NULL: zeroes.
 */
const char *shadow_map(struct shadow *shadow, const struct area *like, struct store *store,
		       uint64_t offset);
const char *shadow_unmap(struct shadow *shadow, uint64_t start, uint64_t end);
const char *shadow_protect(struct shadow *shadow, uint64_t start, uint64_t end,
			   const struct rights *rights);
const char *shadow_lock(struct shadow *shadow, uint64_t start, uint64_t end, bool locked);

/* The region ends elsewhere; what it gains is zero. */
const char *shadow_resize(struct shadow *shadow, const char *name, uint64_t size);

/* From the region's offset 0 to its last byte; NULL: there is no such region. */
const struct area *shadow_region(const struct shadow *shadow, const char *name, uint64_t *end);

/* What is at an address; NULL: nothing. */
const struct area *shadow_find(const struct shadow *shadow, uint64_t va);

/* n bytes at an address, of one area; NULL: they are not. */
uint8_t *shadow_bytes(const struct shadow *shadow, uint64_t va, uint64_t n);

/* Is all from start to end there, and may it be accessed so? */
bool shadow_allows(const struct shadow *shadow, uint64_t start, uint64_t end,
		   enum access_type type);

/* n bytes of an endless pattern from an offset on: of files, and of what `fill` writes. */
void shadow_pattern(uint8_t *bytes, uint64_t offset, uint64_t n, uint64_t seed);

#endif
