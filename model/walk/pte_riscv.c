/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decoder of RISC-V: one predicate for each sentence of rtl/contract, walk-2.
 * An entry of Sv32 is 4 bytes, zero-extended; so it has no N and no PBMT, and
 * one layout serves all modes.
 */
#include "tlb/permission.h"
#include "walk/pte.h"

#define NAPOT_BITS 16 /* log2 of the one NAPOT size */

#define RESERVED (UINT64_C(0x7f) << 54)
#define PBMT     (UINT64_C(3) << 61)

static uint64_t ppn(uint64_t pte)
{
	return leaf_ppn(pte);
}

static uint64_t pbmt(uint64_t pte)
{
	return (pte & PBMT) >> 61;
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
	return pte & RESERVED;
}

static bool has_leaf_bits(uint64_t pte)
{
	return pte & (PTE_N | PBMT | PTE_D | PTE_A | PTE_U);
}

static bool has_bad_memory_type(uint64_t pte, uint64_t access)
{
	return pbmt(pte) == 3 || (pbmt(pte) != 0 && !(access & ACCESS_PBMTE));
}

static bool is_bad_napot(uint64_t pte, unsigned int level)
{
	return pte & PTE_N && (level > 0 || (ppn(pte) & 0xf) != 0x8);
}

static bool is_misaligned(enum mode mode, uint64_t pte, unsigned int level)
{
	return ppn(pte) & ones(level * geometry_of(mode)->index_bits);
}

static unsigned int page_bits(const struct pte *p)
{
	if (p->value & PTE_N)
		return NAPOT_BITS;
	return PAGE_BITS + p->level * geometry_of(p->mode)->index_bits;
}

static uint64_t marked(uint64_t pte, uint64_t access)
{
	return pte | PTE_A | (access & ACCESS_STORES ? PTE_D : 0);
}

static bool is_good_leaf(const struct pte *p)
{
	uint64_t pte = p->value, access = p->access;

	return !has_bad_memory_type(pte, access) && !is_bad_napot(pte, p->level) &&
	       !is_misaligned(p->mode, pte, p->level) &&
	       (leaf_is_marked(pte, access) || access & ACCESS_ADUE);
}

struct pte_answer pte_riscv_decode(const struct pte *p)
{
	struct pte_answer a = {.verdict = PTE_FAULTS};
	uint64_t pte = p->value;

	if (is_invalid(pte) || is_write_only(pte) || has_reserved_bits(pte))
		return a;
	a.path = p->path | (pte & PTE_G);
	if (is_pointer(pte)) {
		if (p->level == 0 || has_leaf_bits(pte))
			return a;
		a.verdict = PTE_POINTER;
		a.ppn = ppn(pte);
		a.marked = pte;
	} else if (is_good_leaf(p)) {
		a.verdict = PTE_LEAF;
		a.marked = marked(pte, p->access);
		a.leaf = (a.marked & ~PTE_N) | a.path;
		a.page_bits = page_bits(p);
	}
	return a;
}
