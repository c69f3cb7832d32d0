/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes of a file, plain or compressed with zstd, xz or gzip, and the lines
 * in them. The content decides how it is read, not the name. A gzip file has one
 * member: its checksum is that of the whole. A byte-order mark of UTF-8 is skipped.
 */
#ifndef PAGEWALK_SOURCE_H
#define PAGEWALK_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#ifndef SOURCE_LINE_MAX
#define SOURCE_LINE_MAX (1u << 20) /* bytes; a longer line is an error */
#endif

enum source_status { SOURCE_LINE, SOURCE_END, SOURCE_ERROR };

struct source_line {
	const char *text;     /* text[length] is '\n', always; valid until the next call */
	size_t length;        /* without the end of the line, '\n' or "\r\n" */
	unsigned long number; /* from 1 */
};

struct source;

/*
 * Opens a file; "-" is standard input. On failure returns NULL and leaves one
 * line, "FILE: what", in error (of size bytes).
 */
struct source *source_open(const char *path, char *error, size_t size);

/* source may be NULL. */
void source_close(struct source *source);

/*
 * The next line. A last line without a '\n' is an error, because half of a line that was cut off
 * may say something else. After SOURCE_END or SOURCE_ERROR every further call gives the same again.
 */
enum source_status source_next(struct source *source, struct source_line *line);

/* Right behind SOURCE_LINE: the next call of source_next() gives the same line again. */
void source_back(struct source *source);

/*
 * Of a file that is read in no lines: its next bytes, n of them, or fewer at its end. Their number
 * goes to *got. False: an error, of which source_error() is "FILE: what". Not mixed with
 * source_next().
 */
bool source_read(struct source *source, void *bytes, size_t n, size_t *got);

/* The file's name as messages give it. */
const char *source_name(const struct source *source);

/* "FILE:LINE: what is wrong", once source_next() has given SOURCE_ERROR, or source_read() false. */
const char *source_error(const struct source *source);

/* Part of the file consumed, 0 to 1; -1: not known, as of a pipe. */
double source_progress(const struct source *source);

#endif
