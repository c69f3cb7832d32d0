/* SPDX-License-Identifier: Apache-2.0 */
/* What happens in which state of the walker; what holds requests back. */
#include <string.h>

#include "cover/sample.h"

static void event(struct cover *cover, enum cover_event what, bool happens)
{
	if (happens)
		HIT(cover->counts, X5, cover->state, what);
}

static void memory_events(struct cover *cover, const struct mmu_in *in, const struct mmu_out *out)
{
	bool answer = cover_is_answered(&cover->channel, in);

	event(cover, E_MEM_STALL, out->mem_req_valid && !in->mem_req_ready);
	event(cover, E_MEM_ANSWER, answer && !in->mem_rsp_error);
	event(cover, E_MEM_ERROR, answer && in->mem_rsp_error);
	event(cover, E_MEM_LOST,
	      answer && cover->channel.cas && !in->mem_rsp_error && in->mem_rsp_lost);
}

static void events(struct cover *cover, const struct mmu_in *in, const struct mmu_out *out)
{
	struct cover_controls now;

	cover_controls_get(&now, in);
	event(cover, E_FETCH, in->fetch_req_valid && out->fetch_req_ready);
	event(cover, E_DATA, in->data_req_valid && out->data_req_ready);
	event(cover, E_FETCH_WAITS, in->fetch_req_valid && !out->fetch_req_ready);
	event(cover, E_DATA_WAITS, in->data_req_valid && !out->data_req_ready);
	event(cover, E_FENCE, cover_fence(in, out));
	event(cover, E_FENCE_WAITS, in->fence_valid && !out->fence_ready);
	event(cover, E_PTBR, in->ptbr_valid && out->ptbr_ready);
	event(cover, E_PTBR_WAITS, in->ptbr_valid && !out->ptbr_ready);
	event(cover, E_CONTROL, memcmp(&now, &cover->controls, sizeof(now)));
	event(cover, E_SEGMENT, in->seg_valid);
	memory_events(cover, in, out);
}

/* A port that would take a request, but for a wall. */
static void wall(struct cover *cover, enum cover_port number, bool refused, bool taken,
		 const struct mmu_in *in)
{
	enum cover_port_state state = cover->port[number].state;
	bool loads = cover_base_loads(&cover->base, cover->config.formats);
	bool x86 = in->ptbr_regime >= X86_32 || cover->base.regime >= X86_32;

	if (!refused || (state != P_IDLE && !taken))
		return;
	if (in->fence_valid)
		HIT(cover->counts, cp_wall, number, 0);
	else if (loads)
		HIT(cover->counts, cp_wall, number, 2);
	else if (in->ptbr_valid && x86)
		HIT(cover->counts, cp_wall, number, 1);
}

/* Both ports miss: which walks first, and which misses while the other walks. */
static void both_missing(struct cover *cover, const struct mmu_out *out)
{
	const struct cover_port_view *fetch = &cover->port[FETCH_PORT];
	const struct cover_port_view *data = &cover->port[DATA_PORT];
	bool fetch_misses = !out->fetch_rsp_valid, data_misses = !out->data_rsp_valid;

	if (!cover->walk.active) {
		fetch_misses &= fetch->state == P_MISSING || fetch->state == P_ACCEPTED;
		data_misses &= data->state == P_MISSING || data->state == P_ACCEPTED;
		if (fetch_misses && data_misses && out->mem_req_valid && !out->mem_req_fetch)
			HIT(cover->counts, cp_both_missing, 0);
		return;
	}
	if (cover->walk.port == DATA_PORT && fetch->state == P_ACCEPTED && fetch_misses)
		HIT(cover->counts, cp_both_missing, 1);
	if (cover->walk.port == FETCH_PORT && data->state == P_ACCEPTED && data_misses)
		HIT(cover->counts, cp_both_missing, 2);
}

static void counter(struct cover *cover, const struct mmu_out *out)
{
	uint64_t *last = &cover->counter[cover->selected];

	if (out->counter_value != *last && cover->selected < COVER_COUNTERS)
		HIT(cover->counts, cp_counter, cover->selected);
	*last = out->counter_value;
}

static enum cover_port walking_port(const struct cover *cover, const struct mmu_out *out)
{
	if (out->mem_req_valid)
		return out->mem_req_fetch ? FETCH_PORT : DATA_PORT;
	return cover->state == S_LOAD_WAIT ? DATA_PORT : cover->walk.port;
}

void sample_cycle(struct cover *cover, const struct mmu_in *in, const struct mmu_out *out)
{
	if (in->rst) {
		event(cover, E_RESET, true);
		return;
	}
	events(cover, in, out);
	if (in->fence_valid && !out->fence_ready)
		HIT(cover->counts, X4,
		    (unsigned int)(in->fence_by_va | in->fence_by_asid << 1 |
				   in->fence_keep_global << 2),
		    M_HELD);
	if (cover->state != S_IDLE)
		HIT(cover->counts, cp_fsm_state, cover->state, walking_port(cover, out));
	wall(cover, FETCH_PORT, in->fetch_req_valid && !out->fetch_req_ready,
	     out->fetch_rsp_valid && in->fetch_rsp_ready, in);
	wall(cover, DATA_PORT, in->data_req_valid && !out->data_req_ready,
	     out->data_rsp_valid && in->data_rsp_ready, in);
	both_missing(cover, out);
	counter(cover, out);
}
