/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong, told to the bench: it names the file and the line of the action. */
#include <stdarg.h>
#include <string.h>

#include "os/play/play_parts.h"

#define MOST_OF_PATH 80u

void play_fail(struct play *play, enum bench_status status, const char *format, ...)
{
	const char *name = play->scenario->name;
	size_t length = strlen(name);
	char what[400];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	/* The end of a long path says more than its beginning. */
	bench_fail(play->machine->bench, status, "%s%s:%lu: %s", length > MOST_OF_PATH ? "..." : "",
		   length > MOST_OF_PATH ? name + length - MOST_OF_PATH : name, play->line, what);
}

void play_surprise(struct play *play, const char *format, ...)
{
	int failed = play->os->swap.failed;
	char what[300];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	if (failed)
		play_fail(play, BENCH_ERROR, "%s; the swap file in %s (TMPDIR): %s", what,
			  play->directory, strerror(failed));
	else
		play_fail(play, BENCH_MISMATCH, "%s", what);
}
