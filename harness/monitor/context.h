/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The context of the requests: what the page-table base register holds by the manuals, and the
 * control bits of the cycle. It follows from the writes on the pins, and from what was read for
 * them.
 */
#ifndef PAGEWALK_CONTEXT_H
#define PAGEWALK_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/paging.h"
#include "oracle/oracle.h"
#include "oracle/oracle_x86.h"
#include "pins.h"

/* The context under which a request is translated, and what follows from it. */
struct context_view {
	struct oracle_context context;
	enum paging_mode mode; /* context_mode() */
	uint64_t asid;         /* context_asid() */
	unsigned int flags;    /* all that an answer depends on but base register and PDPTEs */
	uint64_t pdptes;       /* how often they were loaded: as often means the same ones */
};

struct context {
	unsigned int asid_bits, pa_bits, formats;
	struct oracle_context held; /* regime, base register and PDPTEs; the control bits are 0 */
	uint64_t pdptes;            /* struct context_view */

	/* What context_now() gave last, unless `held` has changed since. */
	bool known;
	struct mmu_controls controls;
	struct context_view view;

	/* A write that was accepted and has no answer yet. */
	bool open;
	struct oracle_context now; /* with the control bits of that cycle */
	uint64_t value;
	unsigned int reads;
	uint64_t read_pa[ORACLE_PDPTES];
	uint64_t read_data[ORACLE_PDPTES];
	bool read_error; /* the last of them failed */
};

/* An answer to a write, and what the manuals make of the write, over what was read for it. */
struct context_answer {
	bool asked;            /* there was a write */
	bool exists;           /* the register is there in its regime */
	struct oracle_cr3 cr3; /* of x86, if it exists */
	bool drops;            /* from the TLBs, what is not global and has this ASID */
	uint64_t asid;
};

/* Begins as after a reset. context_reset() is a cycle of rst. */
void context_init(struct context *context, const struct mmu_config *config);
void context_reset(struct context *context);

/* The context of a request that is accepted in this cycle. */
void context_get(const struct context *context, const struct mmu_in *in,
		 struct oracle_context *now);

/* The same, valid until the next call; quick while nothing changes. */
const struct context_view *context_now(struct context *context, const struct mmu_in *in);

/*
 * What happens to a write, in this order: it is accepted; memory accepts a read for it, and
 * answers; the write is answered. Its value and its reads are still there after that.
 */
void context_write(struct context *context, const struct mmu_in *in);
void context_read(struct context *context, const struct mmu_out *out);
void context_data(struct context *context, const struct mmu_in *in);
void context_answer(struct context *context, const struct mmu_out *out,
		    struct context_answer *answer);

/* The paging mode. */
enum paging_mode context_mode(const struct oracle_context *now);

/* The ASID of a request: satp's, the PCID, or 0. */
uint64_t context_asid(const struct oracle_context *now);

/* Those bits of an ASID that exist. */
uint64_t context_asid_mask(const struct context *context);

static inline bool context_is_x86(const struct oracle_context *now)
{
	return now->regime >= REGIME_X86_32;
}

/* ptbr-5: is a write of CR3 at the door, or under way? No request is accepted beside it. */
static inline bool context_is_wall(const struct context *context, const struct mmu_in *in)
{
	bool x86 = context_is_x86(&context->held) || in->ptbr_regime >= REGIME_X86_32;

	return context->open || (in->ptbr_valid && x86 && context->formats & PAGING_X86);
}

/* Those bits of an address that count: all, or 31:0. */
static inline uint64_t context_address(const struct oracle_context *now, uint64_t va)
{
	bool is_short = context_is_x86(now) ? !oracle_x86_is_long(now) : now->regime == REGIME_RV32;

	return is_short ? va & UINT32_MAX : va;
}

#endif
