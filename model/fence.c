/* SPDX-License-Identifier: Apache-2.0 */
#include "fence.h"

#include "arch.h"
#include "ptbr.h"
#include "tlb.h"

static uint64_t word(const struct fence *f, const struct kernel *k)
{
	uint64_t regime = signal_get(k, f->held_regime);
	uint64_t va = signal_get(k, f->fence_va);
	uint64_t asid = signal_get(k, f->fence_asid) & ptbr_asid_mask(regime, f->asid_bits);
	bool is_rv32 = regime == REGIME_RV32;
	bool by_va = signal_get(k, f->fence_by_va);

	return (by_va ? word_valid(is_rv32, va) : WORD_VALID) | word_asid(asid) |
	       word_vpn(is_rv32, va);
}

static uint64_t care(const struct fence *f, const struct kernel *k)
{
	return WORD_VALID | (signal_get(k, f->fence_by_va) ? WORD_VPN : 0) |
	       (signal_get(k, f->fence_by_asid) ? WORD_ASID : 0);
}

static void fence_eval(const void *state, struct kernel *k)
{
	const struct fence *f = state;
	bool ready = !signal_get(k, f->walk_updates);
	bool taken = ready && signal_get(k, f->fence_valid);

	signal_put(k, f->fence_ready, ready);
	signal_put(k, f->fence_taken, taken);
	signal_put(k, f->fence_word, taken ? word(f, k) : 0);
	signal_put(k, f->fence_care, taken ? care(f, k) : 0);
}

void fence_init(struct fence *f, struct kernel *k, unsigned int asid_bits)
{
	static const struct kernel_ops ops = {.eval = fence_eval};
	unsigned int m = kernel_module(k, "", "fence", &ops, f, sizeof(*f));

	*f = (struct fence){.asid_bits = asid_bits};

	f->fence_valid = kernel_reads(k, m, AT_EVAL, "", "fence_valid");
	f->fence_by_va = kernel_reads(k, m, AT_EVAL, "", "fence_by_va");
	f->fence_va = kernel_reads(k, m, AT_EVAL, "", "fence_va");
	f->fence_by_asid = kernel_reads(k, m, AT_EVAL, "", "fence_by_asid");
	f->fence_asid = kernel_reads(k, m, AT_EVAL, "", "fence_asid");
	f->held_regime = kernel_reads(k, m, AT_EVAL, "", "held_regime");
	f->walk_updates = kernel_reads(k, m, AT_EVAL, "", "walk_updates");

	f->fence_ready = kernel_drives(k, m, 1, "", "fence_ready");
	f->fence_taken = kernel_drives(k, m, 1, "", "fence_taken");
	f->fence_word = kernel_drives(k, m, 64, "", "fence_word");
	f->fence_care = kernel_drives(k, m, 64, "", "fence_care");
}
