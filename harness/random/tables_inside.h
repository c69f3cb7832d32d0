/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of tables: what tables.c (they are built) and tables_rework.c (and rebuilt) share. */
#ifndef PAGEWALK_TABLES_INSIDE_H
#define PAGEWALK_TABLES_INSIDE_H

#include "random/tables.h"

/* An empty table; one that is there, when there are many. *ok: false, out of memory. */
uint64_t tables_new(struct tables *tables, bool *ok);

struct entry_place tables_place(const struct table_space *space, unsigned int level);

/* Writes a PTE in a table that is there, or a leaf. False: out of memory. */
bool tables_put(struct tables *tables, unsigned int space, unsigned int level, uint64_t pa,
		uint64_t pte);
bool tables_leaf(struct tables *tables, unsigned int space, unsigned int level, uint64_t pa);

/* PAE: the table that the PDPTE of an address points to. False: none. */
bool tables_pdpte(struct tables *tables, unsigned int space, uint64_t va, uint64_t *ppn);

/* Gives an address a way through a space, as far as nothing is in its way. */
bool tables_map(struct tables *tables, unsigned int space, uint64_t va);

#endif
