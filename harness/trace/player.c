/* SPDX-License-Identifier: Apache-2.0 */
#include "trace/player_inside.h"

#include <stdlib.h>

#include "dut/dut.h"

/* Reads on until an event must wait for the accesses, or a queue is full. */
static void fill(struct player *player)
{
	struct trace_event *event = &player->event;
	struct queue *fetch = &player->queues[PORT_FETCH], *data = &player->queues[PORT_DATA];

	fetch->filled = fetch->sent = fetch->answered = 0;
	data->filled = data->sent = data->answered = 0;
	player->n_others = 0;
	while (fetch->filled < QUEUE && data->filled < QUEUE &&
	       player->n_others <= OTHERS - TRACE_MAX_ANSWERS) {
		enum trace_kind kind = trace_next(player->trace, event);

		if (kind == TRACE_ACCESS &&
		    (event->segment == SEGMENT_NONE || dut_config.segments) &&
		    !player_is_split(player, event)) {
			player_enqueue(player, event, PART_WHOLE, event->va, event->size);
			player->counts->accesses++;
		} else if (kind != TRACE_SET || player_controls_change(player)) {
			player->pending = true;
			break;
		}
	}
	player->counts->lines = event->line;
}

enum bench_status player_run(struct bench *bench, struct trace *trace,
			     const struct player_config *config, struct player_counts *counts)
{
	struct player *player = calloc(1, sizeof(*player));
	unsigned int turns = 0;

	*counts = (struct player_counts){0};
	if (!player) {
		bench_fail(bench, BENCH_ERROR, "out of memory");
		return bench->status;
	}
	player->bench = bench;
	player->trace = trace;
	player->config = config;
	player->counts = counts;
	player->random = config->seed;
	while (!player->ended && player_running(player)) {
		if (!player_drained(player)) {
			player_cycle(player);
			continue;
		}
		if (player->pending)
			player_carry_out(player);
		else
			fill(player);
		if (config->progress && ++turns % 256 == 0)
			config->progress(config->opaque, trace_progress(trace));
	}
	free(player);
	return bench->status;
}
