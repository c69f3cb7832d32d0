/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/load_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/source.h"

#define FIRST ((size_t)1 << 20)
#define MOST  ((size_t)1 << 31) /* no kernel is larger */

/* Makes room for more. False: out of memory, or there is too much. */
static bool grow(struct load_file *file, size_t *capacity)
{
	size_t more = *capacity ? 2 * *capacity : FIRST;
	uint8_t *bytes = more <= MOST ? realloc(file->bytes, more) : NULL;

	if (!bytes)
		return false;
	file->bytes = bytes;
	*capacity = more;
	return true;
}

static bool too_large(const struct load_file *file, size_t capacity, char *error, size_t size)
{
	snprintf(error, size, "%s: %s", file->name,
		 capacity == MOST ? "larger than 2 GiB" : "out of memory");
	return false;
}

static bool read_unpacked(struct load_file *file, char *error, size_t size)
{
	struct source *source = source_open(file->name, error, size);
	size_t capacity = 0, got = 0;
	bool good = true;

	if (!source)
		return false;
	do {
		if (!grow(file, &capacity)) {
			good = too_large(file, capacity, error, size);
		} else if (!source_read(source, file->bytes + file->n, capacity - file->n, &got)) {
			snprintf(error, size, "%s", source_error(source));
			good = false;
		} else {
			file->n += got;
		}
	} while (good && file->n == capacity);
	source_close(source);
	return good;
}

static bool read_raw(struct load_file *file, char *error, size_t size)
{
	FILE *stream = fopen(file->name, "rbe");
	size_t capacity = 0;
	bool good = stream != NULL;

	while (good && file->n == capacity) {
		if (!grow(file, &capacity)) {
			fclose(stream);
			return too_large(file, capacity, error, size);
		}
		file->n += fread(file->bytes + file->n, 1, capacity - file->n, stream);
		good = !ferror(stream);
	}
	if (!good)
		snprintf(error, size, "%s: %s", *file->name ? file->name : "''", strerror(errno));
	if (stream)
		fclose(stream);
	return good;
}

bool load_read(struct load_file *file, const char *path, bool packed, char *error, size_t size)
{
	bool good;

	*file = (struct load_file){.name = path};
	good = packed ? read_raw(file, error, size) : read_unpacked(file, error, size);
	if (good && !file->n) {
		snprintf(error, size, "%s: the file is empty", path);
		good = false;
	}
	if (!good)
		load_free(file);
	return good;
}

void load_free(struct load_file *file)
{
	free(file->bytes);
	file->bytes = NULL;
	file->n = 0;
}

uint8_t *load_room(const struct load_file *file, const struct ram *ram, uint64_t pa, uint64_t n,
		   char *error, size_t size)
{
	uint8_t *at = ram_at(ram, pa, n);

	if (!at)
		snprintf(error, size,
			 "%s: needs %llu KiB at %llx, and the memory is %llu KiB from %llx on",
			 file->name, (unsigned long long)((n + 1023) >> 10), (unsigned long long)pa,
			 (unsigned long long)(ram->size >> 10), (unsigned long long)ram->base);
	return at;
}
