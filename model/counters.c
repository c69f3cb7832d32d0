/* SPDX-License-Identifier: Apache-2.0 */
#include "counters.h"

#include <string.h>

#include "arch.h"

static void counters_eval(const void *state, struct kernel *k)
{
	const struct counters *c = state;

	signal_put(k, c->counter_value, c->shown);
}

/*
 * What the request just accepted finds: counted one cycle later (counter-1). Bit n
 * is counter n, or 6 + n, of the table.
 */
static uint64_t port_finds(const struct counters_port *p, const struct kernel *k)
{
	uint64_t lookup = signal_get(k, p->lookup), hit = signal_get(k, p->hit);

	return lookup | hit << 1 | (lookup & ~hit) << 2 | signal_get(k, p->refused) << 4;
}

/* What happens to a port in this cycle; a bit for each counter, as above. */
static uint64_t port_events(const struct counters *c, const struct counters_port *p,
			    const struct kernel *k)
{
	uint64_t fault = signal_get(k, p->walk_end) ? signal_get(k, c->walk_fault) : FAULT_NONE;
	uint64_t page_fault = fault == FAULT_PAGE;
	uint64_t access_fault = fault == FAULT_ACCESS || fault == FAULT_PROTECTION;
	uint64_t stall = signal_get(k, p->req_valid) && !signal_get(k, p->req_ready);

	return page_fault << 3 | access_fault << 4 | stall << 5;
}

/* Bit n is counter 12 + n. */
static uint64_t common_events(const struct counters *c, const struct kernel *k)
{
	uint64_t accepted = signal_get(k, c->mem_req_valid) & signal_get(k, c->mem_req_ready);

	return signal_get(k, c->walk_starts) | (accepted & ~signal_get(k, c->mem_req_cas)) << 1 |
	       signal_get(k, c->walk_updated) << 2 | signal_get(k, c->fence_taken) << 3;
}

static bool counters_tick(void *state, const struct kernel *k)
{
	struct counters *c = state;
	uint64_t shown = c->shown, counted = c->found;
	uint64_t events = counted | port_events(c, &c->fetch, k) |
			  port_events(c, &c->data, k) << 6 | common_events(c, k) << 12;

	if (signal_get(k, c->rst)) {
		memset(c->count, 0, sizeof(c->count));
		c->found = c->shown = 0;
		return true;
	}
	c->shown = c->count[signal_get(k, c->counter_select)] & c->mask;
	c->found = port_finds(&c->fetch, k) | port_finds(&c->data, k) << 6;
	for (uint64_t rest = events; rest; rest &= rest - 1)
		c->count[__builtin_ctzll(rest)]++;
	return events || c->found != counted || c->shown != shown;
}

static void bind_port(struct counters_port *p, struct kernel *k, unsigned int m, const char *x)
{
	p->req_valid = kernel_reads(k, m, AT_TICK, x, "req_valid");
	p->req_ready = kernel_reads(k, m, AT_TICK, x, "req_ready");
	p->lookup = kernel_reads(k, m, AT_TICK, x, "lookup");
	p->hit = kernel_reads(k, m, AT_TICK, x, "hit");
	p->refused = kernel_reads(k, m, AT_TICK, x, "refused");
	p->walk_end = kernel_reads(k, m, AT_TICK, x, "walk_end");
}

void counters_init(struct counters *c, struct kernel *k, unsigned int bits)
{
	static const struct kernel_ops ops = {counters_eval, counters_tick};
	unsigned int m = kernel_module(k, "", "counters", &ops, c, sizeof(*c));

	*c = (struct counters){.mask = UINT64_MAX >> (64 - bits)};
	bind_port(&c->fetch, k, m, "fetch_");
	bind_port(&c->data, k, m, "data_");
	c->rst = kernel_reads(k, m, AT_TICK, "", "rst");
	c->counter_select = kernel_reads(k, m, AT_TICK, "", "counter_select");
	c->walk_fault = kernel_reads(k, m, AT_TICK, "", "walk_fault");
	c->walk_starts = kernel_reads(k, m, AT_TICK, "", "walk_starts");
	c->walk_updated = kernel_reads(k, m, AT_TICK, "", "walk_updated");
	c->fence_taken = kernel_reads(k, m, AT_TICK, "", "fence_taken");
	c->mem_req_valid = kernel_reads(k, m, AT_TICK, "", "mem_req_valid");
	c->mem_req_ready = kernel_reads(k, m, AT_TICK, "", "mem_req_ready");
	c->mem_req_cas = kernel_reads(k, m, AT_TICK, "", "mem_req_cas");

	c->counter_value = kernel_drives(k, m, bits, "", "counter_value");
}
