/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a walk is, and where it goes (rtl/contract, walk-1 to walk-3, walk-5, walk-9, cache-3): the
 * entry that is read first, and after each entry the next one, the page, or the fault. The walker
 * says when. Nothing here is kept from one cycle to the next.
 */
#ifndef PAGEWALK_WALK_STEP_H
#define PAGEWALK_WALK_STEP_H

#include "channels/bundles.h"

/* The entry that is being read. */
struct walk_step {
	unsigned int level; /* the last is 0 */
	uint64_t addr;      /* physical */
	uint64_t path;      /* what the entries above it leave: pte.h */
};

enum walk_verdict { WALK_READS, WALK_FINDS, WALK_FAULTS };

struct walk_next {
	enum walk_verdict verdict;
	struct walk_step at;      /* WALK_READS: this entry */
	uint64_t leaf, page_bits; /* WALK_FINDS: a page of 2^page_bits bytes */
	enum fault fault;         /* WALK_FAULTS: this one, */
	uint64_t code;            /* with this code */
	uint64_t marked;          /* not WALK_FAULTS: the entry that was read, with A and D set */
};

/* The request has begun its walk. formats: bit n is 1 when mode n is built. */
struct walk_next walk_step_first(const struct walk *request, unsigned int formats);

/*
 * The same, but the walk begins behind this pointer of the walk cache. Under PAE its PDPTE is
 * present: what loads PDPTEs drops what was read behind them (ptbr-6, cache-5).
 */
struct walk_next walk_step_behind(const struct walk *request, const struct cache_found *pointer);

/* Memory has answered with this entry. pa_bits: the width of a physical address. */
struct walk_next walk_step_next(const struct walk_step *at, const struct walk *request,
				uint64_t entry, unsigned int pa_bits);

#endif
