/* SPDX-License-Identifier: Apache-2.0 */
#include "file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../whole.h"

#define HEADER "pagewalk cover 1\n"

int cover_write(const struct cover_counts *counts, const char *path)
{
	char name[COVER_NAME_SIZE];
	struct whole whole;

	if (whole_open(&whole, path))
		return -1;
	fputs(HEADER, whole.file);
	for (unsigned int group = 0; group < GROUPS; group++) {
		for (uint32_t cell = counts->first[group]; cell < counts->first[group + 1];
		     cell++) {
			if (!counts->hits[cell])
				continue;
			cover_name(counts, group, cell, name);
			fprintf(whole.file, "%s %" PRIu64 "\n", name, counts->hits[cell]);
		}
	}
	return whole_close(&whole);
}

/* The value of a dimension that a name has at its beginning; moves the name behind it. */
static int value_of(const struct cover_values *by, char **name)
{
	char *value = strsep(name, ",");

	for (unsigned int i = 0; value && i < by->n; i++)
		if (!strcmp(value, by->names[i]))
			return (int)i;
	return -1;
}

/* The cell of a name; -1: there is none. The name is cut up. */
static int64_t cell_of(const struct cover_counts *counts, char *name)
{
	char *values = strchr(name, ':');
	uint32_t cell = 0;
	unsigned int group = 0;

	if (!values)
		return -1;
	*values++ = 0;
	while (group < GROUPS && strcmp(cover_groups[group].name, name))
		group++;
	if (group == GROUPS)
		return -1;
	for (unsigned int i = 0; i < COVER_DIMENSIONS && cover_groups[group].by[i]; i++) {
		int value = value_of(cover_groups[group].by[i], &values);

		if (value < 0)
			return -1;
		cell = cell * cover_groups[group].by[i]->n + (unsigned int)value;
	}
	return values ? -1 : (int64_t)(counts->first[group] + cell);
}

/* "NAME COUNT\n"; false: it is no such line. */
static bool read_line(struct cover_counts *counts, char *line)
{
	char *blank = strchr(line, ' '), *end;
	uint64_t count;
	int64_t cell;

	if (!blank || blank[1] < '0' || blank[1] > '9')
		return false;
	*blank = 0;
	errno = 0;
	count = strtoull(blank + 1, &end, 10);
	cell = cell_of(counts, line);
	if (errno || strcmp(end, "\n") || cell < 0)
		return false;
	if (__builtin_add_overflow(counts->hits[cell], count, &counts->hits[cell]))
		counts->hits[cell] = UINT64_MAX;
	return true;
}

bool cover_read(struct cover_counts *counts, const char *path, char *error, unsigned int size)
{
	FILE *file = fopen(path, "r");
	unsigned long number = 1;
	char line[COVER_LINE_MAX + sizeof("\n")];
	bool ok;

	if (!file) {
		snprintf(error, size, "%s: %s", path, strerror(errno));
		return false;
	}
	ok = fgets(line, sizeof(line), file) && !strcmp(line, HEADER);
	while (ok && fgets(line, sizeof(line), file)) {
		number++;
		ok = read_line(counts, line);
	}
	if (ferror(file))
		snprintf(error, size, "%s: %s", path, strerror(errno));
	else if (!ok)
		snprintf(error, size, "%s:%lu: not a line of a coverage file of this program", path,
			 number);
	ok = ok && !ferror(file);
	fclose(file);
	return ok;
}
