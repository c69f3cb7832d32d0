/* SPDX-License-Identifier: Apache-2.0 */
/* What a segment refuses, and for which reason: segment-4 of rtl/contract. */
#include <check.h>
#include <string.h>

#include "segment_fixture.h"
#include "suite.h"

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

/* A descriptor that fails one check and all that follow: the first is named. */
START_TEST(order)
{
	static const enum segment_fault all[] = {SEGMENT_NULL, SEGMENT_TYPE, SEGMENT_PRIVILEGE,
						 SEGMENT_ABSENT, SEGMENT_LIMIT};
	static const uint64_t right[] = {CODE, READ_ONLY, WRITABLE};
	static const uint64_t wrong[] = {WRITABLE, EXECUTE, CODE};
	enum access_type type = (enum access_type)(_i / 5);
	int passed = _i % 5;
	struct load l = {
		.limit = 0xff,
		.is_null = passed < 1,
		.type = passed < 2 ? wrong[type] : right[type],
		.dpl = passed < 3 ? 1 : 2,
		.present = passed >= 4,
	};

	load(SEGMENT_DS, l);
	ask(type, SEGMENT_DS, 0x100, 0, 2);
	expect_fault(type, all[passed]);
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
	l.is_null = 1;
	load(SEGMENT_DS, l);
	expect_fault(type, SEGMENT_NULL);
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
	[AT_MOST] = {0x1, 0x3, 0x7, 0xf},  /* DPL <= ring */
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
	{ACCESS_FETCH, CODE, false, EQUAL},         {ACCESS_FETCH, CODE, true, EQUAL},
	{ACCESS_FETCH, CONFORMING, false, AT_MOST}, {ACCESS_FETCH, CONFORMING, true, AT_MOST},
	{ACCESS_LOAD, READ_ONLY, false, AT_LEAST},  {ACCESS_LOAD, WRITABLE, false, AT_LEAST},
	{ACCESS_LOAD, WRITABLE, true, EQUAL},       {ACCESS_LOAD, DOWN, false, AT_LEAST},
	{ACCESS_LOAD, DOWN, true, EQUAL},           {ACCESS_LOAD, CODE, false, AT_LEAST},
	{ACCESS_LOAD, CODE, true, EQUAL},           {ACCESS_LOAD, CONFORMING, false, ANY},
	{ACCESS_LOAD, CONFORMING, true, EQUAL},     {ACCESS_STORE, WRITABLE, false, AT_LEAST},
	{ACCESS_STORE, WRITABLE, true, EQUAL},      {ACCESS_STORE, DOWN, false, AT_LEAST},
	{ACCESS_STORE, DOWN, true, EQUAL},
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
					      .rpl = dpl,
					      .big = 1,
					      .type = r->descriptor_type});
			ask(r->type, n, r->descriptor_type == DOWN ? 0x100 : 0xff, 0, ring);
			expect_fault(r->type, passes ? SEGMENT_OK : SEGMENT_PRIVILEGE);
		}
	}
}
END_TEST

/* segment-4: ring, DPL and RPL, each of 64; how many pass is counted by hand. */
START_TEST(rpls)
{
	static const struct {
		enum access_type type;
		uint64_t index, descriptor_type;
		unsigned int passing;
	} cases[] = {
		/* the pairs of ring and RPL that are at most DPL: 1 + 4 + 9 + 16 */
		{ACCESS_LOAD, SEGMENT_DS, WRITABLE, 30},
		{ACCESS_STORE, SEGMENT_GS, WRITABLE, 30},
		{ACCESS_LOAD, SEGMENT_CS, CODE, 30},
		{ACCESS_LOAD, SEGMENT_ES, CONFORMING, 64},
		/* all three alike */
		{ACCESS_LOAD, SEGMENT_SS, WRITABLE, 4},
		{ACCESS_STORE, SEGMENT_SS, WRITABLE, 4},
		{ACCESS_LOAD, SEGMENT_SS, CONFORMING, 4},
		/* DPL is the ring, and RPL at most that: 1 + 2 + 3 + 4 */
		{ACCESS_FETCH, SEGMENT_CS, CODE, 10},
		{ACCESS_FETCH, SEGMENT_SS, CODE, 10},
		/* DPL is at most the ring, for each RPL */
		{ACCESS_FETCH, SEGMENT_CS, CONFORMING, 40},
	};
	unsigned int passed = 0;

	for (uint64_t n = 0; n < 64; n++) {
		uint64_t ring = n / 16, dpl = n / 4 % 4, rpl = n % 4;
		bool is_fetch = cases[_i].type == ACCESS_FETCH;

		load(cases[_i].index, (struct load){.limit = 0xff,
						    .present = 1,
						    .dpl = dpl,
						    .rpl = rpl,
						    .type = cases[_i].descriptor_type});
		ask(cases[_i].type, cases[_i].index, 0, 0, ring);
		if (!kernel_peek(&k, is_fetch ? "fetch_linear_fault" : "data_linear_fault"))
			passed++;
		else
			expect_fault(cases[_i].type, SEGMENT_PRIVILEGE);
	}
	ck_assert_uint_eq(passed, cases[_i].passing);
}
END_TEST

/* The edges: an RPL that is one too much, and one that is not. */
START_TEST(edges_of_rpl)
{
	load(SEGMENT_DS, (struct load){0x5000, WHOLE, .type = WRITABLE, .dpl = 2, .rpl = 2});
	ask_data(false, SEGMENT_DS, 0, 0, 0);
	expect_linear(ACCESS_LOAD, 0x5000);
	load(SEGMENT_DS, (struct load){0x5000, WHOLE, .type = WRITABLE, .dpl = 2, .rpl = 3});
	expect_fault(ACCESS_LOAD, SEGMENT_PRIVILEGE);
	load(SEGMENT_SS, (struct load){0x5000, WHOLE, .type = WRITABLE, .dpl = 2, .rpl = 1});
	ask_data(true, SEGMENT_SS, 0, 0, 2);
	expect_fault(ACCESS_STORE, SEGMENT_PRIVILEGE);
	load(SEGMENT_CS, (struct load){0x5000, WHOLE, .type = CODE, .dpl = 1, .rpl = 0});
	ask_fetch(SEGMENT_CS, 0, 0, 1);
	expect_linear(ACCESS_FETCH, 0x5000);
	load(SEGMENT_CS, (struct load){0x5000, WHOLE, .type = CODE, .dpl = 1, .rpl = 2});
	expect_fault(ACCESS_FETCH, SEGMENT_PRIVILEGE);
}
END_TEST

static const struct bounds down_to_64_kib[] = {
	{0, 0, 0, 0, false},
	{0, 0, 1, 0, true},
	{0x1000, 0, 0x1000, 0, false},
	{0x1000, 0, 0x1000, 0xfff, false},
	{0x1000, 0, 0x1001, 0, true},
	{0x1000, 0, 0xffff, 0, true},
	{0x1000, 0, 0x10000, 0, false},
	{0x1000, 0, 0xfffc, 3, true},
	{0x1000, 0, 0xfffc, 4, false},
	{0x1000, 0, 0xffffffff, 0, false},
	{0xfffe, 0, 0xffff, 0, true},
	{0xffff, 0, 0xffff, 0, false},
	{0xffff, 0, 0x10000, 0, false},
	{0, 1, 0xfff, 0, false},
	{0, 1, 0x1000, 0, true},
	{0xe, 1, 0xefff, 0, false},
	{0xe, 1, 0xf000, 0xfff, true},
	{0xf, 1, 0xffff, 0, false},
	{0xf, 1, 0x10000, 0, false},
	{0xfffff, 1, 0x8000, 0, false},
};

static const struct bounds down_to_4_gib[] = {
	{0, 0, 0, 0, false},
	{0, 0, 1, 0, true},
	{0x1000, 0, 0x1000, 0, false},
	{0x1000, 0, 0x1001, 0, true},
	{0x1000, 0, 0x10000, 0, true},
	{0x1000, 0, 0xffffffff, 0, true},
	{0x1000, 0, 0xffffffff, 1, false}, /* 100000000, not 0 */
	{0x1000, 0, 0xfffff000, 0xfff, true},
	{0x1000, 0, 0xfffff001, 0xfff, false},
	{0xfffff, 0, 0xfffff, 0, false},
	{0xfffff, 0, 0x100000, 0, true},
	{0, 1, 0xfff, 0, false},
	{0, 1, 0x1000, 0, true},
	{0xffffe, 1, 0xffffefff, 0, false},
	{0xffffe, 1, 0xfffff000, 0xfff, true},
	{0xfffff, 1, 0xffffffff, 0, false},
	{0xfffff, 1, 0, 0, false},
};

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

int main(void)
{
	Suite *suite = suite_create("segment_checks");
	TCase *tc = tcase_create("segment_checks");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, order, 0, 15);
	tcase_add_loop_test(tc, absent, ACCESS_FETCH, ACCESS_STORE + 1);
	tcase_add_loop_test(tc, types, 0, 16);
	tcase_add_loop_test(tc, rings, 0, 17);
	tcase_add_loop_test(tc, rpls, 0, 10);
	tcase_add_test(tc, edges_of_rpl);
	tcase_add_loop_test(tc, riscv_rings, RV64, RV32 + 1);
	tcase_add_loop_test(tc, limit, 0, 25);
	tcase_add_loop_test(tc, limit_of_expand_down_to_64_kib, 0, 20);
	tcase_add_loop_test(tc, limit_of_expand_down_to_4_gib, 0, 17);
	tcase_add_test(tc, expand_down_on_rv64);

	return suite_run(suite);
}
