/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's x86 against the Intel SDM, volume 3A, chapter "Paging".
 * Expected values are written by hand; none is computed by the code under test.
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

/* Bits of an entry */
#define P   BIT(0)
#define W   BIT(1)
#define U   BIT(2)
#define PWT BIT(3)
#define PCD BIT(4)
#define A   BIT(5)
#define D   BIT(6)
#define PS  BIT(7)
#define G   BIT(8)
#define XD  BIT(63)

/* A user page that grants everything, and a pointer that does. */
#define GOOD    (P | W | U | A | D)
#define POINTER (P | W | U | A)

/* Error code */
#define CODE_P    1
#define CODE_W    2
#define CODE_U    4
#define CODE_RSVD 8
#define CODE_ID   16

#define F ACCESS_FETCH
#define L ACCESS_LOAD
#define S ACCESS_STORE

/* The paging modes as the manual's figures show them; PAE without its PDPTE registers. */
static const struct paging {
	const char *name;
	enum regime regime;
	bool pae, lma, la57;
	unsigned int levels, index_bits, pte_bytes;
	unsigned int large;   /* the highest level that may map a page */
	unsigned int va_bits; /* all that is translated */
	unsigned int size[5]; /* log2 of what an entry maps, at each level */
} paging[] = {
	{"two-level", REGIME_X86_32, false, false, false, 2, 10, 4, 1, 32, {12, 22}            },
	{"PAE",       REGIME_X86_32, true,  false, false, 2, 9,  8, 1, 30, {12, 21}            },
	{"4-level",   REGIME_X86_64, true,  true,  false, 4, 9,  8, 2, 48, {12, 21, 30, 39}    },
	{"5-level",   REGIME_X86_64, true,  true,  true,  5, 9,  8, 2, 57, {12, 21, 30, 39, 48}},
};

enum { TWO_LEVEL, PAE, FOUR_LEVEL, FIVE_LEVEL };

/* The root table of a scene; the tables below it follow, one a level. */
#define ROOT UINT64_C(0x80000)

/*
 * A memory of few entries and an access to it. Words that were not stored do not
 * exist: reading one is an access fault.
 */
struct scene {
	const struct paging *paging;
	struct oracle_context context;
	struct oracle_access access;
	struct oracle_answer answer;
	unsigned int words;
	struct {
		uint64_t pa, pte;
	} word[8];
	unsigned int bytes; /* of each read; 0: whatever is asked for, and noted */
	unsigned int reads;
	uint64_t read_pa[ORACLE_MAX_READS + 1];
};

/* The oracle's memory; notes each read. */
static bool scene_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	struct scene *scene = opaque;

	if (scene->bytes == 0)
		scene->bytes = bytes;
	ck_assert_uint_eq(bytes, scene->bytes);
	ck_assert_uint_eq(pa % bytes, 0);
	ck_assert_uint_lt(scene->reads, ARRAY_SIZE(scene->read_pa));
	scene->read_pa[scene->reads++] = pa;
	for (unsigned int i = 0; i < scene->words; i++) {
		if (scene->word[i].pa == pa) {
			*pte = scene->word[i].pte;
			return true;
		}
	}
	return false;
}

/* No entry yet; a load by the user, WP, PSE, NXE, 46 bits of PA. */
static void scene_init(struct scene *scene, const struct paging *p, uint64_t va)
{
	memset(scene, 0, sizeof(*scene));
	scene->paging = p;
	scene->bytes = p->pte_bytes;
	scene->context.regime = p->regime;
	scene->context.ptbr = ROOT;
	scene->context.x86 = (struct oracle_x86){.pg = true,
						 .wp = true,
						 .pse = true,
						 .pae = p->pae,
						 .la57 = p->la57,
						 .lma = p->lma,
						 .nxe = true,
						 .pa_bits = 46};
	scene->access = (struct oracle_access){va, L, PRIV_U, false, false};
	/* the PDPTE of this VA; the others are not present */
	if (p == &paging[PAE])
		scene->context.x86.pdpte[va >> 30 & 3] = ROOT | P;
}

/* One entry; stored again, it is replaced. */
static void scene_store(struct scene *scene, uint64_t pa, uint64_t pte)
{
	unsigned int i = 0;

	ck_assert(scene->paging->pte_bytes == 8 || pte < BIT(32));
	while (i < scene->words && scene->word[i].pa != pa)
		i++;
	ck_assert_uint_lt(i, ARRAY_SIZE(scene->word));
	if (i == scene->words)
		scene->words++;
	scene->word[i].pa = pa;
	scene->word[i].pte = pte;
}

/* Where the entry for the scene's VA lies at a level. */
static uint64_t scene_pte_pa(const struct scene *scene, unsigned int level)
{
	const struct paging *p = scene->paging;
	uint64_t index = scene->access.va >> p->size[level] & (BIT(p->index_bits) - 1);

	return ROOT + (p->levels - 1 - level) * 0x1000 + index * p->pte_bytes;
}

/* The good entry at a level for the next table. */
static uint64_t scene_pointer(const struct scene *scene, unsigned int level)
{
	return (ROOT + (scene->paging->levels - level) * 0x1000) | POINTER;
}

/* Maps the scene's VA by pointers down to `level`, and there by pte. */
static void scene_map(struct scene *scene, unsigned int level, uint64_t pte)
{
	for (unsigned int i = scene->paging->levels - 1; i > level; i--)
		scene_store(scene, scene_pte_pa(scene, i), scene_pointer(scene, i));
	scene_store(scene, scene_pte_pa(scene, level), pte);
}

/* The same by a page that grants everything; above level 0 it has PS. */
static uint64_t good_leaf(unsigned int level)
{
	return level ? GOOD | PS : GOOD;
}

/* A canonical address with another index in each level, and offset 0x678. */
static uint64_t spread_va(const struct paging *p)
{
	return p->lma ? UINT64_C(0x0012345678345678) & (BIT(p->va_bits - 1) - 1) : 0x78345678;
}

/* The VA's offset in a page of this level */
static uint64_t scene_offset(const struct scene *scene, unsigned int level)
{
	return scene->access.va & (BIT(scene->paging->size[level]) - 1);
}

#define WHERE_FORMAT "%s va %" PRIx64 " type %d priv %d ac %d: "
#define WHERE(s)                                                                                   \
	(s)->paging->name, (s)->access.va, (s)->access.type, (s)->access.priv, (s)->access.sum

#define expect_eq(scene, what, got, want)                                                          \
	ck_assert_msg((uint64_t)(got) == (uint64_t)(want),                                         \
		      WHERE_FORMAT what " %" PRIx64 ", not %" PRIx64, WHERE(scene),                \
		      (uint64_t)(got), (uint64_t)(want))

/* Runs the access; the reads that the answer lists are the reads that were done. */
static void scene_run(struct scene *scene)
{
	scene->reads = 0;
	memset(&scene->answer, 0xa5, sizeof(scene->answer));
	oracle_translate(scene_read, scene, &scene->context, &scene->access, &scene->answer);
	expect_eq(scene, "reads", scene->answer.reads, scene->reads);
	for (unsigned int i = 0; i < scene->reads; i++)
		expect_eq(scene, "read_pa", scene->answer.read_pa[i], scene->read_pa[i]);
}

/* The access faults after so many reads, and says nothing else. */
static void expect_fault(struct scene *scene, enum fault fault, unsigned int code,
			 unsigned int reads)
{
	scene_run(scene);
	expect_eq(scene, "fault", scene->answer.fault, fault);
	expect_eq(scene, "code", scene->answer.code, code);
	expect_eq(scene, "pa", scene->answer.pa, 0);
	expect_eq(scene, "size", scene->answer.size, 0);
	expect_eq(scene, "memtype", scene->answer.memtype, 0);
	expect_eq(scene, "global", scene->answer.global, false);
	expect_eq(scene, "reads", scene->answer.reads, reads);
	expect_eq(scene, "updates", scene->answer.updates, 0);
}

/* The access succeeds. */
static void expect_pa(struct scene *scene, uint64_t pa, unsigned int size, unsigned int reads)
{
	scene_run(scene);
	expect_eq(scene, "fault", scene->answer.fault, FAULT_NONE);
	expect_eq(scene, "code", scene->answer.code, 0);
	expect_eq(scene, "pa", scene->answer.pa, pa);
	expect_eq(scene, "size", scene->answer.size, size);
	expect_eq(scene, "reads", scene->answer.reads, reads);
}

#define EITHER 2

/* The mode that the control bits choose: each combination of them is in one row. */
START_TEST(modes)
{
	static const struct {
		enum regime regime;
		int pg, lma, pae, la57; /* EITHER: both */
		unsigned int bytes;     /* of the first read; 0: untranslated */
		uint64_t read_pa;
	} table[] = {
		{REGIME_X86_32, 0, EITHER, EITHER, EITHER, 0, 0      },
		{REGIME_X86_32, 1, EITHER, 0,      EITHER, 4, 0x80454}, /* LMA ignored */
		{REGIME_X86_32, 1, EITHER, 1,      EITHER, 8, 0x90158},
		{REGIME_X86_64, 0, EITHER, EITHER, EITHER, 0, 0      },
		{REGIME_X86_64, 1, 0,      0,      EITHER, 4, 0x80454},
		{REGIME_X86_64, 1, 0,      1,      EITHER, 8, 0x90158},
		{REGIME_X86_64, 1, 1,      EITHER, 0,      8, 0x80810},
		{REGIME_X86_64, 1, 1,      EITHER, 1,      8, 0x80ff8},
	};
	unsigned int seen = 0;

	for (size_t i = 0; i < 32 * ARRAY_SIZE(table); i++) {
		int pg = i & 1, lma = i >> 1 & 1, pae = i >> 2 & 1, la57 = i >> 3 & 1;
		size_t row = i / 32;
		struct scene scene;

		if (i & 16 || pg != table[row].pg)
			continue;
		if ((table[row].lma != EITHER && table[row].lma != lma) ||
		    (table[row].pae != EITHER && table[row].pae != pae) ||
		    (table[row].la57 != EITHER && table[row].la57 != la57))
			continue;
		seen++;
		/* indices, from the top of 5 levels: 1ff 102 8d 2b 78; of two: 115 278 */
		scene_init(&scene, &paging[FOUR_LEVEL], 0xffff812345678abc);
		scene.bytes = 0;
		scene.context.regime = table[row].regime;
		scene.context.x86.pg = pg;
		scene.context.x86.lma = lma;
		scene.context.x86.pae = pae;
		scene.context.x86.la57 = la57;
		scene.context.x86.pdpte[1] = 0x90001;
		ck_assert_int_eq(oracle_is_paged(&scene.context), pg);
		if (table[row].bytes == 0) {
			expect_pa(&scene, 0x45678abc, 0, 0);
			continue;
		}
		expect_fault(&scene, FAULT_ACCESS, 0, 1);
		expect_eq(&scene, "bytes", scene.bytes, table[row].bytes);
		expect_eq(&scene, "read_pa", scene.answer.read_pa[0], table[row].read_pa);
	}
	/* 2 regimes, 4 bits */
	ck_assert_uint_eq(seen, 32);
}
END_TEST

/* PG=0: bits 31:0, whoever asks, whatever else is set. */
START_TEST(untranslated)
{
	static const struct {
		uint64_t va, pa;
	} table[] = {
		{0,                  0         },
		{0xffffffff,         0xffffffff},
		{0x123456789abcdef0, 0x9abcdef0}, /* no canonical check either */
		{0x8000000080000001, 0x80000001},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table) * 4 * 3 * 2; i++) {
		const struct paging *p = &paging[i / 6 % 4];
		struct scene scene;

		scene_init(&scene, p, table[i / 24].va);
		scene.context.ptbr = UINT64_MAX;
		scene.context.x86.pg = false;
		scene.context.x86.pge = true;
		scene.context.x86.smep = true;
		scene.context.x86.smap = true;
		scene.access.type = i % 3;
		scene.access.priv = i / 3 % 2 ? PRIV_U : PRIV_S;
		expect_pa(&scene, table[i / 24].pa, 0, 0);
		expect_eq(&scene, "memtype", scene.answer.memtype, 0);
		expect_eq(&scene, "global", scene.answer.global, false);
		expect_eq(&scene, "updates", scene.answer.updates, 0);
	}
}
END_TEST

/* Long mode: each upper bit of a good VA flipped, in both halves, for each access. */
START_TEST(noncanonical)
{
	const struct paging *p = &paging[_i];
	const uint64_t good[] = {0x12345678, UINT64_MAX << (p->va_bits - 1) | 0x12345678};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		for (unsigned int bit = p->va_bits - 1; bit < 64; bit++) {
			for (enum access_type type = F; type <= S; type++) {
				struct scene scene;

				scene_init(&scene, p, good[i]);
				scene_map(&scene, 0, 0x777000 | GOOD);
				scene.access.type = type;
				expect_pa(&scene, 0x777678, 12, p->levels);
				scene.access.va ^= BIT(bit);
				expect_fault(&scene, FAULT_PROTECTION, 0, 0);
			}
		}
	}
}
END_TEST

/* The ends of what is canonical; out of long mode, bits 63:32 do not count. */
START_TEST(va_boundaries)
{
	static const struct {
		unsigned int paging;
		uint64_t va, pa; /* BAD: general protection */
	} table[] = {
		{TWO_LEVEL,  0,                  0x777000},
		{TWO_LEVEL,  0xffffffff,         0x777fff},
		{TWO_LEVEL,  0xffffffff00000123, 0x777123},
		{TWO_LEVEL,  0x8000000180000123, 0x777123},
		{PAE,        0,                  0x777000},
		{PAE,        0xffffffff,         0x777fff},
		{PAE,        0xdeadbeef40000123, 0x777123},
		{FOUR_LEVEL, 0,                  0x777000},
		{FOUR_LEVEL, 0x00007fffffffffff, 0x777fff},
		{FOUR_LEVEL, 0x0000800000000000, BAD     },
		{FOUR_LEVEL, 0xffff7fffffffffff, BAD     },
		{FOUR_LEVEL, 0xffff800000000000, 0x777000},
		{FOUR_LEVEL, 0xffffffffffffffff, 0x777fff},
		{FIVE_LEVEL, 0x0000800000000000, 0x777000}, /* bits 63:56 count now */
		{FIVE_LEVEL, 0x00ffffffffffffff, 0x777fff},
		{FIVE_LEVEL, 0x0100000000000000, BAD     },
		{FIVE_LEVEL, 0xfeffffffffffffff, BAD     },
		{FIVE_LEVEL, 0xff00000000000000, 0x777000},
		{FIVE_LEVEL, 0xffffffffffffffff, 0x777fff},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		const struct paging *p = &paging[table[i].paging];
		struct scene scene;

		scene_init(&scene, p, table[i].va);
		scene_map(&scene, 0, 0x777000 | GOOD);
		if (table[i].pa == BAD)
			expect_fault(&scene, FAULT_PROTECTION, 0, 0);
		else
			expect_pa(&scene, table[i].pa, 12, p->levels);
	}
}
END_TEST

/* Each bit of CR3 alone: those that are the root's address reach the memory. */
START_TEST(root)
{
	static const struct {
		unsigned int paging, pa_bits, from, to; /* address bits of CR3 */
	} table[] = {
		{TWO_LEVEL,  36, 12, 31},
                {TWO_LEVEL,  52, 12, 31},
		{FOUR_LEVEL, 36, 12, 35},
                {FOUR_LEVEL, 40, 12, 39},
		{FOUR_LEVEL, 52, 12, 51},
                {FIVE_LEVEL, 32, 12, 31},
		{FIVE_LEVEL, 46, 12, 45},
                {FIVE_LEVEL, 52, 12, 51},
		{PAE,        52, 64, 63}, /* none: the PDPTEs have been loaded */
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		for (unsigned int bit = 0; bit < 64; bit++) {
			bool reaches = bit >= table[i].from && bit <= table[i].to;
			const struct paging *p = &paging[table[i].paging];
			struct scene scene;

			scene_init(&scene, p, 0);
			scene.context.x86.pa_bits = table[i].pa_bits;
			scene.context.x86.pdpte[0] = P;
			scene.context.ptbr = BIT(bit);
			expect_fault(&scene, FAULT_ACCESS, 0, 1);
			expect_eq(&scene, "read_pa", scene.answer.read_pa[0],
				  reaches ? BIT(bit) : 0);
		}
	}
}
END_TEST

/* PAE: VA bits 31:30 choose the PDPTE; its address bits are 51:12. */
START_TEST(pdptes)
{
	for (unsigned int i = 0; i < 4; i++) {
		struct scene scene;

		scene_init(&scene, &paging[PAE], (uint64_t)i << 30);
		for (unsigned int bit = 12; bit < 52; bit++) {
			for (unsigned int j = 0; j < 4; j++)
				scene.context.x86.pdpte[j] = j == i ? BIT(bit) | P : P;
			scene.context.x86.pa_bits = 52;
			expect_fault(&scene, FAULT_ACCESS, 0, 1);
			expect_eq(&scene, "read_pa", scene.answer.read_pa[0], BIT(bit));
			/* what is not the address: no reserved bits here, and no rights */
			scene.context.x86.pdpte[i] |= 0xe19;
			expect_fault(&scene, FAULT_ACCESS, 0, 1);
			expect_eq(&scene, "read_pa", scene.answer.read_pa[0], BIT(bit));
		}
	}
}
END_TEST

/* A PDPTE that is not present: no read, whatever its other bits and those of its neighbours. */
START_TEST(pdpte_absent)
{
	for (unsigned int i = 0; i < 4; i++) {
		static const uint64_t table[] = {0, ~P, ROOT, U | W};

		for (size_t j = 0; j < ARRAY_SIZE(table); j++) {
			struct scene scene;

			scene_init(&scene, &paging[PAE], (uint64_t)i << 30 | 0x345678);
			scene_map(&scene, 0, GOOD);
			for (unsigned int k = 0; k < 4; k++)
				scene.context.x86.pdpte[k] = ROOT | P;
			expect_pa(&scene, 0x678, 12, 2);
			scene.context.x86.pdpte[i] = table[j];
			expect_fault(&scene, FAULT_PAGE, CODE_U, 0);
			scene.access.type = S;
			scene.access.priv = PRIV_S;
			expect_fault(&scene, FAULT_PAGE, CODE_W, 0);
			scene.access.type = F;
			expect_fault(&scene, FAULT_PAGE, CODE_ID, 0);
			scene.context.x86.nxe = false;
			expect_fault(&scene, FAULT_PAGE, 0, 0);
		}
	}
}
END_TEST

/* Each index bit alone reads its own entry, and index 0 in the other levels. */
START_TEST(indices)
{
	const struct paging *p = &paging[_i];

	for (unsigned int bit = 12; bit < p->va_bits; bit++) {
		bool top = p->lma && bit == p->va_bits - 1;
		struct scene scene;

		scene_init(&scene, p, top ? UINT64_MAX << bit : BIT(bit));
		scene_map(&scene, 0, 0x777000 | GOOD);
		expect_pa(&scene, 0x777000, 12, p->levels);
		for (unsigned int i = 0; i < p->levels; i++) {
			unsigned int from = p->size[p->levels - 1 - i];
			bool mine = bit >= from && bit < from + p->index_bits;
			uint64_t index = mine ? BIT(bit - from) : 0;

			expect_eq(&scene, "read_pa", scene.answer.read_pa[i],
				  0x80000 + i * 0x1000 + index * p->pte_bytes);
		}
	}
}
END_TEST

/* Each offset bit, and each address bit of an entry, of each page size. */
START_TEST(page_addresses)
{
	const struct paging *p = &paging[_i];

	for (unsigned int level = 0; level <= p->large; level++) {
		for (unsigned int bit = 0; bit < (p->pte_bytes == 4 ? 32 : 52); bit++) {
			bool in_page = bit < p->size[level];
			uint64_t frame = in_page ? BIT(31) : BIT(bit);
			uint64_t va = in_page ? BIT(bit) : 0;
			struct scene scene;

			scene_init(&scene, p, va);
			scene.context.x86.pa_bits = 52;
			scene_map(&scene, level, frame | good_leaf(level));
			expect_pa(&scene, frame | va, p->size[level], p->levels - level);
		}
	}
}
END_TEST

/* Each address bit of a pointer reaches the next read. */
START_TEST(pointer_addresses)
{
	const struct paging *p = &paging[_i];

	for (unsigned int level = 1; level < p->levels; level++) {
		for (unsigned int bit = 12; bit < (p->pte_bytes == 4 ? 32 : 52); bit++) {
			unsigned int reads = p->levels - level;
			struct scene scene;

			/* index 0, and 1 in the next table */
			scene_init(&scene, p, BIT(p->size[level - 1]));
			scene.context.x86.pa_bits = 52;
			scene_map(&scene, level, BIT(bit) | POINTER);
			expect_fault(&scene, FAULT_ACCESS, 0, reads + 1);
			expect_eq(&scene, "read_pa", scene.answer.read_pa[reads],
				  BIT(bit) + p->pte_bytes);
		}
	}
}
END_TEST

/* Large pages by hand: first, middle and last address; PSE-36 puts PA 39:32 at 20:13. */
START_TEST(large_pages)
{
	static const struct {
		unsigned int paging, level;
		uint64_t pte, va, pa;
	} table[] = {
		{TWO_LEVEL,  1, 0xffc00000,         0x00400000,         0xffc00000    },
		{TWO_LEVEL,  1, 0xffc00000,         0xfff23456,         0xfff23456    },
		{TWO_LEVEL,  1, 0x00400000,         0xffffffff,         0x007fffff    },
		{TWO_LEVEL,  1, 0x00402000,         0x00012345,         0x100412345   },
		{TWO_LEVEL,  1, 0x00504000,         0x003fffff,         0x82007fffff  },
		{TWO_LEVEL,  1, 0xffdfe000,         0xffffffff,         0xffffffffff  },
		{TWO_LEVEL,  1, 0xffdff000,         0x80000000,         0xffffc00000  },
		{PAE,        1, 0x3fffffe00000,     0x00200000,         0x3fffffe00000},
		{PAE,        1, 0x3fffffe00000,     0xffedcba9,         0x3fffffedcba9},
		{PAE,        1, 0x000000201000,     0xc01fffff,         0x3fffff      },
		{PAE,        1, 0x000000201000,     0xc0000321,         0x200321      }, /* PAT */
		{FOUR_LEVEL, 2, 0x000040001000,     0,                  0x40000000    },
		{TWO_LEVEL,  1, 0x00401000,         0,                  0x00400000    },
		{FOUR_LEVEL, 1, 0x3fffffe00000,     0xffffffffffe00000, 0x3fffffe00000},
		{FOUR_LEVEL, 1, 0x7ff0000000200000, 0x00001234567fffff, 0x3fffff      },
		{FOUR_LEVEL, 2, 0x3fffc0000000,     0x00007fffc0000000, 0x3fffc0000000},
		{FOUR_LEVEL, 2, 0x3fffc0001000,     0xffff80003fffffff, 0x3fffffffffff},
		{FIVE_LEVEL, 2, 0x000040000000,     0x00a1123456789abc, 0x56789abc    },
		{FIVE_LEVEL, 1, 0x000040200000,     0xff00000000012345, 0x40212345    },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		const struct paging *p = &paging[table[i].paging];
		unsigned int level = table[i].level;
		struct scene scene;

		scene_init(&scene, p, table[i].va);
		scene_map(&scene, level, table[i].pte | good_leaf(level));
		expect_pa(&scene, table[i].pa, p->size[level], p->levels - level);
		/* only two-level paging asks CR4.PSE; without it, the PDE is a pointer */
		scene.context.x86.pse = false;
		if (p != &paging[TWO_LEVEL])
			expect_pa(&scene, table[i].pa, p->size[level], p->levels - level);
		else
			expect_fault(&scene, FAULT_ACCESS, 0, 2);
	}
}
END_TEST

/* CR4.PSE=0: PS and what it would reserve are ignored. */
START_TEST(no_pse)
{
	struct scene scene;

	scene_init(&scene, &paging[TWO_LEVEL], 0x345678);
	scene.context.x86.pse = false;
	/* table at 0x7ff000: index 0x345 */
	scene_map(&scene, 1, 0x7ff000 | PS | POINTER);
	scene_store(&scene, 0x7ffd14, 0xabcde000 | GOOD);
	expect_pa(&scene, 0xabcde678, 12, 2);
	scene.context.x86.pse = true;
	expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_U | CODE_RSVD, 1);
}
END_TEST

/* An entry that does not exist, at each level. */
START_TEST(no_memory)
{
	const struct paging *p = &paging[_i];

	for (unsigned int level = 0; level < p->levels; level++) {
		for (enum access_type type = F; type <= S; type++) {
			struct scene scene;

			scene_init(&scene, p, spread_va(p));
			scene_map(&scene, level, GOOD & ~A);
			scene.words--; /* the last one stored */
			scene.access.type = type;
			expect_fault(&scene, FAULT_ACCESS, 0, p->levels - level);
		}
	}
}
END_TEST

/* The bits that are reserved in a present entry, by the lists that end each mode's section. */
#define ANY_LEVEL 0x1f
#define M         64 /* pa_bits */

static const struct reserved {
	unsigned int paging, levels; /* masks */
	bool large;                  /* with PS only; else in every entry */
	bool without_nxe;            /* only there */
	unsigned int hi, lo;         /* or M */
} reserved[] = {
	{1 << PAE,			  ANY_LEVEL, false, false, 62, M },
	{1 << FOUR_LEVEL | 1 << FIVE_LEVEL, ANY_LEVEL, false, false, 51, M },
	{~(1u << TWO_LEVEL),                ANY_LEVEL, false, true,  63, 63},
	{1 << FOUR_LEVEL | 1 << FIVE_LEVEL, 1 << 3,    false, false, 7,  7 }, /* PML4E */
	{1 << FIVE_LEVEL,                   1 << 4,    false, false, 7,  7 }, /* PML5E */
	{~(1u << TWO_LEVEL),                1 << 1,    true,  false, 20, 13},
	{1 << FOUR_LEVEL | 1 << FIVE_LEVEL, 1 << 2,    true,  false, 29, 13},
};

static bool is_reserved(unsigned int mode, unsigned int level, bool large, unsigned int bit,
			const struct oracle_x86 *x86)
{
	for (size_t i = 0; i < ARRAY_SIZE(reserved); i++) {
		const struct reserved *r = &reserved[i];

		if (r->paging >> mode & 1 && r->levels >> level & 1 && r->large <= large &&
		    !(r->without_nxe && x86->nxe) && bit <= r->hi &&
		    bit >= (r->lo == M ? x86->pa_bits : r->lo))
			return true;
	}
	return false;
}

static const unsigned int pa_widths[] = {32, 36, 40, 46, 51, 52};

/* Each bit added to a good leaf, at each level, for several M, with NXE and without. */
START_TEST(leaf_reserved_bits)
{
	const struct paging *p = &paging[_i];
	unsigned int bits = p->pte_bytes * 8;

	/* what 4 MiB pages reserve is below */
	for (unsigned int level = 0; level <= (p->pte_bytes == 4 ? 0 : p->large); level++) {
		for (size_t i = 0; i < ARRAY_SIZE(pa_widths) * 2 * bits; i++) {
			unsigned int bit = i % bits;
			uint64_t leaf = (level ? P | PS : P) | BIT(bit);
			struct scene scene;

			scene_init(&scene, p, spread_va(p));
			scene.access.priv = PRIV_S;
			scene.context.x86.nxe = i / bits % 2;
			scene.context.x86.pa_bits = pa_widths[i / bits / 2];
			scene_map(&scene, level, leaf);
			if (is_reserved(_i, level, level > 0, bit, &scene.context.x86))
				expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_RSVD,
					     p->levels - level);
			else
				expect_pa(
					&scene,
					scene_offset(&scene, level) |
						(bit >= p->size[level] && bit < 52 ? BIT(bit) : 0),
					p->size[level], p->levels - level);
		}
	}
}
END_TEST

/* The same of pointers. */
START_TEST(pointer_reserved_bits)
{
	const struct paging *p = &paging[_i];
	unsigned int bits = p->pte_bytes * 8;

	for (unsigned int level = 1; level < p->levels; level++) {
		for (size_t i = 0; i < ARRAY_SIZE(pa_widths) * 2 * bits; i++) {
			unsigned int bit = i % bits, reads = p->levels - level;
			struct scene scene;
			uint64_t pointer;

			scene_init(&scene, p, spread_va(p));
			scene.access.priv = PRIV_S;
			scene.context.x86.nxe = i / bits % 2;
			scene.context.x86.pa_bits = pa_widths[i / bits / 2];
			scene_map(&scene, 0, 0x777000 | P);
			pointer = (scene_pointer(&scene, level) & ~U & ~W) | BIT(bit);
			if (level <= p->large && bit == 7)
				continue; /* a leaf */
			scene_store(&scene, scene_pte_pa(&scene, level), pointer);
			if (is_reserved(_i, level, false, bit, &scene.context.x86))
				expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_RSVD, reads);
			else if (bit < 12 || bit >= 52 ||
				 pointer == (scene_pointer(&scene, level) & ~U & ~W))
				expect_pa(&scene, 0x777678, 12, p->levels);
			else /* another table: no such memory */
				expect_fault(&scene, FAULT_ACCESS, 0, reads + 1);
		}
	}
}
END_TEST

/* Above what may map a page, PS is reserved, also in what looks like a good page. */
START_TEST(no_huge_pages)
{
	const struct paging *p = &paging[_i];

	for (unsigned int level = p->large + 1; level < p->levels; level++) {
		struct scene scene;

		scene_init(&scene, p, spread_va(p));
		scene_map(&scene, level, GOOD | PS);
		expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_U | CODE_RSVD, p->levels - level);
		scene_store(&scene, scene_pte_pa(&scene, level), GOOD);
		expect_fault(&scene, FAULT_ACCESS, 0, p->levels - level + 1);
	}
}
END_TEST

/* PSE-36: of a 4 MiB page, what is no PA bit is reserved in 21:13. */
START_TEST(pse36_reserved_bits)
{
	static const struct {
		unsigned int pa_bits;
		uint64_t reserved;
	} table[] = {
		{32, 0x3fe000},
                {33, 0x3fc000},
                {36, 0x3e0000},
                {39, 0x300000},
		{40, 0x200000},
                {41, 0x200000},
                {46, 0x200000},
                {52, 0x200000},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table) * 32; i++) {
		unsigned int bit = i % 32;
		struct scene scene;
		uint64_t pa = 0;

		scene_init(&scene, &paging[TWO_LEVEL], 0);
		scene.access.priv = PRIV_S;
		scene.context.x86.nxe = i % 2;
		scene.context.x86.pa_bits = table[i / 32].pa_bits;
		scene_map(&scene, 1, P | PS | BIT(bit));
		if (bit >= 13 && bit <= 20)
			pa = BIT(bit + 19);
		else if (bit >= 22)
			pa = BIT(bit);
		if (table[i / 32].reserved & BIT(bit))
			expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_RSVD, 1);
		else
			expect_pa(&scene, pa, 22, 1);
	}
}
END_TEST

/* Not present: at each level, whatever the other bits, and whatever lies above and below. */
START_TEST(not_present)
{
	const struct paging *p = &paging[_i];
	const uint64_t all = p->pte_bytes == 4 ? 0xfffffffe : ~P;
	const uint64_t table[] = {0, all, GOOD & ~P, PS, all & ~PS};

	for (unsigned int level = 0; level < p->levels; level++) {
		for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
			struct scene scene;

			scene_init(&scene, p, spread_va(p));
			scene_map(&scene, 0, GOOD);
			scene_store(&scene, scene_pte_pa(&scene, level), table[i]);
			scene.context.x86.nxe = false;
			expect_fault(&scene, FAULT_PAGE, CODE_U, p->levels - level);
			/* that a pointer grants nothing does not show */
			if (level == p->levels - 1)
				continue;
			scene_store(&scene, scene_pte_pa(&scene, level + 1),
				    scene_pointer(&scene, level + 1) & ~U & ~W & ~A);
			scene.access.type = S;
			expect_fault(&scene, FAULT_PAGE, CODE_U | CODE_W, p->levels - level);
		}
	}
}
END_TEST

/* Reserved bits: the first entry from the root decides, and before all rights. */
START_TEST(reserved_order)
{
	const struct paging *p = &paging[_i];

	for (unsigned int level = 0; level < p->levels; level++) {
		/* bit 21 of a 4 MiB page; bit 50 of others */
		uint64_t bad = p->pte_bytes == 4 ? P | PS | BIT(21) : P | BIT(50);
		struct scene scene;

		if (p->pte_bytes == 4 && level == 0)
			continue;
		scene_init(&scene, p, spread_va(p));
		scene_map(&scene, 0, 0);
		scene.access.type = S;
		/* a user's store, granted nowhere */
		for (unsigned int i = p->levels - 1; i > level; i--)
			scene_store(&scene, scene_pte_pa(&scene, i),
				    scene_pointer(&scene, i) & ~U & ~W & ~A);
		scene_store(&scene, scene_pte_pa(&scene, level), bad);
		expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_W | CODE_U | CODE_RSVD,
			     p->levels - level);
	}
}
END_TEST

/*
 * What a page grants (F fetch, L load, S store), written down from "Determination
 * of Access Rights": for the user, for the supervisor with WP=0 and with WP=1.
 */
static const struct page_rights {
	uint64_t bits;
	const char *user, *no_wp, *wp;
} page_rights[] = {
	{0,          "",    "FLS", "FL" },
        {W,          "",    "FLS", "FLS"},
        {XD,         "",    "LS",  "L"  },
	{W | XD,     "",    "LS",  "LS" },
        {U,          "FL",  "FLS", "FL" },
        {U | W,      "FLS", "FLS", "FLS"},
	{U | XD,     "L",   "LS",  "L"  },
        {U | W | XD, "LS",  "LS",  "LS" },
};

/* What the supervisor may do to a user page besides. */
static const struct guard {
	bool smep, smap, ac;
	const char *lets;
} guards[] = {
	{false, false, false, "FLS"},
        {false, false, true,  "FLS"},
        {false, true,  false, "F"  },
	{false, true,  true,  "FLS"},
        {true,  false, false, "LS" },
        {true,  false, true,  "LS" },
	{true,  true,  false, ""   },
        {true,  true,  true,  "LS" },
};

/* 8 pages, 8 guards, WP, user or supervisor, 3 accesses: numbered. */
#define RIGHTS (8 * 8 * 2 * 2 * 3)

/* Sets the scene for cell i; returns whether the access is granted. */
static bool scene_rights(struct scene *scene, size_t i, const struct page_rights **page)
{
	const struct guard *guard = &guards[i / 12 % 8];
	bool wp = i / 6 % 2, user = i / 3 % 2;
	const char *grants;
	char type = "FLS"[i % 3];

	*page = &page_rights[i / 96];
	scene->context.x86.wp = wp;
	scene->context.x86.smep = guard->smep;
	scene->context.x86.smap = guard->smap;
	scene->access.sum = guard->ac;
	scene->access.priv = user ? PRIV_U : i / 96 % 2 ? PRIV_S : PRIV_M;
	scene->access.type = i % 3;
	if (user)
		return strchr((*page)->user, type);
	grants = wp ? (*page)->wp : (*page)->no_wp;
	return strchr(grants, type) && (!((*page)->bits & U) || strchr(guard->lets, type));
}

/* The table, with each page size, and the bits in each entry on the way to the page. */
START_TEST(rights)
{
	const struct paging *p = &paging[_i];

	for (unsigned int leaf = 0; leaf <= p->large; leaf++) {
		for (unsigned int where = leaf; where < p->levels; where++) {
			unsigned int granted = 0;

			for (size_t i = 0; i < RIGHTS; i++) {
				const struct page_rights *page;
				struct scene scene;
				unsigned int code;
				uint64_t entry;
				bool grants;

				scene_init(&scene, p, spread_va(p));
				grants = scene_rights(&scene, i, &page);
				if (p->pte_bytes == 4 && page->bits & XD)
					continue; /* no such bit */
				scene_map(&scene, leaf, good_leaf(leaf));
				entry = where == leaf ? good_leaf(leaf)
						      : scene_pointer(&scene, where);
				scene_store(&scene, scene_pte_pa(&scene, where),
					    (entry & ~U & ~W) | page->bits);
				if (grants) {
					granted++;
					expect_pa(&scene, scene_offset(&scene, leaf), p->size[leaf],
						  p->levels - leaf);
					continue;
				}
				code = CODE_P;
				if (scene.access.type == S)
					code += CODE_W;
				if (scene.access.priv == PRIV_U)
					code += CODE_U;
				if (scene.access.type == F &&
				    (scene.context.x86.smep || p != &paging[TWO_LEVEL]))
					code += CODE_ID;
				expect_fault(&scene, FAULT_PAGE, code, p->levels - leaf);
			}
			/* user 8 * 16; supervisor's own 18 * 8; F 16, L 48, S 36 on user pages */
			ck_assert_uint_eq(granted, p->pte_bytes == 4 ? 226 : 372);
		}
	}
}
END_TEST

/* Bits that are missing in different entries. */
START_TEST(rights_combined)
{
	const struct paging *p = &paging[_i];
	const uint64_t bits[] = {U, W, U | W};

	for (unsigned int level = 1; level < p->levels; level++) {
		for (size_t i = 0; i < ARRAY_SIZE(bits); i++) {
			for (size_t j = 0; j < ARRAY_SIZE(bits); j++) {
				uint64_t both = bits[i] & bits[j];
				struct scene scene;

				scene_init(&scene, p, spread_va(p));
				scene_map(&scene, 0, P | A | D | bits[i]);
				scene_store(&scene, scene_pte_pa(&scene, level),
					    (scene_pointer(&scene, level) & ~U & ~W) | bits[j]);
				scene.access.type = S;
				if (both == (U | W))
					expect_pa(&scene, 0x678, 12, p->levels);
				else
					expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_W | CODE_U,
						     p->levels);
				/* SMEP is about what is a user page by all entries */
				scene.access.type = F;
				scene.access.priv = PRIV_S;
				scene.context.x86.smep = true;
				if (both & U)
					expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_ID,
						     p->levels);
				else
					expect_pa(&scene, 0x678, 12, p->levels);
			}
		}
	}
}
END_TEST

/* Error codes by hand: "Page-Fault Exceptions". */
START_TEST(error_codes)
{
	static const struct {
		enum access_type type;
		enum priv priv;
		bool smep, nxe;
		uint64_t pte;
		unsigned int code[2]; /* two-level; others */
	} table[] = {
  /* not present */
		{F, PRIV_U, false, false, 0,         {4, 4}  },
		{F, PRIV_U, false, true,  0,         {4, 20} },
		{F, PRIV_U, true,  false, 0,         {20, 20}},
		{F, PRIV_S, false, false, 0,         {0, 0}  },
		{F, PRIV_S, false, true,  0,         {0, 16} },
		{F, PRIV_S, true,  true,  0,         {16, 16}},
		{F, PRIV_M, true,  false, 0,         {16, 16}},
		{L, PRIV_U, true,  true,  0,         {4, 4}  },
		{L, PRIV_S, true,  true,  0,         {0, 0}  },
		{L, PRIV_M, false, false, 0,         {0, 0}  },
		{S, PRIV_U, true,  true,  0,         {6, 6}  },
		{S, PRIV_S, true,  true,  0,         {2, 2}  },
 /* a supervisor's page; a read-only page with WP */
		{F, PRIV_U, false, false, P | W,     {5, 5}  },
		{F, PRIV_U, false, true,  P | W,     {5, 21} },
		{F, PRIV_U, true,  false, P | W,     {21, 21}},
		{L, PRIV_U, true,  true,  P | W,     {5, 5}  },
		{S, PRIV_U, true,  true,  P | W,     {7, 7}  },
		{S, PRIV_U, false, false, P | U,     {7, 7}  },
		{S, PRIV_S, false, true,  P | U,     {3, 3}  },
		{S, PRIV_M, false, false, P,         {3, 3}  },
 /* SMEP */
		{F, PRIV_S, true,  false, P | U,     {17, 17}},
		{F, PRIV_S, true,  true,  P | U | W, {17, 17}},
	};
	const struct paging *p = &paging[_i];

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct scene scene;

		scene_init(&scene, p, spread_va(p));
		scene_map(&scene, 0, table[i].pte);
		scene.context.x86.smep = table[i].smep;
		scene.context.x86.nxe = table[i].nxe;
		scene.access.type = table[i].type;
		scene.access.priv = table[i].priv;
		expect_fault(&scene, FAULT_PAGE, table[i].code[p != &paging[TWO_LEVEL]], p->levels);
	}
}
END_TEST

/* Error codes by hand of an entry with a reserved bit, which is a large page's bit 21 or 13. */
START_TEST(error_codes_reserved)
{
	static const struct {
		enum access_type type;
		enum priv priv;
		bool smep, nxe;
		unsigned int code[2]; /* two-level; others */
	} table[] = {
		{F, PRIV_U, false, false, {13, 13}},
                {F, PRIV_U, false, true,  {13, 29}},
		{F, PRIV_U, true,  false, {29, 29}},
                {F, PRIV_S, false, true,  {9, 25} },
		{F, PRIV_S, true,  true,  {25, 25}},
                {L, PRIV_U, true,  true,  {13, 13}},
		{L, PRIV_S, true,  true,  {9, 9}  },
                {S, PRIV_U, true,  true,  {15, 15}},
		{S, PRIV_S, false, false, {11, 11}},
	};
	const struct paging *p = &paging[_i];

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct scene scene;

		scene_init(&scene, p, spread_va(p));
		scene_map(&scene, 1, GOOD | PS | (p->pte_bytes == 4 ? BIT(21) : BIT(13)));
		scene.context.x86.smep = table[i].smep;
		scene.context.x86.nxe = table[i].nxe;
		scene.access.type = table[i].type;
		scene.access.priv = table[i].priv;
		expect_fault(&scene, FAULT_PAGE, table[i].code[p != &paging[TWO_LEVEL]],
			     p->levels - 1);
	}
}
END_TEST

/* XD and NXE: in each entry, it forbids a fetch, or is reserved. */
START_TEST(execute_disable)
{
	const struct paging *p = &paging[_i];

	for (unsigned int level = 0; level < p->levels; level++) {
		struct scene scene;

		scene_init(&scene, p, spread_va(p));
		scene_map(&scene, 0, GOOD);
		scene_store(&scene, scene_pte_pa(&scene, level),
			    XD | (level ? scene_pointer(&scene, level) : GOOD));
		expect_pa(&scene, 0x678, 12, p->levels);
		scene.access.type = F;
		expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_U | CODE_ID, p->levels);
		scene.context.x86.nxe = false;
		expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_U | CODE_RSVD, p->levels - level);
		scene.access.type = L;
		expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_U | CODE_RSVD, p->levels - level);
	}
}
END_TEST

/* Global: G of the leaf, with CR4.PGE; G of a pointer says nothing. */
START_TEST(global)
{
	const struct paging *p = &paging[_i];

	for (unsigned int leaf = 0; leaf <= p->large; leaf++) {
		/* bit 0: PGE; bit 1 + i: G at level i */
		for (unsigned int i = 0; i < BIT(p->levels + 1); i++) {
			struct scene scene;

			scene_init(&scene, p, spread_va(p));
			scene.context.x86.pge = i & 1;
			for (unsigned int j = leaf; j < p->levels; j++)
				scene_store(&scene, scene_pte_pa(&scene, j),
					    (i >> 1 & BIT(j) ? G : 0) |
						    (j == leaf ? good_leaf(leaf)
							       : scene_pointer(&scene, j)));
			expect_pa(&scene, scene_offset(&scene, leaf), p->size[leaf],
				  p->levels - leaf);
			expect_eq(&scene, "global", scene.answer.global,
				  i & 1 && i >> 1 & BIT(leaf));
		}
	}
}
END_TEST

/* PAT, PCD, PWT of the leaf; those of pointers are about the tables. */
START_TEST(memtype)
{
	const struct paging *p = &paging[_i];

	for (unsigned int leaf = 0; leaf <= p->large; leaf++) {
		const uint64_t pat = leaf ? BIT(12) : BIT(7);
		const uint64_t bits[] = {0,   PWT,       PCD,       PCD | PWT,
					 pat, pat | PWT, pat | PCD, pat | PCD | PWT};

		for (unsigned int i = 0; i < 2 * ARRAY_SIZE(bits); i++) {
			struct scene scene;

			scene_init(&scene, p, spread_va(p));
			scene_map(&scene, leaf, good_leaf(leaf) | bits[i / 2]);
			for (unsigned int j = leaf + 1; i % 2 && j < p->levels; j++)
				scene_store(&scene, scene_pte_pa(&scene, j),
					    scene_pointer(&scene, j) | PCD | PWT);
			expect_pa(&scene, scene_offset(&scene, leaf), p->size[leaf],
				  p->levels - leaf);
			expect_eq(&scene, "memtype", scene.answer.memtype, i / 2);
		}
	}
}
END_TEST

/* Bit 12 of a 4 KiB page is its address; bit 7 of a large one is PS. */
START_TEST(memtype_not_pat)
{
	const struct paging *p = &paging[_i];
	struct scene scene;

	scene_init(&scene, p, 0);
	scene_map(&scene, 0, GOOD | BIT(12));
	expect_pa(&scene, 0x1000, 12, p->levels);
	expect_eq(&scene, "memtype", scene.answer.memtype, 0);
	scene_map(&scene, 1, GOOD | PS);
	expect_pa(&scene, 0, p->size[1], p->levels - 1);
	expect_eq(&scene, "memtype", scene.answer.memtype, 0);
}
END_TEST

/* A wherever it is missing, from the root on; D in the leaf by a store, with A in one update. */
START_TEST(updates)
{
	const struct paging *p = &paging[_i];

	for (unsigned int leaf = 0; leaf <= p->large; leaf++) {
		unsigned int entries = p->levels - leaf;

		/* bit i: A is missing in the entry read as number i; then D; then the access */
		for (unsigned int i = 0; i < BIT(entries) * 6; i++) {
			bool store = i / BIT(entries) % 3 == S;
			bool dirty = i / BIT(entries) / 3;
			unsigned int updates = 0;
			struct scene scene;

			scene_init(&scene, p, spread_va(p));
			scene_map(&scene, leaf, good_leaf(leaf) & ~(dirty ? 0 : D));
			for (unsigned int j = 0; j < entries; j++)
				scene.word[j].pte &= ~(i & BIT(j) ? A : 0);
			scene.access.type = i / BIT(entries) % 3;
			expect_pa(&scene, scene_offset(&scene, leaf), p->size[leaf], entries);
			for (unsigned int j = 0; j < entries; j++) {
				uint64_t missing = i & BIT(j) ? A : 0;

				if (j == entries - 1 && store && !dirty)
					missing |= D;
				if (!missing)
					continue;
				expect_eq(&scene, "update pa", scene.answer.update[updates].pa,
					  scene.word[j].pa);
				expect_eq(&scene, "update old_pte",
					  scene.answer.update[updates].old_pte, scene.word[j].pte);
				expect_eq(&scene, "update new_pte",
					  scene.answer.update[updates].new_pte,
					  scene.word[j].pte | missing);
				updates++;
			}
			expect_eq(&scene, "updates", scene.answer.updates, updates);
		}
	}
}
END_TEST

/* One by hand: a store through five levels, where the second and the fourth have A. */
START_TEST(updates_by_hand)
{
	static const struct oracle_update want[] = {
		{0x10008, 0x20007,            0x20027           },
		{0x30018, 0x40007,            0x40027           },
		{0x50028, 0x0ff0000000777e1f, 0x0ff0000000777e7f},
	};
	struct scene scene;

	/* indices 1 to 5 */
	scene_init(&scene, &paging[FIVE_LEVEL], 0x10100c0805000);
	scene.context.ptbr = 0x10000;
	scene_store(&scene, 0x10008, 0x20007);
	scene_store(&scene, 0x20010, 0x30027);
	scene_store(&scene, 0x30018, 0x40007);
	scene_store(&scene, 0x40020, 0x50027);
	scene_store(&scene, 0x50028, 0x0ff0000000777e1f);
	scene.access.type = S;
	expect_pa(&scene, 0x777000, 12, 5);
	expect_eq(&scene, "updates", scene.answer.updates, 3);
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		expect_eq(&scene, "pa", scene.answer.update[i].pa, want[i].pa);
		expect_eq(&scene, "old_pte", scene.answer.update[i].old_pte, want[i].old_pte);
		expect_eq(&scene, "new_pte", scene.answer.update[i].new_pte, want[i].new_pte);
	}
}
END_TEST

/* A fault updates nothing, not even what was read before it. expect_fault() looks. */
START_TEST(no_updates)
{
	static const struct {
		enum priv priv;
		uint64_t leaf;
		enum fault fault;
		unsigned int code;
	} table[] = {
		{PRIV_U, P | U,         FAULT_PAGE,   7}, /* read-only */
		{PRIV_S, P | U,         FAULT_PAGE,   3}, /* read-only, WP */
		{PRIV_U, P | W,         FAULT_PAGE,   7}, /* the supervisor's */
		{PRIV_S, P | U | W,     FAULT_PAGE,   3}, /* SMAP */
		{PRIV_U, U | W,         FAULT_PAGE,   6}, /* not present */
		{PRIV_U, P | U | W | G, FAULT_ACCESS, 0}, /* not stored below */
	};
	const struct paging *p = &paging[_i];

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct scene scene;

		scene_init(&scene, p, spread_va(p));
		scene_map(&scene, 0, table[i].leaf);
		for (unsigned int j = 0; j < scene.words - 1; j++)
			scene.word[j].pte &= ~A;
		if (table[i].fault == FAULT_ACCESS)
			scene.words--;
		scene.context.x86.smap = true;
		scene.access.type = S;
		scene.access.priv = table[i].priv;
		expect_fault(&scene, table[i].fault, table[i].code, p->levels);
	}
}
END_TEST

/* ADUE, PBMTE and MXR are RISC-V's. */
START_TEST(riscv_bits)
{
	const struct paging *p = &paging[_i];

	for (unsigned int i = 0; i < 8; i++) {
		struct scene scene;

		scene_init(&scene, p, spread_va(p));
		scene.context.adue = i & 1;
		scene.context.pbmte = i & 2;
		scene.access.mxr = i & 4;
		scene_map(&scene, 0, 0x777000 | (GOOD & ~A & ~D));
		expect_pa(&scene, 0x777678, 12, p->levels);
		expect_eq(&scene, "updates", scene.answer.updates, 1);
		expect_eq(&scene, "memtype", scene.answer.memtype, 0);
		scene_map(&scene, 0, 0x777000 | (GOOD & ~U));
		expect_fault(&scene, FAULT_PAGE, CODE_P | CODE_U, p->levels);
	}
}
END_TEST

/* A write to CR3 under a scene's context, whose own CR3 and PDPTEs do not count. */
static void cr3_write(struct scene *scene, uint64_t value, struct oracle_cr3 *cr3)
{
	scene->bytes = 8;
	scene->reads = 0;
	scene->context.ptbr = UINT64_MAX;
	for (unsigned int i = 0; i < 4; i++)
		scene->context.x86.pdpte[i] = UINT64_MAX;
	memset(cr3, 0xa5, sizeof(*cr3));
	oracle_cr3_write(scene_read, scene, &scene->context, value, cr3);
	expect_eq(scene, "reads", cr3->reads, scene->reads);
	for (unsigned int i = 0; i < scene->reads; i++)
		expect_eq(scene, "read_pa", cr3->read_pa[i], scene->read_pa[i]);
}

/* It faults after so many reads, and says nothing else. */
static void expect_cr3_fault(struct scene *scene, uint64_t value, enum fault fault,
			     unsigned int reads)
{
	struct oracle_cr3 cr3;

	cr3_write(scene, value, &cr3);
	expect_eq(scene, "fault", cr3.fault, fault);
	expect_eq(scene, "cr3", cr3.cr3, 0);
	expect_eq(scene, "loads", cr3.loads, false);
	for (unsigned int i = 0; i < 4; i++)
		expect_eq(scene, "pdpte", cr3.pdpte[i], 0);
	expect_eq(scene, "drops", cr3.drops, false);
	expect_eq(scene, "pcid", cr3.pcid, 0);
	expect_eq(scene, "reads", cr3.reads, reads);
}

/* It is written, without reads. */
static void expect_cr3(struct scene *scene, uint64_t value, uint64_t held, bool drops,
		       uint64_t pcid)
{
	struct oracle_cr3 cr3;

	cr3_write(scene, value, &cr3);
	expect_eq(scene, "fault", cr3.fault, FAULT_NONE);
	expect_eq(scene, "cr3", cr3.cr3, held);
	expect_eq(scene, "loads", cr3.loads, false);
	for (unsigned int i = 0; i < 4; i++)
		expect_eq(scene, "pdpte", cr3.pdpte[i], 0);
	expect_eq(scene, "drops", cr3.drops, drops);
	expect_eq(scene, "pcid", cr3.pcid, pcid);
	expect_eq(scene, "reads", cr3.reads, 0);
}

/* Long mode: each bit alone, for several M, with PCIDE and without. */
START_TEST(cr3_long_bits)
{
	for (size_t i = 0; i < ARRAY_SIZE(pa_widths) * 2 * 64; i++) {
		unsigned int bit = i % 64, m = pa_widths[i / 128];
		bool pcide = i / 64 % 2;
		struct scene scene;

		scene_init(&scene, &paging[_i], 0);
		scene.context.x86.pa_bits = m;
		scene.context.x86.pcide = pcide;
		if (bit == 63 && pcide)
			expect_cr3(&scene, BIT(63), 0, false, 0);
		else if (bit >= m)
			expect_cr3_fault(&scene, BIT(bit), FAULT_PROTECTION, 0);
		else
			expect_cr3(&scene, BIT(bit), BIT(bit), true,
				   pcide && bit < 12 ? BIT(bit) : 0);
	}
}
END_TEST

/* By hand. In long mode PAE is set, and loads nothing. */
START_TEST(cr3_by_hand)
{
	static const struct {
		unsigned int paging;
		bool pg, pcide;
		uint64_t value, cr3; /* BAD: general protection */
		bool drops;
		uint64_t pcid;
	} table[] = {
		{FOUR_LEVEL, true,  false, 0x00003ffffffff018, 0x3ffffffff018, true,  0    },
		{FOUR_LEVEL, true,  false, 0x0000000000123fff, 0x123fff,       true,  0    },
		{FOUR_LEVEL, true,  false, 0x8000000000123000, BAD,            false, 0    },
		{FOUR_LEVEL, true,  false, 0x0000400000000000, BAD,            false, 0    },
		{FOUR_LEVEL, true,  true,  0x00003ffffffffabc, 0x3ffffffffabc, true,  0xabc},
		{FIVE_LEVEL, true,  true,  0x8000000000123abc, 0x123abc,       false, 0xabc},
		{FIVE_LEVEL, true,  true,  0x8000000000123000, 0x123000,       false, 0    },
		{FIVE_LEVEL, true,  true,  0xc000000000123000, BAD,            false, 0    },
 /* out of long mode: 32 bits, nothing is checked, no PCIDs */
		{FOUR_LEVEL, false, false, 0xffffffff12345678, 0x12345678,     true,  0    },
		{FOUR_LEVEL, false, true,  0xffffffff12345678, 0x12345678,     true,  0    },
		{TWO_LEVEL,  true,  true,  0xffffffff12345678, 0x12345678,     true,  0    },
		{TWO_LEVEL,  true,  false, 0x8000000000000fff, 0xfff,          true,  0    },
		{TWO_LEVEL,  false, true,  0xffffffffffffffff, 0xffffffff,     true,  0    },
		{PAE,        false, false, 0xffffffffffffffff, 0xffffffff,     true,  0    },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct scene scene;

		scene_init(&scene, &paging[table[i].paging], 0);
		scene.context.x86.pg = table[i].pg;
		scene.context.x86.pcide = table[i].pcide;
		if (table[i].cr3 == BAD)
			expect_cr3_fault(&scene, table[i].value, FAULT_PROTECTION, 0);
		else
			expect_cr3(&scene, table[i].value, table[i].cr3, table[i].drops,
				   table[i].pcid);
	}
	/* regime x86-32 ignores LMA, and regime x86-64 without it is no long mode */
	for (int lma = 0; lma < 2; lma++) {
		struct scene scene;

		scene_init(&scene, &paging[TWO_LEVEL], 0);
		scene.context.regime = lma ? REGIME_X86_32 : REGIME_X86_64;
		scene.context.x86.lma = lma;
		scene.context.x86.pcide = true;
		expect_cr3(&scene, 0xffffffff12345678, 0x12345678, true, 0);
	}
}
END_TEST

/* PAE: the table is at CR3[31:5]; all four are loaded as they are. */
START_TEST(cr3_loads)
{
	static const uint64_t pdpte[] = {0x3ffffffffe19, 0, 0xfffffffffffffffe, 0x1001};

	for (unsigned int bit = 0; bit < 64; bit++) {
		uint64_t table = bit >= 5 && bit < 32 ? BIT(bit) : 0;
		struct scene scene;
		struct oracle_cr3 cr3;

		scene_init(&scene, &paging[PAE], 0);
		scene.context.regime = bit % 2 ? REGIME_X86_32 : REGIME_X86_64;
		scene.context.x86.pcide = true;
		for (unsigned int i = 0; i < 4; i++)
			scene_store(&scene, table + i * 8, pdpte[i]);
		cr3_write(&scene, BIT(bit), &cr3);
		expect_eq(&scene, "fault", cr3.fault, FAULT_NONE);
		expect_eq(&scene, "cr3", cr3.cr3, bit < 32 ? BIT(bit) : 0);
		expect_eq(&scene, "loads", cr3.loads, true);
		expect_eq(&scene, "drops", cr3.drops, true);
		expect_eq(&scene, "pcid", cr3.pcid, 0);
		expect_eq(&scene, "reads", cr3.reads, 4);
		for (unsigned int i = 0; i < 4; i++) {
			expect_eq(&scene, "read_pa", cr3.read_pa[i], table + i * 8);
			expect_eq(&scene, "pdpte", cr3.pdpte[i], pdpte[i]);
		}
	}
}
END_TEST

/* PAE: each bit of each PDPTE; the first that fails ends the reads. */
START_TEST(cr3_load_bits)
{
	for (size_t i = 0; i < ARRAY_SIZE(pa_widths) * 4 * 64; i++) {
		unsigned int bit = i % 64, which = i / 64 % 4, m = pa_widths[i / 256];
		struct scene scene;
		struct oracle_cr3 cr3;

		scene_init(&scene, &paging[PAE], 0);
		scene.context.x86.pa_bits = m;
		for (unsigned int j = 0; j < 4; j++)
			scene_store(&scene, 0xffffffe0 + j * 8, 0x1000 | P);
		/* not present: nothing is reserved */
		scene.word[which].pte = BIT(bit) & ~P;
		cr3_write(&scene, 0xffffffe0, &cr3);
		expect_eq(&scene, "fault", cr3.fault, FAULT_NONE);
		expect_eq(&scene, "pdpte", cr3.pdpte[which], BIT(bit) & ~P);
		scene.word[which].pte |= P;
		if (bit == 1 || bit == 2 || (bit >= 5 && bit <= 8) || bit >= m) {
			/* the next is worse, but is not read */
			scene.words = which + 1;
			expect_cr3_fault(&scene, 0xffffffe0, FAULT_PROTECTION, which + 1);
			continue;
		}
		cr3_write(&scene, 0xffffffe0, &cr3);
		expect_eq(&scene, "fault", cr3.fault, FAULT_NONE);
		expect_eq(&scene, "pdpte", cr3.pdpte[which], BIT(bit) | P);
	}
}
END_TEST

/* PAE: a PDPTE that cannot be read; what follows is not looked at. */
START_TEST(cr3_load_no_memory)
{
	for (unsigned int which = 0; which < 4; which++) {
		struct scene scene;

		scene_init(&scene, &paging[PAE], 0);
		for (unsigned int i = 0; i < 4; i++)
			if (i != which)
				scene_store(&scene, 0x12340 + i * 8, i < which ? P : P | W);
		expect_cr3_fault(&scene, 0x12340, FAULT_ACCESS, which + 1);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle_x86");
	TCase *once = tcase_create("once");
	TCase *each = tcase_create("each mode");

	suite_add_tcase(suite, once);
	tcase_add_test(once, modes);
	tcase_add_test(once, untranslated);
	tcase_add_test(once, va_boundaries);
	tcase_add_test(once, root);
	tcase_add_test(once, pdptes);
	tcase_add_test(once, pdpte_absent);
	tcase_add_test(once, large_pages);
	tcase_add_test(once, no_pse);
	tcase_add_test(once, pse36_reserved_bits);
	tcase_add_test(once, updates_by_hand);
	tcase_add_test(once, cr3_by_hand);
	tcase_add_test(once, cr3_loads);
	tcase_add_test(once, cr3_load_bits);
	tcase_add_test(once, cr3_load_no_memory);

	/* 0 two-level, 1 PAE, 2 and 3 long mode */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, noncanonical, 2, 4);
	tcase_add_loop_test(each, indices, 0, 4);
	tcase_add_loop_test(each, page_addresses, 0, 4);
	tcase_add_loop_test(each, pointer_addresses, 0, 4);
	tcase_add_loop_test(each, no_memory, 0, 4);
	tcase_add_loop_test(each, leaf_reserved_bits, 0, 4);
	tcase_add_loop_test(each, pointer_reserved_bits, 0, 4);
	tcase_add_loop_test(each, no_huge_pages, 2, 4);
	tcase_add_loop_test(each, not_present, 0, 4);
	tcase_add_loop_test(each, reserved_order, 0, 4);
	tcase_add_loop_test(each, rights, 0, 4);
	tcase_add_loop_test(each, rights_combined, 0, 4);
	tcase_add_loop_test(each, error_codes, 0, 4);
	tcase_add_loop_test(each, error_codes_reserved, 0, 4);
	tcase_add_loop_test(each, execute_disable, 1, 4);
	tcase_add_loop_test(each, global, 0, 4);
	tcase_add_loop_test(each, memtype, 0, 4);
	tcase_add_loop_test(each, memtype_not_pat, 0, 4);
	tcase_add_loop_test(each, updates, 0, 4);
	tcase_add_loop_test(each, no_updates, 0, 4);
	tcase_add_loop_test(each, riscv_bits, 0, 4);
	tcase_add_loop_test(each, cr3_long_bits, 2, 4);

	return suite_run(suite);
}
