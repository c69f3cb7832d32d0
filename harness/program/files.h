/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files that a command line names, where there may be several: what is alike in all commands
 * that run them one after the other.
 */
#ifndef PAGEWALK_FILES_H
#define PAGEWALK_FILES_H

#include "program/run_options.h"

struct run_files {
	char **path;
	int n;
};

/*
 * Comes last in a command's argp parser, for keys that are not its own. Takes the files. Ends the
 * program when there are none ("no WHAT given"), or not such as --fst and --window demand.
 */
error_t run_files_parse(struct run_files *files, const char *what, const struct run_options *run,
			int key, const struct argp_state *state);

/* Inputs that will be read again are files; ends the program otherwise. */
void run_files_read_twice(char *const *paths, int n, const struct argp_state *state);

#endif
