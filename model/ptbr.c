/* SPDX-License-Identifier: Apache-2.0 */
#include "ptbr.h"

#include "arch.h"
#include "mode.h"

#define CR3_KEEP_BIT (UINT64_C(1) << 63) /* "do not drop": not held */
#define PCID_BITS    12

/* One regime's layout of satp. */
struct layout {
	unsigned int mode_lsb, mode_bits, asid_lsb, asid_bits, ppn_bits;
};

static const struct layout layouts[] = {
	[REGIME_RV32] =
		{.mode_lsb = 31, .mode_bits = 1, .asid_lsb = 22, .asid_bits = 9,  .ppn_bits = 22},
	[REGIME_RV64] =
		{.mode_lsb = 60, .mode_bits = 4, .asid_lsb = 44, .asid_bits = 16, .ppn_bits = 44},
};

static uint64_t ones(unsigned int bits)
{
	return (UINT64_C(1) << bits) - 1;
}

static uint64_t field(uint64_t value, unsigned int lsb, unsigned int bits)
{
	return value >> lsb & ones(bits);
}

uint64_t ptbr_asid_mask(uint64_t regime, unsigned int asid_bits)
{
	unsigned int most;

	if (regime_is_x86(regime))
		return ones(PCID_BITS);
	most = layouts[regime].asid_bits;
	return ones(asid_bits < most ? asid_bits : most);
}

uint64_t ptbr_pcid(uint64_t value, bool is_long, bool pcide)
{
	return is_long && pcide ? field(value, 0, PCID_BITS) : 0;
}

/* ---- Writes ---- */

static uint64_t mode_field(uint64_t regime, uint64_t value)
{
	return field(value, layouts[regime].mode_lsb, layouts[regime].mode_bits);
}

/* Of a value that is not Bare; a MODE that no manual knows gives none of the modes. */
static enum mode satp_mode(uint64_t regime, uint64_t value)
{
	if (regime == REGIME_RV32)
		return MODE_SV32;
	return MODE_SV39 + (mode_field(regime, value) - 8);
}

static bool mode_exists(uint64_t regime, uint64_t value, unsigned int formats)
{
	uint64_t mode = mode_field(regime, value);

	if (mode == 0)
		return true;
	if (regime == REGIME_RV64 && (mode < 8 || mode > 10))
		return false;
	return formats >> satp_mode(regime, value) & 1;
}

bool ptbr_exists(uint64_t regime, uint64_t value, unsigned int formats)
{
	static const unsigned int modes_of[] = {
		[REGIME_RV32] = 1 << MODE_SV32,
		[REGIME_RV64] = 1 << MODE_SV39 | 1 << MODE_SV48 | 1 << MODE_SV57,
		[REGIME_X86_32] = 1 << MODE_X86_2 | 1 << MODE_X86_PAE,
		[REGIME_X86_64] =
			1 << MODE_X86_2 | 1 << MODE_X86_PAE | 1 << MODE_X86_4 | 1 << MODE_X86_5,
	};

	return formats & modes_of[regime] &&
	       (regime_is_x86(regime) || mode_exists(regime, value, formats));
}

/* What a write leaves: the bits of the regime, without the ASID bits that do not exist. */
static uint64_t as_held(const struct ptbr *p, const struct kernel *k, uint64_t regime,
			uint64_t value)
{
	bool is_long = regime_is_long(regime, signal_get(k, p->pg), signal_get(k, p->lma));
	uint64_t missing;

	if (regime != REGIME_RV64 && !is_long)
		value &= UINT32_MAX;
	if (regime_is_x86(regime))
		return value & ~CR3_KEEP_BIT;
	missing = ones(layouts[regime].asid_bits) & ~ptbr_asid_mask(regime, p->asid_bits);
	return value & ~(missing << layouts[regime].asid_lsb);
}

/* ---- Eval ---- */

static void show_satp(const struct ptbr *p, struct kernel *k)
{
	const struct layout *l = &layouts[p->regime];
	bool is_bare = mode_field(p->regime, p->value) == 0;

	signal_put(k, p->held_short, p->regime == REGIME_RV32);
	signal_put(k, p->held_bare, is_bare);
	signal_put(k, p->held_mode, is_bare ? 0 : satp_mode(p->regime, p->value));
	signal_put(k, p->held_asid, field(p->value, l->asid_lsb, l->asid_bits));
	signal_put(k, p->held_root, field(p->value, 0, l->ppn_bits));
}

static enum mode x86_mode(const struct ptbr *p, const struct kernel *k, bool is_long)
{
	if (is_long)
		return signal_get(k, p->la57) ? MODE_X86_5 : MODE_X86_4;
	return signal_get(k, p->pae) ? MODE_X86_PAE : MODE_X86_2;
}

/* ptbr-1: in PAE the root is a PDPTE, and not here. */
static uint64_t x86_root(const struct ptbr *p, enum mode mode, bool is_long)
{
	if (mode == MODE_X86_PAE)
		return 0;
	return field(p->value, PAGE_BITS, (is_long ? p->pa_bits : 32) - PAGE_BITS);
}

static void show_cr3(const struct ptbr *p, struct kernel *k)
{
	bool pg = signal_get(k, p->pg);
	bool is_long = regime_is_long(p->regime, pg, signal_get(k, p->lma));
	enum mode mode = x86_mode(p, k, is_long);

	signal_put(k, p->held_short, !is_long);
	signal_put(k, p->held_bare, !pg);
	signal_put(k, p->held_mode, pg ? mode : 0);
	signal_put(k, p->held_asid, ptbr_pcid(p->value, is_long, signal_get(k, p->pcide)));
	signal_put(k, p->held_root, x86_root(p, mode, is_long));
}

static void ptbr_eval(const void *state, struct kernel *k)
{
	const struct ptbr *p = state;

	signal_put(k, p->ptbr_rsp_valid, p->answered);
	signal_put(k, p->ptbr_rsp_fault, p->fault);
	signal_put(k, p->ptbr_held, p->value);
	signal_put(k, p->held_regime, p->regime);
	if (regime_is_x86(p->regime))
		show_cr3(p, k);
	else
		show_satp(p, k);
}

/* ---- The clock edge ---- */

static void keep(struct ptbr *p, uint64_t regime, uint64_t value)
{
	p->regime = regime;
	p->value = value;
}

static void answer(struct ptbr *p, uint64_t fault)
{
	p->answered = 1;
	p->fault = fault;
}

static void keep_aside(struct ptbr *p, const struct kernel *k)
{
	p->next_regime = signal_get(k, p->ptbr_regime);
	p->next_value = as_held(p, k, p->next_regime, signal_get(k, p->ptbr_value));
}

static void end_load(struct ptbr *p, uint64_t fault)
{
	if (!fault)
		keep(p, p->next_regime, p->next_value);
	answer(p, fault);
}

static void take_write(struct ptbr *p, const struct kernel *k)
{
	uint64_t regime = signal_get(k, p->ptbr_regime);

	keep(p, regime, as_held(p, k, regime, signal_get(k, p->ptbr_value)));
	answer(p, 0);
}

static bool ptbr_tick(void *state, const struct kernel *k)
{
	struct ptbr *p = state;
	bool was_answered = p->answered;

	p->answered = p->fault = 0;
	if (signal_get(k, p->rst)) {
		keep(p, REGIME_RV64, 0);
		p->next_value = p->next_regime = 0;
	} else if (signal_get(k, p->write_happens)) {
		take_write(p, k);
	} else if (signal_get(k, p->write_loads)) {
		keep_aside(p, k);
	} else if (signal_get(k, p->write_ignored) || signal_get(k, p->write_fault)) {
		answer(p, signal_get(k, p->write_fault));
	} else if (signal_get(k, p->load_end)) {
		end_load(p, signal_get(k, p->load_fault));
	} else {
		return was_answered;
	}
	return true;
}

/* ---- Elaboration ---- */

static void bind_inputs(struct ptbr *p, struct kernel *k, unsigned int m)
{
	p->rst = kernel_reads(k, m, AT_TICK, "", "rst");
	p->ptbr_regime = kernel_reads(k, m, AT_TICK, "", "ptbr_regime");
	p->ptbr_value = kernel_reads(k, m, AT_TICK, "", "ptbr_value");
	p->pg = kernel_reads(k, m, AT_BOTH, "", "pg");
	p->lma = kernel_reads(k, m, AT_BOTH, "", "lma");
	p->pae = kernel_reads(k, m, AT_EVAL, "", "pae");
	p->la57 = kernel_reads(k, m, AT_EVAL, "", "la57");
	p->pcide = kernel_reads(k, m, AT_EVAL, "", "pcide");
	p->write_happens = kernel_reads(k, m, AT_TICK, "", "write_happens");
	p->write_loads = kernel_reads(k, m, AT_TICK, "", "write_loads");
	p->write_ignored = kernel_reads(k, m, AT_TICK, "", "write_ignored");
	p->write_fault = kernel_reads(k, m, AT_TICK, "", "write_fault");
	p->load_end = kernel_reads(k, m, AT_TICK, "", "load_end");
	p->load_fault = kernel_reads(k, m, AT_TICK, "", "load_fault");
}

void ptbr_init(struct ptbr *p, struct kernel *k, unsigned int asid_bits, unsigned int pa_bits)
{
	static const struct kernel_ops ops = {ptbr_eval, ptbr_tick};
	unsigned int m = kernel_module(k, "", "ptbr", &ops, p, sizeof(*p));

	*p = (struct ptbr){.asid_bits = asid_bits, .pa_bits = pa_bits, .regime = REGIME_RV64};
	bind_inputs(p, k, m);

	p->ptbr_rsp_valid = kernel_drives(k, m, 1, "", "ptbr_rsp_valid");
	p->ptbr_rsp_fault = kernel_drives(k, m, 2, "", "ptbr_rsp_fault");
	p->ptbr_held = kernel_drives(k, m, 64, "", "ptbr_held");
	p->held_regime = kernel_drives(k, m, 2, "", "held_regime");
	p->held_short = kernel_drives(k, m, 1, "", "held_short");
	p->held_bare = kernel_drives(k, m, 1, "", "held_bare");
	p->held_mode = kernel_drives(k, m, 3, "", "held_mode");
	p->held_asid = kernel_drives(k, m, 16, "", "held_asid");
	p->held_root = kernel_drives(k, m, 44, "", "held_root");
}
