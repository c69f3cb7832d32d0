/* SPDX-License-Identifier: Apache-2.0 */
#include "front/segment_registers.h"

static void segment_registers_eval(const void *state, struct kernel *k)
{
	const struct segment_registers *s = state;

	segments_put(k, s->io.segment, &s->registers);
}

static bool segment_registers_tick(void *state, const struct kernel *k)
{
	struct segment_registers *s = state;
	const struct seg *seg = seg_get(k, s->io.seg);

	if (wire_get(k, s->io.rst)) {
		memset(&s->registers, 0, sizeof(s->registers));
		return true;
	}
	if (!seg->valid || seg->index >= SEGMENT_COUNT)
		return false;
	s->registers.held[seg->index] = (struct descriptor){
		.base = seg->base,
		.limit = seg->limit,
		.type = seg->type,
		.dpl = seg->dpl,
		.rpl = seg->rpl,
		.loaded = !seg->null,
		.granular = seg->granular,
		.present = seg->present,
		.big = seg->big,
		.is_long = seg->is_long,
	};
	return true;
}

void segment_registers_init(struct segment_registers *s, struct kernel *k)
{
	static const struct kernel_line lines[] = {SEGMENT_REGISTERS_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops =
		KERNEL_OPS(segment_registers_eval, segment_registers_tick, lines);

	*s = (struct segment_registers){.io = {NULL}};
	kernel_module(k, "", "segment_registers", &ops, s, sizeof(*s), &s->io);
}
