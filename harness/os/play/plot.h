/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A picture of a play, drawn by gnuplot: faults, frames and TLB misses over time.
 */
#ifndef PAGEWALK_OS_PLOT_H
#define PAGEWALK_OS_PLOT_H

#include <stdbool.h>

#include "os/play/samples.h"

/* Is gnuplot here? False, with one line in error. Better asked before a long run. */
bool plot_possible(char *error, unsigned int size);

/* Writes an SVG file, whole or not at all. False, with one line in error. */
bool plot_write(const char *path, const char *title, const struct samples *samples, char *error,
		unsigned int size);

#endif
