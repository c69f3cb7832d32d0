/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "judge/scoreboard_inside.h"

const char scoreboard_out_of_memory[] = "out of memory";

struct scoreboard *scoreboard_create(struct image *image, const struct mmu_config *config)
{
	struct scoreboard *board = calloc(1, sizeof(*board));

	if (!board)
		return NULL;
	context_init(&board->context, config);
	segments_init(&board->segments, config);
	census_init(&board->census, config);
	board->fills = fills_create(config);
	board->judge = judge_create(image, config->formats);
	if (!board->fills || !board->judge) {
		scoreboard_destroy(board);
		return NULL;
	}
	return board;
}

void scoreboard_destroy(struct scoreboard *board)
{
	if (!board)
		return;
	judge_destroy(board->judge);
	fills_destroy(board->fills);
	free(board);
}

enum paging_mode scoreboard_mode(const struct scoreboard *board, const struct mmu_in *in)
{
	struct oracle_context now;

	context_get(&board->context, in, &now);
	return context_mode(&now);
}

const struct scoreboard_counts *scoreboard_counts(const struct scoreboard *board)
{
	return &board->counts;
}

const struct exchange *scoreboard_recent(const struct scoreboard *board, enum port port,
					 unsigned int n)
{
	const struct lane *lane = &board->lanes[port];

	if (n >= SCOREBOARD_RECENT || n >= lane->count)
		return NULL;
	return &lane->recent[(lane->count - 1 - n) % SCOREBOARD_RECENT];
}

static void count_answer(struct scoreboard *board, enum port port, const struct exchange *x)
{
	struct scoreboard_counts *counts = &board->counts;

	counts->requests[port]++;
	counts->segments[port] += x->segment.name != SEGMENT_NONE;
	if (x->translated) {
		counts->translated[port]++;
		counts->modes[x->mode]++;
		if (!x->starts && x->fault == FAULT_NONE)
			counts->hits[port]++;
	}
	if (x->fault == FAULT_PAGE)
		counts->page_faults[port]++;
	else if (x->fault == FAULT_ACCESS)
		counts->access_faults[port]++;
	else if (x->fault == FAULT_PROTECTION)
		counts->protection_faults[port]++;
	else if (x->fault == FAULT_SEGMENT)
		counts->segment_faults[port]++;
	else
		counts->pages[x->size % 64]++;
}

/* A port's pins of an answer. */
struct answer_pins {
	uint64_t ready, tag, pa, fault, code, size, memtype;
};

static bool same_answer(const struct exchange *x, const struct answer_pins *pins)
{
	return pins->tag == x->tag && pins->pa == x->pa && pins->fault == x->fault &&
	       pins->code == x->code && pins->size == x->size && pins->memtype == x->memtype;
}

/* A walk that ended with a fault: there is one walker (walk-6). */
static const char *take_fault(struct scoreboard *board, const struct exchange *x)
{
	if (board->faulted)
		return judge_says(board->judge, "two walks that end in one cycle");
	board->faulted = x;
	return NULL;
}

/* An answer behind a walk. */
static const char *take_walk(struct scoreboard *board, enum port port, struct exchange *x)
{
	struct oracle_answer answer;
	const char *error;

	if (board->memory_busy)
		return judge_says(board->judge, "an answer before memory has answered its walk");
	if (board->lanes[port].restart)
		return judge_says(board->judge, "an answer from a walk that must begin anew");
	error = judge_walk(board->judge, x, &answer);
	if (error)
		return error;
	if (x->fault != FAULT_NONE)
		return take_fault(board, x);
	return fills_add(board->fills, port, x, &answer) ? NULL : scoreboard_out_of_memory;
}

/* An answer without a read: a hit, or nothing is translated, or a fault that needs no PTE. */
static const char *take_no_walk(struct scoreboard *board, enum port port, struct exchange *x)
{
	struct drop drop;

	if (!x->translated || x->fault != FAULT_NONE) {
		const char *error = x->translated ? take_fault(board, x) : NULL;

		return error ? error : judge_without_walk(board->judge, x);
	}
	if (x->cached.there == CACHED_NOT)
		return judge_no_entry(board->judge, x,
				      fills_why_not(board->fills, port, x, &drop) ? &drop : NULL);
	if (x->answered != x->accepted + 1)
		return judge_says(board->judge, "a hit that is answered late");
	return judge_hit(board->judge, x, fills_hit(board->fills, port, &x->cached),
			 &board->counts.stale);
}

static const char *take_answer(struct scoreboard *board, enum port port, uint64_t cycle,
			       const struct answer_pins *pins)
{
	struct lane *lane = &board->lanes[port];
	struct exchange *x;

	if (!lane->count || !lane->open) {
		if (!waits(lane))
			return judge_says(board->judge, "an answer that nobody asked for");
		if (!same_answer(newest(lane), pins))
			return judge_says(board->judge, "an answer that changes while it waits");
		lane->taken = pins->ready;
		return NULL;
	}
	lane->taken = pins->ready;
	x = newest(lane);
	x->answered = cycle;
	x->fault = (enum fault)pins->fault;
	x->pa = pins->pa;
	x->size = (unsigned int)pins->size;
	x->memtype = (unsigned int)pins->memtype;
	x->code = (unsigned int)pins->code;
	lane->open = false;
	count_answer(board, port, x);
	if (pins->tag != x->tag)
		return judge_says(board->judge, "answer with tag %llx to a request with tag %llx",
				  (unsigned long long)pins->tag, (unsigned long long)x->tag);
	if (x->segment.refusal)
		return judge_refusal(board->judge, x);
	return x->reads ? take_walk(board, port, x) : take_no_walk(board, port, x);
}

/* Why no request may be accepted now; NULL: one may. */
static const char *bars_request(struct scoreboard *board, const struct lane *lane,
				const struct mmu_in *in)
{
	if (lane->open)
		return judge_says(board->judge,
				  "a request accepted before the last one was answered");
	if (waits(lane))
		return judge_says(board->judge,
				  "a request accepted before the last answer was taken");
	if (in->fence_valid)
		return judge_says(board->judge, "a request accepted beside a fence");
	if (context_is_wall(&board->context, in))
		return judge_says(board->judge, "a request accepted beside a write of CR3");
	return NULL;
}

/* A request that is accepted, but for what its own pins say. */
static struct exchange *begin_request(struct scoreboard *board, struct lane *lane, uint64_t cycle,
				      const struct mmu_in *in)
{
	const struct context_view *now = context_now(&board->context, in);
	struct exchange *x;

	lane->count++;
	lane->open = true;
	lane->restart = false;
	x = newest(lane);
	x->context = now->context;
	x->mode = now->mode;
	x->asid = now->asid;
	x->flags = now->flags;
	x->pdptes = now->pdptes;
	x->accepted = cycle;
	x->answered = 0;
	x->starts = x->reads = x->updates = 0;
	x->read_error = x->update_error = false;
	return x;
}

/* Its pins are there, but for its address, which comes from x->segment. */
static void look_up(struct scoreboard *board, enum port port, struct exchange *x)
{
	x->segment.ring = 3 - x->access.priv;
	if (x->access.priv & 2)
		x->access.priv = PRIV_M;
	x->access.va = segments_use(&board->segments, &x->context, x->access.type, &x->segment);
	x->access.stack = x->segment.name == SEGMENT_SS;
	x->kind = (unsigned int)x->access.type | (unsigned int)x->access.priv << 2 |
		  (unsigned int)x->access.sum << 4 | (unsigned int)x->access.mxr << 5;
	x->translated = !x->segment.refusal && x->mode >= 0 &&
			(context_is_x86(&x->context) || x->access.priv != PRIV_M);
	x->cached.there = CACHED_NOT;
	if (x->translated)
		fills_look_up(board->fills, port, x, &x->cached);
}

static const char *fetch_request(struct scoreboard *board, uint64_t cycle, const struct mmu_in *in,
				 uint64_t line)
{
	struct lane *lane = &board->lanes[PORT_FETCH];
	const char *error = bars_request(board, lane, in);
	struct exchange *x;

	if (error)
		return error;
	x = begin_request(board, lane, cycle, in);
	x->tag = in->fetch_req_tag;
	x->line = line;
	x->pins = in->fetch_req_pin;
	x->segment.name = (unsigned int)in->fetch_req_seg;
	x->segment.bytes = (unsigned int)in->fetch_req_last + 1;
	x->segment.offset = in->fetch_req_va;
	x->access.type = ACCESS_FETCH;
	x->access.priv = (enum priv)in->fetch_req_priv;
	x->access.sum = x->access.mxr = false;
	look_up(board, PORT_FETCH, x);
	return NULL;
}

static const char *data_request(struct scoreboard *board, uint64_t cycle, const struct mmu_in *in,
				uint64_t line)
{
	struct lane *lane = &board->lanes[PORT_DATA];
	const char *error = bars_request(board, lane, in);
	struct exchange *x;

	if (error)
		return error;
	x = begin_request(board, lane, cycle, in);
	x->tag = in->data_req_tag;
	x->line = line;
	x->pins = in->data_req_pin;
	x->segment.name = (unsigned int)in->data_req_seg;
	x->segment.bytes = (unsigned int)in->data_req_last + 1;
	x->segment.offset = in->data_req_va;
	x->access.type = in->data_req_store ? ACCESS_STORE : ACCESS_LOAD;
	x->access.priv = (enum priv)in->data_req_priv;
	x->access.sum = in->data_req_sum;
	x->access.mxr = in->data_req_mxr;
	look_up(board, PORT_DATA, x);
	return NULL;
}

static const char *take_fence(struct scoreboard *board, uint64_t cycle, const struct mmu_in *in,
			      const struct mmu_out *out)
{
	const char *error = walk_fence(board, in, out);

	if (!error && (board->context.open || board->updating))
		error = judge_says(board->judge, "a fence accepted while %s",
				   board->updating ? "an A/D update is made" : "PDPTEs are loaded");
	board->counts.fences++;
	fills_fence(board->fills, cycle, &board->context, in);
	return error;
}

/* The answer to a write of the base register, and what it dropped in the cycle before. */
static const char *take_ptbr(struct scoreboard *board, uint64_t cycle, const struct mmu_out *out)
{
	struct context_effect effect;
	const char *error = context_answer(&board->context, out, &effect);

	if (!error && board->memory_busy && board->memory_owner == PORTS)
		error = judge_says(board->judge, "an answer before memory has answered its PDPTE");
	if (effect.drops)
		fills_drop(board->fills, cycle - 1, effect.asid);
	return error;
}

/* A write of the base register that is accepted. */
static const char *take_write(struct scoreboard *board, const struct mmu_in *in)
{
	bool walks = board->lanes[PORT_FETCH].open || board->lanes[PORT_DATA].open;

	board->counts.ptbr_writes++;
	if (context_is_wall(&board->context, in) && (walks || in->fence_valid))
		return judge_says(board->judge, "a write of CR3 accepted beside a %s",
				  walks ? "walk" : "fence");
	return context_write(&board->context, in);
}

static void reset(struct scoreboard *board)
{
	for (enum port port = 0; port < PORTS; port++) {
		board->lanes[port].open = false;
		board->lanes[port].count = 0;
	}
	board->memory_busy = false;
	context_reset(&board->context);
	segments_reset(&board->segments);
	fills_reset(board->fills);
}

/* A cycle in which a port shows no answer. */
static const char *no_answer(struct scoreboard *board, enum port port)
{
	struct lane *lane = &board->lanes[port];

	if (waits(lane))
		return judge_says(board->judge, "an answer that goes before it is taken");
	/* Behind a lookup the counters tell (census.h). */
	if (lane->open && !newest(lane)->translated)
		return judge_says(board->judge,
				  "no answer in the cycle after a request without a lookup");
	return NULL;
}

static const char *fetch_answer(struct scoreboard *board, uint64_t cycle, const struct mmu_in *in,
				const struct mmu_out *out)
{
	const struct answer_pins pins = {
		.ready = in->fetch_rsp_ready,
		.tag = out->fetch_rsp_tag,
		.pa = out->fetch_rsp_pa,
		.fault = out->fetch_rsp_fault,
		.code = out->fetch_rsp_code,
		.size = out->fetch_rsp_size,
		.memtype = out->fetch_rsp_memtype,
	};

	return take_answer(board, PORT_FETCH, cycle, &pins);
}

static const char *data_answer(struct scoreboard *board, uint64_t cycle, const struct mmu_in *in,
			       const struct mmu_out *out)
{
	const struct answer_pins pins = {
		.ready = in->data_rsp_ready,
		.tag = out->data_rsp_tag,
		.pa = out->data_rsp_pa,
		.fault = out->data_rsp_fault,
		.code = out->data_rsp_code,
		.size = out->data_rsp_size,
		.memtype = out->data_rsp_memtype,
	};

	return take_answer(board, PORT_DATA, cycle, &pins);
}

/*
 * Both ports: their answers, then their requests. A fault drops between the two: its walk ended a
 * cycle ago, so that what was looked up in that cycle still met the entry (tlb-1).
 */
static const char *ports_cycle(struct scoreboard *board, uint64_t cycle, const struct mmu_in *in,
			       const struct mmu_out *out, const uint64_t line[PORTS])
{
	const char *error;

	board->faulted = NULL;
	error = out->fetch_rsp_valid ? fetch_answer(board, cycle, in, out)
				     : no_answer(board, PORT_FETCH);
	if (!error)
		error = out->data_rsp_valid ? data_answer(board, cycle, in, out)
					    : no_answer(board, PORT_DATA);
	if (board->faulted)
		fills_fault(board->fills, cycle - 1, board->faulted);
	if (!error && in->fetch_req_valid)
		error = out->fetch_req_ready ? fetch_request(board, cycle, in, line[PORT_FETCH])
					     : late_request(board, PORT_FETCH, in);
	if (!error && in->data_req_valid)
		error = out->data_req_ready ? data_request(board, cycle, in, line[PORT_DATA])
					    : late_request(board, PORT_DATA, in);
	return error;
}

/* After the ports' own: a request that was accepted in this cycle is the newest. */
static const char *count_cycle(struct scoreboard *board, const struct mmu_in *in,
			       const struct mmu_out *out)
{
	bool translated[PORTS];

	for (enum port port = 0; port < PORTS; port++)
		translated[port] = newest(&board->lanes[port])->translated;
	return census_cycle(&board->census, in, out, translated);
}

const char *scoreboard_cycle(struct scoreboard *board, uint64_t cycle, const struct mmu_in *in,
			     const struct mmu_out *out, const uint64_t line[PORTS])
{
	const char *error = channels_cycle(&board->channels, in, out);

	if (error)
		return error;
	if (in->rst) {
		reset(board);
		return count_cycle(board, in, out);
	}
	board->updating = (board->memory_busy && board->memory_update) ||
			  (out->mem_req_valid && out->mem_req_cas);
	/* A write shows in the cycle after it happened, with its answer. */
	if (out->ptbr_rsp_valid)
		error = take_ptbr(board, cycle, out);
	else if (board->context.open)
		error = late_answer(board, out);
	if (!error && !out->ptbr_rsp_valid && out->ptbr_held != board->context.held.ptbr)
		error = judge_says(board->judge, "ptbr_held is %llx: the oracle holds %llx",
				   (unsigned long long)out->ptbr_held,
				   (unsigned long long)board->context.held.ptbr);
	if (!error)
		error = ports_cycle(board, cycle, in, out, line);
	if (!error)
		error = count_cycle(board, in, out);
	if (!error && in->mem_rsp_valid)
		walk_memory(board, in);
	if (!error && out->mem_req_valid && (in->mem_req_ready || board->memory_busy))
		error = walk_access(board, out);
	if (!error && in->fence_valid)
		error = out->fence_ready ? take_fence(board, cycle, in, out) : late_fence(board);
	/* A load shows in the next cycle. */
	if (in->seg_valid)
		segments_load(&board->segments, in);
	if (!error && in->ptbr_valid)
		error = out->ptbr_ready ? take_write(board, in) : late_write(board, in);
	return error;
}
