/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The decoder of x86: rtl/contract, walk-9, in the order of its sentences: not
 * present, reserved, protection. An entry of 4 bytes is zero-extended.
 */
#include "walk/pte.h"

#define P  (UINT64_C(1) << 0)
#define RW (UINT64_C(1) << 1)
#define US (UINT64_C(1) << 2)
#define A  (UINT64_C(1) << 5)
#define D  (UINT64_C(1) << 6)
#define PS (UINT64_C(1) << 7)
#define G  (UINT64_C(1) << 8)
#define XD (UINT64_C(1) << 63)

/* PWT and PCD, as in the memory type; PAT stands elsewhere in a large page. */
#define CACHING_LSB   3
#define PAT_LSB       7
#define PAT_LARGE_LSB 12

/* The error code. */
#define CODE_P    (1 << 0)
#define CODE_W    (1 << 1)
#define CODE_U    (1 << 2)
#define CODE_RSVD (1 << 3)
#define CODE_ID   (1 << 4)

/* PA[39:32] of a 4 MiB page: PSE-36. */
#define PSE36_LSB    13
#define PSE36_BITS   8
#define PSE36_PA_LSB 32

static bool is_wide(enum mode mode)
{
	return mode != MODE_X86_2;
}

static bool is_leaf(const struct pte *p)
{
	if (p->level == 0)
		return true;
	if (p->level > 2 || !(p->value & PS))
		return false;
	return is_wide(p->mode) || p->access & ACCESS_PSE;
}

/* ---- Reserved bits ---- */

static uint64_t reserved_in_two_level(const struct pte *p)
{
	if (p->level == 0 || !is_leaf(p))
		return 0;
	if (p->pa_bits >= PSE36_PA_LSB + PSE36_BITS)
		return bits(21, 21);
	return bits(21, p->pa_bits - PSE36_PA_LSB + PSE36_LSB);
}

static uint64_t reserved_by_level(const struct pte *p)
{
	if (p->level > 2)
		return PS;
	if (p->level == 0 || !is_leaf(p))
		return 0;
	return p->level == 2 ? bits(29, 13) : bits(20, 13);
}

static uint64_t reserved(const struct pte *p)
{
	if (!is_wide(p->mode))
		return reserved_in_two_level(p);
	return bits(51, p->pa_bits) | (p->access & ACCESS_NXE ? 0 : XD) |
	       (p->mode == MODE_X86_PAE ? bits(62, 52) : 0) | reserved_by_level(p);
}

/* ---- Error codes ---- */

/* The part of the error code that does not depend on the entry. */
static uint64_t code(enum mode mode, uint64_t access)
{
	uint64_t tells_fetches = access & ACCESS_SMEP || (access & ACCESS_NXE && is_wide(mode));

	return (access & ACCESS_STORES ? CODE_W : 0) | (access & ACCESS_USER ? CODE_U : 0) |
	       (access & ACCESS_FETCHES && tells_fetches ? CODE_ID : 0);
}

uint64_t pte_x86_code_absent(enum mode mode, uint64_t access)
{
	return code(mode, access);
}

/* ---- Leaves ---- */

uint64_t pte_x86_ppn(uint64_t entry)
{
	return (entry & bits(51, PAGE_BITS)) >> PAGE_BITS;
}

static unsigned int page_bits(const struct pte *p)
{
	return PAGE_BITS + p->level * geometry_of(p->mode)->index_bits;
}

static uint64_t page_ppn(const struct pte *p)
{
	uint64_t pa = p->value & bits(51, page_bits(p));

	if (!is_wide(p->mode) && p->level > 0)
		pa |= (p->value >> PSE36_LSB & bits(PSE36_BITS - 1, 0)) << PSE36_PA_LSB;
	return pa >> PAGE_BITS;
}

static uint64_t memtype(const struct pte *p)
{
	uint64_t pat = p->value >> (p->level == 0 ? PAT_LSB : PAT_LARGE_LSB) & 1;

	return pat << 2 | (p->value >> CACHING_LSB & 3);
}

/* The rights that this entry leaves, in bits of a leaf word. */
static uint64_t rights(uint64_t pte)
{
	return (pte & RW ? PTE_W : 0) | (pte & US ? PTE_U : 0) | (pte & XD ? 0 : PTE_X);
}

static uint64_t marked(const struct pte *p)
{
	return p->value | A | (is_leaf(p) && p->access & ACCESS_STORES ? D : 0);
}

static uint64_t leaf_word(const struct pte *p, uint64_t path, uint64_t after)
{
	return memtype(p) << LEAF_MEMTYPE_LSB | page_ppn(p) << LEAF_PPN_LSB | PTE_V | PTE_R | path |
	       PTE_A | (after & D ? PTE_D : 0) | (after & G && p->access & ACCESS_PGE ? PTE_G : 0);
}

/* ---- The entry ---- */

struct pte_answer pte_x86_decode(const struct pte *p)
{
	struct pte_answer a = {.verdict = PTE_FAULTS, .code = code(p->mode, p->access)};

	if (!(p->value & P))
		return a;
	a.code |= CODE_P;
	if (p->value & reserved(p)) {
		a.code |= CODE_RSVD;
		return a;
	}
	a.path = p->path & rights(p->value);
	a.marked = marked(p);
	if (!is_leaf(p)) {
		a.verdict = PTE_POINTER;
		a.ppn = pte_x86_ppn(p->value);
		return a;
	}
	a.leaf = leaf_word(p, a.path, a.marked);
	a.page_bits = page_bits(p);
	a.verdict = PTE_LEAF;
	return a;
}

/* ---- PDPTEs ---- */

bool pte_pdpte_is_present(uint64_t pdpte)
{
	return pdpte & P;
}

bool pte_pdpte_is_reserved(uint64_t pdpte, unsigned int pa_bits)
{
	return pdpte & (bits(2, 1) | bits(8, 5) | bits(63, pa_bits));
}
