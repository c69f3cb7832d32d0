/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scoreboard's inside: what scoreboard.c (requests and answers) and scoreboard_walk.c (what
 * the walks between them ask memory) share.
 */
#ifndef PAGEWALK_SCOREBOARD_INSIDE_H
#define PAGEWALK_SCOREBOARD_INSIDE_H

#include "census.h"
#include "judge.h"
#include "scoreboard.h"

#define RECENT 16u

struct lane {
	struct exchange recent[RECENT];
	uint64_t count; /* accepted; the newest is recent[(count - 1) % RECENT] */
	bool open;      /* the newest has no answer yet */
	bool taken;     /* its answer has been taken */
	bool restart;   /* the next read begins the walk anew... */
	bool owed;      /* ...but one read of the old walk is still to be accepted */
};

struct scoreboard {
	struct context context;
	struct segments segments;
	struct fills *fills;
	struct judge *judge;
	struct census census;
	struct scoreboard_counts counts;
	struct lane lanes[PORTS];
	bool memory_busy;               /* a request is outstanding */
	enum port memory_owner;         /* of the last one; PORTS: a write of CR3 */
	bool memory_update;             /* it is a compare-and-swap */
	bool updating;                  /* in this cycle: no fence is accepted (F4) */
	const struct exchange *faulted; /* in this cycle; NULL: none */
};

static inline struct exchange *newest(struct lane *lane)
{
	return &lane->recent[(lane->count - 1) % RECENT];
}

/*
 * Each returns NULL, or what is wrong, valid until the next call. A memory request that memory
 * accepts; memory's answer; a fence that is accepted, under which walks begin anew.
 */
const char *walk_access(struct scoreboard *board, const struct mmu_out *out);
void walk_memory(struct scoreboard *board, const struct mmu_in *in);
const char *walk_fence(struct scoreboard *board, const struct mmu_in *in,
		       const struct mmu_out *out);

#endif
