/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plays a scenario: each action is done to the operating system and to the shadow, and every byte
 * that a process reads through the MMU is the shadow's, or the play ends there.
 *
 * Whatever is wrong goes where the bench's own failures go: bench_fail() of the machine's bench.
 * Then nothing is done any more, and the bench tells where and what.
 */
#ifndef PAGEWALK_OS_PLAY_H
#define PAGEWALK_OS_PLAY_H

#include <stdio.h>

#include "os/kernel/object.h"
#include "os/kernel/process.h"
#include "os/play/samples.h"
#include "os/play/scenario.h"
#include "os/play/shadow.h"

/* A name, and all processes that have had it, one after the other. */
struct actor {
	char name[SCENARIO_NAME];
	struct space *space; /* NULL: none lives */
	struct shadow *shadow;
	enum fate fate;     /* of the last one */
	unsigned long line; /* of the action that ended it; 0: it ended by itself, or lives */
	bool expected;      /* the scenario knows of it */

	struct space_counts counts; /* of those that have ended */
	uint64_t lives;
	uint64_t peak_resident; /* of those that have ended: pages, at most */
};

/* A file, or shared memory. */
struct prop {
	struct object *object;
	struct store *store; /* its bytes, as the shadow has them */
	int file;            /* to look at the end what was written back; -1: none */
};

/* Accesses of processes, faults included. */
struct latency {
	uint64_t accesses, cycles;
	uint64_t walked;  /* missed the TLB */
	uint64_t faulted; /* at least once */
};

struct play {
	const struct scenario *scenario;
	struct machine *machine;
	struct os *os;
	char *directory; /* of all temporary files; gone as soon as they are open */
	struct actor *actor;
	size_t n_actors;
	struct prop *prop; /* one for each backing */
	uint64_t random;
	unsigned int born;    /* processes */
	unsigned long line;   /* of the action that is played */
	uint64_t boot_tables; /* frames of page tables that the kernel itself has */

	/* Results. */
	uint64_t accesses;         /* of processes */
	struct latency latency[2]; /* of pages that are not locked, and of those that are */
	struct samples samples;

	void (*progress)(void *opaque, double done);
	void *opaque;
};

/* Boots. NULL, with one line in error. The scenario must outlive it. */
struct play *play_create(const struct scenario *scenario, const struct bench_config *config,
			 char *error, unsigned int size);

/* play may be NULL. */
void play_destroy(struct play *play);

/*
 * Plays all, then ends all processes, and sees that everything came back. The bench's status tells
 * how it went.
 */
void play_run(struct play *play);

/* Adds the counts of one space to those of others. */
void play_add_counts(struct space_counts *sum, const struct space_counts *counts);

/* Counts of an actor's lives, the one that goes on too. */
struct space_counts play_counts(const struct actor *actor);

#endif
