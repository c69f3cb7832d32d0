/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A list of files that must not stay behind unfinished. When a signal ends the program, they are
 * removed, one line on standard error says so, and the exit status is 2.
 *
 * SIGXFSZ is ignored instead, so that a write beyond the largest size of a file fails, and its
 * caller tells of it. A signal that was ignored when the program began (nohup) stays ignored, and
 * one that is caught already (a profiler) stays caught.
 */
#ifndef PAGEWALK_LEFTOVER_H
#define PAGEWALK_LEFTOVER_H

#include <signal.h>
#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Once, when the program begins. */
void leftover_catch_signals(void);

/* Catches one signal again, after other code has set a handler for it. */
void leftover_catch(int signal);

/*
 * Between these two calls no signal is handled, so that none comes when a file is made, and not yet
 * on the list. Calls do not nest.
 */
void leftover_block(void);
void leftover_unblock(void);

/*
 * Puts a path on the list, or takes it off; the path must stay valid meanwhile, and the caller has
 * blocked the signals. False: the list is full.
 */
bool leftover_add(const char *path);
void leftover_forget(const char *path);

/*
 * What must be undone, too, when the program ends: leftover_remove_all() calls it, so that it may
 * do only what a signal handler may. NULL: nothing any more.
 */
void leftover_undo(void (*undo)(void));

/* Removes them all. A signal handler may call it. */
void leftover_remove_all(void);

/* A line to standard error, "pagewalk: A B"; a signal handler may call it. */
void leftover_say(const char *a, const char *b);

#ifdef __cplusplus
}
#endif

#endif
