/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle against the privileged manual. A01, B03 ... are the rules of
 * tests/README.md. Expected values are written by hand; none is computed by the
 * code under test.
 */
#include <check.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "oracle.h"
#include "suite.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BIT(n)        (UINT64_C(1) << (n))

/* PTE bits */
#define V       BIT(0)
#define R       BIT(1)
#define W       BIT(2)
#define X       BIT(3)
#define U       BIT(4)
#define G       BIT(5)
#define A       BIT(6)
#define D       BIT(7)
#define N       BIT(63)
#define PBMT(n) ((uint64_t)(n) << 61)
#define PPN(n)  ((uint64_t)(n) << 10)

/* A user page that grants everything. */
#define GOOD (V | R | W | X | U | A | D)

#define F ACCESS_FETCH
#define L ACCESS_LOAD
#define S ACCESS_STORE

/* The paging modes as the manual's figures show them. */
static const struct paging {
	const char *name;
	enum regime regime;
	uint64_t satp_mode;
	unsigned int levels;
	unsigned int index_bits, pte_bytes, pte_bits, ppn_bits;
	unsigned int va_bits;
	unsigned int size[5]; /* log2 of the page size at each level */
} paging[] = {
	{"Sv32", REGIME_RV32, BIT(31),            2, 10, 4, 32, 22, 32, {12, 22}            },
	{"Sv39", REGIME_RV64, UINT64_C(8) << 60,  3, 9,  8, 64, 44, 39, {12, 21, 30}        },
	{"Sv48", REGIME_RV64, UINT64_C(9) << 60,  4, 9,  8, 64, 44, 48, {12, 21, 30, 39}    },
	{"Sv57", REGIME_RV64, UINT64_C(10) << 60, 5, 9,  8, 64, 44, 57, {12, 21, 30, 39, 48}},
};

#define SV39 (&paging[1])
#define SV57 (&paging[3])

/* The root table of a scene; the tables below it follow, one a level. */
#define ROOT UINT64_C(0x80000)

/* A canonical address with another index in each level, and offset 0x678. */
static uint64_t spread_va(const struct paging *p)
{
	return UINT64_C(0x0012345678345678) & (BIT(p->va_bits - 1) - 1);
}

/*
 * A memory of few PTEs and an access to it. Words that were not stored do not
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
	} word[24];
	unsigned int reads;
	uint64_t read_pa[ORACLE_MAX_READS + 1];
};

/* The oracle's memory; notes each read. */
static bool scene_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	struct scene *scene = opaque;

	/* C14: one read, as wide as the PTE, aligned */
	ck_assert_uint_eq(bytes, scene->paging->pte_bytes);
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

/* No PTE yet; a load by U, Svade, PBMTE=1. */
static void scene_init(struct scene *scene, const struct paging *paging, uint64_t va)
{
	memset(scene, 0, sizeof(*scene));
	scene->paging = paging;
	scene->context.regime = paging->regime;
	scene->context.ptbr = paging->satp_mode | ROOT;
	scene->context.pbmte = true;
	scene->access = (struct oracle_access){va, L, PRIV_U, false, false};
}

/* One PTE; stored again, it is replaced. */
static void scene_store(struct scene *scene, uint64_t pa, uint64_t pte)
{
	unsigned int i = 0;

	while (i < scene->words && scene->word[i].pa != pa)
		i++;
	ck_assert_uint_lt(i, ARRAY_SIZE(scene->word));
	if (i == scene->words)
		scene->words++;
	scene->word[i].pa = pa;
	scene->word[i].pte = pte;
}

/* Where the PTE for the scene's VA lies at a level. */
static uint64_t scene_pte_pa(const struct scene *scene, unsigned int level)
{
	const struct paging *p = scene->paging;
	uint64_t index = scene->access.va >> p->size[level] & (BIT(p->index_bits) - 1);

	return (ROOT + p->levels - 1 - level) * 4096 + index * p->pte_bytes;
}

/* Maps the scene's VA by pointers down to `level`, and there by pte. */
static void scene_map(struct scene *scene, unsigned int level, uint64_t pte)
{
	for (unsigned int i = scene->paging->levels - 1; i > level; i--)
		scene_store(scene, scene_pte_pa(scene, i),
			    PPN(ROOT + scene->paging->levels - i) | V);
	scene_store(scene, scene_pte_pa(scene, level), pte);
}

#define WHERE_FORMAT "%s va %" PRIx64 " type %d priv %d sum %d mxr %d: "
#define WHERE(s)                                                                                   \
	(s)->paging->name, (s)->access.va, (s)->access.type, (s)->access.priv, (s)->access.sum,    \
		(s)->access.mxr

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
static void expect_fault(struct scene *scene, enum fault fault, unsigned int reads)
{
	scene_run(scene);
	expect_eq(scene, "fault", scene->answer.fault, fault);
	expect_eq(scene, "code", scene->answer.code, 0);
	expect_eq(scene, "global", scene->answer.global, false);
	expect_eq(scene, "pa", scene->answer.pa, 0);
	expect_eq(scene, "size", scene->answer.size, 0);
	expect_eq(scene, "memtype", scene->answer.memtype, 0);
	expect_eq(scene, "reads", scene->answer.reads, reads);
	expect_eq(scene, "updates", scene->answer.updates, 0);
}

/* The access succeeds, with no A/D update. */
static void expect_pa(struct scene *scene, uint64_t pa, unsigned int size, unsigned int reads)
{
	scene_run(scene);
	expect_eq(scene, "fault", scene->answer.fault, FAULT_NONE);
	expect_eq(scene, "pa", scene->answer.pa, pa);
	expect_eq(scene, "size", scene->answer.size, size);
	expect_eq(scene, "reads", scene->answer.reads, reads);
	expect_eq(scene, "updates", scene->answer.updates, 0);
}

/* The access succeeds and turns the PTE at `level` from old into new. */
static void expect_update(struct scene *scene, unsigned int level, uint64_t old, uint64_t new)
{
	scene_run(scene);
	expect_eq(scene, "fault", scene->answer.fault, FAULT_NONE);
	expect_eq(scene, "size", scene->answer.size, scene->paging->size[level]);
	expect_eq(scene, "updates", scene->answer.updates, 1);
	expect_eq(scene, "update pa", scene->answer.update[0].pa, scene_pte_pa(scene, level));
	expect_eq(scene, "update old_pte", scene->answer.update[0].old_pte, old);
	expect_eq(scene, "update new_pte", scene->answer.update[0].new_pte, new);
}

#define BAD UINT64_MAX

/* A01 Bare, A06 M mode: no translation, whatever the rest of satp holds. */
START_TEST(a01_a06_untranslated)
{
	static const struct {
		enum regime regime;
		uint64_t satp;
		enum priv priv;
		uint64_t va;
		uint64_t pa; /* or BAD: access fault */
	} table[] = {
		{REGIME_RV32, 0,                  PRIV_U, 0xffffffff,         0xffffffff      },
		{REGIME_RV32, 0x7fffffff,         PRIV_S, 0x12345678,         0x12345678      },
		{REGIME_RV32, 0,                  PRIV_S, 0xabcdef0112345678, 0x12345678      },
		{REGIME_RV32, 0x80080000,         PRIV_M, 0x80000fff,         0x80000fff      },
		{REGIME_RV32, 0x80080000,         PRIV_M, 0xffffffff80000fff, 0x80000fff      },
		{REGIME_RV64, 0,                  PRIV_U, 0,                  0               },
		{REGIME_RV64, 0x0fffffffffffffff, PRIV_S, 0xffffffffffffff,   0xffffffffffffff},
		{REGIME_RV64, 0,                  PRIV_S, 0x100000000000000,  BAD             },
		{REGIME_RV64, 0,                  PRIV_U, 0x8000000000001234, BAD             },
		{REGIME_RV64, 0x8000000000080000, PRIV_M, 0xfedcba98765432,   0xfedcba98765432},
		{REGIME_RV64, 0x9000000000080000, PRIV_M, 0x8000000000,       0x8000000000    },
		{REGIME_RV64, 0xa000000000080000, PRIV_M, 0xffffffffffffffff, BAD             },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		for (enum access_type type = F; type <= S; type++) {
			struct scene scene;

			scene_init(&scene, table[i].regime == REGIME_RV32 ? &paging[0] : SV39,
				   table[i].va);
			scene.context.ptbr = table[i].satp;
			scene.access.priv = table[i].priv;
			scene.access.type = type;
			if (table[i].pa == BAD)
				expect_fault(&scene, FAULT_ACCESS, 0);
			else
				expect_pa(&scene, table[i].pa, 0, 0);
			expect_eq(&scene, "memtype", scene.answer.memtype, 0);
			expect_eq(&scene, "global", scene.answer.global, false);
		}
	}
}
END_TEST

/* A01, A02: what satp says of paging; M mode is another matter. */
START_TEST(a01_a02_is_paged)
{
	static const struct {
		enum regime regime;
		uint64_t satp;
		bool paged;
	} table[] = {
		{REGIME_RV32, 0,                  false},
		{REGIME_RV32, 0x7fffffff,         false},
		{REGIME_RV32, 0x80000000,         true }, /* Sv32 */
		{REGIME_RV32, 0xffffffff,         true },
		{REGIME_RV64, 0,                  false},
		{REGIME_RV64, 0x0fffffffffffffff, false},
		{REGIME_RV64, 0x8000000000000000, true }, /* Sv39 */
		{REGIME_RV64, 0x9000000000000000, true }, /* Sv48 */
		{REGIME_RV64, 0xafffffffffffffff, true }, /* Sv57 */
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		/* what x86 would say does not count */
		for (int pg = 0; pg < 2; pg++) {
			const struct oracle_context context = {
				.regime = table[i].regime, .ptbr = table[i].satp, .x86.pg = pg};

			ck_assert_msg(oracle_is_paged(&context) == table[i].paged, "row %zu", i);
		}
	}
}
END_TEST

/* A02: the legal modes. A03: else the whole write is ignored. */
START_TEST(a02_satp_modes)
{
	/* satp held 0x8123400000012345; only Bare, 8, 9 and 10 get through */
	static const bool legal[16] = {[0] = true, [8] = true, [9] = true, [10] = true};
	const uint64_t held = 0x8123400000012345;

	for (uint64_t mode = 0; mode < 16; mode++) {
		uint64_t value = mode << 60 | 0xfedc00abcdef012;
		bool written = !legal[mode];
		uint64_t now = oracle_satp_write(REGIME_RV64, held, value, 16, &written);

		ck_assert_int_eq(written, legal[mode]);
		ck_assert_uint_eq(now, legal[mode] ? value : held); /* A03 */
	}
}
END_TEST

/* A04, and every field as the figures of satp show it. */
START_TEST(a04_satp_fields)
{
	static const struct {
		enum regime regime;
		unsigned int asid_bits;
		uint64_t value, now;
	} table[] = {
		{REGIME_RV64, 16, 0x8ffff00000000000, 0x8ffff00000000000},
		{REGIME_RV64, 9,  0x8ffffffffffffff1, 0x801ffffffffffff1},
		{REGIME_RV64, 1,  0x9fffffffffffffff, 0x90001fffffffffff},
		{REGIME_RV64, 0,  0xaffff00000000001, 0xa000000000000001},
		{REGIME_RV64, 8,  0x0ffff12345678901, 0x000ff12345678901},
		{REGIME_RV32, 9,  0xffffffff,         0xffffffff        },
		{REGIME_RV32, 16, 0xffffffff,         0xffffffff        },
		{REGIME_RV32, 8,  0xffffffff,         0xbfffffff        },
		{REGIME_RV32, 1,  0xffc00000,         0x80400000        },
		{REGIME_RV32, 0,  0x7fffffff,         0x003fffff        },
		{REGIME_RV32, 9,  0x7fc00001,         0x7fc00001        },
		{REGIME_RV32, 9,  0xffffffff80012345, 0x80012345        },
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		bool written = false;
		uint64_t now = oracle_satp_write(table[i].regime, 0x80000001, table[i].value,
						 table[i].asid_bits, &written);

		ck_assert_msg(written, "row %zu", i);
		ck_assert_msg(now == table[i].now, "row %zu: %" PRIx64, i, now);
	}
}
END_TEST

/* A05, A12: every PPN bit of satp and of a pointer reaches the memory. */
START_TEST(a05_a12_table_ppn)
{
	const struct paging *p = &paging[_i];
	struct scene scene;

	for (unsigned int bit = 0; bit < p->ppn_bits; bit++) {
		scene_init(&scene, p, 0);
		scene.context.ptbr = p->satp_mode | BIT(bit);
		expect_fault(&scene, FAULT_ACCESS, 1);
		expect_eq(&scene, "read_pa", scene.answer.read_pa[0], BIT(bit + 12));

		/* index 0 in the root, 1 in the next table */
		scene_init(&scene, p, BIT(p->size[p->levels - 2]));
		scene_map(&scene, p->levels - 1, BIT(bit + 10) | V);
		expect_fault(&scene, FAULT_ACCESS, 2);
		expect_eq(&scene, "read_pa", scene.answer.read_pa[1], BIT(bit + 12) + p->pte_bytes);
	}
	/* the ASID is no part of the address */
	scene_init(&scene, p, 0);
	scene.context.ptbr |= p->regime == REGIME_RV32 ? 0x7fc00000 : 0x0ffff00000000000;
	expect_fault(&scene, FAULT_ACCESS, 1);
	expect_eq(&scene, "read_pa", scene.answer.read_pa[0], 0x80000000);
}
END_TEST

/* G01: a PTE that does not exist, at each level. */
START_TEST(g01_no_memory)
{
	const struct paging *p = &paging[_i];
	const uint64_t va = spread_va(p);

	for (unsigned int level = 0; level < p->levels; level++) {
		struct scene scene;

		scene_init(&scene, p, va);
		scene.context.adue = true;
		scene_map(&scene, level, GOOD);
		scene.words--; /* the last one stored */
		expect_fault(&scene, FAULT_ACCESS, p->levels - level);
		expect_eq(&scene, "read_pa", scene.answer.read_pa[p->levels - 1 - level],
			  scene_pte_pa(&scene, level));
	}
}
END_TEST

/* B01, B02, B03: each upper bit of a good VA flipped, in both halves. */
START_TEST(b01_b03_noncanonical)
{
	const struct paging *p = &paging[_i];
	const uint64_t good[] = {0x12345678, UINT64_MAX << (p->va_bits - 1) | 0x12345678};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		for (unsigned int bit = p->va_bits - 1; bit < 64; bit++) {
			for (enum access_type type = F; type <= S; type++) {
				struct scene scene;

				scene_init(&scene, p, good[i]);
				scene_map(&scene, 0, PPN(0x777) | GOOD);
				scene.access.type = type;
				expect_pa(&scene, 0x777678, 12, p->levels);
				scene.access.va ^= BIT(bit);
				expect_fault(&scene, FAULT_PAGE, 0);
			}
		}
	}
}
END_TEST

/* B04: all 32 bits of Sv32. B05: the ends of both halves. */
START_TEST(b04_b05_boundaries)
{
	static const struct {
		unsigned int paging;
		uint64_t va, pa;
	} table[] = {
		{0, 0,                  0x777000},
		{0, 0x7fffffff,         0x777fff},
		{0, 0x80000000,         0x777000},
		{0, 0xffffffff,         0x777fff},
		{0, 0xdeadbeefffffffff, 0x777fff}, /* bits 31:0 count */
		{1, 0,                  0x777000},
		{1, 0x0000003fffffffff, 0x777fff},
		{1, 0xffffffc000000000, 0x777000},
		{1, 0xffffffffffffffff, 0x777fff},
		{2, 0x00007fffffffffff, 0x777fff},
		{2, 0xffff800000000000, 0x777000},
		{2, 0xffffffffffffffff, 0x777fff},
		{3, 0x00ffffffffffffff, 0x777fff},
		{3, 0xff00000000000000, 0x777000},
		{3, 0xffffffffffffffff, 0x777fff},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct scene scene;

		scene_init(&scene, &paging[table[i].paging], table[i].va);
		scene_map(&scene, 0, PPN(0x777) | GOOD);
		expect_pa(&scene, table[i].pa, 12, scene.paging->levels);
	}
}
END_TEST

/* B06: each offset bit, at each page size. C07: a leaf at each level. */
START_TEST(b06_c07_offset)
{
	const struct paging *p = &paging[_i];

	for (unsigned int level = 0; level < p->levels; level++) {
		uint64_t frame = BIT(p->ppn_bits + 11); /* the top bit of the PA */

		for (unsigned int bit = 0; bit < p->size[level]; bit++) {
			struct scene scene;

			scene_init(&scene, p, BIT(bit));
			scene_map(&scene, level, frame >> 2 | GOOD);
			expect_pa(&scene, frame | BIT(bit), p->size[level], p->levels - level);
		}
	}
}
END_TEST

/* B07: each index bit alone reads its own PTE, and index 0 in the other levels. */
START_TEST(b07_index)
{
	const struct paging *p = &paging[_i];

	for (unsigned int bit = 12; bit < p->va_bits; bit++) {
		uint64_t va = bit == p->va_bits - 1 ? UINT64_MAX << bit : BIT(bit);
		struct scene scene;

		scene_init(&scene, p, va);
		scene_map(&scene, 0, PPN(0x777) | GOOD);
		expect_pa(&scene, 0x777000, 12, p->levels);
		for (unsigned int i = 0; i < p->levels; i++) {
			unsigned int from = p->size[p->levels - 1 - i];
			bool mine = bit >= from && bit < from + p->index_bits;
			uint64_t index = mine ? BIT(bit - from) : 0;

			expect_eq(&scene, "read_pa", scene.answer.read_pa[i],
				  0x80000000 + i * 4096 + index * p->pte_bytes);
		}
	}
}
END_TEST

/* C01, C02: V=0, whatever the other bits. C03, C04: W without R. */
START_TEST(c01_c04_invalid)
{
	static const uint64_t table[] = {
		0,     GOOD & ~V, ~V,        0xdeadbeef00000000, R,         PPN(ROOT + 1),
		V | W, V | W | X, GOOD & ~R, (GOOD & ~R) & ~X,   V | W | U,
	};
	const struct paging *p = &paging[_i];
	const uint64_t va = spread_va(p);

	for (unsigned int level = 0; level < p->levels; level++) {
		for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
			struct scene scene;

			scene_init(&scene, p, va);
			scene.context.adue = true;
			scene.access.mxr = true;
			scene_map(&scene, level, table[i] & (BIT(p->pte_bits - 1) * 2 - 1));
			expect_fault(&scene, FAULT_PAGE, p->levels - level);
		}
	}
}
END_TEST

/* C05, C06; C16, each bit of a good pointer flipped: C08 to C12, H04, I04. */
START_TEST(c05_c16_pointer_bits)
{
	const struct paging *p = &paging[_i];
	const uint64_t va = spread_va(p);

	for (unsigned int level = 0; level < p->levels; level++) {
		for (unsigned int bit = 0; bit < p->pte_bits; bit++) {
			struct scene scene;
			uint64_t pointer = PPN(ROOT + p->levels - level) | V;
			unsigned int reads = p->levels - level;

			scene_init(&scene, p, va);
			scene_map(&scene, 0, PPN(0x777) | GOOD);
			scene_store(&scene, scene_pte_pa(&scene, level), pointer ^ BIT(bit));
			if (level == 0)
				expect_fault(&scene, FAULT_PAGE, reads);
			else if (bit == 5 || bit == 8 || bit == 9) /* G, RSW: C11 */
				expect_pa(&scene, 0x777678, 12, p->levels);
			else if (bit >= 10 && bit < 54) /* another table: no such memory */
				expect_fault(&scene, FAULT_ACCESS, reads + 1);
			else
				expect_fault(&scene, FAULT_PAGE, reads);
		}
	}
}
END_TEST

/* C16: each bit of a good leaf flipped, for a load by U. C12, C13, H02, H03, I01, I03. */
START_TEST(c16_leaf_bits)
{
	const struct paging *p = &paging[_i];
	const uint64_t va = spread_va(p);

	for (unsigned int level = 0; level < p->levels; level++) {
		for (unsigned int bit = 0; bit < p->pte_bits; bit++) {
			/* V; R (W without R); U; A (Svade); reserved; N with ppn[3:0] = 0 */
			bool fault = bit == 0 || bit == 1 || bit == 4 || bit == 6 ||
				     (bit >= 54 && bit <= 60) || bit == 63;
			/* a PPN bit below the page size */
			bool misaligned = bit >= 10 && bit + 2 < p->size[level];
			uint64_t pa = va & (BIT(p->size[level]) - 1);
			struct scene scene;

			scene_init(&scene, p, va);
			scene_map(&scene, level, GOOD ^ BIT(bit));
			if (fault || misaligned) {
				expect_fault(&scene, FAULT_PAGE, p->levels - level);
				continue;
			}
			if (bit >= 10 && bit < 54)
				pa |= BIT(bit + 2);
			expect_pa(&scene, pa, p->size[level], p->levels - level);
			expect_eq(&scene, "memtype", scene.answer.memtype, bit < 61 ? 0 : bit - 60);
			if (bit != 61 && bit != 62)
				continue;
			scene.context.pbmte = false;
			expect_fault(&scene, FAULT_PAGE, p->levels - level);
		}
	}
}
END_TEST

/*
 * D01 to D22: what R, W, X grant (F fetch, L load, S store), and what U grants,
 * written down separately; an access needs both.
 */
START_TEST(d22_permissions)
{
	static const struct {
		uint64_t bits;
		const char *grants, *grants_mxr;
	} rwx[] = {
		{0,         "",    ""   }, /* a pointer, here with A and D: reserved */
		{R,         "L",   "L"  }, /* read-only */
		{W,         "",    ""   }, /* reserved */
		{W | R,     "LS",  "LS" }, /* read-write */
		{X,         "F",   "FL" }, /* execute-only */
		{X | R,     "FL",  "FL" }, /* read-execute */
		{X | W,     "",    ""   }, /* reserved */
		{X | W | R, "FLS", "FLS"}, /* all */
	};
	static const struct {
		uint64_t bits;
		enum priv priv;
		bool sum;
		const char *grants;
	} user[] = {
		{0, PRIV_U, false, ""   }, /* D09 */
		{0, PRIV_U, true,  ""   }, /* D13 */
		{0, PRIV_S, false, "FLS"}, /* plain supervisor page */
		{0, PRIV_S, true,  "FLS"}, /* SUM is about U=1 */
		{U, PRIV_U, false, "FLS"}, /* plain user page */
		{U, PRIV_U, true,  "FLS"}, /* D13 */
		{U, PRIV_S, false, ""   }, /* D10 */
		{U, PRIV_S, true,  "LS" }, /* D11, D12 */
	};
	const struct paging *p = &paging[_i];
	const uint64_t va = spread_va(p);

	for (unsigned int level = 0; level < p->levels; level++) {
		unsigned int cells = 0, granted = 0;

		for (size_t cell = 0; cell < 8 * 8 * 2 * 3; cell++) {
			size_t r = cell / 48, u = cell / 6 % 8;
			bool mxr = cell / 3 % 2;
			enum access_type type = cell % 3;
			const char *grants = mxr ? rwx[r].grants_mxr : rwx[r].grants;
			struct scene scene;

			scene_init(&scene, p, va);
			scene_map(&scene, level, V | A | D | rwx[r].bits | user[u].bits);
			scene.access =
				(struct oracle_access){va, type, user[u].priv, user[u].sum, mxr};
			cells++;
			if (strchr(grants, "FLS"[type]) && strchr(user[u].grants, "FLS"[type])) {
				granted++;
				expect_pa(&scene, va & (BIT(p->size[level]) - 1), p->size[level],
					  p->levels - level);
			} else {
				expect_fault(&scene, FAULT_PAGE, p->levels - level);
			}
		}
		ck_assert_uint_eq(cells, 384);
		ck_assert_uint_eq(granted, 89);
	}
}
END_TEST

/* E01, E04: the first, a middle and the last address of each superpage. */
START_TEST(e01_e04_superpage)
{
	static const struct {
		unsigned int paging, level;
		uint64_t pte, va, pa;
	} table[] = {
		{0, 1, 0xfff00000,         0xffc00000,         0x3ffc00000     },
		{0, 1, 0xfff00000,         0xffd23456,         0x3ffd23456     },
		{0, 1, 0xfff00000,         0xffffffff,         0x3ffffffff     },
		{1, 1, 0x003ffffffff80000, 0x00200000,         0xffffffffe00000},
		{1, 1, 0x003ffffffff80000, 0x00345678,         0xfffffffff45678},
		{1, 2, 0x003ffffff0000000, 0x0000003fffffffff, 0xffffffffffffff},
		{1, 2, 0x003ffffff0000000, 0x00000012345678,   0xffffffd2345678},
		{2, 3, 0x003fffe000000000, 0xffffff8000000000, 0xffff8000000000},
		{2, 3, 0x003fffe000000000, 0xffffffc123456789, 0xffffc123456789},
		{3, 4, 0x003fc00000000000, 0xffff000000000000, 0xff000000000000},
		{3, 4, 0x003fc00000000000, 0x00a1123456789abc, 0xff123456789abc},
		{3, 4, 0x003fc00000000000, 0xffffffffffffffff, 0xffffffffffffff},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		const struct paging *p = &paging[table[i].paging];
		unsigned int level = table[i].level;
		struct scene scene;

		scene_init(&scene, p, table[i].va);
		scene_map(&scene, level, table[i].pte | GOOD);
		expect_pa(&scene, table[i].pa, p->size[level], p->levels - level);
	}
}
END_TEST

/* E02, E03: each low PPN bit; A and D stay as they are. */
START_TEST(e02_e03_misaligned)
{
	const struct paging *p = &paging[_i];
	const uint64_t va = spread_va(p);

	for (unsigned int level = 1; level < p->levels; level++) {
		for (unsigned int bit = 0; bit < level * p->index_bits; bit++) {
			struct scene scene;

			scene_init(&scene, p, va);
			scene.context.adue = true;
			scene_map(&scene, level, PPN(BIT(bit)) | (GOOD & ~A & ~D));
			expect_fault(&scene, FAULT_PAGE, p->levels - level);
		}
	}
}
END_TEST

/* F01, F02, F03, F11, and E06: the leaf is what is written, at each level. */
START_TEST(f01_f11_accessed_dirty)
{
	static const struct {
		uint64_t held;
		enum access_type type;
		uint64_t now; /* 0: nothing to do */
	} table[] = {
		{0,     F, A    }, /* F01 */
		{0,     L, A    }, /* F01 */
		{0,     S, A | D}, /* F01 */
		{D,     F, A | D}, /* F11: D stays */
		{D,     L, A | D}, /* F11 */
		{D,     S, A | D}, /* F11 */
		{A,     F, 0    }, /* F03: no D */
		{A,     L, 0    }, /* F03, F02: no D */
		{A,     S, A | D}, /* F02 */
		{A | D, F, 0    }, /* all set */
		{A | D, L, 0    }, /* all set */
		{A | D, S, 0    }, /* all set */
	};
	const struct paging *p = &paging[_i];
	const uint64_t va = spread_va(p);

	for (unsigned int level = 0; level < p->levels; level++) {
		for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
			/* G, RSW, the top PPN bit, and PBMT IO: to be kept */
			uint64_t other = V | R | W | X | U | G | BIT(8) | BIT(9) |
					 (p->regime == REGIME_RV32 ? BIT(31) : BIT(53) | PBMT(2));
			struct scene scene;

			scene_init(&scene, p, va);
			scene_map(&scene, level, other | table[i].held);
			scene.access.type = table[i].type;
			if (!table[i].now) {
				scene_run(&scene);
				expect_eq(&scene, "fault", scene.answer.fault, FAULT_NONE);
				scene.context.adue = true;
				scene_run(&scene);
				expect_eq(&scene, "updates", scene.answer.updates, 0);
				continue;
			}
			expect_fault(&scene, FAULT_PAGE, p->levels - level);
			scene.context.adue = true;
			expect_update(&scene, level, other | table[i].held, other | table[i].now);
		}
	}
}
END_TEST

/* F04: a store that any check refuses writes nothing. */
START_TEST(f04_no_update)
{
	static const struct {
		enum priv priv;
		unsigned int level;
		uint64_t pte;
	} table[] = {
		{PRIV_U, 0, V | R | X | U             }, /* read-only */
		{PRIV_U, 0, V | R | W                 }, /* supervisor page */
		{PRIV_S, 0, V | R | W | U             }, /* user page, SUM=0 */
		{PRIV_U, 0, V | W | U                 }, /* W without R */
		{PRIV_U, 0, R | W | U                 }, /* V=0 */
		{PRIV_U, 1, V | R | W | U | PPN(1)    }, /* misaligned */
		{PRIV_U, 0, V | R | W | U | BIT(57)   }, /* reserved */
		{PRIV_U, 0, V | R | W | U | PBMT(3)   }, /* PBMT=3 */
		{PRIV_U, 0, V | R | W | U | N | PPN(4)}, /* NAPOT encoding */
		{PRIV_U, 1, V | R | W | U | N         }, /* NAPOT superpage */
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct scene scene;

		scene_init(&scene, SV57, 0x12345678);
		scene.context.adue = true;
		scene_map(&scene, table[i].level, table[i].pte);
		scene.access.type = S;
		scene.access.priv = table[i].priv;
		expect_fault(&scene, FAULT_PAGE, 5 - table[i].level);
	}
}
END_TEST

/* H01, H02: 64 KiB and nothing else; 0xabc00000 is the range. */
START_TEST(h01_h02_napot)
{
	const struct paging *p = &paging[_i];

	for (uint64_t ppn = 0; ppn < 16; ppn++) {
		for (uint64_t page = 0; page < 16; page++) {
			struct scene scene;

			scene_init(&scene, p, 0x12340678 | page << 12);
			scene_map(&scene, 0, N | PPN(0xabc00 | ppn) | GOOD);
			if (ppn == 8)
				expect_pa(&scene, 0xabc00678 | page << 12, 16, p->levels);
			else
				expect_fault(&scene, FAULT_PAGE, p->levels);
		}
	}
}
END_TEST

/* H03, H06: no NAPOT superpages, also where vpn0[3:0] would be 8. H04: no NAPOT pointers. */
START_TEST(h03_h06_napot_level)
{
	const struct paging *p = &paging[_i];

	for (unsigned int level = 1; level < p->levels; level++) {
		static const uint64_t table[] = {N | GOOD, N | PPN(8) | GOOD, N | BIT(53) | GOOD,
						 N | V, N | PPN(8) | V};

		for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
			struct scene scene;

			scene_init(&scene, p, 0x12348678);
			scene_map(&scene, level, table[i]);
			expect_fault(&scene, FAULT_PAGE, p->levels - level);
		}
	}
}
END_TEST

/* H09, H10: the PTE consulted is updated, with its N and its ppn as they were. */
START_TEST(h09_h10_napot_update)
{
	const struct paging *p = &paging[_i];
	const uint64_t old = N | PPN(0xabc08) | (GOOD & ~A & ~D);

	for (uint64_t page = 0; page < 16; page++) {
		struct scene scene;

		scene_init(&scene, p, 0x12340678 | page << 12);
		scene.context.adue = true;
		scene_map(&scene, 0, old);
		scene.access.type = S;
		scene_run(&scene);
		expect_eq(&scene, "pa", scene.answer.pa, 0xabc00678 | page << 12);
		expect_eq(&scene, "size", scene.answer.size, 16);
		expect_eq(&scene, "updates", scene.answer.updates, 1);
		/* VPN[0] is 0x140 + page */
		expect_eq(&scene, "update pa", scene.answer.update[0].pa,
			  0x80000000 + (p->levels - 1) * 0x1000 + 0x140 * 8 + page * 8);
		expect_eq(&scene, "update old_pte", scene.answer.update[0].old_pte, old);
		expect_eq(&scene, "update new_pte", scene.answer.update[0].new_pte, old | A | D);
	}
}
END_TEST

/* I01, I02, I03 on a leaf, I04 on a pointer, at each level. */
START_TEST(i01_i04_pbmt)
{
	static const struct {
		unsigned int pbmt;
		bool pbmte;
		enum fault fault;
	} table[] = {
		{0, false, FAULT_NONE}, /* PMA */
		{1, false, FAULT_PAGE}, /* I03 */
		{2, false, FAULT_PAGE}, /* I03 */
		{3, false, FAULT_PAGE}, /* I03 */
		{0, true,  FAULT_NONE}, /* PMA */
		{1, true,  FAULT_NONE}, /* I01: NC */
		{2, true,  FAULT_NONE}, /* I01: IO */
		{3, true,  FAULT_PAGE}, /* I02 */
	};
	const struct paging *p = &paging[_i];
	const uint64_t va = spread_va(p);

	for (unsigned int level = 0; level < p->levels; level++) {
		for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
			struct scene scene;

			scene_init(&scene, p, va);
			scene.context.pbmte = table[i].pbmte;
			scene_map(&scene, level, PBMT(table[i].pbmt) | GOOD);
			if (table[i].fault) {
				expect_fault(&scene, FAULT_PAGE, p->levels - level);
			} else {
				scene_run(&scene);
				expect_eq(&scene, "fault", scene.answer.fault, FAULT_NONE);
				expect_eq(&scene, "memtype", scene.answer.memtype, table[i].pbmt);
			}
			if (level == 0 || table[i].pbmt == 0)
				continue;
			scene_map(&scene, 0, PPN(0x777) | GOOD);
			expect_pa(&scene, 0x777678, 12, p->levels);
			scene_store(&scene, scene_pte_pa(&scene, level),
				    PBMT(table[i].pbmt) | PPN(ROOT + p->levels - level) | V);
			expect_fault(&scene, FAULT_PAGE, p->levels - level);
		}
	}
}
END_TEST

/* J12: G in the leaf or in any pointer to it; another G says nothing. */
START_TEST(j12_global)
{
	const struct paging *p = &paging[_i];
	const uint64_t va = spread_va(p);

	for (unsigned int leaf = 0; leaf < p->levels; leaf++) {
		/* bit i: G at level i; below the leaf there is a table that is not read */
		for (unsigned int g = 0; g < BIT(p->levels); g++) {
			struct scene scene;

			scene_init(&scene, p, va);
			for (unsigned int i = 0; i < p->levels; i++) {
				uint64_t entry = i > leaf ? PPN(ROOT + p->levels - i) | V : GOOD;

				scene_store(&scene, scene_pte_pa(&scene, i),
					    entry | (g & BIT(i) ? G : 0));
			}
			expect_pa(&scene, va & (BIT(p->size[leaf]) - 1), p->size[leaf],
				  p->levels - leaf);
			expect_eq(&scene, "global", scene.answer.global, g >> leaf != 0);
			/* a fault is not global */
			scene.access.priv = PRIV_S;
			expect_fault(&scene, FAULT_PAGE, p->levels - leaf);
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle");
	TCase *once = tcase_create("once");
	TCase *each = tcase_create("each mode");

	suite_add_tcase(suite, once);
	tcase_add_test(once, a01_a06_untranslated);
	tcase_add_test(once, a01_a02_is_paged);
	tcase_add_test(once, a02_satp_modes);
	tcase_add_test(once, a04_satp_fields);
	tcase_add_test(once, b04_b05_boundaries);
	tcase_add_test(once, e01_e04_superpage);
	tcase_add_test(once, f04_no_update);

	/* Sv32 is 0; B01, H and I are rules of the 64-bit modes */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, a05_a12_table_ppn, 0, 4);
	tcase_add_loop_test(each, g01_no_memory, 0, 4);
	tcase_add_loop_test(each, b01_b03_noncanonical, 1, 4);
	tcase_add_loop_test(each, b06_c07_offset, 0, 4);
	tcase_add_loop_test(each, b07_index, 0, 4);
	tcase_add_loop_test(each, c01_c04_invalid, 0, 4);
	tcase_add_loop_test(each, c05_c16_pointer_bits, 0, 4);
	tcase_add_loop_test(each, c16_leaf_bits, 0, 4);
	tcase_add_loop_test(each, d22_permissions, 0, 4);
	tcase_add_loop_test(each, e02_e03_misaligned, 0, 4);
	tcase_add_loop_test(each, f01_f11_accessed_dirty, 0, 4);
	tcase_add_loop_test(each, j12_global, 0, 4);
	tcase_add_loop_test(each, h01_h02_napot, 1, 4);
	tcase_add_loop_test(each, h03_h06_napot_level, 1, 4);
	tcase_add_loop_test(each, h09_h10_napot_update, 1, 4);
	tcase_add_loop_test(each, i01_i04_pbmt, 1, 4);

	return suite_run(suite);
}
