/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The permission decision of Sv32 to Sv57, exhaustively: V, R, W, X, U, G, A and D in every
 * combination at every level, with every access, privilege, SUM, MXR and ADUE; every combination of
 * bits 63:54 (N, PBMT, reserved) of leaves and of pointers, with and without Svpbmt; the memory
 * type of leaves, and G in every combination along the way. How many are allowed, and how many hit,
 * is counted by hand from walk-1 and walk-2 of rtl/contract.
 */
#include <check.h>

#include "permission_fixture.h"
#include "suite.h"

#define HIGH_FIRST  54u /* reserved, PBMT and N are bits 63:54 */
#define NAPOT_PPN   (UINT64_C(8) << 10)
#define PBMT_FIRST  61u
#define LEAF        UINT64_C(0xcf) /* V R W X A D, a supervisor's */
#define LEAF_OF_ALL (LEAF | 0x10)
#define G           UINT64_C(0x20)
#define RWX         UINT64_C(0x0e)

static struct permission p;

static struct mmu_in *in(void)
{
	return &p.bench->in;
}

/*
 * Of the leaves of one level, 2 of each with G: `fetches` 3 rights with X, times a user on a U page
 * and a supervisor on another; loads 4 rights with R, and 5 with R or X under MXR, stores 2 rights
 * with W twice, each times 5: a user on a U page, a supervisor on another, both whatever SUM is,
 * and with SUM on a U page.
 * With ADUE all 4 of A and D may be used: 8 * (6 + 45 + 20); without, 2 have A, 1 has D: 4 * 51 +
 * 2 * 20. Hits are as many, but that a store with ADUE needs D: it is there in 2 of 4.
 * A pointer must have no other bit but G: it leads on to LEAF_OF_ALL, for a user's 1 + 4 + 4, and
 * with SUM a supervisor's 2 + 2.
 */
#define ALLOWED_LEAVES   (568u + 244u)
#define HITS_LEAVES      (488u + 244u)
#define ALLOWED_POINTERS (2u * 2u * 13u) /* G, ADUE */

START_TEST(flags)
{
	unsigned int levels;

	permission_start(&p, (unsigned int)_i);
	levels = p.kind->levels;
	for (unsigned int level = 0; level < levels; level++) {
		permission_good_pointers(&p);
		if (level)
			permission_set(&p, 0, LEAF_OF_ALL);
		for (in()->adue = 0; in()->adue < 2; in()->adue++) {
			for (uint64_t pte = 0; pte < 256; pte++) {
				bool leads_on = level && !(pte & RWX);

				permission_ask(&p, level,
					       leads_on ? permission_pointer(&p, level, pte) : pte,
					       ASKS_ALL, NULL);
			}
		}
		in()->adue = 0;
	}
	permission_finish(
		&p, &(struct tally){
			    .cells = levels * 2u * 256u * ASKS_RISCV,
			    .allowed = levels * ALLOWED_LEAVES + (levels - 1) * ALLOWED_POINTERS,
			    .hits = levels * HITS_LEAVES + (levels - 1) * ALLOWED_POINTERS,
		    });
}
END_TEST

/*
 * A supervisor's 3 accesses are allowed: to a leaf whose reserved bits are 0, and PBMT 0, or 0 to 2
 * with Svpbmt, and N 0 above the last level; and through a pointer that has none of them.
 */
START_TEST(high_bits)
{
	unsigned int above;
	uint64_t allowed;

	permission_start(&p, (unsigned int)_i);
	above = p.kind->levels - 1;
	in()->adue = 1;
	for (unsigned int level = 0; level <= above; level++) {
		permission_good_pointers(&p);
		for (in()->pbmte = 0; in()->pbmte < 2; in()->pbmte++) {
			for (uint64_t n = 0; n < 1024; n++) {
				/* Aligned, and at the last level as NAPOT demands it. */
				uint64_t ppn = level ? 0 : NAPOT_PPN;
				uint64_t high = n << HIGH_FIRST;

				permission_ask(&p, level, high | ppn | LEAF, ASKS_BRIEF, NULL);
				if (!level)
					continue;
				permission_set(&p, 0, LEAF);
				permission_ask(&p, level, permission_pointer(&p, level, high | 1),
					       ASKS_BRIEF, NULL);
			}
		}
		in()->pbmte = 0;
	}
	allowed = 2u * (1u + 3u) * 3u + above * ((1u + 3u) * 3u + 2u * 3u);
	permission_finish(&p, &(struct tally){
				      .cells = (1u + 2u * above) * 2u * 1024u * ASKS_FEW,
				      .allowed = allowed,
				      .hits = allowed,
			      });
}
END_TEST

/* G on the way down: bit n of `ways` is of the entry n levels above the leaf. */
static void set_ways(unsigned int leaf, unsigned int ways)
{
	permission_good_pointers(&p);
	for (unsigned int level = leaf + 1; level < p.kind->levels; level++)
		permission_set(
			&p, level,
			permission_pointer(&p, level, ways >> (level - leaf) & 1 ? G | 1 : 1));
}

/* The memory type is the leaf's PBMT; the page is global with G in any entry of the way. */
START_TEST(memory_type_and_global)
{
	uint64_t leaves = 0;

	permission_start(&p, (unsigned int)_i);
	in()->pbmte = 1;
	for (unsigned int leaf = 0; leaf < p.kind->levels; leaf++) {
		for (unsigned int ways = 0; ways < 1u << (p.kind->levels - leaf); ways++) {
			set_ways(leaf, ways);
			for (uint64_t type = 0; type < (p.kind->bytes == 8 ? 3 : 1); type++) {
				const struct permission_page page = {type, ways};
				uint64_t pte = LEAF | type << PBMT_FIRST | (ways & 1 ? G : 0);

				permission_ask(&p, leaf, pte, ASKS_BRIEF, &page);
				leaves++;
			}
		}
	}
	permission_finish(&p, &(struct tally){.cells = leaves * ASKS_FEW,
					      .allowed = leaves * ASKS_FEW / 2,
					      .hits = leaves * ASKS_FEW / 2});
}
END_TEST

START_TEST(all_cells)
{
	tally_check_sum(518040);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("permission_riscv");
	TCase *tcase = tcase_create("permission_riscv");

	tally_init();
	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 600);
	tcase_add_loop_test(tcase, flags, 0, 4);
	tcase_add_loop_test(tcase, high_bits, 1, 4);
	tcase_add_loop_test(tcase, memory_type_and_global, 0, 4);
	tcase_add_test(tcase, all_cells);
	return suite_run(suite);
}
