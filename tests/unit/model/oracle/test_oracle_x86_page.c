/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's x86 against the Intel SDM, volume 3A, chapter "Paging": what a translation says
 * beside the address - global, memory type, accessed and dirty. Expected values are
 * written by hand; none is computed by the code under test.
 */
#include <check.h>
#include <inttypes.h>

#include "oracle_x86_fixture.h"
#include "suite.h"

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
			expect_page(&scene, scene_offset(&scene, leaf), p->size[leaf],
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
			expect_page(&scene, scene_offset(&scene, leaf), p->size[leaf],
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
	expect_page(&scene, 0x1000, 12, p->levels);
	expect_eq(&scene, "memtype", scene.answer.memtype, 0);
	scene_map(&scene, 1, GOOD | PS);
	expect_page(&scene, 0, p->size[1], p->levels - 1);
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
			expect_page(&scene, scene_offset(&scene, leaf), p->size[leaf], entries);
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
		{0x10008, 0x20007, 0x20027},
		{0x30018, 0x40007, 0x40027},
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
	expect_page(&scene, 0x777000, 12, 5);
	expect_eq(&scene, "updates", scene.answer.updates, 3);
	for (size_t i = 0; i < ARRAY_SIZE(want); i++) {
		expect_eq(&scene, "pa", scene.answer.update[i].pa, want[i].pa);
		expect_eq(&scene, "old_pte", scene.answer.update[i].old_pte, want[i].old_pte);
		expect_eq(&scene, "new_pte", scene.answer.update[i].new_pte, want[i].new_pte);
	}
}
END_TEST

/* A fault updates nothing, not even what was read before it. expect_fault_code() looks. */
START_TEST(no_updates)
{
	static const struct {
		enum priv priv;
		uint64_t leaf;
		enum fault fault;
		unsigned int code;
	} table[] = {
		{PRIV_U, P | U, FAULT_PAGE, 7},           /* read-only */
		{PRIV_S, P | U, FAULT_PAGE, 3},           /* read-only, WP */
		{PRIV_U, P | W, FAULT_PAGE, 7},           /* the supervisor's */
		{PRIV_S, P | U | W, FAULT_PAGE, 3},       /* SMAP */
		{PRIV_U, U | W, FAULT_PAGE, 6},           /* not present */
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
		expect_fault_code(&scene, table[i].fault, table[i].code, p->levels);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle_x86_page");
	TCase *once = tcase_create("once");
	TCase *each = tcase_create("each");

	suite_add_tcase(suite, once);
	tcase_add_test(once, updates_by_hand);

	/* 0 two-level, 1 PAE, 2 and 3 long mode */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, global, 0, 4);
	tcase_add_loop_test(each, memtype, 0, 4);
	tcase_add_loop_test(each, memtype_not_pat, 0, 4);
	tcase_add_loop_test(each, updates, 0, 4);
	tcase_add_loop_test(each, no_updates, 0, 4);

	return suite_run(suite);
}
