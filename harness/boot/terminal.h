/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Standard input as a serial line's other end: a terminal gives each key at once, does not show it,
 * and makes no signal of it. However the program ends, the terminal is as it was (leftover.h).
 */
#ifndef PAGEWALK_BOOT_TERMINAL_H
#define PAGEWALK_BOOT_TERMINAL_H

#include <stdbool.h>

/* Is standard input a terminal? Then it is like that from now on, until terminal_end(). */
bool terminal_begin(void);
void terminal_end(void);

#endif
