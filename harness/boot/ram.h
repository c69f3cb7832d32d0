/* SPDX-License-Identifier: Apache-2.0 */
/* A machine's RAM: bytes in a row, all 0 at first. */
#ifndef PAGEWALK_BOOT_RAM_H
#define PAGEWALK_BOOT_RAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ram {
	uint64_t base, size; /* physical, in bytes: multiples of 4 KiB */
	uint8_t *bytes;
};

/* Pages that are never stored to cost the host nothing. False, with errno: out of memory. */
bool ram_create(struct ram *ram, uint64_t base, uint64_t size);

/* ram->bytes may be NULL. */
void ram_destroy(struct ram *ram);

/* The n bytes at pa, n not 0. NULL: not all of them are RAM. */
static inline uint8_t *ram_at(const struct ram *ram, uint64_t pa, uint64_t n)
{
	uint64_t offset = pa - ram->base;

	return offset < ram->size && ram->size - offset >= n ? ram->bytes + offset : NULL;
}

#endif
