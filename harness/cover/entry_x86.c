/* SPDX-License-Identifier: Apache-2.0 */
/* walk-9 of the contract. */
#include "cover/entry.h"

static uint64_t bits(unsigned int last, unsigned int first)
{
	return ((UINT64_C(2) << last) - 1) & ~((UINT64_C(1) << first) - 1);
}

static bool is_leaf(const struct cover_request *request, unsigned int level, uint64_t pte)
{
	if (!level)
		return true;
	if (request->context.mode == TWO_LEVEL && !request->context.controls.pse)
		return false;
	return level <= 2 && pte >> 7 & 1;
}

/* PA[39:32] of a 4 MiB page is in bits 20:13. */
static uint64_t reserved_4m(unsigned int pa_bits)
{
	uint64_t beyond = pa_bits < 40 ? bits(39, pa_bits) >> 32 << 13 : 0;

	return UINT64_C(1) << 21 | beyond;
}

static int reserved(const struct cover_request *request, unsigned int level,
		    const struct cover_entry *entry, unsigned int pa_bits)
{
	unsigned int mode = request->context.mode;
	uint64_t pte = entry->bits;
	bool large = entry->kind == LEAF && level;

	if (mode == TWO_LEVEL)
		return large && pte & reserved_4m(pa_bits) ? R_MISALIGNED : GOOD;
	if (pa_bits < 52 && pte & bits(51, pa_bits))
		return R_RESERVED;
	if (pte >> 63 && !request->context.controls.nxe)
		return R_XD;
	if (mode == PAE && pte & bits(62, 52))
		return R_PAE_HIGH;
	if (level >= 3 && pte >> 7 & 1)
		return R_PS;
	if (large && pte & bits(cover_page_bits(mode, level) - 1, 13))
		return R_MISALIGNED;
	return GOOD;
}

static void leaf(const struct cover_request *request, unsigned int level, struct cover_entry *entry)
{
	entry->global = entry->g && request->context.controls.pge;
	entry->size = cover_page_bits(request->context.mode, level);
	entry->memory_type = (unsigned int)(entry->bits >> 3 & 3);
	entry->memory_type |= (unsigned int)(entry->bits >> (level ? 12 : 7) & 1) << 2;
	entry->reason = cover_rights_refuse(request, &entry->rights);
	entry->mark_a = !entry->a;
	entry->mark_d = !entry->d && request->access == STORE;
}

void cover_entry_x86(const struct cover_request *request, unsigned int level, uint64_t pte,
		     const struct cover_rights *above, unsigned int pa_bits,
		     struct cover_entry *entry)
{
	*entry = (struct cover_entry){
		.present = pte & 1,
		.bits = pte,
		.u = pte >> 2 & 1,
		.a = pte >> 5 & 1,
		.d = pte >> 6 & 1,
		.g = pte >> 8 & 1,
	};
	entry->kind = is_leaf(request, level, pte) ? LEAF : POINTER;
	entry->rights = (struct cover_rights){
		.r = true,
		.w = above->w && pte >> 1 & 1,
		.u = above->u && entry->u,
		.x = above->x && (request->context.mode == TWO_LEVEL || !(pte >> 63)),
	};
	entry->reason = entry->present ? reserved(request, level, entry, pa_bits) : R_INVALID;
	if (entry->reason == GOOD && entry->kind == LEAF)
		leaf(request, level, entry);
	else if (entry->reason == GOOD)
		entry->mark_a = !entry->a;
}
