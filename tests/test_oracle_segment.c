/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's segments against the Intel SDM, volume 3A, chapters
 * "Protected-Mode Memory Management" and "Protection", and rtl/README.md, S2 to S4,
 * where the manual leaves a choice. Expected values are written by hand; none is
 * computed by the code under test.
 */
#include <check.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"
#include "suite.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BIT(n)        (UINT64_C(1) << (n))
#define BAD           UINT64_MAX

#define F ACCESS_FETCH
#define L ACCESS_LOAD
#define S ACCESS_STORE

#define ES SEGMENT_ES
#define CS SEGMENT_CS
#define SS SEGMENT_SS
#define DS SEGMENT_DS
#define FS SEGMENT_FS
#define GS SEGMENT_GS

/* Types, without the accessed bit */
#define DATA       0x0
#define DATA_W     0x2
#define DOWN       0x4
#define DOWN_W     0x6
#define CODE       0x8
#define CODE_R     0xa
#define CONFORM    0xc
#define CONFORM_R  0xe
#define TYPE_COUNT 16

/* Every regime, and on x86 what makes a difference. */
enum where {
	RV32,
	RV64,
	X86_32,
	X86_32_PAGED,
	X86_64,
	X86_64_PAE,
	COMPATIBILITY,
	LONG,
	WHERE_COUNT
};

/* in the order of the enum */
static const struct {
	const char *name;
	enum regime regime;
	bool pg, lma, is_long;
} where[WHERE_COUNT] = {
	{"RV32",          REGIME_RV32,   false, false, false},
	{"RV64",          REGIME_RV64,   false, false, false},
	{"x86-32",        REGIME_X86_32, false, false, false},
	{"x86-32 paged",  REGIME_X86_32, true,  false, false},
	{"x86-64",        REGIME_X86_64, false, false, false},
	{"x86-64 PAE",    REGIME_X86_64, true,  false, false},
	{"compatibility", REGIME_X86_64, true,  true,  false},
	{"64-bit mode",   REGIME_X86_64, true,  true,  true },
};

/* The segment registers, and one access. */
struct scene {
	const char *name;
	struct oracle_context context;
	struct oracle_segment segments[SEGMENT_COUNT];
	unsigned int segment;
	enum access_type type;
	unsigned int ring;
	uint64_t offset;
	unsigned int bytes;
};

/* One that grants an access everything, from 0 to 4 GiB; code where the access is a fetch. */
static struct oracle_segment flat(enum access_type type)
{
	return (struct oracle_segment){.present = true,
				       .granular = true,
				       .type = type == F ? CODE_R : DATA_W,
				       .limit = 0xfffff};
}

/* A load of one byte at DS:0 by ring 0. All other registers are absent; in 64-bit mode CS has L. */
static void scene_init(struct scene *scene, enum where at)
{
	memset(scene, 0, sizeof(*scene));
	scene->name = where[at].name;
	scene->context.regime = where[at].regime;
	scene->context.x86.pg = where[at].pg;
	scene->context.x86.pae = where[at].lma || at == X86_64_PAE;
	scene->context.x86.lma = where[at].lma;
	scene->context.x86.pa_bits = 46;
	scene->segments[CS].is_long = where[at].is_long;
	scene->segments[DS] = flat(L);
	scene->segment = DS;
	scene->type = L;
	scene->bytes = 1;
}

/* Asks, and expects this fault, or with SEGMENT_OK this linear address. */
static void expect(const struct scene *scene, enum segment_fault fault, uint64_t linear)
{
	uint64_t got = 0xa5a5a5a5a5a5a5a5;
	enum segment_fault got_fault =
		oracle_linear(&scene->context, scene->segments, scene->segment, scene->type,
			      scene->ring, scene->offset, scene->bytes, &got);
	const struct oracle_segment *s = &scene->segments[scene->segment % SEGMENT_COUNT];

	ck_assert_msg(got_fault == fault && got == linear,
		      "%s seg %u type %x dpl %u limit %x g %d b %d base %" PRIx64
		      ": access %d ring %u offset %" PRIx64 " bytes %u: fault %d linear %" PRIx64
		      ", not %d %" PRIx64,
		      scene->name, scene->segment, s->type, s->dpl, s->limit, s->granular, s->big,
		      s->base, scene->type, scene->ring, scene->offset, scene->bytes, got_fault,
		      got, fault, linear);
}

static void expect_linear(const struct scene *scene, uint64_t linear)
{
	expect(scene, SEGMENT_OK, linear);
}

static void expect_fault(const struct scene *scene, enum segment_fault fault)
{
	expect(scene, fault, 0);
}

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

/* Each register has its own base, and the others, absent, do not count. */
START_TEST(names)
{
	for (unsigned int name = 0; name < SEGMENT_COUNT; name++) {
		for (enum access_type type = F; type <= S; type++) {
			struct scene scene;

			scene_init(&scene, _i);
			memset(&scene.segments[DS], 0, sizeof(scene.segments[DS]));
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
					expect_fault(&scene, SEGMENT_ABSENT);
			}
		}
	}
}
END_TEST

/* Sums by hand; S2: modulo 2^32 but in RV64 and 64-bit mode. */
START_TEST(sums)
{
	static const struct {
		enum where at;
		enum segment_name name;
		uint64_t base, offset, linear;
	} table[] = {
		{RV32,          DS, 0x80000000,         0x1234,             0x80001234        },
		{RV32,          DS, 0xfffff000,         0x1234,             0x234             },
		{RV32,          DS, 0xffffffff,         0xffffffff,         0xfffffffe        },
		{RV32,          DS, 0x1000,             0xf00000234,        0x1234            },
		{RV64,          DS, 0x0012345600000000, 0x89abcdef,         0x0012345689abcdef},
		{RV64,          DS, 0xfffff000,         0x1234,             0x100000234       },
		{RV64,          DS, 0xfffffffffffff000, 0x1234,             0x234             },
		{RV64,          DS, 0xffffffffffffffff, 0xffffffff,         0xfffffffe        },
		{X86_32,        DS, 0xfffff000,         0x1234,             0x234             },
		{X86_32,        GS, 0x00c00000,         0x5123,             0x00c05123        },
		{X86_32_PAGED,  DS, 0xffffffff,         1,                  0                 },
		{X86_64,        DS, 0xfffff000,         0x1234,             0x234             },
		{X86_64,        FS, 0x1234567800001000, 0x234,              0x1234            },
		{X86_64,        FS, 0x12345678fffff000, 0xabcdef0100001234, 0x234             },
		{X86_64_PAE,    FS, 0x12345678fffff000, 0xabcdef0100001234, 0x234             },
		{COMPATIBILITY, DS, 0xfffff000,         0x1234,             0x234             },
		{COMPATIBILITY, DS, 0x1234567800001000, 0x234,              0x1234            },
		{COMPATIBILITY, FS, 0x1234567800001000, 0x234,              0x1234            },
		{COMPATIBILITY, GS, 0x12345678fffff000, 0xabcdef0100001234, 0x234             },
		{LONG,          ES, 0x1234567800001000, 0x234,              0x234             },
		{LONG,          CS, 0x1234567800001000, 0x234,              0x234             },
		{LONG,          SS, 0x1234567800001000, 0x234,              0x234             },
		{LONG,          DS, 0x1234567800001000, 0x234,              0x234             },
		{LONG,          FS, 0x1234567800001000, 0x234,              0x1234567800001234},
		{LONG,          GS, 0x1234567800001000, 0x234,              0x1234567800001234},
		{LONG,          DS, 0,                  0xffff812345678abc, 0xffff812345678abc},
		{LONG,          FS, 0xfffff000,         0x1234,             0x100000234       },
		{LONG,          FS, 0xffffffffffffffff, 0x1234,             0x1233            },
		{LONG,          GS, 0xffff800000000000, 0x0000800000000123, 0x123             },
		{LONG,          GS, 0x00007ffffffff000, 0x1000,             0x0000800000000000},
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

/* S3: 64-bit mode by regime, CR0.PG, EFER.LMA and L in CS: each combination is in one row. */
START_TEST(modes)
{
	static const struct {
		enum regime regime;
		int pg, lma, is_long; /* EITHER: both */
		uint64_t linear;      /* of FS:0, absent; BAD: absent */
	} table[] = {
		{REGIME_RV32,   EITHER, EITHER, EITHER, BAD               },
		{REGIME_RV64,   EITHER, EITHER, EITHER, BAD               },
		{REGIME_X86_32, EITHER, EITHER, EITHER, BAD               },
		{REGIME_X86_64, 0,      EITHER, EITHER, BAD               },
		{REGIME_X86_64, 1,      0,      EITHER, BAD               },
		{REGIME_X86_64, 1,      1,      0,      BAD               },
		{REGIME_X86_64, 1,      1,      1,      0x1234567800001000},
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
			expect_fault(&scene, SEGMENT_ABSENT);
		else
			expect_linear(&scene, table[row].linear);
		/* five levels, and L in other registers, do not count */
		scene.context.x86.la57 = true;
		for (unsigned int j = 0; j < SEGMENT_COUNT; j++)
			scene.segments[j].is_long = j != CS || is_long;
		if (table[row].linear == BAD)
			expect_fault(&scene, SEGMENT_ABSENT);
		else
			expect_linear(&scene, table[row].linear);
	}
	/* 4 regimes, 3 bits */
	ck_assert_uint_eq(seen, 32);
}
END_TEST

/* 64-bit mode: nothing is checked, not even whether it is there. */
START_TEST(no_checks_in_64_bit_mode)
{
	for (unsigned int i = 0; i < SEGMENT_COUNT * TYPE_COUNT * 4 * 4 * 3 * 2; i++) {
		unsigned int name = i % SEGMENT_COUNT, rest = i / SEGMENT_COUNT;
		struct scene scene;

		scene_init(&scene, LONG);
		scene.segment = name;
		scene.segments[name] = (struct oracle_segment){.type = rest % 16,
							       .dpl = rest / 16 % 4,
							       .present = rest / 64 % 2,
							       .base = 0x4000};
		scene.segments[CS].is_long = true;
		scene.ring = rest / 128 % 4;
		scene.type = rest / 512;
		scene.offset = 0xffffffffffffe000;
		scene.bytes = 4096;
		expect_linear(&scene, name == FS || name == GS ? 0x2000 : 0xffffffffffffe000);
	}
}
END_TEST

/* P=0: whatever the rest says. */
START_TEST(absent)
{
	for (unsigned int i = 0; i < TYPE_COUNT * 4 * 4 * 3; i++) {
		struct scene scene;

		scene_init(&scene, _i);
		scene.segments[DS].present = false;
		scene.segments[DS].type = i % 16;
		scene.segments[DS].dpl = i / 16 % 4;
		scene.ring = i / 64 % 4;
		scene.type = i / 256;
		expect_fault(&scene, SEGMENT_ABSENT);
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
						.limit = type < CODE && type & 4 ? 0 : 0xfff};
		scene.offset = 0x123;
		if (strchr(table[type], letters[scene.type]))
			expect_linear(&scene, 0x123);
		else
			expect_fault(&scene, SEGMENT_TYPE);
	}
}
END_TEST

/* S4, privilege: a row for each kind of access, a letter for each ring and DPL. */
START_TEST(privileges)
{
	static const struct {
		enum segment_name name;
		unsigned int type;
		enum access_type access;
		const char *granted; /* ring 0 with DPL 0 to 3, ring 1 ... */
	} table[] = {
  /* data: numerically ring <= DPL */
		{DS, DATA,      L, "yyyy nyyy nnyy nnny"},
		{DS, DATA_W,    S, "yyyy nyyy nnyy nnny"},
		{ES, DATA_W,    L, "yyyy nyyy nnyy nnny"},
		{ES, DOWN_W,    S, "yyyy nyyy nnyy nnny"},
		{FS, DOWN,      L, "yyyy nyyy nnyy nnny"},
		{GS, DATA_W,    S, "yyyy nyyy nnyy nnny"},
		{CS, DATA,      L, "yyyy nyyy nnyy nnny"},
		{CS, DATA_W,    S, "yyyy nyyy nnyy nnny"},
 /* the stack: equal */
		{SS, DATA,      L, "ynnn nynn nnyn nnny"},
		{SS, DATA_W,    L, "ynnn nynn nnyn nnny"},
		{SS, DATA_W,    S, "ynnn nynn nnyn nnny"},
		{SS, DOWN_W,    L, "ynnn nynn nnyn nnny"},
		{SS, DOWN_W,    S, "ynnn nynn nnyn nnny"},
		{SS, CODE_R,    L, "ynnn nynn nnyn nnny"},
		{SS, CONFORM_R, L, "ynnn nynn nnyn nnny"},
 /* data in code: as data; in conforming code always */
		{DS, CODE_R,    L, "yyyy nyyy nnyy nnny"},
		{CS, CODE_R,    L, "yyyy nyyy nnyy nnny"},
		{DS, CONFORM_R, L, "yyyy yyyy yyyy yyyy"},
		{CS, CONFORM_R, L, "yyyy yyyy yyyy yyyy"},
		{GS, CONFORM_R, L, "yyyy yyyy yyyy yyyy"},
 /* fetches: equal; conforming: DPL <= ring */
		{CS, CODE,      F, "ynnn nynn nnyn nnny"},
		{CS, CODE_R,    F, "ynnn nynn nnyn nnny"},
		{CS, CONFORM,   F, "ynnn yynn yyyn yyyy"},
		{CS, CONFORM_R, F, "ynnn yynn yyyn yyyy"},
		{DS, CODE_R,    F, "ynnn nynn nnyn nnny"},
		{SS, CODE,      F, "ynnn nynn nnyn nnny"},
		{SS, CONFORM,   F, "ynnn yynn yyyn yyyy"},
		{ES, CONFORM_R, F, "ynnn yynn yyyn yyyy"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table) * 2 * 16; i++) {
		unsigned int ring = i / 4 % 4, dpl = i % 4, accessed = i / 16 % 2;
		size_t row = i / 32;
		struct scene scene;

		scene_init(&scene, _i);
		scene.segment = table[row].name;
		scene.type = table[row].access;
		scene.ring = ring;
		scene.segments[scene.segment] =
			(struct oracle_segment){.present = true,
						.type = table[row].type | accessed,
						.dpl = dpl,
						.limit = 0xff,
						.big = true};
		/* beyond the limit where it expands down */
		scene.offset = (table[row].type & ~2u) == DOWN ? 0x100 : 0x40;
		if (table[row].granted[ring * 5 + dpl] == 'y')
			expect_linear(&scene, scene.offset);
		else
			expect_fault(&scene, SEGMENT_PRIVILEGE);
	}
}
END_TEST

static const unsigned int sizes[] = {1, 2, 3, 4, 8, 16, 64, 1000, 4095, 4096};

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
		{false, 0,       0         },
		{false, 1,       1         },
		{false, 0xff,    0xff      },
		{false, 0xffe,   0xffe     },
		{false, 0xfff,   0xfff     },
		{false, 0x1000,  0x1000    },
		{false, 0xffff,  0xffff    },
		{false, 0x12345, 0x12345   },
		{false, 0xfffff, 0xfffff   },
		{true,  0,       0xfff     },
		{true,  1,       0x1fff    },
		{true,  0xf,     0xffff    },
		{true,  0x10,    0x10fff   },
		{true,  0x7ffff, 0x7fffffff},
		{true,  0xffffe, 0xffffefff},
		{true,  0xfffff, 0xffffffff},
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
		{false, 0,       false, 1,          0xffff    },
		{false, 1,       false, 2,          0xffff    },
		{false, 0xfff,   false, 0x1000,     0xffff    },
		{false, 0xeffe,  false, 0xefff,     0xffff    },
		{false, 0xefff,  false, 0xf000,     0xffff    },
		{false, 0xf000,  false, 0xf001,     0xffff    },
		{false, 0xfffe,  false, 0xffff,     0xffff    },
		{false, 0xffff,  false, BAD,        0xffff    },
		{false, 0xfffff, false, BAD,        0xffff    },
		{true,  0,       false, 0x1000,     0xffff    },
		{true,  0xe,     false, 0xf000,     0xffff    },
		{true,  0xf,     false, BAD,        0xffff    },
		{true,  0xfffff, false, BAD,        0xffff    },
		{false, 0,       true,  1,          0xffffffff},
		{false, 0xffff,  true,  0x10000,    0xffffffff},
		{false, 0xfffff, true,  0x100000,   0xffffffff},
		{true,  0,       true,  0x1000,     0xffffffff},
		{true,  0x7ffff, true,  0x80000000, 0xffffffff},
		{true,  0xffffe, true,  0xfffff000, 0xffffffff},
		{true,  0xfffff, true,  BAD,        0xffffffff},
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
		{0x100000000,        1,    0         },
		{0x100000000,        4096, 0         },
		{0xfffffffffffff000, 4096, 0xfffff000},
		{0xffffffffffffffff, 1,    0xffffffff},
		{0xffffffffffffffff, 2,    BAD       },
		{0xffffffff,         2,    BAD       },
		{0xfffff001,         4096, BAD       },
		{0xfffff001,         4095, 0xfffff001},
		{0x1fffffff9,        8,    BAD       },
		{0x1fffffff8,        8,    0xfffffff8},
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

/* S4: every set of failing checks; the first one is named. */
START_TEST(order)
{
	static const enum segment_fault first[16] = {
		SEGMENT_OK,        SEGMENT_ABSENT, SEGMENT_TYPE, SEGMENT_ABSENT,
		SEGMENT_PRIVILEGE, SEGMENT_ABSENT, SEGMENT_TYPE, SEGMENT_ABSENT,
		SEGMENT_LIMIT,     SEGMENT_ABSENT, SEGMENT_TYPE, SEGMENT_ABSENT,
		SEGMENT_PRIVILEGE, SEGMENT_ABSENT, SEGMENT_TYPE, SEGMENT_ABSENT,
	};
	static const struct {
		enum access_type access;
		unsigned int good, bad; /* types */
	} table[] = {
		{F, CODE,   DATA_W},
                {L, CODE_R, CODE  },
                {L, DATA,   CODE  },
		{S, DATA_W, DATA  },
                {S, DATA_W, CODE_R},
	};

	for (unsigned int i = 0; i < ARRAY_SIZE(table) * 16; i++) {
		unsigned int failing = i % 16; /* bits: absent, type, privilege, limit */
		struct scene scene;

		scene_init(&scene, _i);
		scene.type = table[i / 16].access;
		scene.ring = 2;
		scene.segments[DS] = (struct oracle_segment){
			.present = !(failing & 1),
			.type = failing & 2 ? table[i / 16].bad : table[i / 16].good,
			.dpl = failing & 4 ? 1 : 2,
			.limit = failing & 8 ? 0x122 : 0x123,
			.base = 0x1000};
		scene.offset = 0x123;
		if (failing)
			expect_fault(&scene, first[failing]);
		else
			expect_linear(&scene, 0x1123);
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
		{PRIV_U, 3, 0,      SEGMENT_OK,        0x80200000},
		{PRIV_U, 3, 0x1fff, SEGMENT_OK,        0x80201fff},
		{PRIV_U, 3, 0x2000, SEGMENT_LIMIT,     0         },
		{PRIV_U, 2, 0,      SEGMENT_PRIVILEGE, 0         },
		{PRIV_S, 2, 0x10,   SEGMENT_OK,        0x80200010},
		{PRIV_S, 3, 0x10,   SEGMENT_OK,        0x80200010},
		{PRIV_S, 1, 0x10,   SEGMENT_PRIVILEGE, 0         },
		{PRIV_M, 0, 0x20,   SEGMENT_OK,        0x80200020},
		{PRIV_M, 3, 0x20,   SEGMENT_OK,        0x80200020},
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
	TCase *each = tcase_create("each mode");

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
	tcase_add_loop_test(each, absent, 0, LONG);
	tcase_add_loop_test(each, types, 0, LONG);
	tcase_add_loop_test(each, privileges, 0, LONG);
	tcase_add_loop_test(each, limits, 0, LONG);
	tcase_add_loop_test(each, expand_down, 0, LONG);
	tcase_add_loop_test(each, conforming_is_not_expand_down, 0, LONG);
	tcase_add_loop_test(each, order, 0, LONG);
	/* what is said of short offsets: all but RV64 */
	tcase_add_loop_test(each, short_offsets, RV32, RV32 + 1);
	tcase_add_loop_test(each, short_offsets, X86_32, LONG);
	tcase_add_loop_test(each, riscv_partition, RV32, RV64 + 1);

	return suite_run(suite);
}
