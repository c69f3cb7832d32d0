/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's x86 against the Intel SDM, volume 3A, chapter "Paging": which mode translates,
 * which entries it reads, and to which address they lead. Expected values are
 * written by hand; none is computed by the code under test.
 */
#include <check.h>
#include <inttypes.h>

#include "oracle_x86_fixture.h"
#include "suite.h"

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
		{REGIME_X86_32, 0, EITHER, EITHER, EITHER, 0, 0},
		{REGIME_X86_32, 1, EITHER, 0, EITHER, 4, 0x80454}, /* LMA ignored */
		{REGIME_X86_32, 1, EITHER, 1, EITHER, 8, 0x90158},
		{REGIME_X86_64, 0, EITHER, EITHER, EITHER, 0, 0},
		{REGIME_X86_64, 1, 0, 0, EITHER, 4, 0x80454},
		{REGIME_X86_64, 1, 0, 1, EITHER, 8, 0x90158},
		{REGIME_X86_64, 1, 1, EITHER, 0, 8, 0x80810},
		{REGIME_X86_64, 1, 1, EITHER, 1, 8, 0x80ff8},
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
			expect_page(&scene, 0x45678abc, 0, 0);
			continue;
		}
		expect_fault_code(&scene, FAULT_ACCESS, 0, 1);
		expect_eq(&scene, "bytes", scene.bytes, table[row].bytes);
		expect_eq(&scene, "read_pa", scene.answer.read_pa[0], table[row].read_pa);
	}
	/* 2 regimes, 4 bits */
	ck_assert_uint_eq(seen, 32);
}
END_TEST

/* PG=0: bits 31:0, at any privilege, whatever else is set. */
START_TEST(untranslated)
{
	static const struct {
		uint64_t va, pa;
	} table[] = {
		{0, 0},
		{0xffffffff, 0xffffffff},
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
		expect_page(&scene, table[i / 24].pa, 0, 0);
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
				expect_page(&scene, 0x777678, 12, p->levels);
				scene.access.va ^= BIT(bit);
				expect_fault_code(&scene, FAULT_PROTECTION, 0, 0);
				/* "Interrupt 12": through SS a stack fault */
				scene.access.stack = true;
				expect_fault_code(&scene, FAULT_PROTECTION, CODE_STACK, 0);
				scene.access.va ^= BIT(bit);
				expect_page(&scene, 0x777678, 12, p->levels);
				scene_map(&scene, 0, 0);
				expect_fault_code(&scene, FAULT_PAGE,
						  (type == S) << 1 | 1u << 2 |
							  (type == F ? 1u << 4 : 0),
						  p->levels);
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
		{TWO_LEVEL, 0, 0x777000},
		{TWO_LEVEL, 0xffffffff, 0x777fff},
		{TWO_LEVEL, 0xffffffff00000123, 0x777123},
		{TWO_LEVEL, 0x8000000180000123, 0x777123},
		{PAE, 0, 0x777000},
		{PAE, 0xffffffff, 0x777fff},
		{PAE, 0xdeadbeef40000123, 0x777123},
		{FOUR_LEVEL, 0, 0x777000},
		{FOUR_LEVEL, 0x00007fffffffffff, 0x777fff},
		{FOUR_LEVEL, 0x0000800000000000, BAD},
		{FOUR_LEVEL, 0xffff7fffffffffff, BAD},
		{FOUR_LEVEL, 0xffff800000000000, 0x777000},
		{FOUR_LEVEL, 0xffffffffffffffff, 0x777fff},
		{FIVE_LEVEL, 0x0000800000000000, 0x777000}, /* bits 63:56 count now */
		{FIVE_LEVEL, 0x00ffffffffffffff, 0x777fff},
		{FIVE_LEVEL, 0x0100000000000000, BAD},
		{FIVE_LEVEL, 0xfeffffffffffffff, BAD},
		{FIVE_LEVEL, 0xff00000000000000, 0x777000},
		{FIVE_LEVEL, 0xffffffffffffffff, 0x777fff},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		const struct paging *p = &paging[table[i].paging];
		struct scene scene;

		scene_init(&scene, p, table[i].va);
		scene_map(&scene, 0, 0x777000 | GOOD);
		if (table[i].pa == BAD)
			expect_fault_code(&scene, FAULT_PROTECTION, 0, 0);
		else
			expect_page(&scene, table[i].pa, 12, p->levels);
	}
}
END_TEST

/* Each bit of CR3 alone: those that are the root's address reach the memory. */
START_TEST(root)
{
	static const struct {
		unsigned int paging, pa_bits, from, to; /* address bits of CR3 */
	} table[] = {
		{TWO_LEVEL, 36, 12, 31},  {TWO_LEVEL, 52, 12, 31},
		{FOUR_LEVEL, 36, 12, 35}, {FOUR_LEVEL, 40, 12, 39},
		{FOUR_LEVEL, 52, 12, 51}, {FIVE_LEVEL, 32, 12, 31},
		{FIVE_LEVEL, 46, 12, 45}, {FIVE_LEVEL, 52, 12, 51},
		{PAE, 52, 64, 63}, /* none: the PDPTEs have been loaded */
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
			expect_fault_code(&scene, FAULT_ACCESS, 0, 1);
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
			expect_fault_code(&scene, FAULT_ACCESS, 0, 1);
			expect_eq(&scene, "read_pa", scene.answer.read_pa[0], BIT(bit));
			/* what is not the address: no reserved bits here, and no rights */
			scene.context.x86.pdpte[i] |= 0xe19;
			expect_fault_code(&scene, FAULT_ACCESS, 0, 1);
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
			expect_page(&scene, 0x678, 12, 2);
			scene.context.x86.pdpte[i] = table[j];
			expect_fault_code(&scene, FAULT_PAGE, CODE_U, 0);
			scene.access.type = S;
			scene.access.priv = PRIV_S;
			expect_fault_code(&scene, FAULT_PAGE, CODE_W, 0);
			scene.access.type = F;
			expect_fault_code(&scene, FAULT_PAGE, CODE_ID, 0);
			scene.context.x86.nxe = false;
			expect_fault_code(&scene, FAULT_PAGE, 0, 0);
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
		expect_page(&scene, 0x777000, 12, p->levels);
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
			expect_page(&scene, frame | va, p->size[level], p->levels - level);
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
			expect_fault_code(&scene, FAULT_ACCESS, 0, reads + 1);
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
		{TWO_LEVEL, 1, 0xffc00000, 0x00400000, 0xffc00000},
		{TWO_LEVEL, 1, 0xffc00000, 0xfff23456, 0xfff23456},
		{TWO_LEVEL, 1, 0x00400000, 0xffffffff, 0x007fffff},
		{TWO_LEVEL, 1, 0x00402000, 0x00012345, 0x100412345},
		{TWO_LEVEL, 1, 0x00504000, 0x003fffff, 0x82007fffff},
		{TWO_LEVEL, 1, 0xffdfe000, 0xffffffff, 0xffffffffff},
		{TWO_LEVEL, 1, 0xffdff000, 0x80000000, 0xffffc00000},
		{PAE, 1, 0x3fffffe00000, 0x00200000, 0x3fffffe00000},
		{PAE, 1, 0x3fffffe00000, 0xffedcba9, 0x3fffffedcba9},
		{PAE, 1, 0x000000201000, 0xc01fffff, 0x3fffff},
		{PAE, 1, 0x000000201000, 0xc0000321, 0x200321}, /* PAT */
		{FOUR_LEVEL, 2, 0x000040001000, 0, 0x40000000},
		{TWO_LEVEL, 1, 0x00401000, 0, 0x00400000},
		{FOUR_LEVEL, 1, 0x3fffffe00000, 0xffffffffffe00000, 0x3fffffe00000},
		{FOUR_LEVEL, 1, 0x7ff0000000200000, 0x00001234567fffff, 0x3fffff},
		{FOUR_LEVEL, 2, 0x3fffc0000000, 0x00007fffc0000000, 0x3fffc0000000},
		{FOUR_LEVEL, 2, 0x3fffc0001000, 0xffff80003fffffff, 0x3fffffffffff},
		{FIVE_LEVEL, 2, 0x000040000000, 0x00a1123456789abc, 0x56789abc},
		{FIVE_LEVEL, 1, 0x000040200000, 0xff00000000012345, 0x40212345},
	};

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		const struct paging *p = &paging[table[i].paging];
		unsigned int level = table[i].level;
		struct scene scene;

		scene_init(&scene, p, table[i].va);
		scene_map(&scene, level, table[i].pte | good_leaf(level));
		expect_page(&scene, table[i].pa, p->size[level], p->levels - level);
		/* only two-level paging asks CR4.PSE; without it, the PDE is a pointer */
		scene.context.x86.pse = false;
		if (p != &paging[TWO_LEVEL])
			expect_page(&scene, table[i].pa, p->size[level], p->levels - level);
		else
			expect_fault_code(&scene, FAULT_ACCESS, 0, 2);
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
	expect_page(&scene, 0xabcde678, 12, 2);
	scene.context.x86.pse = true;
	expect_fault_code(&scene, FAULT_PAGE, CODE_P | CODE_U | CODE_RSVD, 1);
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
			expect_fault_code(&scene, FAULT_ACCESS, 0, p->levels - level);
		}
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle_x86");
	TCase *once = tcase_create("once");
	TCase *each = tcase_create("each");

	suite_add_tcase(suite, once);
	tcase_add_test(once, modes);
	tcase_add_test(once, untranslated);
	tcase_add_test(once, va_boundaries);
	tcase_add_test(once, root);
	tcase_add_test(once, pdptes);
	tcase_add_test(once, pdpte_absent);
	tcase_add_test(once, large_pages);
	tcase_add_test(once, no_pse);

	/* 0 two-level, 1 PAE, 2 and 3 long mode */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, noncanonical, 2, 4);
	tcase_add_loop_test(each, indices, 0, 4);
	tcase_add_loop_test(each, page_addresses, 0, 4);
	tcase_add_loop_test(each, pointer_addresses, 0, 4);
	tcase_add_loop_test(each, no_memory, 0, 4);

	return suite_run(suite);
}
