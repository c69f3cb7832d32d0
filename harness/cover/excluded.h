/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bins that cannot be hit: lines "GLOB REASON", where GLOB is a shell pattern of whole names; '#'
 * begins a comment line.
 */
#ifndef PAGEWALK_COVER_EXCLUDED_H
#define PAGEWALK_COVER_EXCLUDED_H

#include "cover/counts.h"

struct cover_excluded {
	unsigned int n;
	struct cover_exclusion {
		char *glob, *reason;
		uint32_t bins; /* that it excludes */
	} * of;
	bool *cells; /* of each cell: excluded */
};

/* NULL, with one line in error: no such file, a bad line, a glob that is no bin's name. */
struct cover_excluded *cover_excluded_read(const struct cover_counts *counts, const char *path,
					   char *error, unsigned int size);
void cover_excluded_free(struct cover_excluded *excluded);

#endif
