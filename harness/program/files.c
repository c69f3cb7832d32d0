/* SPDX-License-Identifier: Apache-2.0 */
#include "program/files.h"

#include <string.h>
#include <sys/stat.h>

#include "program/arguments.h"

error_t run_files_parse(struct run_files *files, const char *what, const struct run_options *run,
			int key, const struct argp_state *state)
{
	switch (key) {
	case ARGP_KEY_ARGS:
		files->path = state->argv + state->next;
		files->n = state->argc - state->next;
		return 0;
	case ARGP_KEY_NO_ARGS:
		cli_usage(state, "no %s given", what);
		return 0;
	case ARGP_KEY_END:
		if (run->window)
			run_files_read_twice(files->path, files->n, state);
		if (run->fst && !run->window && files->n > 1)
			cli_usage(state, "--fst without --window takes one %s", what);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

void run_files_read_twice(char *const *paths, int n, const struct argp_state *state)
{
	struct stat status;

	for (int i = 0; i < n; i++)
		if (!strcmp(paths[i], "-") ||
		    (!stat(paths[i], &status) && S_ISFIFO(status.st_mode)))
			cli_usage(state, "%s: would be read more than once: that takes a file",
				  paths[i]);
}
