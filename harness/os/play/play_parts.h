/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of a play. play.c goes through the actions; it calls play_call.c for those that are system
 * calls, play_work.c for those that access memory, play_props.c, which makes the files, play_end.c,
 * which sees that everything was given back, and step.c, which shows a process to a reader. Below
 * all of them are play_actor.c (processes by name), play_sample.c (samples over time) and
 * play_verdict.c (what is wrong).
 */
#ifndef PAGEWALK_OS_PLAY_PARTS_H
#define PAGEWALK_OS_PLAY_PARTS_H

#include "os/play/play.h"

/* False once the machine has failed. */
static inline bool play_goes_on(const struct play *play)
{
	return os_works(play->os);
}

/* "FILE:LINE: what", a mismatch or an error, of the action that is played. */
__attribute__((format(printf, 3, 4))) void play_fail(struct play *play, enum bench_status status,
						     const char *format, ...);

/*
 * An event that the scenario does not expect is a mismatch. When the disk under the swap file has
 * failed by itself, it is an error instead, and the message says so.
 */
__attribute__((format(printf, 2, 3))) void play_surprise(struct play *play, const char *format,
							 ...);

struct actor *play_find(struct play *play, const char *name);

/* The process is no more. */
void play_end_process(struct play *play, struct actor *actor);

/* The process has ended so, in the line of this action. */
void play_kill(struct play *play, struct actor *actor, enum fate fate);

/* A surprise, where the process has ended and no `expect` has said so. */
void play_ask_fate(struct play *play, struct actor *actor);

/* Takes a sample now. */
void play_sample(struct play *play);

/* fork, map, unmap, protect, brk, lock, unlock, lockall, promote, place. */
void play_call(struct play *play, struct actor *actor, const struct action *action);

/* The process or the child begins. */
void play_begin(struct play *play, const char *name, struct space *space, struct shadow *shadow);

/* touch, fill, check, random, sort, copy, stray. */
void play_work(struct play *play, struct actor *actor, const struct action *action);

/* Files and shared memory. False, with one line in error: one cannot be had. */
bool play_make_props(struct play *play, char *error, unsigned int size);

/* After the end of all processes: has everything come back? */
void play_balance(struct play *play);

/* Prints text, and the process as a picture. */
void play_step(struct play *play, const struct actor *actor, const char *text);

#endif
