/* SPDX-License-Identifier: Apache-2.0 */
#include "said.h"

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
