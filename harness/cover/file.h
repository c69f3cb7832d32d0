/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts in a file: a line "pagewalk cover 1", then "NAME COUNT" for each bin that was hit, in the
 * order of the model.
 */
#ifndef PAGEWALK_COVER_FILE_H
#define PAGEWALK_COVER_FILE_H

#include "counts.h"

/* The file is whole or untouched. Returns 0, or -1 with errno. */
int cover_write(const struct cover_counts *counts, const char *path);

/* Adds a file's counts. False, with one line in error (of size bytes). */
bool cover_read(struct cover_counts *counts, const char *path, char *error, unsigned int size);

#endif
