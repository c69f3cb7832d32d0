/* SPDX-License-Identifier: Apache-2.0 */
#include "segments.h"

#include <string.h>

void segments_init(struct segments *segments, const struct mmu_config *config)
{
	segments->exist = config->segments;
	segments_reset(segments);
}

void segments_reset(struct segments *segments)
{
	memset(segments->held, 0, sizeof(segments->held));
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
		.present = in->seg_present,
		.big = in->seg_big,
		.is_long = in->seg_long,
	};
}

uint64_t segments_use(const struct segments *segments, const struct oracle_context *context,
		      enum access_type type, struct segment_use *use)
{
	uint64_t linear;

	if (!segments->exist || use->name >= SEGMENT_COUNT)
		use->name = SEGMENT_NONE;
	use->refusal = oracle_linear(context, segments->held, use->name, type, use->ring,
				     use->offset, use->bytes, &linear);
	return linear;
}

const char *segment_name(unsigned int name)
{
	static const char *const names[] = {"es", "cs", "ss", "ds", "fs", "gs"};

	return name < SEGMENT_COUNT ? names[name] : "";
}

const char *segment_refusal(unsigned int refusal)
{
	static const char *const names[] = {"", "absent", "type", "privilege", "limit"};

	return refusal <= SEGMENT_LIMIT ? names[refusal] : "";
}
