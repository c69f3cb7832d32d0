/* SPDX-License-Identifier: Apache-2.0 */
#include "front/segment.h"

/* The type of a descriptor: bits 2 and 1 say one thing of code and another of data. */
#define TYPE_CODE        8
#define TYPE_CONFORMING  4
#define TYPE_EXPAND_DOWN 4
#define TYPE_READABLE    2
#define TYPE_WRITABLE    2

#define GRANULE 4096 /* bytes */

/* An access through a segment. */
struct access {
	const struct descriptor *to;
	bool is_stack;
	enum access_type type;
	uint64_t ring;
	uint64_t first; /* its offset */
	uint64_t more;  /* bytes after that one */
};

/* ---- segment-4: a predicate for each check ---- */

static bool is_code(const struct descriptor *d)
{
	return d->type & TYPE_CODE;
}

static bool is_conforming(const struct descriptor *d)
{
	return is_code(d) && d->type & TYPE_CONFORMING;
}

static bool is_expand_down(const struct descriptor *d)
{
	return !is_code(d) && d->type & TYPE_EXPAND_DOWN;
}

static bool is_of_wrong_type(const struct access *a)
{
	const struct descriptor *d = a->to;

	if (a->type == ACCESS_FETCH)
		return !is_code(d);
	if (a->type == ACCESS_LOAD)
		return is_code(d) && !(d->type & TYPE_READABLE);
	return is_code(d) || !(d->type & TYPE_WRITABLE);
}

static bool is_of_wrong_ring(const struct access *a)
{
	const struct descriptor *d = a->to;

	if (a->type == ACCESS_FETCH && is_conforming(d))
		return d->dpl > a->ring;
	if (a->type == ACCESS_FETCH)
		return d->dpl != a->ring || d->rpl > a->ring;
	if (a->is_stack)
		return d->dpl != a->ring || d->rpl != a->ring;
	return (a->ring > d->dpl || d->rpl > d->dpl) && !is_conforming(d);
}

/* The last byte may lie above 2^64: it is not computed. */
static bool ends_above(const struct access *a, uint64_t last)
{
	return a->first > last || a->more > last - a->first;
}

static bool is_out_of_limit(const struct access *a)
{
	const struct descriptor *d = a->to;
	uint64_t limit = d->granular ? d->limit * GRANULE + GRANULE - 1 : d->limit;

	if (is_expand_down(d))
		return a->first <= limit || ends_above(a, d->big ? UINT32_MAX : UINT16_MAX);
	return ends_above(a, limit);
}

static enum segment_fault fault_of(const struct access *a)
{
	if (!a->to->loaded)
		return SEGMENT_NULL;
	if (is_of_wrong_type(a))
		return SEGMENT_TYPE;
	if (is_of_wrong_ring(a))
		return SEGMENT_PRIVILEGE;
	if (!a->to->present)
		return SEGMENT_ABSENT;
	if (is_out_of_limit(a))
		return SEGMENT_LIMIT;
	return SEGMENT_OK;
}

/* ---- Eval ---- */

static bool is_long(const struct held *held)
{
	return regime_is_x86(held->regime) && !held->is_short;
}

/* segment-3: the bases of FS and GS alone count. */
static bool is_64_bit(const struct segments *registers, const struct held *held)
{
	return registers->held[SEGMENT_CS].is_long && is_long(held);
}

/* segment-2: of offsets and sums, where not in 64-bit mode. */
static uint64_t address_mask(const struct held *held)
{
	return held->is_short || is_long(held) ? UINT32_MAX : UINT64_MAX;
}

static enum access_type type_of(const struct segment *s, const struct request *r)
{
	if (s->is_fetch)
		return ACCESS_FETCH;
	return r->store ? ACCESS_STORE : ACCESS_LOAD;
}

static struct linear checked(const struct segment *s, const struct request *r,
			     const struct descriptor *d, uint64_t mask)
{
	struct access a = {
		.to = d,
		.is_stack = r->seg == SEGMENT_SS,
		.type = type_of(s, r),
		.ring = 3 - r->priv,
		.first = r->va & mask,
		.more = r->last,
	};

	return (struct linear){
		.address = (d->base + a.first) & mask,
		.fault = fault_of(&a),
		.is_stack = a.is_stack,
	};
}

static void segment_eval(const void *state, struct kernel *k)
{
	const struct segment *s = state;
	const struct request *r = request_get(k, s->io.req);
	const struct segments *registers = segments_get(k, s->io.segment);
	const struct held *held = held_get(k, s->io.held);
	struct linear linear = {.address = r->va};

	if (s->is_built && r->seg < SEGMENT_COUNT) {
		const struct descriptor *d = &registers->held[r->seg];

		linear.is_stack = r->seg == SEGMENT_SS;
		if (!is_64_bit(registers, held))
			linear = checked(s, r, d, address_mask(held));
		else if (r->seg >= SEGMENT_FS)
			linear.address += d->base;
	}
	linear_put(k, s->io.linear, &linear);
}

void segment_init(struct segment *s, struct kernel *k, const char *prefix, bool is_fetch,
		  unsigned int segments)
{
	static const struct kernel_line lines[] = {SEGMENT_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(segment_eval, NULL, lines);

	*s = (struct segment){.is_fetch = is_fetch, .is_built = segments};
	kernel_module(k, prefix, "segment", &ops, s, sizeof(*s), &s->io);
}
