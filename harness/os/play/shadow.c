/* SPDX-License-Identifier: Apache-2.0 */
#include "os/play/shadow.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "base/random.h"

#define PAGE   UINT64_C(4096)
#define LOWEST (16 * PAGE)    /* below it a null pointer with an offset finds nothing */
#define ROOM   (32 * PAGE)    /* beside a region */
#define BLOCK  UINT64_C(4096) /* that a copy looks at in one go; nothing to do with pages */

static const char out_of_memory[] = "out of memory";

/* ---- Stores. ---- */

struct store *store_create(uint64_t size, bool paper)
{
	struct store *store = calloc(1, sizeof(*store));

	if (!store)
		return NULL;
	store->size = size;
	store->references = 1;
	if (paper)
		return store;
	store->bytes = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (store->bytes == MAP_FAILED) {
		free(store);
		return NULL;
	}
	return store;
}

void store_hold(struct store *store)
{
	store->references++;
}

void store_release(struct store *store)
{
	if (--store->references)
		return;
	if (store->bytes)
		munmap(store->bytes, store->size);
	free(store);
}

/* Zeroes are not copied, so that they go on costing no memory. */
static void copy_bytes(uint8_t *to, const uint8_t *from, uint64_t n)
{
	static const uint8_t zeroes[BLOCK];

	for (uint64_t at = 0; at < n; at += BLOCK) {
		uint64_t left = n - at < BLOCK ? n - at : BLOCK;

		if (memcmp(from + at, zeroes, left))
			memcpy(to + at, from + at, left);
	}
}

/* A store of size bytes with those of another from an offset on. */
static struct store *store_copy(const struct store *from, uint64_t offset, uint64_t size)
{
	struct store *store = store_create(size, !from->bytes);

	if (store && store->bytes)
		copy_bytes(store->bytes, from->bytes + offset, size);
	return store;
}

/* ---- The list of areas. ---- */

struct shadow *shadow_create(const struct format *format, bool paper)
{
	struct shadow *shadow = calloc(1, sizeof(*shadow));

	if (shadow) {
		shadow->format = format;
		shadow->paper = paper;
	}
	return shadow;
}

static void free_area(struct area *area)
{
	store_release(area->store);
	free(area);
}

void shadow_destroy(struct shadow *shadow)
{
	while (shadow && shadow->areas) {
		struct area *area = shadow->areas;

		shadow->areas = area->next;
		free_area(area);
	}
	free(shadow);
}

static void insert(struct shadow *shadow, struct area *area)
{
	struct area **link = &shadow->areas;

	while (*link && (*link)->start < area->start)
		link = &(*link)->next;
	area->next = *link;
	*link = area;
}

const struct area *shadow_find(const struct shadow *shadow, uint64_t va)
{
	const struct area *area = shadow->areas;

	while (area && area->end <= va)
		area = area->next;
	return area && area->start <= va ? area : NULL;
}

const struct area *shadow_region(const struct shadow *shadow, const char *name, uint64_t *end)
{
	const struct area *first = NULL;

	*end = 0;
	for (const struct area *area = shadow->areas; area; area = area->next) {
		if (strcmp(area->name, name))
			continue;
		if (!first)
			first = area;
		*end = area->end;
	}
	return first;
}

/* Two areas in place of the one that goes on over va. False: out of memory. */
static bool cut(struct shadow *shadow, uint64_t va)
{
	struct area *low = (struct area *)shadow_find(shadow, va), *high;

	if (!low || low->start == va)
		return true;
	high = malloc(sizeof(*high));
	if (!high)
		return false;
	*high = *low;
	high->offset += va - low->start;
	high->start = low->end = va;
	store_hold(high->store);
	low->next = high;
	return true;
}

/* ---- Copies. ---- */

static struct area *copy_area(const struct area *area)
{
	struct area *copy = malloc(sizeof(*copy));

	if (!copy)
		return NULL;
	*copy = *area;
	copy->locked = false;
	if (area->shared) {
		store_hold(copy->store);
		return copy;
	}
	copy->store = store_copy(area->store, area->offset, area->end - area->start);
	copy->offset = 0;
	if (copy->store)
		return copy;
	free(copy);
	return NULL;
}

struct shadow *shadow_fork(const struct shadow *shadow)
{
	struct shadow *child = shadow_create(shadow->format, shadow->paper);

	for (const struct area *area = shadow->areas; child && area; area = area->next) {
		struct area *copy = copy_area(area);

		if (!copy) {
			shadow_destroy(child);
			return NULL;
		}
		insert(child, copy);
	}
	return child;
}

/* ---- Where a region goes. ---- */

/* The address from which on another region may begin. */
static uint64_t behind(const struct shadow *shadow, const struct area *area)
{
	uint64_t room = shadow->format->user_end / 4;

	if (strcmp(area->name, "heap"))
		return area->end + ROOM;
	return area->start + (room > area->end - area->start ? room : area->end - area->start) +
	       ROOM;
}

bool shadow_place(const struct shadow *shadow, uint64_t size, uint64_t align, bool top,
		  uint64_t *start)
{
	const struct area *area = shadow->areas;
	uint64_t end = shadow->format->user_end, from = (LOWEST + align - 1) / align * align;
	bool found = false;

	for (;; area = area->next) {
		uint64_t limit =
			area ? area->start - (area->start < ROOM ? area->start : ROOM) : end - ROOM;

		if (limit >= from && limit - from >= size) {
			*start = top ? (limit - size) / align * align : from;
			found = true;
		}
		if (!area || (found && !top))
			return found;
		limit = (behind(shadow, area) + align - 1) / align * align;
		from = limit > from ? limit : from;
	}
}

/* ---- What system calls do. ---- */

/* The lowest address of an area; of a stack, that of the guard below it, a page that stays free. */
static uint64_t lowest_of(const struct area *area)
{
	bool guarded = area->grows && area->start == area->base && area->start;

	return guarded ? area->start - PAGE : area->start;
}

static bool is_free(const struct shadow *shadow, uint64_t start, uint64_t end)
{
	for (const struct area *area = shadow->areas; area; area = area->next)
		if (lowest_of(area) < end && area->end > start)
			return false;
	return true;
}

const char *shadow_map(struct shadow *shadow, const struct area *like, struct store *store,
		       uint64_t offset)
{
	struct area *area;

	if ((like->start | like->end) % PAGE || like->start >= like->end)
		return "a region is of whole pages";
	if (like->end > shadow->format->user_end)
		return "a region lies below the kernel";
	if (!is_free(shadow, lowest_of(like), like->end))
		return "there is a region already, or a stack's guard";
	area = malloc(sizeof(*area));
	if (!area)
		return out_of_memory;
	*area = *like;
	area->offset = area->shared ? offset : 0;
	area->store = store;
	if (area->shared)
		store_hold(store);
	else if (store)
		area->store = store_copy(store, offset, area->end - area->start);
	else
		area->store = store_create(area->end - area->start, shadow->paper);
	if (!area->store) {
		free(area);
		return out_of_memory;
	}
	insert(shadow, area);
	return NULL;
}

const char *shadow_unmap(struct shadow *shadow, uint64_t start, uint64_t end)
{
	struct area **link = &shadow->areas;

	if (!cut(shadow, start) || !cut(shadow, end))
		return out_of_memory;
	while (*link) {
		struct area *area = *link;

		if (area->start < start || area->end > end) {
			link = &area->next;
		} else {
			*link = area->next;
			free_area(area);
		}
	}
	return NULL;
}

/* Cuts areas at start and end; refuses when something between them is missing. */
static const char *cut_out(struct shadow *shadow, uint64_t start, uint64_t end)
{
	uint64_t at = start;

	while (at < end) {
		const struct area *area = shadow_find(shadow, at);

		if (!area)
			return "part of it is not mapped";
		at = area->end;
	}
	return cut(shadow, start) && cut(shadow, end) ? NULL : out_of_memory;
}

const char *shadow_protect(struct shadow *shadow, uint64_t start, uint64_t end,
			   const struct rights *rights)
{
	const char *wrong = cut_out(shadow, start, end);

	for (struct area *area = shadow->areas; !wrong && area; area = area->next)
		if (area->start >= start && area->end <= end)
			area->rights = *rights;
	return wrong;
}

const char *shadow_lock(struct shadow *shadow, uint64_t start, uint64_t end, bool locked)
{
	const char *wrong = cut_out(shadow, start, end);

	for (struct area *area = shadow->areas; !wrong && area; area = area->next)
		if (area->start >= start && area->end <= end)
			area->locked = locked;
	return wrong;
}

const char *shadow_resize(struct shadow *shadow, const char *name, uint64_t size)
{
	const struct area *first, *last;
	struct area more;
	uint64_t end;

	first = shadow_region(shadow, name, &end);
	if (!first)
		return "there is no such region";
	if (size % PAGE || !size)
		return "a region is of whole pages";
	if (first->base + size <= end)
		return shadow_unmap(shadow, first->base + size, end);
	last = shadow_find(shadow, end - 1);
	if (last->shared)
		return "it cannot grow";
	more = *last;
	more.start = end;
	more.end = first->base + size;
	return shadow_map(shadow, &more, NULL, 0);
}

/* ---- Accesses. ---- */

uint8_t *shadow_bytes(const struct shadow *shadow, uint64_t va, uint64_t n)
{
	const struct area *area = shadow_find(shadow, va);

	if (!area || area->end - va < n || !area->store->bytes)
		return NULL;
	return area->store->bytes + area->offset + (va - area->start);
}

static bool rights_allow(const struct rights *rights, enum access_type type)
{
	switch (type) {
	case ACCESS_FETCH:
		return rights->execute;
	case ACCESS_STORE:
		return rights->write;
	default:
		return rights->read;
	}
}

bool shadow_allows(const struct shadow *shadow, uint64_t start, uint64_t end, enum access_type type)
{
	while (start < end) {
		const struct area *area = shadow_find(shadow, start);

		if (!area || !rights_allow(&area->rights, type))
			return false;
		start = area->end;
	}
	return true;
}

/* ---- Patterns. ---- */

void shadow_pattern(uint8_t *bytes, uint64_t offset, uint64_t n, uint64_t seed)
{
	while (n) {
		uint64_t state = seed + (offset / 8) * UINT64_C(0xd1342543de82ef95);
		uint64_t word = random_next(&state), skip = offset % 8;
		uint64_t some = 8 - skip < n ? 8 - skip : n;

		memcpy(bytes, (const uint8_t *)&word + skip, some);
		bytes += some;
		offset += some;
		n -= some;
	}
}
