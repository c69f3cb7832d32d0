/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outputs that a command line asks for, looked at before anything is run: each can be written,
 * and none is an input or another output, by whatever name. Where one is standard output, what is
 * printed for people goes to standard error.
 */
#ifndef PAGEWALK_OUTPUTS_H
#define PAGEWALK_OUTPUTS_H

#include <stdbool.h>

struct output {
	const char *option; /* such as "--json" */
	const char *path;   /* NULL: not asked for */
	bool goes_on;       /* it is appended to; its own code tells what is wrong with it */
};

/* inputs: "-" is standard input. Returns an exit status; if not EXIT_AGREED, the user was told. */
int outputs_check(const struct output *outputs, unsigned int n, char *const *inputs, int n_inputs);

/* The same of one more input; NULL: there is none. */
int outputs_spare(const struct output *outputs, unsigned int n, const char *input);

/* Takes standard output away from what is printed, if an output needs it. As outputs_check(). */
int outputs_begin(const struct output *outputs, unsigned int n);

#endif
