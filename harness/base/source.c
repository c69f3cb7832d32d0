/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* strdup, O_CLOEXEC */

#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>

#ifndef SOURCE_BLOCK
#define SOURCE_BLOCK (256u * 1024)
#endif
#define BLOCK SOURCE_BLOCK /* bytes read at once */

/* libarchive does not compare the checksum of a gzip file: this does. */
struct gzip_check {
	bool wanted;
	unsigned char trailer[8]; /* the file's last bytes: checksum, length */
	uint32_t crc, length;
	uint32_t table[256];
};

struct source {
	char *name;
	int fd;
	off_t file_size; /* 0: not known */
	off_t consumed;
	unsigned char input[BLOCK];
	struct archive *archive;
	struct gzip_check gzip;
	const char *block; /* libarchive's bytes, not yet taken over */
	size_t block_left;
	bool exhausted;      /* no more blocks */
	const char *failure; /* why a block could not be read; the lines before it still count */

	char *buffer; /* begin..end: bytes of lines not yet given */
	size_t capacity, begin, end;
	unsigned long line; /* lines given */
	struct source_line given;
	bool again; /* the next line is that one */
	enum source_status status;
	char error[512];
};

static void gzip_begin(struct gzip_check *check)
{
	uint32_t i, bit, crc;

	for (i = 0; i < 256; i++) {
		for (crc = i, bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
		check->table[i] = crc;
	}
	check->wanted = true;
	check->crc = UINT32_MAX;
}

/* Bytes as they are in the file. */
static void gzip_input(struct gzip_check *check, const unsigned char *bytes, size_t n)
{
	size_t new = n < 8 ? n : 8;

	memmove(check->trailer, check->trailer + new, 8 - new);
	memcpy(check->trailer + 8 - new, bytes + n - new, new);
}

/* Bytes unpacked. */
static void gzip_output(struct gzip_check *check, const char *bytes, size_t n)
{
	uint32_t crc = check->crc;
	size_t i;

	for (i = 0; i < n; i++)
		crc = crc >> 8 ^ check->table[(crc ^ (unsigned char)bytes[i]) & 0xff];
	check->crc = crc;
	check->length += (uint32_t)n;
}

static uint32_t little_endian(const unsigned char *b)
{
	return b[0] | b[1] << 8 | b[2] << 16 | (uint32_t)b[3] << 24;
}

static bool gzip_good(const struct gzip_check *check)
{
	return little_endian(check->trailer) == ~check->crc &&
	       little_endian(check->trailer + 4) == check->length;
}

static void set_error(struct source *source, const char *what)
{
	source->status = SOURCE_ERROR;
	snprintf(source->error, sizeof(source->error), "%s:%lu: %s", source->name, source->line + 1,
		 what);
}

/* Why libarchive cannot read on. */
static const char *failure(struct source *source)
{
	const char *reason = archive_error_string(source->archive);

	return reason ? reason : "truncated or broken data";
}

/* libarchive asks for bytes of the file. */
static la_ssize_t read_input(struct archive *archive, void *opaque, const void **bytes)
{
	struct source *source = opaque;
	ssize_t n;

	do
		n = read(source->fd, source->input, BLOCK);
	while (n < 0 && errno == EINTR);
	if (n < 0) {
		archive_set_error(archive, errno, "%s", strerror(errno));
		return ARCHIVE_FATAL;
	}
	gzip_input(&source->gzip, source->input, n);
	source->consumed += n;
	*bytes = source->input;
	return n;
}

static bool open_file(struct source *source, const char *path)
{
	struct stat st;

	if (strcmp(path, "-") == 0)
		source->fd = STDIN_FILENO;
	else
		source->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (source->fd < 0 || fstat(source->fd, &st) < 0)
		return false;
	if (S_ISDIR(st.st_mode)) {
		errno = EISDIR;
		return false;
	}
	if (S_ISREG(st.st_mode))
		source->file_size = st.st_size;
	return true;
}

static bool open_archive(struct source *source)
{
	struct archive *a = archive_read_new();
	struct archive_entry *entry;
	int r;

	source->archive = a;
	if (!a)
		return false;
	if (archive_read_support_filter_zstd(a) < ARCHIVE_WARN ||
	    archive_read_support_filter_xz(a) < ARCHIVE_WARN ||
	    archive_read_support_filter_gzip(a) < ARCHIVE_WARN ||
	    archive_read_support_format_empty(a) != ARCHIVE_OK ||
	    archive_read_support_format_raw(a) != ARCHIVE_OK ||
	    archive_read_open(a, source, NULL, read_input, NULL) != ARCHIVE_OK)
		return false;
	r = archive_read_next_header(a, &entry);
	if (r == ARCHIVE_EOF)
		source->exhausted = true;
	if (archive_filter_code(a, 0) == ARCHIVE_FILTER_GZIP)
		gzip_begin(&source->gzip);
	return r == ARCHIVE_EOF || r == ARCHIVE_OK;
}

struct source *source_open(const char *path, char *error, size_t size)
{
	struct source *source = calloc(1, sizeof(*source));
	const char *name = !strcmp(path, "-") ? "<stdin>" : *path ? path : "''";

	if (source) {
		source->fd = -1;
		source->capacity = BLOCK;
		source->buffer = malloc(BLOCK);
		source->name = strdup(name);
	}
	if (!source || !source->buffer || !source->name) {
		snprintf(error, size, "%s: out of memory", name);
	} else if (!open_file(source, path)) {
		snprintf(error, size, "%s: %s", name, strerror(errno));
	} else if (!open_archive(source)) {
		snprintf(error, size, "%s: cannot read: %s", name,
			 source->archive ? failure(source) : "out of memory");
	} else {
		return source;
	}
	source_close(source);
	return NULL;
}

void source_close(struct source *source)
{
	if (!source)
		return;
	archive_read_free(source->archive);
	if (source->fd > STDIN_FILENO)
		close(source->fd);
	free(source->buffer);
	free(source->name);
	free(source);
}

/* Sets block and block_left, or exhausted. */
static void read_block(struct source *source)
{
	const void *block;
	size_t length;
	la_int64_t offset;
	int r;

	do
		r = archive_read_data_block(source->archive, &block, &length, &offset);
	while (r == ARCHIVE_RETRY || (r == ARCHIVE_OK && length == 0));
	if (r == ARCHIVE_OK) {
		source->block = block;
		source->block_left = length;
		if (source->gzip.wanted)
			gzip_output(&source->gzip, block, length);
		return;
	}
	source->exhausted = true;
	if (r != ARCHIVE_EOF)
		source->failure = failure(source);
	else if (source->gzip.wanted && !gzip_good(&source->gzip))
		source->failure = "the gzip checksum does not match";
}

__attribute__((cold)) static enum source_status too_long(struct source *source)
{
	set_error(source, "the line is longer than a mebibyte");
	return source->status;
}

/* Makes room at the end of the buffer; false: the line is too long. */
static bool make_room(struct source *source)
{
	size_t length = source->end - source->begin;
	size_t capacity = source->capacity * 2;
	char *buffer;

	memmove(source->buffer, source->buffer + source->begin, length);
	source->begin = 0;
	source->end = length;
	if (length < source->capacity)
		return true;
	if (length > SOURCE_LINE_MAX) {
		too_long(source);
		return false;
	}
	buffer = realloc(source->buffer, capacity);
	if (!buffer) {
		set_error(source, "out of memory");
		return false;
	}
	source->buffer = buffer;
	source->capacity = capacity;
	return true;
}

/* Adds bytes to the buffer; false: there are none, or an error. Few lines need it. */
__attribute__((noinline)) static bool fill(struct source *source)
{
	size_t room, n;

	if (!source->block_left && !source->exhausted)
		read_block(source);
	if (!source->block_left || !make_room(source))
		return false;
	room = source->capacity - source->end;
	n = source->block_left < room ? source->block_left : room;
	memcpy(source->buffer + source->end, source->block, n);
	source->block += n;
	source->block_left -= n;
	source->end += n;
	return true;
}

/* No '\n' is left in the buffer: the end, or an error. */
__attribute__((cold)) static enum source_status finish(struct source *source)
{
	if (source->status == SOURCE_ERROR)
		return source->status;
	if (source->failure) {
		snprintf(source->error, sizeof(source->error), "%s:%lu: cannot read: %s",
			 source->name, source->line + 1, source->failure);
		source->status = SOURCE_ERROR;
	} else if (source->begin == source->end) {
		source->status = SOURCE_END;
	} else {
		set_error(source, "the line has no end: the file is cut off");
	}
	return source->status;
}

enum source_status source_next(struct source *source, struct source_line *line)
{
	char *newline;

	if (source->again) {
		source->again = false;
		*line = source->given;
		return SOURCE_LINE;
	}
	if (source->status != SOURCE_LINE)
		return source->status;
	for (;;) {
		newline = memchr(source->buffer + source->begin, '\n', source->end - source->begin);
		if (newline)
			break;
		if (!fill(source))
			return finish(source);
	}
	line->text = source->buffer + source->begin;
	source->begin = newline + 1 - source->buffer;
	if (newline > line->text && newline[-1] == '\r')
		*--newline = '\n';
	/* A byte-order mark, which some editors write, is no part of the first line. */
	if (!source->line && newline - line->text >= 3 && !memcmp(line->text, "\xef\xbb\xbf", 3))
		line->text += 3;
	line->length = newline - line->text;
	if (line->length > SOURCE_LINE_MAX)
		return too_long(source);
	line->number = ++source->line;
	source->given = *line;
	return SOURCE_LINE;
}

void source_back(struct source *source)
{
	source->again = true;
}

bool source_read(struct source *source, void *bytes, size_t n, size_t *got)
{
	size_t part;

	for (*got = 0; *got < n; *got += part) {
		if (!source->block_left && !source->exhausted)
			read_block(source);
		if (!source->block_left)
			break;
		part = source->block_left < n - *got ? source->block_left : n - *got;
		memcpy((char *)bytes + *got, source->block, part);
		source->block += part;
		source->block_left -= part;
	}
	/* What was unpacked in front of a failure is not to be relied on. */
	if (*got == n || !source->failure)
		return true;
	snprintf(source->error, sizeof(source->error), "%s: cannot read: %s", source->name,
		 source->failure);
	return false;
}

const char *source_name(const struct source *source)
{
	return source->name;
}

const char *source_error(const struct source *source)
{
	return source->error;
}

double source_progress(const struct source *source)
{
	if (source->file_size <= 0)
		return -1;
	return source->consumed < source->file_size ? (double)source->consumed / source->file_size
						    : 1;
}
