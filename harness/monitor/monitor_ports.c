/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>

#include "monitor/monitor_inside.h"

#define PAGE_BITS 12u

/*
 * Copies pins of a port: those of an answer into fields of these names; those of a request that
 * both ports have.
 */
#define ANSWER(x, port)                                                                            \
	do {                                                                                       \
		(x)->answer_tag = out->port##_rsp_tag;                                             \
		(x)->pa = out->port##_rsp_pa;                                                      \
		(x)->fault = (enum fault)out->port##_rsp_fault;                                    \
		(x)->code = (unsigned int)out->port##_rsp_code;                                    \
		(x)->size = (unsigned int)out->port##_rsp_size;                                    \
		(x)->memtype = (unsigned int)out->port##_rsp_memtype;                              \
	} while (0)

#define REQUEST(x, port)                                                                           \
	do {                                                                                       \
		(x)->tag = in->port##_req_tag;                                                     \
		(x)->locks = in->port##_req_lock;                                                  \
		(x)->segment.name = (unsigned int)in->port##_req_seg;                              \
		(x)->segment.bytes = (unsigned int)in->port##_req_last + 1;                        \
		(x)->segment.offset = in->port##_req_va;                                           \
		(x)->access.priv = (enum priv)in->port##_req_priv;                                 \
	} while (0)

/* ---- Answers ---- */

/*
 * A walk has ended behind n reads. Of which level was the pointer behind which it began? All levels
 * below that were read, down to the page; from the root on it is the number of levels.
 */
static unsigned int begun_at(const struct exchange *x)
{
	return (x->size - PAGE_BITS) / paging[x->mode].index_bits + x->reads;
}

/* The array or lines have served this walk, without a read (array-2, line-2); or it was a hit. */
static bool is_served(const struct exchange *x)
{
	return !x->reads && x->fault == FAULT_NONE && x->answered != x->accepted + 1;
}

/* What an array, or lines, have done for an answer. */
static void count_more(struct monitor *monitor, enum port port, const struct exchange *x)
{
	struct monitor_counts *counts = &monitor->counts;

	monitor_counts_latency(counts, x->answered - x->accepted);
	if (!x->translated || !is_served(x))
		return;
	/* It will be taken for a hit. */
	counts->hits[port] -= !x->starts;
	if (monitor->lines)
		return;
	if (x->size == PAGE_BITS)
		counts->served_0++;
	else
		counts->served_1++;
}

static void count_answer(struct monitor_counts *counts, enum port port, const struct exchange *x)
{
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

/*
 * With an array, a walk that was to begin anew may be over without a read (array-2). Then what was
 * read before is of the old one.
 */
static bool is_over_anew(const struct monitor *monitor, enum port port)
{
	const struct lane *lane = &monitor->lanes[port];

	if (!(monitor->array || monitor->lines) || !lane->restart || lane->owed)
		return false;
	return !(monitor->outstanding >> MEM_ID_WALK & 1) ||
	       monitor->asked[MEM_ID_WALK].owner != port;
}

/* Where there is more than the TLBs. Not inlined, for most MMUs have no more. */
__attribute__((noinline)) static bool answered_by_more(struct monitor *monitor, enum port port)
{
	const struct exchange *x = monitor->lanes[port].newest;
	bool goes_on = !is_over_anew(monitor, port) || monitor_begins_again(monitor, port);

	/* With lines nobody knows here which PTEs were not read. */
	if (!monitor->lines && x->translated && x->reads && x->fault == FAULT_NONE &&
	    begun_at(x) < paging[x->mode].levels)
		monitor->counts.behind[begun_at(x)]++;
	if (monitor->array || monitor->lines)
		count_more(monitor, port, x);
	return goes_on;
}

/* The newest exchange has its answer. */
static bool answered(struct monitor *monitor, enum port port, uint64_t ready)
{
	struct lane *lane = &monitor->lanes[port];
	struct exchange *x = lane->newest;

	x->answered = monitor->event.cycle;
	lane->taken = ready;
	if (monitor->goes_back && !answered_by_more(monitor, port))
		return false;
	lane->open = false;
	count_answer(&monitor->counts, port, x);
	return tell_of_port(monitor, EVENT_ANSWER, port);
}

/* An answer where none is due. It waits to be taken, or should not be there. */
static bool again(struct monitor *monitor, enum port port, uint64_t ready)
{
	struct lane *lane = &monitor->lanes[port];
	bool goes_on = tell_of_port(monitor, EVENT_AGAIN, port);

	if (goes_on && waits(lane))
		lane->taken = ready;
	return goes_on;
}

static bool no_answer(struct monitor *monitor, enum port port)
{
	struct lane *lane = &monitor->lanes[port];

	if (!lane->open && !waits(lane))
		return true;
	return tell_of_port(monitor, EVENT_SILENT, port);
}

static bool fetch_answer(struct monitor *monitor)
{
	const struct mmu_in *in = monitor->event.in;
	const struct mmu_out *out = monitor->event.out;
	struct lane *lane = &monitor->lanes[PORT_FETCH];

	if (!out->fetch_rsp_valid)
		return no_answer(monitor, PORT_FETCH);
	if (!lane->open) {
		ANSWER(&monitor->event.answer, fetch);
		return again(monitor, PORT_FETCH, in->fetch_rsp_ready);
	}
	ANSWER(lane->newest, fetch);
	return answered(monitor, PORT_FETCH, in->fetch_rsp_ready);
}

static bool data_answer(struct monitor *monitor)
{
	const struct mmu_in *in = monitor->event.in;
	const struct mmu_out *out = monitor->event.out;
	struct lane *lane = &monitor->lanes[PORT_DATA];

	if (!out->data_rsp_valid)
		return no_answer(monitor, PORT_DATA);
	if (!lane->open) {
		ANSWER(&monitor->event.answer, data);
		return again(monitor, PORT_DATA, in->data_rsp_ready);
	}
	ANSWER(lane->newest, data);
	return answered(monitor, PORT_DATA, in->data_rsp_ready);
}

/* ---- Requests ---- */

/* Begins the exchange of a request that is accepted; its own pins are still to be read. */
static struct exchange *begin_request(struct monitor *monitor, enum port port,
				      const struct context_view *now)
{
	struct lane *lane = &monitor->lanes[port];
	struct exchange *x;

	monitor->event.was_open = lane->open;
	x = lane->newest = &lane->recent[lane->count++ % MONITOR_RECENT];
	lane->open = true;
	lane->restart = lane->back = false;
	x->context = now->context;
	x->mode = now->mode;
	x->asid = now->asid;
	x->flags = now->flags;
	x->pdptes = now->pdptes;
	x->accepted = monitor->event.cycle;
	x->answered = 0;
	x->starts = x->reads = x->updates = 0;
	x->read_error = x->update_error = x->back = false;
	return x;
}

/* The exchange has what the pins say; its linear address comes from x->segment. */
static bool requested(struct monitor *monitor, enum port port, struct exchange *x)
{
	x->segment.ring = 3 - x->access.priv;
	if (x->access.priv & 2)
		x->access.priv = PRIV_M;
	x->access.va = segments_use(&monitor->segments, &x->context, x->access.type, &x->segment);
	x->access.stack = x->segment.name == SEGMENT_SS;
	x->kind = (unsigned int)x->access.type | (unsigned int)x->access.priv << 2 |
		  (unsigned int)x->access.sum << 4 | (unsigned int)x->access.mxr << 5;
	x->translated = !x->segment.refusal && x->mode >= 0 &&
			(context_is_x86(&x->context) || x->access.priv != PRIV_M);
	return tell_of_port(monitor, EVENT_REQUEST, port);
}

static bool fetch_request(struct monitor *monitor, uint64_t line, const struct context_view *now)
{
	const struct mmu_in *in = monitor->event.in;
	struct exchange *x;

	if (!in->fetch_req_valid)
		return true;
	if (!monitor->event.out->fetch_req_ready)
		return tell_of_port(monitor, EVENT_REFUSED, PORT_FETCH);
	x = begin_request(monitor, PORT_FETCH, now);
	REQUEST(x, fetch);
	x->line = line;
	x->access.type = ACCESS_FETCH;
	x->access.sum = x->access.mxr = false;
	return requested(monitor, PORT_FETCH, x);
}

static bool data_request(struct monitor *monitor, uint64_t line, const struct context_view *now)
{
	const struct mmu_in *in = monitor->event.in;
	struct exchange *x;

	if (!in->data_req_valid)
		return true;
	if (!monitor->event.out->data_req_ready)
		return tell_of_port(monitor, EVENT_REFUSED, PORT_DATA);
	x = begin_request(monitor, PORT_DATA, now);
	REQUEST(x, data);
	x->line = line;
	x->access.type = in->data_req_store ? ACCESS_STORE : ACCESS_LOAD;
	x->access.sum = in->data_req_sum;
	x->access.mxr = in->data_req_mxr;
	return requested(monitor, PORT_DATA, x);
}

static bool is_accepted(const struct mmu_in *in, const struct mmu_out *out)
{
	return (in->fetch_req_valid && out->fetch_req_ready) ||
	       (in->data_req_valid && out->data_req_ready);
}

static bool requests(struct monitor *monitor, const uint64_t line[PORTS])
{
	const struct mmu_in *in = monitor->event.in;
	const struct context_view *now = NULL;

	if (is_accepted(in, monitor->event.out))
		now = context_now(&monitor->context, in);
	return fetch_request(monitor, line[PORT_FETCH], now) &&
	       data_request(monitor, line[PORT_DATA], now);
}

bool monitor_ports(struct monitor *monitor, const uint64_t line[PORTS])
{
	return fetch_answer(monitor) && data_answer(monitor) && requests(monitor, line) &&
	       tell(monitor, EVENT_REQUESTS);
}
