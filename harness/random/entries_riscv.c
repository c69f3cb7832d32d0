/* SPDX-License-Identifier: Apache-2.0 */
#include "random/entries.h"

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

static bool has_pages(const struct entry_place *place)
{
	(void)place;
	return true;
}

static uint64_t good_leaf(const struct entry_style *style, const struct entry_place *place)
{
	static const uint8_t rights[] = {R,         R | W,     X,         R | X,
					 R | W | X, R | W | X, R | W | X, R | W | X};
	uint64_t ppn = random_next(style->random);
	uint64_t pte = V | rights[below(style, 8)];

	ppn &= entry_is_wide(place) ? UINT64_C(0xfffffffffff) : 0x3fffff;
	ppn = ppn >> place->bits << place->bits;
	if (chance(style, style->user, 4))
		pte |= U;
	if (chance(style, 1, 4))
		pte |= G;
	if (chance(style, 7, 8))
		pte |= A;
	if (chance(style, 3, 4))
		pte |= D;
	pte |= below(style, 4) << 8; /* RSW */
	if (entry_is_wide(place)) {
		if (style->memtype)
			pte |= below(style, 3) << PBMT_SHIFT;
		if (place->level == 0 && chance(style, 1, 6)) {
			ppn = (ppn & ~UINT64_C(15)) | 8;
			pte |= N;
		}
	}
	return pte | ppn << PPN_SHIFT;
}

static uint64_t good_pointer(const struct entry_style *style, uint64_t ppn)
{
	return V | (chance(style, 1, 8) ? G : 0) | below(style, 4) << 8 | ppn << PPN_SHIFT;
}

static uint64_t spoil(const struct entry_style *style, const struct entry_place *place,
		      uint64_t pte)
{
	bool wide = entry_is_wide(place);

	switch (below(style, 12)) {
	case 0: /* invalid, the rest anything */
		return (random_next(style->random) & (wide ? UINT64_MAX : UINT32_MAX)) & ~V;
	case 1: /* W without R */
		return (pte & ~R) | W;
	case 2: /* a reserved bit, or any bit */
		return pte ^ UINT64_C(1) << (wide ? 54 + below(style, 7) : below(style, 32));
	case 3: /* a pointer with a bit that only leaves have */
		return (pte & ~(R | W | X)) | (chance(style, 1, 3)   ? A
					       : chance(style, 1, 2) ? D
								     : U);
	case 4: /* a pointer, perhaps at the last level */
		return pte & ~(R | W | X | A | D | U);
	case 5: /* a superpage that is not aligned */
		return place->level ? pte | UINT64_C(1) << (PPN_SHIFT + below(style, place->bits))
				    : pte ^ UINT64_C(1) << below(style, wide ? 64 : 32);
	case 6: /* NAPOT, of any form at any level */
		return wide ? pte | N : pte;
	case 7: /* a memory type, whether enabled or not */
		return wide ? pte | below(style, 4) << PBMT_SHIFT : pte;
	case 8: /* no memory there */
		return (pte & 0x3ff & ~(R | W | X | A | D | U)) | UINT64_C(0x3ffff) << PPN_SHIFT;
	case 9: /* a high bit of the PPN */
		return pte ^ UINT64_C(1) << (wide ? 53 - below(style, 8) : 31 - below(style, 4));
	case 10: /* A and D clear */
		return pte & ~(A | D);
	default:
		return pte ^ UINT64_C(1) << below(style, wide ? 64 : 32);
	}
}

static bool points(const struct entry_place *place, uint64_t pte, uint64_t *ppn)
{
	(void)place;
	*ppn = pte >> PPN_SHIFT & UINT64_C(0xfffffffffff);
	return pte & V && !(pte & (R | W | X));
}

const struct entries entries_riscv = {
	.accessed = A,
	.dirty = D,
	.first = UINT64_C(1) << PPN_SHIFT,
	.present = V,
	.rights = R | W | X,
	.has_pages = has_pages,
	.leaf = good_leaf,
	.pointer = good_pointer,
	.spoil = spoil,
	.points = points,
};

bool entries_is_napot(const struct entries *entries, const struct entry_place *place, uint64_t pte)
{
	return entries == &entries_riscv && place->level == 0 && pte & N;
}
