/* SPDX-License-Identifier: Apache-2.0 */
#include "script/shrink.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST 64u /* cycles that waiting instead may take */

struct state {
	const struct shrink *shrink;
	struct script *best; /* fails */
	struct script trial; /* with room for as many events */
	unsigned int asked;
	bool stopped;
};

static void begin_trial(struct state *state)
{
	state->trial.n = state->best->n;
	memcpy(state->trial.events, state->best->events,
	       state->best->n * sizeof(state->best->events[0]));
}

/* If the trial fails, too, it is the best one from now on. */
static bool try(struct state *state)
{
	const struct shrink *shrink = state->shrink;
	struct script_event *events = state->best->events;

	if (state->stopped)
		return false;
	state->asked++;
	if (shrink->stop && shrink->stop(shrink->opaque, state->best, state->asked)) {
		state->stopped = true;
		return false;
	}
	if (!shrink->fails(shrink->opaque, &state->trial))
		return false;
	state->best->events = state->trial.events;
	state->best->n = state->trial.n;
	state->trial.events = events;
	return true;
}

/* Without n events from first on. */
static bool try_without(struct state *state, size_t first, size_t n)
{
	begin_trial(state);
	memmove(&state->trial.events[first], &state->trial.events[first + n],
		(state->trial.n - first - n) * sizeof(state->trial.events[0]));
	state->trial.n -= n;
	return try(state);
}

/* All events from `index` on come so many cycles earlier. */
static bool try_earlier(struct state *state, size_t index, uint64_t cycles)
{
	begin_trial(state);
	for (size_t i = index; i < state->trial.n; i++)
		state->trial.events[i].cycle -= cycles;
	return try(state);
}

/* Leaves out all events before the last reset, and the cycles that they took. */
static void drop_scenes(struct state *state)
{
	const struct script *best = state->best;
	size_t n = best->n;

	while (n > 0 && best->events[n - 1].kind != SCRIPT_RESET)
		n--;
	if (n && try_without(state, 0, n - 1))
		try_earlier(state, 0, best->events[0].cycle - 1);
}

static void drop_kinds(struct state *state)
{
	for (enum script_kind kind = SCRIPT_KINDS; kind-- > 0;) {
		struct script *trial = &state->trial;
		size_t n = 0;

		begin_trial(state);
		for (size_t i = 0; i < trial->n; i++)
			if (trial->events[i].kind != kind)
				trial->events[n++] = trial->events[i];
		if (n == trial->n)
			continue;
		trial->n = n;
		try(state);
	}
}

/*
 * Leaves out pieces of so many events, the last one first, because later events depend on earlier
 * ones.
 */
static bool drop_pieces(struct state *state, size_t size)
{
	bool did = false;
	size_t end = state->best->n;

	while (end > 0 && !state->stopped) {
		size_t first = end > size ? end - size : 0;

		did = try_without(state, first, end - first) || did;
		end = first;
	}
	return did;
}

static void drop_events(struct state *state)
{
	for (size_t size = state->best->n / 2; size > 1 && !state->stopped; size /= 2)
		drop_pieces(state, size);
	while (drop_pieces(state, 1))
		;
}

/* Tries without an event that takes time; the events behind it come as much later. */
static bool try_instead(struct state *state, size_t index, uint64_t cycles)
{
	begin_trial(state);
	state->trial.n--;
	for (size_t i = index; i < state->trial.n; i++) {
		state->trial.events[i] = state->best->events[i + 1];
		state->trial.events[i].cycle += cycles;
	}
	return try(state);
}

/* Waiting for memory, or for an answer to be taken, becomes waiting. */
static bool wait_instead(struct state *state)
{
	bool did = false;

	for (size_t i = state->best->n; i-- > 0 && !state->stopped;) {
		const struct script_event *event = &state->best->events[i];
		bool waits = event->kind == SCRIPT_HOLD || event->kind == SCRIPT_MEM;
		uint64_t longest = event->value[0];

		for (unsigned int n = 1; n < 3; n++)
			if (event->value[n] > longest)
				longest = event->value[n];
		for (uint64_t cycles = 1; waits && cycles <= longest && cycles <= LONGEST; cycles++)
			if (try_instead(state, i, cycles)) {
				did = true;
				break;
			}
	}
	return did;
}

/* Takes out the cycles in which nothing happens. */
static bool squeeze(struct state *state)
{
	const struct script *best = state->best;
	bool did = false;

	for (size_t i = 0; i < best->n && !state->stopped; i++) {
		uint64_t before = i ? best->events[i - 1].cycle : 1;
		uint64_t gap = best->events[i].cycle - before, step = gap;

		while (step > 0 && gap > 0 && !state->stopped) {
			if (step <= gap && try_earlier(state, i, step)) {
				gap -= step;
				did = true;
			} else {
				step /= 2;
			}
		}
	}
	return did;
}

static bool try_value(struct state *state, size_t index, unsigned int field, uint64_t value)
{
	begin_trial(state);
	state->trial.events[index].value[field] = value;
	return try(state);
}

/* A number: the least that will do, or its usual value. */
static bool lessen(struct state *state, size_t index, unsigned int field,
		   const struct script_field *is)
{
	uint64_t value = state->best->events[index].value[field], step = value - is->min;
	bool did = false;

	while (step > 0 && !state->stopped) {
		if (value - is->min >= step && try_value(state, index, field, value - step)) {
			value -= step;
			did = true;
		} else {
			step /= 2;
		}
	}
	return did;
}

/* Bits, those above first. */
static bool clear(struct state *state, size_t index, unsigned int field,
		  const struct script_field *is)
{
	uint64_t value = state->best->events[index].value[field];
	bool did = false;

	if (value != is->usual && try_value(state, index, field, is->usual))
		return true;
	if (is->bits <= 3) /* names of things, not sums of bits */
		return false;
	for (unsigned int bit = is->bits; bit-- > 0 && !state->stopped;) {
		uint64_t less = value & ~(UINT64_C(1) << bit);

		if (less != value && try_value(state, index, field, less)) {
			value = less;
			did = true;
		}
	}
	return did;
}

/* A field that need not be said. */
static bool unsay(struct state *state, size_t index, unsigned int field)
{
	begin_trial(state);
	state->trial.events[index].given &= ~(1u << field);
	return state->trial.events[index].given && try(state);
}

static bool simplify_event(struct state *state, size_t index)
{
	enum script_kind kind = state->best->events[index].kind;
	unsigned int n;
	const struct script_field *fields = script_fields(kind, &n);
	bool did = false;

	for (unsigned int i = 0; i < n; i++) {
		if (script_is_partial(kind)) {
			if (!(state->best->events[index].given >> i & 1))
				continue;
			if (unsay(state, index, i)) {
				did = true;
				continue;
			}
		}
		/* How wide a store is says what it is for. */
		if (kind == SCRIPT_PTE && fields[i].decimal)
			continue;
		if (fields[i].decimal)
			did = lessen(state, index, i, &fields[i]) || did;
		else if (kind != SCRIPT_SET)
			did = clear(state, index, i, &fields[i]) || did;
	}
	return did;
}

static bool simplify(struct state *state)
{
	bool did = false;

	for (size_t i = 0; i < state->best->n && !state->stopped; i++)
		did = simplify_event(state, i) || did;
	return did;
}

unsigned int shrink_script(const struct shrink *shrink, struct script *script, bool *whole)
{
	struct state state = {.shrink = shrink, .best = script};
	bool did;

	*whole = false;
	if (script->n_expects || !script_copy(&state.trial, script))
		return 0;
	drop_scenes(&state);
	drop_kinds(&state);
	drop_events(&state);
	do {
		did = wait_instead(&state);
		did = squeeze(&state) || did;
		did = simplify(&state) || did;
		while (drop_pieces(&state, 1))
			did = true;
	} while (did && !state.stopped);
	script_free(&state.trial);
	*whole = !state.stopped;
	return state.asked;
}
