/* SPDX-License-Identifier: Apache-2.0 */
/* Accesses through a segment (segment-1 to segment-5). */
#include "cover/sample.h"

#define SS 2u

/* Which edge of a limit an access touches, if its type and privilege pass. */
static void limit(struct cover *cover, const struct cover_use *use,
		  const struct cover_descriptor *descriptor)
{
	uint64_t last = cover_descriptor_limit(descriptor);
	uint64_t top = descriptor->big ? UINT32_MAX : 0xffff;
	bool down = !(descriptor->type & 8) && descriptor->type & 4;
	unsigned int grows = !down ? 0 : descriptor->big ? 2 : 1;
	unsigned int pages = descriptor->granular;

	if (!down)
		top = last;
	if (down && use->offset == last + 1)
		HIT(cover->counts, cp_seg_limit, use->access, pages, grows, 0);
	if (down && use->offset == last)
		HIT(cover->counts, cp_seg_limit, use->access, pages, grows, 1);
	if (use->last == top)
		HIT(cover->counts, cp_seg_limit, use->access, pages, grows, 2);
	if (use->last == top + 1)
		HIT(cover->counts, cp_seg_limit, use->access, pages, grows, 3);
}

static unsigned int ring_kind(const struct cover_use *use,
			      const struct cover_descriptor *descriptor)
{
	bool code = descriptor->type & 8, conforming = descriptor->type & 4;

	if (use->access == FETCH)
		return conforming;
	if (use->segment == SS)
		return 2;
	return !code ? 3 : conforming ? 5 : 4;
}

/* Would it pass with an RPL as good as its DPL? */
static bool ring_passes(const struct cover_use *use, const struct cover_descriptor *descriptor)
{
	switch (ring_kind(use, descriptor)) {
	case 0:
	case 2:
		return use->ring == descriptor->dpl;
	case 1:
		return use->ring >= descriptor->dpl;
	case 5:
		return true;
	default:
		return use->ring <= descriptor->dpl;
	}
}

/* A check is decided when those before it pass. */
static void checked(struct cover *cover, const struct cover_use *use,
		    const struct cover_descriptor *descriptor, unsigned int family)
{
	HIT(cover->counts, X18, family, use->segment, use->check, use->access);
	if (use->check == C_NULL)
		return;
	HIT(cover->counts, cp_seg_type, descriptor->type, use->access, use->check == C_TYPE);
	if (use->check == C_TYPE)
		return;
	HIT(cover->counts, cp_seg_ring, ring_kind(use, descriptor), descriptor->dpl, use->ring);
	if (ring_passes(use, descriptor))
		HIT(cover->counts, cp_seg_rpl, ring_kind(use, descriptor), descriptor->dpl,
		    descriptor->rpl);
	if (use->check == C_PASSES || use->check == C_LIMIT)
		limit(cover, use, descriptor);
}

void sample_segment(struct cover *cover, const struct cover_use *use,
		    const struct cover_context *context, uint64_t address)
{
	const struct cover_descriptor *descriptor = &cover->descriptors.of[use->segment];
	unsigned int how = use->is_64_bit ? 2 : context->is_long ? 1 : 0;
	uint64_t offset = how == 2 ? address : use->offset;
	bool is_32 = context->is_short || how == 1;

	if (how == 2 && use->would_be != C_PASSES)
		HIT(cover->counts, cp_seg_unchecked, use->segment, use->would_be, use->access);
	if (how != 2)
		checked(cover, use, descriptor, context->regime >= X86_32);
	if (use->check != C_PASSES || !descriptor->base)
		return;
	HIT(cover->counts, cp_seg_mode, how, use->segment);
	if (is_32 && (descriptor->base & UINT32_MAX) + offset > UINT32_MAX)
		HIT(cover->counts, cp_seg_wrap, 0);
	if (!is_32 && (how != 2 || use->segment >= 4) && descriptor->base + offset < offset)
		HIT(cover->counts, cp_seg_wrap, 1);
}
