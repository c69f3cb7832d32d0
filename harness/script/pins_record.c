/* SPDX-License-Identifier: Apache-2.0 */
#include "script/pins_record.h"

#include <stdlib.h>
#include <string.h>

enum { HELD_FETCH, HELD_DATA, HELD_MEM, HELD };

struct recorder {
	struct bench *bench;
	struct script *script;
	bool ok;
	struct mmu_in have; /* what the player would show by now */

	/* The last event of each ready pin that is held, and the cycle in which it ends. */
	size_t held[HELD];
	uint64_t held_until[HELD];

	/* Memory, as the last cycle left it for this one. */
	bool had_room;
	struct memory_noise noise;
	struct memory_noise have_noise; /* what the player would show by now */
};

static struct script_event *add(struct recorder *recorder, enum script_kind kind)
{
	struct script_event *event = script_add(recorder->script, recorder->bench->cycle, kind);

	recorder->ok = recorder->ok && event;
	return event;
}

/* The pins of an event that differ from those that the player would show; all: all of them. */
static void take(struct recorder *recorder, enum script_kind kind, const struct mmu_in *in,
		 bool all)
{
	struct script_event *event = NULL;
	unsigned int n;
	const struct script_field *fields = script_fields(kind, &n);

	if (all)
		event = add(recorder, kind);
	for (unsigned int i = 0; i < n; i++) {
		uint64_t value = script_pin_value(&fields[i], in);

		if (!all && value == script_pin_value(&fields[i], &recorder->have))
			continue;
		if (!event)
			event = add(recorder, kind);
		if (!event)
			return;
		script_say(event, i, value);
		*script_pin(&fields[i], &recorder->have) = value;
	}
}

/* A channel; *have: whether the player still shows a request there. */
static void take_channel(struct recorder *recorder, unsigned int channel, const struct mmu_in *in,
			 uint64_t valid, uint64_t ready, uint64_t *have)
{
	size_t before = recorder->script->n;

	if (!valid) {
		take(recorder, SCRIPT_IDLE_FETCH_REQ + channel, in, false);
	} else if (!*have) {
		take(recorder, SCRIPT_FETCH_REQ + channel, in, true);
	} else {
		/* One that waits does not change. */
		take(recorder, SCRIPT_IDLE_FETCH_REQ + channel, in, false);
		recorder->ok = recorder->ok && recorder->script->n == before;
	}
	*have = valid && !ready;
}

static void take_hold(struct recorder *recorder, unsigned int which)
{
	uint64_t cycle = recorder->bench->cycle;
	struct script_event *event;

	if (recorder->held_until[which] == cycle) {
		event = &recorder->script->events[recorder->held[which]];
		event->value[which]++;
	} else {
		event = add(recorder, SCRIPT_HOLD);
		if (!event)
			return;
		script_say(event, which, 1);
		recorder->held[which] = recorder->script->n - 1;
	}
	recorder->held_until[which] = cycle + 1;
}

static void take_noise(struct recorder *recorder)
{
	const struct memory_noise *now = &recorder->noise, *have = &recorder->have_noise;
	struct script_event *event;

	if (!memcmp(now, have, sizeof(*now)))
		return;
	event = add(recorder, SCRIPT_IDLE_MEM_RSP);
	if (!event)
		return;
	if (now->id != have->id)
		script_say(event, 0, now->id);
	if (now->data != have->data)
		script_say(event, 1, now->data);
	if (now->error != have->error)
		script_say(event, 2, now->error);
	if (now->lost != have->lost)
		script_say(event, 3, now->lost);
	if (now->main != have->main)
		script_say(event, 4, now->main);
	recorder->have_noise = recorder->noise;
}

static void take_memory(struct recorder *recorder, const struct bench *bench)
{
	const struct memory *memory = &bench->memory;
	const struct memory_answer *answer = &memory->answers[bench->out.mem_req_id];
	bool alone = memory->config.lines && !answer->cas && !answer->main;
	struct script_event *event;

	if (!bench->in.mem_req_ready && recorder->had_room)
		take_hold(recorder, HELD_MEM);
	take_noise(recorder);
	if (bench->in.rst || !bench->out.mem_req_valid || !bench->in.mem_req_ready ||
	    (answer->wait == 1 && !memory->failed && !alone))
		return;
	event = add(recorder, SCRIPT_MEM);
	if (!event)
		return;
	script_say(event, 0, answer->wait);
	script_say(event, 1, memory->failed);
	if (alone)
		script_say(event, 2, true);
}

static void take_cycle(struct recorder *recorder, const struct bench *bench)
{
	const struct mmu_in *in = &bench->in;
	const struct mmu_out *out = &bench->out;
	struct mmu_in *have = &recorder->have;

	take(recorder, SCRIPT_SET, in, false);
	take_channel(recorder, 0, in, in->fetch_req_valid, out->fetch_req_ready,
		     &have->fetch_req_valid);
	take_channel(recorder, 1, in, in->data_req_valid, out->data_req_ready,
		     &have->data_req_valid);
	take_channel(recorder, 2, in, in->ptbr_valid, out->ptbr_ready, &have->ptbr_valid);
	take_channel(recorder, 3, in, in->seg_valid, 1, &have->seg_valid);
	take_channel(recorder, 4, in, in->fence_valid, out->fence_ready, &have->fence_valid);
	if (!in->fetch_rsp_ready)
		take_hold(recorder, HELD_FETCH);
	if (!in->data_rsp_ready)
		take_hold(recorder, HELD_DATA);
	take_memory(recorder, bench);
}

static void keep_memory(struct recorder *recorder)
{
	recorder->had_room = memory_has_room(&recorder->bench->memory);
	recorder->noise = recorder->bench->memory.noise;
}

static void watch(void *opaque, const struct bench *bench)
{
	struct recorder *recorder = opaque;

	/* What comes after a failure is not part of it. */
	if (bench->status == BENCH_OK || bench->failed_cycle == bench->cycle) {
		if (bench->in.rst) {
			take_memory(recorder, bench);
			add(recorder, SCRIPT_RESET);
			recorder->have = bench->in;
		} else {
			take_cycle(recorder, bench);
		}
	}
	keep_memory(recorder);
}

static void saw(void *opaque, uint64_t pa, unsigned int bytes, uint64_t value)
{
	struct recorder *recorder = opaque;
	struct script_event *event;

	if (recorder->bench->status != BENCH_OK)
		return;
	event = add(recorder, bytes ? SCRIPT_PTE : SCRIPT_PAGE);
	if (event && bytes) {
		script_say(event, 0, pa);
		script_say(event, 1, value);
		script_say(event, 2, bytes);
	} else if (event) {
		script_say(event, 0, pa >> 12);
	}
}

struct recorder *recorder_create(struct bench *bench, struct script *script)
{
	struct recorder *recorder = calloc(1, sizeof(*recorder));

	if (!recorder)
		return NULL;
	recorder->bench = bench;
	recorder->script = script;
	recorder->ok = true;
	recorder->have = bench->in;
	keep_memory(recorder);
	bench->watch = watch;
	bench->watcher = recorder;
	image_watch(bench->image, saw, recorder);
	return recorder;
}

bool recorder_finish(struct recorder *recorder)
{
	bool ok = recorder->ok;

	recorder->bench->watch = NULL;
	image_watch(recorder->bench->image, NULL, NULL);
	free(recorder);
	return ok;
}
