/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/packed.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *suffix;
	int (*add)(struct archive *);
} packings[] = {
	[PACKING_NONE] = {"", archive_write_add_filter_none},
	[PACKING_ZSTD] = {".zst", archive_write_add_filter_zstd},
	[PACKING_XZ] = {".xz", archive_write_add_filter_xz},
	[PACKING_GZIP] = {".gz", archive_write_add_filter_gzip},
};

enum packing packed_by_name(const char *path)
{
	size_t length = strlen(path);

	for (enum packing packing = PACKING_ZSTD; packing <= PACKING_GZIP; packing++) {
		size_t n = strlen(packings[packing].suffix);

		if (length > n && !strcmp(path + length - n, packings[packing].suffix))
			return packing;
	}
	return PACKING_NONE;
}

/* The errno of what libarchive says. */
static int error_of(struct archive *archive)
{
	int error = archive_errno(archive);

	return error > 0 ? error : EIO;
}

static ssize_t write_packed(void *opaque, const char *bytes, size_t n)
{
	struct archive *archive = opaque;
	la_ssize_t written = archive_write_data(archive, bytes, n);

	if (written >= 0)
		return written;
	errno = error_of(archive);
	return 0; /* fopencookie(3): no -1 here */
}

static int close_packed(void *opaque)
{
	struct archive *archive = opaque;
	int error = archive_write_close(archive) == ARCHIVE_OK ? 0 : error_of(archive);

	archive_write_free(archive);
	errno = error;
	return error ? -1 : 0;
}

static la_ssize_t to_file(struct archive *archive, void *opaque, const void *bytes, size_t n)
{
	size_t written = fwrite(bytes, 1, n, opaque);

	if (written == n)
		return (la_ssize_t)n;
	archive_set_error(archive, errno, "cannot write");
	return -1;
}

/* One entry without a name, the whole of the stream. */
static bool begin(struct archive *archive, FILE *file, enum packing packing)
{
	struct archive_entry *entry = archive_entry_new();
	bool good;

	if (!entry)
		return false;
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_pathname(entry, "data");
	/* Blocks of one byte: the last one is not padded. */
	archive_write_set_bytes_in_last_block(archive, 1);
	good = archive_write_set_format_raw(archive) == ARCHIVE_OK &&
	       packings[packing].add(archive) == ARCHIVE_OK &&
	       archive_write_open(archive, file, NULL, to_file, NULL) == ARCHIVE_OK &&
	       archive_write_header(archive, entry) == ARCHIVE_OK;
	archive_entry_free(entry);
	return good;
}

FILE *packed_open(FILE *file, enum packing packing)
{
	const cookie_io_functions_t functions = {.write = write_packed, .close = close_packed};
	struct archive *archive = archive_write_new();
	FILE *stream = NULL;
	int error = ENOMEM;

	if (archive && begin(archive, file, packing))
		stream = fopencookie(archive, "w", functions);
	if (stream)
		return stream;
	if (archive) {
		error = error_of(archive);
		archive_write_free(archive);
	}
	errno = error;
	return NULL;
}
