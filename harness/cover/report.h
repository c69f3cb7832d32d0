/* SPDX-License-Identifier: Apache-2.0 */
/* What was hit of the coverage model, and what was not. */
#ifndef PAGEWALK_COVER_REPORT_H
#define PAGEWALK_COVER_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "cover/counts.h"
#include "cover/excluded.h"

struct cover_sum {
	unsigned int bins;     /* without those excluded */
	unsigned int hit;      /* of these */
	unsigned int excluded; /* bins */
	unsigned int wrong; /* excluded bins, and combinations that do not exist, that were hit */
};

/* Of one group; excluded may be NULL: none. */
struct cover_sum cover_sum_group(const struct cover_counts *counts,
				 const struct cover_excluded *excluded, enum cover_group_id group);

/* The sum over all groups; excluded may be NULL. */
struct cover_sum cover_sum_all(const struct cover_counts *counts,
			       const struct cover_excluded *excluded);

/* A line a group, and one for all. */
void cover_print(FILE *file, const struct cover_counts *counts,
		 const struct cover_excluded *excluded);

/* Names, a line each: of all bins; of bins that are neither hit nor excluded. */
void cover_print_names(FILE *file, const struct cover_counts *counts,
		       const struct cover_excluded *excluded, bool holes);

/* Names of what must not be hit, but was: a line each, with why. */
void cover_print_wrong(FILE *file, const struct cover_counts *counts,
		       const struct cover_excluded *excluded);

/* The same as JSON; NULL: out of memory. */
json_t *cover_json(const struct cover_counts *counts, const struct cover_excluded *excluded);

#endif
