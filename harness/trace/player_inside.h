/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The player's inside. player.c goes through the trace, and calls player_events.c (events, which
 * wait for the accesses before them); that calls player_split.c (accesses of two pages). All three
 * stand on player_ports.c (the accesses that wait for a port, cycle by cycle), and that on
 * player_compare.c (with what the trace records).
 */
#ifndef PAGEWALK_PLAYER_INSIDE_H
#define PAGEWALK_PLAYER_INSIDE_H

#include "trace/player.h"

#define QUEUE         4096u
#define OTHERS        4096u
#define PLAYER_STORES 1024u

/* A part of an access over a page's end. */
enum part { PART_WHOLE, PART_FIRST, PART_SECOND };

/* An access of the trace on its way through a port. */
struct item {
	uint64_t va, line;
	struct trace_answer answer;
	uint16_t last;   /* bytes less one */
	uint16_t others; /* the first of the answers that are as good, in the player's */
	uint8_t n_others;
	uint8_t type, priv, sum, mxr, segment, part;
	bool svnapot;
};

/* What a port answered. */
struct given {
	uint64_t fault, code, pa, memtype;
};

/* A `pte` line, and what it replaced. */
struct store {
	uint64_t pa, old; /* the aligned 8 bytes of which it changed half or all */
	unsigned long line;
};

/* Filled from the trace, emptied by the port; begins anew when it is empty. */
struct queue {
	struct item items[QUEUE];
	unsigned int filled;
	unsigned int sent;     /* accepted by the port */
	unsigned int answered; /* at most one less than sent, after a cycle */
	bool shown;            /* items[sent] is on the pins */
};

struct player {
	struct bench *bench;
	struct trace *trace;
	const struct player_config *config;
	struct player_counts *counts;
	uint64_t random;
	struct queue queues[PORTS];
	struct trace_answer others[OTHERS];
	unsigned int n_others;
	struct given first;             /* what PART_FIRST was answered... */
	uint64_t first_va;              /* ...and where */
	struct exchange first_exchange; /* by which the oracle judged it */
	uint64_t segment_base[SEGMENT_COUNT];
	bool long_code;                     /* L in CS */
	struct store stores[PLAYER_STORES]; /* the last ones; the newest is before n_stores */
	uint64_t n_stores;
	struct trace_event event; /* read but not carried out yet */
	bool pending;
	bool ended;
	/* As the last `ptbr` line that was not refused left it. */
	uint64_t ptbr;
	enum trace_arch ptbr_arch;
	uint64_t waiting; /* cycles since a handshake of the core's last took place */
};

/* One cycle of the bench, with what the queues have for the ports. */
void player_cycle(struct player *player);

/* Has every access in the queues been answered? */
bool player_drained(const struct player *player);

/* Is there any use in another cycle? */
bool player_running(const struct player *player);

/* Puts an access, or a part of one, into its queue. */
void player_enqueue(struct player *player, const struct trace_event *event, enum part part,
		    uint64_t va, unsigned int bytes);

/* Does the access reach over the end of a page? Then this makes it: player->event. */
bool player_is_split(const struct player *player, const struct trace_event *event);
void player_split(struct player *player);

/*
 * Three comparisons with what the trace records: of an answer, to the port's request number n, 0
 * being the newest; of a value of memory; of the answer to a write of the base register.
 */
void player_compare(struct player *player, const struct item *item, const struct given *given,
		    unsigned int n);
void player_compare_memory(struct player *player, const struct trace_event *event);
void player_compare_ptbr(struct player *player, const struct trace_event *event, enum fault fault);

/* Would a hart without Svnapot have answered with a page fault, and because of that? */
bool player_lacks_svnapot(const struct player *player, const struct exchange *x);

/*
 * Says which of the two answers, the MMU's and the recorded one, is the older, and which line has
 * replaced the PTE that it follows from. text, of size bytes, stays as it is when that is not
 * known.
 */
void player_explain(const struct player *player, const struct exchange *x,
		    const struct trace_answer *recorded, char *text, unsigned int size);

/* A `pte` line, before it is carried out. */
void player_stores(struct player *player, const struct trace_event *event);

/* Carries out player->event; all accesses before it have been answered. */
void player_carry_out(struct player *player);

/* Do the control pins differ from what the trace's context says? */
bool player_controls_change(const struct player *player);

#endif
