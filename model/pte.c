/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The PTE decoder: one predicate for each sentence of rtl/README.md, W2.
 */
#include "pte.h"

static const struct pte_geometry geometries[] = {
	[MODE_SV32] = {.levels = 2, .index_bits = 10, .pte_shift = 2, .va_bits = 64},
	[MODE_SV39] = {.levels = 3, .index_bits = 9,  .pte_shift = 3, .va_bits = 39},
	[MODE_SV48] = {.levels = 4, .index_bits = 9,  .pte_shift = 3, .va_bits = 48},
	[MODE_SV57] = {.levels = 5, .index_bits = 9,  .pte_shift = 3, .va_bits = 57},
};

const struct pte_geometry *pte_geometry(enum mode mode)
{
	return &geometries[mode];
}

bool pte_canonical(enum mode mode, uint64_t va)
{
	uint64_t above_and_sign = va >> (geometries[mode].va_bits - 1);

	return mode == MODE_SV32 || above_and_sign == 0 ||
	       above_and_sign == UINT64_MAX >> (geometries[mode].va_bits - 1);
}

uint64_t pte_address(enum mode mode, unsigned int level, uint64_t ppn, uint64_t va)
{
	const struct pte_geometry *g = &geometries[mode];
	uint64_t index = va >> (PAGE_BITS + level * g->index_bits);

	index &= (UINT64_C(1) << g->index_bits) - 1;
	return ppn << PAGE_BITS | index << g->pte_shift;
}

static bool is_pointer(uint64_t pte)
{
	return !(pte & (PTE_R | PTE_W | PTE_X));
}

static bool is_invalid(uint64_t pte)
{
	return !(pte & PTE_V);
}

static bool is_write_only(uint64_t pte)
{
	return (pte & (PTE_R | PTE_W)) == PTE_W;
}

static bool has_reserved_bits(uint64_t pte)
{
	return pte & PTE_RESERVED;
}

static bool has_leaf_bits(uint64_t pte)
{
	return pte & (PTE_N | PTE_PBMT | PTE_D | PTE_A | PTE_U);
}

static bool has_bad_memory_type(uint64_t pte, uint64_t access)
{
	return pte_pbmt(pte) == 3 || (pte_pbmt(pte) != 0 && !(access & ACCESS_PBMTE));
}

static bool is_bad_napot(uint64_t pte, unsigned int level)
{
	return pte & PTE_N && (level > 0 || (pte_ppn(pte) & 0xf) != 0x8);
}

static bool is_misaligned(enum mode mode, uint64_t pte, unsigned int level)
{
	return pte_ppn(pte) & ((UINT64_C(1) << (level * geometries[mode].index_bits)) - 1);
}

enum pte_verdict pte_judge(enum mode mode, unsigned int level, uint64_t pte, uint64_t access)
{
	if (is_invalid(pte) || is_write_only(pte) || has_reserved_bits(pte))
		return PTE_FAULTS;
	if (is_pointer(pte))
		return level == 0 || has_leaf_bits(pte) ? PTE_FAULTS : PTE_POINTER;
	if (has_bad_memory_type(pte, access) || is_bad_napot(pte, level) ||
	    is_misaligned(mode, pte, level) || !pte_allows(pte, access))
		return PTE_FAULTS;
	if (pte_is_marked(pte, access))
		return PTE_LEAF;
	return access & ACCESS_ADUE ? PTE_UPDATE : PTE_FAULTS;
}

unsigned int pte_page_bits(enum mode mode, unsigned int level, uint64_t pte)
{
	if (pte & PTE_N)
		return NAPOT_BITS;
	return PAGE_BITS + level * geometries[mode].index_bits;
}

uint64_t pte_updated(uint64_t pte, uint64_t access)
{
	return pte | PTE_A | (access & ACCESS_STORES ? PTE_D : 0);
}
