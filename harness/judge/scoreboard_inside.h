/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scoreboard's inside: what scoreboard.c (requests and answers), scoreboard_walk.c (what the
 * walks between them ask memory) and scoreboard_late.c (who waits for nothing) share.
 */
#ifndef PAGEWALK_SCOREBOARD_INSIDE_H
#define PAGEWALK_SCOREBOARD_INSIDE_H

#include "judge/census.h"
#include "judge/channels.h"
#include "judge/judge.h"
#include "judge/scoreboard.h"

struct lane {
	struct exchange recent[SCOREBOARD_RECENT];
	uint64_t count; /* accepted; the newest is recent[(count - 1) % SCOREBOARD_RECENT] */
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
	struct channels channels;
	struct scoreboard_counts counts;
	struct lane lanes[PORTS];
	bool memory_busy;               /* a request is outstanding */
	enum port memory_owner;         /* of the last one; PORTS: a write of CR3 */
	bool memory_update;             /* it is a compare-and-swap */
	bool updating;                  /* in this cycle: no fence is accepted (fence-4) */
	const struct exchange *faulted; /* in this cycle; NULL: none */
};

static inline struct exchange *newest(struct lane *lane)
{
	return &lane->recent[(lane->count - 1) % SCOREBOARD_RECENT];
}

/* Is an answer on the pins that was not taken? It stays as it is until then (general-4). */
static inline bool waits(const struct lane *lane)
{
	return lane->count && !lane->open && !lane->taken;
}

/*
 * Each returns NULL, or what is wrong, valid until the next call. A memory request that memory
 * accepts, or that there may not be; memory's answer; a fence that is accepted, under which walks
 * begin anew.
 */
const char *walk_access(struct scoreboard *board, const struct mmu_out *out);
void walk_memory(struct scoreboard *board, const struct mmu_in *in);
const char *walk_fence(struct scoreboard *board, const struct mmu_in *in,
		       const struct mmu_out *out);

/*
 * Is nothing in the way of who waits? A request, a fence, a write of the base register that is not
 * taken (rtl/contract, port-1, fence-4, ptbr-5), or such a write without its answer (ptbr-7,
 * ptbr-8). Each returns NULL, or what is wrong. A request is asked about once the answers of the
 * cycle are in.
 */
const char *late_request(const struct scoreboard *board, enum port port, const struct mmu_in *in);
const char *late_fence(const struct scoreboard *board);
const char *late_write(const struct scoreboard *board, const struct mmu_in *in);
const char *late_answer(const struct scoreboard *board, const struct mmu_out *out);

#endif
