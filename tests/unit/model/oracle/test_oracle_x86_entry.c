/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's x86 against the Intel SDM, volume 3A, chapter "Paging": entries that are not
 * present, reserved bits, and which comes first. Expected values are
 * written by hand; none is computed by the code under test.
 */
#include <check.h>
#include <inttypes.h>

#include "oracle_x86_fixture.h"
#include "suite.h"

/* The bits that are reserved in a present entry, by the lists that end each mode's section. */
#define ANY_LEVEL 0x1f
#define M         64 /* pa_bits */

static const struct reserved {
	unsigned int paging, levels; /* masks */
	bool large;                  /* with PS only; else in every entry */
	bool without_nxe;            /* only there */
	unsigned int hi, lo;         /* or M */
} reserved[] = {
	{1 << PAE, ANY_LEVEL, false, false, 62, M},
	{1 << FOUR_LEVEL | 1 << FIVE_LEVEL, ANY_LEVEL, false, false, 51, M},
	{~(1u << TWO_LEVEL), ANY_LEVEL, false, true, 63, 63},
	{1 << FOUR_LEVEL | 1 << FIVE_LEVEL, 1 << 3, false, false, 7, 7}, /* PML4E */
	{1 << FIVE_LEVEL, 1 << 4, false, false, 7, 7},                   /* PML5E */
	{~(1u << TWO_LEVEL), 1 << 1, true, false, 20, 13},
	{1 << FOUR_LEVEL | 1 << FIVE_LEVEL, 1 << 2, true, false, 29, 13},
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
				expect_fault_code(&scene, FAULT_PAGE, CODE_P | CODE_RSVD,
						  p->levels - level);
			else
				expect_page(
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
				expect_fault_code(&scene, FAULT_PAGE, CODE_P | CODE_RSVD, reads);
			else if (bit < 12 || bit >= 52 ||
				 pointer == (scene_pointer(&scene, level) & ~U & ~W))
				expect_page(&scene, 0x777678, 12, p->levels);
			else /* another table: no such memory */
				expect_fault_code(&scene, FAULT_ACCESS, 0, reads + 1);
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
		expect_fault_code(&scene, FAULT_PAGE, CODE_P | CODE_U | CODE_RSVD,
				  p->levels - level);
		scene_store(&scene, scene_pte_pa(&scene, level), GOOD);
		expect_fault_code(&scene, FAULT_ACCESS, 0, p->levels - level + 1);
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
		{32, 0x3fe000}, {33, 0x3fc000}, {36, 0x3e0000}, {39, 0x300000},
		{40, 0x200000}, {41, 0x200000}, {46, 0x200000}, {52, 0x200000},
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
			expect_fault_code(&scene, FAULT_PAGE, CODE_P | CODE_RSVD, 1);
		else
			expect_page(&scene, pa, 22, 1);
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
			expect_fault_code(&scene, FAULT_PAGE, CODE_U, p->levels - level);
			/* that a pointer grants nothing does not show */
			if (level == p->levels - 1)
				continue;
			scene_store(&scene, scene_pte_pa(&scene, level + 1),
				    scene_pointer(&scene, level + 1) & ~U & ~W & ~A);
			scene.access.type = S;
			expect_fault_code(&scene, FAULT_PAGE, CODE_U | CODE_W, p->levels - level);
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
		expect_fault_code(&scene, FAULT_PAGE, CODE_P | CODE_W | CODE_U | CODE_RSVD,
				  p->levels - level);
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
		expect_page(&scene, 0x777678, 12, p->levels);
		expect_eq(&scene, "updates", scene.answer.updates, 1);
		expect_eq(&scene, "memtype", scene.answer.memtype, 0);
		scene_map(&scene, 0, 0x777000 | (GOOD & ~U));
		expect_fault_code(&scene, FAULT_PAGE, CODE_P | CODE_U, p->levels);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle_x86_entry");
	TCase *once = tcase_create("once");
	TCase *each = tcase_create("each");

	suite_add_tcase(suite, once);
	tcase_add_test(once, pse36_reserved_bits);

	/* 0 two-level, 1 PAE, 2 and 3 long mode */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, leaf_reserved_bits, 0, 4);
	tcase_add_loop_test(each, pointer_reserved_bits, 0, 4);
	tcase_add_loop_test(each, no_huge_pages, 2, 4);
	tcase_add_loop_test(each, not_present, 0, 4);
	tcase_add_loop_test(each, reserved_order, 0, 4);
	tcase_add_loop_test(each, riscv_bits, 0, 4);

	return suite_run(suite);
}
