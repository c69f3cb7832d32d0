/* SPDX-License-Identifier: Apache-2.0 */
#include <stdarg.h>
#include <stdlib.h>

#include "program/arguments.h"
#include "program/cli.h"

void cli_usage(const struct argp_state *state, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	cli_print(state->name, format, args);
	va_end(args);
	exit(EXIT_BAD);
}
