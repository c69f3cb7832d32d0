/* SPDX-License-Identifier: Apache-2.0 */
#include "random/stimulus_drive.h"

#include "dut/dut.h"

/* Makes a written value wrong now and then. Bit 63 of CR3 asks to drop nothing. */
static void spoil_ptbr(struct stimulus *s, const struct table_space *space)
{
	struct mmu_in *in = &s->bench->in;
	bool x86 = space->paging->is_x86;

	switch (pick(s, 24)) {
	case 0: /* Bare */
		if (!x86)
			in->ptbr_value &= ~(space->regime == REGIME_RV64 ? UINT64_C(15) << 60
									 : UINT64_C(1) << 31);
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

void drive_ptbr(struct stimulus *s, const struct table_space *space)
{
	struct mmu_in *in = &s->bench->in;

	in->ptbr_valid = 1;
	in->ptbr_regime = space->regime;
	in->ptbr_value = tables_ptbr(space, s->asids[pick(s, 4)]);
	if (space->paging->is_x86 && !space->paging->lma && pick(s, 4) == 0)
		in->ptbr_value |= random_next(&s->random) << 32;
	s->counts->ptbr_writes++;
	spoil_ptbr(s, space);
}

void drive_mode(struct stimulus *s, const struct table_space *space)
{
	struct mmu_in *in = &s->bench->in;

	in->pg = 1;
	in->pae = space->paging->pae;
	in->lma = space->paging->lma || (space->regime == REGIME_X86_32 && pick(s, 4) == 0);
	in->la57 = space->paging->la57 || (!space->paging->lma && pick(s, 4) == 0);
}

/* CR3 may hold anything while paging is off. */
static void write_off(struct stimulus *s)
{
	struct mmu_in *in = &s->bench->in;

	in->ptbr_valid = 1;
	in->ptbr_regime = pick(s, 2) ? REGIME_X86_64 : REGIME_X86_32;
	in->ptbr_value = random_next(&s->random);
	if (s->updates && pick(s, 4) == 0) {
		in->ptbr_regime = pick(s, 2) ? REGIME_RV64 : REGIME_RV32;
		in->ptbr_value = 0; /* Bare */
	}
	s->counts->ptbr_writes++;
}

void drive_move(struct stimulus *s)
{
	const struct table_space *space = &s->tables.spaces[pick(s, s->tables.n_spaces)];
	struct mmu_in *in = &s->bench->in;

	if (in->ptbr_valid)
		return;
	if (s->off) {
		write_off(s);
		return;
	}
	if (space->paging->is_x86 && (unsigned int)space->mode != s->mode) {
		in->pg = 0;
		s->next = space;
		s->off = 1 + (unsigned int)pick(s, 40);
		return;
	}
	drive_ptbr(s, space);
}

void drive_move_on(struct stimulus *s)
{
	if (!s->off || --s->off)
		return;
	if (s->bench->in.ptbr_valid) {
		s->off = 1;
		return;
	}
	drive_mode(s, s->next);
	drive_ptbr(s, s->next);
}

void drive_control(struct stimulus *s)
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

void drive_controls(struct stimulus *s)
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

#define LOOP_PAGES 24u /* more than a TLB of 16 entries holds */

/* A loop over hot pages, of which each is used some times; then another loop. */
static uint64_t choose_local_va(struct stimulus *s, enum port port)
{
	const struct tables *tables = &s->tables;
	struct loop *loop = &s->loop[port];
	unsigned int on = loop->asked + (pick(s, 4) == 0);

	if (pick(s, 1024) == 0)
		on = loop->first = (unsigned int)pick(s, tables->n_hot);
	for (unsigned int tried = 0; tried < tables->n_hot; tried++, on++) {
		if (on - loop->first >= LOOP_PAGES)
			on = loop->first;
		if (!loop->faults[on % tables->n_hot])
			break;
	}
	loop->asked = on;
	return (tables->hot[on % tables->n_hot] & ~UINT64_C(0xfff)) | pick(s, 4096);
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
	if (!s->loops && pick(s, 32) == 0)
		return pick(s, 4);
	/* Mostly the privilege that may use the pages. */
	if (s->tables.style.user != 2 && pick(s, 8))
		return s->tables.style.user ? PRIV_U : PRIV_S;
	return pick(s, 2);
}

/* A segment that allows nearly everything. */
static void open_segment(struct stimulus *s, struct mmu_in *in)
{
	bool code = in->seg_index == SEGMENT_CS || in->seg_index == SEGMENT_FS;

	in->seg_base = pick(s, 2) ? 0 : random_next(&s->random) >> pick(s, 60);
	in->seg_limit = 0xfffff;
	in->seg_granular = 1;
	in->seg_type = code ? 0xe : 2; /* conforming, readable; writable */
	in->seg_dpl = code ? 0 : 3;
	in->seg_rpl = in->seg_index == SEGMENT_SS ? 3 : pick(s, 4);
	in->seg_present = 1;
	in->seg_null = 0;
}

/* A small segment around an address in use, or any segment at all. */
static void close_segment(struct stimulus *s, struct mmu_in *in)
{
	in->seg_base = s->tables.hot[pick(s, s->tables.n_hot)] - pick(s, 4096);
	in->seg_limit = pick(s, 3) ? pick(s, 8192) : random_next(&s->random) & 0xfffff;
	in->seg_granular = pick(s, 2);
	in->seg_type = pick(s, 16);
	in->seg_dpl = pick(s, 4);
	in->seg_rpl = pick(s, 4) ? in->seg_dpl : pick(s, 4);
	in->seg_present = pick(s, 4) != 0;
	in->seg_null = pick(s, 8) == 0;
}

void drive_segment(struct stimulus *s, struct mmu_in *in)
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

void drive_fetch(struct stimulus *s, struct mmu_in *in)
{
	if (in->fetch_req_valid || s->quiet || !often(s, s->profile.fetch))
		return;
	in->fetch_req_valid = 1;
	in->fetch_req_tag = random_next(&s->random) & ((1u << dut_config.tag_bits) - 1);
	in->fetch_req_va = s->loops ? choose_local_va(s, PORT_FETCH) : choose_va(s);
	in->fetch_req_seg = choose_segment(s, SEGMENT_CS, &in->fetch_req_va);
	in->fetch_req_last = choose_last(s);
	in->fetch_req_priv = choose_priv(s);
	in->fetch_req_lock = often(s, s->profile.lock);
	s->counts->locked += in->fetch_req_lock;
}

void drive_data(struct stimulus *s, struct mmu_in *in)
{
	if (in->data_req_valid || s->quiet || !often(s, s->profile.data))
		return;
	in->data_req_valid = 1;
	in->data_req_tag = random_next(&s->random) & ((1u << dut_config.tag_bits) - 1);
	in->data_req_va = s->loops ? choose_local_va(s, PORT_DATA) : choose_va(s);
	in->data_req_seg = choose_segment(s, SEGMENT_DS, &in->data_req_va);
	in->data_req_last = choose_last(s);
	in->data_req_priv = choose_priv(s);
	in->data_req_store = pick(s, 2);
	in->data_req_sum = pick(s, 2);
	in->data_req_mxr = pick(s, 2);
	in->data_req_lock = often(s, s->profile.lock);
	s->counts->locked += in->data_req_lock;
}

/* A table was rebuilt: mostly a fence names its address, sooner or later. */
static bool fence_reworked(struct stimulus *s, struct mmu_in *in)
{
	if (!s->reworked || !often(s, 16))
		return false;
	in->fence_valid = pick(s, 8) != 0;
	in->fence_by_va = 1;
	in->fence_va = s->reworked;
	in->fence_by_asid = pick(s, 2);
	in->fence_asid = s->asids[pick(s, 4)];
	in->fence_keep_global = pick(s, 8) == 0;
	s->reworked = 0;
	s->counts->fences_keep_global += in->fence_valid && in->fence_keep_global;
	s->counts->fences[1 + 2 * in->fence_by_asid] += in->fence_valid;
	s->counts->fences_in_walk += in->fence_valid && s->last_read != 0;
	return in->fence_valid;
}

void drive_fence(struct stimulus *s, struct mmu_in *in)
{
	unsigned int n = s->last_read ? 4 * s->profile.fence : s->profile.fence;

	if (in->fence_valid || (s->profile.rework && fence_reworked(s, in)))
		return;
	if (!often(s, n < 256 ? n : 255))
		return;
	if (s->slow && pick(s, 64)) /* else no walk would come to its end */
		return;
	if (s->loops && pick(s, 32))
		return;
	in->fence_valid = 1;
	in->fence_by_va = pick(s, s->updates || s->profile.rework ? 8 : 2) != 0;
	in->fence_va = choose_va(s);
	in->fence_by_asid = pick(s, 2);
	in->fence_asid = pick(s, 8) ? s->asids[pick(s, 4)] : random_next(&s->random) & 0xffff;
	in->fence_keep_global = pick(s, s->updates ? 2 : 8) == 0;
	s->counts->fences_keep_global += in->fence_keep_global;
	s->counts->fences[in->fence_by_va + 2 * in->fence_by_asid]++;
	s->counts->fences_in_walk += s->last_read != 0;
}

void drive_noise(struct stimulus *s, struct mmu_in *in)
{
	uint64_t bits = random_next(&s->random);

	if (!in->fetch_req_valid) {
		in->fetch_req_va = random_next(&s->random);
		in->fetch_req_seg = bits & 7;
		in->fetch_req_priv = bits >> 3 & 3;
		in->fetch_req_lock = bits >> 5 & 1;
	}
	if (!in->data_req_valid) {
		in->data_req_va = random_next(&s->random);
		in->data_req_seg = bits >> 6 & 7;
		in->data_req_priv = bits >> 9 & 3;
		in->data_req_store = bits >> 11 & 1;
		in->data_req_lock = bits >> 12 & 1;
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
		in->seg_null = bits >> 22 & 1;
	}
}
