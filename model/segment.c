/* SPDX-License-Identifier: Apache-2.0 */
#include "segment.h"

#include <string.h>

#include "mode.h"

/* Of a descriptor's type: bits 2 and 1 say one thing of code and another of data. */
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
	uint64_t limit = d->is_granular ? d->limit * GRANULE + GRANULE - 1 : d->limit;

	if (is_expand_down(d))
		return a->first <= limit || ends_above(a, d->is_big ? UINT32_MAX : UINT16_MAX);
	return ends_above(a, limit);
}

static enum segment_fault fault_of(const struct access *a)
{
	if (!a->to->is_loaded)
		return SEGMENT_NULL;
	if (is_of_wrong_type(a))
		return SEGMENT_TYPE;
	if (is_of_wrong_ring(a))
		return SEGMENT_PRIVILEGE;
	if (!a->to->is_present)
		return SEGMENT_ABSENT;
	if (is_out_of_limit(a))
		return SEGMENT_LIMIT;
	return SEGMENT_OK;
}

/* ---- Eval ---- */

static bool is_long(const struct segment *s, const struct kernel *k)
{
	return regime_is_x86(signal_get(k, s->held_regime)) && !signal_get(k, s->held_short);
}

/* segment-3: the bases of FS and GS alone count. */
static bool is_64_bit(const struct segment *s, const struct kernel *k)
{
	return s->held[SEGMENT_CS].is_long && is_long(s, k);
}

/* segment-2: of offsets and sums, where not in 64-bit mode. */
static uint64_t address_mask(const struct segment *s, const struct kernel *k)
{
	return signal_get(k, s->held_short) || is_long(s, k) ? UINT32_MAX : UINT64_MAX;
}

static enum access_type type_of(const struct segment_port *p, const struct kernel *k)
{
	if (p->is_fetch)
		return ACCESS_FETCH;
	return signal_get(k, p->req_store) ? ACCESS_STORE : ACCESS_LOAD;
}

static void show(const struct segment_port *p, struct kernel *k, uint64_t linear,
		 enum segment_fault fault)
{
	signal_put(k, p->linear, linear);
	signal_put(k, p->segment_fault, fault);
}

static void show_checked(const struct segment *s, const struct segment_port *p, struct kernel *k)
{
	uint64_t n = signal_get(k, p->req_seg), mask = address_mask(s, k);
	struct access a = {
		.to = &s->held[n],
		.is_stack = n == SEGMENT_SS,
		.type = type_of(p, k),
		.ring = 3 - signal_get(k, p->req_priv),
		.first = signal_get(k, p->req_va) & mask,
		.more = signal_get(k, p->req_last),
	};

	show(p, k, (a.to->base + a.first) & mask, fault_of(&a));
}

static void show_port(const struct segment *s, const struct segment_port *p, struct kernel *k)
{
	uint64_t va = signal_get(k, p->req_va), n = signal_get(k, p->req_seg);

	signal_put(k, p->is_stack, s->is_built && n == SEGMENT_SS);
	if (!s->is_built || n >= SEGMENT_COUNT)
		show(p, k, va, SEGMENT_OK);
	else if (is_64_bit(s, k))
		show(p, k, n < SEGMENT_FS ? va : s->held[n].base + va, SEGMENT_OK);
	else
		show_checked(s, p, k);
}

static void segment_eval(const void *state, struct kernel *k)
{
	const struct segment *s = state;

	show_port(s, &s->fetch, k);
	show_port(s, &s->data, k);
}

/* ---- The clock edge ---- */

static bool segment_tick(void *state, const struct kernel *k)
{
	struct segment *s = state;
	uint64_t n = signal_get(k, s->seg_index);

	if (signal_get(k, s->rst)) {
		memset(s->held, 0, sizeof(s->held));
		return true;
	}
	if (!signal_get(k, s->seg_valid) || n >= SEGMENT_COUNT)
		return false;
	s->held[n] = (struct descriptor){
		.base = signal_get(k, s->seg_base),
		.limit = signal_get(k, s->seg_limit),
		.type = signal_get(k, s->seg_type),
		.dpl = signal_get(k, s->seg_dpl),
		.rpl = signal_get(k, s->seg_rpl),
		.is_loaded = !signal_get(k, s->seg_null),
		.is_granular = signal_get(k, s->seg_granular),
		.is_present = signal_get(k, s->seg_present),
		.is_big = signal_get(k, s->seg_big),
		.is_long = signal_get(k, s->seg_long),
	};
	return true;
}

/* ---- Elaboration ---- */

static void bind_port(struct segment_port *p, struct kernel *k, unsigned int m, const char *x)
{
	p->req_va = kernel_reads(k, m, AT_EVAL, x, "req_va");
	p->req_seg = kernel_reads(k, m, AT_EVAL, x, "req_seg");
	p->req_last = kernel_reads(k, m, AT_EVAL, x, "req_last");
	p->req_priv = kernel_reads(k, m, AT_EVAL, x, "req_priv");
	if (!p->is_fetch)
		p->req_store = kernel_reads(k, m, AT_EVAL, x, "req_store");
	p->linear = kernel_drives(k, m, 64, x, "linear");
	p->segment_fault = kernel_drives(k, m, 3, x, "segment_fault");
	p->is_stack = kernel_drives(k, m, 1, x, "is_stack");
}

static void bind_load(struct segment *s, struct kernel *k, unsigned int m)
{
	s->seg_valid = kernel_reads(k, m, AT_TICK, "", "seg_valid");
	s->seg_index = kernel_reads(k, m, AT_TICK, "", "seg_index");
	s->seg_base = kernel_reads(k, m, AT_TICK, "", "seg_base");
	s->seg_limit = kernel_reads(k, m, AT_TICK, "", "seg_limit");
	s->seg_granular = kernel_reads(k, m, AT_TICK, "", "seg_granular");
	s->seg_type = kernel_reads(k, m, AT_TICK, "", "seg_type");
	s->seg_dpl = kernel_reads(k, m, AT_TICK, "", "seg_dpl");
	s->seg_rpl = kernel_reads(k, m, AT_TICK, "", "seg_rpl");
	s->seg_present = kernel_reads(k, m, AT_TICK, "", "seg_present");
	s->seg_null = kernel_reads(k, m, AT_TICK, "", "seg_null");
	s->seg_big = kernel_reads(k, m, AT_TICK, "", "seg_big");
	s->seg_long = kernel_reads(k, m, AT_TICK, "", "seg_long");
}

void segment_init(struct segment *s, struct kernel *k, unsigned int segments)
{
	static const struct kernel_ops ops = {segment_eval, segment_tick};
	unsigned int m = kernel_module(k, "", "segment", &ops, s, sizeof(*s));

	*s = (struct segment){.is_built = segments, .fetch.is_fetch = true};
	s->rst = kernel_reads(k, m, AT_TICK, "", "rst");
	s->held_regime = kernel_reads(k, m, AT_EVAL, "", "held_regime");
	s->held_short = kernel_reads(k, m, AT_EVAL, "", "held_short");
	bind_load(s, k, m);
	bind_port(&s->fetch, k, m, "fetch_");
	bind_port(&s->data, k, m, "data_");
}
