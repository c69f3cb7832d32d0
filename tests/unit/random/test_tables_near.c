/* SPDX-License-Identifier: Apache-2.0 */
/* Tables of neighbours: most PTEs of level 0 share a line with others, and nothing is wrong. */
#include <check.h>
#include <stdlib.h>

#include "arch/paging.h"
#include "oracle/oracle.h"
#include "random/tables.h"
#include "suite.h"

#define SEEDS 40u

static bool read_pte(void *image, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	return image_read(image, pa, bytes, pte);
}

/* How many hot addresses are the next page, or region of 512 or 1,024 pages, of the one before. */
static unsigned int neighbours(const struct tables *tables)
{
	unsigned int bits = tables->spaces[0].paging->index_bits, n = 0;

	for (unsigned int i = 1; i < tables->n_hot; i++) {
		uint64_t apart = tables->hot[i] - tables->hot[i - 1];

		if (tables->spaces[0].paging->va_bits == 32)
			apart &= UINT32_MAX;
		n += apart == 4096 || apart == UINT64_C(4096) << bits;
	}
	return n;
}

static bool faults(struct tables *tables, uint64_t va)
{
	const struct oracle_context context = {.regime = tables->spaces[0].regime,
					       .ptbr = tables_ptbr(&tables->spaces[0], 0),
					       .adue = true};
	const struct oracle_access access = {
		.va = va, .type = ACCESS_STORE, .priv = PRIV_S, .sum = true};
	struct oracle_answer answer;

	oracle_translate(read_pte, tables->image, &context, &access, &answer);
	return answer.fault == FAULT_PAGE;
}

START_TEST(near_and_sound)
{
	const struct mmu_config config = {.pa_bits = 46, .asid_bits = 16, .formats = 1u << _i};
	unsigned int hot = 0, near[2] = {0}, bad[2] = {0};

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		for (unsigned int gathered = 0; gathered < 2; gathered++) {
			struct image *image = image_create();
			struct tables tables;
			uint64_t random = seed;

			ck_assert_ptr_nonnull(image);
			ck_assert(tables_build(&tables, image, &random, gathered ? TABLES_NEAR : 0,
					       &config));
			hot += gathered ? tables.n_hot : 0;
			near[gathered] += neighbours(&tables);
			for (unsigned int n = 0; n < tables.n_hot; n++)
				bad[gathered] += faults(&tables, tables.hot[n]);
			image_destroy(image);
		}
	}
	/* Five of six are drawn so; without that, one in three at most is the next page. */
	ck_assert_uint_gt(near[1], hot * 3 / 4);
	ck_assert_uint_lt(near[0], hot / 2);
	/* Of x86 the oracle would have to be asked under control bits. */
	if (!paging[_i].is_x86)
		ck_assert_uint_lt(4 * bad[1], bad[0]);
}
END_TEST

/* Every PTE of the line, of both widths, and no other. */
START_TEST(beside)
{
	const unsigned int bytes = _i ? 4 : 8;
	uint64_t random = 5, seen = 0;
	struct tables tables = {.style.random = &random};

	for (unsigned int i = 0; i < 1000; i++) {
		uint64_t pa = tables_beside(&tables, 0x80000fec, bytes);

		ck_assert(pa >= 0x80000fc0 && pa < 0x80001000 && pa % bytes == 0);
		seen |= UINT64_C(1) << (pa - 0x80000fc0) / bytes;
	}
	ck_assert_uint_eq(seen, _i ? 0xffff : 0xff);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tables_near");
	TCase *tcase = tcase_create("tables_near");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, near_and_sound, 0, PAGING_MODES);
	tcase_add_loop_test(tcase, beside, 0, 2);
	return suite_run(suite);
}
