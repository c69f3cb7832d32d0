/* SPDX-License-Identifier: Apache-2.0 */
#include "soak_log.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST "pagewalk-random 1 "

struct soak_log {
	int file;
	off_t end; /* of the last whole line */
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

/* The line of a seed. */
static bool parse(const char *line, struct soak_sum *seed)
{
	int behind = 0;

	if (sscanf(line, "seed %" SCNu64 " cycles %" SCNu64 " translations %" SCNu64 " %n",
		   &seed->first, &seed->cycles, &seed->translations, &behind) != 3 ||
	    !behind)
		return false;
	seed->mismatches = !strncmp(line + behind, "mismatch ", 9);
	return seed->mismatches || !strcmp(line + behind, "agreed");
}

/* One whole line, without its end. */
static bool take(struct soak_log *log, unsigned long number, const char *line, const char *settings,
		 char *error, unsigned int size)
{
	struct soak_sum seed;

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
	add(&log->sum, &seed);
	return true;
}

/* All lines that are whole. */
static bool read_all(struct soak_log *log, const char *settings, char *error, unsigned int size)
{
	int copy = dup(log->file);
	FILE *file = copy < 0 ? NULL : fdopen(copy, "r");
	unsigned long number = 0;
	char *line = NULL;
	size_t room = 0;
	ssize_t length = 0;
	bool ok = file != NULL;

	if (!file && copy >= 0)
		close(copy);
	while (ok && (length = getline(&line, &room, file)) > 0 && line[length - 1] == '\n') {
		line[length - 1] = 0;
		log->end += length;
		ok = take(log, ++number, line, settings, error, size);
	}
	if (!file || ferror(file)) {
		snprintf(error, size, " %s", strerror(errno));
		ok = false;
	} else if (ok && !number && length > 0) {
		ok = take(log, 1, line, settings, error, size); /* not ours to cut */
	}
	free(line);
	if (file)
		fclose(file);
	return ok;
}

/* Appends a line, whole or not at all. */
static bool append(struct soak_log *log, const char *line, size_t length)
{
	ssize_t written = pwrite(log->file, line, length, log->end);
	int saved = written < 0 ? errno : ENOSPC;

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
	log->file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (log->file < 0) {
		snprintf(error, size, "%s: %s", path, strerror(errno));
		free(log);
		return NULL;
	}
	ok = !flock(log->file, LOCK_EX | LOCK_NB);
	if (!ok)
		snprintf(why, sizeof(why), " %s",
			 errno == EWOULDBLOCK ? "another run writes to it" : strerror(errno));
	ok = ok && read_all(log, settings, why, sizeof(why));
	if (ok && (ftruncate(log->file, log->end) || (!log->end && !begin(log, settings)))) {
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
