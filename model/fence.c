/* SPDX-License-Identifier: Apache-2.0 */
#include "fence.h"

#include "ptbr.h"
#include "tlb.h"

/* What the TLBs drop in this cycle. */
struct drop {
	bool is_taken, spares_global;
	uint64_t word, care;
};

static struct drop drop_of_fence(const struct fence *f, const struct kernel *k)
{
	uint64_t va = signal_get(k, f->fence_va);
	uint64_t asid = signal_get(k, f->fence_asid) &
			ptbr_asid_mask(signal_get(k, f->held_regime), f->asid_bits);
	bool by_va = signal_get(k, f->fence_by_va), by_asid = signal_get(k, f->fence_by_asid);
	bool is_short = signal_get(k, f->held_short);

	return (struct drop){
		.is_taken = !by_va || word_exists(is_short, va),
		.spares_global = by_asid || signal_get(k, f->fence_keep_global),
		.word = word_asid(asid) | word_vpn(is_short, va),
		.care = (by_va ? WORD_VPN : 0) | (by_asid ? WORD_ASID : 0),
	};
}

/* ptbr-6. */
static struct drop drop_of_write(const struct fence *f, const struct kernel *k)
{
	return (struct drop){
		.is_taken = true,
		.spares_global = true,
		.word = word_asid(signal_get(k, f->write_asid)),
		.care = WORD_ASID,
	};
}

static void fence_eval(const void *state, struct kernel *k)
{
	const struct fence *f = state;
	bool ready = !signal_get(k, f->walk_updates) && !signal_get(k, f->loading);
	bool taken = ready && signal_get(k, f->fence_valid);
	struct drop d = {.is_taken = false};

	if (taken)
		d = drop_of_fence(f, k);
	else if (signal_get(k, f->write_drops))
		d = drop_of_write(f, k);
	signal_put(k, f->fence_ready, ready);
	signal_put(k, f->fence_taken, taken);
	signal_put(k, f->drop_taken, d.is_taken);
	signal_put(k, f->drop_word, d.word);
	signal_put(k, f->drop_care, d.care);
	signal_put(k, f->drop_spares_global, d.spares_global);
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
	f->fence_keep_global = kernel_reads(k, m, AT_EVAL, "", "fence_keep_global");
	f->held_regime = kernel_reads(k, m, AT_EVAL, "", "held_regime");
	f->held_short = kernel_reads(k, m, AT_EVAL, "", "held_short");
	f->walk_updates = kernel_reads(k, m, AT_EVAL, "", "walk_updates");
	f->loading = kernel_reads(k, m, AT_EVAL, "", "loading");
	f->write_drops = kernel_reads(k, m, AT_EVAL, "", "write_drops");
	f->write_asid = kernel_reads(k, m, AT_EVAL, "", "write_asid");

	f->fence_ready = kernel_drives(k, m, 1, "", "fence_ready");
	f->fence_taken = kernel_drives(k, m, 1, "", "fence_taken");
	f->drop_taken = kernel_drives(k, m, 1, "", "drop_taken");
	f->drop_word = kernel_drives(k, m, 64, "", "drop_word");
	f->drop_care = kernel_drives(k, m, 64, "", "drop_care");
	f->drop_spares_global = kernel_drives(k, m, 1, "", "drop_spares_global");
}
