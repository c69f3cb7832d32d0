/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Turns the pins into events, and follows the request of each port and its walk, and what the base
 * register and the segments hold. It does not judge what is right or wrong: a judge listens to the
 * events. Without a listener the monitor follows the same, whatever an MMU shows.
 *
 * What the base register holds follows from what the manuals make of each write, not from the pins
 * that show it.
 */
#ifndef PAGEWALK_MONITOR_H
#define PAGEWALK_MONITOR_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"
#include "monitor/context.h"
#include "monitor/exchange.h"
#include "monitor/monitor_counts.h"
#include "monitor/segments.h"
#include "pins.h"

/* In the order of a cycle. "Before" and "after" are what the monitor follows. */
enum event_kind {
	EVENT_CYCLE,       /* before: the pins of a cycle, one of reset too */
	EVENT_RESET,       /* after: and nothing else happens in the cycle */
	EVENT_PTBR_ANSWER, /* after: an answer to a write of the base register; event.ptbr */
	EVENT_SILENT,      /* before: a port shows no answer, though one is due, or waited */
	EVENT_AGAIN,       /* before: a port shows an answer, and none is due; event.answer */
	EVENT_ANSWER,      /* after: the exchange has its answer */
	EVENT_REFUSED,     /* a request on a port's pins is not accepted */
	EVENT_REQUEST,  /* after: a request is accepted, and its exchange has begun; event.was_open
			 */
	EVENT_REQUESTS, /* both ports have shown their requests */
	EVENT_ACCESS,   /* before: memory is asked for something; of a walk: the exchange */
	EVENT_CUT_OFF,  /* before: the walk of the exchange begins anew, or goes back */
	EVENT_WALK,     /* after: a walk of the exchange begins, with the read asked for */
	EVENT_UPDATE,   /* after: an A/D update of the exchange */
	EVENT_FENCE,    /* after: a fence is on the pins, accepted or not */
	EVENT_PTBR_WRITE, /* before: a write of the base register is on the pins, accepted or not */
	EVENT_KINDS,
};

/* An answer on a port's pins, of no exchange; fields as there. */
struct stray_answer {
	enum fault fault;
	unsigned int code;
	uint64_t pa;
	unsigned int size, memtype;
	uint64_t answer_tag;
};

struct event {
	uint64_t cycle;
	const struct mmu_in *in;
	const struct mmu_out *out;
	/* Events of a port, or of its walk. */
	enum port port;
	const struct exchange *exchange; /* the newest of the port */
	bool was_open;                   /* the one before it had no answer yet */
	struct stray_answer answer;
	struct context_answer ptbr;
};

/* Hears an event. False: no more of this cycle is followed. */
typedef bool event_fn(void *listener, const struct event *event);

/* How many requests of a port are kept: few, because more of them make each cycle slower. */
#define MONITOR_RECENT 4u

struct lane {
	struct exchange recent[MONITOR_RECENT];
	uint64_t count;          /* accepted; the nth is recent[n % MONITOR_RECENT], from 0 on */
	struct exchange *newest; /* any, before the first */
	bool open;               /* the newest has no answer yet */
	bool taken;              /* its answer has been taken */
	bool restart;            /* the next read begins the walk anew... */
	bool owed;               /* ...but one read of the old walk is still to be accepted */
	bool back; /* the next read is that of a walk that goes back; `restart` is false then */
	uint64_t heard;  /* with lines: when memory answered the walk's last read */
	uint64_t fenced; /* with lines: when a fence came beside no request of the walk, and... */
	bool was_anew;   /* ...begins_anew() said then */
};

/* A request to memory, by its id. */
struct memory_request {
	enum port owner; /* PORTS: a write of CR3 */
	bool update;     /* it is a compare-and-swap */
};

/* A listener may look at this; other code calls the functions below. */
struct monitor {
	bool goes_back; /* there is a walk cache, an array or lines, so that walks may go back */
	bool array;     /* there is one, so that walks may end without a read... */
	bool lines;     /* ...and so they may with lines, where each read waits a cycle (line-2) */
	bool asking;    /* with lines: in the last cycle memory did not accept what is shown */
	struct context context;
	struct segments segments;
	struct monitor_counts counts;
	struct lane lanes[PORTS];
	struct memory_request asked[MEM_IDS];
	unsigned int outstanding; /* a bit for each id */
	bool updating;            /* in this cycle: no fence is accepted (fence-4) */
	struct event event;       /* the last one */
	event_fn *const *hear;    /* by its kind */
	void *listener;
};

/* Is an answer on the pins that was not taken? It stays as it is until then (general-4). */
static inline bool waits(const struct lane *lane)
{
	return lane->count && !lane->open && !lane->taken;
}

/* Is the next read that is accepted the first of a new walk, or of one that goes back? */
static inline bool begins_anew(const struct lane *lane)
{
	return lane->back || (lane->restart && !lane->owed);
}

/* NULL: out of memory. */
struct monitor *monitor_create(const struct mmu_config *config);
void monitor_destroy(struct monitor *monitor);

/*
 * Sets the one listener, from the next cycle on: a function for each kind of event; NULL: the kind
 * is not heard.
 */
void monitor_listen(struct monitor *monitor, event_fn *const hear[EVENT_KINDS], void *listener);

/*
 * One cycle's settled pins, before its edge; line[] is the trace line of the request that each port
 * shows.
 */
void monitor_cycle(struct monitor *monitor, uint64_t cycle, const struct mmu_in *in,
		   const struct mmu_out *out, const uint64_t line[PORTS]);

/* The paging mode of a request that would be accepted in the next cycle (context_mode()). */
enum paging_mode monitor_mode(struct monitor *monitor, const struct mmu_in *in);

/* What has been counted so far; it belongs to the monitor. */
const struct monitor_counts *monitor_counts(const struct monitor *monitor);

/* The nth-newest request of a port, 0 the newest; NULL: there is none, or it is kept no more. */
const struct exchange *monitor_recent(const struct monitor *monitor, enum port port,
				      unsigned int n);

#endif
