/* SPDX-License-Identifier: Apache-2.0 */
#include "said.h"

#include <check.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

char said[1 << 16];

void say(const char *format, ...)
{
	size_t n = strlen(said);
	va_list args;

	va_start(args, format);
	vsnprintf(said + n, sizeof(said) - n, format, args);
	va_end(args);
}

const char *said_of_cut(const char *bytes, size_t n, const char *all)
{
	size_t whole = 0;

	while (said[whole] && said[whole] == all[whole])
		whole++;
	while (whole && said[whole - 1] != '\n')
		whole--;
	if (n && bytes[n - 1] != '\n' && !strstr(said + whole, ": the line has no end"))
		ck_abort_msg("cut at %zu, its last line is taken for whole:\n%s", n, said);
	return said + whole;
}
