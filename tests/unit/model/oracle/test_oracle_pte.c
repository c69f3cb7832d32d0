/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle against the privileged manual: what the bits of a PTE mean, and superpages.
 * A01, B03 ... are the rules of tests/results/plan.md. Expected values are written by hand; none is
 * computed by the code under test.
 */
#include <check.h>
#include <inttypes.h>
#include <string.h>

#include "oracle_fixture.h"
#include "suite.h"

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
		{0, "", ""},               /* a pointer, here with A and D: reserved */
		{R, "L", "L"},             /* read-only */
		{W, "", ""},               /* reserved */
		{W | R, "LS", "LS"},       /* read-write */
		{X, "F", "FL"},            /* execute-only */
		{X | R, "FL", "FL"},       /* read-execute */
		{X | W, "", ""},           /* reserved */
		{X | W | R, "FLS", "FLS"}, /* all */
	};
	static const struct {
		uint64_t bits;
		enum priv priv;
		bool sum;
		const char *grants;
	} user[] = {
		{0, PRIV_U, false, ""},    /* D09 */
		{0, PRIV_U, true, ""},     /* D13 */
		{0, PRIV_S, false, "FLS"}, /* plain supervisor page */
		{0, PRIV_S, true, "FLS"},  /* SUM is about U=1 */
		{U, PRIV_U, false, "FLS"}, /* plain user page */
		{U, PRIV_U, true, "FLS"},  /* D13 */
		{U, PRIV_S, false, ""},    /* D10 */
		{U, PRIV_S, true, "LS"},   /* D11, D12 */
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
			scene.access = (struct oracle_access){.va = va,
							      .type = type,
							      .priv = user[u].priv,
							      .sum = user[u].sum,
							      .mxr = mxr};
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
		{0, 1, 0xfff00000, 0xffc00000, 0x3ffc00000},
		{0, 1, 0xfff00000, 0xffd23456, 0x3ffd23456},
		{0, 1, 0xfff00000, 0xffffffff, 0x3ffffffff},
		{1, 1, 0x003ffffffff80000, 0x00200000, 0xffffffffe00000},
		{1, 1, 0x003ffffffff80000, 0x00345678, 0xfffffffff45678},
		{1, 2, 0x003ffffff0000000, 0x0000003fffffffff, 0xffffffffffffff},
		{1, 2, 0x003ffffff0000000, 0x00000012345678, 0xffffffd2345678},
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
	Suite *suite = suite_create("oracle_pte");
	TCase *once = tcase_create("once");
	TCase *each = tcase_create("each");

	suite_add_tcase(suite, once);
	tcase_add_test(once, e01_e04_superpage);

	/* Sv32 is 0 */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, c01_c04_invalid, 0, 4);
	tcase_add_loop_test(each, c05_c16_pointer_bits, 0, 4);
	tcase_add_loop_test(each, c16_leaf_bits, 0, 4);
	tcase_add_loop_test(each, d22_permissions, 0, 4);
	tcase_add_loop_test(each, e02_e03_misaligned, 0, 4);
	tcase_add_loop_test(each, j12_global, 0, 4);

	return suite_run(suite);
}
