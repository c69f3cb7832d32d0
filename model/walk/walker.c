/* SPDX-License-Identifier: Apache-2.0 */
/*
 * walker_step() decides what happens in a cycle; eval shows it, tick keeps it.
 */
#include "walk/walker.h"

#include <string.h>

#include "arch.h"
#include "walk/walk_request.h"
#include "walk/walker_cache.h"
#include "walk/walker_inside.h"

/*
 * Compiled as one piece: once for a walker with nothing besides, which is none the slower, once for
 * one with a walk cache, and once for the others, of which each looks what it has.
 */
#define ONE_PIECE __attribute__((flatten)) static

/* ---- What happens in this cycle ---- */

static bool is_array_busy(const struct walker *w, const struct kernel *k, unsigned int parts)
{
	return parts & WALKER_WITH_ARRAY && array_status_get(k, w->io.array_status)->busy;
}

/* cache-3: not while the walk cache drops entries, or the array fills or drops. */
static bool may_search(const struct walker *w, const struct kernel *k, unsigned int parts)
{
	bool unsettled = parts & WALKER_WITH_ARRAY ? w->past.ended : w->past.faulted;

	return !unsettled && !is_array_busy(w, k, parts) && !drop_get(k, w->io.drop)->valid;
}

/* array-2. */
static bool is_to_be_blind(const struct walker *w, const struct kernel *k, unsigned int parts)
{
	return parts & WALKER_WITH_ARRAY && array_status_get(k, w->io.array_status)->sweeps;
}

/* array-2: a page of that level serves. */
static bool is_served(const struct walker *w, unsigned int level)
{
	return w->found.serves && w->found.level == level;
}

/* array-2: level 0 is looked at first. */
static void step_searching(struct step *s, const struct walker *w)
{
	s->action = LOOK;
	if (w->state == WALKER_SEARCHING_STILL && is_served(w, 0))
		end_well(s, w->found.word, w->found.page_bits);
}

/* cache-3, cache-4: the first read, or the end without one. */
static void step_searched(struct step *s, const struct walker *w, const struct kernel *k,
			  unsigned int parts)
{
	const struct walk *r = walk_of(w, k, w->is_fetch);
	struct walk_next next;

	if (parts & WALKER_WITH_ARRAY && is_served(w, 1)) {
		end_well(s, w->found.word, w->found.page_bits);
		return;
	}
	next = w->behind.valid ? walk_step_behind(r, &w->behind) : walk_step_first(r, w->formats);
	go(s, &next);
}

/* walk-5: not in the first cycle of a miss; walk-6: data goes first. */
static struct step step_idle(const struct walker *w, const struct kernel *k, unsigned int parts)
{
	bool data = w->past.data_missed && walk_of(w, k, false)->valid;
	bool fetch = w->past.fetch_missed && walk_of(w, k, true)->valid;
	struct step s = {.starts = data || fetch, .is_fetch = !data};
	struct walk_next next;

	if (parts) {
		s.starts &= may_search(w, k, parts);
		if (s.starts)
			s.action = is_to_be_blind(w, k, parts) ? BLIND : SEARCH;
		return s;
	}
	if (!s.starts)
		return s;
	next = walk_step_first(walk_of(w, k, s.is_fetch), w->formats);
	go(&s, &next);
	return s;
}

/* walk-2, walk-9: the answer to a read. */
static void step_answered(struct step *s, const struct walker *w, const struct kernel *k,
			  unsigned int parts)
{
	const struct heard h = heard_of(w, k, parts);
	struct walk_next next;

	s->takes = h.by_line;
	if (h.error) {
		end(s, FAULT_ACCESS, 0);
		return;
	}
	next = walk_step_next(&w->at, walk_of(w, k, w->is_fetch), h.pte, w->pa_bits);
	go(s, &next);
	if (next.verdict == WALK_FAULTS)
		return;
	s->notes = next.marked != h.pte;
	s->update = (struct update){.addr = w->at.addr, .pte = h.pte, .marked = next.marked};
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

static struct step walker_step(const struct walker *w, const struct kernel *k, unsigned int parts)
{
	struct step s;

	if (w->state == WALKER_IDLE)
		return step_idle(w, k, parts);
	s = (struct step){
		.is_fetch = w->is_fetch, .at = w->at, .leaf = w->leaf, .page_bits = w->page_bits};
	if (parts & WALKER_WITH_ARRAY && w->state <= WALKER_SEARCHING_STILL)
		step_searching(&s, w);
	else if (parts && w->state == WALKER_SEARCHED)
		step_searched(&s, w, k, parts);
	else if (w->state == WALKER_READING)
		s.action = READ;
	else if (w->state == WALKER_UPDATING)
		s.action = SWAP;
	else if (!is_answered(w, k, parts))
		s.action = STAY;
	else if (w->state == WALKER_AWAITING)
		step_swapped(&s, w, k);
	else if (w->is_fenced)
		s.action = AGAIN;
	else
		step_answered(&s, w, k, parts);
	/* cache-4, line-5 */
	if (parts && s.action == END && s.fault && (w->behind.valid || w->has_taken || s.takes))
		s.action = BACK;
	return s;
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

/* fence-4. */
static bool bars_fence(const struct walker *w, const struct kernel *k, unsigned int parts)
{
	return w->state >= WALKER_UPDATING || w->past.ended || is_array_busy(w, k, parts);
}

/* line-2, line-3: what the lines must know of a walk that reads. */
static void show_walk(const struct walker *w, struct kernel *k)
{
	struct line_walk walk = {.space = 0};

	if (w->state != WALKER_IDLE)
		walk = (struct line_walk){walk_of(w, k, w->is_fetch)->space, w->is_fresh,
					  w->is_fenced};
	line_walk_put(k, w->io.line_walk, &walk);
}

static void show(const struct walker *w, struct kernel *k, unsigned int parts)
{
	struct step s = walker_step(w, k, parts);
	const struct walk_events events = {.starts = s.starts, .updated = s.swapped};

	show_request(w, k, &s);
	show_end(w, k, &s);
	wire_put(k, w->io.walk_bars_fence, bars_fence(w, k, parts));
	walk_events_put(k, w->io.walk_events, &events);
	if (parts & WALKER_WITH_CACHE) {
		walker_show_search(w, k, &s);
		walker_show_fill(w, k, &s, parts);
	}
	if (parts & WALKER_WITH_ARRAY)
		walker_show_array(w, k, &s);
	if (parts & WALKER_WITH_LINES)
		show_walk(w, k);
	if (parts)
		walker_show_events(w, k, &s);
}

ONE_PIECE void walker_eval(const void *state, struct kernel *k)
{
	show(state, k, 0);
}

ONE_PIECE void walker_with_cache_eval(const void *state, struct kernel *k)
{
	show(state, k, WALKER_WITH_CACHE);
}

ONE_PIECE void walker_with_parts_eval(const void *state, struct kernel *k)
{
	show(state, k, ((const struct walker *)state)->parts);
}

/* ---- The clock edge ---- */

static enum walker_state state_after(const struct walker *w, const struct step *s, bool accepted,
				     bool fenced, unsigned int parts)
{
	switch (s->action) {
	case SEARCH:
		return parts & WALKER_WITH_ARRAY ? WALKER_SEARCHING : WALKER_SEARCHED;
	case BLIND:
		return WALKER_SEARCHED;
	case LOOK:
		return fenced ? WALKER_IDLE : w->state + 1;
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
	w->has_taken = false;
	w->is_fresh = false;
	updates_clear(&w->updates);
}

/* The array's pointer is of a lower level than any that the walk cache has beside it. */
static void keep_found(struct walker *w, const struct kernel *k, unsigned int parts)
{
	w->behind = (struct cache_found){.valid = 0};
	if (parts & WALKER_WITH_CACHE)
		w->behind = *cache_found_get(k, w->io.cache_found);
	if (!(parts & WALKER_WITH_ARRAY))
		return;
	w->found = *array_found_get(k, w->io.array_found);
	if (w->found.begins)
		w->behind = (struct cache_found){.valid = 1,
						 .level = w->found.level,
						 .ppn = leaf_ppn(w->found.word),
						 .path = w->found.word & ones(LEAF_PPN_LSB)};
}

/* cache-4, line-5: of what a walk that goes back has read or taken, nothing counts. */
static void keep_behind(struct walker *w, const struct kernel *k, const struct step *s,
			unsigned int parts)
{
	if (s->starts)
		keep_found(w, k, parts);
	if (parts & WALKER_WITH_ARRAY && s->starts)
		w->is_blind = s->action == BLIND;
	w->has_taken |= s->takes;
	if (s->action == BACK) {
		w->behind.valid = 0;
		w->has_taken = false;
		w->is_fresh = true;
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

static bool keep_all(struct walker *w, const struct kernel *k, unsigned int parts)
{
	struct step s = walker_step(w, k, parts);
	bool fenced = drop_get(k, w->io.drop)->valid;
	bool changes = keep_past(w, k, &s);

	if (w->state == WALKER_IDLE && !s.starts)
		return changes;
	w->state = state_after(w, &s, wire_get(k, w->io.walk_req_ready), fenced, parts);
	if (w->state == WALKER_IDLE || wire_get(k, w->io.rst)) {
		clear(w);
		return true;
	}
	w->is_fenced |= fenced;
	keep(w, &s);
	if (parts)
		keep_behind(w, k, &s, parts);
	return true;
}

ONE_PIECE bool walker_tick(void *state, const struct kernel *k)
{
	return keep_all(state, k, 0);
}

ONE_PIECE bool walker_with_cache_tick(void *state, const struct kernel *k)
{
	return keep_all(state, k, WALKER_WITH_CACHE);
}

ONE_PIECE bool walker_with_parts_tick(void *state, const struct kernel *k)
{
	return keep_all(state, k, ((struct walker *)state)->parts);
}

/* The channels to what there is besides. */
static void add_lines(struct walker *w, struct kernel *k, unsigned int module)
{
	static const struct kernel_line search[] = {WALKER_SEARCH_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line cache[] = {WALKER_CACHE_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line array[] = {WALKER_ARRAY_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line both[] = {WALKER_BOTH_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line line[] = {WALKER_LINES_INTERFACE(INTERFACE_LINE)};
	bool has_cache = w->parts & WALKER_WITH_CACHE, has_array = w->parts & WALKER_WITH_ARRAY;

	if (w->parts)
		kernel_lines(k, module, "", search, sizeof(search) / sizeof(search[0]),
			     &w->io.search_events);
	if (has_cache)
		kernel_lines(k, module, "", cache, sizeof(cache) / sizeof(cache[0]),
			     &w->io.cache_search);
	if (has_array)
		kernel_lines(k, module, "", array, sizeof(array) / sizeof(array[0]),
			     &w->io.array_status);
	if (has_cache && has_array)
		kernel_lines(k, module, "", both, sizeof(both) / sizeof(both[0]),
			     &w->io.cache_touch);
	if (w->parts & WALKER_WITH_LINES)
		kernel_lines(k, module, "", line, sizeof(line) / sizeof(line[0]), &w->io.line_rsp);
}

void walker_init(struct walker *w, struct kernel *k, unsigned int pa_bits, unsigned int formats,
		 unsigned int parts)
{
	static const struct kernel_line lines[] = {WALKER_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(walker_eval, walker_tick, lines);
	static const struct kernel_ops ops_with_cache =
		KERNEL_OPS(walker_with_cache_eval, walker_with_cache_tick, lines);
	static const struct kernel_ops ops_with_parts =
		KERNEL_OPS(walker_with_parts_eval, walker_with_parts_tick, lines);
	const struct kernel_ops *chosen = &ops;
	unsigned int module;

	if (parts)
		chosen = parts == WALKER_WITH_CACHE ? &ops_with_cache : &ops_with_parts;
	*w = (struct walker){.pa_bits = pa_bits, .formats = formats, .parts = parts};
	module = kernel_module(k, "", "walker", chosen, w, sizeof(*w), &w->io);
	add_lines(w, k, module);
}
