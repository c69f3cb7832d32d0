/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's segments against the Intel SDM, volume 3A, chapters "Protected-Mode Memory
 * Management" and "Protection", and rtl/contract, segment-2 and segment-3, where the manual leaves
 * a choice: the linear address. Expected values are written by hand; none is computed by the code
 * under test.
 */
#include <check.h>
#include <inttypes.h>

#include "oracle_segment_fixture.h"
#include "suite.h"

/* 6 and 7: the offset as it is, whatever the registers hold. */
START_TEST(no_segment)
{
	static const uint64_t offsets[] = {
		0,         0x123, 0xffffffff, 0x100000000, 0x0000800000000000, 0x8000000180000001,
		UINT64_MAX};

	for (size_t i = 0; i < ARRAY_SIZE(offsets) * 2 * 3 * 2; i++) {
		struct scene scene;

		scene_init(&scene, _i);
		scene.segment = i % 2 ? SEGMENT_NONE : 6;
		scene.type = i / 2 % 3;
		scene.ring = i / 6 % 2 ? 3 : 0;
		scene.offset = offsets[i / 12];
		scene.bytes = 4096;
		for (unsigned int j = 0; j < SEGMENT_COUNT; j++)
			scene.segments[j].base = 0x1000;
		expect_linear(&scene, offsets[i / 12]);
	}
}
END_TEST

/* Each register has its own base, and the others, null, do not count. */
START_TEST(names)
{
	for (unsigned int name = 0; name < SEGMENT_COUNT; name++) {
		for (enum access_type type = F; type <= S; type++) {
			struct scene scene;

			scene_init(&scene, _i);
			scene.segments[DS] = (struct oracle_segment){.null = true};
			scene.segments[name] = flat(type);
			scene.segments[name].base = 0x10000 * (name + 1);
			scene.segments[CS].is_long |= where[_i].is_long;
			scene.segment = name;
			scene.type = type;
			scene.offset = 0x1234;
			if (_i == LONG && name != FS && name != GS)
				expect_linear(&scene, 0x1234);
			else
				expect_linear(&scene, 0x10000 * (name + 1) + 0x1234);
			for (unsigned int other = 0; other < SEGMENT_COUNT; other++) {
				scene.segment = other;
				if (other != name && _i != LONG)
					expect_fault(&scene, SEGMENT_NULL);
			}
		}
	}
}
END_TEST

/* Sums by hand; segment-2: modulo 2^32 but in RV64 and 64-bit mode. */
START_TEST(sums)
{
	static const struct {
		enum where at;
		enum segment_name name;
		uint64_t base, offset, linear;
	} table[] = {
		{RV32, DS, 0x80000000, 0x1234, 0x80001234},
		{RV32, DS, 0xfffff000, 0x1234, 0x234},
		{RV32, DS, 0xffffffff, 0xffffffff, 0xfffffffe},
		{RV32, DS, 0x1000, 0xf00000234, 0x1234},
		{RV64, DS, 0x0012345600000000, 0x89abcdef, 0x0012345689abcdef},
		{RV64, DS, 0xfffff000, 0x1234, 0x100000234},
		{RV64, DS, 0xfffffffffffff000, 0x1234, 0x234},
		{RV64, DS, 0xffffffffffffffff, 0xffffffff, 0xfffffffe},
		{X86_32, DS, 0xfffff000, 0x1234, 0x234},
		{X86_32, GS, 0x00c00000, 0x5123, 0x00c05123},
		{X86_32_PAGED, DS, 0xffffffff, 1, 0},
		{X86_64, DS, 0xfffff000, 0x1234, 0x234},
		{X86_64, FS, 0x1234567800001000, 0x234, 0x1234},
		{X86_64, FS, 0x12345678fffff000, 0xabcdef0100001234, 0x234},
		{X86_64_PAE, FS, 0x12345678fffff000, 0xabcdef0100001234, 0x234},
		{COMPATIBILITY, DS, 0xfffff000, 0x1234, 0x234},
		{COMPATIBILITY, DS, 0x1234567800001000, 0x234, 0x1234},
		{COMPATIBILITY, FS, 0x1234567800001000, 0x234, 0x1234},
		{COMPATIBILITY, GS, 0x12345678fffff000, 0xabcdef0100001234, 0x234},
		{LONG, ES, 0x1234567800001000, 0x234, 0x234},
		{LONG, CS, 0x1234567800001000, 0x234, 0x234},
		{LONG, SS, 0x1234567800001000, 0x234, 0x234},
		{LONG, DS, 0x1234567800001000, 0x234, 0x234},
		{LONG, FS, 0x1234567800001000, 0x234, 0x1234567800001234},
		{LONG, GS, 0x1234567800001000, 0x234, 0x1234567800001234},
		{LONG, DS, 0, 0xffff812345678abc, 0xffff812345678abc},
		{LONG, FS, 0xfffff000, 0x1234, 0x100000234},
		{LONG, FS, 0xffffffffffffffff, 0x1234, 0x1233},
		{LONG, GS, 0xffff800000000000, 0x0000800000000123, 0x123},
		{LONG, GS, 0x00007ffffffff000, 0x1000, 0x0000800000000000},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct scene scene;

		scene_init(&scene, table[i].at);
		scene.segment = table[i].name;
		scene.segments[table[i].name] = flat(L);
		scene.segments[table[i].name].base = table[i].base;
		scene.segments[CS].type = CODE_R;
		scene.segments[CS].is_long = where[table[i].at].is_long;
		scene.offset = table[i].offset;
		expect_linear(&scene, table[i].linear);
	}
}
END_TEST

/* Each bit of base and of offset alone; what has no place in 32 bits is not there. */
START_TEST(bits)
{
	bool is_wide = _i == RV64 || _i == LONG;

	for (unsigned int bit = 0; bit < 64; bit++) {
		struct scene scene;

		scene_init(&scene, _i);
		scene.segment = FS;
		scene.segments[FS] = flat(L);
		scene.segments[FS].base = BIT(bit);
		expect_linear(&scene, is_wide || bit < 32 ? BIT(bit) : 0);
		scene.segments[FS].base = 0;
		scene.offset = BIT(bit);
		/* RV64: no segment is longer than 4 GiB */
		if (_i == RV64 && bit >= 32)
			expect_fault(&scene, SEGMENT_LIMIT);
		else
			expect_linear(&scene, is_wide || bit < 32 ? BIT(bit) : 0);
	}
}
END_TEST

#define EITHER 2

/* segment-3: 64-bit mode by regime, CR0.PG, EFER.LMA and L in CS: each combination is in one row.
 */
START_TEST(modes)
{
	static const struct {
		enum regime regime;
		int pg, lma, is_long; /* EITHER: both */
		uint64_t linear;      /* of FS:0, null; BAD: it is refused */
	} table[] = {
		{REGIME_RV32, EITHER, EITHER, EITHER, BAD},
		{REGIME_RV64, EITHER, EITHER, EITHER, BAD},
		{REGIME_X86_32, EITHER, EITHER, EITHER, BAD},
		{REGIME_X86_64, 0, EITHER, EITHER, BAD},
		{REGIME_X86_64, 1, 0, EITHER, BAD},
		{REGIME_X86_64, 1, 1, 0, BAD},
		{REGIME_X86_64, 1, 1, 1, 0x1234567800001000},
	};
	unsigned int seen = 0;

	for (size_t i = 0; i < 8 * ARRAY_SIZE(table); i++) {
		int pg = i & 1, lma = i >> 1 & 1, is_long = i >> 2 & 1;
		size_t row = i / 8;
		struct scene scene;

		if ((table[row].pg != EITHER && table[row].pg != pg) ||
		    (table[row].lma != EITHER && table[row].lma != lma) ||
		    (table[row].is_long != EITHER && table[row].is_long != is_long))
			continue;
		seen++;
		scene_init(&scene, X86_32);
		scene.name = "modes";
		scene.context.regime = table[row].regime;
		scene.context.x86.pg = pg;
		scene.context.x86.lma = lma;
		scene.segments[CS].is_long = is_long;
		scene.segments[FS].base = 0x1234567800001000;
		scene.segment = FS;
		if (table[row].linear == BAD)
			expect_fault(&scene, SEGMENT_NULL);
		else
			expect_linear(&scene, table[row].linear);
		/* five levels, and L in other registers, do not count */
		scene.context.x86.la57 = true;
		for (unsigned int j = 0; j < SEGMENT_COUNT; j++)
			scene.segments[j].is_long = j != CS || is_long;
		if (table[row].linear == BAD)
			expect_fault(&scene, SEGMENT_NULL);
		else
			expect_linear(&scene, table[row].linear);
	}
	/* 4 regimes, 3 bits */
	ck_assert_uint_eq(seen, 32);
}
END_TEST

/* 64-bit mode: nothing is checked, not even whether it is there, or null. */
START_TEST(no_checks_in_64_bit_mode)
{
	for (unsigned int i = 0; i < SEGMENT_COUNT * TYPE_COUNT * 4 * 4 * 3 * 2 * 2; i++) {
		unsigned int name = i % SEGMENT_COUNT, rest = i / SEGMENT_COUNT;
		struct scene scene;

		scene_init(&scene, LONG);
		scene.segment = name;
		scene.segments[name] = (struct oracle_segment){.null = rest / 1536,
							       .type = rest % 16,
							       .rpl = rest / 8 % 4,
							       .dpl = rest / 16 % 4,
							       .present = rest / 64 % 2,
							       .base = 0x4000};
		scene.segments[CS].is_long = true;
		scene.ring = rest / 128 % 4;
		scene.type = rest / 512 % 3;
		scene.offset = 0xffffffffffffe000;
		scene.bytes = 4096;
		expect_linear(&scene, name == FS || name == GS ? 0x2000 : 0xffffffffffffe000);
	}
}
END_TEST

/* RV64: offsets beyond 4 GiB, to the last; the end of an access is not reduced either. */
START_TEST(wide_offsets)
{
	static const uint64_t offsets[] = {
		0x100000000,        0x100000123,        0x8000000000000000, 0xfffffffffffff000,
		0xfffffffffffffffe, 0xffffffffffffffff, 0xffffffff00000123,
	};
	static const unsigned int types[] = {DATA_W, DOWN_W, CODE_R};

	for (size_t i = 0; i < ARRAY_SIZE(offsets) * ARRAY_SIZE(sizes) * ARRAY_SIZE(types); i++) {
		struct scene scene;

		scene_init(&scene, RV64);
		scene.bytes = sizes[i / 3 % ARRAY_SIZE(sizes)];
		scene.offset = offsets[i / 3 / ARRAY_SIZE(sizes)];
		scene.segments[DS] = flat(L);
		scene.segments[DS].type = types[i % 3];
		if (types[i % 3] == DOWN_W) {
			scene.segments[DS].granular = false;
			scene.segments[DS].limit = 0;
			scene.segments[DS].big = true;
		}
		expect_fault(&scene, SEGMENT_LIMIT);
	}
}
END_TEST

/* Where offsets are short: bits 63:32 are taken as 0 before any check, the end is not reduced. */
START_TEST(short_offsets)
{
	static const struct {
		uint64_t offset;
		unsigned int bytes;
		uint64_t linear; /* of a segment of 4 GiB; BAD: beyond the limit */
	} table[] = {
		{0x100000000, 1, 0},
		{0x100000000, 4096, 0},
		{0xfffffffffffff000, 4096, 0xfffff000},
		{0xffffffffffffffff, 1, 0xffffffff},
		{0xffffffffffffffff, 2, BAD},
		{0xffffffff, 2, BAD},
		{0xfffff001, 4096, BAD},
		{0xfffff001, 4095, 0xfffff001},
		{0x1fffffff9, 8, BAD},
		{0x1fffffff8, 8, 0xfffffff8},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table) * 2; i++) {
		struct scene scene;

		scene_init(&scene, _i);
		scene.offset = table[i / 2].offset;
		scene.bytes = table[i / 2].bytes;
		/* the linear address of the end is no offset: it may wrap */
		scene.segments[DS].base = i % 2;
		if (table[i / 2].linear == BAD)
			expect_fault(&scene, SEGMENT_LIMIT);
		else
			expect_linear(&scene, (uint32_t)(table[i / 2].linear + i % 2));
	}
}
END_TEST

/* A contiguous partition, base and bound, on RISC-V: the ring is 3 - privilege. By hand. */
START_TEST(riscv_partition)
{
	static const struct {
		enum priv priv;
		unsigned int dpl;
		uint64_t offset;
		enum segment_fault fault;
		uint64_t linear;
	} table[] = {
		{PRIV_U, 3, 0, SEGMENT_OK, 0x80200000},
		{PRIV_U, 3, 0x1fff, SEGMENT_OK, 0x80201fff},
		{PRIV_U, 3, 0x2000, SEGMENT_LIMIT, 0},
		{PRIV_U, 2, 0, SEGMENT_PRIVILEGE, 0},
		{PRIV_S, 2, 0x10, SEGMENT_OK, 0x80200010},
		{PRIV_S, 3, 0x10, SEGMENT_OK, 0x80200010},
		{PRIV_S, 1, 0x10, SEGMENT_PRIVILEGE, 0},
		{PRIV_M, 0, 0x20, SEGMENT_OK, 0x80200020},
		{PRIV_M, 3, 0x20, SEGMENT_OK, 0x80200020},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct scene scene;

		scene_init(&scene, _i);
		scene.segments[DS] = (struct oracle_segment){.present = true,
							     .granular = true,
							     .type = DATA_W,
							     .dpl = table[i].dpl,
							     .limit = 1,
							     .base = 0x80200000};
		scene.ring = 3 - table[i].priv;
		scene.offset = table[i].offset;
		expect(&scene, table[i].fault, table[i].linear);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle_segment");
	TCase *once = tcase_create("once");
	TCase *each = tcase_create("each");

	suite_add_tcase(suite, once);
	tcase_add_test(once, sums);
	tcase_add_test(once, modes);
	tcase_add_test(once, no_checks_in_64_bit_mode);
	tcase_add_test(once, wide_offsets);

	/* up to LONG: all but 64-bit mode, which checks nothing */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, no_segment, 0, WHERE_COUNT);
	tcase_add_loop_test(each, names, 0, WHERE_COUNT);
	tcase_add_loop_test(each, bits, 0, WHERE_COUNT);
	/* what is said of short offsets: all but RV64 */
	tcase_add_loop_test(each, short_offsets, RV32, RV32 + 1);
	tcase_add_loop_test(each, short_offsets, X86_32, LONG);
	tcase_add_loop_test(each, riscv_partition, RV32, RV64 + 1);

	return suite_run(suite);
}
