/* SPDX-License-Identifier: Apache-2.0 */
/* Names of files may hold any bytes, but the XML and JSON that other programs read is UTF-8. */
#ifndef PAGEWALK_UTF8_H
#define PAGEWALK_UTF8_H

#include <stdint.h>

/*
 * How many bytes, 1 to 4, the first character of a text that is not empty has; the character goes
 * to *value. 0: the text does not begin with a character of UTF-8.
 */
unsigned int utf8_character(const char *text, uint32_t *value);

#endif
