/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walker_step() decides what happens in a cycle; eval shows it, tick keeps it.
 */
#include "walk/walker.h"

#include <string.h>

#include "arch.h"
#include "walk/walk_request.h"

/*
 * Compiled as one piece: once for a walker with a walk cache, and once without, which is none the
 * slower.
 */
#define ONE_PIECE __attribute__((flatten)) static

enum action {
	STAY,   /* nothing to do, or nothing heard yet */
	SEARCH, /* the walk cache */
	READ,   /* ask for the PTE at addr */
	SWAP,   /* ask for the compare-and-swap that is due */
	UPDATE, /* ask for it from the next cycle on */
	AGAIN,  /* lost the swap, or the answer does not count */
	BACK,   /* go on from the root in the next cycle */
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

/* cache-3: not while the walk cache drops entries. */
static bool may_search(const struct walker *w, const struct kernel *k)
{
	return !w->past.faulted && !drop_get(k, w->io.drop)->valid;
}

/* cache-3, cache-4: the first read, or the end without one. */
static void step_searched(struct step *s, const struct walker *w, const struct kernel *k)
{
	const struct walk *r = walk_of(w, k, w->is_fetch);
	struct walk_next next =
		w->behind.valid ? walk_step_behind(r, &w->behind) : walk_step_first(r, w->formats);

	go(s, &next);
}

/* walk-5: not in the first cycle of a miss; walk-6: data goes first. */
static struct step step_idle(const struct walker *w, const struct kernel *k, bool has_cache)
{
	bool data = w->past.data_missed && walk_of(w, k, false)->valid;
	bool fetch = w->past.fetch_missed && walk_of(w, k, true)->valid;
	struct step s = {.starts = data || fetch, .is_fetch = !data};
	struct walk_next next;

	if (has_cache) {
		s.starts &= may_search(w, k);
		s.action = s.starts ? SEARCH : STAY;
		return s;
	}
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

static struct step walker_step(const struct walker *w, const struct kernel *k, bool has_cache)
{
	struct step s;

	if (w->state == WALKER_IDLE)
		return step_idle(w, k, has_cache);
	s = (struct step){
		.is_fetch = w->is_fetch, .at = w->at, .leaf = w->leaf, .page_bits = w->page_bits};
	if (has_cache && w->state == WALKER_SEARCHED)
		step_searched(&s, w, k);
	else if (w->state == WALKER_READING)
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
	/* cache-4 */
	if (has_cache && s.action == END && s.fault && w->behind.valid)
		s.action = BACK;
	return s;
}

/* fence-3: in the cycle of a fence no walk ends. */
static bool ends(const struct walker *w, const struct kernel *k, const struct step *s)
{
	return s->action == END && !drop_get(k, w->io.drop)->valid;
}

/* ---- Eval ---- */

static void show_request(const struct walker *w, struct kernel *k, const struct step *s)
{
	struct mem_req m = {.valid = 0};

	if (s->action == READ || s->action == SWAP) {
		enum mode mode = space_mode(walk_of(w, k, s->is_fetch)->space);

		m = s->action == READ
			    ? walk_request_read(s->is_fetch, mode, s->at.addr)
			    : walk_request_swap(s->is_fetch, mode, updates_next(&w->updates));
	}
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

static void show_search(const struct walker *w, struct kernel *k, const struct step *s)
{
	struct cache_search search = {.valid = 0};

	if (s->action == SEARCH) {
		const struct walk *r = walk_of(w, k, s->is_fetch);

		search = (struct cache_search){1, r->space, r->page, !!(r->access & ACCESS_NXE)};
	}
	cache_search_put(k, w->io.cache_search, &search);
}

/*
 * cache-2: a pointer that counts has been answered. Bit 7 is x86's PS, and such an entry is a
 * pointer by its request's `pse` alone. An entry that is to be marked is one of x86 without A.
 */
static bool fills(const struct walker *w, const struct kernel *k, const struct step *s)
{
	return w->state == WALKER_WAITING && s->action == READ && !s->notes &&
	       !updates_any(&w->updates) && !(mem_rsp_get(k, w->io.mem_rsp)->data & bit(7));
}

static void show_fill(const struct walker *w, struct kernel *k, const struct step *s)
{
	struct cache_fill fill = {.valid = 0};

	if (fills(w, k, s)) {
		const struct walk *r = walk_of(w, k, s->is_fetch);

		fill = (struct cache_fill){
			.valid = 1,
			.space = r->space,
			.page = r->page,
			.level = w->at.level,
			.ppn = s->at.addr >> PAGE_BITS,
			.path = s->at.path,
		};
	}
	cache_fill_put(k, w->io.cache_fill, &fill);
}

static void show(const struct walker *w, struct kernel *k, bool has_cache)
{
	struct step s = walker_step(w, k, has_cache);
	const struct walk_events events = {.starts = s.starts, .updated = s.swapped};

	show_request(w, k, &s);
	show_end(w, k, &s);
	wire_put(k, w->io.walk_bars_fence, w->state >= WALKER_UPDATING || w->past.ended);
	walk_events_put(k, w->io.walk_events, &events);
	if (has_cache) {
		show_search(w, k, &s);
		show_fill(w, k, &s);
	}
}

ONE_PIECE void walker_eval(const void *state, struct kernel *k)
{
	show(state, k, false);
}

ONE_PIECE void walker_with_cache_eval(const void *state, struct kernel *k)
{
	show(state, k, true);
}

/* ---- The clock edge ---- */

static enum walker_state state_after(const struct walker *w, const struct step *s, bool accepted,
				     bool fenced)
{
	switch (s->action) {
	case SEARCH:
		return WALKER_SEARCHED;
	case READ:
		return accepted ? WALKER_WAITING : WALKER_READING;
	case SWAP:
		return accepted ? WALKER_AWAITING : WALKER_UPDATING;
	case UPDATE:
		return fenced ? WALKER_IDLE : WALKER_UPDATING;
	case BACK:
		return fenced ? WALKER_IDLE : WALKER_SEARCHED;
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

/* cache-4: of what a walk that goes back has read, nothing counts. */
static void keep_behind(struct walker *w, const struct kernel *k, const struct step *s)
{
	if (s->action == SEARCH)
		w->behind = *cache_found_get(k, w->io.cache_found);
	if (s->action == BACK) {
		w->behind.valid = 0;
		updates_clear(&w->updates);
	}
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
		w->past.faulted = w->past.ended && s->fault;
	}
	return memcmp(&w->past, &before, sizeof(before)) != 0;
}

static bool keep_all(struct walker *w, const struct kernel *k, bool has_cache)
{
	struct step s = walker_step(w, k, has_cache);
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
	if (has_cache)
		keep_behind(w, k, &s);
	return true;
}

ONE_PIECE bool walker_tick(void *state, const struct kernel *k)
{
	return keep_all(state, k, false);
}

ONE_PIECE bool walker_with_cache_tick(void *state, const struct kernel *k)
{
	return keep_all(state, k, true);
}

void walker_init(struct walker *w, struct kernel *k, unsigned int pa_bits, unsigned int formats,
		 bool has_cache)
{
	static const struct kernel_line lines[] = {WALKER_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line lines_with_cache[] = {
		WALKER_INTERFACE(INTERFACE_LINE) WALKER_CACHE_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(walker_eval, walker_tick, lines);
	static const struct kernel_ops ops_with_cache =
		KERNEL_OPS(walker_with_cache_eval, walker_with_cache_tick, lines_with_cache);

	*w = (struct walker){.pa_bits = pa_bits, .formats = formats};
	kernel_module(k, "", "walker", has_cache ? &ops_with_cache : &ops, w, sizeof(*w), &w->io);
}
