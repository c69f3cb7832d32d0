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

struct packed {
	struct archive *archive;
	FILE *file;
	int error;   /* errno of the first write that failed; 0: none has */
	bool broken; /* the archive cannot be freed */
};

/* Why libarchive has failed, as an errno. What it says itself is gone at the next call. */
static int error_of(const struct packed *packed)
{
	int error = packed->error ? packed->error : archive_errno(packed->archive);

	return error > 0 ? error : EIO;
}

static ssize_t write_packed(void *opaque, const char *bytes, size_t n)
{
	const struct packed *packed = opaque;
	la_ssize_t written = archive_write_data(packed->archive, bytes, n);

	if (written >= 0)
		return written;
	errno = error_of(packed);
	return 0; /* fopencookie(3): no -1 here */
}

static int close_packed(void *opaque)
{
	struct packed *packed = opaque;
	bool good = archive_write_close(packed->archive) == ARCHIVE_OK && !packed->error;
	int error = good ? 0 : error_of(packed);

	archive_write_free(packed->archive);
	free(packed);
	errno = error;
	return good ? 0 : -1;
}

static la_ssize_t to_file(struct archive *archive, void *opaque, const void *bytes, size_t n)
{
	struct packed *packed = opaque;

	if (fwrite(bytes, 1, n, packed->file) == n)
		return (la_ssize_t)n;
	packed->error = packed->error ? packed->error : errno;
	archive_set_error(archive, errno, "cannot write");
	return -1;
}

/*
 * Where libarchive (3.7.4) has no memory for a filter of zstd it has freed the filter, but goes on
 * to know it, and would free it again. So the archive is then left as it is.
 */
static bool add(struct packed *packed, enum packing packing)
{
	packed->broken = packings[packing].add(packed->archive) != ARCHIVE_OK;
	return !packed->broken;
}

/* One entry without a name, the whole of the stream. */
static bool begin(struct packed *packed, enum packing packing)
{
	struct archive *archive = packed->archive;
	struct archive_entry *entry = archive_entry_new();
	bool good;

	if (!entry)
		return false;
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_pathname(entry, "data");
	/* Blocks of one byte: the last one is not padded. */
	archive_write_set_bytes_in_last_block(archive, 1);
	good = archive_write_set_format_raw(archive) == ARCHIVE_OK && add(packed, packing) &&
	       archive_write_open(archive, packed, NULL, to_file, NULL) == ARCHIVE_OK &&
	       archive_write_header(archive, entry) == ARCHIVE_OK;
	archive_entry_free(entry);
	return good;
}

FILE *packed_open(FILE *file, enum packing packing)
{
	const cookie_io_functions_t functions = {.write = write_packed, .close = close_packed};
	struct packed *packed = calloc(1, sizeof(*packed));
	FILE *stream = NULL;
	int error = ENOMEM;

	if (!packed)
		return NULL;
	packed->file = file;
	packed->archive = archive_write_new();
	if (packed->archive && begin(packed, packing))
		stream = fopencookie(packed, "w", functions);
	if (stream)
		return stream;
	if (packed->archive) {
		error = error_of(packed);
		if (!packed->broken)
			archive_write_free(packed->archive);
	}
	free(packed);
	errno = error;
	return NULL;
}
