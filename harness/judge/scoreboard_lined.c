/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/scoreboard_inside.h"

/* Its first read, or PTE out of a line. The port's TLB had no entry for the request. */
const char *walk_has_begun(struct scoreboard *board, enum port port, uint64_t cycle)
{
	const struct exchange *x = board->monitor->lanes[port].newest;
	struct lined *lined = &board->lined[port];
	const char *error = NULL;

	if (lined->begun)
		return NULL;
	if (!lined->missed)
		error = judge_miss(board->judge, &board->cached[port]);
	if (error)
		return error;
	lined->begun = lined->missed = true;
	fills_missed(board->fills, port, &board->cached[port]);
	return kept(board, pointers_walk(board->pointers, cycle, x));
}

void walk_now(const struct scoreboard *board, enum port port, struct exchange *x)
{
	*x = *board->monitor->lanes[port].newest;
	if (board->lined[port].anew) {
		x->reads = x->updates = 0;
		x->read_error = x->update_error = x->back = false;
	}
}

bool has_gone_back(const struct scoreboard *board, enum port port, const struct exchange *x)
{
	const struct census *census = &board->census;

	return x->back || (board->lines && census->back && census->fetch == (port == PORT_FETCH));
}

uint64_t pte_came(const struct scoreboard *board, enum port port, unsigned int nth)
{
	const struct lined *lined = &board->lined[port];
	unsigned int read = 0, n = 0;

	if (!board->lines)
		return board->read[port][nth];
	for (;; read++) {
		for (; n < lined->taken.n && lined->taken.pte[n].behind == read; n++)
			if (!nth--)
				return lined->read[n];
		if (!nth--)
			return board->read[port][read];
	}
}

void lines_gave(struct scoreboard *board, enum port port, const struct whole_walk *whole)
{
	const struct taken *taken = &board->lined[port].taken;
	const struct exchange *walk = whole->walk;
	unsigned int read = board->monitor->lanes[port].newest->reads;
	unsigned int skipped = walk->reads - read - taken->n;

	board->counts.alone += !read;
	if (skipped)
		board->counts.behind[paging[walk->mode].levels - skipped]++;
	for (unsigned int i = 0; i < taken->n; i++) {
		unsigned int nth = skipped + taken->pte[i].behind + i;

		board->counts.level[paging[walk->mode].levels - 1 - nth]++;
	}
}

void scoreboard_count(const struct scoreboard *board, struct monitor_counts *counts)
{
	if (!board->lines)
		return;
	counts->line_hits = board->counts.hits;
	counts->line_fills = board->counts.fills;
	counts->lines_alone = board->counts.alone;
	counts->backs = board->counts.backs;
	counts->served_0 = board->counts.served[0];
	counts->served_1 = board->counts.served[1];
	for (unsigned int level = 0; level < ORACLE_MAX_READS; level++) {
		counts->line_levels[level] = board->counts.level[level];
		counts->behind[level] = board->counts.behind[level];
	}
}
