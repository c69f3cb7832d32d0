/* SPDX-License-Identifier: Apache-2.0 */
#include "program/cli.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

void cli_print(const char *who, const char *format, va_list args)
{
	char text[2 * PATH_MAX];

	vsnprintf(text, sizeof(text), format, args);
	fprintf(stderr, "%s: ", who);
	for (const char *at = text; *at; at++)
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			fprintf(stderr, "\\x%02x", (unsigned char)*at);
		else
			fputc(*at, stderr);
	fputc('\n', stderr);
}

int cli_nothing(const char *what)
{
	return cli_error("%s: no translation was compared: that is no agreement", what);
}

int cli_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	cli_print("pagewalk", format, args);
	va_end(args);
	return EXIT_BAD;
}

void cli_progress(const char *what, double done)
{
	if (!isatty(STDERR_FILENO))
		return;
	if (done < 0)
		fputs("\r\033[K", stderr);
	else
		fprintf(stderr, "\r\033[K%s %3.0f %%", what, 100 * done);
	fflush(stderr);
}

void cli_status(const char *text)
{
	if (!isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r\033[K%s", text ? text : "");
	fflush(stderr);
}

static double seconds_of(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double cli_seconds(void)
{
	return seconds_of(CLOCK_MONOTONIC);
}

double cli_cpu_seconds(void)
{
	return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

const char *cli_basename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}
