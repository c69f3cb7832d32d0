/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The player's inside: what player.c (accesses, on both ports) and player_events.c (all other
 * events, which wait for the accesses before them) share.
 */
#ifndef PAGEWALK_PLAYER_INSIDE_H
#define PAGEWALK_PLAYER_INSIDE_H

#include "player.h"

#define QUEUE 4096u

/* An access of the trace on its way through a port. */
struct item {
	uint64_t va, pa;
	uint64_t line;
	uint16_t last; /* bytes less one */
	uint8_t type, priv, sum, mxr, segment;
	uint8_t expect; /* enum trace_expect */
	int8_t code;    /* as in struct trace_event; so is memtype */
	int8_t memtype;
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

/* Is there any use in another cycle? */
bool player_running(const struct player *player);

/* The fault that an answer of the trace stands for. */
enum fault player_expected_fault(enum trace_expect expect);

/* Carries out player->event; all accesses before it have been answered. */
void player_carry_out(struct player *player);

/* Do the control pins differ from what the trace's context says? */
bool player_controls_change(const struct player *player);

#endif
