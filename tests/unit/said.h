/* SPDX-License-Identifier: Apache-2.0 */
/* What a reader said, as text: a test reads a file, says what came, and compares the lines. */
#ifndef PAGEWALK_SAID_H
#define PAGEWALK_SAID_H

#include <stddef.h>

extern char said[1 << 16];

/* Appends to said: printf-like. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

/*
 * What was said of the first n bytes of a file, behind the lines that are as all says, which was
 * said of the whole file. Of a line that was cut, only that it has no end may be said.
 */
const char *said_of_cut(const char *bytes, size_t n, const char *all);

#endif
