/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An output of the program: a file that is whole or untouched, written beside its path, then
 * renamed. Every output that the program is asked for is written so.
 *
 * - A symbolic link stays, and the file that it names is written, also when it does not exist yet.
 * - A new file has the mode 0666 less the umask; a file that replaces another has the mode of that
 *   one.
 * - A device, a pipe, and what else is no regular file, is written to as it is.
 * - "-" is standard output, and so is the file that standard output goes to.
 * - A program that is ended by a signal leaves nothing (leftover.h).
 */
#ifndef PAGEWALK_WHOLE_H
#define PAGEWALK_WHOLE_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

struct whole {
	FILE *file; /* to write to */
	const char *path;
	char *target;    /* what the path names, links followed; NULL: no file */
	char *temporary; /* where it is written meanwhile; NULL: to `file` as it is */
	mode_t mode;     /* of the target */
};

/* path must stay valid. Returns 0, or -1 with errno. */
int whole_open(struct whole *whole, const char *path);

/*
 * The same, but there always is a temporary file, so that a library may write it by its name. If
 * path is no regular file, whole_close() copies the bytes to it. When one of these functions or the
 * library fails, whole->path names what has failed: the path, or the directory of the temporary
 * file.
 */
int whole_open_apart(struct whole *whole, const char *path);

/* Puts the output into its place. Returns 0, or -1 with errno, and then nothing has changed. */
int whole_close(struct whole *whole);

/* Gives the output up; nothing has changed. */
void whole_drop(struct whole *whole);

/* Is it standard output? */
bool whole_is_standard_output(const char *path);

/*
 * From now on only the output "-" goes to standard output; what is printed goes to standard error.
 * False with errno.
 */
bool whole_keep_standard_output(void);

/*
 * The directory of files without a name, and of temporary files for devices and pipes: TMPDIR, or
 * /tmp.
 */
const char *whole_directory(void);

/* A file without a name in a directory, which nothing leaves behind. -1 with errno. */
int whole_nameless(const char *directory);

/* Could it be opened? Asked before a run that takes long. False with errno; nothing changes. */
bool whole_possible(const char *path);

/*
 * The file that a path names, absolute, links followed; its last part need not be there. NULL with
 * errno; to be freed.
 */
char *whole_target(const char *path);

#endif
