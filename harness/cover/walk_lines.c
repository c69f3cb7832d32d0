/* SPDX-License-Identifier: Apache-2.0 */
/* What walks do with lines (line-2, line-3, line-5). */
#include "cover/monitor.h"
#include "cover/sample.h"

static struct cover_port_view *owner(struct cover *cover)
{
	return &cover->port[cover->walk.port];
}

/* ---- Fills ---- */

/* Memory answers a walk's read; fence: in this cycle, or since the walk was cut off. */
void cover_lines_answer(struct cover *cover, const struct mmu_in *in, bool fence)
{
	const struct cover_context *context = &owner(cover)->request.context;
	const struct cover_walk *walk = &cover->walk;
	const struct cover_line line = {
		.valid = true,
		.mode = context->mode,
		.asid = context->asid,
		.address = cover->channel.address >> 6,
		.word = {in->mem_rsp_line_0, in->mem_rsp_line_1, in->mem_rsp_line_2,
			 in->mem_rsp_line_3, in->mem_rsp_line_4, in->mem_rsp_line_5,
			 in->mem_rsp_line_6, in->mem_rsp_line_7},
	};
	unsigned int fate;

	if (!cover->lines.slots || in->mem_rsp_error)
		return;
	if (!in->mem_rsp_main)
		fate = LINE_FATE_ALONE;
	else if (walk->stale)
		fate = LINE_FATE_STALE;
	else if (fence)
		fate = LINE_FATE_FENCE;
	else
		fate = cover_lines_fill(&cover->lines, &line);
	sample_line_fill(cover, fate);
}

/* ---- Searches ---- */

/* Why a line of the read's address serves, or does not. */
static bool serves(struct cover *cover, uint64_t address, int *slot)
{
	const struct cover_context *context = &owner(cover)->request.context;
	struct cover_lines *lines = &cover->lines;
	unsigned int bytes = context->mode == SV32 || context->mode == TWO_LEVEL ? 4 : 8;

	*slot = cover_lines_find(lines, context->mode, context->asid, address);
	for (unsigned int other = 0; other < lines->slots; other++)
		if (lines->slot[other].valid && lines->slot[other].address == address >> 6 &&
		    (int)other != *slot)
			sample_line_match(cover, LINE_OTHER_SPACE);
	if (*slot < 0)
		return false;
	lines->pte = cover_line_pte(&lines->slot[*slot], address, bytes);
	if (!(lines->pte & 1))
		sample_line_match(cover, LINE_ABSENT);
	else
		sample_line_match(cover, cover->walk.back ? LINE_FRESH : LINE_SERVES);
	return lines->pte & 1 && !cover->walk.back;
}

/*
 * The lines are searched. The walk may be over by now: it has ended without a read in the cycle
 * before, or would have, but for a fence.
 */
static bool is_over(struct cover *cover, const struct mmu_out *out)
{
	struct cover_walk *walk = &cover->walk;

	if (owner(cover)->state == P_MISSING && (!walk->stale || walk->n || out->mem_req_valid))
		return false;
	walk->active = walk->stale = false;
	return true;
}

static void search(struct cover *cover, const struct mmu_out *out, bool fence)
{
	struct cover_walk *walk = &cover->walk;
	struct cover_lines *lines = &cover->lines;
	uint64_t address = cover_walk_reads_at(cover);
	bool serving;
	int slot;

	serving = serves(cover, address, &slot);
	sample_line_shadow(cover, serving ? !out->mem_req_valid
					  : out->mem_req_valid && out->mem_req_addr == address);
	if (out->mem_req_valid) {
		if (fence)
			sample_line_fence(cover, LINES_FENCE_READ);
		return;
	}
	if (!serving) {
		walk->active = walk->stale = false;
		return;
	}
	cover_lines_touch(lines, (unsigned int)slot);
	sample_line_serve(cover);
	walk->address[walk->n] = address;
	lines->next = LINES_GIVE;
	if (fence)
		sample_line_fence(cover, LINES_FENCE_SEARCH);
}

/* What a cycle of the walk with lines is, before memory is looked at. True: the walker is idle. */
bool cover_lines_cycle(struct cover *cover, const struct mmu_out *out, bool fence)
{
	struct cover_lines *lines = &cover->lines;

	lines->step = lines->next;
	lines->next = LINES_REST;
	if (!cover->walk.active || (lines->step == LINES_SEARCH && is_over(cover, out)))
		return true;
	switch (lines->step) {
	case LINES_BACK:
		lines->next = LINES_SEARCH;
		if (fence)
			sample_line_fence(cover, LINES_FENCE_BACK);
		break;
	case LINES_SEARCH:
		search(cover, out, fence);
		break;
	case LINES_GIVE:
		if (fence && !cover->walk.stale)
			sample_line_fence(cover, LINES_FENCE_GIVE);
		break;
	default:
		break;
	}
	return false;
}
