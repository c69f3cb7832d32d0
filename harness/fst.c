/* SPDX-License-Identifier: Apache-2.0 */
#include "fst.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A signal handler has no argument of ours. */
static const char *volatile guarded;

/* Only what a signal handler may do. */
static void say(const char *text)
{
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		_exit(2);
}

static void no_room(int signal)
{
	const char *path = guarded;

	(void)signal;
	if (path) {
		unlink(path);
		say("pagewalk: ");
		say(path);
		say(": no room for the waveform\n");
	}
	_exit(2);
}

bool fst_begin(const char *path)
{
	struct sigaction action = {.sa_handler = no_room};
	struct stat status;
	FILE *probe;

	if (!stat(path, &status) && !S_ISREG(status.st_mode)) {
		errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
		return false;
	}
	probe = fopen(path, "wb");
	if (!probe || fclose(probe))
		return false;
	guarded = path;
	return !sigaction(SIGBUS, &action, NULL) && !sigaction(SIGABRT, &action, NULL);
}

void fst_end(void)
{
	signal(SIGBUS, SIG_DFL);
	signal(SIGABRT, SIG_DFL);
	guarded = NULL;
}
