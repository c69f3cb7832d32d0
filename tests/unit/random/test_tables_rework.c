/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables that are moved, promoted and demoted: asked of the oracle, before and after. Every kind
 * happens, and a table that was moved translates as before while nothing else has its old page.
 */
#include <check.h>

#include "arch/paging.h"
#include "oracle/oracle.h"
#include "random/tables.h"
#include "suite.h"

#define SEEDS 40u

static bool read_pte(void *image, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	return image_read(image, pa, bytes, pte);
}

static void ask(const struct tables *tables, uint64_t va, struct oracle_answer *answer)
{
	const struct oracle_context context = {.regime = tables->spaces[0].regime,
					       .ptbr = tables_ptbr(&tables->spaces[0], 0),
					       .adue = true};
	const struct oracle_access access = {
		.va = va, .type = ACCESS_LOAD, .priv = PRIV_S, .sum = true, .mxr = true};

	oracle_translate(read_pte, tables->image, &context, &access, answer);
}

/* Has the walk read another table than before? */
static bool goes_elsewhere(const struct oracle_answer *before, const struct oracle_answer *after)
{
	bool other = false;

	for (unsigned int i = 0; i < before->reads && i < after->reads; i++)
		other |= before->read_pa[i] != after->read_pa[i];
	return other;
}

struct seen {
	unsigned int moved, promoted, demoted, reused;
};

static void rework(struct tables *tables, struct seen *seen)
{
	struct oracle_answer before, after, all[TABLES_HOT];
	uint64_t va = 0;

	for (unsigned int n = 0; n < tables->n_hot; n++)
		ask(tables, tables->hot[n], &all[n]);
	ck_assert(tables_rework(tables, &va));
	for (unsigned int n = 0; n < tables->n_hot; n++) {
		if (tables->hot[n] != va)
			continue;
		before = all[n];
		ask(tables, va, &after);
		if (before.fault || after.fault)
			seen->reused += before.fault != after.fault;
		else if (before.size < after.size)
			seen->promoted++;
		else if (before.size > after.size)
			seen->demoted++;
		else if (goes_elsewhere(&before, &after) && before.pa == after.pa)
			seen->moved++;
		return;
	}
}

START_TEST(every_kind)
{
	const struct mmu_config config = {.pa_bits = 46, .asid_bits = 16, .formats = 1u << _i};
	struct seen seen = {0};

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct image *image = image_create();
		struct tables tables;
		uint64_t random = seed;

		ck_assert_ptr_nonnull(image);
		ck_assert(tables_build(&tables, image, &random, 0, &config));
		for (unsigned int i = 0; i < 50; i++)
			rework(&tables, &seen);
		image_destroy(image);
	}
	/* Of x86 the oracle would have to be asked under control bits: they only must not fail. */
	if (paging[_i].is_x86)
		return;
	ck_assert_uint_gt(seen.moved, 20);
	ck_assert_uint_gt(seen.promoted, 20);
	ck_assert_uint_gt(seen.demoted, 20);
	ck_assert_uint_gt(seen.reused, 20);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tables_rework");
	TCase *tcase = tcase_create("tables_rework");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, every_kind, 0, PAGING_MODES);
	return suite_run(suite);
}
