/* SPDX-License-Identifier: Apache-2.0 */
#include "random/stimulus.h"

#include <stdlib.h>
#include <string.h>

#include "dut/dut.h"
#include "random/stimulus_drive.h"

#define MAX_CHANGES 40u /* of PTEs, between two fences of everything */

struct memory_config stimulus_memory(uint64_t seed, unsigned int about)
{
	uint64_t random = seed * 3 + 1;
	struct memory_config config = {.latency = 1 + random_below(&random, 4), .seed = seed};

	if (random_chance(&random, 1, 2))
		config.jitter = random_below(&random, 33);
	if (random_chance(&random, 1, 2))
		config.stall = random_below(&random, 200);
	if (random_chance(&random, 1, 2))
		config.error = random_below(&random, 4000);
	config.noise = random_chance(&random, 3, 4);
	/* The last, so that it draws nothing away where there are no lines. */
	if (dut_config.lines)
		config.alone = random_chance(&random, 1, 4) ? random_below(&random, 257) : 0;
	if (about & STIMULUS_UPDATES)
		config.swap_error = 16384;
	if (about & STIMULUS_LOCAL)
		config.error = 0;
	if (about & STIMULUS_SLOW)
		config.jitter = seed % 2 ? STIMULUS_LONG - config.latency : 100;
	return config;
}

/* 0, light or heavy. */
static unsigned int level(struct stimulus *s, unsigned int light, unsigned int heavy)
{
	switch (pick(s, 3)) {
	case 0:
		return 0;
	case 1:
		return light;
	default:
		return heavy;
	}
}

static void choose_profile(struct stimulus *s)
{
	s->profile = (struct profile){
		.fetch = 20 + (unsigned int)pick(s, 237),
		.data = 20 + (unsigned int)pick(s, 237),
		.stall = level(s, 20, 160),
		.fence = level(s, 1, 8),
		.ptbr = level(s, 1, 6),
		.change = level(s, 1, 6),
		.aimed = level(s, 4, 32),
		.adue = level(s, 1, 4),
		.control = level(s, 1, 4),
		.wild = level(s, 4, 32),
		.lock = level(s, 4, 100),
		.segment = level(s, 16, 128),
		.load = level(s, 1, 8),
		.focus = 1 + (unsigned int)pick(s, 12),
		.noise = pick(s, 2),
	};
	for (unsigned int i = 0; i < 4; i++)
		s->asids[i] = pick(s, 2) ? random_next(&s->random) & 0xffff : pick(s, 4);
}

/* Long loops over pages that stay, and now and then another loop. */
static void keep_local(struct stimulus *s)
{
	s->profile.fence = 1;
	s->profile.ptbr = s->profile.control = s->profile.adue = 0;
	s->profile.change = s->profile.aimed = 0;
	s->profile.wild = 0;
	s->profile.lock = pick(s, 4) ? 0 : 1;
	s->profile.segment = s->profile.load = 0;
}

/* Many walks come to an update, and stores race it; little else ends such walks. */
static void favour_updates(struct stimulus *s)
{
	s->profile.aimed = 64;
	s->profile.fence = pick(s, 2) ? 1 : 8;
	s->profile.adue = 0;
	s->profile.wild = 0;
	s->profile.segment = 0;
	s->profile.load = 0;
}

/*
 * What an array keeps is used, and is old: programs that hit there, and a kernel that rebuilds
 * their tables.
 */
static void favour_array(struct stimulus *s)
{
	s->profile.wild = 0;
	s->profile.segment = 0;
	s->profile.focus = 8 + (unsigned int)pick(s, 24);
	s->profile.fence = 1;
	s->profile.aimed = pick(s, 2) ? 0 : 4;
	s->profile.change = pick(s, 2) ? 0 : 1;
	s->profile.ptbr = s->profile.control = pick(s, 4) == 0;
	s->profile.rework = pick(s, 2) ? 1 : 4;
}

/*
 * Walks find PTEs in lines: programs that go in loops from page to page, in several address spaces,
 * and seldom fault. A kernel changes PTEs beside those that were read, and fences seldom.
 */
static void favour_lines(struct stimulus *s)
{
	s->profile.wild = 0;
	s->profile.segment = 0;
	s->profile.fence = 1;
	s->profile.aimed = pick(s, 4) == 0;
	s->profile.change = 0;
	s->profile.adue = 0;
	s->profile.ptbr = (unsigned int)pick(s, 3);
	s->profile.control = pick(s, 4) == 0;
	s->profile.beside = level(s, 1, 2);
}

static unsigned int mode_now(const struct stimulus *s)
{
	enum paging_mode mode = monitor_mode(s->bench->monitor, &s->bench->in);

	return mode < 0 ? STIMULUS_OFF : (unsigned int)mode;
}

/* A new scene: other tables, other habits. Whatever was under way is cut off. */
static bool start_scene(struct stimulus *s)
{
	struct bench *bench = s->bench;
	unsigned int habits;
	bool ok, lines;

	s->counts->scenes++;
	s->counts->resets_in_walk += s->last_read != 0;
	bench_reset(bench);
	s->last_read = 0;
	s->changes = 0;
	s->reworked = 0;
	memset(s->loop, 0, sizeof(s->loop));
	lines = dut_config.lines && !s->updates && !s->local && !s->one_scene && pick(s, 2);
	s->loops = s->local || lines;
	habits = lines ? TABLES_NEAR : 0;
	if (s->updates || (lines && pick(s, 2)))
		habits |= TABLES_CLEAN;
	ok = tables_build(&s->tables, bench->image, &s->random, habits, &dut_config);
	choose_profile(s);
	if (s->updates)
		favour_updates(s);
	else if (lines)
		favour_lines(s);
	else if (dut_config.array_sets && !s->local && !s->one_scene && pick(s, 2))
		favour_array(s);
	if (s->local)
		keep_local(s);
	/* Nothing repairs a table: in a long scene changes would leave none that is good. */
	if (s->one_scene)
		s->profile.change = s->profile.aimed = 0;
	s->unloaded = s->profile.segment ? SEGMENT_COUNT : 0;
	drive_controls(s);
	if (s->updates || lines)
		bench->in.adue = 1;
	s->mode = s->last_on = STIMULUS_OFF;
	s->off = 0;
	if (s->tables.spaces[0].paging->is_x86)
		drive_mode(s, &s->tables.spaces[0]);
	drive_ptbr(s, &s->tables.spaces[0]);
	return ok;
}

/* The format of the entries; while nothing is translated, any will do. */
static const struct entries *entries_now(const struct stimulus *s)
{
	return s->mode < PAGING_MODES && !paging[s->mode].is_x86 ? &entries_riscv : &entries_x86;
}

/* Software's stores: anywhere, and where a walk is looking. */
static bool change_tables(struct stimulus *s)
{
	bool ok = true;

	if (s->profile.rework && often(s, s->profile.rework)) {
		ok = tables_rework(&s->tables, &s->reworked);
		s->counts->reworks++;
	}
	if (s->changes >= MAX_CHANGES)
		return ok;
	if (s->last_read && often(s, s->profile.aimed)) {
		s->changes++;
		ok = tables_change_at(&s->tables, entries_now(s), s->last_read, s->last_bytes) &&
		     ok;
		s->counts->pte_changes_aimed++;
	}
	if (s->profile.beside && s->last_read && often(s, s->profile.beside)) {
		s->changes++;
		ok = tables_change_at(&s->tables, entries_now(s),
				      tables_beside(&s->tables, s->last_read, s->last_bytes),
				      s->last_bytes) &&
		     ok;
		s->counts->pte_changes_beside++;
	}
	if (often(s, s->profile.change)) {
		s->changes++;
		ok = tables_change(&s->tables) && ok;
		s->counts->pte_changes++;
	}
	return ok;
}

static void look_at_mode(struct stimulus *s)
{
	unsigned int mode = mode_now(s);

	if (mode == s->mode)
		return;
	s->counts->moves[s->mode][mode]++;
	if (s->mode == STIMULUS_OFF && s->last_on != STIMULUS_OFF)
		s->counts->moves_through_off[s->last_on][mode]++;
	s->mode = mode;
	if (mode != STIMULUS_OFF)
		s->last_on = mode;
}

static void look_at_loop(struct stimulus *s, enum port port, bool faults, bool taken)
{
	struct loop *loop = &s->loop[port];

	if (faults)
		loop->faults[loop->taken % s->tables.n_hot] = true;
	if (taken)
		loop->taken = loop->asked;
}

/* What the cycle just done showed. */
static void look(struct stimulus *s)
{
	struct mmu_in *in = &s->bench->in;
	const struct mmu_out *out = &s->bench->out;

	look_at_loop(s, PORT_FETCH, out->fetch_rsp_valid && out->fetch_rsp_fault,
		     in->fetch_req_valid && out->fetch_req_ready);
	look_at_loop(s, PORT_DATA, out->data_rsp_valid && out->data_rsp_fault,
		     in->data_req_valid && out->data_req_ready);
	if (out->fetch_req_ready)
		in->fetch_req_valid = 0;
	if (out->data_req_ready)
		in->data_req_valid = 0;
	if (in->fence_valid && out->fence_ready) {
		in->fence_valid = 0;
		if (!in->fence_by_va && !in->fence_by_asid && !in->fence_keep_global)
			s->changes = 0;
	}
	if (out->ptbr_ready)
		in->ptbr_valid = 0;
	in->seg_valid = 0;
	s->counts->ptbr_faults += out->ptbr_rsp_valid && out->ptbr_rsp_fault;
	look_at_mode(s);
	s->counts->lost += in->mem_rsp_valid && s->swap && !in->mem_rsp_error && in->mem_rsp_lost;
	s->counts->errors += in->mem_rsp_valid && in->mem_rsp_error;
	if (out->mem_req_valid) {
		s->swap = out->mem_req_cas;
		s->last_read = out->mem_req_addr;
		s->last_bytes = out->mem_req_wide ? 8 : 4;
	} else if (out->fetch_rsp_valid || out->data_rsp_valid) {
		s->last_read = 0;
	}
}

/* Does a port take an answer in this cycle? */
static bool takes_answers(struct stimulus *s, unsigned int port)
{
	if (s->quiet)
		return true;
	if (s->slow && !s->held[port] && pick(s, STIMULUS_LONG) == 0)
		s->held[port] = pick(s, STIMULUS_LONG) + 1;
	if (s->held[port]) {
		s->held[port]--;
		return false;
	}
	return !often(s, s->profile.stall);
}

/* In cycles, on the average. */
static uint64_t scene_length(const struct stimulus *s)
{
	return (s->updates ? 512 : 4096) * (s->slow ? 8 : 1);
}

static bool step(struct stimulus *s)
{
	struct bench *bench = s->bench;
	struct mmu_in *in = &bench->in;
	bool ok = true;

	if (!s->quiet) {
		if (pick(s, scene_length(s)) == 0 && !s->one_scene)
			ok = start_scene(s);
		ok = change_tables(s) && ok;
		drive_fence(s, in);
		drive_segment(s, in);
		drive_move_on(s);
		if (often(s, s->profile.ptbr))
			drive_move(s);
		if (often(s, s->profile.control))
			drive_control(s);
		if (often(s, s->profile.adue))
			in->adue = !in->adue;
	}
	drive_fetch(s, in);
	drive_data(s, in);
	if (s->profile.noise)
		drive_noise(s, in);
	in->fetch_rsp_ready = takes_answers(s, PORT_FETCH);
	in->data_rsp_ready = takes_answers(s, PORT_DATA);
	bench_cycle(bench);
	look(s);
	return ok;
}

/* Both ports idle: they would take a request, and none is on the pins. */
static bool settled(const struct bench *bench)
{
	return !bench->in.fetch_req_valid && !bench->in.data_req_valid && !bench->in.fence_valid &&
	       !bench->in.ptbr_valid && bench->out.fetch_req_ready && bench->out.data_req_ready &&
	       !bench->out.fetch_rsp_valid && !bench->out.data_rsp_valid;
}

static bool running(const struct bench *bench)
{
	/* After a failure only the waveform's window is still of interest. */
	return bench->status == BENCH_OK || (bench->fst && bench->cycle <= bench->config.fst_last);
}

enum bench_status stimulus_run(struct bench *bench, uint64_t seed, unsigned int about,
			       uint64_t cycles, struct stimulus_counts *counts)
{
	struct stimulus *s = calloc(1, sizeof(*s));
	bool ok = s != NULL;
	uint64_t end = bench->cycle + cycles, patience = bench_patience(bench);

	if (s) {
		s->bench = bench;
		s->counts = counts;
		s->random = seed;
		s->updates = about & STIMULUS_UPDATES;
		s->slow = about & STIMULUS_SLOW;
		s->one_scene = about & STIMULUS_ONE_SCENE;
		s->local = about & STIMULUS_LOCAL;
		ok = start_scene(s);
		while (ok && running(bench) && bench->cycle < end)
			ok = step(s);
		s->quiet = true;
		end = bench->cycle + patience;
		do
			ok = ok && step(s);
		while (ok && running(bench) && !settled(bench) && bench->cycle < end);
		if (ok && bench->cycle >= end)
			bench_fail(bench, BENCH_MISMATCH, "no answer in %llu cycles",
				   (unsigned long long)patience);
	}
	if (!ok)
		bench_fail(bench, BENCH_ERROR, "out of memory");
	free(s);
	return bench->status;
}
