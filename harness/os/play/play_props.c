/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What processes map: files, real ones without a name, and shared memory; and for each the bytes
 * with which the shadow compares it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/whole.h"
#include "os/play/play_parts.h"

static int write_all(int file, const uint8_t *bytes, uint64_t n)
{
	while (n) {
		ssize_t done = write(file, bytes, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return -1;
		bytes += done;
		n -= (uint64_t)done;
	}
	return 0;
}

/* The bytes of an existing file; what lies behind its end is zero. */
static int read_all(const char *path, uint8_t *bytes, uint64_t n)
{
	int file = open(path, O_RDONLY | O_CLOEXEC), saved;
	ssize_t done = 1;

	if (file < 0)
		return -1;
	while (n && done) {
		done = read(file, bytes, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			break;
		bytes += done;
		n -= (uint64_t)done;
	}
	saved = errno;
	close(file);
	errno = saved;
	return done < 0 ? -1 : 0;
}

/* The store's bytes, and a file with the same, *copying when at it. 0, or -1 with errno. */
static int make_file(const struct play *play, const struct backing *backing, struct prop *prop,
		     bool *copying)
{
	if (!backing->path)
		shadow_pattern(prop->store->bytes, 0, backing->size, backing->seed);
	else if (read_all(backing->path, prop->store->bytes, backing->size))
		return -1;
	*copying = true;
	prop->file = whole_nameless(play->directory);
	return prop->file < 0 ? -1 : write_all(prop->file, prop->store->bytes, backing->size);
}

static int make_prop(struct play *play, uint32_t i, bool *copying)
{
	const struct backing *backing = &play->scenario->backing[i];
	struct prop *prop = &play->prop[i];
	enum frame_type type = !backing->file  ? FRAME_SHARED
			       : backing->code ? FRAME_CODE
					       : FRAME_CACHE;
	int file = -1;

	prop->store = store_create(backing->size, false);
	if (!prop->store)
		return -1;
	if (backing->file) {
		if (make_file(play, backing, prop, copying))
			return -1;
		file = fcntl(prop->file, F_DUPFD_CLOEXEC, 0);
		if (file < 0)
			return -1;
	}
	prop->object = object_create(backing->name, type, file, backing->size >> FRAME_SHIFT);
	if (!prop->object) {
		if (file >= 0)
			close(file);
		errno = ENOMEM;
		return -1;
	}
	return 0;
}

bool play_make_props(struct play *play, char *error, unsigned int size)
{
	const struct scenario *scenario = play->scenario;

	for (uint32_t i = 0; i < scenario->n_backings; i++)
		play->prop[i].file = -1;
	for (uint32_t i = 0; i < scenario->n_backings; i++) {
		bool copying = false;

		errno = ENOMEM;
		if (make_prop(play, i, &copying)) {
			snprintf(error, size, "%s:%lu: %s%s%s%s: %s", scenario->name,
				 scenario->backing[i].line, scenario->backing[i].name,
				 copying ? ", its copy in " : "", copying ? play->directory : "",
				 copying ? " (TMPDIR)" : "", strerror(errno));
			return false;
		}
	}
	return true;
}
