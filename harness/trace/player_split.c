/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An access over the end of a 4 KiB page: two requests, as a core makes them (rtl/contract, "An
 * access over the end of a page"). The second waits for the first, and a fault of the first is the
 * access's.
 */
#include "dut/dut.h"
#include "trace/player_inside.h"

#define PAGE_SIZE 4096u

/* 64-bit mode: the bases of ES, CS, SS and DS do not count. */
static bool is_64_bit(const struct player *player)
{
	const struct mmu_in *in = &player->bench->in;

	return player->ptbr_arch == TRACE_X86_64 && in->pg && in->lma && player->long_code;
}

/* Where in its page the access begins. */
static unsigned int page_offset(const struct player *player, const struct trace_event *event)
{
	uint64_t base = 0;

	if (event->segment < SEGMENT_COUNT && dut_config.segments &&
	    (event->segment >= SEGMENT_FS || !is_64_bit(player)))
		base = player->segment_base[event->segment];
	return (base + event->va) % PAGE_SIZE;
}

bool player_is_split(const struct player *player, const struct trace_event *event)
{
	return event->size > 1 && page_offset(player, event) + event->size > PAGE_SIZE;
}

static void answer(struct player *player)
{
	while (!player_drained(player) && player_running(player))
		player_cycle(player);
}

void player_split(struct player *player)
{
	const struct trace_event *event = &player->event;
	unsigned int bytes = PAGE_SIZE - page_offset(player, event);
	struct queue *fetch = &player->queues[PORT_FETCH], *data = &player->queues[PORT_DATA];

	fetch->filled = fetch->sent = fetch->answered = 0;
	data->filled = data->sent = data->answered = 0;
	player->n_others = 0;
	player->counts->accesses++;
	/* The segment's limit is for all of it. */
	player_enqueue(player, event, PART_FIRST, event->va, event->size);
	answer(player);
	if (!player_drained(player) || player->first.fault)
		return;
	player_enqueue(player, event, PART_SECOND, event->va + bytes, event->size - bytes);
	answer(player);
}
