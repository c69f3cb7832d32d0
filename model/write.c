/* SPDX-License-Identifier: Apache-2.0 */
#include "write.h"

#include "arch.h"
#include "mode.h"
#include "ptbr.h"

#define KEEP_BIT (UINT64_C(1) << 63)

enum outcome { NOTHING, HAPPENS, LOADS, IGNORED, FAULTS };

/* What a write means, once it is taken. */
struct value {
	uint64_t regime, value;
	bool is_x86, is_long, is_pae, pcide;
};

static struct value value_of(const struct write *w, const struct kernel *k)
{
	uint64_t regime = signal_get(k, w->ptbr_regime), pg = signal_get(k, w->pg);
	bool is_x86 = regime_is_x86(regime);
	bool is_long = regime_is_long(regime, pg, signal_get(k, w->lma));

	return (struct value){
		.regime = regime,
		.value = signal_get(k, w->ptbr_value),
		.is_x86 = is_x86,
		.is_long = is_long,
		.is_pae = is_x86 && !is_long && pg && signal_get(k, w->pae),
		.pcide = signal_get(k, w->pcide),
	};
}

/* ptbr-7: bits 62:M, and bit 63 without PCIDs. */
static bool is_bad_cr3(const struct write *w, const struct value *v)
{
	uint64_t beyond = v->value & ~KEEP_BIT;

	return v->is_long && (beyond >> w->pa_bits || (v->value & KEEP_BIT && !v->pcide));
}

static enum outcome outcome_of(const struct write *w, const struct value *v)
{
	if (!ptbr_exists(v->regime, v->value, w->formats))
		return IGNORED;
	if (is_bad_cr3(w, v))
		return FAULTS;
	return v->is_pae && w->formats >> MODE_X86_PAE & 1 ? LOADS : HAPPENS;
}

/* ptbr-6. */
static bool drops(const struct value *v, enum outcome outcome)
{
	bool keeps = v->is_long && v->pcide && v->value & KEEP_BIT;

	return outcome == HAPPENS && v->is_x86 && !keeps;
}

/* ptbr-5. */
static bool is_wall(const struct write *w, const struct kernel *k)
{
	/* x86-64 has all the modes of x86. */
	if (!ptbr_exists(REGIME_X86_64, 0, w->formats))
		return false;
	return regime_is_x86(signal_get(k, w->ptbr_regime)) ||
	       regime_is_x86(signal_get(k, w->held_regime));
}

static bool is_ready(const struct write *w, const struct kernel *k, bool wall)
{
	if (signal_get(k, w->loading))
		return false;
	return !wall || !(signal_get(k, w->fetch_missing) || signal_get(k, w->data_missing) ||
			  signal_get(k, w->fence_valid));
}

static void write_eval(const void *state, struct kernel *k)
{
	const struct write *w = state;
	bool valid = signal_get(k, w->ptbr_valid), loading = signal_get(k, w->loading);
	bool wall = is_wall(w, k), ready = is_ready(w, k, wall);
	bool loaded = signal_get(k, w->load_end) && !signal_get(k, w->load_fault);
	enum outcome outcome = NOTHING;
	bool dropping = loaded;
	uint64_t asid = 0;

	if (valid && ready) {
		struct value v = value_of(w, k);

		outcome = outcome_of(w, &v);
		dropping = drops(&v, outcome);
		asid = dropping ? ptbr_pcid(v.value, v.is_long, v.pcide) : 0;
	}
	signal_put(k, w->ptbr_ready, ready);
	signal_put(k, w->write_wall, (valid && wall) || loading);
	signal_put(k, w->write_happens, outcome == HAPPENS);
	signal_put(k, w->write_loads, outcome == LOADS);
	signal_put(k, w->write_ignored, outcome == IGNORED);
	signal_put(k, w->write_fault, outcome == FAULTS ? FAULT_PROTECTION : FAULT_NONE);
	signal_put(k, w->write_drops, dropping);
	signal_put(k, w->write_asid, asid);
}

static void bind_inputs(struct write *w, struct kernel *k, unsigned int m)
{
	w->ptbr_valid = kernel_reads(k, m, AT_EVAL, "", "ptbr_valid");
	w->ptbr_regime = kernel_reads(k, m, AT_EVAL, "", "ptbr_regime");
	w->ptbr_value = kernel_reads(k, m, AT_EVAL, "", "ptbr_value");
	w->pg = kernel_reads(k, m, AT_EVAL, "", "pg");
	w->pae = kernel_reads(k, m, AT_EVAL, "", "pae");
	w->lma = kernel_reads(k, m, AT_EVAL, "", "lma");
	w->pcide = kernel_reads(k, m, AT_EVAL, "", "pcide");
	w->held_regime = kernel_reads(k, m, AT_EVAL, "", "held_regime");
	w->fence_valid = kernel_reads(k, m, AT_EVAL, "", "fence_valid");
	w->fetch_missing = kernel_reads(k, m, AT_EVAL, "", "fetch_missing");
	w->data_missing = kernel_reads(k, m, AT_EVAL, "", "data_missing");
	w->loading = kernel_reads(k, m, AT_EVAL, "", "loading");
	w->load_end = kernel_reads(k, m, AT_EVAL, "", "load_end");
	w->load_fault = kernel_reads(k, m, AT_EVAL, "", "load_fault");
}

void write_init(struct write *w, struct kernel *k, unsigned int pa_bits, unsigned int formats)
{
	static const struct kernel_ops ops = {.eval = write_eval};
	unsigned int m = kernel_module(k, "", "write", &ops, w, sizeof(*w));

	*w = (struct write){.pa_bits = pa_bits, .formats = formats};
	bind_inputs(w, k, m);

	w->ptbr_ready = kernel_drives(k, m, 1, "", "ptbr_ready");
	w->write_wall = kernel_drives(k, m, 1, "", "write_wall");
	w->write_happens = kernel_drives(k, m, 1, "", "write_happens");
	w->write_loads = kernel_drives(k, m, 1, "", "write_loads");
	w->write_ignored = kernel_drives(k, m, 1, "", "write_ignored");
	w->write_fault = kernel_drives(k, m, 2, "", "write_fault");
	w->write_drops = kernel_drives(k, m, 1, "", "write_drops");
	w->write_asid = kernel_drives(k, m, 12, "", "write_asid");
}
