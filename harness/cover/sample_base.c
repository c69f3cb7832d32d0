/* SPDX-License-Identifier: Apache-2.0 */
/* The base register and PDPTEs. */
#include "cover/sample.h"

void sample_satp(struct cover *cover, const struct mmu_in *in)
{
	if (in->ptbr_regime == RV64)
		HIT(cover->counts, cp_satp_mode, (unsigned int)(in->ptbr_value >> 60));
	else if (in->ptbr_regime == RV32)
		HIT(cover->counts, cp_satp_mode, 16 + (unsigned int)(in->ptbr_value >> 31 & 1));
}

void sample_write(struct cover *cover, unsigned int old, enum cover_write outcome)
{
	const struct cover_base *base = &cover->base;

	HIT(cover->counts, X20, old, base->new_regime, outcome);
	if (outcome != W_WRITTEN || !cover_base_loads_then(base, cover->config.formats))
		return;
	for (unsigned int bit = 5; bit < 32; bit++)
		if (base->value >> bit & 1)
			HIT(cover->counts, cp_root_bit, 3, bit);
}

/* Bits 2:1, 8:5 and those from M on. */
static uint64_t reserved(unsigned int pa_bits)
{
	return UINT64_C(0x1e6) | ~((UINT64_C(1) << pa_bits) - 1);
}

void sample_pdpte(struct cover *cover, const struct mmu_in *in)
{
	unsigned int number = cover->base.loads & 3;
	uint64_t wrong = in->mem_rsp_data & reserved(cover->config.pa_bits);

	if (in->mem_rsp_error) {
		HIT(cover->counts, cp_pdpte, number, 3);
		return;
	}
	HIT(cover->counts, cp_pdpte, number, !(in->mem_rsp_data & 1) ? 0 : wrong ? 2 : 1);
	if (in->mem_rsp_data & 1 && wrong && !(wrong & (wrong - 1)))
		HIT(cover->counts, cp_pdpte_bit, (unsigned int)__builtin_ctzll(wrong));
}
