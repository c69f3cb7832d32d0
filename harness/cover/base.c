/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/base.h"

#include <string.h>

void cover_controls_get(struct cover_controls *controls, const struct mmu_in *in)
{
#define GET(name, ...) controls->name = in->name;
	MMU_CONTROLS(GET)
#undef GET
}

void cover_base_reset(struct cover_base *base)
{
	*base = (struct cover_base){.regime = RV64};
}

static bool is_long(unsigned int regime, const struct cover_controls *controls)
{
	return regime == X86_64 && controls->pg && controls->lma;
}

static unsigned int riscv_mode(unsigned int regime, uint64_t satp)
{
	if (regime == RV32)
		return satp >> 31 & 1 ? SV32 : BARE;
	return satp >> 60 >= 8 && satp >> 60 <= 10 ? SV39 + (unsigned int)(satp >> 60) - 8 : BARE;
}

static unsigned int x86_mode(unsigned int regime, const struct cover_controls *controls)
{
	if (!controls->pg)
		return OFF;
	if (is_long(regime, controls))
		return controls->la57 ? FIVE_LEVEL : FOUR_LEVEL;
	return controls->pae ? PAE : TWO_LEVEL;
}

void cover_base_context(const struct cover_base *base, const struct mmu_in *in,
			struct cover_context *context)
{
	cover_controls_get(&context->controls, in);
	context->regime = base->regime;
	context->held = base->held;
	memcpy(context->pdpte, base->pdpte, sizeof(context->pdpte));
	context->is_long = is_long(base->regime, &context->controls);
	context->is_short = base->regime != RV64 && !context->is_long;
	context->asid = 0;
	switch (base->regime) {
	case RV32:
		context->mode = riscv_mode(RV32, base->held);
		context->asid = base->held >> 22 & 0x1ff;
		break;
	case RV64:
		context->mode = riscv_mode(RV64, base->held);
		context->asid = base->held >> 44 & 0xffff;
		break;
	default:
		context->mode = x86_mode(base->regime, &context->controls);
		if (context->is_long && context->controls.pcide)
			context->asid = base->held & 0xfff;
		break;
	}
}

void cover_base_fence(const struct cover_base *base, unsigned int asid_bits,
		      const struct mmu_in *in, uint64_t *va, unsigned int *asid)
{
	struct cover_context context;

	cover_base_context(base, in, &context);
	if (context.regime == RV32 && asid_bits > 9)
		asid_bits = 9;
	if (context.regime >= X86_32)
		asid_bits = 12;
	*va = context.is_short ? in->fence_va & UINT32_MAX : in->fence_va;
	*asid = (unsigned int)(in->fence_asid & ((1u << asid_bits) - 1));
}

void cover_base_write(struct cover_base *base, const struct mmu_in *in)
{
	base->open = true;
	cover_controls_get(&base->controls, in);
	base->new_regime = (unsigned int)in->ptbr_regime;
	base->value = in->ptbr_value;
	base->loads = 0;
}

bool cover_base_loads(const struct cover_base *base, unsigned int formats)
{
	return base->open && cover_base_loads_then(base, formats);
}

bool cover_base_loads_then(const struct cover_base *base, unsigned int formats)
{
	return base->new_regime >= X86_32 && (formats >> PAE & 1) &&
	       x86_mode(base->new_regime, &base->controls) == PAE;
}

void cover_base_load(struct cover_base *base, uint64_t data)
{
	if (base->loads < 4)
		base->loaded[base->loads++] = data;
}

/* ptbr-2 */
static bool ignored(const struct cover_base *base, unsigned int formats)
{
	unsigned int mode = riscv_mode(base->new_regime, base->value);

	switch (base->new_regime) {
	case RV32:
		return !(formats & 1);
	case RV64:
		if (mode == BARE)
			return base->value >> 60 || !(formats & 0xe);
		return !(formats >> mode & 1);
	case X86_32:
		return !(formats & 0x30);
	default:
		return !(formats & 0xf0);
	}
}

enum cover_write cover_base_answer(struct cover_base *base, const struct mmu_out *out,
				   unsigned int formats)
{
	bool loads = cover_base_loads(base, formats);

	base->open = false;
	if (out->ptbr_rsp_fault)
		return out->ptbr_rsp_fault == 2 ? W_ACCESS : W_PROTECTION;
	if (ignored(base, formats))
		return W_IGNORED;
	base->regime = base->new_regime;
	if (loads)
		memcpy(base->pdpte, base->loaded, sizeof(base->pdpte));
	return W_WRITTEN;
}

unsigned int cover_base_asid(const struct cover_base *base, uint64_t held)
{
	if (base->regime == RV32)
		return held >> 22 & 0x1ff;
	if (base->regime == RV64)
		return held >> 44 & 0xffff;
	return cover_base_has_pcid(base) ? base->value & 0xfff : 0;
}

bool cover_base_has_pcid(const struct cover_base *base)
{
	return is_long(base->new_regime, &base->controls) && base->controls.pcide;
}
