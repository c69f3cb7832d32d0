/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts the events of the MMU's counters (rtl/contract, counter-1) from its pins, and compares
 * counter_value with its counts. The pins tell what goes on inside: a request that is answered in
 * the next cycle has hit, another one misses from then on until its answer (port-5, port-6); a walk
 * is followed by its memory requests (walk-5, fence-3), and has ended in the cycle before its
 * answer. So they tell when a walk starts, and which port's it must be (walk-6). With a walk cache
 * a walk starts in a cycle without a request, and may go back to the root (cache-3, cache-4). With
 * an array it searches for longer, and may end without a read (array-2). When the array is busy or
 * sweeps, the caller says, and how often it began to. With lines each read waits for a cycle, and
 * one that is not asked for then is served by a line, which takes two (line-2).
 *
 * The pins do not tell all: of the counters of a walk cache or an array that is there, those of
 * pointers that walks begin behind, and of fills, are not compared.
 */
#ifndef PAGEWALK_CENSUS_H
#define PAGEWALK_CENSUS_H

#include <stdbool.h>
#include <stdint.h>

#include "pins.h"

/* The counter of sweeps, which the caller sets: those begun before this cycle. */
#define CENSUS_SWEEPS 22

enum census_request {
	CENSUS_NONE,      /* none, or it has been answered */
	CENSUS_LOOKUP,    /* accepted one cycle ago: looked up */
	CENSUS_NO_LOOKUP, /* accepted one cycle ago: untranslated, or refused by its segment */
	CENSUS_MISSING,
};

enum census_walk {
	CENSUS_IDLE,
	CENSUS_SEARCHES, /* the walk cache or the array, where there is one: the walk has started */
	CENSUS_ASKS,     /* memory has not accepted its request */
	CENSUS_WAITS,    /* for memory's answer */
	CENSUS_HEARD, /* one cycle ago, and no read followed: a compare-and-swap does, or the walk
			 is over; with lines, a read may follow, too, or a line serve it */
	CENSUS_QUIET, /* with lines, one cycle ago: a line served a read, or the walk went back */
};

/* Where there are lines. All but the first three, and the last, are of this cycle. */
struct census_lines {
	bool are_there;
	bool disregards; /* a fence or a lost update came before what was heard last */
	bool first;      /* the walk has not asked memory yet, nor taken a PTE */
	bool starts;     /* a walk does */
	bool takes;      /* a line that was searched one cycle ago gives its PTE... */
	bool begins;     /* ...which is the first of its walk */
	bool asks;       /* a walk asks for a read, after a search of the lines in this cycle */
	bool fills;      /* memory answers with a line that is kept */
	bool went_back;  /* it is known now: the walk would have ended two cycles ago */
	bool halts; /* one cycle ago a walk that had gone back asked for nothing, and went on */
};

/* The two ports, as in enum port. */
struct census {
	uint64_t mask; /* of the counters' width */
	uint64_t told; /* a bit for each counter that the pins tell */
	uint64_t count[MMU_COUNTERS];
	unsigned int selected; /* one cycle ago... */
	uint64_t shown;        /* ...and how that counter stood then */
	enum census_request request[2];
	enum census_walk walk;
	bool fetch;        /* the walk is the fetch port's */
	bool over;         /* it ended one cycle ago, without a read */
	bool probed;       /* it may have: its search for level 0 did */
	bool begins;       /* it asks for its first read */
	bool blind;        /* it started while the array swept */
	unsigned int left; /* further cycles of its search, in which nothing is asked */
	bool searches;     /* there is a walk cache, an array or lines */
	bool array;        /* there is one, and in this cycle... */
	bool busy;         /* ...it is busy; the caller sets this... */
	bool sweeps;       /* ...and this */
	bool again;        /* since it started, a fence or a lost update made it start again */
	bool back;         /* since it started, it has gone back */
	bool swapping;     /* a compare-and-swap is outstanding */
	struct census_lines lines;
	char message[96];
};

void census_init(struct census *census, const struct mmu_config *config);

/*
 * One cycle's pins; translated: would the request that a port accepts in it be looked up? Returns
 * NULL, or what is wrong, valid until the next call.
 */
const char *census_cycle(struct census *census, const struct mmu_in *in, const struct mmu_out *out,
			 const bool translated[2]);

#endif
