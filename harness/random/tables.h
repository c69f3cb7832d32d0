/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random page tables: trees of every paging mode for a few hot addresses, with leaves at every
 * level, shared tables, NAPOT groups, and every kind of defect; and what
 * software does to them later.
 */
#ifndef PAGEWALK_TABLES_H
#define PAGEWALK_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"
#include "arch/paging.h"
#include "memory/image.h"
#include "pins.h"
#include "random/entries.h"

#define TABLES_SPACES 4u
#define TABLES_HOT    80u
#define TABLES_PTES   2048u

/* An address space: a root, and how to read what it points to. */
struct table_space {
	enum regime regime;
	enum paging_mode mode;
	const struct paging *paging; /* what the mode is */
	const struct entries *entries;
	uint64_t root;   /* PPN */
	uint64_t offset; /* PAE: of the four PDPTEs in that page, bytes */
};

/* A PTE that was written, and that software may change later. */
struct table_pte {
	uint64_t pa;
	uint8_t space, level;
};

struct tables {
	struct image *image;
	struct entry_style style;
	unsigned int formats; /* as in struct mmu_config */
	struct table_space spaces[TABLES_SPACES];
	unsigned int n_spaces;
	uint64_t hot[TABLES_HOT]; /* addresses, canonical in the first space's mode */
	unsigned int n_hot;
	struct table_pte ptes[TABLES_PTES];
	unsigned int n_ptes;
	uint64_t base, pages; /* tables are pages base, base + 1, ... */
	unsigned int defects; /* chance in 256 that a PTE is bad */
};

/* What is special of tables. */
enum {
	TABLES_CLEAN = 1, /* A and D of many entries are clear */
	/*
	 * Without defects and memory types, and all pages may be used by one privilege; most hot
	 * addresses are neighbours, so that their PTEs share lines of memory.
	 */
	TABLES_NEAR = 2,
};

/*
 * Builds tables for a scene in an empty image: one family, RISC-V or x86, with now and
 * then a space of the other. Draws from *random, and mostly
 * modes that are built. False: out of memory.
 */
bool tables_build(struct tables *tables, struct image *image, uint64_t *random, unsigned int habits,
		  const struct mmu_config *config);

/*
 * The PTE at pa, or one beside it in its line: where software writes next when it fills, or
 * changes, a table.
 */
uint64_t tables_beside(struct tables *tables, uint64_t pa, unsigned int bytes);

/* Software changes one PTE, any of those written. False: out of memory. */
bool tables_change(struct tables *tables);

/*
 * Software moves a table that a hot address goes through, and may use its old page for another; or
 * promotes it to a page, or demotes a page to a table. *va is the address, if there was one. False:
 * out of memory.
 */
bool tables_rework(struct tables *tables, uint64_t *va);

/*
 * Software changes the PTE at pa, of so many bytes and of this format, now: most often only
 * its A and D.
 */
bool tables_change_at(struct tables *tables, const struct entries *entries, uint64_t pa,
		      unsigned int bytes);

/* satp or CR3 for a space and an ASID; CR3's bit 63 is 0. */
uint64_t tables_ptbr(const struct table_space *space, uint64_t asid);

#endif
