/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A command line that a user may give to a shell as it is printed: with the program as it was
 * called, and each word quoted where the shell would take it for something else.
 */
#ifndef PAGEWALK_AGAIN_H
#define PAGEWALK_AGAIN_H

#include <limits.h>
#include <stdbool.h>

struct run_options;

#define AGAIN_BYTES (8 * PATH_MAX) /* a path of which every byte needs four, and all else */

struct again {
	char text[AGAIN_BYTES];
	bool lost; /* what is read is gone: FILE stands for it */
};

/* How the program was called; main() says so. */
extern const char *again_program;

/* "PROGRAM COMMAND". */
void again_begin(struct again *again, const char *program, const char *command);

/* More of the line, which the format begins with a blank. */
__attribute__((format(printf, 2, 3))) void again_add(struct again *again, const char *format, ...);

/* Adds a blank and a word. */
void again_word(struct again *again, const char *word);

/* Adds a blank and the name of an input. For a pipe, which cannot be read again, it is FILE. */
void again_file(struct again *again, const char *path);

/* Adds those options that say how the RTL is run and judged; a pin script says all else itself. */
void again_judge(struct again *again, const struct run_options *options);

/* Adds the options that say how a run is made, except those for waveforms. */
void again_options(struct again *again, const struct run_options *options);

/* Adds the options that write a waveform of the mismatch. */
void again_waveform(struct again *again);

#endif
