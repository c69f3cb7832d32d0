/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/lines.h"

#include "arch.h"

#define LINE_BITS 6 /* log2 of the bytes of a line */

/* ---- What happens in this cycle ---- */

static uint64_t number_of(uint64_t addr)
{
	return addr >> LINE_BITS;
}

/* line-1: of 8 bytes, or of 4 in the half of a word. */
static uint64_t pte_in(const struct line *line, const struct mem_req *read)
{
	uint64_t word = line->word[field(read->addr, 3, 3)];

	return read->wide ? word : field(word, read->addr & 4 ? 32 : 0, 32);
}

static bool is_of(const struct line *line, uint64_t space, uint64_t number)
{
	return line->is_valid && line->space == space && line->number == number;
}

/* The slot of the line of that space and number; l->count: there is none. */
static unsigned int slot_of(const struct lines *l, uint64_t space, uint64_t number)
{
	unsigned int slot = 0;

	while (slot < l->count && !is_of(&l->line[slot], space, number))
		slot++;
	return slot;
}

/* line-2: the read that the lines are searched for in this cycle; no read is one of 0. */
static bool is_searched(const struct lines *l, const struct mem_req *req)
{
	return req->valid && !req->cas && l->was_asked;
}

/* line-2: the slot of the line that serves; l->count: none does. */
static unsigned int serving_slot(const struct lines *l, const struct kernel *k)
{
	const struct mem_req *req = mem_req_get(k, l->io.walk_req);
	const struct line_walk *walk = line_walk_get(k, l->io.line_walk);
	unsigned int slot;

	if (!is_searched(l, req) || walk->is_fresh)
		return l->count;
	slot = slot_of(l, walk->space, number_of(req->addr));
	return slot < l->count && pte_in(&l->line[slot], req) & 1 ? slot : l->count;
}

/* Does the request go on to memory in this cycle? */
static bool goes_on(const struct lines *l, const struct mem_req *req, bool is_served)
{
	return req->valid && (req->cas || (l->was_asked && !is_served));
}

/* walk-7: what nobody waits for is no answer. */
static bool is_answered(const struct lines *l, const struct kernel *k, enum lines_pending pending)
{
	const struct mem_rsp *rsp = mem_rsp_get(k, l->io.mem_rsp);

	return l->pending == pending && rsp->valid && rsp->id == MEM_ID_WALK && !rsp->error;
}

/* line-3. */
static bool fills(const struct lines *l, const struct kernel *k)
{
	return is_answered(l, k, LINES_PENDING_READ) && mem_rsp_get(k, l->io.mem_rsp)->main &&
	       !drop_get(k, l->io.drop)->valid && !line_walk_get(k, l->io.line_walk)->is_fenced;
}

static void lines_eval(const void *state, struct kernel *k)
{
	const struct lines *l = state;
	const struct mem_req *req = mem_req_get(k, l->io.walk_req);
	bool is_served = serving_slot(l, k) < l->count, passes = goes_on(l, req, is_served);
	const struct line_events events = {.hits = is_served, .fills = fills(l, k)};
	static const struct mem_req none;

	mem_req_put(k, l->io.line_req, passes ? req : &none);
	wire_put(k, l->io.walk_req_ready,
		 is_served || (passes && wire_get(k, l->io.line_req_ready)));
	line_rsp_put(k, l->io.line_rsp, &l->found);
	line_events_put(k, l->io.line_events, &events);
}

/* ---- The clock edge ---- */

static void reset(struct lines *l)
{
	for (unsigned int slot = 0; slot < l->count; slot++)
		l->line[slot] = (struct line){.is_valid = false};
	nru_init(&l->nru, l->count);
	l->was_asked = false;
	l->pending = LINES_PENDING_NONE;
	l->found = (struct line_rsp){.valid = 0};
}

static bool serve(struct lines *l, const struct kernel *k)
{
	unsigned int slot = serving_slot(l, k);
	bool had = l->found.valid;

	l->found = (struct line_rsp){.valid = 0};
	if (slot == l->count)
		return had;
	l->found.valid = 1;
	l->found.data = pte_in(&l->line[slot], mem_req_get(k, l->io.walk_req));
	nru_touch(&l->nru, slot, 0);
	return true;
}

static uint64_t vacant_slots(const struct lines *l)
{
	uint64_t vacant = 0;

	for (unsigned int slot = 0; slot < l->count; slot++)
		if (!l->line[slot].is_valid)
			vacant |= bit(slot);
	return vacant;
}

static void fill(struct lines *l, const struct kernel *k)
{
	const struct mem_rsp *r = mem_rsp_get(k, l->io.mem_rsp);
	const struct line new = {
		.is_valid = true,
		.space = line_walk_get(k, l->io.line_walk)->space,
		.number = l->number,
		.word = {r->line_0, r->line_1, r->line_2, r->line_3, r->line_4, r->line_5,
			 r->line_6, r->line_7},
	};
	unsigned int slot = slot_of(l, new.space, new.number);

	if (slot == l->count)
		slot = nru_slot(&l->nru, vacant_slots(l), 0);
	l->line[slot] = new;
	nru_touch(&l->nru, slot, 0);
}

/* line-4. */
static bool drops_all(const struct lines *l, const struct kernel *k)
{
	return drop_get(k, l->io.drop)->valid || walk_end_get(k, l->io.walk_end)->fault ||
	       (is_answered(l, k, LINES_PENDING_SWAP) && mem_rsp_get(k, l->io.mem_rsp)->lost);
}

/* No answer comes in the cycle in which a request is accepted. */
static bool keep_pending(struct lines *l, const struct kernel *k)
{
	const struct mem_rsp *rsp = mem_rsp_get(k, l->io.mem_rsp);
	const struct mem_req *req = mem_req_get(k, l->io.line_req);
	enum lines_pending before = l->pending;

	if (req->valid && wire_get(k, l->io.line_req_ready)) {
		l->pending = req->cas ? LINES_PENDING_SWAP : LINES_PENDING_READ;
		l->number = number_of(req->addr);
	} else if (rsp->valid && rsp->id == MEM_ID_WALK) {
		l->pending = LINES_PENDING_NONE;
	}
	return l->pending != before;
}

/* A read that has neither been accepted nor served is the same in the next cycle. */
static bool keep_asked(struct lines *l, const struct kernel *k, bool is_served)
{
	const struct mem_req *req = mem_req_get(k, l->io.walk_req);
	bool accepted = mem_req_get(k, l->io.line_req)->valid && wire_get(k, l->io.line_req_ready);
	bool before = l->was_asked;

	l->was_asked = req->valid && !req->cas && !is_served && !accepted;
	return l->was_asked != before;
}

/* line-4. What is filled in the same cycle is dropped, too. */
static bool drop(struct lines *l, const struct kernel *k, bool all)
{
	const struct mem_req *req = mem_req_get(k, l->io.line_req);
	bool swaps = req->valid && req->cas && wire_get(k, l->io.line_req_ready), changes = false;

	for (unsigned int slot = 0; slot < l->count; slot++) {
		struct line *line = &l->line[slot];
		bool goes =
			line->is_valid && (all || (swaps && line->number == number_of(req->addr)));

		changes |= goes;
		line->is_valid &= !goes;
	}
	return changes;
}

static bool lines_tick(void *state, const struct kernel *k)
{
	struct lines *l = state;
	bool all = drops_all(l, k), filled = fills(l, k), changes;

	if (wire_get(k, l->io.rst)) {
		reset(l);
		return true;
	}
	changes = serve(l, k) | filled;
	changes |= keep_asked(l, k, l->found.valid);
	if (filled)
		fill(l, k);
	changes |= keep_pending(l, k);
	changes |= drop(l, k, all);
	return changes;
}

void lines_init(struct lines *l, struct kernel *k, unsigned int count)
{
	static const struct kernel_line lines[] = {LINES_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(lines_eval, lines_tick, lines);

	*l = (struct lines){.count = count};
	reset(l);
	kernel_module(k, "", "lines", &ops, l, sizeof(*l), &l->io);
}
