/* SPDX-License-Identifier: Apache-2.0 */
/* The ports and the order of things in a cycle. */
#include "cover/monitor.h"

#include <stdlib.h>
#include <string.h>

#include "cover/sample.h"

/* The pins of a request, of either port. */
struct request_pins {
	bool valid, ready, store, sum, mxr, lock;
	uint64_t va, tag;
	unsigned int segment, last, priv;
};

static void get_pins(enum cover_port port, const struct mmu_in *in, const struct mmu_out *out,
		     struct request_pins *pins)
{
	if (port == FETCH_PORT)
		*pins = (struct request_pins){
			.valid = in->fetch_req_valid,
			.ready = out->fetch_req_ready,
			.lock = in->fetch_req_lock,
			.va = in->fetch_req_va,
			.tag = in->fetch_req_tag,
			.segment = (unsigned int)in->fetch_req_seg,
			.last = (unsigned int)in->fetch_req_last,
			.priv = (unsigned int)in->fetch_req_priv,
		};
	else
		*pins = (struct request_pins){
			.valid = in->data_req_valid,
			.ready = out->data_req_ready,
			.store = in->data_req_store,
			.sum = in->data_req_sum,
			.mxr = in->data_req_mxr,
			.lock = in->data_req_lock,
			.va = in->data_req_va,
			.tag = in->data_req_tag,
			.segment = (unsigned int)in->data_req_seg,
			.last = (unsigned int)in->data_req_last,
			.priv = (unsigned int)in->data_req_priv,
		};
}

/* Is it looked up? port-3. */
static bool is_translated(const struct cover_port_view *port, unsigned int priv)
{
	unsigned int mode = port->request.context.mode;

	if (port->use.check != C_PASSES || mode >= BARE)
		return false;
	return cover_is_x86(mode) || priv < 2;
}

static void accept(struct cover *cover, enum cover_port number, const struct mmu_in *in,
		   const struct request_pins *pins)
{
	struct cover_port_view *port = &cover->port[number];
	struct cover_request *request = &port->request;
	const struct cover_shadow *tlb = &cover->tlb[number];
	bool segment = cover->config.segments && pins->segment < COVER_SEGMENTS;

	*port = (struct cover_port_view){.state = P_ACCEPTED, .before = port->before};
	cover_base_context(&cover->base, in, &request->context);
	request->access = number == FETCH_PORT ? FETCH : pins->store ? STORE : LOAD;
	request->who = pins->priv ? SUPERVISOR : USER;
	request->sum = pins->sum;
	request->mxr = pins->mxr;
	request->lock = pins->lock;
	request->tag = pins->tag;
	port->use = (struct cover_use){.segment = segment ? pins->segment : COVER_SEGMENTS,
				       .access = request->access,
				       .ring = 3 - pins->priv};
	request->va = cover_descriptors_use(&cover->descriptors, &request->context, pins->va,
					    pins->last, &port->use);
	port->is_translated = is_translated(port, pins->priv);
	port->is_left_out =
		port->is_translated && !(cover->config.formats >> request->context.mode & 1);
	port->slot = port->is_translated ? cover_shadow_match(tlb, request) : -1;
	port->foretold = port->slot >= 0 && cover_page_allows(&tlb->page[port->slot], request);
	if (segment)
		sample_segment(cover, &port->use, &request->context, pins->va);
	sample_request(cover, number);
	if (port->is_translated)
		sample_lookup(cover, number);
	if (port->foretold) {
		sample_hit(cover, number);
		cover_shadow_touch(&cover->tlb[number], (unsigned int)port->slot);
	}
}

static void accept_all(struct cover *cover, const struct mmu_in *in, const struct mmu_out *out)
{
	bool both = true;

	for (unsigned int number = FETCH_PORT; number <= DATA_PORT; number++) {
		struct request_pins pins;

		get_pins((enum cover_port)number, in, out, &pins);
		if (pins.valid && pins.ready)
			accept(cover, (enum cover_port)number, in, &pins);
		else
			both = false;
	}
	if (both)
		sample_pair(cover);
}

/* The first cycle of an answer, or the first without one. */
static void look_for_answer(struct cover *cover, enum cover_port number, const struct mmu_out *out)
{
	struct cover_port_view *port = &cover->port[number];
	bool valid = number == FETCH_PORT ? out->fetch_rsp_valid : out->data_rsp_valid;
	unsigned int fault =
		(unsigned int)(number == FETCH_PORT ? out->fetch_rsp_fault : out->data_rsp_fault);
	bool at_once = port->state == P_ACCEPTED && valid;

	if (port->state != P_ACCEPTED && port->state != P_MISSING)
		return;
	if (!valid) {
		port->state = P_MISSING;
		port->missed += port->missed < 2;
		return;
	}
	port->missed = 0;
	port->state = P_ANSWERING;
	if (port->use.check != C_PASSES)
		port->result = SEGMENT_FAULT;
	else if (!port->is_translated)
		port->result = UNTRANSLATED;
	else if (fault)
		port->result = FAULT;
	else
		port->result = at_once ? FROM_TLB : FILLED;
	cover->faulted |= port->result == FAULT;
	cover->ended |= !at_once;
	if (port->result == FAULT) {
		cover_array_fault(cover, &port->request);
		cover_lines_fault(cover);
	}
	if (port->result == FAULT && !port->reads)
		cover_drop_fault(cover, number);
	sample_answer(cover, number, out);
}

static void take(struct cover *cover, enum cover_port number, bool valid, bool ready)
{
	struct cover_port_view *port = &cover->port[number];

	if (!valid || port->state != P_ANSWERING)
		return;
	if (!ready) {
		port->waited++;
		return;
	}
	sample_taken(cover, number);
	port->state = P_IDLE;
}

static void reset(struct cover *cover)
{
	const struct mmu_config config = cover->config;
	struct cover_counts *counts = cover->counts;

	memset(cover, 0, sizeof(*cover));
	cover->config = config;
	cover->counts = counts;
	cover->live = true;
	cover->last_mode = -1;
	cover->tlb[FETCH_PORT].slots = config.itlb_entries;
	cover->tlb[DATA_PORT].slots = config.dtlb_entries;
	cover->pointers.slots = config.walk_entries;
	cover->array.sets = config.array_sets;
	cover->lines.slots = config.lines;
	cover->array.sweeps_until = config.array_sets + 1;
	cover_base_reset(&cover->base);
}

/* A write of the base register, old being the regime before it. */
static void happen(struct cover *cover, unsigned int old, unsigned int asid)
{
	sample_move(cover, old, asid);
	if (cover->base.regime < X86_32)
		return;
	cover_drop_cr3(cover, asid);
	cover->epoch++;
}

static void answer_base(struct cover *cover, const struct mmu_out *out)
{
	unsigned int old = cover->base.regime;
	enum cover_write outcome;

	if (out->ptbr_rsp_valid && cover->base.open) {
		outcome = cover_base_answer(&cover->base, out, cover->config.formats);
		sample_write(cover, old, outcome);
		if (outcome == W_WRITTEN)
			happen(cover, old, cover_base_asid(&cover->base, out->ptbr_held));
	}
	cover->base.held = out->ptbr_held;
}

static void end_of_cycle(struct cover *cover, const struct mmu_in *in, const struct mmu_out *out)
{
	if (cover_fence(in, out)) {
		sample_fence(cover, in);
		cover_drop_fence(cover, in);
		cover->epoch++;
		for (unsigned int number = FETCH_PORT; number <= DATA_PORT; number++)
			cover->port[number].is_fenced |= cover->port[number].state == P_MISSING;
	}
	if (in->fence_valid && !out->fence_ready && cover_array_is_busy(&cover->array))
		sample_array_waits(cover, WAITS_FENCE);
	if (in->ptbr_valid && !out->ptbr_ready && cover_array_is_busy(&cover->array))
		sample_array_waits(cover, WAITS_PTBR);
	if (in->ptbr_valid && out->ptbr_ready) {
		sample_satp(cover, in);
		cover_base_write(&cover->base, in);
	}
	if (in->seg_valid) {
		HIT(cover->counts, cp_seg_load, (unsigned int)in->seg_index);
		cover_descriptors_load(&cover->descriptors, in);
	}
	cover_controls_get(&cover->controls, in);
	cover->selected = (unsigned int)in->counter_select;
}

void cover_cycle(struct cover *cover, const struct mmu_in *in, const struct mmu_out *out)
{
	if (cover->live) {
		cover->state = cover_walk_state(cover, out);
		sample_cycle(cover, in, out);
	}
	if (in->rst) {
		reset(cover);
		cover_controls_get(&cover->controls, in);
	}
	if (in->rst || !cover->live)
		return;
	cover->faulted = cover->ended = false;
	cover->array.cycle++;
	answer_base(cover, out);
	look_for_answer(cover, FETCH_PORT, out);
	look_for_answer(cover, DATA_PORT, out);
	take(cover, FETCH_PORT, out->fetch_rsp_valid, in->fetch_rsp_ready);
	take(cover, DATA_PORT, out->data_rsp_valid, in->data_rsp_ready);
	accept_all(cover, in, out);
	cover_walk_cycle(cover, in, out);
	end_of_cycle(cover, in, out);
}

struct cover *cover_create(const struct mmu_config *config, struct cover_counts *counts)
{
	struct cover *cover = calloc(1, sizeof(*cover));

	if (cover) {
		cover->config = *config;
		cover->counts = counts;
	}
	return cover;
}

void cover_destroy(struct cover *cover)
{
	free(cover);
}
