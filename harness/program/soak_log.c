/* SPDX-License-Identifier: Apache-2.0 */
#include "program/soak_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/whole.h"

#define FIRST          "pagewalk-random 1 "
#define LINE_MAX_BYTES 2048 /* of a log; longer than any that is written */

struct soak_log {
	int file;
	struct whole stream; /* standard output, which is not gone on with; file is -1 */
	off_t end;           /* of the last whole line */
	struct soak_sum sum;
};

static void add(struct soak_sum *sum, const struct soak_sum *seed)
{
	if (!sum->seeds++)
		sum->first = seed->first;
	sum->last = seed->first;
	sum->cycles += seed->cycles;
	sum->translations += seed->translations;
	sum->mismatches += seed->mismatches;
}

/* "NAME NUMBER ", as it is written; moves behind it. */
static bool parse_number(const char **at, const char *name, uint64_t *value)
{
	size_t length = strlen(name);
	char *end;

	if (strncmp(*at, name, length) || (*at)[length] < '0' || (*at)[length] > '9')
		return false;
	errno = 0;
	*value = strtoull(*at + length, &end, 10);
	*at = end + 1;
	return !errno && *end == ' ';
}

/* The line of a seed. */
static bool parse(const char *line, struct soak_sum *seed)
{
	if (!parse_number(&line, "seed ", &seed->first) ||
	    !parse_number(&line, "cycles ", &seed->cycles) ||
	    !parse_number(&line, "translations ", &seed->translations))
		return false;
	seed->mismatches = !strncmp(line, "mismatch ", 9);
	return seed->mismatches || !strcmp(line, "agreed");
}

/* A log that was put together of several, or edited, does not say what was run. */
static bool follows(const struct soak_sum *sum, const struct soak_sum *seed, char *why,
		    unsigned int size)
{
	uint64_t total;

	if (sum->seeds && (sum->last == UINT64_MAX || seed->first != sum->last + 1)) {
		snprintf(why, size,
			 "seed %" PRIu64 " behind seed %" PRIu64 ": each seed is to be run once, "
			 "in their order",
			 seed->first, sum->last);
		return false;
	}
	if (!__builtin_add_overflow(sum->cycles, seed->cycles, &total) &&
	    !__builtin_add_overflow(sum->translations, seed->translations, &total))
		return true;
	snprintf(why, size, "more cycles or translations than 64 bits count");
	return false;
}

/* One whole line, without its end. */
static bool take(struct soak_log *log, unsigned long number, const char *line, const char *settings,
		 char *error, unsigned int size)
{
	struct soak_sum seed;
	char why[120];

	if (number == 1) {
		if (strncmp(line, FIRST, strlen(FIRST)))
			snprintf(error, size, "1: expected a log, '" FIRST "...'");
		else if (strcmp(line + strlen(FIRST), settings))
			snprintf(error, size,
				 "1: the log of other runs, with %s; this is one with %s",
				 line + strlen(FIRST), settings);
		else
			return true;
		return false;
	}
	if (!parse(line, &seed)) {
		snprintf(error, size,
			 "%lu: expected 'seed N cycles N translations N' and agreed or "
			 "mismatch",
			 number);
		return false;
	}
	if (!follows(&log->sum, &seed, why, sizeof(why))) {
		snprintf(error, size, "%lu: %s", number, why);
		return false;
	}
	add(&log->sum, &seed);
	return true;
}

/* As much of the next line as there is room for; a byte 0 ends it, too. Returns the length. */
static size_t read_line(FILE *file, char line[LINE_MAX_BYTES])
{
	size_t length = 0;
	int c = 0;

	while (length < LINE_MAX_BYTES - 1 && c != '\n' && (c = getc(file)) != EOF) {
		line[length++] = (char)c;
		if (!c)
			break;
	}
	line[length] = 0;
	return length;
}

/*
 * Reads all lines that are whole. A crash may cut the last one short; a file without a line, or
 * with one that is too long, is no such log, and stays as it is.
 */
static bool read_all(struct soak_log *log, const char *settings, char *error, unsigned int size)
{
	int copy = dup(log->file);
	FILE *file = copy < 0 ? NULL : fdopen(copy, "r");
	unsigned long number = 0;
	char line[LINE_MAX_BYTES];
	size_t length = 0;
	bool ok = file != NULL;

	if (!file && copy >= 0)
		close(copy);
	while (ok && (length = read_line(file, line)) && line[length - 1] == '\n') {
		line[length - 1] = 0;
		log->end += (off_t)length;
		ok = take(log, ++number, line, settings, error, size);
	}
	if (!file || ferror(file)) {
		snprintf(error, size, " %s", strerror(errno));
		ok = false;
	} else if (ok && length && (!number || !line[length - 1] || length == sizeof(line) - 1)) {
		ok = take(log, number + 1, line, settings, error, size);
	}
	if (file)
		fclose(file);
	if (ok && log->sum.seeds && log->sum.last == UINT64_MAX) {
		snprintf(error, size, "%lu: the last seed that there is: none comes behind it",
			 number);
		ok = false;
	}
	return ok;
}

/* Appends a line, whole or not at all. */
static bool append(struct soak_log *log, const char *line, size_t length)
{
	ssize_t written;
	int saved;

	if (log->stream.file)
		return fwrite(line, 1, length, log->stream.file) == length &&
		       !fflush(log->stream.file);
	written = pwrite(log->file, line, length, log->end);
	saved = written < 0 ? errno : ENOSPC;

	if (written == (ssize_t)length) {
		log->end += written;
		return true;
	}
	if (ftruncate(log->file, log->end))
		saved = errno;
	errno = saved;
	return false;
}

static bool begin(struct soak_log *log, const char *settings)
{
	char line[512];
	int length = snprintf(line, sizeof(line), FIRST "%s\n", settings);

	return append(log, line, (size_t)length);
}

/* A file, locked. Anything else has no end behind which lines can be added. */
static bool open_file(struct soak_log *log, const char *path, char *why, unsigned int size)
{
	struct stat status;

	log->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0666);
	if (log->file < 0 || fstat(log->file, &status)) {
		snprintf(why, size, " %s", strerror(errno));
		return false;
	}
	if (!S_ISREG(status.st_mode)) {
		snprintf(why, size, " a log is gone on with, so it must be a file, or - for none");
		return false;
	}
	if (!flock(log->file, LOCK_EX | LOCK_NB))
		return true;
	snprintf(why, size, " %s",
		 errno == EWOULDBLOCK ? "another run writes to it" : strerror(errno));
	return false;
}

/* Standard output tells of this run alone. */
static bool open_stream(struct soak_log *log, const char *settings, char *why, unsigned int size)
{
	log->file = -1;
	if (!whole_open(&log->stream, "-") && begin(log, settings))
		return true;
	snprintf(why, size, " %s", strerror(errno));
	return false;
}

struct soak_log *soak_log_open(const char *path, const char *settings, char *error,
			       unsigned int size)
{
	struct soak_log *log = calloc(1, sizeof(*log));
	char why[600] = "";
	bool ok;

	if (!log) {
		snprintf(error, size, "%s: out of memory", path);
		return NULL;
	}
	if (!strcmp(path, "-"))
		ok = open_stream(log, settings, why, sizeof(why));
	else
		ok = open_file(log, path, why, sizeof(why)) &&
		     read_all(log, settings, why, sizeof(why));
	if (ok && !log->stream.file &&
	    (ftruncate(log->file, log->end) || (!log->end && !begin(log, settings)))) {
		snprintf(why, sizeof(why), " %s", strerror(errno));
		ok = false;
	}
	if (ok)
		return log;
	snprintf(error, size, "%s:%s", path, why);
	soak_log_close(log);
	return NULL;
}

void soak_log_close(struct soak_log *log)
{
	if (!log)
		return;
	if (log->stream.file)
		whole_close(&log->stream);
	if (log->file >= 0)
		close(log->file);
	free(log);
}

const struct soak_sum *soak_log_sum(const struct soak_log *log)
{
	return &log->sum;
}

bool soak_log_add(struct soak_log *log, uint64_t seed, uint64_t cycles, uint64_t translations,
		  const char *mismatch)
{
	const struct soak_sum one = {.first = seed,
				     .cycles = cycles,
				     .translations = translations,
				     .mismatches = mismatch != NULL};
	char line[1024];
	int length = snprintf(line, sizeof(line),
			      "seed %" PRIu64 " cycles %" PRIu64 " translations %" PRIu64 " %s%s\n",
			      seed, cycles, translations, mismatch ? "mismatch " : "agreed",
			      mismatch ? mismatch : "");

	if (!append(log, line, (size_t)length))
		return false;
	add(&log->sum, &one);
	return true;
}
