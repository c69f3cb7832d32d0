/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pin script: what is driven into the MMU, cycle by cycle, as a list of events
 * (traces/pins/README.md). A trace says what software does, and the player finds the cycles for it;
 * a script says the cycles, too. Random runs are recorded as scripts, shrunk, and replayed.
 *
 * Every event has a kind and fields, NAME=VALUE. The kinds of a channel have its input pins for
 * fields. A script may also say what comes out: expectations, which are no events, for they drive
 * nothing.
 */
#ifndef PAGEWALK_PINS_SCRIPT_H
#define PAGEWALK_PINS_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/source.h"
#include "pins.h"

enum script_kind {
	SCRIPT_RESET,
	SCRIPT_PAGE,          /* memory: an empty page */
	SCRIPT_PTE,           /* a store */
	SCRIPT_SET,           /* control pins */
	SCRIPT_HOLD,          /* a ready pin is 0 for so many cycles */
	SCRIPT_MEM,           /* how memory answers the next access */
	SCRIPT_STRAY_MEM_RSP, /* memory answers what nobody asked */
	/* Requests: on the pins until they are accepted. */
	SCRIPT_FETCH_REQ,
	SCRIPT_DATA_REQ,
	SCRIPT_PTBR,
	SCRIPT_SEG,
	SCRIPT_FENCE,
	/* What these pins show while they mean nothing. */
	SCRIPT_IDLE_FETCH_REQ,
	SCRIPT_IDLE_DATA_REQ,
	SCRIPT_IDLE_PTBR,
	SCRIPT_IDLE_SEG,
	SCRIPT_IDLE_FENCE,
	SCRIPT_IDLE_MEM_RSP,
	SCRIPT_KINDS,
};

#define SCRIPT_CHANNELS 5u             /* from SCRIPT_FETCH_REQ on */
#define SCRIPT_FIELDS   MMU_N_CONTROLS /* no kind has more than `set` */

struct script_field {
	const char *name;
	unsigned int bits;
	bool decimal, needed;
	uint64_t min;    /* of the value */
	uint64_t usual;  /* when it is not said */
	unsigned int at; /* the pin's number among the inputs; nothing where it is no pin */
};

struct script_event {
	uint64_t cycle; /* from 1 on */
	uint64_t value[SCRIPT_FIELDS];
	unsigned int given; /* bit n: field n is said */
	unsigned int line;  /* of the file; 0: none */
	enum script_kind kind;
};

/* What an output shows in a cycle (pins_expect.h). */
struct script_expect {
	uint64_t cycle, value;
	unsigned int line;
	bool is_counter;
	unsigned int number; /* of the counter, or of the pin among the outputs */
};

struct script {
	uint64_t seed; /* of the registers' start values */
	bool sized;
	struct mmu_config size; /* of the MMU that it is for */
	struct script_event *events;
	size_t n, room;
	struct script_expect *expects; /* in the order of their cycles */
	size_t n_expects, expects_room;
};

/* The word of a kind in a script, and its fields, of which there are *n. */
const char *script_kind_name(enum script_kind kind);
const struct script_field *script_fields(enum script_kind kind, unsigned int *n);

/*
 * In events of these kinds a field that is not given changes nothing: `set`, `hold` and `idle_*`.
 */
bool script_is_partial(enum script_kind kind);

/* A new event at the end, with no field said; NULL: out of memory. */
struct script_event *script_add(struct script *script, uint64_t cycle, enum script_kind kind);
void script_say(struct script_event *event, unsigned int field, uint64_t value);

/* The pin of a field, in a set of pins. */
uint64_t *script_pin(const struct script_field *field, struct mmu_in *in);
uint64_t script_pin_value(const struct script_field *field, const struct mmu_in *in);

/* A new expectation at the end; false: out of memory. */
bool script_add_expect(struct script *script, const struct script_expect *expect);

/* *to becomes a copy, which script_free() frees. False: out of memory. */
bool script_copy(struct script *to, const struct script *from);
void script_free(struct script *script);

/* Is the next line, which is still to be read, the first one of a script? */
bool script_begins(struct source *source);

/* Reads a whole script; false, with one line in error (of size bytes). */
bool script_read(struct script *script, struct source *source, char *error, unsigned int size);

/*
 * The script as text; every line of head becomes a comment, and may be NULL. False: out of room, as
 * ferror() tells.
 */
bool script_write(const struct script *script, const char *head, FILE *file);

/* Is it for an MMU of these sizes? A script without sizes is for any. Else one line in error. */
bool script_fits(const struct script *script, const char *name, const struct mmu_config *config,
		 char *error, unsigned int size);

#endif
