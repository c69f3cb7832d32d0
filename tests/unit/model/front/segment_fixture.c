/* SPDX-License-Identifier: Apache-2.0 */
#include "segment_fixture.h"

#include <check.h>

#include "suite.h"

struct kernel k;
static struct segment_registers registers;
static struct segment fetch_segment, data_segment;

void set(const char *name, uint64_t value)
{
	kernel_poke(&k, name, value);
}

void go(int context)
{
	static const enum regime regimes[] = {
		[RV64] = REGIME_RV64,        [RV32] = REGIME_RV32,
		[X86_32] = REGIME_X86_32,    [X86_64_SHORT] = REGIME_X86_64,
		[LONG_MODE] = REGIME_X86_64,
	};

	set("held_regime", regimes[context]);
	set("held_short", context != RV64 && context != LONG_MODE);
	kernel_settle(&k);
}

void start(unsigned int segments)
{
	kernel_init(&k);
	segment_registers_init(&registers, &k);
	segment_init(&fetch_segment, &k, "fetch_", true, segments);
	segment_init(&data_segment, &k, "data_", false, segments);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	go(X86_32);
}

void setup(void)
{
	start(1);
}

void teardown(void)
{
	kernel_finish(&k);
}

void edge(void)
{
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
}

void show_load(uint64_t index, struct load l)
{
	set("seg_valid", 1);
	set("seg_index", index);
	set("seg_base", l.base);
	set("seg_limit", l.limit);
	set("seg_granular", l.granular);
	set("seg_type", l.type);
	set("seg_dpl", l.dpl);
	set("seg_present", l.present);
	set("seg_big", l.big);
	set("seg_long", l.is_long);
	set("seg_rpl", l.rpl);
	set("seg_null", l.is_null);
}

void load(uint64_t index, struct load l)
{
	show_load(index, l);
	edge();
	set("seg_valid", 0);
}

void ask_fetch(uint64_t index, uint64_t va, uint64_t last, uint64_t ring)
{
	set("fetch_req_seg", index);
	set("fetch_req_va", va);
	set("fetch_req_last", last);
	set("fetch_req_priv", 3 - ring);
	kernel_settle(&k);
}

void ask_data(bool stores, uint64_t index, uint64_t va, uint64_t last, uint64_t ring)
{
	set("data_req_store", stores);
	set("data_req_seg", index);
	set("data_req_va", va);
	set("data_req_last", last);
	set("data_req_priv", 3 - ring);
	kernel_settle(&k);
}

void ask(enum access_type type, uint64_t index, uint64_t va, uint64_t last, uint64_t ring)
{
	if (type == ACCESS_FETCH)
		ask_fetch(index, va, last, ring);
	else
		ask_data(type == ACCESS_STORE, index, va, last, ring);
}

static void expect(const char *name, uint64_t value)
{
	uint64_t got = kernel_peek(&k, name);

	suite_assert(got == value, "%s is %#llx, not %#llx", name, (unsigned long long)got,
		     (unsigned long long)value);
}

void expect_fault(enum access_type type, enum segment_fault fault)
{
	expect(type == ACCESS_FETCH ? "fetch_linear_fault" : "data_linear_fault", fault);
}

void expect_linear(enum access_type type, uint64_t linear)
{
	expect_fault(type, SEGMENT_OK);
	expect(type == ACCESS_FETCH ? "fetch_linear_address" : "data_linear_address", linear);
}

const struct bounds up[] = {
	{0, 0, 0, 0, true},
	{0, 0, 1, 0, false},
	{0, 0, 0, 1, false},
	{0x1000, 0, 0x1000, 0, true},
	{0x1000, 0, 0x1001, 0, false},
	{0x1000, 0, 0xffd, 3, true},
	{0x1000, 0, 0xffd, 4, false},
	{0xfff, 0, 0, 0xfff, true},
	{0xffe, 0, 0, 0xfff, false},
	{0xfffff, 0, 0xfffff, 0, true},
	{0xfffff, 0, 0x100000, 0, false},
	{0xfffff, 0, 0xff000, 0xfff, true},
	{0xfffff, 0, 0xff001, 0xfff, false},
	{0, 1, 0xfff, 0, true},
	{0, 1, 0x1000, 0, false},
	{0, 1, 0, 0xfff, true},
	{0, 1, 1, 0xfff, false},
	{5, 1, 0x5fff, 0, true},
	{5, 1, 0x6000, 0, false},
	{0xffffe, 1, 0xffffefff, 0, true},
	{0xffffe, 1, 0xfffff000, 0, false},
	{0xfffff, 1, 0xffffffff, 0, true},
	{0xfffff, 1, 0xffffffff, 1, false}, /* 100000000, not 0 */
	{0xfffff, 1, 0xfffff000, 0xfff, true},
	{0xfffff, 1, 0xfffff001, 0xfff, false},
};

void check_bounds(enum access_type type, uint64_t descriptor_type, uint64_t big,
		  const struct bounds *b)
{
	load(SEGMENT_CS, (struct load){.limit = b->limit,
				       .granular = b->granular,
				       .present = 1,
				       .type = descriptor_type,
				       .big = big});
	ask(type, SEGMENT_CS, b->first, b->last, 0);
	expect_fault(type, b->passes ? SEGMENT_OK : SEGMENT_LIMIT);
}
