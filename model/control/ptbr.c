/* SPDX-License-Identifier: Apache-2.0 */
#include "control/ptbr.h"

#include "arch.h"
#include "geometry.h"

#define CR3_KEEP_BIT bit(63) /* "do not drop": not held */
#define PCID_BITS    12

/* One regime's layout of satp. */
struct layout {
	unsigned int mode_lsb, mode_bits, asid_lsb, asid_bits, ppn_bits;
};

static const struct layout layouts[] = {
	[REGIME_RV32] =
		{.mode_lsb = 31, .mode_bits = 1, .asid_lsb = 22, .asid_bits = 9, .ppn_bits = 22},
	[REGIME_RV64] =
		{.mode_lsb = 60, .mode_bits = 4, .asid_lsb = 44, .asid_bits = 16, .ppn_bits = 44},
};

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

/* The mode of a value that is not Bare; a MODE that no manual knows gives none of the modes. */
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
	const struct controls *c = controls_get(k, p->io.controls);
	bool is_long = regime_is_long(regime, c->pg, c->lma);
	uint64_t missing;

	if (regime != REGIME_RV64 && !is_long)
		value &= UINT32_MAX;
	if (regime_is_x86(regime))
		return value & ~CR3_KEEP_BIT;
	missing = ones(layouts[regime].asid_bits) & ~ptbr_asid_mask(regime, p->asid_bits);
	return value & ~(missing << layouts[regime].asid_lsb);
}

/* ---- Eval ---- */

static struct held satp(const struct ptbr *p)
{
	const struct layout *l = &layouts[p->regime];
	bool is_bare = mode_field(p->regime, p->value) == 0;

	return (struct held){
		.regime = p->regime,
		.is_short = p->regime == REGIME_RV32,
		.bare = is_bare,
		.mode = is_bare ? 0 : satp_mode(p->regime, p->value),
		.asid = field(p->value, l->asid_lsb, l->asid_bits),
		.root = field(p->value, 0, l->ppn_bits),
	};
}

static enum mode x86_mode(const struct controls *c, bool is_long)
{
	if (is_long)
		return c->la57 ? MODE_X86_5 : MODE_X86_4;
	return c->pae ? MODE_X86_PAE : MODE_X86_2;
}

/* ptbr-1: in PAE the root is a PDPTE, and not here. */
static uint64_t x86_root(const struct ptbr *p, enum mode mode, bool is_long)
{
	if (mode == MODE_X86_PAE)
		return 0;
	return field(p->value, PAGE_BITS, (is_long ? p->pa_bits : 32) - PAGE_BITS);
}

static struct held cr3(const struct ptbr *p, const struct controls *c)
{
	bool is_long = regime_is_long(p->regime, c->pg, c->lma);
	enum mode mode = x86_mode(c, is_long);

	return (struct held){
		.regime = p->regime,
		.is_short = !is_long,
		.bare = !c->pg,
		.mode = c->pg ? mode : 0,
		.asid = ptbr_pcid(p->value, is_long, c->pcide),
		.root = x86_root(p, mode, is_long),
	};
}

static void ptbr_eval(const void *state, struct kernel *k)
{
	const struct ptbr *p = state;
	struct held held =
		regime_is_x86(p->regime) ? cr3(p, controls_get(k, p->io.controls)) : satp(p);

	ptbr_rsp_put(k, p->io.ptbr_rsp, &p->rsp);
	word_put(k, p->io.ptbr_held, p->value);
	held_put(k, p->io.held, &held);
}

/* ---- The clock edge ---- */

static void keep(struct ptbr *p, uint64_t regime, uint64_t value)
{
	p->regime = regime;
	p->value = value;
}

static void answer(struct ptbr *p, uint64_t fault)
{
	p->rsp.valid = 1;
	p->rsp.fault = fault;
}

static void keep_aside(struct ptbr *p, const struct kernel *k)
{
	const struct ptbr_req *req = ptbr_req_get(k, p->io.ptbr);

	p->next_regime = req->regime;
	p->next_value = as_held(p, k, req->regime, req->value);
}

static void end_load(struct ptbr *p, uint64_t fault)
{
	if (!fault)
		keep(p, p->next_regime, p->next_value);
	answer(p, fault);
}

static void take_write(struct ptbr *p, const struct kernel *k)
{
	const struct ptbr_req *req = ptbr_req_get(k, p->io.ptbr);

	keep(p, req->regime, as_held(p, k, req->regime, req->value));
	answer(p, 0);
}

static bool ptbr_tick(void *state, const struct kernel *k)
{
	struct ptbr *p = state;
	const struct write *write = write_get(k, p->io.write);
	const struct pdpte_load *load = pdpte_load_get(k, p->io.load);
	bool was_answered = p->rsp.valid;

	p->rsp = (struct ptbr_rsp){.valid = 0};
	if (wire_get(k, p->io.rst)) {
		keep(p, REGIME_RV64, 0);
		p->next_value = p->next_regime = 0;
	} else if (write->happens) {
		take_write(p, k);
	} else if (write->loads) {
		keep_aside(p, k);
	} else if (write->ignored || write->fault) {
		answer(p, write->fault);
	} else if (load->end) {
		end_load(p, load->fault);
	} else {
		return was_answered;
	}
	return true;
}

void ptbr_init(struct ptbr *p, struct kernel *k, unsigned int asid_bits, unsigned int pa_bits)
{
	static const struct kernel_line lines[] = {PTBR_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(ptbr_eval, ptbr_tick, lines);

	*p = (struct ptbr){.asid_bits = asid_bits, .pa_bits = pa_bits, .regime = REGIME_RV64};
	kernel_module(k, "", "ptbr", &ops, p, sizeof(*p), &p->io);
}
