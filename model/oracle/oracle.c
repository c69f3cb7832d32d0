/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle: RISC-V, and the way in; x86 is in oracle_x86.c. "Step n" is
 * step n of "Virtual Address Translation Process" in the Supervisor chapter of
 * the RISC-V privileged manual: written there for Sv32, shared by every mode.
 * Other sections are cited by their titles. "Contract": the manual is silent
 * and rtl/contract decides.
 */
#include "oracle/oracle.h"
#include "oracle/oracle_x86.h"

#include <stddef.h>

#define PAGE_BITS  12 /* a base page: 4 KiB */
#define NAPOT_BITS 16 /* a NAPOT range: 64 KiB */
#define PA_BITS    56
#define PPN_BITS   (PA_BITS - PAGE_BITS)

/* "Sv32" and "Sv39", Addressing and Memory Protection. */
#define PTE_V          (UINT64_C(1) << 0)
#define PTE_R          (UINT64_C(1) << 1)
#define PTE_W          (UINT64_C(1) << 2)
#define PTE_X          (UINT64_C(1) << 3)
#define PTE_U          (UINT64_C(1) << 4)
#define PTE_G          (UINT64_C(1) << 5)
#define PTE_A          (UINT64_C(1) << 6)
#define PTE_D          (UINT64_C(1) << 7)
#define PTE_PPN_SHIFT  10
#define PTE_RESERVED   (UINT64_C(0x7f) << 54)
#define PTE_PBMT_SHIFT 61
#define PTE_PBMT       (UINT64_C(3) << PTE_PBMT_SHIFT)
#define PTE_N          (UINT64_C(1) << 63)

#define PBMT_RESERVED 3 /* "Svpbmt", Encodings for PBMT field */
#define NAPOT_MASK    0xf
#define NAPOT_64K     0x8 /* "Svnapot", Page table entry encodings when N=1: ppn[3:0] */

/* A paging mode is geometry and nothing else. */
struct mode {
	unsigned int levels;    /* LEVELS */
	unsigned int vpn_bits;  /* width of one va.vpn[i] */
	unsigned int pte_bytes; /* PTESIZE */
};

static const struct mode bare = {0, 0, 0};
static const struct mode sv32 = {2, 10, 4};
static const struct mode sv39 = {3, 9, 8};
static const struct mode sv48 = {4, 9, 8};
static const struct mode sv57 = {5, 9, 8};

/* "satp", Encoding of satp MODE field. The rest is reserved. */
static const struct mode *const rv32_modes[2] = {&bare, &sv32};
static const struct mode *const rv64_modes[16] = {
	[0] = &bare, [8] = &sv39, [9] = &sv48, [10] = &sv57};

/* "Supervisor Address Translation and Protection (satp) Register". PPN starts at bit 0. */
struct satp_format {
	unsigned int mode_shift, asid_shift, asid_bits, ppn_bits;
};

static const struct satp_format satp_formats[] = {
	[REGIME_RV32] = {31, 22, 9, 22},
	[REGIME_RV64] = {60, 44, 16, 44},
};

struct leaf {
	uint64_t pa, pte;   /* where the PTE lies, what it holds */
	unsigned int level; /* i of the steps: 0 for a base page */
	bool global;        /* G in this PTE, or in a pointer to it */
};

/* The n lowest bits set; n < 64. */
static uint64_t ones(unsigned int n)
{
	return (UINT64_C(1) << n) - 1;
}

/* The mode that a satp value selects; NULL: reserved. */
static const struct mode *satp_mode(enum regime regime, uint64_t satp)
{
	if (regime == REGIME_RV32)
		return rv32_modes[satp >> 31 & 1];
	return rv64_modes[satp >> 60];
}

/* va.vpn[i] */
static uint64_t va_vpn(const struct mode *mode, uint64_t va, unsigned int i)
{
	return va >> (PAGE_BITS + i * mode->vpn_bits) & ones(mode->vpn_bits);
}

/* "Sv39", "Sv48", "Sv57": the upper bits all equal the top bit of the VPN. Sv32 has none. */
static bool va_is_canonical(const struct mode *mode, uint64_t va)
{
	unsigned int top = PAGE_BITS + mode->levels * mode->vpn_bits - 1;

	return mode == &sv32 || va >> top == 0 || va >> top == UINT64_MAX >> top;
}

/* An Sv32 PTE is read zero-extended: bits 63:32 say nothing, here and below. */
static uint64_t pte_ppn(uint64_t pte)
{
	return pte >> PTE_PPN_SHIFT & ones(PPN_BITS);
}

/* "Svpbmt": 0 PMA, 1 NC, 2 IO. */
static unsigned int pte_pbmt(uint64_t pte)
{
	return (pte & PTE_PBMT) >> PTE_PBMT_SHIFT;
}

/* Step 4, once step 3 has passed: R=0 implies W=0. */
static bool pte_is_pointer(uint64_t pte)
{
	return !(pte & (PTE_R | PTE_X));
}

/* "Sv32": D, A, U are reserved in non-leaf PTEs. "Svpbmt": so is PBMT. "Svnapot": so is N. */
static bool pointer_is_reserved(uint64_t pte)
{
	return pte & (PTE_U | PTE_A | PTE_D | PTE_PBMT | PTE_N);
}

/* "Svnapot": only 64 KiB, only at level 0. */
static bool napot_is_reserved(uint64_t pte, unsigned int level)
{
	return pte & PTE_N && (level != 0 || (pte_ppn(pte) & NAPOT_MASK) != NAPOT_64K);
}

/* "Svpbmt"; without menvcfg.PBMTE the field is as if Svpbmt were absent ("menvcfg"). */
static bool pbmt_is_reserved(uint64_t pte, bool pbmte)
{
	return pte_pbmt(pte) == PBMT_RESERVED || (pte_pbmt(pte) && !pbmte);
}

/* Step 3: V=0, or W without R, or anything reserved. */
static bool pte_is_invalid(uint64_t pte, unsigned int level, bool pbmte)
{
	if (!(pte & PTE_V))
		return true;
	if (pte & PTE_W && !(pte & PTE_R))
		return true;
	if (pte & PTE_RESERVED)
		return true;
	if (pte_is_pointer(pte))
		return pointer_is_reserved(pte);
	return napot_is_reserved(pte, level) || pbmt_is_reserved(pte, pbmte);
}

/* Step 5: ppn[i-1:0] is not 0. */
static bool superpage_is_misaligned(const struct mode *mode, const struct leaf *leaf)
{
	return pte_ppn(leaf->pte) & ones(leaf->level * mode->vpn_bits);
}

/* Step 6. "sstatus", SUM: it lets S load and store, and never fetch, where U=1. */
static bool u_bit_denies(uint64_t pte, const struct oracle_access *access)
{
	if (access->priv == PRIV_U)
		return !(pte & PTE_U);
	return pte & PTE_U && (access->type == ACCESS_FETCH || !access->sum);
}

/* Step 8. "sstatus", MXR: X lets load as R does. */
static bool rwx_bits_deny(uint64_t pte, const struct oracle_access *access)
{
	switch (access->type) {
	case ACCESS_FETCH:
		return !(pte & PTE_X);
	case ACCESS_LOAD:
		return !(pte & (access->mxr ? PTE_R | PTE_X : PTE_R));
	default:
		return !(pte & PTE_W);
	}
}

/* Step 9: the PTE once A is set, and D by a store. */
static uint64_t pte_marked(uint64_t pte, enum access_type type)
{
	return pte | PTE_A | (type == ACCESS_STORE ? PTE_D : 0);
}

/* Step 9, Svade: A, or D by a store, is not set yet and no hardware sets it. */
static bool svade_denies(uint64_t pte, const struct oracle_context *context, enum access_type type)
{
	return !context->adue && pte_marked(pte, type) != pte;
}

/* Contract: the VA is the PA; what exceeds the physical address space is an access fault. */
static void answer_untranslated(uint64_t va, struct oracle_answer *answer)
{
	if (va >> PA_BITS)
		answer->fault = FAULT_ACCESS;
	else
		answer->pa = va;
}

/* Steps 1 to 4: down to the leaf. Lists its reads in the answer; Without a fault, *leaf is set. */
static enum fault find_leaf(oracle_read_fn *read, void *opaque,
			    const struct oracle_context *context, const struct mode *mode,
			    uint64_t va, struct oracle_answer *answer, struct leaf *leaf)
{
	/* Step 1 */
	uint64_t ppn = context->ptbr & ones(satp_formats[context->regime].ppn_bits);

	leaf->level = mode->levels;
	leaf->global = false;
	while (leaf->level-- > 0) {
		/* Step 2 */
		leaf->pa = (ppn << PAGE_BITS) + va_vpn(mode, va, leaf->level) * mode->pte_bytes;
		answer->read_pa[answer->reads++] = leaf->pa;
		if (!read(opaque, leaf->pa, mode->pte_bytes, &leaf->pte))
			return FAULT_ACCESS;
		/* Step 3 */
		if (pte_is_invalid(leaf->pte, leaf->level, context->pbmte))
			return FAULT_PAGE;
		/* "Sv32": G in a pointer makes everything below it global */
		leaf->global |= (leaf->pte & PTE_G) != 0;
		/* Step 4 */
		if (!pte_is_pointer(leaf->pte))
			return FAULT_NONE;
		ppn = pte_ppn(leaf->pte);
	}
	/* Step 4, i < 0: a pointer where none may be */
	return FAULT_PAGE;
}

/* Steps 5 to 9: whether the leaf grants the access. Step 7: no shadow stacks here. */
static bool leaf_denies(const struct mode *mode, const struct oracle_context *context,
			const struct oracle_access *access, const struct leaf *leaf)
{
	return superpage_is_misaligned(mode, leaf) ||          /* Step 5 */
	       u_bit_denies(leaf->pte, access) ||              /* Step 6 */
	       rwx_bits_deny(leaf->pte, access) ||             /* Step 8 */
	       svade_denies(leaf->pte, context, access->type); /* Step 9 */
}

/* Steps 9 and 10: the A/D update, the physical address, and what goes with it. */
static void answer_translated(const struct mode *mode, uint64_t va, enum access_type type,
			      const struct leaf *leaf, struct oracle_answer *answer)
{
	uint64_t marked = pte_marked(leaf->pte, type);
	uint64_t in_page;

	/* Step 9, Svadu: the whole PTE, its ppn as it stands in memory */
	if (marked != leaf->pte)
		answer->update[answer->updates++] =
			(struct oracle_update){leaf->pa, leaf->pte, marked};
	/* Step 10; "Svnapot": ppn[3:0] is replaced by vpn[3:0], as if by a larger page */
	answer->size = leaf->pte & PTE_N ? NAPOT_BITS : PAGE_BITS + leaf->level * mode->vpn_bits;
	in_page = ones(answer->size);
	answer->pa = (pte_ppn(leaf->pte) << PAGE_BITS & ~in_page) | (va & in_page);
	answer->memtype = pte_pbmt(leaf->pte);
	answer->global = leaf->global;
}

static void riscv_translate(oracle_read_fn *read, void *opaque,
			    const struct oracle_context *context,
			    const struct oracle_access *access, struct oracle_answer *answer)
{
	const struct mode *mode = satp_mode(context->regime, context->ptbr);
	uint64_t va = context->regime == REGIME_RV32 ? (uint32_t)access->va : access->va;
	struct leaf leaf;

	/* Step 1: satp is active in S and U only */
	if (access->priv == PRIV_M || mode == &bare) {
		answer_untranslated(va, answer);
		return;
	}
	/* "Sv39", Addressing: a page fault, before any step */
	if (!va_is_canonical(mode, va)) {
		answer->fault = FAULT_PAGE;
		return;
	}
	answer->fault = find_leaf(read, opaque, context, mode, va, answer, &leaf);
	if (answer->fault != FAULT_NONE)
		return;
	if (leaf_denies(mode, context, access, &leaf)) {
		answer->fault = FAULT_PAGE;
		return;
	}
	answer_translated(mode, va, access->type, &leaf, answer);
}

static bool regime_is_x86(enum regime regime)
{
	return regime == REGIME_X86_32 || regime == REGIME_X86_64;
}

void oracle_translate(oracle_read_fn *read, void *opaque, const struct oracle_context *context,
		      const struct oracle_access *access, struct oracle_answer *answer)
{
	*answer = (struct oracle_answer){.fault = FAULT_NONE};
	if (regime_is_x86(context->regime))
		oracle_x86_translate(read, opaque, context, access, answer);
	else
		riscv_translate(read, opaque, context, access, answer);
}

bool oracle_is_paged(const struct oracle_context *context)
{
	if (regime_is_x86(context->regime))
		return context->x86.pg;
	return satp_mode(context->regime, context->ptbr) != &bare;
}

/* "satp": a write with an unsupported MODE has no effect; ASID bits beyond ASIDLEN are zero. */
uint64_t oracle_satp_write(enum regime regime, uint64_t held, uint64_t value,
			   unsigned int asid_bits, bool *written)
{
	const struct satp_format *format = &satp_formats[regime];
	uint64_t fields = ~ones(format->mode_shift) | ones(format->ppn_bits);

	*written = satp_mode(regime, value) != NULL;
	if (!*written)
		return held;
	if (regime == REGIME_RV32)
		value = (uint32_t)value;
	if (asid_bits > format->asid_bits)
		asid_bits = format->asid_bits;
	return value & (fields | ones(asid_bits) << format->asid_shift);
}
