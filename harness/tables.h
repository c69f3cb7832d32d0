/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random page tables: trees of every mode for a few hot addresses, with leaves at every
 * level, shared tables, NAPOT groups, and every kind of defect; and what
 * software does to them later.
 */
#ifndef PAGEWALK_TABLES_H
#define PAGEWALK_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"
#include "image.h"

#define TABLES_SPACES 4u
#define TABLES_HOT    80u
#define TABLES_PTES   2048u

/* An address space: a root, and how to read what it points to. */
struct table_space {
	enum regime regime;
	unsigned int mode;   /* satp.MODE */
	unsigned int levels; /* 2 to 5 */
	unsigned int index_bits;
	unsigned int bytes; /* of a PTE */
	uint64_t root;      /* PPN */
};

/* A PTE that was written: where software may change its mind. */
struct table_pte {
	uint64_t pa;
	uint8_t space, level;
};

struct tables {
	struct image *image;
	uint64_t *random;
	struct table_space spaces[TABLES_SPACES];
	unsigned int n_spaces;
	uint64_t hot[TABLES_HOT]; /* addresses, canonical in the first space's mode */
	unsigned int n_hot;
	struct table_pte ptes[TABLES_PTES];
	unsigned int n_ptes;
	uint64_t base, pages; /* tables are pages base, base + 1, ... */
	unsigned int defects; /* chance in 256 that a PTE is bad */
	bool pbmt;            /* leaves may have a memory type */
	unsigned int user;    /* of four leaves, how many have U: 0, 2 or 4 */
};

/*
 * Builds tables for a scene in an empty image: regime and mode of the first
 * space as given, the others mixed. Draws from *random. False: out of memory.
 */
bool tables_build(struct tables *tables, struct image *image, uint64_t *random);

/* Software changes one PTE, any of those written. False: out of memory. */
bool tables_change(struct tables *tables);

/* Software changes the PTE at pa, of so many bytes, now: most often only its A and D. */
bool tables_change_at(struct tables *tables, uint64_t pa, unsigned int bytes);

/* satp for a space and an ASID. */
uint64_t tables_satp(const struct table_space *space, uint64_t asid);

#endif
