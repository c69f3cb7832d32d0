/* SPDX-License-Identifier: Apache-2.0 */
#include "script/pins_play.h"

#include <stdlib.h>

#include "dut/dut.h"
#include "script/pins_expect.h"

#define NOTHING SIZE_MAX

/* The requests of a channel that are due and not yet on its pins: indices of events. */
struct channel {
	size_t first, last; /* NOTHING: none */
};

struct player {
	struct bench *bench;
	const struct script *script;
	size_t next;  /* event */
	size_t *link; /* of each event: the next one of its channel */
	struct channel channels[SCRIPT_CHANNELS];
	uint64_t fetch_held, data_held, mem_held; /* until these cycles */
	uint64_t since;    /* cycle of the last event, or of what was accepted last */
	uint64_t patience; /* cycles that all may take after it */
	struct expectations expectations;
};

void pins_bench(const struct script *script, struct bench_config *config)
{
	config->memory =
		(struct memory_config){.latency = 1, .scripted = true, .seed = script->seed};
	config->seed = script->seed;
}

/* Any walk ends in that time: two of them, each of which may start again. */
static uint64_t patience(const struct script *script)
{
	uint64_t longest = 1;

	for (size_t i = 0; i < script->n; i++) {
		const struct script_event *event = &script->events[i];

		if (event->kind != SCRIPT_HOLD && event->kind != SCRIPT_MEM)
			continue;
		for (unsigned int n = 0; n < 3; n++)
			if (event->value[n] > longest)
				longest = event->value[n];
	}
	return 1000 + 100 * longest;
}

static uint64_t *valid_of(struct mmu_in *in, unsigned int channel)
{
	switch (channel) {
	case 0:
		return &in->fetch_req_valid;
	case 1:
		return &in->data_req_valid;
	case 2:
		return &in->ptbr_valid;
	case 3:
		return &in->seg_valid;
	default:
		return &in->fence_valid;
	}
}

/* The fields that are said, or all, onto their pins. */
static void drive(struct mmu_in *in, const struct script_event *event, bool all)
{
	unsigned int n;
	const struct script_field *fields = script_fields(event->kind, &n);

	for (unsigned int i = 0; i < n; i++)
		if (all || event->given >> i & 1)
			*script_pin(&fields[i], in) = event->value[i];
}

static void enqueue(struct player *player, unsigned int number, size_t index)
{
	struct channel *channel = &player->channels[number];

	player->link[index] = NOTHING;
	if (channel->first == NOTHING)
		channel->first = index;
	else
		player->link[channel->last] = index;
	channel->last = index;
}

static void forget(struct player *player)
{
	for (unsigned int i = 0; i < SCRIPT_CHANNELS; i++)
		player->channels[i].first = NOTHING;
}

static void hold_memory(struct player *player)
{
	struct bench *bench = player->bench;

	bench->memory.ready = memory_has_room(&bench->memory) && bench->cycle >= player->mem_held;
}

static void hold(struct player *player, const struct script_event *event)
{
	uint64_t *const until[] = {&player->fetch_held, &player->data_held, &player->mem_held};

	for (unsigned int i = 0; i < 3; i++)
		if (event->given >> i & 1)
			*until[i] = player->bench->cycle + event->value[i];
}

/* Idle pins: those of a channel that shows no request. */
static void idle(struct mmu_in *in, const struct script_event *event)
{
	if (!*valid_of(in, event->kind - SCRIPT_IDLE_FETCH_REQ))
		drive(in, event, false);
}

/* What the pins of memory's answer show while they mean nothing. */
static void idle_memory(struct memory *memory, const struct script_event *event)
{
	struct memory_noise *noise = &memory->noise;
	uint64_t *const pins[] = {&noise->id, &noise->data, &noise->error, &noise->lost,
				  &noise->main};

	for (unsigned int i = 0; i < sizeof(pins) / sizeof(pins[0]); i++)
		if (event->given >> i & 1)
			*pins[i] = event->value[i];
}

/* An event is due. False: a reset, which took the cycle. */
static bool happen(struct player *player, size_t index)
{
	const struct script_event *event = &player->script->events[index];
	struct bench *bench = player->bench;
	const uint64_t empty = 0;

	switch (event->kind) {
	case SCRIPT_RESET:
		forget(player);
		hold_memory(player);
		bench_reset(bench);
		return false;
	case SCRIPT_PAGE:
		if (!image_page(bench->image, event->value[0], &empty, 1, 8))
			bench_fail(bench, BENCH_ERROR, "out of memory");
		break;
	case SCRIPT_PTE:
		/* Where there is no memory nothing is stored. */
		image_write(bench->image, event->value[0], (unsigned int)event->value[2],
			    event->value[1]);
		break;
	case SCRIPT_SET:
		drive(&bench->in, event, false);
		break;
	case SCRIPT_HOLD:
		hold(player, event);
		break;
	case SCRIPT_MEM:
		bench->memory.ordered_latency = (unsigned int)event->value[0];
		bench->memory.ordered_error = event->value[1];
		bench->memory.ordered_alone = event->value[2];
		break;
	case SCRIPT_STRAY_MEM_RSP:
		bench->memory.strays = true;
		bench->memory.stray =
			(struct memory_noise){event->value[0], event->value[1], event->value[2],
					      event->value[3], event->value[4]};
		break;
	case SCRIPT_IDLE_MEM_RSP:
		idle_memory(&bench->memory, event);
		break;
	default:
		if (event->kind >= SCRIPT_IDLE_FETCH_REQ)
			idle(&bench->in, event);
		else
			enqueue(player, event->kind - SCRIPT_FETCH_REQ, index);
		break;
	}
	return true;
}

/* The next request of a channel goes onto its pins when they are free. */
static void show(struct player *player, unsigned int number)
{
	struct channel *channel = &player->channels[number];
	struct bench *bench = player->bench;
	struct mmu_in *in = &bench->in;
	const struct script_event *event;

	if (*valid_of(in, number) || channel->first == NOTHING)
		return;
	event = &player->script->events[channel->first];
	channel->first = player->link[channel->first];
	*valid_of(in, number) = 1;
	drive(in, event, true);
	in->fetch_req_tag &= (UINT64_C(1) << dut_config.tag_bits) - 1;
	in->data_req_tag &= (UINT64_C(1) << dut_config.tag_bits) - 1;
	if (number < PORTS)
		bench->line[number] = event->line;
}

/* What was accepted is on the pins no longer. */
static void look(struct player *player)
{
	struct bench *bench = player->bench;
	struct mmu_in *in = &bench->in;
	const struct mmu_out *out = &bench->out;

	if ((in->fetch_req_valid && out->fetch_req_ready) ||
	    (in->data_req_valid && out->data_req_ready) || (in->ptbr_valid && out->ptbr_ready) ||
	    (in->fence_valid && out->fence_ready))
		player->since = bench->cycle;
	in->fetch_req_valid &= !out->fetch_req_ready;
	in->data_req_valid &= !out->data_req_ready;
	in->fence_valid &= !out->fence_ready;
	in->ptbr_valid &= !out->ptbr_ready;
	in->seg_valid = 0;
}

static void cycle(struct player *player)
{
	const struct script *script = player->script;
	struct bench *bench = player->bench;
	struct mmu_in *in = &bench->in;

	while (player->next < script->n && script->events[player->next].cycle <= bench->cycle)
		if (!happen(player, player->next++))
			return;
	for (unsigned int i = 0; i < SCRIPT_CHANNELS; i++)
		show(player, i);
	in->fetch_rsp_ready = bench->cycle >= player->fetch_held;
	in->data_rsp_ready = bench->cycle >= player->data_held;
	hold_memory(player);
	bench_cycle(bench);
	look(player);
}

/* Nothing is left to put on the pins, and nothing to be answered. */
static bool settled(const struct player *player)
{
	const struct mmu_out *out = &player->bench->out;
	struct mmu_in *in = &player->bench->in;

	for (unsigned int i = 0; i < SCRIPT_CHANNELS; i++)
		if (player->channels[i].first != NOTHING || *valid_of(in, i))
			return false;
	return player->next == player->script->n && expect_is_done(&player->expectations) &&
	       !player->bench->memory.strays && out->fetch_req_ready && out->data_req_ready &&
	       !out->fetch_rsp_valid && !out->data_rsp_valid;
}

static bool running(const struct bench *bench, uint64_t limit)
{
	if (limit && bench->cycle >= limit)
		return false;
	/* After a failure only the waveform's window is still of interest. */
	return bench->status == BENCH_OK ||
	       (bench->config.fst && bench->cycle <= bench->config.fst_last);
}

static void play(struct player *player, uint64_t limit)
{
	struct bench *bench = player->bench;
	unsigned int quiet = 0;

	while (running(bench, limit) && quiet <= MMU_COUNTERS + 1) {
		if (player->next < player->script->n || !expect_is_done(&player->expectations))
			player->since = bench->cycle;
		cycle(player);
		expect_cycle(&player->expectations, bench);
		quiet = settled(player) ? quiet + 1 : 0;
		if (bench->cycle - player->since > player->patience)
			bench_fail(bench, BENCH_MISMATCH, "no answer in %llu cycles",
				   (unsigned long long)player->patience);
	}
}

enum bench_status pins_play(struct bench *bench, const struct script *script, uint64_t limit,
			    uint64_t *met)
{
	struct player player = {
		.bench = bench,
		.script = script,
		.link = malloc((script->n + 1) * sizeof(size_t)),
		.patience = patience(script),
	};

	if (expect_begin(&player.expectations, script) && player.link) {
		forget(&player);
		play(&player, limit);
		if (met)
			*met = player.expectations.n;
	} else {
		bench_fail(bench, BENCH_ERROR, "out of memory");
	}
	expect_end(&player.expectations);
	free(player.link);
	return bench->status;
}
