/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle against the privileged manual: satp, and from an address to a leaf.
 * A01, B03 ... are the rules of tests/results/plan.md. Expected values are written by hand; none is
 * computed by the code under test.
 */
#include <check.h>
#include <inttypes.h>

#include "oracle_fixture.h"
#include "suite.h"

#define SV39 (&paging[1])

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
		{REGIME_RV32, 0, PRIV_U, 0xffffffff, 0xffffffff},
		{REGIME_RV32, 0x7fffffff, PRIV_S, 0x12345678, 0x12345678},
		{REGIME_RV32, 0, PRIV_S, 0xabcdef0112345678, 0x12345678},
		{REGIME_RV32, 0x80080000, PRIV_M, 0x80000fff, 0x80000fff},
		{REGIME_RV32, 0x80080000, PRIV_M, 0xffffffff80000fff, 0x80000fff},
		{REGIME_RV64, 0, PRIV_U, 0, 0},
		{REGIME_RV64, 0x0fffffffffffffff, PRIV_S, 0xffffffffffffff, 0xffffffffffffff},
		{REGIME_RV64, 0, PRIV_S, 0x100000000000000, BAD},
		{REGIME_RV64, 0, PRIV_U, 0x8000000000001234, BAD},
		{REGIME_RV64, 0x8000000000080000, PRIV_M, 0xfedcba98765432, 0xfedcba98765432},
		{REGIME_RV64, 0x9000000000080000, PRIV_M, 0x8000000000, 0x8000000000},
		{REGIME_RV64, 0xa000000000080000, PRIV_M, 0xffffffffffffffff, BAD},
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
		{REGIME_RV32, 0, false},
		{REGIME_RV32, 0x7fffffff, false},
		{REGIME_RV32, 0x80000000, true}, /* Sv32 */
		{REGIME_RV32, 0xffffffff, true},
		{REGIME_RV64, 0, false},
		{REGIME_RV64, 0x0fffffffffffffff, false},
		{REGIME_RV64, 0x8000000000000000, true}, /* Sv39 */
		{REGIME_RV64, 0x9000000000000000, true}, /* Sv48 */
		{REGIME_RV64, 0xafffffffffffffff, true}, /* Sv57 */
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
		{REGIME_RV64, 9, 0x8ffffffffffffff1, 0x801ffffffffffff1},
		{REGIME_RV64, 1, 0x9fffffffffffffff, 0x90001fffffffffff},
		{REGIME_RV64, 0, 0xaffff00000000001, 0xa000000000000001},
		{REGIME_RV64, 8, 0x0ffff12345678901, 0x000ff12345678901},
		{REGIME_RV32, 9, 0xffffffff, 0xffffffff},
		{REGIME_RV32, 16, 0xffffffff, 0xffffffff},
		{REGIME_RV32, 8, 0xffffffff, 0xbfffffff},
		{REGIME_RV32, 1, 0xffc00000, 0x80400000},
		{REGIME_RV32, 0, 0x7fffffff, 0x003fffff},
		{REGIME_RV32, 9, 0x7fc00001, 0x7fc00001},
		{REGIME_RV32, 9, 0xffffffff80012345, 0x80012345},
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
		{0, 0, 0x777000},
		{0, 0x7fffffff, 0x777fff},
		{0, 0x80000000, 0x777000},
		{0, 0xffffffff, 0x777fff},
		{0, 0xdeadbeefffffffff, 0x777fff}, /* bits 31:0 count */
		{1, 0, 0x777000},
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

int main(void)
{
	Suite *suite = suite_create("oracle");
	TCase *once = tcase_create("once");
	TCase *each = tcase_create("each");

	suite_add_tcase(suite, once);
	tcase_add_test(once, a01_a06_untranslated);
	tcase_add_test(once, a01_a02_is_paged);
	tcase_add_test(once, a02_satp_modes);
	tcase_add_test(once, a04_satp_fields);
	tcase_add_test(once, b04_b05_boundaries);

	/* Sv32 is 0; B01, H and I are rules of the 64-bit modes */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, a05_a12_table_ppn, 0, 4);
	tcase_add_loop_test(each, g01_no_memory, 0, 4);
	tcase_add_loop_test(each, b01_b03_noncanonical, 1, 4);
	tcase_add_loop_test(each, b06_c07_offset, 0, 4);
	tcase_add_loop_test(each, b07_index, 0, 4);

	return suite_run(suite);
}
