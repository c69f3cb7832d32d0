/* SPDX-License-Identifier: Apache-2.0 */
#include "base/leftover.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

#define MOST 32u

/*
 * The signals that end a program, except those that a fault of its own raises: a debugger or a
 * sanitizer must see where such a fault is.
 */
static const struct {
	int number;
	const char *name;
} fatal[] = {
	{SIGINT, "SIGINT"},   {SIGTERM, "SIGTERM"},     {SIGHUP, "SIGHUP"},
	{SIGQUIT, "SIGQUIT"}, {SIGPIPE, "SIGPIPE"},     {SIGXCPU, "SIGXCPU"},
	{SIGALRM, "SIGALRM"}, {SIGVTALRM, "SIGVTALRM"}, {SIGPROF, "SIGPROF"},
	{SIGUSR1, "SIGUSR1"}, {SIGUSR2, "SIGUSR2"},     {SIGIO, "SIGIO"},
	{SIGPWR, "SIGPWR"},   {SIGSTKFLT, "SIGSTKFLT"},
};

#define FATAL (sizeof(fatal) / sizeof(fatal[0]))

/* A signal handler has no argument of ours. */
static const char *volatile paths[MOST];
static void (*volatile undo_now)(void);

static const char *name_of(int number)
{
	for (size_t i = 0; i < FATAL; i++)
		if (fatal[i].number == number)
			return fatal[i].name;
	return "a real-time signal";
}

/* Only what a signal handler may do. */
void leftover_say(const char *a, const char *b)
{
	const char *const parts[] = {"pagewalk: ", a, b, "\n"};

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (write(STDERR_FILENO, parts[i], strlen(parts[i])) < 0)
			return;
}

void leftover_undo(void (*undo)(void))
{
	undo_now = undo;
}

void leftover_remove_all(void)
{
	void (*undo)(void) = undo_now;

	if (undo)
		undo();
	for (unsigned int i = 0; i < MOST; i++)
		if (paths[i])
			unlink(paths[i]);
}

static void end(int number)
{
	leftover_remove_all();
	/* The reader that closed the pipe has seen enough; a shell expects no message about it. */
	if (number == SIGPIPE) {
		signal(SIGPIPE, SIG_DFL);
		raise(SIGPIPE);
		return;
	}
	leftover_say("ended by ", name_of(number));
	_exit(2);
}

static void all_fatal(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < FATAL; i++)
		sigaddset(set, fatal[i].number);
	for (int number = SIGRTMIN; number <= SIGRTMAX; number++)
		sigaddset(set, number);
}

void leftover_catch(int number)
{
	struct sigaction action = {.sa_handler = end};

	all_fatal(&action.sa_mask);
	sigaction(number, &action, NULL);
}

void leftover_catch_signals(void)
{
	struct sigaction before;
	sigset_t set;

	all_fatal(&set);
	for (int number = 1; number <= SIGRTMAX; number++)
		if (sigismember(&set, number) == 1 && !sigaction(number, NULL, &before) &&
		    before.sa_handler == SIG_DFL)
			leftover_catch(number);
	signal(SIGXFSZ, SIG_IGN);
}

void leftover_block(void)
{
	sigset_t set;

	all_fatal(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

void leftover_unblock(void)
{
	sigset_t set;

	all_fatal(&set);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

bool leftover_add(const char *path)
{
	for (unsigned int i = 0; i < MOST; i++) {
		if (!paths[i]) {
			paths[i] = path;
			return true;
		}
	}
	return false;
}

void leftover_forget(const char *path)
{
	for (unsigned int i = 0; i < MOST; i++)
		if (paths[i] == path)
			paths[i] = NULL;
}
