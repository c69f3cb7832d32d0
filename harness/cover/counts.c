/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/counts.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static uint32_t cells_of(const struct cover_group *group)
{
	uint32_t n = 1;

	for (unsigned int i = 0; i < COVER_DIMENSIONS && group->by[i]; i++)
		n *= group->by[i]->n;
	return n;
}

struct cover_counts *cover_counts_create(void)
{
	struct cover_counts *counts = calloc(1, sizeof(*counts));

	if (!counts)
		return NULL;
	for (unsigned int i = 0; i < GROUPS; i++)
		counts->first[i + 1] = counts->first[i] + cells_of(&cover_groups[i]);
	counts->hits = calloc(counts->first[GROUPS], sizeof(*counts->hits));
	if (!counts->hits) {
		cover_counts_destroy(counts);
		return NULL;
	}
	return counts;
}

void cover_counts_destroy(struct cover_counts *counts)
{
	if (counts)
		free(counts->hits);
	free(counts);
}

void cover_hit(struct cover_counts *counts, enum cover_group_id group, const unsigned int *values)
{
	const struct cover_group *of = &cover_groups[group];
	uint32_t cell = 0;

	for (unsigned int i = 0; i < COVER_DIMENSIONS && of->by[i]; i++) {
		assert(values[i] < of->by[i]->n);
		cell = cell * of->by[i]->n + values[i];
	}
	counts->hits[counts->first[group] + cell]++;
}

/* The values of a cell; returns how many. */
static unsigned int split(const struct cover_counts *counts, enum cover_group_id group,
			  uint32_t cell, unsigned int *values)
{
	const struct cover_group *of = &cover_groups[group];
	unsigned int n = 0;

	cell -= counts->first[group];
	while (n < COVER_DIMENSIONS && of->by[n])
		n++;
	for (unsigned int i = n; i-- > 0;) {
		values[i] = cell % of->by[i]->n;
		cell /= of->by[i]->n;
	}
	return n;
}

bool cover_is_bin(const struct cover_counts *counts, enum cover_group_id group, uint32_t cell)
{
	unsigned int values[COVER_DIMENSIONS];

	split(counts, group, cell, values);
	return cover_groups[group].is_bin(values);
}

void cover_name(const struct cover_counts *counts, enum cover_group_id group, uint32_t cell,
		char *text)
{
	const struct cover_group *of = &cover_groups[group];
	unsigned int values[COVER_DIMENSIONS], n = split(counts, group, cell, values);
	int at = snprintf(text, COVER_NAME_SIZE, "%s", of->name);

	for (unsigned int i = 0; i < n; i++)
		at += snprintf(text + at, COVER_NAME_SIZE - (unsigned int)at, "%c%s", i ? ',' : ':',
			       of->by[i]->names[values[i]]);
}
