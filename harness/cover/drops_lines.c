/* SPDX-License-Identifier: Apache-2.0 */
/* What drops lines (line-4). */
#include "cover/monitor.h"
#include "cover/sample.h"

static void drop_all(struct cover *cover, enum cover_line_cause cause)
{
	if (cover_lines_drop_all(&cover->lines).dropped)
		sample_line_drop(cover, cause);
}

void cover_lines_fence(struct cover *cover, const struct mmu_in *in)
{
	enum cover_line_cause cause = in->fence_by_va         ? LINES_BY_VA
				      : in->fence_by_asid     ? LINES_BY_ASID
				      : in->fence_keep_global ? LINES_BY_KEEP
							      : LINES_BY_ALL;
	unsigned int asid;
	uint64_t va;

	cover_base_fence(&cover->base, cover->config.asid_bits, in, &va, &asid);
	if (in->fence_by_va && (uint64_t)((int64_t)(va << 7) >> 7) != va)
		cause = LINES_BY_NOWHERE;
	else if (in->fence_by_va && in->fence_by_asid)
		cause = LINES_BY_VA_ASID;
	drop_all(cover, cause);
}

void cover_lines_cr3(struct cover *cover)
{
	drop_all(cover, LINES_BY_CR3);
}

void cover_lines_fault(struct cover *cover)
{
	drop_all(cover, LINES_BY_FAULT);
}

/* A compare-and-swap was lost, or memory accepts one. */
void cover_lines_lost(struct cover *cover)
{
	drop_all(cover, LINES_BY_LOST);
}

void cover_lines_swap(struct cover *cover, uint64_t address)
{
	struct cover_lines_left left = cover_lines_drop_at(&cover->lines, address);

	if (left.dropped)
		sample_line_drop(cover, LINES_BY_SWAP);
	if (left.kept)
		sample_line_drop(cover, LINES_BESIDE_SWAP);
}
