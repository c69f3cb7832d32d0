/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every cycle's pins as one line of text, for another simulator to drive and to compare. First a
 * line of '#' and the names, then a line a cycle: all inputs, then all outputs, in the order of
 * pins.h, in hex, a blank behind each. README.md, "Recordings of pins", is the format. This program
 * does not read it; a run that it can make again is a pin script (pins_script.h).
 */
#ifndef PAGEWALK_PINS_FILE_H
#define PAGEWALK_PINS_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "pins.h"

struct pins_file;

/* A file beside path, which takes its place when it is whole. NULL with errno. */
struct pins_file *pins_file_create(const char *path);

/* Is this the first line of such a file, without its '\n'? */
bool pins_file_begins(const char *line, size_t length);

/* The path that it was created with. */
const char *pins_file_path(const struct pins_file *file);

/* One cycle. False with errno: it could not be written, now or before. */
bool pins_file_cycle(struct pins_file *file, const struct mmu_in *in, const struct mmu_out *out);

/*
 * Ends the file. With keep it becomes path, or false with errno; without, it is removed. file may
 * be NULL.
 */
bool pins_file_finish(struct pins_file *file, bool keep);

#endif
