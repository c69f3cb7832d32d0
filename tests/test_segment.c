/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The segment registers against S1 to S4 of rtl/README.md, with the PTBR and
 * the ports played by the test. A ring is 3 less the privilege.
 */
#include <check.h>
#include <string.h>

#include "arch.h"
#include "kernel.h"
#include "segment.h"
#include "suite.h"

#define BIT(n) (UINT64_C(1) << (n))

/* Types; bit 0, accessed, is not looked at. */
#define READ_ONLY  0x0
#define WRITABLE   0x2
#define DOWN       0x6 /* expand-down, writable */
#define CODE       0xa /* readable */
#define CONFORMING 0xe /* readable */
#define EXECUTE    0x8 /* not readable */
#define WHOLE      .limit = 0xfffff, .granular = 1, .present = 1
#define SOME_VA    UINT64_C(0xfedcba9876543210)

/* What the pins of a load show. */
struct load {
	uint64_t base, limit, granular, present, type, dpl, big, is_long;
};

static struct kernel k;
static struct segment segment;

static void set(const char *name, uint64_t value)
{
	kernel_poke(&k, name, value);
}

/* What the PTBR makes of an address. */
enum context { RV64, RV32, X86_32, X86_64_SHORT, LONG_MODE };

static void go(int context)
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

static void start(unsigned int segments)
{
	kernel_init(&k);
	segment_init(&segment, &k, segments);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	go(X86_32);
}

static void setup(void)
{
	start(1);
}

static void teardown(void)
{
	kernel_finish(&k);
}

static void edge(void)
{
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
}

static void show_load(uint64_t index, struct load l)
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
}

static void load(uint64_t index, struct load l)
{
	show_load(index, l);
	edge();
	set("seg_valid", 0);
}

static void ask_fetch(uint64_t index, uint64_t va, uint64_t last, uint64_t ring)
{
	set("fetch_req_seg", index);
	set("fetch_req_va", va);
	set("fetch_req_last", last);
	set("fetch_req_priv", 3 - ring);
	kernel_settle(&k);
}

static void ask_data(bool stores, uint64_t index, uint64_t va, uint64_t last, uint64_t ring)
{
	set("data_req_store", stores);
	set("data_req_seg", index);
	set("data_req_va", va);
	set("data_req_last", last);
	set("data_req_priv", 3 - ring);
	kernel_settle(&k);
}

static void ask(enum access_type type, uint64_t index, uint64_t va, uint64_t last, uint64_t ring)
{
	if (type == ACCESS_FETCH)
		ask_fetch(index, va, last, ring);
	else
		ask_data(type == ACCESS_STORE, index, va, last, ring);
}

static void expect(const char *name, uint64_t value)
{
	uint64_t got = kernel_peek(&k, name);

	ck_assert_msg(got == value, "%s is %#llx, not %#llx", name, (unsigned long long)got,
		      (unsigned long long)value);
}

static void expect_fault(enum access_type type, enum segment_fault fault)
{
	expect(type == ACCESS_FETCH ? "fetch_segment_fault" : "data_segment_fault", fault);
}

static void expect_linear(enum access_type type, uint64_t linear)
{
	expect_fault(type, SEGMENT_OK);
	expect(type == ACCESS_FETCH ? "fetch_linear" : "data_linear", linear);
}

/* ---- S2: the address ---- */

/* What is on the pins, whole, though all registers are absent. */
START_TEST(without_a_segment)
{
	go(_i);
	for (uint64_t index = 6; index <= 7; index++) {
		for (enum access_type type = ACCESS_FETCH; type <= ACCESS_STORE; type++) {
			ask(type, index, SOME_VA, 0xfff, 3);
			expect_linear(type, SOME_VA);
		}
	}
}
END_TEST

START_TEST(base_and_offset)
{
	load(SEGMENT_CS, (struct load){0x12345000, WHOLE, .type = CODE});
	load(SEGMENT_DS, (struct load){0x77777000, WHOLE, .type = WRITABLE});
	ask_fetch(SEGMENT_CS, 0x678, 0, 0);
	ask_data(false, SEGMENT_DS, 0xabcdef, 0, 0);
	expect_linear(ACCESS_FETCH, 0x12345678);
	expect_linear(ACCESS_LOAD, 0x78233def);
	/* what one port asks is nothing to the other */
	ask_fetch(SEGMENT_DS, 0x678, 0, 0);
	expect_fault(ACCESS_FETCH, SEGMENT_TYPE);
	expect_linear(ACCESS_LOAD, 0x78233def);
	ask_fetch(SEGMENT_CS, 0x678, 0, 0);
	ask_data(true, SEGMENT_CS, 0x678, 0, 0);
	expect_linear(ACCESS_FETCH, 0x12345678);
	expect_fault(ACCESS_STORE, SEGMENT_TYPE);
}
END_TEST

/* Offset and sum have 32 bits, so bits 63:32 of a base do not count. */
START_TEST(modulo_2_32)
{
	go(_i);
	load(SEGMENT_CS, (struct load){0xabcdef00fffff000, WHOLE, .type = CODE});
	load(SEGMENT_FS, (struct load){0xabcdef00fffff000, WHOLE, .type = WRITABLE});
	ask_fetch(SEGMENT_CS, 0x1234567800002345, 0, 0);
	expect_linear(ACCESS_FETCH, 0x1345);
	ask_data(true, SEGMENT_FS, 0x1234567800000fff, 0, 0);
	expect_linear(ACCESS_STORE, 0xffffffff);
	ask_data(true, SEGMENT_FS, 0xffffffff00001000, 0, 0);
	expect_linear(ACCESS_STORE, 0);
	/* the last byte is not reduced: 100000000 */
	ask_data(true, SEGMENT_FS, 0xffffffff, 1, 0);
	expect_fault(ACCESS_STORE, SEGMENT_LIMIT);
}
END_TEST

START_TEST(rv64)
{
	go(RV64);
	load(SEGMENT_CS, (struct load){0xabcdef00fffff000, WHOLE, .type = CODE, .is_long = 1});
	load(SEGMENT_DS, (struct load){0xfffffffffffff000, WHOLE, .type = WRITABLE});
	ask_fetch(SEGMENT_CS, 0x2345, 0, 0);
	expect_linear(ACCESS_FETCH, 0xabcdef0100001345);
	ask_data(false, SEGMENT_DS, 0x2345, 0, 0);
	expect_linear(ACCESS_LOAD, 0x1345);
	ask_data(false, SEGMENT_DS, 0xffffffff, 0, 0);
	expect_linear(ACCESS_LOAD, 0xffffefff);
	/* the offset has 64 bits, and the last byte 65 */
	ask_data(false, SEGMENT_DS, BIT(32), 0, 0);
	expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
	ask_data(false, SEGMENT_DS, BIT(63), 0, 0);
	expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
	ask_data(false, SEGMENT_DS, UINT64_MAX, 0xfff, 0);
	expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
}
END_TEST

START_TEST(expand_down_on_rv64)
{
	go(RV64);
	load(SEGMENT_DS, (struct load){0, 0xfff, .present = 1, .type = DOWN, .big = 1});
	ask_data(false, SEGMENT_DS, 0xffffffff, 0, 0);
	expect_linear(ACCESS_LOAD, 0xffffffff);
	ask_data(false, SEGMENT_DS, BIT(32), 0, 0);
	expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
	ask_data(false, SEGMENT_DS, UINT64_MAX - 0x10, 0xfff, 0);
	expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
}
END_TEST

/* ---- S3: 64-bit mode ---- */

/* What is loaded would fail every check. */
START_TEST(in_64_bit_mode)
{
	static const uint64_t base[SEGMENT_COUNT] = {
		[SEGMENT_FS] = 0xffff800012340000,
		[SEGMENT_GS] = 0xfffffffffffff000,
	};

	go(LONG_MODE);
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++)
		load(n, (struct load){base[n] ? base[n] : 0x5000, .type = EXECUTE,
				      .is_long = n == SEGMENT_CS});
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		for (enum access_type type = ACCESS_FETCH; type <= ACCESS_STORE; type++) {
			ask(type, n, 0xffff900000001234, 0xfff, 3);
			expect_linear(type, base[n] + 0xffff900000001234);
		}
	}
	ask_data(false, SEGMENT_FS, 0x8000, 0, 3);
	expect_linear(ACCESS_LOAD, 0xffff800012348000);
	ask_data(false, SEGMENT_GS, 0x2000, 0, 3);
	expect_linear(ACCESS_LOAD, 0x1000);
}
END_TEST

/* L counts in CS alone. */
START_TEST(in_compatibility_mode)
{
	go(LONG_MODE);
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++)
		load(n, (struct load){0x5000, 0xfff, .present = 1, .type = CODE,
				      .is_long = n != SEGMENT_CS});
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		ask_fetch(n, 0xfff, 0, 0);
		expect_linear(ACCESS_FETCH, 0x5fff);
		ask_data(false, n, 0x1000, 0, 0);
		expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
	}
}
END_TEST

/* L in CS, but not in long mode. */
START_TEST(long_out_of_long_mode)
{
	go(_i);
	load(SEGMENT_CS, (struct load){0x5000, 0xfff, .present = 1, .type = CODE, .is_long = 1});
	ask_fetch(SEGMENT_CS, 0xfff, 0, 0);
	expect_linear(ACCESS_FETCH, 0x5fff);
	ask_fetch(SEGMENT_CS, 0x1000, 0, 0);
	expect_fault(ACCESS_FETCH, SEGMENT_LIMIT);
	ask_data(false, SEGMENT_FS, 0, 0, 0);
	expect_fault(ACCESS_LOAD, SEGMENT_ABSENT);
	/* and in it, from the same cycle on */
	go(LONG_MODE);
	expect_linear(ACCESS_FETCH, 0x1000);
	expect_linear(ACCESS_LOAD, 0);
}
END_TEST

/* ---- S4: the checks ---- */

/* A descriptor that fails one check and all that follow: the first is named. */
START_TEST(order)
{
	static const uint64_t right[] = {CODE, READ_ONLY, WRITABLE};
	static const uint64_t wrong[] = {WRITABLE, EXECUTE, CODE};
	enum segment_fault first = (enum segment_fault)(SEGMENT_ABSENT + _i % 4);
	enum access_type type = (enum access_type)(_i / 4);
	struct load l = {
		.limit = 0xff,
		.present = first > SEGMENT_ABSENT,
		.type = first > SEGMENT_TYPE ? right[type] : wrong[type],
		.dpl = first > SEGMENT_PRIVILEGE ? 2 : 1,
	};

	load(SEGMENT_DS, l);
	ask(type, SEGMENT_DS, 0x100, 0, 2);
	expect_fault(type, first);
}
END_TEST

START_TEST(absent)
{
	enum access_type type = (enum access_type)_i;
	struct load l = {0x5000, 0xfff, .type = type == ACCESS_FETCH ? CODE : WRITABLE};

	load(SEGMENT_DS, l);
	ask(type, SEGMENT_DS, 0, 0, 0);
	expect_fault(type, SEGMENT_ABSENT);
	l.present = 1;
	load(SEGMENT_DS, l);
	expect_linear(type, 0x5000);
}
END_TEST

/* What may be done to each type: fetch, load, store. */
START_TEST(types)
{
	static const char *const may[16] = {
		"l",  "l",  /* data */
		"ls", "ls", /* writable */
		"l",  "l",  /* expand-down */
		"ls", "ls", /* expand-down, writable */
		"f",  "f",  /* code */
		"fl", "fl", /* readable */
		"f",  "f",  /* conforming */
		"fl", "fl", /* conforming, readable */
	};
	bool down = _i >= 0x4 && _i <= 0x7;

	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		load(n, (struct load){0, 0x100, .present = 1, .type = (uint64_t)_i, .big = 1});
		ask_fetch(n, down ? 0x101 : 0x100, 0, 0);
		expect_fault(ACCESS_FETCH, strchr(may[_i], 'f') ? SEGMENT_OK : SEGMENT_TYPE);
		ask_data(false, n, down ? 0x101 : 0x100, 0, 0);
		expect_fault(ACCESS_LOAD, strchr(may[_i], 'l') ? SEGMENT_OK : SEGMENT_TYPE);
		ask_data(true, n, down ? 0x101 : 0x100, 0, 0);
		expect_fault(ACCESS_STORE, strchr(may[_i], 's') ? SEGMENT_OK : SEGMENT_TYPE);
	}
}
END_TEST

enum rule { EQUAL, AT_MOST, AT_LEAST, ANY };

/* For each ring the DPLs that pass: bit n is DPL n. */
static const unsigned int passing[][4] = {
	[EQUAL] = {0x1, 0x2, 0x4, 0x8},
	[AT_MOST] = {0x1, 0x3, 0x7, 0xf}, /* DPL <= ring */
	[AT_LEAST] = {0xf, 0xe, 0xc, 0x8}, /* DPL >= ring */
	[ANY] = {0xf, 0xf, 0xf, 0xf},
};

struct rings {
	enum access_type type;
	uint64_t descriptor_type;
	bool in_ss;
	enum rule rule;
};

static const struct rings all_rings[] = {
	{ACCESS_FETCH, CODE,       false, EQUAL   },
        {ACCESS_FETCH, CODE,       true,  EQUAL   },
	{ACCESS_FETCH, CONFORMING, false, AT_MOST },
        {ACCESS_FETCH, CONFORMING, true,  AT_MOST },
	{ACCESS_LOAD,  READ_ONLY,  false, AT_LEAST},
        {ACCESS_LOAD,  WRITABLE,   false, AT_LEAST},
	{ACCESS_LOAD,  WRITABLE,   true,  EQUAL   },
        {ACCESS_LOAD,  DOWN,       false, AT_LEAST},
	{ACCESS_LOAD,  DOWN,       true,  EQUAL   },
        {ACCESS_LOAD,  CODE,       false, AT_LEAST},
	{ACCESS_LOAD,  CODE,       true,  EQUAL   },
        {ACCESS_LOAD,  CONFORMING, false, ANY     },
	{ACCESS_LOAD,  CONFORMING, true,  EQUAL   },
        {ACCESS_STORE, WRITABLE,   false, AT_LEAST},
	{ACCESS_STORE, WRITABLE,   true,  EQUAL   },
        {ACCESS_STORE, DOWN,       false, AT_LEAST},
	{ACCESS_STORE, DOWN,       true,  EQUAL   },
};

START_TEST(rings)
{
	const struct rings *r = &all_rings[_i];

	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		if (r->in_ss != (n == SEGMENT_SS))
			continue;
		for (uint64_t ring_and_dpl = 0; ring_and_dpl < 16; ring_and_dpl++) {
			uint64_t ring = ring_and_dpl / 4, dpl = ring_and_dpl % 4;
			bool passes = passing[r->rule][ring] >> dpl & 1;

			load(n, (struct load){.limit = 0xff,
					      .present = 1,
					      .dpl = dpl,
					      .big = 1,
					      .type = r->descriptor_type});
			ask(r->type, n, r->descriptor_type == DOWN ? 0x100 : 0xff, 0, ring);
			expect_fault(r->type, passes ? SEGMENT_OK : SEGMENT_PRIVILEGE);
		}
	}
}
END_TEST

/* Bytes first to first + last of a segment. */
struct bounds {
	uint64_t limit, granular, first, last;
	bool passes;
};

static const struct bounds up[] = {
	{0,       0, 0,          0,     true },
	{0,       0, 1,          0,     false},
	{0,       0, 0,          1,     false},
	{0x1000,  0, 0x1000,     0,     true },
	{0x1000,  0, 0x1001,     0,     false},
	{0x1000,  0, 0xffd,      3,     true },
	{0x1000,  0, 0xffd,      4,     false},
	{0xfff,   0, 0,          0xfff, true },
	{0xffe,   0, 0,          0xfff, false},
	{0xfffff, 0, 0xfffff,    0,     true },
	{0xfffff, 0, 0x100000,   0,     false},
	{0xfffff, 0, 0xff000,    0xfff, true },
	{0xfffff, 0, 0xff001,    0xfff, false},
	{0,       1, 0xfff,      0,     true },
	{0,       1, 0x1000,     0,     false},
	{0,       1, 0,          0xfff, true },
	{0,       1, 1,          0xfff, false},
	{5,       1, 0x5fff,     0,     true },
	{5,       1, 0x6000,     0,     false},
	{0xffffe, 1, 0xffffefff, 0,     true },
	{0xffffe, 1, 0xfffff000, 0,     false},
	{0xfffff, 1, 0xffffffff, 0,     true },
	{0xfffff, 1, 0xffffffff, 1,     false}, /* 100000000, not 0 */
	{0xfffff, 1, 0xfffff000, 0xfff, true },
	{0xfffff, 1, 0xfffff001, 0xfff, false},
};

static const struct bounds down_to_64_kib[] = {
	{0,       0, 0,          0,     false},
	{0,       0, 1,          0,     true },
	{0x1000,  0, 0x1000,     0,     false},
	{0x1000,  0, 0x1000,     0xfff, false},
	{0x1000,  0, 0x1001,     0,     true },
	{0x1000,  0, 0xffff,     0,     true },
	{0x1000,  0, 0x10000,    0,     false},
	{0x1000,  0, 0xfffc,     3,     true },
	{0x1000,  0, 0xfffc,     4,     false},
	{0x1000,  0, 0xffffffff, 0,     false},
	{0xfffe,  0, 0xffff,     0,     true },
	{0xffff,  0, 0xffff,     0,     false},
	{0xffff,  0, 0x10000,    0,     false},
	{0,       1, 0xfff,      0,     false},
	{0,       1, 0x1000,     0,     true },
	{0xe,     1, 0xefff,     0,     false},
	{0xe,     1, 0xf000,     0xfff, true },
	{0xf,     1, 0xffff,     0,     false},
	{0xf,     1, 0x10000,    0,     false},
	{0xfffff, 1, 0x8000,     0,     false},
};

static const struct bounds down_to_4_gib[] = {
	{0,       0, 0,          0,     false},
	{0,       0, 1,          0,     true },
	{0x1000,  0, 0x1000,     0,     false},
	{0x1000,  0, 0x1001,     0,     true },
	{0x1000,  0, 0x10000,    0,     true },
	{0x1000,  0, 0xffffffff, 0,     true },
	{0x1000,  0, 0xffffffff, 1,     false}, /* 100000000, not 0 */
	{0x1000,  0, 0xfffff000, 0xfff, true },
	{0x1000,  0, 0xfffff001, 0xfff, false},
	{0xfffff, 0, 0xfffff,    0,     false},
	{0xfffff, 0, 0x100000,   0,     true },
	{0,       1, 0xfff,      0,     false},
	{0,       1, 0x1000,     0,     true },
	{0xffffe, 1, 0xffffefff, 0,     false},
	{0xffffe, 1, 0xfffff000, 0xfff, true },
	{0xfffff, 1, 0xffffffff, 0,     false},
	{0xfffff, 1, 0,          0,     false},
};

static void check_bounds(enum access_type type, uint64_t descriptor_type, uint64_t big,
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

/* B does not count, and of code bit 2 is not expand-down. */
START_TEST(limit)
{
	for (uint64_t big = 0; big < 2; big++) {
		check_bounds(ACCESS_FETCH, CODE, big, &up[_i]);
		check_bounds(ACCESS_FETCH, CONFORMING, big, &up[_i]);
		check_bounds(ACCESS_LOAD, CODE, big, &up[_i]);
		check_bounds(ACCESS_LOAD, CONFORMING, big, &up[_i]);
		check_bounds(ACCESS_LOAD, READ_ONLY, big, &up[_i]);
		check_bounds(ACCESS_STORE, WRITABLE, big, &up[_i]);
	}
}
END_TEST

START_TEST(limit_of_expand_down_to_64_kib)
{
	check_bounds(ACCESS_LOAD, DOWN & ~WRITABLE, 0, &down_to_64_kib[_i]);
	check_bounds(ACCESS_LOAD, DOWN, 0, &down_to_64_kib[_i]);
	check_bounds(ACCESS_STORE, DOWN, 0, &down_to_64_kib[_i]);
}
END_TEST

START_TEST(limit_of_expand_down_to_4_gib)
{
	check_bounds(ACCESS_LOAD, DOWN & ~WRITABLE, 1, &down_to_4_gib[_i]);
	check_bounds(ACCESS_LOAD, DOWN, 1, &down_to_4_gib[_i]);
	check_bounds(ACCESS_STORE, DOWN, 1, &down_to_4_gib[_i]);
}
END_TEST

/* RISC-V is checked by the same rules: U is ring 3, M is ring 0. */
START_TEST(riscv_rings)
{
	static const enum priv privs[] = {PRIV_M, (enum priv)2, PRIV_S, PRIV_U};

	go(_i);
	for (uint64_t dpl = 0; dpl < 4; dpl++) {
		load(SEGMENT_CS, (struct load){0, WHOLE, .type = CODE, .dpl = dpl});
		for (uint64_t ring = 0; ring < 4; ring++) {
			ask_fetch(SEGMENT_CS, 0, 0, 0);
			set("fetch_req_priv", privs[ring]);
			kernel_settle(&k);
			expect_fault(ACCESS_FETCH, ring == dpl ? SEGMENT_OK : SEGMENT_PRIVILEGE);
		}
	}
}
END_TEST

/* ---- S1, G1: the registers ---- */

static void load_all(void)
{
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++)
		load(n, (struct load){0x1000 * (n + 1), WHOLE, .type = CODE});
}

/* Each of the six holds its own. */
START_TEST(six_registers)
{
	load_all();
	load((uint64_t)_i, (struct load){0x77000, WHOLE, .type = CODE});
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		uint64_t base = n == (uint64_t)_i ? 0x77000 : 0x1000 * (n + 1);

		ask_fetch(n, 0x10, 0, 0);
		expect_linear(ACCESS_FETCH, base + 0x10);
		ask_data(false, n, 0x20, 0, 0);
		expect_linear(ACCESS_LOAD, base + 0x20);
	}
}
END_TEST

/* A load of 6 or 7, or none: nothing is loaded. */
START_TEST(loads_of_nothing)
{
	load_all();
	show_load(_i == 8 ? SEGMENT_DS : (uint64_t)_i, (struct load){.base = 0x99000});
	set("seg_valid", _i != 8);
	edge();
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		ask_data(false, n, 0x20, 0, 0);
		expect_linear(ACCESS_LOAD, 0x1000 * (n + 1) + 0x20);
	}
	ask_data(false, (uint64_t)_i, 0x20, 0, 0);
	if (_i < 8)
		expect_linear(ACCESS_LOAD, 0x20);
}
END_TEST

/* Seen from the next cycle on, and by a request whose pins do not move. */
START_TEST(shows_in_the_next_cycle)
{
	ask_data(false, SEGMENT_GS, 0x10, 0, 0);
	ask_fetch(SEGMENT_GS, 0x30, 0, 0);
	show_load(SEGMENT_GS, (struct load){0x5000, WHOLE, .type = CODE});
	kernel_settle(&k);
	expect_fault(ACCESS_LOAD, SEGMENT_ABSENT);
	expect_fault(ACCESS_FETCH, SEGMENT_ABSENT);
	edge();
	expect_linear(ACCESS_LOAD, 0x5010);
	expect_linear(ACCESS_FETCH, 0x5030);
	/* one load after the other: each in its cycle */
	set("seg_base", 0x6000);
	kernel_settle(&k);
	expect_linear(ACCESS_LOAD, 0x5010);
	edge();
	expect_linear(ACCESS_LOAD, 0x6010);
	set("seg_limit", 0);
	set("seg_granular", 0);
	edge();
	expect_fault(ACCESS_LOAD, SEGMENT_LIMIT);
	set("seg_present", 0);
	edge();
	expect_fault(ACCESS_LOAD, SEGMENT_ABSENT);
	expect_fault(ACCESS_FETCH, SEGMENT_ABSENT);
}
END_TEST

/* L in CS, too. */
START_TEST(long_shows_in_the_next_cycle)
{
	go(LONG_MODE);
	ask_data(false, SEGMENT_DS, BIT(40), 0, 0);
	show_load(SEGMENT_CS, (struct load){.is_long = 1});
	kernel_settle(&k);
	expect_fault(ACCESS_LOAD, SEGMENT_ABSENT);
	edge();
	expect_linear(ACCESS_LOAD, BIT(40));
}
END_TEST

/* A load in the cycle of reset is no load. */
START_TEST(reset)
{
	load_all();
	load(SEGMENT_CS, (struct load){0, WHOLE, .type = CODE, .is_long = 1});
	set("rst", 1);
	load(SEGMENT_DS, (struct load){0x5000, WHOLE, .type = CODE});
	set("rst", 0);
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		ask_fetch(n, 0, 0, 0);
		expect_fault(ACCESS_FETCH, SEGMENT_ABSENT);
		ask_data(false, n, 0, 0, 0);
		expect_fault(ACCESS_LOAD, SEGMENT_ABSENT);
	}
	/* the L of CS is gone, and then the bases of FS and GS */
	go(LONG_MODE);
	expect_fault(ACCESS_LOAD, SEGMENT_ABSENT);
	load(SEGMENT_CS, (struct load){.is_long = 1});
	for (uint64_t n = 0; n < SEGMENT_COUNT; n++) {
		ask_data(false, n, 0x10, 0, 0);
		expect_linear(ACCESS_LOAD, 0x10);
	}
}
END_TEST

/* SEGMENTS = 0. */
START_TEST(without_segments)
{
	kernel_finish(&k);
	start(0);
	load_all();
	load(SEGMENT_DS, (struct load){0x5000, 0, .present = 0});
	for (uint64_t n = 0; n < 8; n++) {
		for (enum access_type type = ACCESS_FETCH; type <= ACCESS_STORE; type++) {
			ask(type, n, SOME_VA, 0xfff, 3);
			expect_linear(type, SOME_VA);
		}
	}
}
END_TEST

static void add_checks(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, order, 0, 12);
	tcase_add_loop_test(tc, absent, ACCESS_FETCH, ACCESS_STORE + 1);
	tcase_add_loop_test(tc, types, 0, 16);
	tcase_add_loop_test(tc, rings, 0, 17);
	tcase_add_loop_test(tc, riscv_rings, RV64, RV32 + 1);
	tcase_add_loop_test(tc, limit, 0, 25);
	tcase_add_loop_test(tc, limit_of_expand_down_to_64_kib, 0, 20);
	tcase_add_loop_test(tc, limit_of_expand_down_to_4_gib, 0, 17);
}

static void add_addresses(TCase *tc)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, without_a_segment, RV64, LONG_MODE + 1);
	tcase_add_test(tc, base_and_offset);
	tcase_add_loop_test(tc, modulo_2_32, RV32, LONG_MODE + 1);
	tcase_add_test(tc, rv64);
	tcase_add_test(tc, expand_down_on_rv64);
	tcase_add_test(tc, in_64_bit_mode);
	tcase_add_test(tc, in_compatibility_mode);
	tcase_add_loop_test(tc, long_out_of_long_mode, RV64, LONG_MODE);
	tcase_add_loop_test(tc, six_registers, 0, SEGMENT_COUNT);
	tcase_add_loop_test(tc, loads_of_nothing, 6, 9);
	tcase_add_test(tc, shows_in_the_next_cycle);
	tcase_add_test(tc, long_shows_in_the_next_cycle);
	tcase_add_test(tc, reset);
	tcase_add_test(tc, without_segments);
}

int main(void)
{
	Suite *suite = suite_create("segment");
	TCase *addresses = tcase_create("addresses"), *checks = tcase_create("checks");

	suite_add_tcase(suite, addresses);
	suite_add_tcase(suite, checks);
	add_addresses(addresses);
	add_checks(checks);

	return suite_run(suite);
}
