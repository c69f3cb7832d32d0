/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/when.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "boot/console.h"

#define TEXT "text:"

static bool is_text(const char *text, struct when *when)
{
	*when = (struct when){.kind = WHEN_TEXT, .text = text};
	return *text && strlen(text) <= CONSOLE_TAIL;
}

bool when_parse(const char *text, struct when *when)
{
	bool hex = text[0] == '0' && (text[1] | 0x20) == 'x';
	unsigned long long value;
	char *end;

	if (!strncmp(text, TEXT, strlen(TEXT)))
		return is_text(text + strlen(TEXT), when);
	if (*text < '0' || *text > '9')
		return is_text(text, when);
	errno = 0;
	value = strtoull(text, &end, hex ? 16 : 10);
	if (*end)
		return is_text(text, when);
	*when = (struct when){.kind = hex ? WHEN_PC : WHEN_INSTRUCTIONS, .value = value};
	return !errno;
}
