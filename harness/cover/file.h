/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts in a file: a line "pagewalk cover 1", then "NAME COUNT" for each bin that was hit, in the
 * order of the model. Lines that are read may come in any order, and name a bin more than once.
 */
#ifndef PAGEWALK_COVER_FILE_H
#define PAGEWALK_COVER_FILE_H

#include "counts.h"

/* The file is whole or untouched. Returns 0, or -1 with errno. */
int cover_write(const struct cover_counts *counts, const char *path);

#define COVER_LINE_MAX (2 * COVER_NAME_SIZE - 2) /* characters of a line that is read */

/*
 * Adds a file's counts; a sum beyond 64 bits is the largest number. False, with one line in error
 * (of size bytes); what the lines before the bad one said is added.
 */
bool cover_read(struct cover_counts *counts, const char *path, char *error, unsigned int size);

#endif
