/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pins that the stimulus drives: requests, segments, fences, writes of the base register,
 * control bits. When, and what else happens in a scene, is stimulus.c's.
 */
#ifndef PAGEWALK_STIMULUS_DRIVE_H
#define PAGEWALK_STIMULUS_DRIVE_H

#include "base/random.h"
#include "random/stimulus.h"
#include "random/tables.h"

/* How often each thing happens in a scene: chances in 256 a cycle. */
struct profile {
	unsigned int fetch, data, stall, fence, ptbr, change, aimed, adue, control;
	unsigned int wild; /* addresses that are not quite right */
	unsigned int lock;
	unsigned int segment, load; /* requests through segments; loads of segment registers */
	unsigned int focus;         /* addresses that most requests use */
	bool noise;                 /* on payloads whose valid is 0 */
	unsigned int rework;        /* tables are moved and rebuilt: of an array's scenes */
	unsigned int beside;        /* PTEs change in the line read last: of the scenes of lines */
};

/* A loop of a program: it leaves out what has faulted. */
struct loop {
	unsigned int first; /* of the hot addresses */
	unsigned int asked; /* the one on the pins */
	unsigned int taken; /* the one that is to be answered */
	bool faults[TABLES_HOT];
};

struct stimulus {
	struct bench *bench;
	struct stimulus_counts *counts;
	uint64_t random;
	struct tables tables;
	struct profile profile;
	uint64_t asids[4];
	uint64_t bases[8];     /* of the segment registers */
	unsigned int unloaded; /* so many of them get their first load yet */
	uint64_t reworked;     /* address of the table that was, for the next fence; 0: none */
	uint64_t last_read;    /* PTE read last, until its walk ends; 0: none */
	unsigned int last_bytes;
	bool swap;            /* the access under way is a compare-and-swap */
	unsigned int changes; /* of PTEs since the last fence of everything */
	bool quiet;           /* no new requests */
	bool updates;         /* STIMULUS_UPDATES */
	bool slow, one_scene; /* STIMULUS_SLOW, STIMULUS_ONE_SCENE */
	bool local;           /* STIMULUS_LOCAL */
	bool loops;           /* requests go in loops: with `local`, and in scenes of lines */
	struct loop loop[2];  /* of each port */
	uint64_t held[2];     /* cycles that the answers of a port still wait */
	unsigned int off;     /* cycles before paging is switched on again, in `next` */
	const struct table_space *next;
	unsigned int mode;    /* in which requests are translated; STIMULUS_OFF: none */
	unsigned int last_on; /* the last one that was not off; STIMULUS_OFF: there was none */
};

/* A random number from 0 to n - 1. */
static inline uint64_t pick(struct stimulus *s, uint64_t n)
{
	return random_below(&s->random, n);
}

/* True in n of 256 cases. */
static inline bool often(struct stimulus *s, unsigned int n)
{
	return random_chance(&s->random, n, 256);
}

/* Draws the control pins of a new scene, except those that choose the mode. */
void drive_controls(struct stimulus *s);

/* Sets the control pins as CR0, CR4 and EFER have them with paging on in the space's mode. */
void drive_mode(struct stimulus *s, const struct table_space *space);

/* Writes the space's base register. Bits that CR3 does not have out of long mode are random. */
void drive_ptbr(struct stimulus *s, const struct table_space *space);

/*
 * Moves to another space, perhaps in another mode. As a core must, x86 goes from one mode to
 * another through paging off, and stays there for some cycles.
 */
void drive_move(struct stimulus *s);

/* Counts the cycles of paging off, and switches paging on behind the last one. */
void drive_move_on(struct stimulus *s);

/*
 * Changes a control bit of x86. No fence need follow; the judge knows which answers are legal then.
 */
void drive_control(struct stimulus *s);

/*
 * Each of these begins something now and then, if nothing of its kind is on the pins: a load of a
 * segment register, a request, a fence.
 */
void drive_segment(struct stimulus *s, struct mmu_in *in);
void drive_fetch(struct stimulus *s, struct mmu_in *in);
void drive_data(struct stimulus *s, struct mmu_in *in);
void drive_fence(struct stimulus *s, struct mmu_in *in);

/* A payload whose valid is 0 means nothing: now and then it is random. */
void drive_noise(struct stimulus *s, struct mmu_in *in);

#endif
