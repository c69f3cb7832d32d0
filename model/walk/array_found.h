/* SPDX-License-Identifier: Apache-2.0 */
/* What a search of the array finds (rtl/contract, array-2). */
#ifndef PAGEWALK_ARRAY_FOUND_H
#define PAGEWALK_ARRAY_FOUND_H

#include "walk/array_way.h"

/* low, high: the sets of the page, at level 0 and at level 1. */
struct array_found array_found_in(const struct array_set *low, const struct array_set *high,
				  const struct array_search *s);

#endif
