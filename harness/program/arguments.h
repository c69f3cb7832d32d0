/* SPDX-License-Identifier: Apache-2.0 */
/* How a command reads its line: argp, with the program's own way to say what is wrong. */
#ifndef PAGEWALK_ARGUMENTS_H
#define PAGEWALK_ARGUMENTS_H

#include <argp.h>
#include <stdint.h>

/* A number as of strtoull, whole and in range; ends the program otherwise. */
uint64_t cli_number(const char *text, const char *what, uint64_t min, uint64_t max,
		    const struct argp_state *state);

/* At ARGP_KEY_INIT of a command: argp shall add nothing to the one line of an error. */
void cli_begin(struct argp_state *state);

/*
 * What is wrong with the command line, in one line; ends the program with EXIT_BAD. It has a file
 * of its own, usage.c, so that a test of the options can bring one that does not end the program.
 */
__attribute__((format(printf, 2, 3))) void cli_usage(const struct argp_state *state,
						     const char *format, ...);

/* argp_parse(), which ends the program when it fails. */
void cli_parse(const struct argp *argp, int argc, char **argv, void *input);

#endif
