/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a trace says of the builds that it is for: NAME.m36.trace is for a PA_BITS of 36 alone, and
 * one whose head has the line "# For M >= 36" for 36 and more (traces/directed/README.md).
 */
#ifndef PAGEWALK_FOR_BUILD_H
#define PAGEWALK_FOR_BUILD_H

#include <stdbool.h>

/*
 * Is it for this PA_BITS? False, with one line in why (of size bytes). A file that cannot be read,
 * or not twice, is judged by its name alone.
 */
bool for_build(const char *path, unsigned int pa_bits, char *why, unsigned int size);

#endif
