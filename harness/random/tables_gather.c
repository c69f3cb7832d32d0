/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses whose PTEs are beside each other, where lines of memory are kept. */
#include "base/random.h"
#include "random/tables_inside.h"

#define LINE_BYTES 64u

void tables_gather(struct tables *t)
{
	const struct table_space *space = &t->spaces[0];

	for (unsigned int n = 1; n < t->n_hot; n++) {
		const struct entry_place place = tables_place(space, chance(&t->style, 1, 8));

		if (!chance(&t->style, 1, 6))
			t->hot[n] = tables_canonical(space, t->hot[n - 1] +
								    (UINT64_C(4096) << place.bits));
	}
}

uint64_t tables_beside(struct tables *t, uint64_t pa, unsigned int bytes)
{
	return (pa & ~(uint64_t)(LINE_BYTES - 1)) + bytes * below(&t->style, LINE_BYTES / bytes);
}
