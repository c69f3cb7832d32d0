/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's writes of CR3 against the Intel SDM, volume 3A, chapter "Paging": what may not
 * be written, the PDPTEs that are loaded, what is dropped. Expected values are written by hand;
 * none is computed by the code under test.
 */
#include <check.h>
#include <string.h>

#include "oracle_x86_fixture.h"
#include "suite.h"

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
		{FOUR_LEVEL, true, false, 0x00003ffffffff018, 0x3ffffffff018, true, 0},
		{FOUR_LEVEL, true, false, 0x0000000000123fff, 0x123fff, true, 0},
		{FOUR_LEVEL, true, false, 0x8000000000123000, BAD, false, 0},
		{FOUR_LEVEL, true, false, 0x0000400000000000, BAD, false, 0},
		{FOUR_LEVEL, true, true, 0x00003ffffffffabc, 0x3ffffffffabc, true, 0xabc},
		{FIVE_LEVEL, true, true, 0x8000000000123abc, 0x123abc, false, 0xabc},
		{FIVE_LEVEL, true, true, 0x8000000000123000, 0x123000, false, 0},
		{FIVE_LEVEL, true, true, 0xc000000000123000, BAD, false, 0},
		/* out of long mode: 32 bits, nothing is checked, no PCIDs */
		{FOUR_LEVEL, false, false, 0xffffffff12345678, 0x12345678, true, 0},
		{FOUR_LEVEL, false, true, 0xffffffff12345678, 0x12345678, true, 0},
		{TWO_LEVEL, true, true, 0xffffffff12345678, 0x12345678, true, 0},
		{TWO_LEVEL, true, false, 0x8000000000000fff, 0xfff, true, 0},
		{TWO_LEVEL, false, true, 0xffffffffffffffff, 0xffffffff, true, 0},
		{PAE, false, false, 0xffffffffffffffff, 0xffffffff, true, 0},
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
	Suite *suite = suite_create("oracle_cr3");
	TCase *once = tcase_create("once");
	TCase *each = tcase_create("each");

	suite_add_tcase(suite, once);
	tcase_add_test(once, cr3_by_hand);
	tcase_add_test(once, cr3_loads);
	tcase_add_test(once, cr3_load_bits);
	tcase_add_test(once, cr3_load_no_memory);

	/* 0 two-level, 1 PAE, 2 and 3 long mode */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, cr3_long_bits, 2, 4);

	return suite_run(suite);
}
