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
	unsigned int fetch, data, stall, fence, ptbr, change, aimed, adue, control;
	unsigned int wild; /* of the addresses, how many are not quite right */
	unsigned int pin;
	unsigned int segment, load; /* requests through segments; loads of segment registers */
	unsigned int focus;         /* addresses that most requests use */
	bool noise;                 /* on payloads whose valid is 0 */
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
	uint64_t last_read;    /* PTE read last, until its walk ends; 0: none */
	unsigned int last_bytes;
	unsigned int changes; /* of PTEs since the last fence of everything */
	bool quiet;           /* no new requests */
	unsigned int off;     /* cycles before paging is switched on again, in `next` */
	const struct table_space *next;
	unsigned int mode;    /* in which requests are translated; STIMULUS_OFF: none */
	unsigned int last_on; /* the last one that was not off; STIMULUS_OFF: there was none */
};

static uint64_t pick(struct stimulus *s, uint64_t n)
{
	return random_below(&s->random, n);
}

static bool often(struct stimulus *s, unsigned int n)
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
	config.noise = random_chance(&random, 3, 4);
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
		.pin = level(s, 4, 100),
		.segment = level(s, 16, 128),
		.load = level(s, 1, 8),
		.focus = 1 + (unsigned int)pick(s, 12),
		.noise = pick(s, 2),
	};
	for (unsigned int i = 0; i < 4; i++)
		s->asids[i] = pick(s, 2) ? random_next(&s->random) & 0xffff : pick(s, 4);
}

static unsigned int mode_now(const struct stimulus *s)
{
	const struct scoreboard *board = s->bench->board;
	int mode = board ? scoreboard_mode(board, &s->bench->in) : -1;

	return mode < 0 ? STIMULUS_OFF : (unsigned int)mode;
}

/* What is wrong with a value now and then. Bit 63 of CR3 asks to keep what is cached. */
static void spoil_ptbr(struct stimulus *s, const struct table_space *space)
{
	struct mmu_in *in = &s->bench->in;
	bool x86 = space->mode >= 4;

	switch (pick(s, 24)) {
	case 0: /* Bare */
		if (!x86)
			in->ptbr_value &= ~(space->mode ? UINT64_C(15) << 60 : UINT64_C(1) << 31);
		break;
	case 1: /* any mode, most of them illegal; of CR3, bits that most often do not exist */
		in->ptbr_value ^= random_next(&s->random) & UINT64_C(15) << 60;
		s->counts->ptbr_illegal++;
		break;
	case 2: /* no such memory, or an address that does not exist */
		in->ptbr_value ^= UINT64_C(1) << (x86 ? 28 + pick(s, 34) : 20);
		s->counts->ptbr_illegal += x86;
		break;
	default:
		if (x86 && in->pcide && pick(s, 2))
			in->ptbr_value |= UINT64_C(1) << 63;
		break;
	}
}

/* Bits that CR3 does not have out of long mode may be anything. */
static void write_ptbr(struct stimulus *s, const struct table_space *space)
{
	struct mmu_in *in = &s->bench->in;

	in->ptbr_valid = 1;
	in->ptbr_regime = space->regime;
	in->ptbr_value = tables_ptbr(space, s->asids[pick(s, 4)]);
	if ((space->mode == 4 || space->mode == 5) && pick(s, 4) == 0)
		in->ptbr_value |= random_next(&s->random) << 32;
	s->counts->ptbr_writes++;
	spoil_ptbr(s, space);
}

/* Paging is on, in the space's mode: what CR0, CR4 and EFER say then. */
static void set_mode(struct stimulus *s, const struct table_space *space)
{
	struct mmu_in *in = &s->bench->in;

	in->pg = 1;
	in->pae = space->mode != 4;
	in->lma = space->mode >= 6 || (space->regime == REGIME_X86_32 && pick(s, 4) == 0);
	in->la57 = space->mode == 7 || (space->mode < 6 && pick(s, 4) == 0);
}

/*
 * To another space, perhaps in another mode. As a core must, x86 goes from one mode to another
 * through paging off, and takes its time there.
 */
static void go(struct stimulus *s)
{
	const struct table_space *space = &s->tables.spaces[pick(s, s->tables.n_spaces)];
	struct mmu_in *in = &s->bench->in;

	if (in->ptbr_valid || s->off)
		return;
	if (space->mode >= 4 && space->mode != s->mode) {
		in->pg = 0;
		s->next = space;
		s->off = 1 + (unsigned int)pick(s, 40);
		return;
	}
	write_ptbr(s, space);
}

/* Paging off comes to its end. */
static void come_on(struct stimulus *s)
{
	if (!s->off || --s->off)
		return;
	if (s->bench->in.ptbr_valid) {
		s->off = 1;
		return;
	}
	set_mode(s, s->next);
	write_ptbr(s, s->next);
}

/* A control bit of x86 changes. No fence need follow: what that allows, the scoreboard knows. */
static void change_control(struct stimulus *s)
{
	struct mmu_in *in = &s->bench->in;

	s->counts->controls++;
	switch (pick(s, 10)) {
	case 0:
	case 1:
		in->wp = !in->wp;
		break;
	case 2:
	case 3:
		in->smep = !in->smep;
		break;
	case 4:
	case 5:
		in->smap = !in->smap;
		break;
	case 6:
		in->pge = !in->pge;
		break;
	case 7:
		in->nxe = !in->nxe;
		break;
	case 8:
		in->pcide = !in->pcide;
		break;
	default:
		in->pse = !in->pse;
		break;
	}
}

static void choose_controls(struct stimulus *s)
{
	struct mmu_in *in = &s->bench->in;

	in->adue = pick(s, 4) != 0;
	in->pbmte = s->tables.style.memtype || pick(s, 4) == 0;
	in->wp = pick(s, 2);
	in->smep = pick(s, 2);
	in->smap = pick(s, 2);
	in->pge = pick(s, 4) != 0;
	in->nxe = pick(s, 8) != 0;
	in->pcide = pick(s, 2);
	in->pse = pick(s, 8) != 0;
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
	ok = tables_build(&s->tables, bench->image, &s->random, &dut_config);
	choose_profile(s);
	s->unloaded = s->profile.segment ? SEGMENT_COUNT : 0;
	choose_controls(s);
	s->mode = s->last_on = STIMULUS_OFF;
	s->off = 0;
	if (s->tables.spaces[0].mode >= 4)
		set_mode(s, &s->tables.spaces[0]);
	write_ptbr(s, &s->tables.spaces[0]);
	return ok;
}

static uint64_t choose_va(struct stimulus *s)
{
	const struct tables *tables = &s->tables;
	unsigned int n = tables->n_hot;
	uint64_t va;

	if (pick(s, 4) && s->profile.focus < n)
		n = s->profile.focus;
	va = (tables->hot[pick(s, n)] & ~UINT64_C(0xfff)) | pick(s, 4096);
	if (often(s, s->profile.wild)) {
		switch (pick(s, 4)) {
		case 0:
			va = random_next(&s->random);
			break;
		case 1:
			va ^= UINT64_C(1) << (38 + pick(s, 26)); /* mostly not canonical */
			break;
		default:
			va ^= UINT64_C(1) << (12 + pick(s, 52));
			break;
		}
	}
	return va;
}

static uint64_t choose_priv(struct stimulus *s)
{
	if (pick(s, 32) == 0)
		return pick(s, 4);
	/* Mostly the one that may use the pages. */
	if (s->tables.style.user != 2 && pick(s, 8))
		return s->tables.style.user ? PRIV_U : PRIV_S;
	return pick(s, 2);
}

/* One that allows nearly everything. */
static void open_segment(struct stimulus *s, struct mmu_in *in)
{
	bool code = in->seg_index == SEGMENT_CS || in->seg_index == SEGMENT_FS;

	in->seg_base = pick(s, 2) ? 0 : random_next(&s->random) >> pick(s, 60);
	in->seg_limit = 0xfffff;
	in->seg_granular = 1;
	in->seg_type = code ? 0xe : 2; /* conforming, readable; writable */
	in->seg_dpl = code ? 0 : 3;
	in->seg_present = 1;
}

/* A small one around an address in use, or just any. */
static void close_segment(struct stimulus *s, struct mmu_in *in)
{
	in->seg_base = s->tables.hot[pick(s, s->tables.n_hot)] - pick(s, 4096);
	in->seg_limit = pick(s, 3) ? pick(s, 8192) : random_next(&s->random) & 0xfffff;
	in->seg_granular = pick(s, 2);
	in->seg_type = pick(s, 16);
	in->seg_dpl = pick(s, 4);
	in->seg_present = pick(s, 8) != 0;
}

static void drive_segment(struct stimulus *s, struct mmu_in *in)
{
	in->seg_valid = s->unloaded || (s->profile.segment && often(s, s->profile.load));
	if (!in->seg_valid)
		return;
	in->seg_index = s->unloaded ? --s->unloaded : pick(s, 8);
	in->seg_big = pick(s, 2);
	in->seg_long = pick(s, 2);
	if (pick(s, 4))
		open_segment(s, in);
	else
		close_segment(s, in);
	s->bases[in->seg_index] = in->seg_base;
	s->counts->segment_loads++;
}

/* Through which segment a request goes, if any; *va becomes the offset in it. */
static uint64_t choose_segment(struct stimulus *s, enum segment_name usual, uint64_t *va)
{
	uint64_t name = pick(s, 4) ? (uint64_t)usual : pick(s, SEGMENT_COUNT);

	if (!often(s, s->profile.segment))
		return SEGMENT_NONE - pick(s, 2);
	*va -= s->bases[name];
	return name;
}

static uint64_t choose_last(struct stimulus *s)
{
	return pick(s, 16) ? (UINT64_C(1) << pick(s, 5)) - 1 : pick(s, 4096);
}

static void drive_fetch(struct stimulus *s, struct mmu_in *in)
{
	if (in->fetch_req_valid || s->quiet || !often(s, s->profile.fetch))
		return;
	in->fetch_req_valid = 1;
	in->fetch_req_tag = random_next(&s->random) & ((1u << dut_config.tag_bits) - 1);
	in->fetch_req_va = choose_va(s);
	in->fetch_req_seg = choose_segment(s, SEGMENT_CS, &in->fetch_req_va);
	in->fetch_req_last = choose_last(s);
	in->fetch_req_priv = choose_priv(s);
	in->fetch_req_pin = often(s, s->profile.pin);
	s->counts->pinned += in->fetch_req_pin;
}

static void drive_data(struct stimulus *s, struct mmu_in *in)
{
	if (in->data_req_valid || s->quiet || !often(s, s->profile.data))
		return;
	in->data_req_valid = 1;
	in->data_req_tag = random_next(&s->random) & ((1u << dut_config.tag_bits) - 1);
	in->data_req_va = choose_va(s);
	in->data_req_seg = choose_segment(s, SEGMENT_DS, &in->data_req_va);
	in->data_req_last = choose_last(s);
	in->data_req_priv = choose_priv(s);
	in->data_req_store = pick(s, 2);
	in->data_req_sum = pick(s, 2);
	in->data_req_mxr = pick(s, 2);
	in->data_req_pin = often(s, s->profile.pin);
	s->counts->pinned += in->data_req_pin;
}

static void drive_fence(struct stimulus *s, struct mmu_in *in)
{
	unsigned int n = s->last_read ? 4 * s->profile.fence : s->profile.fence;

	if (in->fence_valid || !often(s, n < 256 ? n : 255))
		return;
	in->fence_valid = 1;
	in->fence_by_va = pick(s, 2);
	in->fence_va = choose_va(s);
	in->fence_by_asid = pick(s, 2);
	in->fence_asid = pick(s, 8) ? s->asids[pick(s, 4)] : random_next(&s->random) & 0xffff;
	in->fence_keep_global = pick(s, 8) == 0;
	s->counts->fences_keep_global += in->fence_keep_global;
	s->counts->fences[in->fence_by_va + 2 * in->fence_by_asid]++;
	s->counts->fences_in_walk += s->last_read != 0;
}

/* Software's stores: anywhere, and where a walk is looking. */
static bool change_tables(struct stimulus *s)
{
	bool ok = true;

	if (s->changes >= MAX_CHANGES)
		return true;
	if (s->last_read && often(s, s->profile.aimed)) {
		s->changes++;
		ok = tables_change_at(&s->tables, s->mode < 4 ? &entries_riscv : &entries_x86,
				      s->last_read, s->last_bytes);
		s->counts->pte_changes_aimed++;
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

/* A payload whose valid is 0 means nothing: now and then it is random. */
static void make_noise(struct stimulus *s, struct mmu_in *in)
{
	uint64_t bits = random_next(&s->random);

	if (!in->fetch_req_valid) {
		in->fetch_req_va = random_next(&s->random);
		in->fetch_req_seg = bits & 7;
		in->fetch_req_priv = bits >> 3 & 3;
		in->fetch_req_pin = bits >> 5 & 1;
	}
	if (!in->data_req_valid) {
		in->data_req_va = random_next(&s->random);
		in->data_req_seg = bits >> 6 & 7;
		in->data_req_priv = bits >> 9 & 3;
		in->data_req_store = bits >> 11 & 1;
		in->data_req_pin = bits >> 12 & 1;
	}
	if (!in->fence_valid) {
		in->fence_by_va = bits >> 13 & 1;
		in->fence_by_asid = bits >> 14 & 1;
		in->fence_keep_global = bits >> 15 & 1;
		in->fence_va = random_next(&s->random);
	}
	if (!in->ptbr_valid) {
		in->ptbr_regime = bits >> 16 & 3;
		in->ptbr_value = random_next(&s->random);
	}
	if (!in->seg_valid) {
		in->seg_index = bits >> 18 & 7;
		in->seg_base = random_next(&s->random);
		in->seg_present = bits >> 21 & 1;
	}
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
		if (!in->fence_by_va && !in->fence_by_asid && !in->fence_keep_global)
			s->changes = 0;
	}
	if (out->ptbr_ready)
		in->ptbr_valid = 0;
	in->seg_valid = 0;
	s->counts->ptbr_faults += out->ptbr_rsp_valid && out->ptbr_rsp_fault;
	look_at_mode(s);
	s->counts->lost += in->mem_rsp_valid && !in->mem_rsp_error && in->mem_rsp_lost;
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
		if (pick(s, 4096) == 0)
			ok = start_scene(s);
		ok = change_tables(s) && ok;
		drive_fence(s, in);
		drive_segment(s, in);
		come_on(s);
		if (often(s, s->profile.ptbr))
			go(s);
		if (often(s, s->profile.control))
			change_control(s);
		if (often(s, s->profile.adue))
			in->adue = !in->adue;
	}
	drive_fetch(s, in);
	drive_data(s, in);
	if (s->profile.noise)
		make_noise(s, in);
	in->fetch_rsp_ready = s->quiet || !often(s, s->profile.stall);
	in->data_rsp_ready = s->quiet || !often(s, s->profile.stall);
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
