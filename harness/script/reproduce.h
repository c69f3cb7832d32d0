/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest pin script that fails as a run did: the run is made again and recorded, the script
 * is shrunk while it fails in the same way, and written.
 */
#ifndef PAGEWALK_REPRODUCE_H
#define PAGEWALK_REPRODUCE_H

#include "bench/bench.h"

struct reproduce {
	struct bench_config config;                       /* of the run, which fails */
	void (*drive)(void *opaque, struct bench *bench); /* the run, all that comes behind reset */
	void *opaque;
	const char *command; /* the command that makes the run */
	const char *replay;  /* the command that replays a script, but for its name */
	const char *path;    /* of the script */

	/*
	 * Called now and then with the events that are left and the runs made; true: it is enough.
	 * May be NULL.
	 */
	bool (*stop)(size_t events, unsigned int runs);
};

struct reproduced {
	size_t recorded, events;
	unsigned int runs;
	uint64_t cycles; /* of the script */
	bool whole;      /* no event can be left out: it was not stopped */
};

/* False, with one line in error (of size bytes): no script was written. */
bool reproduce(const struct reproduce *what, struct reproduced *done, char *error,
	       unsigned int size);

/*
 * What kind of failure a message tells of: the pin that differs, or the verdict, without numbers.
 * Two failures are the same when these are.
 */
void reproduce_kind(const char *failure, char *kind, size_t size);

#endif
