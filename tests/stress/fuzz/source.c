/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of files. Plain ones: exactly the lines that are in the bytes. Compressed ones: the
 * same lines twice, or one error.
 */
#include "base/source.h"

#include <limits.h>
#include <string.h>

#include "fuzz.h"

#define LINES_MAX 100000 /* of a small file that unpacks to a large one */

/* A byte-order mark, which may stand before the first line. */
#define MARK_LENGTH 3
static const char mark[] = "\xef\xbb\xbf";

static const char *const without_line[] = {NULL};

/* The next line of the bytes, which may have no end; false: there is none. */
static bool reference_next(const uint8_t *data, size_t size, size_t *at, struct source_line *line)
{
	const uint8_t *begin = data + *at, *newline;
	size_t length = size - *at;

	if (!length)
		return false;
	newline = memchr(begin, '\n', length);
	*at = newline ? (size_t)(newline + 1 - data) : size;
	if (newline)
		length = (size_t)(newline - begin);
	if (!line->number && length >= MARK_LENGTH && !memcmp(begin, mark, MARK_LENGTH)) {
		begin += MARK_LENGTH;
		length -= MARK_LENGTH;
	}
	if (length && begin[length - 1] == '\r')
		length--;
	line->text = (const char *)begin;
	line->length = length;
	line->number++;
	return true;
}

static void read_plain(struct source *source, const char *path, const uint8_t *data, size_t size)
{
	struct source_line line, expected = {.number = 0};
	enum source_status status;
	size_t at = 0;

	while ((status = source_next(source, &line)) == SOURCE_LINE) {
		fuzz_require(reference_next(data, size, &at, &expected), "a line too many");
		fuzz_require(line.number == expected.number, "a line has a wrong number");
		fuzz_require(line.length == expected.length &&
				     !memcmp(line.text, expected.text, line.length),
			     "a line is not that of the file");
		fuzz_require(line.text[line.length] == '\n', "a line does not end in a newline");
	}
	if (status == SOURCE_END) {
		fuzz_require(at == size, "lines are missing");
	} else {
		fuzz_rejected(source_error(source), path, data, size, without_line);
		fuzz_require(reference_next(data, size, &at, &expected) &&
				     (expected.length + 1 + MARK_LENGTH > SOURCE_LINE_MAX ||
				      data[size - 1] != '\n'),
			     "a line that is neither too long nor cut off is an error");
	}
	fuzz_require(source_next(source, &line) == status, "the end is not the end");
}

static uint64_t read_packed(struct source *source, const char *path, const uint8_t *data,
			    size_t size)
{
	enum source_status status = SOURCE_LINE;
	struct source_line line;
	uint64_t digest = 0;

	for (unsigned long n = 1; n < LINES_MAX; n++) {
		status = source_next(source, &line);
		if (status != SOURCE_LINE)
			break;
		fuzz_require(line.number == n, "a line has a wrong number");
		fuzz_require(line.length <= SOURCE_LINE_MAX, "a line is too long");
		fuzz_require(line.text[line.length] == '\n', "a line does not end in a newline");
		digest = fuzz_digest(digest, line.text, line.length + 1);
	}
	if (status == SOURCE_ERROR)
		fuzz_rejected(source_error(source), path, data, size, without_line);
	return fuzz_digest(digest, &status, sizeof(status));
}

static uint64_t read_file(const char *path, const uint8_t *data, size_t size)
{
	bool packed = fuzz_lines(data, size) == ULONG_MAX;
	char error[512] = "";
	struct source *source = source_open(path, error, sizeof(error));
	uint64_t digest = 0;

	fuzz_require(source || packed, "a plain file cannot be opened");
	if (!fuzz_opened(source, error, path, data, size))
		return 0;
	if (packed)
		digest = read_packed(source, path, data, size);
	else
		read_plain(source, path, data, size);
	source_close(source);
	return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_twice(read_file, data, size);
	return 0;
}
