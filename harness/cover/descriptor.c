/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/descriptor.h"

#define CS 1u
#define SS 2u
#define FS 4u

void cover_descriptors_load(struct cover_descriptors *all, const struct mmu_in *in)
{
	if (in->seg_index >= COVER_SEGMENTS)
		return;
	all->of[in->seg_index] = (struct cover_descriptor){
		.base = in->seg_base,
		.limit = (uint32_t)in->seg_limit,
		.type = (uint8_t)in->seg_type,
		.dpl = (uint8_t)in->seg_dpl,
		.rpl = (uint8_t)in->seg_rpl,
		.loaded = !in->seg_null,
		.granular = in->seg_granular,
		.present = in->seg_present,
		.big = in->seg_big,
		.is_long = in->seg_long,
	};
}

uint64_t cover_descriptor_limit(const struct cover_descriptor *descriptor)
{
	return descriptor->granular ? (uint64_t)descriptor->limit << 12 | 0xfff : descriptor->limit;
}

static bool is_code(const struct cover_descriptor *descriptor)
{
	return descriptor->type & 8;
}

/* Bit 1 is readable or writable, bit 2 conforming or expand-down. */
static bool type_passes(const struct cover_descriptor *descriptor, unsigned int access)
{
	bool second = descriptor->type & 2;

	if (access == FETCH)
		return is_code(descriptor);
	if (is_code(descriptor))
		return access == LOAD && second;
	return access == LOAD || second;
}

static bool privilege_passes(const struct cover_descriptor *descriptor, const struct cover_use *use)
{
	bool conforming = is_code(descriptor) && descriptor->type & 4;

	if (use->access == FETCH && conforming)
		return descriptor->dpl <= use->ring;
	if (use->access == FETCH)
		return descriptor->dpl == use->ring && descriptor->rpl <= use->ring;
	if (use->segment == SS)
		return descriptor->dpl == use->ring && descriptor->rpl == use->ring;
	return conforming || (use->ring <= descriptor->dpl && descriptor->rpl <= descriptor->dpl);
}

static bool limit_passes(const struct cover_descriptor *descriptor, const struct cover_use *use)
{
	uint64_t limit = cover_descriptor_limit(descriptor);

	if (use->last_wraps)
		return false;
	if (is_code(descriptor) || !(descriptor->type & 4))
		return use->last <= limit;
	return use->offset > limit && use->last <= (descriptor->big ? UINT32_MAX : 0xffff);
}

static enum cover_check check(const struct cover_descriptor *descriptor,
			      const struct cover_use *use)
{
	if (!descriptor->loaded)
		return C_NULL;
	if (!type_passes(descriptor, use->access))
		return C_TYPE;
	if (!privilege_passes(descriptor, use))
		return C_PRIVILEGE;
	if (!descriptor->present)
		return C_ABSENT;
	return limit_passes(descriptor, use) ? C_PASSES : C_LIMIT;
}

uint64_t cover_descriptors_use(const struct cover_descriptors *all,
			       const struct cover_context *context, uint64_t address, uint64_t less,
			       struct cover_use *use)
{
	const struct cover_descriptor *descriptor;
	uint64_t linear = address;

	if (context->is_short)
		address &= UINT32_MAX;
	use->offset = address;
	use->check = use->would_be = C_PASSES;
	if (use->segment < COVER_SEGMENTS) {
		descriptor = &all->of[use->segment];
		use->is_64_bit = context->is_long && all->of[CS].is_long;
		/* In compatibility mode, too, offset and sum have 32 bits. */
		if (context->is_long && !use->is_64_bit)
			use->offset = address &= UINT32_MAX;
		use->last = address + less;
		use->last_wraps = use->last < address;
		use->would_be = check(descriptor, use);
		if (!use->is_64_bit)
			use->check = use->would_be;
		linear = address;
		if (!use->is_64_bit || use->segment >= FS)
			linear += descriptor->base;
		if (context->is_long && !use->is_64_bit)
			linear &= UINT32_MAX;
	}
	return context->is_short ? linear & UINT32_MAX : linear;
}
