/* SPDX-License-Identifier: Apache-2.0 */
/* What processes do: loads, stores and fetches through the MMU, each compared with the shadow. */
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "os/play/action.h"
#include "os/play/play_parts.h"

#define PROGRESS_EVERY 1024u /* accesses */

/* ---- One access. ---- */

static void account(struct play *play, bool locked, const struct process_access *how)
{
	struct latency *latency = &play->latency[locked];

	latency->accesses++;
	latency->cycles += how->cycles;
	latency->walked += how->walked;
	latency->faulted += how->faults != 0;
	play->accesses++;
	if (play->machine->bench->cycle >= play->samples.next)
		play_sample(play);
	if (play->progress && play->accesses % PROGRESS_EVERY == 0)
		play->progress(play->opaque,
			       play->scenario->work
				       ? (double)play->accesses / (double)play->scenario->work
				       : 0);
}

/* The first byte that is not the shadow's. */
static void differ(struct play *play, const struct actor *actor, enum access_type type, uint64_t va,
		   const uint8_t *bytes, const uint8_t *expected, unsigned int n)
{
	const struct area *area = shadow_find(actor->shadow, va);
	const struct exchange *last = monitor_recent(
		play->machine->bench->monitor, type == ACCESS_FETCH ? PORT_FETCH : PORT_DATA, 0);
	unsigned int i = 0;

	while (i < n && bytes[i] == expected[i])
		i++;
	play_fail(
		play, BENCH_MISMATCH,
		"%s, %s + %llx, virtual address %llx, physical address %llx: memory has %02x, the "
		"shadow %02x",
		actor->name, area->name, (unsigned long long)(va + i - area->base),
		(unsigned long long)(va + i), (unsigned long long)(last->pa + i), bytes[i],
		expected[i]);
}

/* The handler could not mend a fault. An access that is allowed must never end as a stray one. */
static void fall(struct play *play, struct actor *actor, enum process_end end, uint64_t va)
{
	switch (end) {
	case PROCESS_SEGV:
		play_fail(play, BENCH_MISMATCH, "%s is killed at %llx, where it may do that",
			  actor->name, (unsigned long long)va);
		break;
	case PROCESS_BUS:
		play_kill(play, actor, FATE_BUS);
		break;
	case PROCESS_NO_MEMORY:
		play_kill(play, actor, FATE_NO_MEMORY);
		break;
	default:
		break;
	}
}

/* Within one page. False: the process, or the play, has ended. */
static bool access_page(struct play *play, struct actor *actor, enum access_type type, uint64_t va,
			uint8_t *bytes, unsigned int n)
{
	uint8_t *expected = shadow_bytes(actor->shadow, va, n);
	bool locked = shadow_find(actor->shadow, va)->locked;
	struct process_access how;
	enum process_end end = process_access(actor->space, type, va, bytes, n, &how);

	if (end) {
		fall(play, actor, end, va);
		return false;
	}
	account(play, locked, &how);
	if (type == ACCESS_STORE)
		memcpy(expected, bytes, n);
	else if (memcmp(expected, bytes, n))
		differ(play, actor, type, va, bytes, expected, n);
	return play_goes_on(play);
}

/* Any number of bytes, in as many accesses as they have pages. */
static bool transfer(struct play *play, struct actor *actor, enum access_type type, uint64_t va,
		     void *bytes, uint64_t n)
{
	uint8_t *at = bytes;

	while (n) {
		uint64_t some = FRAME_SIZE - va % FRAME_SIZE;

		some = some < n ? some : n;
		if (!access_page(play, actor, type, va, at, (unsigned int)some))
			return false;
		va += some;
		at += some;
		n -= some;
	}
	return true;
}

/* ---- Sweeps. ---- */

static void random_bytes(struct play *play, uint8_t *bytes, uint64_t n)
{
	shadow_pattern(bytes, 0, n, random_next(&play->random));
}

/* Compares what was read with the pattern of fill itself, and not only with the shadow. */
static void compare_pattern(struct play *play, const struct actor *actor,
			    const struct action *action, uint64_t offset, const uint8_t *bytes,
			    uint64_t n)
{
	uint8_t pattern[FRAME_SIZE];

	shadow_pattern(pattern, offset, n, action->seed);
	if (memcmp(pattern, bytes, n))
		play_fail(play, BENCH_MISMATCH, "%s, %s + %llx is not the pattern of seed %llu",
			  actor->name, action->region, (unsigned long long)offset,
			  (unsigned long long)action->seed);
}

/* One step of touch, fill or check. */
static bool sweep_once(struct play *play, struct actor *actor, const struct action *action,
		       uint64_t va, uint64_t offset, uint64_t n)
{
	uint8_t bytes[FRAME_SIZE];
	enum access_type type = action->kind == ACTION_FILL    ? ACCESS_STORE
				: action->kind == ACTION_CHECK ? ACCESS_LOAD
							       : action->type;

	if (action->kind == ACTION_FILL)
		shadow_pattern(bytes, offset, n, action->seed);
	else if (type == ACCESS_STORE)
		random_bytes(play, bytes, n);
	if (!transfer(play, actor, type, va, bytes, n))
		return false;
	if (action->kind == ACTION_CHECK)
		compare_pattern(play, actor, action, offset, bytes, n);
	return play_goes_on(play);
}

/* From the start of the range to its end; in a stack, which grows so, from its end to its start. */
static void sweep(struct play *play, struct actor *actor, const struct action *action)
{
	uint64_t start, end, base, steps;
	bool down;

	action_range(action, actor->shadow, &start, &end);
	base = shadow_find(actor->shadow, start)->base;
	down = shadow_find(actor->shadow, start)->grows;
	steps = (end - start + action->stride - 1) / action->stride;
	for (uint64_t i = 0; i < steps; i++) {
		uint64_t va = start + (down ? steps - 1 - i : i) * action->stride;
		uint64_t n = end - va < action->bytes ? end - va : action->bytes;

		if (!sweep_once(play, actor, action, va, va - base, n))
			return;
	}
}

/* ---- Random accesses, copy. ---- */

static void random_work(struct play *play, struct actor *actor, const struct action *action)
{
	uint8_t bytes[FRAME_SIZE];
	uint64_t start, end;

	action_range(action, actor->shadow, &start, &end);
	for (uint64_t i = 0; i < action->count; i++) {
		uint64_t slot = random_below(&play->random, (end - start) / action->bytes);
		bool store = random_chance(&play->random, action->writes, 100);

		if (store)
			random_bytes(play, bytes, action->bytes);
		if (!transfer(play, actor, store ? ACCESS_STORE : ACCESS_LOAD,
			      start + slot * action->bytes, bytes, action->bytes))
			return;
	}
}

static void copy(struct play *play, struct actor *actor, const struct action *action)
{
	uint64_t end;
	uint64_t from = shadow_region(actor->shadow, action->region, &end)->start;
	uint64_t to = shadow_region(actor->shadow, action->other, &end)->start;
	uint8_t bytes[FRAME_SIZE];

	for (uint64_t at = 0; at < action->size; at += FRAME_SIZE) {
		uint64_t n = action->size - at < FRAME_SIZE ? action->size - at : FRAME_SIZE;

		if (!transfer(play, actor, ACCESS_LOAD, from + at, bytes, n) ||
		    !transfer(play, actor, ACCESS_STORE, to + at, bytes, n))
			return;
	}
}

/* ---- Heapsort (Williams 1964): it jumps about in memory, as few others do. ---- */

struct array {
	struct play *play;
	struct actor *actor;
	uint64_t start, bytes; /* of each integer */
	bool ok;
};

static uint64_t get(struct array *array, uint64_t i)
{
	uint64_t value = 0;

	array->ok = array->ok && transfer(array->play, array->actor, ACCESS_LOAD,
					  array->start + i * array->bytes, &value, array->bytes);
	return value;
}

static void set(struct array *array, uint64_t i, uint64_t value)
{
	array->ok = array->ok && transfer(array->play, array->actor, ACCESS_STORE,
					  array->start + i * array->bytes, &value, array->bytes);
}

/* value sinks from i on to where it belongs among n. */
static void sift(struct array *array, uint64_t i, uint64_t n, uint64_t value)
{
	uint64_t child;

	while ((child = 2 * i + 1) < n && array->ok) {
		uint64_t larger = get(array, child);

		if (child + 1 < n) {
			uint64_t right = get(array, child + 1);

			if (right > larger) {
				larger = right;
				child++;
			}
		}
		if (larger <= value)
			break;
		set(array, i, larger);
		i = child;
	}
	set(array, i, value);
}

static void sort(struct play *play, struct actor *actor, const struct action *action)
{
	struct array array = {.play = play, .actor = actor, .bytes = action->bytes, .ok = true};
	uint64_t n = action->count, end, last = 0;

	action_range(action, actor->shadow, &array.start, &end);
	for (uint64_t i = n / 2; i-- > 0 && array.ok;)
		sift(&array, i, n, get(&array, i));
	for (uint64_t i = n; i-- > 1 && array.ok;) {
		uint64_t value = get(&array, i);

		set(&array, i, get(&array, 0));
		sift(&array, 0, i, value);
	}
	for (uint64_t i = 0; i < n && array.ok; i++) {
		uint64_t value = get(&array, i);

		if (array.ok && value < last)
			play_fail(play, BENCH_MISMATCH, "%s, %s: integer %llu is not in order",
				  actor->name, action->region, (unsigned long long)i);
		last = value;
	}
}

/* ---- Stray accesses. ---- */

static void stray(struct play *play, struct actor *actor, const struct action *action)
{
	uint8_t byte = 0;
	enum process_end end;
	uint64_t va;

	action_stray(action, actor->shadow, &va);
	end = process_access(actor->space, action->type, va, &byte, 1, NULL);
	if (end == PROCESS_SEGV)
		play_kill(play, actor, FATE_KILLED);
	else
		play_fail(play, BENCH_MISMATCH, "%s must be killed at %llx, and is not",
			  actor->name, (unsigned long long)va);
	actor->expected = true;
}

void play_work(struct play *play, struct actor *actor, const struct action *action)
{
	switch (action->kind) {
	case ACTION_RANDOM:
		random_work(play, actor, action);
		break;
	case ACTION_SORT:
		sort(play, actor, action);
		break;
	case ACTION_COPY:
		copy(play, actor, action);
		break;
	case ACTION_STRAY:
		stray(play, actor, action);
		break;
	default:
		sweep(play, actor, action);
		break;
	}
}
