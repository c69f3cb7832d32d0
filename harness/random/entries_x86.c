/* SPDX-License-Identifier: Apache-2.0 */
#include "random/entries.h"

#define P   UINT64_C(0x001)
#define RW  UINT64_C(0x002)
#define US  UINT64_C(0x004)
#define A   UINT64_C(0x020)
#define D   UINT64_C(0x040)
#define PS  UINT64_C(0x080) /* in a page table: PAT */
#define G   UINT64_C(0x100)
#define PAT UINT64_C(0x1000) /* of a large page */
#define XD  (UINT64_C(1) << 63)

#define PPN_SHIFT 12

static bool has_pages(const struct entry_place *place)
{
	return place->level <= paging[place->mode].page_level;
}

/* PCD, PWT and the software's bits; rarely anything but the rights that are asked for. */
static uint64_t common(const struct entry_style *style, unsigned int user, unsigned int of)
{
	uint64_t pte = P | below(style, 8) << 9;

	if (chance(style, 7, 8))
		pte |= RW;
	if (chance(style, user, of))
		pte |= US;
	if (style->memtype)
		pte |= below(style, 4) << 3;
	if (chance(style, 7, 8))
		pte |= A;
	return pte;
}

/* The page number of a 4 MiB page: bits 39:32 of the address are at 20:13. */
static uint64_t pse36(uint64_t address)
{
	return (address & 0xffc00000) | (address >> 32 & 0xff) << 13;
}

static uint64_t good_leaf(const struct entry_style *style, const struct entry_place *place)
{
	uint64_t address = random_next(style->random) & ((UINT64_C(1) << style->pa_bits) - 1);
	uint64_t pte = common(style, style->user, 4);

	address = address >> (12 + place->bits) << (12 + place->bits);
	if (chance(style, 3, 4))
		pte |= D;
	if (chance(style, 1, 4))
		pte |= G;
	if (place->level)
		pte |= PS;
	if (style->memtype && chance(style, 1, 2))
		pte |= place->level ? PAT : PS;
	if (!entry_is_wide(place))
		return pte | (place->level ? pse36(address & UINT64_C(0xffffffffff))
					   : address & UINT32_MAX);
	return pte | address | (chance(style, 1, 4) ? XD : 0);
}

static uint64_t good_pointer(const struct entry_style *style, uint64_t ppn)
{
	uint64_t pte = common(style, 15, 16);

	return pte | ppn << PPN_SHIFT;
}

static uint64_t spoil(const struct entry_style *style, const struct entry_place *place,
		      uint64_t pte)
{
	bool wide = entry_is_wide(place);

	switch (below(style, 12)) {
	case 0: /* not present, the rest anything */
		return (random_next(style->random) & (wide ? UINT64_MAX : UINT32_MAX)) & ~P;
	case 1: /* an address bit that may not exist */
		return pte ^ UINT64_C(1) << (wide ? 32 + below(style, 20) : 13 + below(style, 9));
	case 2: /* PS, or PAT, where it may not be */
		return pte ^ PS;
	case 3: /* a low bit of a large page's address */
		return pte ^ UINT64_C(1) << (12 + below(style, wide ? 18 : 10));
	case 4:
		return wide ? pte ^ XD : pte;
	case 5: /* reserved in PAE, ignored in long mode; in a page of 4 MiB */
		return pte ^ UINT64_C(1) << (wide ? 52 + below(style, 11) : 21);
	case 6: /* rights that end here */
		return pte & ~(chance(style, 1, 2) ? RW : US);
	case 7: /* no memory there */
		return (pte & 0x7f) | UINT64_C(0x3ffff) << PPN_SHIFT;
	case 8:
		return pte & ~(A | D);
	case 9: /* a PDPTE of PAE may not have these */
		return pte | UINT64_C(0x1e6);
	default:
		return pte ^ UINT64_C(1) << below(style, wide ? 64 : 32);
	}
}

static bool points(const struct entry_place *place, uint64_t pte, uint64_t *ppn)
{
	*ppn = (pte & (entry_is_wide(place) ? UINT64_C(0xfffffffffffff) : UINT32_MAX)) >> PPN_SHIFT;
	return pte & P && place->level && !(pte & PS && has_pages(place));
}

const struct entries entries_x86 = {
	.accessed = A,
	.dirty = D,
	.first = UINT64_C(1) << PPN_SHIFT,
	.present = P,
	.rights = RW,
	.refuses = XD,
	.pointer_rights = RW | US,
	.has_pages = has_pages,
	.leaf = good_leaf,
	.pointer = good_pointer,
	.spoil = spoil,
	.points = points,
};
