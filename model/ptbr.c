/* SPDX-License-Identifier: Apache-2.0 */
#include "ptbr.h"

#include "arch.h"
#include "pte.h"

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

static uint64_t field(uint64_t value, unsigned int lsb, unsigned int bits)
{
	return value >> lsb & ((UINT64_C(1) << bits) - 1);
}

uint64_t ptbr_asid_mask(uint64_t regime, unsigned int asid_bits)
{
	unsigned int most = layouts[regime].asid_bits;

	return (UINT64_C(1) << (asid_bits < most ? asid_bits : most)) - 1;
}

static uint64_t mode_field(uint64_t regime, uint64_t value)
{
	return field(value, layouts[regime].mode_lsb, layouts[regime].mode_bits);
}

static bool is_legal(uint64_t regime, uint64_t value)
{
	if (regime == REGIME_RV32)
		return true;
	return regime == REGIME_RV64 &&
	       (mode_field(regime, value) == 0 ||
		(mode_field(regime, value) >= 8 && mode_field(regime, value) <= 10));
}

/* Of a value that is not Bare. */
static enum mode mode_of(uint64_t regime, uint64_t value)
{
	if (regime == REGIME_RV32)
		return MODE_SV32;
	return MODE_SV39 + (mode_field(regime, value) - 8);
}

/* What a legal write leaves: the bits of the regime without the ASID bits that do not exist. */
static uint64_t as_held(const struct ptbr *p, uint64_t regime, uint64_t value)
{
	const struct layout *l = &layouts[regime];
	uint64_t all = (UINT64_C(1) << l->asid_bits) - 1;
	uint64_t missing = all & ~ptbr_asid_mask(regime, p->asid_bits);

	if (regime == REGIME_RV32)
		value &= UINT32_MAX;
	return value & ~(missing << l->asid_lsb);
}

static void ptbr_eval(const void *state, struct kernel *k)
{
	const struct ptbr *p = state;
	const struct layout *l = &layouts[p->regime];
	bool is_bare = mode_field(p->regime, p->value) == 0;

	signal_put(k, p->ptbr_held, p->value);
	signal_put(k, p->held_regime, p->regime);
	signal_put(k, p->held_bare, is_bare);
	signal_put(k, p->held_mode, is_bare ? 0 : mode_of(p->regime, p->value));
	signal_put(k, p->held_asid, field(p->value, l->asid_lsb, l->asid_bits));
	signal_put(k, p->held_root, field(p->value, 0, l->ppn_bits));
}

static bool keep(struct ptbr *p, uint64_t regime, uint64_t value)
{
	bool changes = p->regime != regime || p->value != value;

	p->regime = regime;
	p->value = value;
	return changes;
}

static bool ptbr_tick(void *state, const struct kernel *k)
{
	struct ptbr *p = state;
	uint64_t regime = signal_get(k, p->ptbr_regime);
	uint64_t value = signal_get(k, p->ptbr_value);

	if (signal_get(k, p->rst))
		return keep(p, REGIME_RV64, 0);
	if (!signal_get(k, p->ptbr_valid) || !is_legal(regime, value))
		return false;
	return keep(p, regime, as_held(p, regime, value));
}

void ptbr_init(struct ptbr *p, struct kernel *k, unsigned int asid_bits)
{
	static const struct kernel_ops ops = {ptbr_eval, ptbr_tick};
	unsigned int m = kernel_module(k, "", "ptbr", &ops, p, sizeof(*p));

	*p = (struct ptbr){.asid_bits = asid_bits, .regime = REGIME_RV64};

	p->rst = kernel_reads(k, m, AT_TICK, "", "rst");
	p->ptbr_valid = kernel_reads(k, m, AT_TICK, "", "ptbr_valid");
	p->ptbr_regime = kernel_reads(k, m, AT_TICK, "", "ptbr_regime");
	p->ptbr_value = kernel_reads(k, m, AT_TICK, "", "ptbr_value");

	p->ptbr_held = kernel_drives(k, m, 64, "", "ptbr_held");
	p->held_regime = kernel_drives(k, m, 1, "", "held_regime");
	p->held_bare = kernel_drives(k, m, 1, "", "held_bare");
	p->held_mode = kernel_drives(k, m, 2, "", "held_mode");
	p->held_asid = kernel_drives(k, m, 16, "", "held_asid");
	p->held_root = kernel_drives(k, m, 44, "", "held_root");
}
