/* SPDX-License-Identifier: Apache-2.0 */
#include "stimulus.h"

#include <stdlib.h>

#include "dut.h"
#include "random.h"
#include "tables.h"

#define DRAIN 200000u /* cycles; far more than any walk takes */
/* More would only make the set of legal answers from stale PTEs too large to search. */
#define MAX_CHANGES 40u

/* How often what happens in a scene: chances in 256 a cycle. */
struct profile {
	unsigned int fetch, data, stall, fence, ptbr, change, aimed, adue;
	unsigned int wild; /* of the addresses, how many are not quite right */
	unsigned int pin;
	unsigned int focus; /* addresses that most requests use */
};

struct stimulus {
	struct bench *bench;
	struct stimulus_counts *counts;
	uint64_t random;
	struct tables tables;
	struct profile profile;
	uint64_t asids[4];
	uint64_t last_read; /* PTE read last, until its walk ends; 0: none */
	unsigned int last_bytes;
	unsigned int changes; /* of PTEs since the last fence of everything */
	bool quiet;           /* no new requests */
};

static uint64_t below(struct stimulus *s, uint64_t n)
{
	return random_below(&s->random, n);
}

static bool chance(struct stimulus *s, unsigned int n)
{
	return random_chance(&s->random, n, 256);
}

struct memory_config stimulus_memory(uint64_t seed)
{
	uint64_t random = seed * 3 + 1;
	struct memory_config config = {.latency = 1 + random_below(&random, 4), .seed = seed};

	if (random_chance(&random, 1, 2))
		config.jitter = random_below(&random, 33);
	if (random_chance(&random, 1, 2))
		config.stall = random_below(&random, 200);
	if (random_chance(&random, 1, 2))
		config.error = random_below(&random, 4000);
	return config;
}

/* 0, light or heavy. */
static unsigned int level(struct stimulus *s, unsigned int light, unsigned int heavy)
{
	switch (below(s, 3)) {
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
		.fetch = 20 + (unsigned int)below(s, 237),
		.data = 20 + (unsigned int)below(s, 237),
		.stall = level(s, 20, 160),
		.fence = level(s, 1, 8),
		.ptbr = level(s, 1, 6),
		.change = level(s, 1, 6),
		.aimed = level(s, 4, 32),
		.adue = level(s, 1, 4),
		.wild = level(s, 4, 32),
		.pin = level(s, 4, 100),
		.focus = 1 + (unsigned int)below(s, 12),
	};
	for (unsigned int i = 0; i < 4; i++)
		s->asids[i] = below(s, 2) ? random_next(&s->random) & 0xffff : below(s, 4);
}

static void write_ptbr(struct stimulus *s)
{
	const struct table_space *space = &s->tables.spaces[below(s, s->tables.n_spaces)];
	struct mmu_in *in = &s->bench->in;

	in->ptbr_valid = 1;
	in->ptbr_regime = space->regime;
	in->ptbr_value = tables_satp(space, s->asids[below(s, 4)]);
	s->counts->ptbr_writes++;
	switch (below(s, 24)) {
	case 0: /* Bare */
		in->ptbr_value &=
			~(space->regime == REGIME_RV32 ? UINT64_C(1) << 31 : UINT64_C(15) << 60);
		break;
	case 1: /* any mode, most of them illegal */
		in->ptbr_value ^= random_next(&s->random) & UINT64_C(15) << 60;
		s->counts->ptbr_illegal++;
		break;
	case 2:
		in->ptbr_regime = 2 + below(s, 2);
		s->counts->ptbr_illegal++;
		break;
	default:
		break;
	}
}

/* A new scene: other tables, other habits. Whatever was under way is cut off. */
static bool start_scene(struct stimulus *s)
{
	struct bench *bench = s->bench;
	bool ok;

	s->counts->scenes++;
	s->counts->resets_in_walk += s->last_read != 0;
	bench_reset(bench);
	s->last_read = 0;
	s->changes = 0;
	ok = tables_build(&s->tables, bench->image, &s->random);
	choose_profile(s);
	bench->in.adue = below(s, 4) != 0;
	bench->in.pbmte = s->tables.pbmt || below(s, 4) == 0;
	write_ptbr(s);
	bench_cycle(bench);
	bench->in.ptbr_valid = 0;
	return ok;
}

static uint64_t choose_va(struct stimulus *s)
{
	const struct tables *tables = &s->tables;
	unsigned int n = tables->n_hot;
	uint64_t va;

	if (below(s, 4) && s->profile.focus < n)
		n = s->profile.focus;
	va = (tables->hot[below(s, n)] & ~UINT64_C(0xfff)) | below(s, 4096);
	if (chance(s, s->profile.wild)) {
		switch (below(s, 4)) {
		case 0:
			va = random_next(&s->random);
			break;
		case 1:
			va ^= UINT64_C(1) << (38 + below(s, 26)); /* mostly not canonical */
			break;
		default:
			va ^= UINT64_C(1) << (12 + below(s, 52));
			break;
		}
	}
	return va;
}

static uint64_t choose_priv(struct stimulus *s)
{
	if (below(s, 32) == 0)
		return below(s, 4);
	/* Mostly the one that may use the pages. */
	if (s->tables.user != 2 && below(s, 8))
		return s->tables.user ? PRIV_U : PRIV_S;
	return below(s, 2);
}

static void drive_fetch(struct stimulus *s, struct mmu_in *in)
{
	if (in->fetch_req_valid || s->quiet || !chance(s, s->profile.fetch))
		return;
	in->fetch_req_valid = 1;
	in->fetch_req_tag = random_next(&s->random) & ((1u << dut_config.tag_bits) - 1);
	in->fetch_req_va = choose_va(s);
	in->fetch_req_priv = choose_priv(s);
	in->fetch_req_pin = chance(s, s->profile.pin);
	s->counts->pinned += in->fetch_req_pin;
}

static void drive_data(struct stimulus *s, struct mmu_in *in)
{
	if (in->data_req_valid || s->quiet || !chance(s, s->profile.data))
		return;
	in->data_req_valid = 1;
	in->data_req_tag = random_next(&s->random) & ((1u << dut_config.tag_bits) - 1);
	in->data_req_va = choose_va(s);
	in->data_req_priv = choose_priv(s);
	in->data_req_store = below(s, 2);
	in->data_req_sum = below(s, 2);
	in->data_req_mxr = below(s, 2);
	in->data_req_pin = chance(s, s->profile.pin);
	s->counts->pinned += in->data_req_pin;
}

static void drive_fence(struct stimulus *s, struct mmu_in *in)
{
	unsigned int often = s->last_read ? 4 * s->profile.fence : s->profile.fence;

	if (in->fence_valid || !chance(s, often < 256 ? often : 255))
		return;
	in->fence_valid = 1;
	in->fence_by_va = below(s, 2);
	in->fence_va = choose_va(s);
	in->fence_by_asid = below(s, 2);
	in->fence_asid = below(s, 8) ? s->asids[below(s, 4)] : random_next(&s->random) & 0xffff;
	s->counts->fences[in->fence_by_va + 2 * in->fence_by_asid]++;
	s->counts->fences_in_walk += s->last_read != 0;
}

/* Software's stores: anywhere, and where a walk is looking. */
static bool change_tables(struct stimulus *s)
{
	bool ok = true;

	if (s->changes >= MAX_CHANGES)
		return true;
	if (s->last_read && chance(s, s->profile.aimed)) {
		s->changes++;
		ok = tables_change_at(&s->tables, s->last_read, s->last_bytes);
		s->counts->pte_changes_aimed++;
	}
	if (chance(s, s->profile.change)) {
		s->changes++;
		ok = tables_change(&s->tables) && ok;
		s->counts->pte_changes++;
	}
	return ok;
}

/* What the cycle just done showed. */
static void look(struct stimulus *s)
{
	struct mmu_in *in = &s->bench->in;
	const struct mmu_out *out = &s->bench->out;

	if (out->fetch_req_ready)
		in->fetch_req_valid = 0;
	if (out->data_req_ready)
		in->data_req_valid = 0;
	if (in->fence_valid && out->fence_ready) {
		in->fence_valid = 0;
		if (!in->fence_by_va && !in->fence_by_asid)
			s->changes = 0;
	}
	in->ptbr_valid = 0;
	s->counts->lost += in->mem_rsp_valid && in->mem_rsp_lost;
	s->counts->errors += in->mem_rsp_valid && in->mem_rsp_error;
	if (out->mem_req_valid) {
		s->last_read = out->mem_req_addr;
		s->last_bytes = out->mem_req_wide ? 8 : 4;
	} else if (out->fetch_rsp_valid || out->data_rsp_valid) {
		s->last_read = 0;
	}
}

static bool step(struct stimulus *s)
{
	struct bench *bench = s->bench;
	struct mmu_in *in = &bench->in;
	bool ok = true;

	if (!s->quiet) {
		if (below(s, 4096) == 0)
			ok = start_scene(s);
		ok = change_tables(s) && ok;
		drive_fence(s, in);
		if (chance(s, s->profile.ptbr))
			write_ptbr(s);
		if (chance(s, s->profile.adue))
			in->adue = !in->adue;
	}
	drive_fetch(s, in);
	drive_data(s, in);
	in->fetch_rsp_ready = s->quiet || !chance(s, s->profile.stall);
	in->data_rsp_ready = s->quiet || !chance(s, s->profile.stall);
	bench_cycle(bench);
	look(s);
	return ok;
}

/* Both ports idle: they would take a request, and none is on the pins. */
static bool settled(const struct bench *bench)
{
	return !bench->in.fetch_req_valid && !bench->in.data_req_valid && !bench->in.fence_valid &&
	       bench->out.fetch_req_ready && bench->out.data_req_ready &&
	       !bench->out.fetch_rsp_valid && !bench->out.data_rsp_valid;
}

static bool running(const struct bench *bench)
{
	/* After a failure only the waveform's window is still of interest. */
	return bench->status == BENCH_OK || (bench->wave && bench->cycle <= bench->config.fst_last);
}

enum bench_status stimulus_run(struct bench *bench, uint64_t seed, uint64_t cycles,
			       struct stimulus_counts *counts)
{
	struct stimulus *s = calloc(1, sizeof(*s));
	bool ok = s != NULL;
	uint64_t end = bench->cycle + cycles;

	if (s) {
		s->bench = bench;
		s->counts = counts;
		s->random = seed;
		ok = start_scene(s);
		while (ok && running(bench) && bench->cycle < end)
			ok = step(s);
		s->quiet = true;
		end = bench->cycle + DRAIN;
		do
			ok = ok && step(s);
		while (ok && running(bench) && !settled(bench) && bench->cycle < end);
		if (ok && bench->cycle >= end)
			bench_fail(bench, BENCH_MISMATCH, "no answer in %u cycles", DRAIN);
	}
	if (!ok)
		bench_fail(bench, BENCH_ERROR, "out of memory");
	free(s);
	return bench->status;
}
