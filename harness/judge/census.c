/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/census.h"

#include <stdio.h>
#include <string.h>

#include "bits.h"
#include "judge/census_inside.h"
#include "oracle/oracle.h"

/* Events of a port, as bits by their numbers in counter-1's table; the data port's are 6 more. */
#define LOOKUP      (1u << 0)
#define HIT         (1u << 1)
#define MISS        (1u << 2)
#define PAGE_FAULT  (1u << 3)
#define OTHER_FAULT (1u << 4)
#define STALL       (1u << 5)
#define OF_DATA     6
/* Events of both ports. */
#define WALK   (1u << 12)
#define READ   (1u << 13)
#define UPDATE (1u << 14)
#define FENCE  (1u << 15)
/* Of walks that search. */
#define SERVED_0 (1u << 18)
#define SERVED_1 (1u << 19)
#define BLIND    (1u << 23)
#define BACK     (1u << 24)
/* Of lines. */
#define LINE_FILL (1u << 26)
/* What the walk cache and the array keep inside: pointers that walks begin behind, and fills. */
#define WALK_CACHE_INSIDE (1u << 16 | 1u << 17)
#define ARRAY_INSIDE      (1u << 20 | 1u << 21)

/* What has happened: a bit for each counter. */
struct events {
	unsigned int before; /* in the last cycle, as is seen now */
	unsigned int now;
};

/*
 * Which of the two a walk begins behind, or whether it begins at a root that is its own table, no
 * pin says; nor does one say what is kept of a pointer.
 */
static uint64_t untold(const struct mmu_config *config)
{
	return (config->walk_entries ? WALK_CACHE_INSIDE : 0) |
	       (config->array_sets ? ARRAY_INSIDE : 0);
}

void census_init(struct census *census, const struct mmu_config *config)
{
	/* Without counters what is shown is 0. */
	*census = (struct census){.mask = ones(config->counter_bits),
				  .told = ~untold(config),
				  .searches = config->walk_entries || config->array_sets ||
					      config->lines,
				  .array = config->array_sets,
				  .lines.are_there = config->lines};
}

static unsigned int of_fault(uint64_t fault)
{
	if (fault == FAULT_NONE)
		return 0;
	return fault == FAULT_PAGE ? PAGE_FAULT : OTHER_FAULT;
}

/* What the pins of the answer, valid or not, tell of the port's request. */
static struct events answer_cycle(enum census_request *request, uint64_t valid, uint64_t fault)
{
	struct events events = {.now = 0};

	/* Most often. */
	if (*request == CENSUS_NONE || (*request == CENSUS_MISSING && !valid))
		return events;
	switch (*request) {
	case CENSUS_LOOKUP:
		events.now = LOOKUP | (valid ? HIT : MISS);
		*request = valid ? CENSUS_NONE : CENSUS_MISSING;
		break;
	case CENSUS_NO_LOOKUP:
		if (valid)
			events.now = of_fault(fault);
		*request = CENSUS_NONE;
		break;
	default:
		/* The walk ended one cycle ago. */
		events.before = of_fault(fault);
		*request = CENSUS_NONE;
		break;
	}
	return events;
}

/* A request on the pins: a bit for each counter. */
static unsigned int request_cycle(enum census_request *request, uint64_t valid, uint64_t ready,
				  bool translated)
{
	if (!valid)
		return 0;
	if (!ready)
		return STALL;
	*request = translated ? CENSUS_LOOKUP : CENSUS_NO_LOOKUP;
	return 0;
}

/* The walk asks memory for something; or it has ended without a read. */
static void ask(struct census *census, const struct mmu_in *in, const struct mmu_out *out)
{
	if (!out->mem_req_valid)
		return;
	census->walk = in->mem_req_ready ? CENSUS_WAITS : CENSUS_ASKS;
}

/* In the cycle behind memory's last answer: is the walk under way still, and asks for more? */
static bool goes_on(struct census *census, const struct mmu_out *out, const bool missing[2])
{
	if (!out->mem_req_valid)
		return false;
	if (out->mem_req_cas)
		return true;
	/* Where a walk searches first, one that starts now asks for nothing yet (cache-3). */
	if (!census->searches || census->again || !missing[!census->fetch])
		return false;
	census->back = true;
	return true;
}

/* Of a port: it missed one cycle ago, and a walk of it ended then. */
static bool has_ended(const struct census *census, const bool missed[2], unsigned int port)
{
	return missed[port] && census->request[port] != CENSUS_MISSING;
}

/* Does the walker begin a walk in this cycle, if it is idle (cache-3)? */
static bool may_start(const struct census *census, const struct mmu_in *in,
		      const struct mmu_out *out, const bool missed[2], bool faulted)
{
	if (!census->searches)
		return true;
	if (census->array &&
	    (census->busy || has_ended(census, missed, 0) || has_ended(census, missed, 1)))
		return false;
	return !faulted && !is_fenced(in, out);
}

/*
 * A cycle of a walk's search of the array, but the last (array-2). A fence ends it, and so does a
 * page of level 0, which the port's answer tells in the cycle after that.
 */
static void search(struct census *census, const struct mmu_in *in, const struct mmu_out *out)
{
	if (is_fenced(in, out)) {
		census->walk = CENSUS_IDLE;
		return;
	}
	census->left--;
	census->probed = !census->left;
}

/* The cycles of a search in which nothing is asked, behind that in which the walk starts. */
static unsigned int cycles_of_search(const struct census *census)
{
	return census->array && !census->blind ? 2 : 0;
}

/*
 * The walker's cycle. Does a walk start? A fence matters only where the walk would end. After a
 * fence nothing follows the answer to the read that is outstanding (fence-3), so a walk starts in
 * the next cycle. missed: one cycle ago; faulted: a walk ended with a fault then.
 */
static bool walk_cycle(struct census *census, const struct mmu_in *in, const struct mmu_out *out,
		       const bool missing[2], const bool missed[2], bool faulted)
{
	bool starts, begins;

	census->over = census->probed = census->begins = false;
	/* Most often. */
	if (census->walk == CENSUS_IDLE && !missing[0] && !missing[1])
		return false;
	if (census->walk == CENSUS_SEARCHES && !missing[!census->fetch])
		census->walk = CENSUS_IDLE;
	if (census->lines.are_there)
		census_follows_lines(census, out, missing);
	else if (census->walk == CENSUS_HEARD)
		census->walk = goes_on(census, out, missing) ? CENSUS_ASKS : CENSUS_IDLE;
	starts = census->walk == CENSUS_IDLE && (missing[0] || missing[1]) &&
		 may_start(census, in, out, missed, faulted);
	if (census->walk == CENSUS_WAITS) {
		if (!is_answered(in))
			return false;
		census->walk = CENSUS_HEARD;
		census->lines.disregards = census->again;
	}
	/* The data port goes first. */
	if (starts) {
		census->fetch = !missing[1];
		census->again = census->back = false;
		census->blind = census->sweeps;
		census->left = cycles_of_search(census);
		census->lines.starts = census->lines.first = true;
	}
	if (starts && census->searches) {
		census->walk = CENSUS_SEARCHES;
		return true;
	}
	if (census->walk == CENSUS_SEARCHES && census->left) {
		search(census, in, out);
		return false;
	}
	begins = starts || census->walk == CENSUS_SEARCHES;
	if (census->lines.are_there) {
		if (begins)
			census_ends_search(census, in, out);
		else if (census->walk == CENSUS_ASKS)
			ask(census, in, out);
		return false;
	}
	if (begins)
		census->walk = CENSUS_IDLE;
	/* A pointer: the next read is asked for with its answer. */
	if (begins || census->walk != CENSUS_IDLE)
		ask(census, in, out);
	census->begins = begins && out->mem_req_valid;
	census->over = begins && !out->mem_req_valid && !is_fenced(in, out);
	return starts;
}

/* What memory is asked and answers; a bit for each counter. */
static unsigned int memory_cycle(struct census *census, const struct mmu_in *in,
				 const struct mmu_out *out)
{
	unsigned int events = 0;

	if (is_answered(in) && census->swapping && !in->mem_rsp_error) {
		if (in->mem_rsp_lost)
			census->again = true;
		else
			events |= UPDATE;
	}
	if (is_answered(in)) {
		if (census->lines.are_there && census_fills_line(census, in, out))
			events |= LINE_FILL;
		census->swapping = false;
	}
	if (!out->mem_req_valid || !in->mem_req_ready)
		return events;
	census->swapping = out->mem_req_cas;
	return census->swapping ? events : events | READ;
}

/* array-2: the walk has ended one cycle ago, and had read nothing: so a page has served it. */
static unsigned int served(const struct census *census, const bool missed[2], bool faulted)
{
	if (faulted || !has_ended(census, missed, !census->fetch))
		return 0;
	if (census->probed)
		return SERVED_0;
	return census->over && !census->blind ? SERVED_1 : 0;
}

static struct events cycle_events(struct census *census, const struct mmu_in *in,
				  const struct mmu_out *out, const bool translated[2])
{
	const bool missed[] = {census->request[0] == CENSUS_MISSING,
			       census->request[1] == CENSUS_MISSING};
	struct events fetch =
		answer_cycle(&census->request[0], out->fetch_rsp_valid, out->fetch_rsp_fault);
	struct events data =
		answer_cycle(&census->request[1], out->data_rsp_valid, out->data_rsp_fault);
	unsigned int fetch_stall = request_cycle(&census->request[0], in->fetch_req_valid,
						 out->fetch_req_ready, translated[0]);
	unsigned int data_stall = request_cycle(&census->request[1], in->data_req_valid,
						out->data_req_ready, translated[1]);
	/* For the second cycle or longer (walk-5). */
	const bool missing[] = {missed[0] && census->request[0] == CENSUS_MISSING,
				missed[1] && census->request[1] == CENSUS_MISSING};
	struct events events = {
		.before = fetch.before | data.before << OF_DATA,
		.now = fetch.now | fetch_stall | (data.now | data_stall) << OF_DATA |
		       memory_cycle(census, in, out),
	};

	const bool faulted = fetch.before || data.before, was_back = census->back;

	if (census->array)
		events.before |= served(census, missed, faulted);
	if (walk_cycle(census, in, out, missing, missed, faulted))
		events.now |= census->blind ? WALK | BLIND : WALK;
	/* It would have ended one cycle ago. */
	if (census->back && !was_back && !census->lines.went_back)
		events.before |= BACK;
	if (is_fenced(in, out)) {
		events.now |= FENCE;
		census->again = true;
	}
	return events;
}

static void count(struct census *census, unsigned int events)
{
	for (; events; events &= events - 1)
		census->count[__builtin_ctz(events)]++;
}

__attribute__((cold)) static const char *differs(struct census *census, uint64_t value)
{
	snprintf(census->message, sizeof(census->message),
		 "counter %u is %llu: by the pins it is %llu", census->selected,
		 (unsigned long long)value, (unsigned long long)census->shown);
	return census->message;
}

__attribute__((cold)) static const char *strays(struct census *census)
{
	snprintf(census->message, sizeof(census->message),
		 "a memory access for the %s port: the walk is that of the other",
		 census->fetch ? "data" : "fetch");
	return census->message;
}

/* What is wrong with a request to memory, by the walk of this cycle; NULL: nothing. */
static const char *bars_access(struct census *census, const struct mmu_out *out)
{
	if (census->walk == CENSUS_SEARCHES)
		return census->array ? "a memory access while its walk searches"
				     : "a memory access in the cycle in which its walk starts";
	/*
	 * Idle, though a port misses: for the first cycle, or beside a fence, or behind a fault.
	 * Its walk has not begun.
	 */
	if (census->walk == CENSUS_IDLE && census->request[!out->mem_req_fetch] == CENSUS_MISSING)
		return census->searches ? "a memory access before its walk starts"
					: "a memory access in the first cycle of a miss";
	if (census->lines.are_there && census->walk == CENSUS_HEARD)
		return "a memory access before the lines are searched";
	if (census->walk != CENSUS_IDLE && out->mem_req_fetch != census->fetch)
		return strays(census);
	return NULL;
}

static void reset(struct census *census)
{
	census->shown = 0;
	memset(census->count, 0, sizeof(census->count));
	census->request[0] = census->request[1] = CENSUS_NONE;
	census->walk = CENSUS_IDLE;
}

const char *census_cycle(struct census *census, const struct mmu_in *in, const struct mmu_out *out,
			 const bool translated[2])
{
	const char *error = NULL;
	struct events events;

	if (census->lines.are_there)
		error = census_begins_cycle(census, out);
	if (out->counter_value != census->shown && census->told >> census->selected & 1)
		error = differs(census, out->counter_value);
	events = cycle_events(census, in, out, translated);
	count(census, events.before);
	census->selected = (unsigned int)in->counter_select;
	census->shown = census->count[census->selected] & census->mask;
	count(census, events.now);
	if (!error && out->mem_req_valid)
		error = bars_access(census, out);
	if (in->rst)
		reset(census);
	return error;
}
