/* SPDX-License-Identifier: Apache-2.0 */
#include "program/arguments.h"

#include <errno.h>
#include <stdlib.h>

#include "program/cli.h"

void cli_begin(struct argp_state *state)
{
	state->err_stream = NULL;
}

void cli_parse(const struct argp *argp, int argc, char **argv, void *input)
{
	error_t failed = argp_parse(argp, argc, argv, 0, NULL, input);

	/* getopt has told of any other error. */
	if (failed)
		exit(failed == ENOMEM ? cli_error("out of memory") : EXIT_BAD);
}

uint64_t cli_number(const char *text, const char *what, uint64_t min, uint64_t max,
		    const struct argp_state *state)
{
	unsigned long long value;
	char *end;

	errno = 0;
	/* A 0 in front does not mean octal to users. */
	value = strtoull(text, &end, *text == '0' && (text[1] | 0x20) == 'x' ? 16 : 10);
	/* strtoull would take blanks and a sign, and make a large number of -1. */
	if (errno || *text < '0' || *text > '9' || *end || value < min || value > max)
		cli_usage(state, "%s: '%s' is not a number from %llu to %llu", what, text,
			  (unsigned long long)min, (unsigned long long)max);
	return value;
}
