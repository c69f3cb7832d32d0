/* SPDX-License-Identifier: Apache-2.0 */
/* pagewalk cover: what runs with --cover have hit of the coverage model. */
#include <errno.h>
#include <string.h>

#include "cover/counts.h"
#include "cover/file.h"
#include "cover/report.h"
#include "program/arguments.h"
#include "program/cli.h"
#include "program/outputs.h"
#include "program/report.h"

struct arguments {
	bool list, holes;
	const char *json, *excluded; /* NULL: none */
	char **files;
	int n;
};

enum { KEY_LIST = 512, KEY_HOLES, KEY_EXCLUDED };

static const struct argp_option options[] = {
	{"list", KEY_LIST, NULL, 0, "print the names of all bins; goes alone", 1},
	{"holes", KEY_HOLES, NULL, 0, "print the names of the bins that were not hit", 1},
	{"excluded", KEY_EXCLUDED, "LIST", 0,
	 "lines of a shell pattern of names, and why such bins cannot be hit", 1},
	{"json", 'j', "FILE", 0, "write the summary as JSON to FILE", 1},
	{0},
};

/* Standard input can be read only once. */
static void check_standard_input(const struct arguments *arguments, const struct argp_state *state)
{
	int n = arguments->excluded && !strcmp(arguments->excluded, "-");

	for (int i = 0; i < arguments->n; i++)
		n += !strcmp(arguments->files[i], "-");
	if (n > 1)
		cli_usage(state, "-: standard input can be read but once");
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *arguments = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		cli_begin(state);
		return 0;
	case KEY_LIST:
		arguments->list = true;
		return 0;
	case KEY_HOLES:
		arguments->holes = true;
		return 0;
	case KEY_EXCLUDED:
		arguments->excluded = arg;
		return 0;
	case 'j':
		arguments->json = arg;
		return 0;
	case ARGP_KEY_ARGS:
		arguments->files = state->argv + state->next;
		arguments->n = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (arguments->list && arguments->holes)
			cli_usage(state, "--list and --holes are two questions");
		if (arguments->list && (arguments->n || arguments->excluded || arguments->json))
			cli_usage(state, "--list goes alone: it is the same whatever was hit");
		check_standard_input(arguments, state);
		if (!arguments->n && !arguments->list)
			cli_usage(state, "no file given");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp cover_argp = {
	.options = options,
	.parser = parse,
	.args_doc = "FILE...",
	.doc = "Add up the files that runs have written with --cover, of whatever sizes, and "
	       "print for "
	       "each group of the coverage model how many bins there are, and how many of them "
	       "were hit."
	       "\vExit status: 0 done, whatever was hit; 1 a bin was hit that is excluded, or a "
	       "combination that does not exist; 2 bad input or usage.",
};

static int write_json(const char *path, const struct cover_counts *counts,
		      const struct cover_excluded *excluded)
{
	json_t *root = cover_json(counts, excluded);
	int failed = report_write_json(path, root);

	json_decref(root);
	return failed ? cli_error("%s: %s", path, strerror(errno)) : EXIT_AGREED;
}

static int tell(const struct arguments *arguments, const struct cover_counts *counts,
		const struct cover_excluded *excluded)
{
	int status = EXIT_AGREED;

	if (arguments->json)
		status = write_json(arguments->json, counts, excluded);
	if (status != EXIT_AGREED)
		return status;
	if (arguments->list || arguments->holes)
		cover_print_names(stdout, counts, excluded, arguments->holes);
	else
		cover_print(stdout, counts, excluded);
	if (!cover_sum_all(counts, excluded).wrong)
		return EXIT_AGREED;
	cover_print_wrong(stderr, counts, excluded);
	return EXIT_MISMATCH;
}

int cmd_cover(int argc, char **argv)
{
	struct arguments arguments = {.n = 0};
	struct cover_excluded *excluded = NULL;
	struct cover_counts *counts;
	char error[512] = "out of memory";
	struct output json;
	bool ok;
	int status;

	cli_parse(&cover_argp, argc, argv, &arguments);
	json = (struct output){"--json", arguments.json, false};
	status = outputs_check(&json, 1, arguments.files, arguments.n);
	if (status == EXIT_AGREED)
		status = outputs_spare(&json, 1, arguments.excluded);
	if (status == EXIT_AGREED)
		status = outputs_begin(&json, 1);
	if (status != EXIT_AGREED)
		return status;
	counts = cover_counts_create();
	ok = counts;
	if (ok && arguments.excluded) {
		excluded = cover_excluded_read(counts, arguments.excluded, error, sizeof(error));
		ok = excluded;
	}
	for (int i = 0; ok && i < arguments.n; i++)
		ok = cover_read(counts, arguments.files[i], error, sizeof(error));
	status = ok ? tell(&arguments, counts, excluded) : cli_error("%s", error);
	cover_excluded_free(excluded);
	cover_counts_destroy(counts);
	return status;
}
