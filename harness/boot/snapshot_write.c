/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/whole.h"
#include "boot/digest.h"
#include "boot/packed.h"
#include "boot/snapshot.h"

struct writer {
	FILE *stream;
	uint32_t crc;
};

static bool put(struct writer *writer, const void *bytes, size_t n)
{
	writer->crc = (uint32_t)crc32(writer->crc, bytes, (uInt)n);
	return fwrite(bytes, 1, n, writer->stream) == n;
}

static bool put_number(void *opaque, uint64_t *value)
{
	return put(opaque, value, sizeof(*value));
}

static bool put_console(struct writer *writer, const struct console *console)
{
	size_t n = console->n_tail < CONSOLE_TAIL ? console->n_tail : CONSOLE_TAIL;
	uint64_t head[] = {console->written, n};

	return put(writer, head, sizeof(head)) &&
	       put(writer, console->tail + console->n_tail - n, n);
}

static bool put_memory(struct writer *writer, const struct ram *ram)
{
	uint64_t end = SNAPSHOT_END;

	for (uint64_t page = 0; page < ram->size / SNAPSHOT_PAGE; page++) {
		const uint8_t *bytes = ram->bytes + page * SNAPSHOT_PAGE;

		if (!digest_is_zero(bytes) &&
		    (!put(writer, &page, sizeof(page)) || !put(writer, bytes, SNAPSHOT_PAGE)))
			return false;
	}
	return put(writer, &end, sizeof(end));
}

/* Nothing of the state is changed: the visitor only looks. */
static bool put_all(struct writer *writer, const struct snapshot *snapshot)
{
	const uint32_t version = SNAPSHOT_VERSION;
	uint32_t crc;

	if (!put(writer, SNAPSHOT_MAGIC, strlen(SNAPSHOT_MAGIC)) ||
	    !put(writer, &version, sizeof(version)) ||
	    !snapshot_state(snapshot, put_number, writer) ||
	    !put_console(writer, snapshot->console) || !put_memory(writer, snapshot->ram))
		return false;
	crc = writer->crc;
	return put(writer, &crc, sizeof(crc));
}

/* False with errno. */
static bool write_to(FILE *file, const struct snapshot *snapshot)
{
	struct writer writer = {.stream = packed_open(file, PACKING_ZSTD)};
	bool good;
	int saved;

	if (!writer.stream)
		return false;
	good = put_all(&writer, snapshot);
	saved = errno;
	if (fclose(writer.stream))
		return false;
	errno = saved;
	return good;
}

bool snapshot_write(const char *path, const struct snapshot *snapshot, char *error, size_t size)
{
	struct whole whole;
	bool good = !whole_open(&whole, path);

	if (good && !write_to(whole.file, snapshot)) {
		int saved = errno;

		whole_drop(&whole);
		errno = saved;
		good = false;
	} else if (good) {
		good = !whole_close(&whole);
	}
	if (!good)
		snprintf(error, size, "%s: %s", path, strerror(errno));
	return good;
}
