/* SPDX-License-Identifier: Apache-2.0 */
#include "dut/fst.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/leftover.h"
#include "base/whole.h"

struct fst {
	struct whole whole;
	char *beside; /* where the writer keeps names of signals until it closes the waveform */
};

/* A signal handler has no argument of ours. */
static const char *volatile guarded;

static void no_room(int number)
{
	(void)number;
	leftover_remove_all();
	leftover_say(guarded, ": no room for the waveform");
	_exit(2);
}

/* The second file is a leftover, too. */
static bool expect_beside(struct fst *fst)
{
	bool ok;

	if (asprintf(&fst->beside, "%s.hier", fst->whole.temporary) < 0) {
		fst->beside = NULL;
		return false;
	}
	leftover_block();
	ok = leftover_add(fst->beside);
	leftover_unblock();
	return ok;
}

struct fst *fst_begin(const char *path, const char **guilty)
{
	struct sigaction action = {.sa_handler = no_room};
	struct fst *fst = calloc(1, sizeof(*fst));
	int saved;

	if (!fst || whole_open_apart(&fst->whole, path)) {
		saved = fst ? errno : ENOMEM;
		*guilty = fst ? fst->whole.path : path;
		free(fst);
		errno = saved;
		return NULL;
	}
	guarded = fst->whole.target ? path : fst->whole.temporary;
	if (expect_beside(fst) && !sigaction(SIGBUS, &action, NULL) &&
	    !sigaction(SIGABRT, &action, NULL))
		return fst;
	fst_end(fst, false, guilty);
	errno = ENOMEM;
	return NULL;
}

const char *fst_name(const struct fst *fst)
{
	return fst->whole.temporary;
}

bool fst_end(struct fst *fst, bool keep, const char **guilty)
{
	int saved = 0;

	if (!fst)
		return true;
	signal(SIGBUS, SIG_DFL);
	signal(SIGABRT, SIG_DFL);
	guarded = NULL;
	leftover_block();
	if (fst->beside)
		unlink(fst->beside);
	leftover_forget(fst->beside);
	leftover_unblock();
	if (!keep)
		whole_drop(&fst->whole);
	else if (whole_close(&fst->whole))
		saved = errno;
	if (guilty)
		*guilty = fst->whole.path;
	free(fst->beside);
	free(fst);
	errno = saved;
	return !saved;
}
