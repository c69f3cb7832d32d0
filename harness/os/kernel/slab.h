/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slab: the kernel's own records, of which many fit into a frame. A frame of this type holds
 * records of one kind; it is taken when no place for one is free, and given back with its last.
 *
 * What C needs of a record is a C structure, beside the machine. Its place in the machine's memory
 * is real: it is filled through the MMU when the record begins, and must be the same when the
 * record ends: else a stray store has reached the kernel's memory.
 */
#ifndef PAGEWALK_OS_SLAB_H
#define PAGEWALK_OS_SLAB_H

#include <stdint.h>

struct os;

enum slab_kind {
	SLAB_PROCESS, /* struct space */
	SLAB_REGION,  /* struct region */
	SLAB_KINDS,
};

struct slab {
	uint64_t first[SLAB_KINDS]; /* frame of each kind; the frames know the next one */
};

/* No records, and no frames. */
void slab_init(struct slab *slab);

/* A new record's physical address. 0: no memory. */
uint64_t slab_get(struct os *os, enum slab_kind kind);

/* The record at pa ends; its bytes must still be those of slab_get(). */
void slab_put(struct os *os, enum slab_kind kind, uint64_t pa);

#endif
