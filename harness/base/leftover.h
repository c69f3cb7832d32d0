/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that must not outlive the program unfinished: should a signal end it, they are removed, one
 * line on standard error says so, and the exit status is 2.
 *
 * SIGXFSZ is ignored instead: a file that may grow no more is then a write that fails, which
 * whoever writes tells of. A signal that was ignored when the program began (nohup) stays ignored,
 * and one that is caught already (a profiler) stays caught.
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

/* Again of one signal, which somebody else has caught meanwhile. */
void leftover_catch(int signal);

/*
 * From the first until the second no signal comes between a file and its being on the list. Not
 * to be nested.
 */
void leftover_block(void);
void leftover_unblock(void);

/*
 * A path on the list, and off it; it must stay valid meanwhile. False: the list is full. Whoever
 * calls has blocked the signals.
 */
bool leftover_add(const char *path);
void leftover_forget(const char *path);

/* Removes them all. A signal handler may call it. */
void leftover_remove_all(void);

/* A line to standard error, "pagewalk: A B"; a signal handler may call it. */
void leftover_say(const char *a, const char *b);

#ifdef __cplusplus
}
#endif

#endif
