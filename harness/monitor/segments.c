/* SPDX-License-Identifier: Apache-2.0 */
#include "monitor/segments.h"

void segments_init(struct segments *segments, const struct mmu_config *config)
{
	segments->exist = config->segments;
	segments_reset(segments);
}

void segments_reset(struct segments *segments)
{
	for (unsigned int i = 0; i < SEGMENT_COUNT; i++)
		segments->held[i] = (struct oracle_segment){.null = true};
}

void segments_load(struct segments *segments, const struct mmu_in *in)
{
	if (in->seg_index >= SEGMENT_COUNT)
		return;
	segments->held[in->seg_index] = (struct oracle_segment){
		.base = in->seg_base,
		.limit = (uint32_t)in->seg_limit,
		.granular = in->seg_granular,
		.type = (unsigned int)in->seg_type,
		.dpl = (unsigned int)in->seg_dpl,
		.rpl = (unsigned int)in->seg_rpl,
		.null = in->seg_null,
		.present = in->seg_present,
		.big = in->seg_big,
		.is_long = in->seg_long,
	};
}

uint64_t segments_use(const struct segments *segments, const struct oracle_context *context,
		      enum access_type type, struct segment_use *use)
{
	uint64_t linear;

	/* Most often. */
	if (!segments->exist || use->name >= SEGMENT_COUNT) {
		use->name = SEGMENT_NONE;
		use->refusal = SEGMENT_OK;
		return use->offset;
	}
	use->refusal = oracle_linear(context, segments->held, use->name, type, use->ring,
				     use->offset, use->bytes, &linear);
	return linear;
}

unsigned int segment_code(enum segment_fault refusal, unsigned int name)
{
	return refusal | (oracle_is_stack_fault(refusal, name) ? CODE_STACK : 0);
}

const char *segment_name(unsigned int name)
{
	static const char *const names[] = {"es", "cs", "ss", "ds", "fs", "gs"};

	return name < SEGMENT_COUNT ? names[name] : "";
}

const char *segment_refusal(unsigned int refusal)
{
	static const char *const names[] = {"", "absent", "type", "privilege", "limit", "null"};

	return refusal <= SEGMENT_NULL ? names[refusal] : "";
}
