/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle for x86, from the chapter "Paging" of the Intel SDM, volume
 * 3A; its sections are cited by their titles, and M is MAXPHYADDR, as there.
 * Left out: protection keys, shadow stacks, LAM, and what older processors lack
 * (PAT, PSE-36, execute-disable, 1 GiB pages are there). "Contract": the manual
 * is silent.
 */
#include "oracle/oracle_x86.h"

#include <stddef.h>

#define PAGE_BITS 12

/* Tables "Format of ...": the bits that have their place in every entry that has them. */
#define PTE_P         (UINT64_C(1) << 0)
#define PTE_RW        (UINT64_C(1) << 1)
#define PTE_US        (UINT64_C(1) << 2)
#define PTE_A         (UINT64_C(1) << 5)
#define PTE_D         (UINT64_C(1) << 6)
#define PTE_PS        (UINT64_C(1) << 7) /* not in a PTE: there it is PAT */
#define PTE_G         (UINT64_C(1) << 8)
#define PTE_XD        (UINT64_C(1) << 63)
#define PTE_PWT_SHIFT 3 /* PCD above it */

/* PAT lies where PS is not in the way. */
#define PAT_4K_SHIFT    7
#define PAT_LARGE_SHIFT 12

/* "Page-Fault Exceptions": the error code. */
#define CODE_P    0x1u
#define CODE_WR   0x2u
#define CODE_US   0x4u
#define CODE_RSVD 0x8u
#define CODE_ID   0x10u

#define CR3_NO_DROP   (UINT64_C(1) << 63)
#define CR3_PCID_BITS 12

/* A paging mode is geometry; level 0 is the page table, as high as `levels` - 1 the root. */
struct mode {
	unsigned int levels, index_bits, entry_bytes;
	unsigned int large_level; /* up to this level PS maps a page; above it is reserved */
	unsigned int va_bits;
};

static const struct mode two_level = {2, 10, 4, 1, 32};
static const struct mode pae = {2, 9, 8, 1, 32}; /* below the PDPTE registers */
static const struct mode four_level = {4, 9, 8, 2, 48};
static const struct mode five_level = {5, 9, 8, 2, 57};

/* One translation on its way down. */
struct walk {
	const struct oracle_x86 *x86;
	const struct oracle_access *access;
	const struct mode *mode;
	uint64_t va;
	struct oracle_answer *answer;
	unsigned int level;             /* of the entry read last */
	uint64_t pte[ORACLE_MAX_READS]; /* the entries, as answer->read_pa */
};

/* Bits hi to lo set, as the manual writes hi:lo; none where hi is lo - 1. */
static uint64_t bits(unsigned int hi, unsigned int lo)
{
	uint64_t below = (UINT64_C(1) << lo) - 1;

	return hi == 63 ? ~below : ((UINT64_C(1) << (hi + 1)) - 1) & ~below;
}

/* "Paging-Mode Enabling". LMA implies LME and PAE, and 32-bit processors have none. */
bool oracle_x86_is_long(const struct oracle_context *context)
{
	return context->regime == REGIME_X86_64 && context->x86.pg && context->x86.lma;
}

/* "Three Paging Modes", once "Four"; with paging. */
static const struct mode *paging_mode(const struct oracle_context *context)
{
	if (oracle_x86_is_long(context))
		return context->x86.la57 ? &five_level : &four_level;
	return context->x86.pae ? &pae : &two_level;
}

/* Volume 1, "Canonical Addressing": the upper bits all equal the top bit that is translated. */
static bool is_canonical(const struct mode *mode, uint64_t va)
{
	uint64_t upper = bits(63, mode->va_bits - 1);

	return mode->va_bits == 32 || (va & upper) == 0 || (va & upper) == upper;
}

/* log2 of what an entry of this level maps */
static unsigned int level_size(const struct mode *mode, unsigned int level)
{
	return PAGE_BITS + level * mode->index_bits;
}

/* Where the entry for va lies in a table. */
static uint64_t entry_pa(const struct walk *walk, uint64_t table)
{
	const struct mode *mode = walk->mode;
	uint64_t index = walk->va >> level_size(mode, walk->level) & bits(mode->index_bits - 1, 0);

	return table + index * mode->entry_bytes;
}

/* PS; "32-Bit Paging": ignored without CR4.PSE. */
static bool is_large(const struct walk *walk, uint64_t pte)
{
	if (walk->level == 0 || walk->level > walk->mode->large_level || !(pte & PTE_PS))
		return false;
	return walk->mode != &two_level || walk->x86->pse;
}

/* "Linear-Address Translation with 32-Bit Paging": only a 4 MiB page reserves, by PSE-36. */
static uint64_t two_level_reserved(const struct walk *walk, uint64_t pte)
{
	unsigned int m = walk->x86->pa_bits < 40 ? walk->x86->pa_bits : 40;

	/* PA bits M-1:32 are at (M-20):13 */
	return is_large(walk, pte) ? bits(21, m - 19) : 0;
}

/* The reserved bits of a present entry: the lists that end each mode's section. */
static uint64_t reserved(const struct walk *walk, uint64_t pte)
{
	uint64_t mask = bits(51, walk->x86->pa_bits);

	if (walk->mode == &two_level)
		return two_level_reserved(walk, pte);
	if (walk->mode == &pae)
		mask |= bits(62, 52);
	if (!walk->x86->nxe)
		mask |= PTE_XD;
	if (walk->level > walk->mode->large_level)
		mask |= PTE_PS;
	if (is_large(walk, pte))
		mask |= bits(level_size(walk->mode, walk->level) - 1, PAT_LARGE_SHIFT + 1);
	return mask;
}

/* "Page-Fault Exceptions": cause is P and RSVD; the rest describes the access. */
static bool page_fault(const struct walk *walk, unsigned int cause)
{
	bool xd_exists = walk->x86->nxe && walk->mode != &two_level; /* CR4.PAE and NXE */
	struct oracle_answer *answer = walk->answer;

	answer->fault = FAULT_PAGE;
	answer->code = cause;
	if (walk->access->type == ACCESS_STORE)
		answer->code |= CODE_WR;
	if (walk->access->priv == PRIV_U)
		answer->code |= CODE_US;
	if (walk->access->type == ACCESS_FETCH && (walk->x86->smep || xd_exists))
		answer->code |= CODE_ID;
	return false;
}

/* The table that the walk starts from. False: a fault, answered. */
static bool find_root(const struct walk *walk, uint64_t ptbr, uint64_t *table)
{
	uint64_t pdpte;

	if (walk->mode == &two_level) {
		*table = ptbr & bits(31, PAGE_BITS);
	} else if (walk->mode != &pae) {
		*table = ptbr & bits(walk->x86->pa_bits - 1, PAGE_BITS);
	} else {
		/* "PDPTE Registers": no reserved bit is set, or they were not loaded */
		pdpte = walk->x86->pdpte[walk->va >> 30];
		if (!(pdpte & PTE_P))
			return page_fault(walk, 0);
		*table = pdpte & bits(51, PAGE_BITS);
	}
	return true;
}

/* Down from a table to the entry that maps a page. False: a fault, answered. */
static bool find_leaf(oracle_read_fn *read, void *opaque, struct walk *walk, uint64_t table)
{
	struct oracle_answer *answer = walk->answer;

	for (walk->level = walk->mode->levels - 1;; walk->level--) {
		uint64_t pa = entry_pa(walk, table);
		uint64_t *pte = &walk->pte[answer->reads];

		answer->read_pa[answer->reads++] = pa;
		if (!read(opaque, pa, walk->mode->entry_bytes, pte)) {
			answer->fault = FAULT_ACCESS;
			return false;
		}
		if (!(*pte & PTE_P))
			return page_fault(walk, 0);
		if (*pte & reserved(walk, *pte))
			return page_fault(walk, CODE_P | CODE_RSVD);
		if (walk->level == 0 || is_large(walk, *pte))
			break;
		table = *pte & bits(51, PAGE_BITS);
	}
	return true;
}

/* "Determination of Access Rights": U/S and R/W of every entry, XD of any. PDPTEs of PAE: none. */
static bool is_denied(const struct walk *walk)
{
	const struct oracle_access *access = walk->access;
	const struct oracle_x86 *x86 = walk->x86;
	bool user = access->priv == PRIV_U;
	uint64_t every = UINT64_MAX, any = 0;

	for (unsigned int i = 0; i < walk->answer->reads; i++) {
		every &= walk->pte[i];
		any |= walk->pte[i];
	}
	/* a supervisor-mode address */
	if (user && !(every & PTE_US))
		return true;
	switch (access->type) {
	case ACCESS_FETCH:
		/* 4-byte entries have no bit 63; without NXE it is reserved */
		return any & PTE_XD || (!user && every & PTE_US && x86->smep);
	case ACCESS_STORE:
		if (!(every & PTE_RW) && (user || x86->wp))
			return true;
		break;
	default:
		break;
	}
	return !user && every & PTE_US && x86->smap && !access->sum;
}

/* "Accessed and Dirty Flags": A in every entry used, D where a store maps. */
static void answer_updates(const struct walk *walk)
{
	struct oracle_answer *answer = walk->answer;

	for (unsigned int i = 0; i < answer->reads; i++) {
		uint64_t marked = walk->pte[i] | PTE_A;

		if (i == answer->reads - 1 && walk->access->type == ACCESS_STORE)
			marked |= PTE_D;
		if (marked != walk->pte[i])
			answer->update[answer->updates++] =
				(struct oracle_update){answer->read_pa[i], walk->pte[i], marked};
	}
}

/* The address of the page that the leaf maps. */
static uint64_t page_pa(const struct walk *walk, uint64_t leaf)
{
	unsigned int size = level_size(walk->mode, walk->level);

	if (walk->mode != &two_level)
		return leaf & bits(51, size);
	if (walk->level == 0)
		return leaf & bits(31, size);
	/* PSE-36: 39:32 at 20:13 */
	return (leaf & bits(20, 13)) << (32 - 13) | (leaf & bits(31, size));
}

/* A success: the address, and what goes with it. */
static void answer_translated(const struct walk *walk)
{
	struct oracle_answer *answer = walk->answer;
	uint64_t leaf = walk->pte[answer->reads - 1];
	unsigned int pat = walk->level == 0 ? PAT_4K_SHIFT : PAT_LARGE_SHIFT;

	answer->size = level_size(walk->mode, walk->level);
	answer->pa = page_pa(walk, leaf) | (walk->va & bits(answer->size - 1, 0));
	/* "Paging and Memory Typing When the PAT is Supported" */
	answer->memtype = (leaf >> pat & 1) << 2 | (leaf >> PTE_PWT_SHIFT & 3);
	/* "Global Pages": G is ignored in what maps no page */
	answer->global = leaf & PTE_G && walk->x86->pge;
	answer_updates(walk);
}

void oracle_x86_translate(oracle_read_fn *read, void *opaque, const struct oracle_context *context,
			  const struct oracle_access *access, struct oracle_answer *answer)
{
	struct walk walk = {.x86 = &context->x86,
			    .access = access,
			    .mode = paging_mode(context),
			    .va = oracle_x86_is_long(context) ? access->va : (uint32_t)access->va,
			    .answer = answer};
	uint64_t table;

	/* "Paging-Mode Enabling": linear addresses are physical ones */
	if (!context->x86.pg) {
		answer->pa = walk.va;
		return;
	}
	if (!is_canonical(walk.mode, walk.va)) {
		/* "Interrupt 12": a canonical violation through the stack segment */
		answer->code = access->stack ? CODE_STACK : 0;
		answer->fault = FAULT_PROTECTION;
		return;
	}
	if (!find_root(&walk, context->ptbr, &table) || !find_leaf(read, opaque, &walk, table))
		return;
	if (is_denied(&walk))
		page_fault(&walk, CODE_P);
	else
		answer_translated(&walk);
}

/* "PDPTE Registers": the reserved bits of one that is present. */
static bool pdpte_is_reserved(uint64_t pdpte, unsigned int pa_bits)
{
	return pdpte & PTE_P && pdpte & (bits(2, 1) | bits(8, 5) | bits(63, pa_bits));
}

/* "PDPTE Registers": all four are loaded, or none. Contract: in order, up to the one that fails. */
static enum fault load_pdptes(oracle_read_fn *read, void *opaque, unsigned int pa_bits,
			      uint64_t table, struct oracle_cr3 *answer)
{
	uint64_t pdpte[ORACLE_PDPTES];

	for (unsigned int i = 0; i < ORACLE_PDPTES; i++) {
		uint64_t pa = table + i * sizeof(pdpte[i]);

		answer->read_pa[answer->reads++] = pa;
		if (!read(opaque, pa, sizeof(pdpte[i]), &pdpte[i]))
			return FAULT_ACCESS;
		if (pdpte_is_reserved(pdpte[i], pa_bits))
			return FAULT_PROTECTION;
	}
	for (unsigned int i = 0; i < ORACLE_PDPTES; i++)
		answer->pdpte[i] = pdpte[i];
	return FAULT_NONE;
}

/* Volume 2, "MOV - Move to/from Control Registers": what #GP(0) forbids in CR3 in long mode. */
static uint64_t cr3_reserved(const struct oracle_x86 *x86)
{
	return bits(62, x86->pa_bits) | (x86->pcide ? 0 : CR3_NO_DROP);
}

void oracle_cr3_write(oracle_read_fn *read, void *opaque, const struct oracle_context *context,
		      uint64_t value, struct oracle_cr3 *answer)
{
	const struct oracle_x86 *x86 = &context->x86;
	bool pcids = oracle_x86_is_long(context) && x86->pcide;

	*answer = (struct oracle_cr3){.fault = FAULT_NONE};
	if (!oracle_x86_is_long(context)) {
		value = (uint32_t)value;
	} else if (value & cr3_reserved(x86)) {
		answer->fault = FAULT_PROTECTION;
		return;
	}
	if (x86->pg && paging_mode(context) == &pae) {
		answer->fault =
			load_pdptes(read, opaque, x86->pa_bits, value & bits(31, 5), answer);
		if (answer->fault != FAULT_NONE)
			return;
		answer->loads = true;
	}
	/* "Operations that Invalidate TLBs and Paging-Structure Caches" */
	answer->cr3 = value & ~CR3_NO_DROP;
	answer->drops = !(pcids && value & CR3_NO_DROP);
	answer->pcid = pcids ? value & bits(CR3_PCID_BITS - 1, 0) : 0;
}
