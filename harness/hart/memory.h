/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loads and stores, as long as they need no bus: what an earlier answer told is used again. Values
 * are little-endian, as the host.
 *
 * A misaligned access inside a page is one access; one that leaves its page is two, both asked
 * before anything is loaded or stored. The first part that faults is what the trap names.
 */
#ifndef PAGEWALK_HART_MEMORY_H
#define PAGEWALK_HART_MEMORY_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "hart/status.h"

#define MEMORY_PAGE 4096u

/* One part of an access: these bytes, all in one page. */
struct memory_part {
	uint64_t va, pa;
	uint8_t *bytes;
};

static inline struct hart_window *memory_slot(struct hart_window *windows, uint64_t va)
{
	return &windows[va / MEMORY_PAGE % HART_WINDOWS];
}

static inline bool memory_is_inside(const struct hart_window *window, uint64_t va,
				    unsigned int bytes, uint32_t context)
{
	uint64_t offset = va - window->va;

	return offset < window->size && window->size - offset >= bytes &&
	       window->context == context;
}

/* Asks the bus about 1 to 8 bytes of one page, and keeps its answer. */
enum outcome memory_ask(struct hart *hart, enum access_type type, uint64_t va, unsigned int bytes,
			struct memory_part *part);

enum outcome memory_load_asking(struct hart *hart, uint64_t va, unsigned int bytes,
				uint64_t *value);
enum outcome memory_store_asking(struct hart *hart, uint64_t va, unsigned int bytes,
				 uint64_t value);

/* The same of a load or store that does not leave its page, asking only where it must. */
static inline enum outcome memory_find(struct hart *hart, enum access_type type, uint64_t va,
				       unsigned int bytes, struct memory_part *part)
{
	struct hart_window *windows = type == ACCESS_LOAD ? hart->load : hart->store;
	const struct hart_window *window = memory_slot(windows, va);

	if (!memory_is_inside(window, va, bytes, hart->data_context))
		return memory_ask(hart, type, va, bytes, part);
	*part = (struct memory_part){va, window->pa + (va - window->va),
				     window->bytes + (va - window->va)};
	return OUTCOME_DONE;
}

/* Of 1, 2, 4 or 8 bytes, zero-extended. */
static inline enum outcome memory_load(struct hart *hart, uint64_t va, unsigned int bytes,
				       uint64_t *value)
{
	const struct hart_window *window = memory_slot(hart->load, va);

	if (__builtin_expect(!memory_is_inside(window, va, bytes, hart->data_context), false))
		return memory_load_asking(hart, va, bytes, value);
	*value = 0;
	memcpy(value, window->bytes + (va - window->va), bytes);
	return OUTCOME_DONE;
}

static inline void memory_stored(struct hart *hart, uint64_t pa, unsigned int bytes)
{
	if (hart->bus->stored)
		hart->bus->stored(hart->opaque, pa, bytes);
}

static inline enum outcome memory_store(struct hart *hart, uint64_t va, unsigned int bytes,
					uint64_t value)
{
	const struct hart_window *window = memory_slot(hart->store, va);

	if (__builtin_expect(!memory_is_inside(window, va, bytes, hart->data_context), false))
		return memory_store_asking(hart, va, bytes, value);
	memcpy(window->bytes + (va - window->va), &value, bytes);
	memory_stored(hart, window->pa + (va - window->va), bytes);
	return OUTCOME_DONE;
}

#endif
