/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts in a file: a line "pagewalk cover 2", then "NAME COUNT" for each bin that was hit, in the
 * order of the model, then "end LINES", of how many these are. Lines that are read may come in any
 * order, and name a bin more than once. (Version 1 had no end, so a file that was cut off showed
 * holes that do not exist.)
 */
#ifndef PAGEWALK_COVER_FILE_H
#define PAGEWALK_COVER_FILE_H

#include <stdio.h>

#include "cover/counts.h"

/* The file is whole or untouched. Returns 0, or -1 with errno. */
int cover_write(const struct cover_counts *counts, const char *path);

#define COVER_LINE_MAX (2 * COVER_NAME_SIZE - 2) /* characters of a line that is read */

/* A file to read, and its name for messages; "-" is standard input. NULL with errno. */
FILE *cover_open(const char *path, const char **name);
void cover_close(FILE *file);

/*
 * Adds a file's counts; a sum beyond 64 bits is the largest number. False, with one line in error
 * (of size bytes); what the lines before the bad one said is added.
 */
bool cover_read(struct cover_counts *counts, const char *path, char *error, unsigned int size);

#endif
