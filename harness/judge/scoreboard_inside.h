/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scoreboard's inside: what scoreboard.c (requests and answers), scoreboard_drops.c (what drops
 * what was kept), scoreboard_walk.c (what walks ask of memory between them), scoreboard_pointers.c
 * (what walks need not ask), scoreboard_array.c (what the array does for them), scoreboard_lines.c
 * and scoreboard_lined.c (what lines do, and what a walk is with them) and scoreboard_late.c (what
 * waits without a cause) share.
 */
#ifndef PAGEWALK_SCOREBOARD_INSIDE_H
#define PAGEWALK_SCOREBOARD_INSIDE_H

#include <stddef.h>

#include "judge/array.h"
#include "judge/census.h"
#include "judge/channels.h"
#include "judge/judge.h"
#include "judge/lines.h"
#include "judge/pointers.h"
#include "judge/scoreboard.h"

/* What lines do for the walk of a port that is under way. */
struct lined {
	struct taken taken;
	uint64_t read[ORACLE_MAX_READS]; /* when each PTE out of a line came */
	bool anew;   /* its exchange shows reads and updates of the walk before it */
	bool begun;  /* it has read a PTE, from memory or out of a line */
	bool missed; /* so has one before it, of the same request */
};

/*
 * Where the walk goes on that a fence cuts off between a search and its request: it is asked for in
 * the next cycle (fence-3), when the fence has named what it may have skipped.
 */
#define MAY_ASK 16u
struct owed {
	uint64_t fence; /* its cycle */
	unsigned int n; /* more than MAY_ASK: not known */
	uint64_t pa[MAY_ASK];
};

struct scoreboard {
	const struct monitor *monitor;
	struct fills *fills;
	struct judge *judge;
	struct census census;
	struct channels channels;
	struct cached cached[PORTS];    /* what the newest request of a port met in its TLB */
	bool translated[PORTS];         /* is that request? */
	uint64_t heard[PORTS + 1];      /* the cycle of memory's last answer; [PORTS]: to a load */
	const struct exchange *faulted; /* in this cycle; NULL: none */
	uint64_t changes[PORTS];        /* the last cycle in which the port's TLB changed (tlb-1) */
	struct pointers *pointers;      /* that walks may skip; NULL: none */
	bool fresh;          /* there is a walk cache or an array: no fault skips one (cache-4) */
	bool walk_cache;     /* there is one */
	bool another;        /* it is another MMU's: it may skip any pointer that was read */
	struct array *array; /* NULL: there is none */
	uint64_t read[PORTS][ORACLE_MAX_READS]; /* when memory answered each read of the walk */
	bool cut_off[PORTS];                    /* by a fence, when the walk was judged */
	struct lines *lines;                    /* NULL: there are none */
	struct lined lined[PORTS];              /* what they do for the port's walk */
	struct owed owed;
	struct {
		uint64_t hits, fills, backs, alone, served[2];
		uint64_t level[ORACLE_MAX_READS], behind[ORACLE_MAX_READS];
	} counts;               /* with lines: as in struct monitor_counts */
	struct verdict verdict; /* on this cycle */
	bool no_memory;         /* to judge with, in this cycle */
	uint64_t stale;
};

/*
 * Each returns NULL, or what is wrong, valid until the judge's next message. They judge a request
 * to memory, whether memory accepts it or it may not be there, and the walk that begins with it.
 */
const char *walk_access(struct scoreboard *board, const struct event *event);
const char *walk_begins(struct scoreboard *board, const struct event *event);

/* Memory answers a walk, or a load of PDPTEs. */
const char *hear_memory(struct scoreboard *board, const struct event *event);

/* All of a walk. */
struct whole_walk {
	const struct exchange *walk;        /* from the root: the walk as it was, or `room` */
	unsigned int skips;                 /* bit n: it may have skipped n pointers... */
	uint64_t pointer[ORACLE_MAX_READS]; /* ...and then this is its PTE of level 1 */
	bool doubtful; /* of its rights: it is one of several, by what it may have skipped */
	struct oracle_answer answer; /* of one that has ended */
	struct exchange room;
	struct explained explained;
};

/*
 * Is a walk that has ended, goes on or is cut off right from the root, or behind pointers that it
 * may skip? And one that goes back in this cycle: has it skipped some, and found a fault?
 */
const char *judge_ended(struct scoreboard *board, enum port port, const struct exchange *x,
			struct whole_walk *whole);
const char *judge_going(struct scoreboard *board, enum port port, const struct exchange *x,
			struct whole_walk *whole);
const char *judge_goes_back(struct scoreboard *board, enum port port, const struct exchange *x,
			    struct whole_walk *whole);

/* A walk of the port has lost its update: it is judged before it begins anew. */
const char *lost_walk(struct scoreboard *board, enum port port);

/* An accepted fence, and a walk that ended in the cycle before, where pointers may be skipped. */
const char *fence_names(struct scoreboard *board, const struct event *event);
const char *fault_names(struct scoreboard *board, const struct event *event,
			const struct exchange *faulted);

/* Something was to be kept: was there memory for it? */
static inline const char *kept(struct scoreboard *board, bool is_kept)
{
	board->no_memory = !is_kept;
	return is_kept ? NULL : "out of memory";
}

/*
 * What drops entries, pointers and lines: a fence that is accepted, or not; the answer to a write
 * of the base register; and a walk that ended with a fault in the cycle before.
 */
const char *take_fence(struct scoreboard *board, const struct event *event);
const char *take_ptbr(struct scoreboard *board, const struct event *event);
const char *take_out_faulted(struct scoreboard *board, const struct event *event);

/*
 * Does something wait though nothing is in its way? It may be a request, a fence or a write of the
 * base register that is not taken (rtl/contract, port-1, fence-4, ptbr-5), or such a write without
 * its answer (ptbr-7, ptbr-8). Each returns NULL, or what is wrong. For a request, call it after
 * the answers of the cycle, and only when the port is not missing.
 */
const char *late_request(const struct scoreboard *board, const struct event *event);
const char *late_fence(const struct scoreboard *board, const struct event *event);
const char *late_write(const struct scoreboard *board, const struct event *event);
const char *late_answer(const struct monitor *monitor, const struct mmu_out *out);

/* Do TLBs change in this cycle, so that neither a fence nor a write of CR3 is taken? */
static inline bool a_tlb_changes(const struct scoreboard *board, uint64_t cycle)
{
	return board->changes[PORT_FETCH] == cycle || board->changes[PORT_DATA] == cycle;
}

/* What stands in the way of a write of CR3 (ptbr-5); NULL: nothing. */
const char *bars_cr3(const struct scoreboard *board, const struct event *event);

/* Has a walk of the port ended in the last cycle, without a read (walk-5)? */
static inline bool is_over(const struct scoreboard *board, enum port port)
{
	return board->census.over && board->census.fetch == (port == PORT_FETCH);
}

/* Is the array busy, so that neither a fence nor a write of CR3 is taken (array-5)? */
static inline bool is_busy(const struct scoreboard *board, uint64_t cycle)
{
	return board->array && array_is_busy(board->array, cycle);
}

/*
 * Where there is an array. An answer behind a walk that it served; one behind a walk without a
 * read, though it might; a walk that asks for its first read in this cycle, behind its search.
 */
const char *take_served(struct scoreboard *board, enum port port, const struct exchange *x);
const char *not_served(struct scoreboard *board, const struct exchange *x);
const char *walk_has_searched(struct scoreboard *board, const struct event *event);

/* The array's part of a walk whose first PTE a line gave: behind what it began, nobody knows yet.
 */
const char *walk_has_searched_lines(struct scoreboard *board, enum port port);

/*
 * Where there are lines. What they do in this cycle; and in which a walk of the port has had its
 * nth PTE, if it has skipped nothing, of this or of memory.
 */
const char *lines_cycle(struct scoreboard *board, const struct event *event);
uint64_t pte_came(const struct scoreboard *board, enum port port, unsigned int nth);

/* A walk of the port has ended well: counts what lines gave it. */
void lines_gave(struct scoreboard *board, enum port port, const struct whole_walk *whole);

/* A PTE of the port's walk out of lines, or the first that it asks for. */
const char *walk_has_begun(struct scoreboard *board, enum port port, uint64_t cycle);

/* The walk as it is so far, without what was read by one before it. */
void walk_now(const struct scoreboard *board, enum port port, struct exchange *x);

/* Has the walk of the port gone back? Its exchange does not show it where it had asked nothing. */
bool has_gone_back(const struct scoreboard *board, enum port port, const struct exchange *x);

/*
 * What a walk of the port has read becomes entries: the pointer of a walk that has ended, is cut
 * off by a fence of this cycle (UINT64_MAX: by none) or goes back, and the page of one that has
 * ended well.
 */
const char *array_takes_pointer(struct scoreboard *board, enum port port, const struct exchange *x,
				const struct whole_walk *whole, uint64_t fence);
const char *array_takes_page(struct scoreboard *board, const struct whole_walk *whole);

#endif
