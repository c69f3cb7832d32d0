/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/excluded.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cover/file.h"

static void exclude(const struct cover_counts *counts, struct cover_excluded *excluded,
		    struct cover_exclusion *one)
{
	char name[COVER_NAME_SIZE];

	for (unsigned int group = 0; group < GROUPS; group++) {
		for (uint32_t cell = counts->first[group]; cell < counts->first[group + 1];
		     cell++) {
			if (!cover_is_bin(counts, group, cell))
				continue;
			cover_name(counts, group, cell, name);
			if (fnmatch(one->glob, name, 0))
				continue;
			excluded->cells[cell] = true;
			one->bins++;
		}
	}
}

/* NULL: fine; else what is wrong with the line. */
static const char *take(const struct cover_counts *counts, struct cover_excluded *excluded,
			char *line)
{
	size_t length = strcspn(line, " \t\n"), blank = strspn(line + length, " \t");
	struct cover_exclusion *more, *one;

	if (!length || *line == '#')
		return length + strspn(line, " \t\n") < strlen(line) && !length
			       ? "a line begins with a blank"
			       : NULL;
	line[strcspn(line, "\n")] = 0;
	if (!blank || !line[length + blank])
		return "no reason";
	more = realloc(excluded->of, (excluded->n + 1) * sizeof(*more));
	if (!more)
		return "out of memory";
	excluded->of = more;
	one = &more[excluded->n++];
	*one = (struct cover_exclusion){strndup(line, length), strdup(line + length + blank), 0};
	if (!one->glob || !one->reason)
		return "out of memory";
	exclude(counts, excluded, one);
	return one->bins ? NULL : "no bin has such a name";
}

struct cover_excluded *cover_excluded_read(const struct cover_counts *counts, const char *path,
					   char *error, unsigned int size)
{
	struct cover_excluded *excluded = calloc(1, sizeof(*excluded));
	const char *name, *wrong = NULL;
	FILE *file = cover_open(path, &name);
	unsigned long number = 0;
	char line[1024];

	if (!file) {
		snprintf(error, size, "%s: %s", name, strerror(errno));
		free(excluded);
		return NULL;
	}
	if (excluded)
		excluded->cells = calloc(counts->first[GROUPS], sizeof(*excluded->cells));
	if (!excluded || !excluded->cells)
		wrong = "out of memory";
	while (!wrong && fgets(line, sizeof(line), file)) {
		number++;
		wrong = strchr(line, '\n') ? take(counts, excluded, line)
					   : "a line without an end, or too long";
	}
	if (!wrong && ferror(file))
		snprintf(error, size, "%s: %s", name, wrong = strerror(errno));
	else if (wrong)
		snprintf(error, size, "%s:%lu: %s", name, number, wrong);
	cover_close(file);
	if (!wrong)
		return excluded;
	cover_excluded_free(excluded);
	return NULL;
}

void cover_excluded_free(struct cover_excluded *excluded)
{
	if (!excluded)
		return;
	for (unsigned int i = 0; i < excluded->n; i++) {
		free(excluded->of[i].glob);
		free(excluded->of[i].reason);
	}
	free(excluded->of);
	free(excluded->cells);
	free(excluded);
}
