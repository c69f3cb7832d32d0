/* SPDX-License-Identifier: Apache-2.0 */
#include "program/outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/whole.h"
#include "program/cli.h"

/* Which file a path names. */
struct identity {
	bool exists;
	struct stat status;
	char *target; /* of one that does not; NULL: unknown */
};

static struct identity identify(const char *path, int standard)
{
	struct identity file = {.exists = false};

	if (strcmp(path, "-"))
		file.exists = !stat(path, &file.status);
	else
		file.exists = !fstat(standard, &file.status);
	if (!file.exists)
		file.target = whole_target(path);
	return file;
}

/* Terminals, /dev/null and sockets may be anything at once. */
static bool is_shared(const struct stat *status)
{
	return S_ISCHR(status->st_mode) || S_ISSOCK(status->st_mode);
}

static bool same(const struct identity *a, const struct identity *b)
{
	if (a->exists != b->exists)
		return false;
	if (!a->exists)
		return a->target && b->target && !strcmp(a->target, b->target);
	return a->status.st_dev == b->status.st_dev && a->status.st_ino == b->status.st_ino &&
	       !is_shared(&a->status);
}

static bool same_file(const char *a, int standard_a, const char *b, int standard_b)
{
	struct identity first = identify(a, standard_a), second = identify(b, standard_b);
	bool are = same(&first, &second);

	free(first.target);
	free(second.target);
	return are;
}

static int check_pair(const struct output *a, const struct output *b)
{
	bool both_standard = !strcmp(a->path, "-") && !strcmp(b->path, "-");

	if (!both_standard && !same_file(a->path, STDOUT_FILENO, b->path, STDOUT_FILENO))
		return EXIT_AGREED;
	return cli_error("%s: %s and %s are one file", b->path, a->option, b->option);
}

static int check_outputs(const struct output *outputs, unsigned int n)
{
	int status = EXIT_AGREED;

	for (unsigned int i = 0; i < n && status == EXIT_AGREED; i++) {
		if (!outputs[i].path)
			continue;
		for (unsigned int k = 0; k < i && status == EXIT_AGREED; k++)
			if (outputs[k].path)
				status = check_pair(&outputs[k], &outputs[i]);
		if (status == EXIT_AGREED && !outputs[i].goes_on &&
		    !whole_possible(outputs[i].path))
			status = cli_error("%s: %s", outputs[i].path, strerror(errno));
	}
	return status;
}

int outputs_spare(const struct output *outputs, unsigned int n, const char *input)
{
	for (unsigned int i = 0; input && i < n; i++)
		if (outputs[i].path &&
		    same_file(outputs[i].path, STDOUT_FILENO, input, STDIN_FILENO))
			return cli_error("%s: %s would overwrite what is read", outputs[i].path,
					 outputs[i].option);
	return EXIT_AGREED;
}

int outputs_check(const struct output *outputs, unsigned int n, char *const *inputs, int n_inputs)
{
	int status = EXIT_AGREED;

	for (unsigned int i = 0; i < n; i++)
		if (outputs[i].path && !*outputs[i].path)
			return cli_error("%s: the name of a file is empty", outputs[i].option);
	status = check_outputs(outputs, n);
	for (int i = 0; i < n_inputs && status == EXIT_AGREED; i++)
		status = outputs_spare(outputs, n, inputs[i]);
	return status;
}

int outputs_begin(const struct output *outputs, unsigned int n)
{
	for (unsigned int i = 0; i < n; i++)
		if (outputs[i].path && whole_is_standard_output(outputs[i].path))
			return whole_keep_standard_output()
				       ? EXIT_AGREED
				       : cli_error("standard output: %s", strerror(errno));
	return EXIT_AGREED;
}
