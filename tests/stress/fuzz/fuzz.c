/* SPDX-License-Identifier: Apache-2.0 */
#include "fuzz.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int fuzz_said = -1;

void fuzz_require(bool holds, const char *what)
{
	if (holds)
		return;
	dprintf(fuzz_said < 0 ? STDERR_FILENO : fuzz_said, "the contract is broken: %s\n", what);
	abort();
}

const char *fuzz_file(const uint8_t *data, size_t size)
{
	static char path[32];
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("input", MFD_CLOEXEC);
		fuzz_require(fd >= 0, "no file in memory could be made");
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	fuzz_require(!ftruncate(fd, 0) && pwrite(fd, data, size, 0) == (ssize_t)size,
		     "the file in memory could not be written");
	return path;
}

/* zstd, xz, gzip: their first bytes. */
static bool is_packed(const uint8_t *data, size_t size)
{
	static const char *const magic[] = {"\x1f\x8b", "\x28\xb5\x2f\xfd",
					    "\xfd"
					    "7zXZ"};

	for (unsigned int i = 0; i < 3; i++)
		if (size >= strlen(magic[i]) && !memcmp(data, magic[i], strlen(magic[i])))
			return true;
	return false;
}

unsigned long fuzz_lines(const uint8_t *data, size_t size)
{
	unsigned long lines = size && data[size - 1] != '\n';

	if (is_packed(data, size))
		return ULONG_MAX;
	for (const uint8_t *end = data + size; (data = memchr(data, '\n', (size_t)(end - data)));)
		lines++, data++;
	return lines;
}

void fuzz_rejected(const char *error, const char *path, const uint8_t *data, size_t size,
		   const char *const *without_line)
{
	unsigned long line, lines = fuzz_lines(data, size);
	const char *at = error + strlen(path);
	char *end;

	fuzz_require(!strncmp(error, path, strlen(path)) && *at == ':',
		     "a rejection does not begin with the name of the file");
	for (const char *c = error; *c; c++)
		if (*c < 0x20 || *c == 0x7f)
			fuzz_require(false, "a rejection has odd bytes in it");
	for (; *without_line; without_line++)
		if (!strncmp(at + 2, *without_line, strlen(*without_line)))
			return;
	line = strtoul(at + 1, &end, 10);
	fuzz_require(at[1] >= '1' && at[1] <= '9' && *end == ':',
		     "a rejection does not name the line");
	fuzz_require(line <= (lines ? lines : 1), "a rejection names a line that is not there");
	fuzz_require(end[1] == ' ' && end[2], "a rejection does not say what is wrong");
}

uint64_t fuzz_digest(uint64_t digest, const void *bytes, size_t size)
{
	const uint8_t *byte = bytes;
	uint64_t word = 0;

	for (; size >= sizeof(word); size -= sizeof(word), byte += sizeof(word)) {
		memcpy(&word, byte, sizeof(word));
		digest = (digest ^ word ^ digest >> 29) * UINT64_C(0x9e3779b97f4a7c15) + 1;
	}
	word = 0;
	memcpy(&word, byte, size);
	return (digest ^ word ^ digest >> 29) * UINT64_C(0x9e3779b97f4a7c15) + 1;
}

bool fuzz_opened(const void *opened, const char *error, const char *path, const uint8_t *data,
		 size_t size)
{
	static const char *const without_line[] = {"cannot read: ", NULL};

	fuzz_require(!opened == !!*error, "a message without an error, or the reverse");
	if (!opened)
		fuzz_rejected(error, path, data, size, without_line);
	return opened;
}

void fuzz_twice(uint64_t (*read)(const char *path, const uint8_t *data, size_t size),
		const uint8_t *data, size_t size)
{
	const char *path = fuzz_file(data, size);
	uint64_t digest = read(path, data, size);

	if (fuzz_digest(0, data, size) >> 62 == 0)
		fuzz_require(read(path, data, size) == digest, "read twice, it differs");
}
