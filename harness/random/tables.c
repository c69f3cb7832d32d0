/* SPDX-License-Identifier: Apache-2.0 */
#include "random/tables.h"

#include <string.h>

#include "base/random.h"
#include "random/tables_inside.h"

#define MAX_PAGES  200u
#define LINE_BYTES 64u

uint64_t tables_ptbr(const struct table_space *space, uint64_t asid)
{
	/* Bits of CR3 that are not the address are random, whether there are PCIDs or not. */
	if (space->paging->is_x86)
		return space->root << 12 | space->offset |
		       (asid & (space->mode == PAGING_PAE ? 0x1f : 0xfff));
	return paging_ptbr(space->mode, space->root, asid);
}

uint64_t tables_new(struct tables *t, bool *ok)
{
	const uint64_t nothing = 0;
	uint64_t ppn = t->base + t->pages;

	if (t->pages >= MAX_PAGES)
		return t->base + below(&t->style, t->pages);
	t->pages++;
	*ok = *ok && image_page(t->image, ppn, &nothing, 1, 8);
	return ppn;
}

/* Bits of a VPN below the pages of a level. */
static unsigned int page_bits(const struct table_space *space, unsigned int level)
{
	return space->paging->index_bits * level;
}

struct entry_place tables_place(const struct table_space *space, unsigned int level)
{
	return (struct entry_place){space->mode, level, page_bits(space, level)};
}

/* Where entries are to be clean: A, D or both of them go, most often. */
static uint64_t wash(const struct tables *t, const struct table_space *space, uint64_t pte)
{
	uint64_t gone = t->style.clean ? below(&t->style, 4) : 0;

	return pte & ~(gone & 1 ? space->entries->accessed : 0) &
	       ~(gone & 2 ? space->entries->dirty : 0);
}

static uint64_t good_pointer(struct tables *t, const struct table_space *space, bool *ok)
{
	uint64_t ppn = chance(&t->style, 1, t->style.open ? 64 : 6)
			       ? t->base + below(&t->style, t->pages)
			       : tables_new(t, ok);

	return wash(t, space, space->entries->pointer(&t->style, ppn)) |
	       (t->style.open ? space->entries->pointer_rights : 0);
}

bool tables_put(struct tables *t, unsigned int space, unsigned int level, uint64_t pa, uint64_t pte)
{
	if (t->n_ptes < TABLES_PTES)
		t->ptes[t->n_ptes++] = (struct table_pte){pa, (uint8_t)space, (uint8_t)level};
	return image_write(t->image, pa, t->spaces[space].paging->pte_bytes, pte);
}

/* One of 64 KiB is written to all of its 16 places. */
bool tables_leaf(struct tables *t, unsigned int number, unsigned int level, uint64_t pa)
{
	const struct table_space *space = &t->spaces[number];
	const struct entry_place place = tables_place(space, level);
	uint64_t pte = wash(t, space, space->entries->leaf(&t->style, &place));
	bool ok = true;

	if (t->style.open)
		pte = (pte | space->entries->rights) & ~space->entries->refuses;
	if (entries_is_napot(space->entries, &place, pte)) {
		uint64_t first = pa & ~UINT64_C(127);

		for (unsigned int i = 0; i < 16; i++)
			ok = ok && tables_put(t, number, 0, first + 8 * i, pte);
	}
	if (chance(&t->style, t->defects, 256))
		pte = space->entries->spoil(&t->style, &place, pte);
	return ok && tables_put(t, number, level, pa, pte);
}

/* PAE: the table that the PDPTE of an address points to; false: none. A PDPTE has few bits. */
static bool map_pdpte(struct tables *t, unsigned int number, uint64_t va, uint64_t *ppn, bool *ok)
{
	const struct table_space *space = &t->spaces[number];
	const struct entry_place place = tables_place(space, 2);
	uint64_t pa = (space->root << 12 | space->offset) + (va >> 30 & 3) * 8;
	uint64_t pte;

	if (!image_read(t->image, pa, 8, &pte))
		return false;
	if (!pte) {
		pte = good_pointer(t, space, ok) & ~UINT64_C(0x1e6);
		if (chance(&t->style, t->defects, 1024))
			pte = space->entries->spoil(&t->style, &place, pte);
		*ok = *ok && tables_put(t, number, 2, pa, pte);
	}
	return space->entries->points(&place, pte, ppn);
}

bool tables_map(struct tables *t, unsigned int number, uint64_t va)
{
	const struct table_space *space = &t->spaces[number];
	uint64_t ppn = space->root;
	bool ok = true;

	if (space->mode == PAGING_PAE && !map_pdpte(t, number, va, &ppn, &ok))
		return ok;
	for (unsigned int level = space->paging->levels; level-- > 0;) {
		const struct entry_place place = tables_place(space, level);
		uint64_t index =
			va >> (12 + place.bits) & ((UINT64_C(1) << space->paging->index_bits) - 1);
		uint64_t pa = ppn << 12 | index * space->paging->pte_bytes;
		uint64_t pte;

		if (!image_read(t->image, pa, space->paging->pte_bytes, &pte))
			return ok;
		if (!pte &&
		    (level == 0 || (space->entries->has_pages(&place) && chance(&t->style, 1, 6))))
			return tables_leaf(t, number, level, pa);
		if (!pte) {
			pte = good_pointer(t, space, &ok);
			if (chance(&t->style, t->defects, 512))
				pte = space->entries->spoil(&t->style, &place, pte);
			ok = ok && tables_put(t, number, level, pa, pte);
		}
		if (!space->entries->points(&place, pte, &ppn))
			return ok;
	}
	return ok;
}

/* Any mode of a family. */
static void choose_space(struct tables *t, struct table_space *space, bool x86)
{
	unsigned int first = x86 ? PAGING_TWO_LEVEL : PAGING_SV32, mode;
	bool built = t->formats & (x86 ? PAGING_X86 : PAGING_RISCV);

	do
		mode = first + (unsigned int)below(&t->style, PAGING_MODES / 2);
	while (built && !paging_is_built(t->formats, (enum paging_mode)mode) &&
	       !chance(&t->style, 1, 8));
	*space = (struct table_space){.regime = paging[mode].regime,
				      .mode = (enum paging_mode)mode,
				      .paging = &paging[mode],
				      .entries = x86 ? &entries_x86 : &entries_riscv};
	if (x86 && chance(&t->style, 1, 4))
		space->regime = REGIME_X86_64; /* which has them all */
	if (space->mode == PAGING_PAE)
		space->offset = below(&t->style, 128) * 32;
}

/* Sign-extends an address as the mode demands. */
static uint64_t canonical(const struct table_space *space, uint64_t va)
{
	unsigned int unused = 64 - space->paging->va_bits;

	if (space->paging->va_bits == 32)
		return va & UINT32_MAX;
	return (uint64_t)((int64_t)(va << unused) >> unused);
}

/* Addresses near each other, in the same superpages, and at the ends of the space. */
static void choose_hot(struct tables *t)
{
	const struct table_space *space = &t->spaces[0];
	unsigned int bits = space->paging->va_bits;
	uint64_t va = random_next(t->style.random);

	for (unsigned int i = 0; i < t->n_hot; i++) {
		switch (below(&t->style, 8)) {
		case 0:
			va = random_next(t->style.random);
			break;
		case 1:
			va = chance(&t->style, 1, 2) ? 0 : UINT64_C(1) << (bits - 1);
			va -= chance(&t->style, 1, 2) ? 1 : 0;
			break;
		case 2:
		case 3:
			va ^= UINT64_C(1) << (12 + below(&t->style, bits - 12));
			break;
		default:
			va += UINT64_C(4096)
			      << (chance(&t->style, 1, 4) ? below(&t->style, 12) : 0);
			break;
		}
		t->hot[i] = canonical(space, va);
	}
}

/*
 * Most hot addresses become neighbours of the one before: the next page, or now and then the next
 * region of a table.
 */
static void gather(struct tables *t)
{
	const struct table_space *space = &t->spaces[0];

	for (unsigned int n = 1; n < t->n_hot; n++) {
		const struct entry_place place = tables_place(space, chance(&t->style, 1, 8));

		if (!chance(&t->style, 1, 6))
			t->hot[n] =
				canonical(space, t->hot[n - 1] + (UINT64_C(4096) << place.bits));
	}
}

/*
 * Where the tables are. Sv32 and the PDPTEs of PAE reach 34 and 32 bits, the others all of physical
 * memory.
 */
static uint64_t choose_base(const struct tables *t, bool x86, unsigned int pa_bits)
{
	uint64_t end = x86 ? UINT64_C(1) << (pa_bits - 12) : UINT64_C(0x100000000000);

	return chance(&t->style, 1, 4) ? end - 0x10000 : 0x80000;
}

/* RISC-V or x86, where both are built; now and then one that is not. */
static bool choose_family(struct tables *t)
{
	bool x86 = chance(&t->style, 1, 2);

	if (!(t->formats & (x86 ? PAGING_X86 : PAGING_RISCV)) && !chance(&t->style, 1, 8))
		return !x86;
	return x86;
}

bool tables_build(struct tables *t, struct image *image, uint64_t *random, unsigned int habits,
		  const struct mmu_config *config)
{
	bool x86, ok = true;

	memset(t, 0, sizeof(*t));
	t->image = image;
	t->style.random = random;
	t->style.pa_bits = config->pa_bits;
	t->style.clean = habits & TABLES_CLEAN;
	t->style.open = habits & TABLES_NEAR;
	t->formats = config->formats;
	x86 = choose_family(t);
	t->defects = chance(&t->style, 1, 2) ? 0 : (unsigned int)below(&t->style, 60);
	t->style.memtype = chance(&t->style, 1, 2);
	t->style.user = 2 * (unsigned int)below(&t->style, 3);
	if (t->style.open) {
		t->defects = 0;
		t->style.memtype = false;
		t->style.user &= ~2u;
	}
	t->n_spaces = 1 + (unsigned int)below(&t->style, TABLES_SPACES);
	t->n_hot = 4 + (unsigned int)below(&t->style, TABLES_HOT - 3);
	for (unsigned int i = 0; i < t->n_spaces; i++) {
		struct table_space *space = &t->spaces[i];

		if (i && chance(&t->style, 2, 3)) {
			*space = t->spaces[0]; /* the same mode, another root */
			continue;
		}
		choose_space(t, space, chance(&t->style, 1, 16) ? !x86 : x86);
		if (!i)
			t->base = space->paging->va_bits > 32 ? choose_base(t, x86, config->pa_bits)
							      : 0x80000;
	}
	for (unsigned int i = 0; i < t->n_spaces; i++) {
		struct table_space *space = &t->spaces[i];

		space->root = tables_new(t, &ok);
		if (space->paging->va_bits == 32)
			space->root &= space->paging->is_x86 ? 0xfffff : 0x3fffff;
	}
	choose_hot(t);
	if (habits & TABLES_NEAR)
		gather(t);
	for (unsigned int i = 0; i < t->n_spaces; i++)
		for (unsigned int n = 0; n < t->n_hot; n++)
			ok = ok && tables_map(t, i, t->hot[n]);
	return ok;
}

bool tables_pdpte(struct tables *t, unsigned int number, uint64_t va, uint64_t *ppn)
{
	const struct table_space *space = &t->spaces[number];
	const struct entry_place place = tables_place(space, 2);
	uint64_t pte;

	return image_read(t->image, (space->root << 12 | space->offset) + (va >> 30 & 3) * 8, 8,
			  &pte) &&
	       space->entries->points(&place, pte, ppn);
}

bool tables_change(struct tables *t)
{
	const struct table_pte *at;
	const struct table_space *space;
	struct entry_place place;
	unsigned int bytes;
	uint64_t pte;
	bool ok = true;

	if (!t->n_ptes)
		return true;
	at = &t->ptes[below(&t->style, t->n_ptes)];
	space = &t->spaces[at->space];
	place = tables_place(space, at->level);
	bytes = space->paging->pte_bytes;
	if (!image_read(t->image, at->pa, bytes, &pte))
		return true;
	switch (below(&t->style, 6)) {
	case 0:
		pte = space->entries->spoil(&t->style, &place, pte);
		break;
	case 1: /* a superpage becomes a table, or a table another one */
		if (at->level) {
			pte = good_pointer(t, space, &ok);
			break;
		}
		/* fall through */
	case 2:
	case 3:
		if (space->entries->has_pages(&place))
			return tables_leaf(t, at->space, at->level, at->pa);
		/* fall through */
	default:
		pte ^= below(&t->style, 2) ? space->entries->accessed : space->entries->dirty;
		break;
	}
	return image_write(t->image, at->pa, bytes, pte) && ok;
}

bool tables_change_at(struct tables *t, const struct entries *entries, uint64_t pa,
		      unsigned int bytes)
{
	uint64_t pte;

	if (!image_read(t->image, pa, bytes, &pte))
		return true;
	switch (below(&t->style, 8)) {
	case 0:
		pte &= ~entries->present;
		break;
	case 1:
		pte ^= entries->first << below(&t->style, bytes == 4 ? 20 : 34);
		break;
	case 2:
		pte ^= UINT64_C(2) << below(&t->style, 4);
		break;
	case 3:
		pte |= entries->accessed | entries->dirty;
		break;
	default:
		pte ^= below(&t->style, 2) ? entries->accessed : entries->dirty;
		break;
	}
	return image_write(t->image, pa, bytes, pte);
}

uint64_t tables_beside(struct tables *t, uint64_t pa, unsigned int bytes)
{
	return (pa & ~(uint64_t)(LINE_BYTES - 1)) + bytes * below(&t->style, LINE_BYTES / bytes);
}
