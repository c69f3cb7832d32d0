/* SPDX-License-Identifier: Apache-2.0 */
#include "tables.h"

#include <string.h>

#include "random.h"

#define V UINT64_C(0x01)
#define R UINT64_C(0x02)
#define W UINT64_C(0x04)
#define X UINT64_C(0x08)
#define U UINT64_C(0x10)
#define G UINT64_C(0x20)
#define A UINT64_C(0x40)
#define D UINT64_C(0x80)
#define N (UINT64_C(1) << 63)

#define PPN_SHIFT  10
#define PBMT_SHIFT 61
#define MAX_PAGES  200u

static bool chance(const struct tables *t, unsigned int n, unsigned int of)
{
	return random_chance(t->random, n, of);
}

static uint64_t below(const struct tables *t, uint64_t n)
{
	return random_below(t->random, n);
}

uint64_t tables_satp(const struct table_space *space, uint64_t asid)
{
	if (space->regime == REGIME_RV32)
		return (uint64_t)space->mode << 31 | (asid & 0x1ff) << 22 | space->root;
	return (uint64_t)space->mode << 60 | (asid & 0xffff) << 44 | space->root;
}

/* An empty table. */
static uint64_t new_table(struct tables *t, bool *ok)
{
	const uint64_t nothing = 0;
	uint64_t ppn = t->base + t->pages;

	if (t->pages >= MAX_PAGES)
		return t->base + below(t, t->pages);
	t->pages++;
	*ok = *ok && image_page(t->image, ppn, &nothing, 1, 8);
	return ppn;
}

/* Bits of a VPN below the pages of a level. */
static unsigned int page_bits(const struct table_space *space, unsigned int level)
{
	return space->index_bits * level;
}

static uint64_t good_leaf(const struct tables *t, const struct table_space *space,
			  unsigned int level)
{
	static const uint8_t rights[] = {R,         R | W,     X,         R | X,
					 R | W | X, R | W | X, R | W | X, R | W | X};
	uint64_t ppn = random_next(t->random);
	uint64_t pte = V | rights[below(t, 8)];

	ppn &= space->bytes == 4 ? 0x3fffff : UINT64_C(0xfffffffffff);
	ppn = ppn >> page_bits(space, level) << page_bits(space, level);
	if (chance(t, t->user, 4))
		pte |= U;
	if (chance(t, 1, 4))
		pte |= G;
	if (chance(t, 7, 8))
		pte |= A;
	if (chance(t, 3, 4))
		pte |= D;
	pte |= below(t, 4) << 8; /* RSW */
	if (space->bytes == 8) {
		if (t->pbmt)
			pte |= below(t, 3) << PBMT_SHIFT;
		if (level == 0 && chance(t, 1, 6)) {
			ppn = (ppn & ~UINT64_C(15)) | 8;
			pte |= N;
		}
	}
	return pte | ppn << PPN_SHIFT;
}

static uint64_t good_pointer(struct tables *t, bool *ok)
{
	uint64_t ppn = chance(t, 1, 6) ? t->base + below(t, t->pages) : new_table(t, ok);

	return V | (chance(t, 1, 8) ? G : 0) | below(t, 4) << 8 | ppn << PPN_SHIFT;
}

/* One of the things that can be wrong with a PTE. */
static uint64_t spoil(const struct tables *t, const struct table_space *space, unsigned int level,
		      uint64_t pte)
{
	bool wide = space->bytes == 8;

	switch (below(t, 12)) {
	case 0: /* invalid, the rest anything */
		return (random_next(t->random) & (wide ? UINT64_MAX : UINT32_MAX)) & ~V;
	case 1: /* W without R */
		return (pte & ~R) | W;
	case 2: /* a reserved bit, or any bit */
		return pte ^ UINT64_C(1) << (wide ? 54 + below(t, 7) : below(t, 32));
	case 3: /* a pointer with a bit that only leaves have */
		return (pte & ~(R | W | X)) | (chance(t, 1, 3) ? A : chance(t, 1, 2) ? D : U);
	case 4: /* a pointer, perhaps at the last level */
		return pte & ~(R | W | X | A | D | U);
	case 5: /* a superpage that is not aligned */
		return level ? pte | UINT64_C(1) << (PPN_SHIFT + below(t, page_bits(space, level)))
			     : pte ^ UINT64_C(1) << below(t, wide ? 64 : 32);
	case 6: /* NAPOT, of any form at any level */
		return wide ? pte | N : pte;
	case 7: /* a memory type, whether enabled or not */
		return wide ? pte | below(t, 4) << PBMT_SHIFT : pte;
	case 8: /* no memory there */
		return (pte & 0x3ff & ~(R | W | X | A | D | U)) | UINT64_C(0x3ffff) << PPN_SHIFT;
	case 9: /* a high bit of the PPN */
		return pte ^ UINT64_C(1) << (wide ? 53 - below(t, 8) : 31 - below(t, 4));
	case 10: /* A and D clear */
		return pte & ~(A | D);
	default:
		return pte ^ UINT64_C(1) << below(t, wide ? 64 : 32);
	}
}

static bool write_pte(struct tables *t, unsigned int space, unsigned int level, uint64_t pa,
		      uint64_t pte)
{
	if (t->n_ptes < TABLES_PTES)
		t->ptes[t->n_ptes++] = (struct table_pte){pa, (uint8_t)space, (uint8_t)level};
	return image_write(t->image, pa, t->spaces[space].bytes, pte) || true;
}

/* A leaf; one of 64 KiB is written to all of its 16 places. */
static bool write_leaf(struct tables *t, unsigned int space, unsigned int level, uint64_t pa)
{
	uint64_t pte = good_leaf(t, &t->spaces[space], level);
	bool ok = true;

	if (pte & N && level == 0) {
		uint64_t first = pa & ~UINT64_C(127);

		for (unsigned int i = 0; i < 16; i++)
			ok = ok && write_pte(t, space, 0, first + 8 * i, pte);
	}
	if (chance(t, t->defects, 256))
		pte = spoil(t, &t->spaces[space], level, pte);
	return ok && write_pte(t, space, level, pa, pte);
}

/* Gives an address a way through a space, as far as nothing is in its way. */
static bool map(struct tables *t, unsigned int number, uint64_t va)
{
	const struct table_space *space = &t->spaces[number];
	uint64_t ppn = space->root;
	bool ok = true;

	for (unsigned int level = space->levels; level-- > 0;) {
		uint64_t index = va >> (12 + page_bits(space, level)) &
				 ((UINT64_C(1) << space->index_bits) - 1);
		uint64_t pa = ppn << 12 | index * space->bytes;
		uint64_t pte;

		if (!image_read(t->image, pa, space->bytes, &pte))
			return ok;
		if (!pte && (level == 0 || chance(t, 1, 6)))
			return write_leaf(t, number, level, pa);
		if (!pte) {
			pte = good_pointer(t, &ok);
			if (chance(t, t->defects, 512))
				pte = spoil(t, space, level, pte);
			ok = ok && write_pte(t, number, level, pa, pte);
		}
		if (!(pte & V) || pte & (R | W | X))
			return ok;
		ppn = pte >> PPN_SHIFT & UINT64_C(0xfffffffffff);
	}
	return ok;
}

static void choose_space(struct tables *t, struct table_space *space, enum regime regime)
{
	unsigned int levels = 3 + (unsigned int)below(t, 3);

	*space = regime == REGIME_RV32 ? (struct table_space){regime, 1, 2, 10, 4, 0}
				       : (struct table_space){regime, 5 + levels, levels, 9, 8, 0};
}

/* Sign-extends an address as the mode demands. */
static uint64_t canonical(const struct table_space *space, uint64_t va)
{
	unsigned int unused = 64 - (12 + page_bits(space, space->levels));

	if (space->regime == REGIME_RV32)
		return va & UINT32_MAX;
	return (uint64_t)((int64_t)(va << unused) >> unused);
}

/* Addresses near each other, in the same superpages, and at the ends of the space. */
static void choose_hot(struct tables *t)
{
	const struct table_space *space = &t->spaces[0];
	unsigned int bits = 12 + page_bits(space, space->levels);
	uint64_t va = random_next(t->random);

	for (unsigned int i = 0; i < t->n_hot; i++) {
		switch (below(t, 8)) {
		case 0:
			va = random_next(t->random);
			break;
		case 1:
			va = chance(t, 1, 2) ? 0 : UINT64_C(1) << (bits - 1);
			va -= chance(t, 1, 2) ? 1 : 0;
			break;
		case 2:
		case 3:
			va ^= UINT64_C(1) << (12 + below(t, bits - 12));
			break;
		default:
			va += UINT64_C(4096) << (chance(t, 1, 4) ? below(t, 12) : 0);
			break;
		}
		t->hot[i] = canonical(space, va);
	}
}

bool tables_build(struct tables *t, struct image *image, uint64_t *random)
{
	enum regime regime;
	bool ok = true;

	memset(t, 0, sizeof(*t));
	t->image = image;
	t->random = random;
	regime = chance(t, 1, 4) ? REGIME_RV32 : REGIME_RV64;
	t->defects = chance(t, 1, 2) ? 0 : (unsigned int)below(t, 60);
	t->pbmt = chance(t, 1, 2);
	t->user = 2 * (unsigned int)below(t, 3);
	t->base = regime == REGIME_RV64 && chance(t, 1, 4) ? UINT64_C(0xfffffff0000) : 0x80000;
	t->n_spaces = 1 + (unsigned int)below(t, TABLES_SPACES);
	t->n_hot = 4 + (unsigned int)below(t, TABLES_HOT - 3);
	for (unsigned int i = 0; i < t->n_spaces; i++) {
		struct table_space *space = &t->spaces[i];

		choose_space(t, space, chance(t, 1, 16) ? (enum regime) !regime : regime);
		if (i && space->regime == regime && chance(t, 2, 3))
			*space = t->spaces[0]; /* the same mode, another root */
		space->root = new_table(t, &ok) & (space->bytes == 4 ? 0x3fffff : UINT64_MAX);
	}
	choose_hot(t);
	for (unsigned int i = 0; i < t->n_spaces; i++)
		for (unsigned int n = 0; n < t->n_hot; n++)
			ok = ok && map(t, i, t->hot[n]);
	return ok;
}

bool tables_change(struct tables *t)
{
	const struct table_pte *place;
	const struct table_space *space;
	uint64_t pte;
	bool ok = true;

	if (!t->n_ptes)
		return true;
	place = &t->ptes[below(t, t->n_ptes)];
	space = &t->spaces[place->space];
	if (!image_read(t->image, place->pa, space->bytes, &pte))
		return true;
	switch (below(t, 6)) {
	case 0:
		pte = spoil(t, space, place->level, pte);
		break;
	case 1: /* a superpage becomes a table, or a table another one */
		if (place->level) {
			pte = good_pointer(t, &ok);
			break;
		}
		/* fall through */
	case 2:
	case 3:
		return write_leaf(t, place->space, place->level, place->pa);
	default:
		pte ^= below(t, 2) ? A : D;
		break;
	}
	image_write(t->image, place->pa, space->bytes, pte);
	return ok;
}

bool tables_change_at(struct tables *t, uint64_t pa, unsigned int bytes)
{
	uint64_t pte;

	if (!image_read(t->image, pa, bytes, &pte))
		return true;
	switch (below(t, 8)) {
	case 0:
		pte &= ~V;
		break;
	case 1:
		pte ^= UINT64_C(1) << (PPN_SHIFT + below(t, bytes == 4 ? 22 : 44));
		break;
	case 2:
		pte ^= R << below(t, 4);
		break;
	case 3:
		pte |= A | D;
		break;
	default:
		pte ^= below(t, 2) ? A : D;
		break;
	}
	image_write(t->image, pa, bytes, pte);
	return true;
}
