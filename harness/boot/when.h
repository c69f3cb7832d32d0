/* SPDX-License-Identifier: Apache-2.0 */
/* A point in a run, as an option names it. */
#ifndef PAGEWALK_BOOT_WHEN_H
#define PAGEWALK_BOOT_WHEN_H

#include <stdbool.h>
#include <stdint.h>

enum when_kind {
	WHEN_NEVER,
	WHEN_INSTRUCTIONS, /* so many are done since reset */
	WHEN_PC,           /* the next instruction is at this address */
	WHEN_TEXT,         /* the console has shown this text */
};

struct when {
	enum when_kind kind;
	uint64_t value;
	const char *text;
};

/*
 * "1000": instructions; "0x80200000": an address; "text:T", or any T that is
 * neither: a text. False: there is no such number, or the text is empty or longer than a console
 * keeps.
 */
bool when_parse(const char *text, struct when *when);

#endif
