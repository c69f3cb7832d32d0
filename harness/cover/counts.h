/* SPDX-License-Identifier: Apache-2.0 */
/* How often each bin was hit, and what the bins are called. */
#ifndef PAGEWALK_COVER_COUNTS_H
#define PAGEWALK_COVER_COUNTS_H

#include "cover/groups.h"

#define COVER_NAME_SIZE 128u

struct cover_counts {
	uint32_t first[GROUPS + 1]; /* cell of each group; the last one: how many there are */
	uint64_t *hits;             /* of each cell */
};

/* NULL: out of memory. */
struct cover_counts *cover_counts_create(void);
void cover_counts_destroy(struct cover_counts *counts);

/*
 * Counts a cell: a value for each dimension of the group. Combinations that do not exist are
 * counted as well, and told by the report.
 */
void cover_hit(struct cover_counts *counts, enum cover_group_id group, const unsigned int *values);

/* HIT(counts, cp_acc, mode, access) */
#define HIT(counts, group, ...) cover_hit(counts, G_##group, (const unsigned int[]){__VA_ARGS__})

/* Is a cell of a group a bin? Its name goes to text, of COVER_NAME_SIZE bytes. */
bool cover_is_bin(const struct cover_counts *counts, enum cover_group_id group, uint32_t cell);
void cover_name(const struct cover_counts *counts, enum cover_group_id group, uint32_t cell,
		char *text);

#endif
