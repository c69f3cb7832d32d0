/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/whole.h"

#define HEADER "pagewalk cover 2\n"
#define END    "end "

int cover_write(const struct cover_counts *counts, const char *path)
{
	char name[COVER_NAME_SIZE];
	struct whole whole;
	uint64_t lines = 0;

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
			lines++;
		}
	}
	fprintf(whole.file, END "%" PRIu64 "\n", lines);
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

/* A number up to the end of the line; false: it is none. */
static bool read_count(const char *at, uint64_t *count)
{
	char *end;

	if (*at < '0' || *at > '9')
		return false;
	errno = 0;
	*count = strtoull(at, &end, 10);
	return !errno && !strcmp(end, "\n");
}

/* "NAME COUNT\n"; false: it is no such line. */
static bool read_line(struct cover_counts *counts, char *line)
{
	char *blank = strchr(line, ' ');
	uint64_t count;
	int64_t cell;

	if (!blank || !read_count(blank + 1, &count))
		return false;
	*blank = 0;
	cell = cell_of(counts, line);
	if (cell < 0)
		return false;
	if (__builtin_add_overflow(counts->hits[cell], count, &counts->hits[cell]))
		counts->hits[cell] = UINT64_MAX;
	return true;
}

/* "end COUNT\n", of as many lines as there were. */
static bool is_end(const char *line, uint64_t lines)
{
	uint64_t count;

	return !strncmp(line, END, strlen(END)) && read_count(line + strlen(END), &count) &&
	       count == lines;
}

/* All lines. NULL, or what is wrong with line *number. */
static const char *read_all(struct cover_counts *counts, FILE *file, unsigned long *number)
{
	char line[COVER_LINE_MAX + sizeof("\n")];
	bool ended = false;

	*number = 1;
	if (!fgets(line, sizeof(line), file) || strcmp(line, HEADER) != 0)
		return "not a line of a coverage file of this program";
	while (fgets(line, sizeof(line), file)) {
		++*number;
		if (ended)
			return "a line behind the end";
		ended = is_end(line, *number - 2);
		if (!ended && !read_line(counts, line))
			return "not a line of a coverage file of this program";
	}
	return ended ? NULL : "the file has no end: it is cut off";
}

FILE *cover_open(const char *path, const char **name)
{
	bool standard = !strcmp(path, "-");

	*name = standard ? "<stdin>" : *path ? path : "''";
	return standard ? stdin : fopen(path, "re");
}

void cover_close(FILE *file)
{
	if (file != stdin)
		fclose(file);
}

bool cover_read(struct cover_counts *counts, const char *path, char *error, unsigned int size)
{
	const char *name, *wrong;
	FILE *file = cover_open(path, &name);
	unsigned long number;

	if (!file) {
		snprintf(error, size, "%s: %s", name, strerror(errno));
		return false;
	}
	wrong = read_all(counts, file, &number);
	if (ferror(file))
		snprintf(error, size, "%s: %s", name, wrong = strerror(errno));
	else if (wrong)
		snprintf(error, size, "%s:%lu: %s", name, number, wrong);
	cover_close(file);
	return !wrong;
}
