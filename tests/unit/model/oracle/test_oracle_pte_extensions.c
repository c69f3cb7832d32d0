/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle against the privileged manual: what Svade, Svadu, Svnapot and Svpbmt make of a
 * PTE. F01, H03 ... are the rules of tests/results/plan.md. Expected values are written by hand;
 * none is computed by the code under test.
 */
#include <check.h>
#include <inttypes.h>
#include <string.h>

#include "oracle_fixture.h"
#include "suite.h"

#define SV57 (&paging[3])

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

/* F01, F02, F03, F11, and E06: the leaf is what is written, at each level. */
START_TEST(f01_f11_accessed_dirty)
{
	static const struct {
		uint64_t held;
		enum access_type type;
		uint64_t now; /* 0: nothing to do */
	} table[] = {
		{0, F, A},     /* F01 */
		{0, L, A},     /* F01 */
		{0, S, A | D}, /* F01 */
		{D, F, A | D}, /* F11: D stays */
		{D, L, A | D}, /* F11 */
		{D, S, A | D}, /* F11 */
		{A, F, 0},     /* F03: no D */
		{A, L, 0},     /* F03, F02: no D */
		{A, S, A | D}, /* F02 */
		{A | D, F, 0}, /* all set */
		{A | D, L, 0}, /* all set */
		{A | D, S, 0}, /* all set */
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
		{PRIV_U, 0, V | R | X | U},              /* read-only */
		{PRIV_U, 0, V | R | W},                  /* supervisor page */
		{PRIV_S, 0, V | R | W | U},              /* user page, SUM=0 */
		{PRIV_U, 0, V | W | U},                  /* W without R */
		{PRIV_U, 0, R | W | U},                  /* V=0 */
		{PRIV_U, 1, V | R | W | U | PPN(1)},     /* misaligned */
		{PRIV_U, 0, V | R | W | U | BIT(57)},    /* reserved */
		{PRIV_U, 0, V | R | W | U | PBMT(3)},    /* PBMT=3 */
		{PRIV_U, 0, V | R | W | U | N | PPN(4)}, /* NAPOT encoding */
		{PRIV_U, 1, V | R | W | U | N},          /* NAPOT superpage */
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
		{0, true, FAULT_NONE},  /* PMA */
		{1, true, FAULT_NONE},  /* I01: NC */
		{2, true, FAULT_NONE},  /* I01: IO */
		{3, true, FAULT_PAGE},  /* I02 */
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

int main(void)
{
	Suite *suite = suite_create("oracle_pte_extensions");
	TCase *once = tcase_create("once");
	TCase *each = tcase_create("each");

	suite_add_tcase(suite, once);
	tcase_add_test(once, f04_no_update);

	/* Sv32 is 0; H and I are rules of the 64-bit modes */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, f01_f11_accessed_dirty, 0, 4);
	tcase_add_loop_test(each, h01_h02_napot, 1, 4);
	tcase_add_loop_test(each, h03_h06_napot_level, 1, 4);
	tcase_add_loop_test(each, h09_h10_napot_update, 1, 4);
	tcase_add_loop_test(each, i01_i04_pbmt, 1, 4);

	return suite_run(suite);
}
