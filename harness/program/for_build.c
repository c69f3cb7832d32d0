/* SPDX-License-Identifier: Apache-2.0 */
#include "program/for_build.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/source.h"
#include "program/cli.h"

/* The M of a name, as in NAME.m36.trace or NAME.m36.trace.zst; 0: none. */
static unsigned int named(const char *path)
{
	unsigned int m = 0;
	int behind = 0;

	for (const char *at = cli_basename(path); (at = strstr(at, ".m")); at++)
		if (sscanf(at, ".m%2u.trace%n", &m, &behind) == 1 && behind &&
		    (!at[behind] || at[behind] == '.'))
			return m;
	return 0;
}

/* The M of a head: the comments behind the first line. 0: none. */
static unsigned int lowest(const char *path)
{
	char error[512];
	struct source *source;
	struct source_line line;
	struct stat status;
	unsigned int m = 0;

	if (stat(path, &status) || !S_ISREG(status.st_mode))
		return 0;
	source = source_open(path, error, sizeof(error));
	while (source && !m && source_next(source, &line) == SOURCE_LINE &&
	       (line.number == 1 || *line.text == '#'))
		if (sscanf(line.text, "# For M >= %2u", &m) != 1)
			m = 0;
	source_close(source);
	return m;
}

bool for_build(const char *path, unsigned int pa_bits, char *why, unsigned int size)
{
	unsigned int only = named(path), least = only ? 0 : lowest(path);

	if ((!only || only == pa_bits) && least <= pa_bits)
		return true;
	snprintf(why, size, "%s: for a PA_BITS of %u%s, and this build has %u", path,
		 only ? only : least, only ? "" : " or more", pa_bits);
	return false;
}
