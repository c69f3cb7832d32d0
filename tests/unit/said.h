/* SPDX-License-Identifier: Apache-2.0 */
/* What a reader said, as text: a test reads a file, says what came, and compares the lines. */
#ifndef PAGEWALK_SAID_H
#define PAGEWALK_SAID_H

extern char said[1 << 16];

/* Appends to said: printf-like. */
__attribute__((format(printf, 1, 2))) void say(const char *format, ...);

#endif
