/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The console of a machine: what the kernel puts out goes to standard output as it comes, and what
 * comes from standard input waits until the kernel takes it. At a terminal, Ctrl-A x leaves the
 * machine, and Ctrl-A Ctrl-A is one Ctrl-A.
 */
#ifndef PAGEWALK_BOOT_CONSOLE_H
#define PAGEWALK_BOOT_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONSOLE_TAIL  512u /* a text that is watched for is no longer */
#define CONSOLE_INPUT 256u

/* A text that is waited for. */
struct console_watch {
	const char *text; /* NULL, or empty: none */
	bool seen;
};

struct console {
	bool silent;   /* puts nothing out */
	bool reads;    /* looks at standard input */
	bool terminal; /* that is a terminal */
	bool left;     /* Ctrl-A x has come */
	bool ended;    /* nothing more will come */
	bool escaped;  /* Ctrl-A has come, and what it is for has not */
	struct console_watch until, panic;
	void (*before)(void *opaque); /* called before bytes go out, NULL: no call */
	void *opaque;

	uint64_t written; /* bytes, in all */
	char tail[4 * CONSOLE_TAIL];
	size_t n_tail;

	uint8_t input[CONSOLE_INPUT];
	size_t first, n_input;
};

/* silent and reads as they should be. Standard input becomes the console's, if it reads. */
void console_begin(struct console *console, bool silent, bool reads);
void console_end(struct console *console);

/* Bytes that the kernel puts out. Sets `seen` of what is watched for. */
void console_write(struct console *console, const uint8_t *bytes, size_t n);

/* The next byte that was typed; -1: none yet. */
int console_read(struct console *console);

/*
 * Lets go what was put out, and at a terminal waits for a key, for at most so many milliseconds. Of
 * other input nothing is read that the kernel has not asked for, so that a run can be repeated.
 */
void console_poll(struct console *console, int milliseconds);

/* Does the next byte that is put out begin a line? */
bool console_at_line_start(const struct console *console);

#endif
