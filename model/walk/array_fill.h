/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a walk adds to the array (rtl/contract, array-1, array-3): which of what it has found has a
 * place there. That it is not blind, and that the answer counts, is the walker's to know.
 */
#ifndef PAGEWALK_ARRAY_FILL_H
#define PAGEWALK_ARRAY_FILL_H

#include "walk/walk_step.h"

/* Is a pointer of this level, which this request's walk reads, the array's? */
bool array_fill_takes_pointer(const struct walk *request, unsigned int level);

/* The fill of such a pointer. next: the step behind it. */
struct array_fill array_fill_of_pointer(const struct walk *request, const struct walk_step *next);

/* The fill of this page, with which the walk has ended; or none. */
struct array_fill array_fill_of_page(const struct walk *request, uint64_t leaf, uint64_t page_bits);

#endif
