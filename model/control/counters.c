/* SPDX-License-Identifier: Apache-2.0 */
#include "control/counters.h"

#include <string.h>

#include "arch.h"

static void counters_eval(const void *state, struct kernel *k)
{
	const struct counters *c = state;

	word_put(k, c->io.counter_value, c->shown);
}

/*
 * What the request just accepted finds: counted one cycle later (counter-1). Bit n
 * is counter n, or 6 + n, of the table.
 */
static uint64_t port_finds(const struct port_events *e, uint64_t hit)
{
	return e->lookup | hit << 1 | (e->lookup & ~hit) << 2 | e->refused << 4;
}

/* What happens to a port in this cycle; a bit for each counter, as above. */
static uint64_t port_events(const struct port_events *e, uint64_t fault)
{
	uint64_t page_fault = fault == FAULT_PAGE;
	uint64_t access_fault = fault == FAULT_ACCESS || fault == FAULT_PROTECTION;

	return page_fault << 3 | access_fault << 4 | e->stall << 5;
}

/* Bit n is counter 12 + n. */
static uint64_t common_events(const struct counters *c, const struct kernel *k)
{
	const struct walk_events *walk = walk_events_get(k, c->io.walk_events);
	const struct mem_req *req = mem_req_get(k, c->io.mem_req);
	uint64_t accepted = req->valid & wire_get(k, c->io.mem_req_ready);

	return walk->starts | (accepted & ~req->cas) << 1 | walk->updated << 2 |
	       wire_get(k, c->io.fence_accepted) << 3;
}

/* Of walk cache, array and lines. Bit n is counter 16 + n. */
static uint64_t search_events(const struct counters *c, const struct kernel *k)
{
	const struct search_events *e = search_events_get(k, c->io.search_events);
	uint64_t events = e->cache | e->low << 2 | e->high << 3 | e->pointer << 4 | e->blind << 7 |
			  e->back << 8;

	if (c->has_cache)
		events |= wire_get(k, c->io.cache_filled) << 1;
	if (c->has_array) {
		const struct array_events *array = array_events_get(k, c->io.array_events);

		events |= array->fills << 5 | array->sweeps << 6;
	}
	if (c->has_lines) {
		const struct line_events *lines = line_events_get(k, c->io.line_events);

		events |= lines->hits << 9 | lines->fills << 10;
	}
	return events;
}

static uint64_t events_now(const struct counters *c, const struct kernel *k)
{
	const struct walk_end *end = walk_end_get(k, c->io.walk_end);
	uint64_t fetch_fault = end->fetch ? end->fault : FAULT_NONE;
	uint64_t data_fault = end->data ? end->fault : FAULT_NONE;

	return port_events(port_events_get(k, c->io.fetch_events), fetch_fault) |
	       port_events(port_events_get(k, c->io.data_events), data_fault) << 6 |
	       common_events(c, k) << 12;
}

static uint64_t found_now(const struct counters *c, const struct kernel *k)
{
	uint64_t fetch_hit = hit_get(k, c->io.fetch_hit)->valid;
	uint64_t data_hit = hit_get(k, c->io.data_hit)->valid;

	return port_finds(port_events_get(k, c->io.fetch_events), fetch_hit) |
	       port_finds(port_events_get(k, c->io.data_events), data_hit) << 6;
}

/* more: the events of walk cache, array and lines, as a bit for each counter. */
static inline bool count(struct counters *c, const struct kernel *k, uint64_t more)
{
	uint64_t shown = c->shown, counted = c->found;
	uint64_t events = counted | events_now(c, k) | more;

	if (wire_get(k, c->io.rst)) {
		memset(c->count, 0, sizeof(c->count));
		c->found = c->shown = 0;
		return true;
	}
	c->shown = c->count[selector_get(k, c->io.counter_select)] & c->mask;
	c->found = found_now(c, k);
	for (uint64_t rest = events; rest; rest &= rest - 1)
		c->count[__builtin_ctzll(rest)]++;
	return events || c->found != counted || c->shown != shown;
}

/* Without walk cache, array and lines it is none the slower. */
static bool counters_tick(void *state, const struct kernel *k)
{
	return count(state, k, 0);
}

static bool counters_with_search_tick(void *state, const struct kernel *k)
{
	return count(state, k, search_events(state, k) << 16);
}

/* Does a walk begin with a search? */
static bool searches(const struct counters *c)
{
	return c->has_cache || c->has_array || c->has_lines;
}

static void add_lines(struct counters *c, struct kernel *k, unsigned int module)
{
	static const struct kernel_line search[] = {COUNTERS_SEARCH_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line cache[] = {COUNTERS_CACHE_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line array[] = {COUNTERS_ARRAY_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_line line[] = {COUNTERS_LINES_INTERFACE(INTERFACE_LINE)};

	if (searches(c))
		kernel_lines(k, module, "", search, 1, &c->io.search_events);
	if (c->has_cache)
		kernel_lines(k, module, "", cache, 1, &c->io.cache_filled);
	if (c->has_array)
		kernel_lines(k, module, "", array, 1, &c->io.array_events);
	if (c->has_lines)
		kernel_lines(k, module, "", line, 1, &c->io.line_events);
}

void counters_init(struct counters *c, struct kernel *k, const struct mmu_config *config)
{
	static const struct kernel_line lines[] = {COUNTERS_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(counters_eval, counters_tick, lines);
	static const struct kernel_ops ops_with_search =
		KERNEL_OPS(counters_eval, counters_with_search_tick, lines);
	unsigned int module;

	*c = (struct counters){.mask = ones(config->counter_bits),
			       .has_cache = config->walk_entries > 0,
			       .has_array = config->array_sets > 0,
			       .has_lines = config->lines > 0};
	module = kernel_module(k, "", "counters", searches(c) ? &ops_with_search : &ops, c,
			       sizeof(*c), &c->io);
	add_lines(c, k, module);
	kernel_narrow(k, "", "counter_value", config->counter_bits ? config->counter_bits : 1);
}
