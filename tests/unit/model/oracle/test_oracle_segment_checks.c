/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's segments against the Intel SDM, volume 3A, chapters "Protected-Mode Memory
 * Management", "Protection" and "Interrupt and Exception Handling", and rtl/contract, segment-4 and
 * segment-6, where the manual leaves a choice: the checks but that of privilege, and their order.
 * Expected values are written by hand; none is computed by the code under test.
 */
#include <check.h>
#include <string.h>

#include "oracle_segment_fixture.h"
#include "suite.h"

/* A null selector: whatever the rest says. */
START_TEST(null)
{
	for (unsigned int i = 0; i < TYPE_COUNT * 4 * 4 * 3 * SEGMENT_COUNT; i++) {
		unsigned int name = i / 768;
		struct scene scene;

		scene_init(&scene, _i);
		scene.segment = name;
		scene.segments[name] = flat(L);
		scene.segments[name].null = true;
		scene.segments[name].present = i % 2;
		scene.segments[name].type = i % 16;
		scene.segments[name].dpl = i / 16 % 4;
		scene.segments[name].rpl = i / 32 % 4;
		scene.ring = i / 64 % 4;
		scene.type = i / 256 % 3;
		expect_fault(&scene, SEGMENT_NULL);
	}
}
END_TEST

/* P=0, of a segment that may be used so: in each register, within its limit and beyond. */
START_TEST(absent)
{
	for (unsigned int i = 0; i < 3 * 4 * SEGMENT_COUNT * 2; i++) {
		unsigned int ring = i / 3 % 4, name = i / 12 % SEGMENT_COUNT;
		struct scene scene;

		scene_init(&scene, _i);
		scene.segment = name;
		scene.type = i % 3;
		scene.ring = ring;
		scene.segments[name] = (struct oracle_segment){
			.type = scene.type == F ? CODE : DATA_W, .dpl = ring, .rpl = ring};
		scene.offset = i / 72;
		expect_fault(&scene, SEGMENT_ABSENT);
		scene.segments[name].present = true;
		if (scene.offset)
			expect_fault(&scene, SEGMENT_LIMIT);
		else
			expect_linear(&scene, 0);
	}
}
END_TEST

/* "Code- and Data-Segment Types": what each of the 16 may be used for, in whatever register. */
START_TEST(types)
{
	static const char *const table[TYPE_COUNT] = {
		"r",  /* 0 read-only */
		"r",  /* 1 read-only, accessed */
		"rw", /* 2 read/write */
		"rw", /* 3 read/write, accessed */
		"r",  /* 4 read-only, expand-down */
		"r",  /* 5 read-only, expand-down, accessed */
		"rw", /* 6 read/write, expand-down */
		"rw", /* 7 read/write, expand-down, accessed */
		"x",  /* 8 execute-only */
		"x",  /* 9 execute-only, accessed */
		"xr", /* a execute/read */
		"xr", /* b execute/read, accessed */
		"x",  /* c execute-only, conforming */
		"x",  /* d execute-only, conforming, accessed */
		"xr", /* e execute/read, conforming */
		"xr", /* f execute/read, conforming, accessed */
	};
	static const char letters[] = {[F] = 'x', [L] = 'r', [S] = 'w'};

	for (unsigned int i = 0; i < TYPE_COUNT * 3 * 4 * SEGMENT_COUNT; i++) {
		unsigned int type = i % 16, name = i / 192;
		struct scene scene;

		scene_init(&scene, _i);
		scene.segment = name;
		scene.type = i / 16 % 3;
		scene.ring = i / 48 % 4;
		/* within the limit of both directions */
		scene.segments[name] =
			(struct oracle_segment){.present = true,
						.type = type,
						.dpl = scene.ring,
						.rpl = scene.ring,
						.limit = type < CODE && type & 4 ? 0 : 0xfff};
		scene.offset = 0x123;
		if (strchr(table[type], letters[scene.type]))
			expect_linear(&scene, 0x123);
		else
			expect_fault(&scene, SEGMENT_TYPE);
	}
}
END_TEST

/*
 * "Limit Checking", expand-up: "a byte at an offset greater than the effective limit, a word at
 * an offset greater than the (effective limit - 1)", and so on.
 */
START_TEST(limits)
{
	static const struct {
		bool granular;
		uint32_t limit;
		uint64_t effective;
	} table[] = {
		{false, 0, 0},
		{false, 1, 1},
		{false, 0xff, 0xff},
		{false, 0xffe, 0xffe},
		{false, 0xfff, 0xfff},
		{false, 0x1000, 0x1000},
		{false, 0xffff, 0xffff},
		{false, 0x12345, 0x12345},
		{false, 0xfffff, 0xfffff},
		{true, 0, 0xfff},
		{true, 1, 0x1fff},
		{true, 0xf, 0xffff},
		{true, 0x10, 0x10fff},
		{true, 0x7ffff, 0x7fffffff},
		{true, 0xffffe, 0xffffefff},
		{true, 0xfffff, 0xffffffff},
	};
	static const unsigned int types[] = {DATA_W, DATA, CODE_R, CONFORM_R};

	for (size_t i = 0; i < ARRAY_SIZE(table) * ARRAY_SIZE(sizes) * 8; i++) {
		size_t row = i / 8 / ARRAY_SIZE(sizes);
		uint64_t end = table[row].effective;
		struct scene scene;

		scene_init(&scene, _i);
		scene.bytes = sizes[i / 8 % ARRAY_SIZE(sizes)];
		scene.segments[DS] = (struct oracle_segment){.present = true,
							     .granular = table[row].granular,
							     .type = types[i % 4],
							     .limit = table[row].limit,
							     .big = i / 4 % 2}; /* not looked at */
		if (scene.bytes - 1 > end) {
			/* it does not fit in */
			expect_fault(&scene, SEGMENT_LIMIT);
		} else {
			expect_linear(&scene, 0);
			scene.offset = end - (scene.bytes - 1);
			expect_linear(&scene, end - (scene.bytes - 1));
			scene.offset = end - (scene.bytes - 1) + 1;
			/* one byte after 4 GiB is byte 0 where offsets are short */
			if (scene.offset == 0x100000000 && _i != RV64)
				expect_linear(&scene, 0);
			else
				expect_fault(&scene, SEGMENT_LIMIT);
		}
		scene.offset = end;
		if (scene.bytes == 1)
			expect_linear(&scene, end);
		else
			expect_fault(&scene, SEGMENT_LIMIT);
		scene.offset = 0xffffffff;
		if (scene.bytes == 1 && end == 0xffffffff)
			expect_linear(&scene, 0xffffffff);
		else
			expect_fault(&scene, SEGMENT_LIMIT);
	}
}
END_TEST

/* Expand-down: from the effective limit + 1 to FFFF, or with B to FFFFFFFF. */
START_TEST(expand_down)
{
	static const struct {
		bool granular;
		uint32_t limit;
		bool big;
		uint64_t first, last; /* what may be accessed; BAD: no byte */
	} table[] = {
		{false, 0, false, 1, 0xffff},
		{false, 1, false, 2, 0xffff},
		{false, 0xfff, false, 0x1000, 0xffff},
		{false, 0xeffe, false, 0xefff, 0xffff},
		{false, 0xefff, false, 0xf000, 0xffff},
		{false, 0xf000, false, 0xf001, 0xffff},
		{false, 0xfffe, false, 0xffff, 0xffff},
		{false, 0xffff, false, BAD, 0xffff},
		{false, 0xfffff, false, BAD, 0xffff},
		{true, 0, false, 0x1000, 0xffff},
		{true, 0xe, false, 0xf000, 0xffff},
		{true, 0xf, false, BAD, 0xffff},
		{true, 0xfffff, false, BAD, 0xffff},
		{false, 0, true, 1, 0xffffffff},
		{false, 0xffff, true, 0x10000, 0xffffffff},
		{false, 0xfffff, true, 0x100000, 0xffffffff},
		{true, 0, true, 0x1000, 0xffffffff},
		{true, 0x7ffff, true, 0x80000000, 0xffffffff},
		{true, 0xffffe, true, 0xfffff000, 0xffffffff},
		{true, 0xfffff, true, BAD, 0xffffffff},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table) * ARRAY_SIZE(sizes) * 2; i++) {
		size_t row = i / 2 / ARRAY_SIZE(sizes);
		uint64_t first = table[row].first, last = table[row].last;
		struct scene scene;

		scene_init(&scene, _i);
		scene.bytes = sizes[i / 2 % ARRAY_SIZE(sizes)];
		scene.segments[DS] = (struct oracle_segment){.present = true,
							     .granular = table[row].granular,
							     .type = i % 2 ? DOWN_W : DOWN,
							     .limit = table[row].limit,
							     .big = table[row].big};
		expect_fault(&scene, SEGMENT_LIMIT);
		scene.offset = last;
		if (scene.bytes > 1 || first == BAD)
			expect_fault(&scene, SEGMENT_LIMIT);
		else
			expect_linear(&scene, last);
		scene.offset = last + 1;
		expect_fault(&scene, SEGMENT_LIMIT);
		scene.offset = table[row].granular ? (table[row].limit + UINT64_C(1)) * 4096 - 1
						   : table[row].limit;
		expect_fault(&scene, SEGMENT_LIMIT);
		if (first == BAD)
			continue;
		scene.offset = first;
		if (last - first < scene.bytes - 1) {
			/* it does not fit in */
			expect_fault(&scene, SEGMENT_LIMIT);
			continue;
		}
		expect_linear(&scene, first);
		scene.offset = last - (scene.bytes - 1);
		expect_linear(&scene, last - (scene.bytes - 1));
		scene.offset = last - (scene.bytes - 1) + 1;
		expect_fault(&scene, SEGMENT_LIMIT);
	}
}
END_TEST

/* Bit 2 of code is no direction. */
START_TEST(conforming_is_not_expand_down)
{
	struct scene scene;

	scene_init(&scene, _i);
	scene.segments[DS].type = CONFORM_R;
	scene.segments[DS].granular = false;
	scene.segments[DS].limit = 0xff;
	scene.offset = 0xff;
	expect_linear(&scene, 0xff);
	scene.offset = 0x100;
	expect_fault(&scene, SEGMENT_LIMIT);
	scene.segments[DS].type = DOWN;
	scene.offset = 0xff;
	expect_fault(&scene, SEGMENT_LIMIT);
	scene.offset = 0x100;
	expect_linear(&scene, 0x100);
}
END_TEST

/* segment-4: every set of failing checks; the first one is named. */
START_TEST(order)
{
	static const enum segment_fault first[16] = {
		SEGMENT_OK,        SEGMENT_ABSENT,    SEGMENT_TYPE, SEGMENT_TYPE,
		SEGMENT_PRIVILEGE, SEGMENT_PRIVILEGE, SEGMENT_TYPE, SEGMENT_TYPE,
		SEGMENT_LIMIT,     SEGMENT_ABSENT,    SEGMENT_TYPE, SEGMENT_TYPE,
		SEGMENT_PRIVILEGE, SEGMENT_PRIVILEGE, SEGMENT_TYPE, SEGMENT_TYPE,
	};
	static const struct {
		enum access_type access;
		unsigned int good, bad; /* types */
	} table[] = {
		{F, CODE, DATA_W}, {L, CODE_R, CODE},   {L, DATA, CODE},
		{S, DATA_W, DATA}, {S, DATA_W, CODE_R},
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(table) * 32; i++) {
		unsigned int failing = i % 16; /* bits: absent, type, privilege, limit */
		unsigned int row = i / 32;
		bool is_null = i / 16 % 2;
		struct scene scene;

		scene_init(&scene, _i);
		scene.type = table[row].access;
		scene.ring = 2;
		scene.segments[DS] = (struct oracle_segment){.null = is_null,
							     .present = !(failing & 1),
							     .type = failing & 2 ? table[row].bad
										 : table[row].good,
							     .dpl = failing & 4 ? 1 : 2,
							     .limit = failing & 8 ? 0x122 : 0x123,
							     .base = 0x1000};
		scene.offset = 0x123;
		if (is_null)
			expect_fault(&scene, SEGMENT_NULL);
		else if (failing)
			expect_fault(&scene, first[failing]);
		else
			expect_linear(&scene, 0x1123);
	}
}
END_TEST

/* "Interrupt 11", "12" and "13"; of null in SS, contract. */
START_TEST(stack_faults)
{
	for (unsigned int name = 0; name <= SEGMENT_NONE; name++) {
		ck_assert(oracle_is_stack_fault(SEGMENT_ABSENT, name) == (name == 2));
		ck_assert(!oracle_is_stack_fault(SEGMENT_TYPE, name));
		ck_assert(!oracle_is_stack_fault(SEGMENT_PRIVILEGE, name));
		ck_assert(oracle_is_stack_fault(SEGMENT_LIMIT, name) == (name == 2));
		ck_assert(oracle_is_stack_fault(SEGMENT_NULL, name) == (name == 2));
		ck_assert(!oracle_is_stack_fault(SEGMENT_OK, name));
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle_segment_checks");
	TCase *each = tcase_create("oracle_segment_checks");

	/* up to LONG: all but 64-bit mode, which checks nothing */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, null, 0, LONG);
	tcase_add_loop_test(each, absent, 0, LONG);
	tcase_add_loop_test(each, types, 0, LONG);
	tcase_add_loop_test(each, limits, 0, LONG);
	tcase_add_loop_test(each, expand_down, 0, LONG);
	tcase_add_loop_test(each, conforming_is_not_expand_down, 0, LONG);
	tcase_add_loop_test(each, order, 0, LONG);
	tcase_add_test(each, stack_faults);

	return suite_run(suite);
}
