/* SPDX-License-Identifier: Apache-2.0 */
/* A stream whose bytes are compressed, by libarchive, as they are written. */
#ifndef PAGEWALK_BOOT_PACKED_H
#define PAGEWALK_BOOT_PACKED_H

#include <stdbool.h>
#include <stdio.h>

enum packing { PACKING_NONE, PACKING_ZSTD, PACKING_XZ, PACKING_GZIP };

/* What the end of a file's name asks for: .zst, .xz, .gz, or none. */
enum packing packed_by_name(const char *path);

/*
 * A stream to write to, which ends up in `file`. Its fclose() leaves `file` open, and fails with
 * errno if not everything could be written. NULL with errno.
 */
FILE *packed_open(FILE *file, enum packing packing);

#endif
