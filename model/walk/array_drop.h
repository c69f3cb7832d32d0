/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the array drops, and how long that takes (rtl/contract, array-5). A drop of a cycle is a
 * fence's, a write's to CR3, or that of a fault in the cycle before. Part of the array's state: its
 * tick asks what to drop, then tells that the cycle is over. The entries themselves go at once, for
 * no search sees the array before it is done.
 */
#ifndef PAGEWALK_ARRAY_DROP_H
#define PAGEWALK_ARRAY_DROP_H

#include "channels/bundles.h"

struct array_drop {
	unsigned int sets, formats;
	unsigned int sweep_left, busy_left; /* cycles, this one among them */
	struct drop of_fault;               /* in the cycle before */
};

enum array_drop_kind {
	ARRAY_DROP_NONE,
	ARRAY_DROP_PAGE,  /* by page: what it names, of two sets */
	ARRAY_DROP_SWEEP, /* what it names, of all sets; no way is used any more */
	ARRAY_DROP_ALL,   /* all; no way is used any more */
};

/* After reset: the array sweeps. formats: bit n: paging mode n is built. */
void array_drop_reset(struct array_drop *a, unsigned int sets, unsigned int formats);

/* What drops in this cycle, valid or not. drop: of the fence unit. */
const struct drop *array_drop_named(const struct array_drop *a, const struct drop *drop);

/* How it drops. */
enum array_drop_kind array_drop_kind(const struct array_drop *a, const struct drop *named);

/* The edge after a cycle with such a drop, and with that end of a walk. True: something changed. */
bool array_drop_tick(struct array_drop *a, enum array_drop_kind kind, const struct walk_end *end);

#endif
