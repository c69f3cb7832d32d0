/* SPDX-License-Identifier: Apache-2.0 */
/* What a kernel does to whole tables: it moves them, uses their pages again, promotes and demotes.
 */
#include "base/random.h"
#include "random/tables_inside.h"

#define PTE_WORDS 512u /* of 8 bytes, in a page */

/* On the way to a hot address: the entry at which it stops. */
struct stop {
	unsigned int space, level;
	uint64_t va, pa;    /* of the entry */
	uint64_t pte, next; /* next: the table that it points to */
	bool points;
};

/* Copies a page; one that is not there is empty. */
static bool copy_table(struct tables *t, uint64_t from, uint64_t to)
{
	uint64_t words[PTE_WORDS];

	for (unsigned int i = 0; i < PTE_WORDS; i++)
		if (!image_read(t->image, from << 12 | 8 * i, 8, &words[i]))
			words[i] = 0;
	return image_page(t->image, to, words, PTE_WORDS, 8);
}

/* The pointer names a copy of its table. Half of the time the old page is another table then. */
static bool move(struct tables *t, const struct stop *at)
{
	const struct table_space *space = &t->spaces[at->space];
	bool ok = true;
	uint64_t ppn = tables_new(t, &ok);

	ok = ok && copy_table(t, at->next, ppn);
	ok = ok &&
	     tables_put(t, at->space, at->level, at->pa, space->entries->pointer(&t->style, ppn));
	if (ok && chance(&t->style, 1, 2))
		ok = copy_table(t, t->base + below(&t->style, t->pages), at->next);
	return ok;
}

/* A table instead of a page, or of nothing: each hot address has a way through it. */
static bool demote(struct tables *t, const struct stop *at)
{
	const struct table_space *space = &t->spaces[at->space];
	bool ok = true;
	uint64_t ppn = tables_new(t, &ok);

	ok = ok &&
	     tables_put(t, at->space, at->level, at->pa, space->entries->pointer(&t->style, ppn));
	for (unsigned int n = 0; n < t->n_hot; n++)
		ok = ok && tables_map(t, at->space, t->hot[n]);
	return ok;
}

/* Goes down to level 1, and now and then not as far. False: there is no such table. */
static bool find(struct tables *t, struct stop *at)
{
	const struct table_space *space;
	uint64_t ppn;

	at->space = (unsigned int)below(&t->style, t->n_spaces);
	at->va = t->hot[below(&t->style, t->n_hot)];
	space = &t->spaces[at->space];
	ppn = space->root;
	if (space->mode == PAGING_PAE && !tables_pdpte(t, at->space, at->va, &ppn))
		return false;
	for (at->level = space->paging->levels - 1;; at->level--) {
		const struct entry_place place = tables_place(space, at->level);
		uint64_t index = at->va >> (12 + place.bits) &
				 ((UINT64_C(1) << space->paging->index_bits) - 1);

		at->pa = ppn << 12 | index * space->paging->pte_bytes;
		if (!image_read(t->image, at->pa, space->paging->pte_bytes, &at->pte))
			return false;
		at->points = space->entries->points(&place, at->pte, &at->next);
		if (!at->points || at->level == 1 || chance(&t->style, 1, 4))
			return true;
		ppn = at->next;
	}
}

bool tables_rework(struct tables *t, uint64_t *va)
{
	struct entry_place place;
	struct stop at;

	if (!find(t, &at))
		return true;
	*va = at.va;
	if (!at.points)
		return demote(t, &at);
	place = tables_place(&t->spaces[at.space], at.level);
	if (chance(&t->style, 1, 2) && t->spaces[at.space].entries->has_pages(&place))
		return tables_leaf(t, at.space, at.level, at.pa);
	return move(t, &at);
}
