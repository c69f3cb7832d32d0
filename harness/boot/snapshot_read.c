/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/source.h"
#include "boot/snapshot.h"

struct reader {
	struct source *source;
	uint32_t crc;
	const char *wrong; /* NULL: nothing yet, or the source says it */
};

static bool is_wrong(struct reader *reader, const char *what)
{
	reader->wrong = what;
	return false;
}

static bool get(struct reader *reader, void *bytes, size_t n)
{
	size_t got;

	if (!source_read(reader->source, bytes, n, &got))
		return false;
	if (got < n)
		return is_wrong(reader, "is a snapshot that was cut off");
	reader->crc = (uint32_t)crc32(reader->crc, bytes, (uInt)n);
	return true;
}

static bool get_number(void *opaque, uint64_t *value)
{
	return get(opaque, value, sizeof(*value));
}

static bool get_head(struct reader *reader)
{
	char magic[sizeof(SNAPSHOT_MAGIC) - 1];
	uint32_t version;
	size_t got;

	if (!source_read(reader->source, magic, sizeof(magic), &got))
		return false;
	if (got < sizeof(magic) || memcmp(magic, SNAPSHOT_MAGIC, sizeof(magic)))
		return is_wrong(reader, "is no snapshot");
	reader->crc = (uint32_t)crc32(0, (const Bytef *)magic, sizeof(magic));
	if (!get(reader, &version, sizeof(version)))
		return false;
	if (version != SNAPSHOT_VERSION)
		return is_wrong(reader, "is a snapshot of another version of this program");
	return true;
}

static bool get_console(struct reader *reader, struct console *console)
{
	uint64_t head[2];

	if (!get(reader, head, sizeof(head)))
		return false;
	if (head[1] > CONSOLE_TAIL)
		return is_wrong(reader, "is a snapshot that was changed");
	console->written = head[0];
	console->n_tail = head[1];
	return get(reader, console->tail, console->n_tail);
}

static bool get_memory(struct reader *reader, const struct ram *ram)
{
	uint64_t page;

	for (;;) {
		if (!get(reader, &page, sizeof(page)))
			return false;
		if (page == SNAPSHOT_END)
			return true;
		if (page >= ram->size / SNAPSHOT_PAGE)
			return is_wrong(reader, "is a snapshot that was changed");
		if (!get(reader, ram->bytes + page * SNAPSHOT_PAGE, SNAPSHOT_PAGE))
			return false;
	}
}

static bool get_end(struct reader *reader)
{
	uint32_t expected = reader->crc, crc;
	size_t got;
	char more;

	if (!get(reader, &crc, sizeof(crc)))
		return false;
	if (!source_read(reader->source, &more, 1, &got))
		return false;
	return crc == expected && !got ? true : is_wrong(reader, "is a snapshot that was changed");
}

/* A number that was changed may ask for memory that cannot be: the sum comes last. */
static bool get_all(struct reader *reader, const struct snapshot *snapshot)
{
	const struct shape *shape = snapshot->shape;
	const char *wrong;

	if (!get_head(reader) || !snapshot_state(snapshot, get_number, reader))
		return false;
	wrong = snapshot_wrong(snapshot);
	if (wrong)
		return is_wrong(reader, wrong);
	snapshot->hart->config.xlen = shape->xlen;
	snapshot->hart->config.has_float = shape->has_float;
	if (!get_console(reader, snapshot->console))
		return false;
	if (!ram_create(snapshot->ram, SHAPE_RAM_BASE, shape->memory))
		return is_wrong(reader, strerror(errno));
	return get_memory(reader, snapshot->ram) && get_end(reader);
}

bool snapshot_read(const char *path, const struct snapshot *snapshot, char *error, size_t size)
{
	struct reader reader = {.source = source_open(path, error, size)};
	bool good;

	*snapshot->ram = (struct ram){.base = SHAPE_RAM_BASE};
	if (!reader.source)
		return false;
	good = get_all(&reader, snapshot);
	if (!good && reader.wrong)
		snprintf(error, size, "%s: %s", path, reader.wrong);
	else if (!good)
		snprintf(error, size, "%s", source_error(reader.source));
	if (!good)
		ram_destroy(snapshot->ram);
	source_close(reader.source);
	return good;
}
