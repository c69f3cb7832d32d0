/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file that is whole or untouched: written beside its path, then renamed. What is there and no
 * file, such as a device, is written to as it is.
 */
#ifndef PAGEWALK_WHOLE_H
#define PAGEWALK_WHOLE_H

#include <stdio.h>

struct whole {
	FILE *file; /* to write to */
	const char *path;
	char *temporary; /* NULL: written to as it is */
};

/* Returns 0, or -1 with errno. */
int whole_open(struct whole *whole, const char *path);

/* The path is there, and holds what was written; or -1 with errno, and nothing has changed. */
int whole_close(struct whole *whole);

/* Nothing has changed. */
void whole_drop(struct whole *whole);

#endif
