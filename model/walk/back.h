/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The side that reads page tables: the walker and what it searches, the loader of PDPTEs, and the
 * mux between them and memory. It is modules and nothing else; the kernel wires them by name.
 */
#ifndef PAGEWALK_BACK_H
#define PAGEWALK_BACK_H

#include "pins.h"
#include "walk/array.h"
#include "walk/lines.h"
#include "walk/mem_mux.h"
#include "walk/pdpte.h"
#include "walk/walk_cache.h"
#include "walk/walker.h"

struct back {
	struct pdpte pdpte;
	struct walker walker;
	struct walk_cache walk_cache; /* with walk_entries > 0 */
	struct lines lines;           /* with lines > 0 */
	struct mem_mux mem_mux;
	struct array array; /* with array_sets > 0; it is large, so the last */
};

void back_init(struct back *back, struct kernel *k, const struct mmu_config *config);

#endif
