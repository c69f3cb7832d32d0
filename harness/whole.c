/* SPDX-License-Identifier: Apache-2.0 */
#include "whole.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A device or a pipe is written to, not replaced. */
static bool is_special(const char *path)
{
	struct stat status;

	return !stat(path, &status) && !S_ISREG(status.st_mode);
}

int whole_open(struct whole *whole, const char *path)
{
	size_t room = strlen(path) + sizeof(".XXXXXX");
	int saved, fd;

	if (is_special(path)) {
		*whole = (struct whole){.path = path, .file = fopen(path, "w")};
		return whole->file ? 0 : -1;
	}
	*whole = (struct whole){.path = path, .temporary = malloc(room)};
	if (!whole->temporary) {
		errno = ENOMEM;
		return -1;
	}
	snprintf(whole->temporary, room, "%s.XXXXXX", path);
	fd = mkstemp(whole->temporary);
	if (fd >= 0)
		whole->file = fdopen(fd, "w");
	if (whole->file) {
		errno = 0;
		return 0;
	}
	saved = errno;
	if (fd >= 0) {
		close(fd);
		unlink(whole->temporary);
	}
	free(whole->temporary);
	errno = saved;
	return -1;
}

int whole_close(struct whole *whole)
{
	int saved = ferror(whole->file) ? (errno ? errno : EIO) : 0;

	if (fclose(whole->file) && !saved)
		saved = errno;
	if (!saved && whole->temporary && rename(whole->temporary, whole->path))
		saved = errno;
	if (saved && whole->temporary)
		unlink(whole->temporary);
	free(whole->temporary);
	errno = saved;
	return saved ? -1 : 0;
}

void whole_drop(struct whole *whole)
{
	fclose(whole->file);
	if (whole->temporary)
		unlink(whole->temporary);
	free(whole->temporary);
}
