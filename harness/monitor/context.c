/* SPDX-License-Identifier: Apache-2.0 */
#include "monitor/context.h"

#include <string.h>

#include "memory/replay.h"

void context_init(struct context *context, const struct mmu_config *config)
{
	context->asid_bits = config->asid_bits;
	context->pa_bits = config->pa_bits;
	context->formats = config->formats;
	context->pdptes = 0;
	context_reset(context);
}

void context_reset(struct context *context)
{
	context->held = (struct oracle_context){.regime = REGIME_RV64};
	context->pdptes++;
	context->known = false;
	context->open = false;
}

enum paging_mode context_mode(const struct oracle_context *now)
{
	if (context_is_x86(now)) {
		if (!now->x86.pg)
			return PAGING_OFF;
		if (oracle_x86_is_long(now))
			return now->x86.la57 ? PAGING_FIVE_LEVEL : PAGING_FOUR_LEVEL;
		return now->x86.pae ? PAGING_PAE : PAGING_TWO_LEVEL;
	}
	return paging_of_satp(now->regime, now->ptbr);
}

uint64_t context_asid(const struct oracle_context *now)
{
	if (context_is_x86(now))
		return oracle_x86_is_long(now) && now->x86.pcide ? now->ptbr & 0xfff : 0;
	return now->regime == REGIME_RV32 ? now->ptbr >> 22 & 0x1ff : now->ptbr >> 44 & 0xffff;
}

uint64_t context_asid_mask(const struct context *context)
{
	uint64_t mask = (UINT64_C(1) << context->asid_bits) - 1;

	if (context_is_x86(&context->held))
		return 0xfff;
	return context->held.regime == REGIME_RV32 ? mask & 0x1ff : mask;
}

void context_get(const struct context *context, const struct mmu_in *in, struct oracle_context *now)
{
	*now = context->held;
#define GET(name, ...)     now->name = in->name;
#define GET_X86(name, ...) now->x86.name = in->name;
	MMU_CONTROL_RISCV(GET, MMU_NO_PIN)
	MMU_CONTROL_X86(GET_X86, MMU_NO_PIN)
#undef GET
#undef GET_X86
	now->x86.pa_bits = context->pa_bits;
}

/* A bit for each control bit that counts. The regime is above them, so that all regimes differ. */
static unsigned int flags_of(const struct oracle_context *now)
{
	unsigned int flags = now->regime;

#define FLAG(name, ...)     flags = flags << 1 | now->name;
#define FLAG_X86(name, ...) flags = flags << 1 | now->x86.name;
	MMU_CONTROL_RISCV(FLAG, MMU_NO_PIN)
	if (context_is_x86(now)) {
		MMU_CONTROL_X86(FLAG_X86, MMU_NO_PIN)
	}
#undef FLAG
#undef FLAG_X86
	return flags;
}

_Static_assert(MMU_N_CONTROLS + 2 <= 32, "flags_of() has a bit for each");

static bool is_same(const struct mmu_controls *controls, const struct mmu_in *in)
{
#define DIFFER(name, ...) | (controls->name ^ in->name)
	return !(0 MMU_CONTROLS(DIFFER));
#undef DIFFER
}

/* Not inlined: it is seldom, and context_now() is called in most cycles. */
__attribute__((noinline)) static void look_anew(struct context *context, const struct mmu_in *in)
{
	struct context_view *view = &context->view;

	context_get(context, in, &view->context);
	view->mode = context_mode(&view->context);
	view->asid = context_asid(&view->context);
	view->flags = flags_of(&view->context);
	view->pdptes = context->pdptes;
#define KEEP(name, ...) context->controls.name = in->name;
	MMU_CONTROLS(KEEP)
#undef KEEP
	context->known = true;
}

const struct context_view *context_now(struct context *context, const struct mmu_in *in)
{
	if (!context->known || !is_same(&context->controls, in))
		look_anew(context, in);
	return &context->view;
}

void context_write(struct context *context, const struct mmu_in *in)
{
	context->open = true;
	context_get(context, in, &context->now);
	context->now.regime = (enum regime)in->ptbr_regime;
	context->value = in->ptbr_value;
	context->reads = 0;
	context->read_error = false;
}

void context_read(struct context *context, const struct mmu_out *out)
{
	if (context->reads == ORACLE_PDPTES)
		return;
	context->read_pa[context->reads] = out->mem_req_addr;
	context->read_data[context->reads++] = 0;
}

void context_data(struct context *context, const struct mmu_in *in)
{
	if (!context->reads)
		return;
	context->read_data[context->reads - 1] = in->mem_rsp_data;
	context->read_error = in->mem_rsp_error;
}

/* Is the register there at all? Bit n of formats is mode n. */
static bool exists(const struct context *context)
{
	enum regime regime = context->now.regime;

	if (regime == REGIME_RV64 && context->value >> 60)
		return paging_is_built(context->formats, paging_of_satp(regime, context->value));
	return context->formats & paging_of_regime[regime];
}

static void write_satp(struct context *context)
{
	enum regime regime = context->now.regime;
	bool written;
	uint64_t satp = oracle_satp_write(regime, context->held.ptbr, context->value,
					  context->asid_bits, &written);

	/* The manual has all formats, and knows nothing of a build that leaves some out. */
	if (!written || !exists(context))
		return;
	context->held.ptbr = satp;
	context->held.regime = regime;
}

static void write_cr3(struct context *context, const struct mmu_out *out,
		      struct context_answer *answer)
{
	struct replay replay = {
		.data = context->read_data, .n = context->reads, .error = context->read_error};
	struct oracle_cr3 *cr3 = &answer->cr3;

	oracle_cr3_write(replay_read, &replay, &context->now, context->value, cr3);
	if (cr3->fault || out->ptbr_rsp_fault)
		return;
	context->held.regime = context->now.regime;
	context->held.ptbr = cr3->cr3;
	if (cr3->loads) {
		memcpy(context->held.x86.pdpte, cr3->pdpte, sizeof(cr3->pdpte));
		context->pdptes++;
	}
	answer->drops = cr3->drops;
	answer->asid = cr3->pcid;
}

void context_answer(struct context *context, const struct mmu_out *out,
		    struct context_answer *answer)
{
	*answer = (struct context_answer){.asked = context->open, .exists = exists(context)};
	context->known = false;
	if (!context->open)
		return;
	context->open = false;
	if (!context_is_x86(&context->now)) {
		write_satp(context);
		return;
	}
	/* Without PAE nothing is loaded (rtl/contract, ptbr-7). */
	context->now.x86.pae &= paging_is_built(context->formats, PAGING_PAE);
	if (answer->exists)
		write_cr3(context, out, answer);
}
