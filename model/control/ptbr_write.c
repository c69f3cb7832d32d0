/* SPDX-License-Identifier: Apache-2.0 */
#include "control/ptbr_write.h"

#include "arch.h"
#include "control/ptbr.h"

/* Compiled as one piece: once for an MMU with an array, and once without, which is none the slower.
 */
#define ONE_PIECE __attribute__((flatten)) static

#define KEEP_BIT bit(63)

enum outcome { HAPPENS, LOADS, IGNORED, FAULTS };

/* What a write means, once it is taken. */
struct value {
	uint64_t regime, value;
	bool is_x86, is_long, is_pae, pcide;
};

static struct value value_of(const struct ptbr_req *req, const struct controls *c)
{
	bool is_x86 = regime_is_x86(req->regime);
	bool is_long = regime_is_long(req->regime, c->pg, c->lma);

	return (struct value){
		.regime = req->regime,
		.value = req->value,
		.is_x86 = is_x86,
		.is_long = is_long,
		.is_pae = is_x86 && !is_long && c->pg && c->pae,
		.pcide = c->pcide,
	};
}

/* ptbr-7: bits 62:M, and bit 63 without PCIDs. */
static bool is_bad_cr3(const struct ptbr_write *w, const struct value *v)
{
	uint64_t beyond = v->value & ~KEEP_BIT;

	return v->is_long && (beyond >> w->pa_bits || (v->value & KEEP_BIT && !v->pcide));
}

static enum outcome outcome_of(const struct ptbr_write *w, const struct value *v)
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
static bool is_wall(const struct ptbr_write *w, const struct kernel *k)
{
	/* x86-64 has all the modes of x86. */
	if (!ptbr_exists(REGIME_X86_64, 0, w->formats))
		return false;
	return regime_is_x86(ptbr_req_get(k, w->io.ptbr)->regime) ||
	       regime_is_x86(held_get(k, w->io.held)->regime);
}

static bool is_array_busy(const struct ptbr_write *w, const struct kernel *k, bool has_array)
{
	return has_array && array_status_get(k, w->io.array_status)->busy;
}

static bool is_ready(const struct ptbr_write *w, const struct kernel *k, bool wall, bool has_array)
{
	if (pdpte_load_get(k, w->io.load)->busy)
		return false;
	return !wall ||
	       !(w->unsettled || is_array_busy(w, k, has_array) ||
		 walk_get(k, w->io.fetch_walk)->valid || walk_get(k, w->io.data_walk)->valid ||
		 fence_req_get(k, w->io.fence)->valid);
}

static struct write taken(const struct ptbr_write *w, const struct value *v)
{
	enum outcome outcome = outcome_of(w, v);
	bool dropping = drops(v, outcome);

	return (struct write){
		.happens = outcome == HAPPENS,
		.loads = outcome == LOADS,
		.ignored = outcome == IGNORED,
		.fault = outcome == FAULTS ? FAULT_PROTECTION : FAULT_NONE,
		.drops = dropping,
		.asid = dropping ? ptbr_pcid(v->value, v->is_long, v->pcide) : 0,
	};
}

static void show(const struct ptbr_write *w, struct kernel *k, bool has_array)
{
	const struct ptbr_req *req = ptbr_req_get(k, w->io.ptbr);
	const struct pdpte_load *load = pdpte_load_get(k, w->io.load);
	bool wall = is_wall(w, k);
	bool ready = is_ready(w, k, wall, has_array);
	struct write write = {.drops = load->end && !load->fault};

	if (req->valid && ready) {
		struct value v = value_of(req, controls_get(k, w->io.controls));

		write = taken(w, &v);
	}
	write.wall = (req->valid && wall) || load->busy;
	wire_put(k, w->io.ptbr_ready, ready);
	write_put(k, w->io.write, &write);
}

ONE_PIECE void ptbr_write_eval(const void *state, struct kernel *k)
{
	show(state, k, false);
}

ONE_PIECE void ptbr_write_with_array_eval(const void *state, struct kernel *k)
{
	show(state, k, true);
}

/* ptbr-5. */
static bool unsettles(const struct ptbr_write *w, const struct kernel *k)
{
	const struct walk_end *end = walk_end_get(k, w->io.walk_end);

	return port_events_get(k, w->io.fetch_events)->accepted ||
	       port_events_get(k, w->io.data_events)->accepted || end->fetch || end->data;
}

static bool ptbr_write_tick(void *state, const struct kernel *k)
{
	struct ptbr_write *w = state;
	bool before = w->unsettled;

	w->unsettled = !wire_get(k, w->io.rst) && unsettles(w, k);
	return w->unsettled != before;
}

void ptbr_write_init(struct ptbr_write *w, struct kernel *k, unsigned int pa_bits,
		     unsigned int formats, bool has_array)
{
	static const struct kernel_line lines[] = {PTBR_WRITE_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line status[] = {PTBR_WRITE_ARRAY_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(ptbr_write_eval, ptbr_write_tick, lines);
	static const struct kernel_ops ops_with_array =
		KERNEL_OPS(ptbr_write_with_array_eval, ptbr_write_tick, lines);
	unsigned int module;

	*w = (struct ptbr_write){.pa_bits = pa_bits, .formats = formats};
	module = kernel_module(k, "", "ptbr_write", has_array ? &ops_with_array : &ops, w,
			       sizeof(*w), &w->io);
	if (has_array)
		kernel_lines(k, module, "", status, 1, &w->io.array_status);
}
