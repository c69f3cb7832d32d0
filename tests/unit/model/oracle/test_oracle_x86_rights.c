/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The spec oracle's x86 against the Intel SDM, volume 3A, chapter "Paging": access rights, and the
 * error codes of page faults. Expected values are
 * written by hand; none is computed by the code under test.
 */
#include <check.h>
#include <inttypes.h>
#include <string.h>

#include "oracle_x86_fixture.h"
#include "suite.h"

/*
 * What a page grants (F fetch, L load, S store), written down from "Determination
 * of Access Rights": for the user, for the supervisor with WP=0 and with WP=1.
 */
static const struct page_rights {
	uint64_t bits;
	const char *user, *no_wp, *wp;
} page_rights[] = {
	{0, "", "FLS", "FL"},     {W, "", "FLS", "FLS"},          {XD, "", "LS", "L"},
	{W | XD, "", "LS", "LS"}, {U, "FL", "FLS", "FL"},         {U | W, "FLS", "FLS", "FLS"},
	{U | XD, "L", "LS", "L"}, {U | W | XD, "LS", "LS", "LS"},
};

/* What the supervisor may do to a user page besides. */
static const struct guard {
	bool smep, smap, ac;
	const char *lets;
} guards[] = {
	{false, false, false, "FLS"}, {false, false, true, "FLS"}, {false, true, false, "F"},
	{false, true, true, "FLS"},   {true, false, false, "LS"},  {true, false, true, "LS"},
	{true, true, false, ""},      {true, true, true, "LS"},
};

/* 8 pages, 8 guards, WP, user or supervisor, 3 accesses: numbered. */
#define RIGHTS (8 * 8 * 2 * 2 * 3)

/* Sets the scene for cell i; returns whether the access is granted. */
static bool scene_rights(struct scene *scene, size_t i, const struct page_rights **page)
{
	const struct guard *guard = &guards[i / 12 % 8];
	bool wp = i / 6 % 2, user = i / 3 % 2;
	const char *grants;
	char type = "FLS"[i % 3];

	*page = &page_rights[i / 96];
	scene->context.x86.wp = wp;
	scene->context.x86.smep = guard->smep;
	scene->context.x86.smap = guard->smap;
	scene->access.sum = guard->ac;
	scene->access.priv = user ? PRIV_U : i / 96 % 2 ? PRIV_S : PRIV_M;
	scene->access.type = i % 3;
	if (user)
		return strchr((*page)->user, type);
	grants = wp ? (*page)->wp : (*page)->no_wp;
	return strchr(grants, type) && (!((*page)->bits & U) || strchr(guard->lets, type));
}

/* The table, with each page size, and the bits in each entry on the way to the page. */
START_TEST(rights)
{
	const struct paging *p = &paging[_i];

	for (unsigned int leaf = 0; leaf <= p->large; leaf++) {
		for (unsigned int where = leaf; where < p->levels; where++) {
			unsigned int granted = 0;

			for (size_t i = 0; i < RIGHTS; i++) {
				const struct page_rights *page;
				struct scene scene;
				unsigned int code;
				uint64_t entry;
				bool grants;

				scene_init(&scene, p, spread_va(p));
				grants = scene_rights(&scene, i, &page);
				if (p->pte_bytes == 4 && page->bits & XD)
					continue; /* no such bit */
				scene_map(&scene, leaf, good_leaf(leaf));
				entry = where == leaf ? good_leaf(leaf)
						      : scene_pointer(&scene, where);
				scene_store(&scene, scene_pte_pa(&scene, where),
					    (entry & ~U & ~W) | page->bits);
				if (grants) {
					granted++;
					expect_page(&scene, scene_offset(&scene, leaf),
						    p->size[leaf], p->levels - leaf);
					continue;
				}
				code = CODE_P;
				if (scene.access.type == S)
					code += CODE_W;
				if (scene.access.priv == PRIV_U)
					code += CODE_U;
				if (scene.access.type == F &&
				    (scene.context.x86.smep || p != &paging[TWO_LEVEL]))
					code += CODE_ID;
				expect_fault_code(&scene, FAULT_PAGE, code, p->levels - leaf);
			}
			/* user 8 * 16; supervisor's own 18 * 8; F 16, L 48, S 36 on user pages */
			ck_assert_uint_eq(granted, p->pte_bytes == 4 ? 226 : 372);
		}
	}
}
END_TEST

/* Bits that are missing in different entries. */
START_TEST(rights_combined)
{
	const struct paging *p = &paging[_i];
	const uint64_t bits[] = {U, W, U | W};

	for (unsigned int level = 1; level < p->levels; level++) {
		for (size_t i = 0; i < ARRAY_SIZE(bits); i++) {
			for (size_t j = 0; j < ARRAY_SIZE(bits); j++) {
				uint64_t both = bits[i] & bits[j];
				struct scene scene;

				scene_init(&scene, p, spread_va(p));
				scene_map(&scene, 0, P | A | D | bits[i]);
				scene_store(&scene, scene_pte_pa(&scene, level),
					    (scene_pointer(&scene, level) & ~U & ~W) | bits[j]);
				scene.access.type = S;
				if (both == (U | W))
					expect_page(&scene, 0x678, 12, p->levels);
				else
					expect_fault_code(&scene, FAULT_PAGE,
							  CODE_P | CODE_W | CODE_U, p->levels);
				/* SMEP is about what is a user page by all entries */
				scene.access.type = F;
				scene.access.priv = PRIV_S;
				scene.context.x86.smep = true;
				if (both & U)
					expect_fault_code(&scene, FAULT_PAGE, CODE_P | CODE_ID,
							  p->levels);
				else
					expect_page(&scene, 0x678, 12, p->levels);
			}
		}
	}
}
END_TEST

/* Error codes by hand: "Page-Fault Exceptions". */
START_TEST(error_codes)
{
	static const struct {
		enum access_type type;
		enum priv priv;
		bool smep, nxe;
		uint64_t pte;
		unsigned int code[2]; /* two-level; others */
	} table[] = {
		/* not present */
		{F, PRIV_U, false, false, 0, {4, 4}},
		{F, PRIV_U, false, true, 0, {4, 20}},
		{F, PRIV_U, true, false, 0, {20, 20}},
		{F, PRIV_S, false, false, 0, {0, 0}},
		{F, PRIV_S, false, true, 0, {0, 16}},
		{F, PRIV_S, true, true, 0, {16, 16}},
		{F, PRIV_M, true, false, 0, {16, 16}},
		{L, PRIV_U, true, true, 0, {4, 4}},
		{L, PRIV_S, true, true, 0, {0, 0}},
		{L, PRIV_M, false, false, 0, {0, 0}},
		{S, PRIV_U, true, true, 0, {6, 6}},
		{S, PRIV_S, true, true, 0, {2, 2}},
		/* a supervisor's page; a read-only page with WP */
		{F, PRIV_U, false, false, P | W, {5, 5}},
		{F, PRIV_U, false, true, P | W, {5, 21}},
		{F, PRIV_U, true, false, P | W, {21, 21}},
		{L, PRIV_U, true, true, P | W, {5, 5}},
		{S, PRIV_U, true, true, P | W, {7, 7}},
		{S, PRIV_U, false, false, P | U, {7, 7}},
		{S, PRIV_S, false, true, P | U, {3, 3}},
		{S, PRIV_M, false, false, P, {3, 3}},
		/* SMEP */
		{F, PRIV_S, true, false, P | U, {17, 17}},
		{F, PRIV_S, true, true, P | U | W, {17, 17}},
	};
	const struct paging *p = &paging[_i];

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct scene scene;

		scene_init(&scene, p, spread_va(p));
		scene_map(&scene, 0, table[i].pte);
		scene.context.x86.smep = table[i].smep;
		scene.context.x86.nxe = table[i].nxe;
		scene.access.type = table[i].type;
		scene.access.priv = table[i].priv;
		expect_fault_code(&scene, FAULT_PAGE, table[i].code[p != &paging[TWO_LEVEL]],
				  p->levels);
	}
}
END_TEST

/* Error codes by hand of an entry with a reserved bit, which is a large page's bit 21 or 13. */
START_TEST(error_codes_reserved)
{
	static const struct {
		enum access_type type;
		enum priv priv;
		bool smep, nxe;
		unsigned int code[2]; /* two-level; others */
	} table[] = {
		{F, PRIV_U, false, false, {13, 13}}, {F, PRIV_U, false, true, {13, 29}},
		{F, PRIV_U, true, false, {29, 29}},  {F, PRIV_S, false, true, {9, 25}},
		{F, PRIV_S, true, true, {25, 25}},   {L, PRIV_U, true, true, {13, 13}},
		{L, PRIV_S, true, true, {9, 9}},     {S, PRIV_U, true, true, {15, 15}},
		{S, PRIV_S, false, false, {11, 11}},
	};
	const struct paging *p = &paging[_i];

	for (size_t i = 0; i < ARRAY_SIZE(table); i++) {
		struct scene scene;

		scene_init(&scene, p, spread_va(p));
		scene_map(&scene, 1, GOOD | PS | (p->pte_bytes == 4 ? BIT(21) : BIT(13)));
		scene.context.x86.smep = table[i].smep;
		scene.context.x86.nxe = table[i].nxe;
		scene.access.type = table[i].type;
		scene.access.priv = table[i].priv;
		expect_fault_code(&scene, FAULT_PAGE, table[i].code[p != &paging[TWO_LEVEL]],
				  p->levels - 1);
	}
}
END_TEST

/* XD and NXE: in each entry, it forbids a fetch, or is reserved. */
START_TEST(execute_disable)
{
	const struct paging *p = &paging[_i];

	for (unsigned int level = 0; level < p->levels; level++) {
		struct scene scene;

		scene_init(&scene, p, spread_va(p));
		scene_map(&scene, 0, GOOD);
		scene_store(&scene, scene_pte_pa(&scene, level),
			    XD | (level ? scene_pointer(&scene, level) : GOOD));
		expect_page(&scene, 0x678, 12, p->levels);
		scene.access.type = F;
		expect_fault_code(&scene, FAULT_PAGE, CODE_P | CODE_U | CODE_ID, p->levels);
		scene.context.x86.nxe = false;
		expect_fault_code(&scene, FAULT_PAGE, CODE_P | CODE_U | CODE_RSVD,
				  p->levels - level);
		scene.access.type = L;
		expect_fault_code(&scene, FAULT_PAGE, CODE_P | CODE_U | CODE_RSVD,
				  p->levels - level);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("oracle_x86_rights");
	TCase *each = tcase_create("oracle_x86_rights");

	/* 0 two-level, 1 PAE, 2 and 3 long mode */
	suite_add_tcase(suite, each);
	tcase_add_loop_test(each, rights, 0, 4);
	tcase_add_loop_test(each, rights_combined, 0, 4);
	tcase_add_loop_test(each, error_codes, 0, 4);
	tcase_add_loop_test(each, error_codes_reserved, 0, 4);
	tcase_add_loop_test(each, execute_disable, 1, 4);

	return suite_run(suite);
}
