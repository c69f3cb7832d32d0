/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An output of the program: a file that is whole or untouched, written beside its path, then
 * renamed. Every output that the program is asked for is written so.
 *
 * - A symbolic link stays, and what it names is written, there or not there yet.
 * - A new file has the mode 0666 less the umask; one that takes another's place, that one's mode.
 * - What is there and no file, such as a device or a pipe, is written to as it is.
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
 * The same, and there always is a temporary file, which whoever knows how may write by its name;
 * what is no file gets its bytes when it is closed. When this fails, or whole_close(), or whoever
 * wrote before whole_drop(), path is what has failed: of what is no file that may be the directory
 * of the temporary one.
 */
int whole_open_apart(struct whole *whole, const char *path);

/* The path is there, and holds what was written; or -1 with errno, and nothing has changed. */
int whole_close(struct whole *whole);

/* Nothing has changed. */
void whole_drop(struct whole *whole);

/* Is it standard output? */
bool whole_is_standard_output(const char *path);

/*
 * From now on standard output is for outputs of that path alone, and what is printed goes to
 * standard error. False with errno.
 */
bool whole_keep_standard_output(void);

/* Where files without a name go, and what is for devices and pipes meanwhile: TMPDIR, or /tmp. */
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
