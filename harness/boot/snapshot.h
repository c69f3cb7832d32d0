/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine in a file, to be resumed later: hart, RAM, UART, the end of what its console showed.
 * What the MMU caches is not in it: a resumed machine begins with empty TLBs.
 *
 * The file is one stream, compressed with zstd:
 *
 *   "pagewalk boot\n", and the version of the format, 4 bytes; all numbers are little-endian
 *   the shape of the machine, the hart and the UART: 8 bytes each, in the order of
 *   snapshot_state.c
 *   the console: its count of bytes, the length of its tail, the tail
 *   for each page of RAM that is not 0: its number, from 0, 8 bytes; its 4096 bytes
 *   8 bytes of FF; CRC-32 of all before, 4 bytes; nothing behind it
 */
#ifndef PAGEWALK_BOOT_SNAPSHOT_H
#define PAGEWALK_BOOT_SNAPSHOT_H

#include "boot/console.h"
#include "boot/ram.h"
#include "boot/shape.h"
#include "boot/uart.h"
#include "hart/hart.h"

/* What it is of. RAM is made by reading one. */
struct snapshot {
	struct shape *shape;
	struct hart *hart;
	struct uart *uart;
	struct ram *ram;
	struct console *console;
};

/* Whole or not at all (base/whole.h). False, with one line in error. */
bool snapshot_write(const char *path, const struct snapshot *snapshot, char *error, size_t size);

/*
 * Makes the RAM, and sets of the hart, the UART and the console what is their state: what they are
 * connected to, and what is derived, stays. False, with one line in error: then there is no RAM,
 * and nothing else means anything.
 */
bool snapshot_read(const char *path, const struct snapshot *snapshot, char *error, size_t size);

/* ---- For its parts. ---- */

/* Goes through all numbers of the state, in order. False: visit() has returned false. */
typedef bool snapshot_visit(void *opaque, uint64_t *value);
bool snapshot_state(const struct snapshot *snapshot, snapshot_visit *visit, void *opaque);

/* What is wrong with a state that was read; NULL: nothing. */
const char *snapshot_wrong(const struct snapshot *snapshot);

#define SNAPSHOT_MAGIC   "pagewalk boot\n"
#define SNAPSHOT_VERSION 1u
#define SNAPSHOT_PAGE    UINT64_C(4096)
#define SNAPSHOT_END     UINT64_MAX

#endif
