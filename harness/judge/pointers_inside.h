/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The inside of pointers: what pointers.c (what was read, from where, and what names it) and
 * pointers_explain.c (which walks that allows) share.
 *
 * Times are cycles plus 1: 0 is before all.
 */
#ifndef PAGEWALK_POINTERS_INSIDE_H
#define PAGEWALK_POINTERS_INSIDE_H

#include "judge/pointers.h"

/* Memory held value at pa when it was asked at this time. */
struct seen;

/* A root that a walk went from. */
struct root {
	struct oracle_context context;
	enum paging_mode mode;
	uint64_t asid, pdptes; /* as in struct exchange */
	uint64_t time;         /* of the last such walk */
};

/* The nth value that was read at pa, in no order, and when last. False: there are not so many. */
bool pointers_seen(const struct pointers *pointers, uint64_t pa, unsigned int n, uint64_t *value,
		   uint64_t *time);

/* All roots. */
const struct root *pointers_roots(const struct pointers *pointers, unsigned int *n);

/*
 * When the pointers of a request's mode and ASID whose last one maps the 2^span bytes around its
 * address were named last. global: the pointers are global.
 */
uint64_t pointers_named(const struct pointers *pointers, const struct exchange *x,
			unsigned int span, bool global);

#endif
