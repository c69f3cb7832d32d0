/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walker_step() decides what happens in a cycle; eval shows it, tick keeps it.
 */
#include "walk/walker.h"

#include <string.h>

#include "arch.h"

enum action {
	STAY,   /* nothing to do, or nothing heard yet */
	READ,   /* ask for the PTE at addr */
	SWAP,   /* ask for the compare-and-swap that is due */
	UPDATE, /* ask for it from the next cycle on */
	AGAIN,  /* lost the swap, or the answer does not count */
	END,    /* with the fault or the leaf */
};

struct step {
	enum action action;
	bool starts;   /* the walk */
	bool is_fetch; /* whose walk it is */
	bool swapped;  /* a compare-and-swap has succeeded: the update is done */
	bool notes;    /* an update */
	struct walk_step at;
	struct update update; /* to note */
	uint64_t leaf, page_bits;
	enum fault fault;
	uint64_t code;
};

/* ---- What happens in this cycle ---- */

/* The request that is walked for, as its port shows it. */
static const struct walk *walk_of(const struct walker *w, const struct kernel *k, bool is_fetch)
{
	return walk_get(k, is_fetch ? w->io.fetch_walk : w->io.data_walk);
}

/* walk-7: an answer with another id is not the walker's. */
static bool is_answered(const struct walker *w, const struct kernel *k)
{
	const struct mem_rsp *rsp = mem_rsp_get(k, w->io.mem_rsp);

	return rsp->valid && rsp->id == MEM_ID_WALK;
}

static void end(struct step *s, enum fault fault, uint64_t code)
{
	s->action = END;
	s->fault = fault;
	s->code = code;
}

static void end_well(struct step *s, uint64_t leaf, uint64_t page_bits)
{
	s->action = END;
	s->leaf = leaf;
	s->page_bits = page_bits;
}

static void go(struct step *s, const struct walk_next *next)
{
	if (next->verdict == WALK_READS) {
		s->action = READ;
		s->at = next->at;
	} else if (next->verdict == WALK_FINDS) {
		end_well(s, next->leaf, next->page_bits);
	} else {
		end(s, next->fault, next->code);
	}
}

/* walk-5: not in the first cycle of a miss; walk-6: data goes first. */
static struct step step_idle(const struct walker *w, const struct kernel *k)
{
	bool data = w->past.data_missed && walk_of(w, k, false)->valid;
	bool fetch = w->past.fetch_missed && walk_of(w, k, true)->valid;
	struct step s = {.starts = data || fetch, .is_fetch = !data};
	struct walk_next next;

	if (!s.starts)
		return s;
	next = walk_step_first(walk_of(w, k, s.is_fetch), w->formats);
	go(&s, &next);
	return s;
}

/* walk-2, walk-9: the answer to a read. */
static void step_answered(struct step *s, const struct walker *w, const struct kernel *k)
{
	const struct mem_rsp *rsp = mem_rsp_get(k, w->io.mem_rsp);
	struct walk_next next;

	if (rsp->error) {
		end(s, FAULT_ACCESS, 0);
		return;
	}
	next = walk_step_next(&w->at, walk_of(w, k, w->is_fetch), rsp->data, w->pa_bits);
	go(s, &next);
	if (next.verdict == WALK_FAULTS)
		return;
	s->notes = next.marked != rsp->data;
	s->update = (struct update){.addr = w->at.addr, .pte = rsp->data, .marked = next.marked};
	if (next.verdict == WALK_FINDS && (s->notes || updates_any(&w->updates)))
		s->action = UPDATE;
}

/* walk-4: the answer to a compare-and-swap. */
static void step_swapped(struct step *s, const struct walker *w, const struct kernel *k)
{
	const struct mem_rsp *rsp = mem_rsp_get(k, w->io.mem_rsp);

	if (rsp->error) {
		end(s, FAULT_ACCESS, 0);
		return;
	}
	if (rsp->lost) {
		s->action = AGAIN;
		return;
	}
	s->swapped = true;
	end_well(s, w->leaf, w->page_bits);
	if (!updates_one(&w->updates))
		s->action = UPDATE;
}

static struct step walker_step(const struct walker *w, const struct kernel *k)
{
	struct step s;

	if (w->state == WALKER_IDLE)
		return step_idle(w, k);
	s = (struct step){
		.is_fetch = w->is_fetch, .at = w->at, .leaf = w->leaf, .page_bits = w->page_bits};
	if (w->state == WALKER_READING)
		s.action = READ;
	else if (w->state == WALKER_UPDATING)
		s.action = SWAP;
	else if (!is_answered(w, k))
		s.action = STAY;
	else if (w->state == WALKER_AWAITING)
		step_swapped(&s, w, k);
	else if (w->is_fenced)
		s.action = AGAIN;
	else
		step_answered(&s, w, k);
	return s;
}

/* fence-3: in the cycle of a fence no walk ends. */
static bool ends(const struct walker *w, const struct kernel *k, const struct step *s)
{
	return s->action == END && !drop_get(k, w->io.drop)->valid;
}

/* ---- Eval ---- */

static struct mem_req request_of(const struct walker *w, const struct kernel *k,
				 const struct step *s)
{
	enum mode mode = space_mode(walk_of(w, k, s->is_fetch)->space);
	struct mem_req m = {
		.valid = 1,
		.id = MEM_ID_WALK,
		.fetch = s->is_fetch,
		.wide = geometry_of(mode)->pte_shift == 3,
		.addr = s->at.addr,
	};

	if (s->action == SWAP) {
		const struct update *u = updates_next(&w->updates);

		m.cas = 1;
		m.addr = u->addr;
		m.expect = u->pte;
		m.data = u->marked;
	}
	return m;
}

static void show_request(const struct walker *w, struct kernel *k, const struct step *s)
{
	struct mem_req m = {.valid = 0};

	if (s->action == READ || s->action == SWAP)
		m = request_of(w, k, s);
	mem_req_put(k, w->io.walk_req, &m);
}

static void show_end(const struct walker *w, struct kernel *k, const struct step *s)
{
	struct walk_end e = {.fault = FAULT_NONE};

	if (ends(w, k, s)) {
		const struct walk *r = walk_of(w, k, s->is_fetch);

		e.fetch = s->is_fetch;
		e.data = !s->is_fetch;
		e.fault = s->fault;
		e.code = s->code;
		if (s->fault == FAULT_NONE) {
			e.leaf = s->leaf;
			e.page_bits = s->page_bits;
		} else {
			e.space = r->space;
			e.page = r->page;
		}
	}
	walk_end_put(k, w->io.walk_end, &e);
}

static void walker_eval(const void *state, struct kernel *k)
{
	const struct walker *w = state;
	struct step s = walker_step(w, k);
	const struct walk_events events = {.starts = s.starts, .updated = s.swapped};

	show_request(w, k, &s);
	show_end(w, k, &s);
	wire_put(k, w->io.walk_bars_fence, w->state >= WALKER_UPDATING || w->past.ended);
	walk_events_put(k, w->io.walk_events, &events);
}

/* ---- The clock edge ---- */

static enum walker_state state_after(const struct walker *w, const struct step *s, bool accepted,
				     bool fenced)
{
	switch (s->action) {
	case READ:
		return accepted ? WALKER_WAITING : WALKER_READING;
	case SWAP:
		return accepted ? WALKER_AWAITING : WALKER_UPDATING;
	case UPDATE:
		return fenced ? WALKER_IDLE : WALKER_UPDATING;
	case STAY:
		return w->state;
	case AGAIN:
	case END:
		break;
	}
	return WALKER_IDLE;
}

static void clear(struct walker *w)
{
	w->state = WALKER_IDLE;
	w->is_fenced = false;
	updates_clear(&w->updates);
}

static void keep(struct walker *w, const struct step *s)
{
	if (s->notes)
		updates_note(&w->updates, w->at.level, &s->update);
	if (s->swapped)
		updates_done(&w->updates);
	w->is_fetch = s->is_fetch;
	w->at = s->at;
	w->leaf = s->leaf;
	w->page_bits = s->page_bits;
}

/* Of this cycle, for the next one. */
static bool keep_past(struct walker *w, const struct kernel *k, const struct step *s)
{
	struct walker_past before = w->past;

	w->past = (struct walker_past){.fetch_missed = false};
	if (!wire_get(k, w->io.rst)) {
		w->past.fetch_missed = walk_of(w, k, true)->valid;
		w->past.data_missed = walk_of(w, k, false)->valid;
		w->past.ended = ends(w, k, s);
	}
	return memcmp(&w->past, &before, sizeof(before)) != 0;
}

static bool walker_tick(void *state, const struct kernel *k)
{
	struct walker *w = state;
	struct step s = walker_step(w, k);
	bool fenced = drop_get(k, w->io.drop)->valid;
	bool changes = keep_past(w, k, &s);

	if (w->state == WALKER_IDLE && !s.starts)
		return changes;
	w->state = state_after(w, &s, wire_get(k, w->io.walk_req_ready), fenced);
	if (w->state == WALKER_IDLE || wire_get(k, w->io.rst)) {
		clear(w);
		return true;
	}
	w->is_fenced |= fenced;
	keep(w, &s);
	return true;
}

void walker_init(struct walker *w, struct kernel *k, unsigned int pa_bits, unsigned int formats)
{
	static const struct kernel_line lines[] = {WALKER_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(walker_eval, walker_tick, lines);

	*w = (struct walker){.pa_bits = pa_bits, .formats = formats};
	kernel_module(k, "", "walker", &ops, w, sizeof(*w), &w->io);
}
