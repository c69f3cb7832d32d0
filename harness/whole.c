/* SPDX-License-Identifier: Apache-2.0 */
#include "whole.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int whole_open(struct whole *whole, const char *path)
{
	size_t room = strlen(path) + sizeof(".XXXXXX");
	int saved, fd;

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
	if (!saved && rename(whole->temporary, whole->path))
		saved = errno;
	if (saved)
		unlink(whole->temporary);
	free(whole->temporary);
	errno = saved;
	return saved ? -1 : 0;
}
