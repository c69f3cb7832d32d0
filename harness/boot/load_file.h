/* SPDX-License-Identifier: Apache-2.0 */
/* A file that goes into a machine's RAM, as bytes. */
#ifndef PAGEWALK_BOOT_LOAD_FILE_H
#define PAGEWALK_BOOT_LOAD_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "boot/ram.h"

struct load_file {
	const char *name;
	uint8_t *bytes;
	size_t n;
};

/*
 * Reads a file whole; a `packed` one stays as it is, any other is unpacked, if it is compressed
 * with gzip, xz or zstd. False, with one line in error; an empty file, too.
 */
bool load_read(struct load_file *file, const char *path, bool packed, char *error, size_t size);

/* file->bytes may be NULL. */
void load_free(struct load_file *file);

/* The n bytes at pa, which a file needs. NULL, with one line in error: not all of them are RAM. */
uint8_t *load_room(const struct load_file *file, const struct ram *ram, uint64_t pa, uint64_t n,
		   char *error, size_t size);

#endif
