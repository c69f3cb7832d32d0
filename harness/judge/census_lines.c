/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/census_inside.h"

#include <stddef.h>

/* Counters: walks that went back, and line hits. */
#define BACKS     24
#define LINE_HITS 25

/* A walk would have ended two cycles ago, and went back: that counter is shown in this cycle. */
static void count_back(struct census *census)
{
	census->back = census->lines.went_back = true;
	census->count[BACKS]++;
	if (census->selected == BACKS)
		census->shown = census->count[BACKS] & census->mask;
}

static bool is_answered_port(const struct census *census, const struct mmu_out *out)
{
	return census->fetch ? out->fetch_rsp_valid : out->data_rsp_valid;
}

const char *census_begins_cycle(struct census *census, const struct mmu_out *out)
{
	struct census_lines *lines = &census->lines;
	bool halted = lines->halts;

	lines->starts = lines->takes = lines->begins = lines->fills = false;
	lines->asks = lines->went_back = lines->halts = false;
	if (census->walk == CENSUS_QUIET && out->mem_req_valid && !is_answered_port(census, out))
		count_back(census);
	return halted ? "a walk that has gone back, and asks for nothing" : NULL;
}

void census_ends_search(struct census *census, const struct mmu_in *in, const struct mmu_out *out)
{
	census->walk = CENSUS_HEARD;
	census->lines.disregards = false;
	census->over = !is_fenced(in, out);
}

/*
 * In the first cycle behind an answer, or behind a search. What fence-3 disregards ends
 * the walk. Behind a fence in the cycle of the answer a read that follows is asked for at once,
 * because no line is left.
 */
static enum census_walk behind_answer(struct census *census, const struct mmu_out *out,
				      const bool missing[2])
{
	if (!missing[!census->fetch] || census->lines.disregards)
		return CENSUS_IDLE;
	if (out->mem_req_valid) {
		census->begins = census->lines.first && !census->again;
		census->lines.first = false;
		census->lines.asks = !out->mem_req_cas && !census->back;
		return CENSUS_ASKS;
	}
	census->lines.halts = census->back && !census->again;
	return census->again || census->back ? CENSUS_IDLE : CENSUS_QUIET;
}

/* In the second cycle behind an answer, where the first showed nothing. */
static enum census_walk behind_quiet(struct census *census, const struct mmu_out *out,
				     const bool missing[2])
{
	if (!missing[!census->fetch])
		return CENSUS_IDLE;
	if (out->mem_req_valid)
		return CENSUS_ASKS;
	census->count[LINE_HITS]++;
	census->lines.takes = true;
	census->lines.begins = census->lines.first;
	census->lines.first = false;
	census->lines.disregards = census->again;
	return CENSUS_HEARD;
}

void census_follows_lines(struct census *census, const struct mmu_out *out, const bool missing[2])
{
	if (census->walk == CENSUS_HEARD)
		census->walk = behind_answer(census, out, missing);
	else if (census->walk == CENSUS_QUIET)
		census->walk = behind_quiet(census, out, missing);
}

bool census_fills_line(struct census *census, const struct mmu_in *in, const struct mmu_out *out)
{
	census->lines.fills = census->walk == CENSUS_WAITS && !census->swapping &&
			      !in->mem_rsp_error && in->mem_rsp_main && !census->again &&
			      !is_fenced(in, out);
	return census->lines.fills;
}
