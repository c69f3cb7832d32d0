/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of files may hold any bytes; what other programs read of us is UTF-8.
 */
#ifndef PAGEWALK_UTF8_H
#define PAGEWALK_UTF8_H

#include <stdint.h>

/*
 * Bytes of the character that the text, which is not empty, begins with, and the character; 0: none
 * of UTF-8.
 */
unsigned int utf8_character(const char *text, uint32_t *value);

#endif
