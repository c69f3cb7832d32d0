/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The permission decision of x86 paging, exhaustively: P, R/W, U/S, A, D, PS (PAT in a page table)
 * and XD in every combination at every level, with every access, all four privileges and AC, and
 * with WP, SMEP, SMAP, NXE, of two-level paging PSE; R/W, U/S and XD of each pointer against those
 * of the leaf; PWT, PCD, PAT and G of each size of page with PGE, for the memory type and for what
 * is global. How many are allowed, and how many hit, is counted from walk-1 of rtl/contract.
 */
#include <check.h>

#include "permission_fixture.h"
#include "suite.h"

#define P    UINT64_C(0x01)
#define A    UINT64_C(0x20)
#define D    UINT64_C(0x40)
#define PS   UINT64_C(0x80) /* in a page table: PAT */
#define G    UINT64_C(0x100)
#define PAT  UINT64_C(0x1000) /* of a large page */
#define LEAF UINT64_C(0x67)   /* P RW US A D */

static struct permission p;

static struct mmu_in *in(void)
{
	return &p.bench->in;
}

#define CONTROLS 16u

/* The control bits, as bits of n. */
static void set_controls(unsigned int n)
{
	in()->wp = n & 1;
	in()->smep = n >> 1 & 1;
	in()->smap = n >> 2 & 1;
	in()->nxe = n >> 3 & 1;
}

static uint64_t rights(unsigned int rw, unsigned int us, unsigned int xd)
{
	uint64_t pte = rw << 1 | us << 2;

	return p.kind->bytes == 8 ? pte | (uint64_t)xd << 63 : pte;
}

/*
 * Of all cells of so many entries whose rights are combined, times the control bits: the number
 * that is allowed. A user is one privilege and a supervisor three.
 */
struct allowed {
	uint64_t fetches, loads, stores;
};

static struct allowed allowed_by_hand(unsigned int entries)
{
	const uint64_t all = UINT64_C(1)
			     << entries; /* of a bit of each entry: 1 of them is all 1 */
	const uint64_t less = all - 1;
	const bool wide = p.kind->bytes == 8;
	/* XD and NXE. Entries of 4 bytes have no XD; without NXE it is reserved; to fetch, 0. */
	const uint64_t xd_fetch = wide ? 1 + 1 : 2 * all;
	const uint64_t xd_data = wide ? 1 + all : 2 * all;

	return (struct allowed){
		/* any R/W, WP, SMAP; U/S and SMEP of a user, of a supervisor */
		.fetches = xd_fetch * all * 4 * (2 + 3 * (2 * less + 1)),
		/* any R/W, WP, SMEP; U/S, SMAP and AC */
		.loads = xd_data * all * 4 * (4 + 3 * (4 * less + 3)),
		/* any SMEP; a user needs R/W, whatever WP, SMAP and AC; a supervisor R/W or no WP
		 */
		.stores = xd_data * 2 * (2 * 4 + 3 * (2 + less) * (4 * less + 3)),
	};
}

/* As a leaf, or as a pointer to a leaf that all may use. The fill is a load, and sets no D. */
static struct tally flags_by_hand(unsigned int level, bool pse)
{
	const struct allowed allowed = allowed_by_hand(1);
	const uint64_t reads = allowed.fetches + allowed.loads;
	const bool has_pages = level && level < p.kind->leaf_levels && pse;
	/* A and D, and PAT: a store hits where D is. */
	struct tally leaves = {.allowed = 4 * (reads + allowed.stores),
			       .hits = 4 * reads + 2 * allowed.stores};
	/* A and D */
	uint64_t pointers = 4 * (reads + allowed.stores);
	struct tally tally = {.cells = CONTROLS * 128u * ASKS_X86};

	if (!level) {
		tally.allowed = 2 * leaves.allowed;
		tally.hits = 2 * leaves.hits;
	} else {
		/* PS: a page, reserved, or in two-level paging without PSE ignored. */
		if (has_pages)
			tally = (struct tally){tally.cells, leaves.allowed, leaves.hits};
		else if (p.mode == 4)
			tally = (struct tally){tally.cells, pointers, pointers};
		tally.allowed += pointers;
		tally.hits += pointers;
	}
	return tally;
}

static void ask_flags(unsigned int level)
{
	for (unsigned int n = 0; n < CONTROLS; n++) {
		set_controls(n);
		for (unsigned int flags = 0; flags < 128; flags++) {
			uint64_t pte = (flags & 1) |
				       rights(flags >> 1 & 1, flags >> 2 & 1, flags >> 6) |
				       (flags & 0x38) << 2;

			permission_good_pointers(&p);
			/* Where it is no leaf, it leads on to one that all may use. */
			if (level)
				permission_set(&p, 0, LEAF);
			permission_ask(&p, level, level ? permission_pointer(&p, level, pte) : pte,
				       ASKS_ALL, NULL);
		}
	}
}

START_TEST(flags)
{
	struct tally expected = {0};

	permission_start(&p, (unsigned int)_i);
	for (unsigned int level = 0; level < p.kind->levels; level++) {
		for (unsigned int pse = p.mode == 4 ? 0 : 1; pse < 2; pse++) {
			struct tally more = flags_by_hand(level, pse);

			in()->pse = pse;
			ask_flags(level);
			expected.cells += more.cells;
			expected.allowed += more.allowed;
			expected.hits += more.hits;
		}
	}
	permission_finish(&p, &expected);
}
END_TEST

/* One pointer and the leaf, each with its rights. */
static void ask_path(unsigned int leaf, unsigned int above)
{
	for (unsigned int n = 0; n < CONTROLS; n++) {
		set_controls(n);
		for (unsigned int flags = 0; flags < 64; flags++) {
			uint64_t up = P | A | rights(flags & 1, flags >> 1 & 1, flags >> 2 & 1);
			uint64_t down = P | A | D | (leaf ? PS : 0) |
					rights(flags >> 3 & 1, flags >> 4 & 1, flags >> 5);

			permission_good_pointers(&p);
			permission_set(&p, above, permission_pointer(&p, above, up));
			permission_ask(&p, leaf, down, ASKS_ALL, NULL);
		}
	}
}

/* Rights are combined, at each pair of levels. D is set, so that all hit. */
START_TEST(path)
{
	uint64_t pairs = 0;
	struct allowed allowed;

	permission_start(&p, (unsigned int)_i);
	in()->pse = 1;
	for (unsigned int leaf = 0; leaf < p.kind->leaf_levels; leaf++)
		for (unsigned int above = leaf + 1; above < p.kind->levels; above++, pairs++)
			ask_path(leaf, above);
	allowed = allowed_by_hand(2);
	permission_finish(
		&p, &(struct tally){
			    .cells = pairs * CONTROLS * 64u * ASKS_X86,
			    .allowed = pairs * (allowed.fetches + allowed.loads + allowed.stores),
			    .hits = pairs * (allowed.fetches + allowed.loads + allowed.stores),
		    });
}
END_TEST

/* PWT, PCD, PAT and G of a leaf, as bits of n; all may use it. */
static uint64_t typed_leaf(unsigned int level, unsigned int n)
{
	uint64_t pte = LEAF | (n & 3) << 3;

	if (level)
		pte |= PS;
	if (n & 4)
		pte |= level ? PAT : PS;
	return n & 8 ? pte | G : pte;
}

/*
 * The memory type is {PAT, PCD, PWT} of the leaf; it is global with G and PGE; and what pointers
 * say of either counts for nothing.
 */
START_TEST(memory_type_and_global)
{
	uint64_t leaves = 0;

	permission_start(&p, (unsigned int)_i);
	in()->pse = 1;
	for (unsigned int leaf = 0; leaf < p.kind->leaf_levels; leaf++) {
		for (unsigned int n = 0; n < 64; n++, leaves++) {
			const struct permission_page page = {n & 7, n >> 3 & n >> 4 & 1};
			uint64_t flags = n >> 5 ? 0x13f : 0x27; /* G PCD PWT */

			in()->pge = n >> 4 & 1;
			for (unsigned int level = leaf + 1; level < p.kind->levels; level++)
				permission_set(&p, level, permission_pointer(&p, level, flags));
			permission_ask(&p, leaf, typed_leaf(leaf, n), ASKS_BRIEF, &page);
		}
	}
	permission_finish(&p, &(struct tally){.cells = leaves * ASKS_FEW,
					      .allowed = leaves * ASKS_FEW,
					      .hits = leaves * ASKS_FEW});
}
END_TEST

START_TEST(all_cells)
{
	tally_check_sum(966400);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("permission_x86");
	TCase *tcase = tcase_create("permission_x86");

	tally_init();
	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 600);
	tcase_add_loop_test(tcase, flags, 4, 8);
	tcase_add_loop_test(tcase, path, 4, 8);
	tcase_add_loop_test(tcase, memory_type_and_global, 4, 8);
	tcase_add_test(tcase, all_cells);
	return suite_run(suite);
}
