/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The permission decision of every paging mode, exhaustively: every combination of the flag bits of
 * an entry, at every level, with every access, privilege and control bit that may matter. Each cell
 * is asked twice: with empty TLBs, and behind an access that has filled the entry, where there is
 * one that may. The bench holds RTL and cycle model to each other, and both to the oracle; the test
 * counts the cells, and the hits.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench.h"
#include "suite.h"

#define TABLES     0x80000u /* page number of the table of level 0; level n is n pages above */
#define PDPT       0x80010u
#define MAX_WAIT   1000u
#define XD         (UINT64_C(1) << 63)
#define HIGH_FIRST 54u /* RISC-V: reserved, PBMT and N are bits 63:54 */

struct kind {
	const char *name;
	enum regime regime;
	unsigned int levels, leaf_levels; /* a leaf may be at levels 0 to leaf_levels - 1 */
	unsigned int index_bits, bytes;
	uint64_t va;
	uint64_t ptbr;
};

#define ROOT(levels) (TABLES + (levels)-1u)

/* Indices are all different, so that a wrong one reads another entry. */
static const struct kind kinds[8] = {
	{"Sv32",       REGIME_RV32,   2, 2, 10, 4, 0x12345678,       UINT64_C(1) << 31 | ROOT(2) },
	{"Sv39",       REGIME_RV64,   3, 3, 9,  8, 0x1234567890,     UINT64_C(8) << 60 | ROOT(3) },
	{"Sv48",       REGIME_RV64,   4, 4, 9,  8, 0x123456789abc,   UINT64_C(9) << 60 | ROOT(4) },
	{"Sv57",       REGIME_RV64,   5, 5, 9,  8, 0xb4123456789abc, UINT64_C(10) << 60 | ROOT(5)},
	{"two-level",  REGIME_X86_32, 2, 2, 10, 4, 0x12345678,       (uint64_t)ROOT(2) << 12     },
	{"PAE",        REGIME_X86_32, 2, 2, 9,  8, 0x72345678,       (uint64_t)PDPT << 12        },
	{"four-level", REGIME_X86_64, 4, 3, 9,  8, 0x123456789abc,   (uint64_t)ROOT(4) << 12     },
	{"five-level", REGIME_X86_64, 5, 3, 9,  8, 0xb4123456789abc, (uint64_t)ROOT(5) << 12     },
};

/* One question. */
struct ask {
	enum access_type type;
	bool user, sum, mxr; /* sum: x86, AC */
};

#define N_ASKS 24u /* 3 accesses, 2 privileges, SUM or AC, MXR */

static struct ask ask_of(unsigned int n)
{
	return (struct ask){(enum access_type)(n % 3), n / 3 & 1, n / 6 & 1, n / 12 & 1};
}

static struct bench *bench;
static const struct kind *kind;
static unsigned int mode;
static uint64_t cells, hits;

static void run(void)
{
	/* An assertion that holds costs a system call, too. */
	if (bench_cycle(bench) == BENCH_OK)
		return;
	ck_abort_msg("%s, cycle %llu: %s", kind->name, (unsigned long long)bench->failed_cycle,
		     bench->failure);
}

static uint64_t entry_pa(unsigned int level)
{
	uint64_t index = kind->va >> (12 + level * kind->index_bits) &
			 ((UINT64_C(1) << kind->index_bits) - 1);

	return (uint64_t)(TABLES + level) << 12 | index * kind->bytes;
}

static void set_entry(unsigned int level, uint64_t pte)
{
	if (!image_write(bench->image, entry_pa(level), kind->bytes, pte))
		ck_abort_msg("no table");
}

static uint64_t pointer(unsigned int level, uint64_t flags)
{
	return mode < 4 ? (uint64_t)(TABLES + level - 1) << 10 | flags
			: (uint64_t)(TABLES + level - 1) << 12 | flags;
}

#define X86_POINTER UINT64_C(0x27) /* P RW US A */

static void good_pointers(void)
{
	for (unsigned int level = 1; level < kind->levels; level++)
		set_entry(level, pointer(level, mode < 4 ? 1 : X86_POINTER));
}

static void fence(void)
{
	bench->in.fence_valid = 1;
	run();
	bench->in.fence_valid = 0;
}

static void write_ptbr(void)
{
	struct mmu_in *in = &bench->in;

	in->pg = mode >= 4;
	in->pae = mode >= 5;
	in->lma = mode >= 6;
	in->la57 = mode == 7;
	in->ptbr_valid = 1;
	in->ptbr_regime = kind->regime;
	in->ptbr_value = kind->ptbr;
	run();
	in->ptbr_valid = 0;
	for (unsigned int i = 0; i < MAX_WAIT && !bench->out.ptbr_rsp_valid; i++)
		run();
	ck_assert(bench->out.ptbr_rsp_valid && !bench->out.ptbr_rsp_fault);
}

static void start(unsigned int n)
{
	const struct bench_config config = {
		.rtl = true, .model = true, .oracle = true, .memory = {.latency = 1}};
	const uint64_t nothing = 0, pdpte = (uint64_t)(TABLES + 1) << 12 | 1;
	char error[256];

	mode = n;
	kind = &kinds[n];
	cells = hits = 0;
	bench = bench_create(&config, error, sizeof(error));
	ck_assert_msg(bench, "%s", error);
	for (unsigned int level = 0; level < kind->levels; level++)
		ck_assert(image_page(bench->image, TABLES + level, &nothing, 1, 8));
	ck_assert(image_page(bench->image, PDPT, &nothing, 1, 8));
	ck_assert(image_write(bench->image, (uint64_t)PDPT << 12 | (kind->va >> 30 & 3) * 8, 8,
			      pdpte));
	bench->in.fetch_rsp_ready = bench->in.data_rsp_ready = 1;
	good_pointers();
	write_ptbr();
}

/* Asks, and gives what came of it. */
static const struct exchange *request(const struct ask *ask)
{
	struct mmu_in *in = &bench->in;
	bool fetch = ask->type == ACCESS_FETCH;

	in->fetch_req_valid = fetch;
	in->data_req_valid = !fetch;
	in->fetch_req_va = in->data_req_va = kind->va;
	in->fetch_req_priv = in->data_req_priv = ask->user ? PRIV_U : PRIV_S;
	in->data_req_store = ask->type == ACCESS_STORE;
	in->data_req_sum = ask->sum;
	in->data_req_mxr = ask->mxr;
	run();
	in->fetch_req_valid = in->data_req_valid = 0;
	for (unsigned int i = 0; i < MAX_WAIT; i++) {
		run();
		if (fetch ? bench->out.fetch_rsp_valid : bench->out.data_rsp_valid)
			return scoreboard_recent(bench->board, fetch ? PORT_FETCH : PORT_DATA, 0);
	}
	ck_abort_msg("no answer");
}

/*
 * An access of the same port that fills the entry, under control bits that allow the most: those of
 * x86 act on a hit.
 */
static bool fill(const struct ask *wanted)
{
	const struct mmu_in controls = bench->in;
	bool filled = false;

	bench->in.wp = bench->in.smep = bench->in.smap = 0;
	for (unsigned int n = 0; n < N_ASKS && !filled; n++) {
		struct ask ask = ask_of(n);

		if ((ask.type == ACCESS_FETCH) == (wanted->type == ACCESS_FETCH))
			filled = request(&ask)->fault == FAULT_NONE;
	}
	bench->in.wp = controls.wp;
	bench->in.smep = controls.smep;
	bench->in.smap = controls.smap;
	return filled;
}

/*
 * All accesses to what memory holds: on a miss, and behind a fill. `level` is the leaf's, restored
 * each time, for an access may set A and D.
 */
static void ask_all(unsigned int level, uint64_t pte, bool brief)
{
	for (unsigned int n = 0; n < N_ASKS; n++) {
		struct ask ask = ask_of(n);
		const struct exchange *x;

		if (brief && (ask.sum || ask.mxr))
			continue;
		/* SUM and MXR are pins of the data port; x86 has no MXR. */
		if (ask.type == ACCESS_FETCH ? ask.sum || ask.mxr : ask.mxr && mode >= 4)
			continue;
		set_entry(level, pte);
		fence();
		x = request(&ask);
		if (x->starts != 1)
			ck_abort_msg("an empty TLB, and no walk");
		set_entry(level, pte);
		fence();
		if (fill(&ask)) {
			x = request(&ask);
			hits += x->fault == FAULT_NONE && !x->starts;
		}
		cells++;
	}
}

/* The control bits, as bits of n. */
static unsigned int controls_riscv(unsigned int n)
{
	bench->in.adue = n & 1;
	bench->in.pbmte = n >> 1 & 1;
	return 4;
}

static unsigned int controls_x86(unsigned int n)
{
	bench->in.wp = n & 1;
	bench->in.smep = n >> 1 & 1;
	bench->in.smap = n >> 2 & 1;
	bench->in.nxe = n >> 3 & 1;
	return 16;
}

static void finish(uint64_t expected)
{
	printf("# %s: %llu cells, %llu of them hits\n", kind->name, (unsigned long long)cells,
	       (unsigned long long)hits);
	ck_assert_uint_eq(cells, expected);
	ck_assert_uint_gt(hits, 0);
	bench_destroy(bench);
}

/* Accesses of ask_all(): 2 fetches, and 4 kinds of data times SUM and MXR, or AC. */
#define ASKS_RISCV 18u
#define ASKS_X86   10u
#define ASKS_BRIEF 6u

/* V R W X U G A D at each level, Svade and Svadu. */
START_TEST(riscv_flags)
{
	start((unsigned int)_i);
	for (unsigned int level = 0; level < kind->levels; level++) {
		good_pointers();
		for (unsigned int n = 0; n < 2; n++) {
			controls_riscv(n);
			for (uint64_t flags = 0; flags < 256; flags++)
				ask_all(level, flags, false);
		}
	}
	finish(kind->levels * 2u * 256u * ASKS_RISCV);
}
END_TEST

/* Bits 63:54 of a leaf and of a pointer, with and without Svpbmt. */
START_TEST(riscv_high_bits)
{
	start((unsigned int)_i);
	for (unsigned int level = 0; level < kind->levels; level++) {
		good_pointers();
		for (unsigned int n = 0; n < 2; n++) {
			controls_riscv(1 | n << 1);
			for (uint64_t high = 0; high < 1024; high++) {
				ask_all(level, high << HIGH_FIRST | 8 << 10 | 0xcf, true);
				if (level)
					ask_all(level, pointer(level, high << HIGH_FIRST | 1),
						true);
			}
		}
	}
	finish((2u * kind->levels - 1u) * 2u * 1024u * ASKS_BRIEF);
}
END_TEST

/* P R/W U/S A D PS XD at each level; two-level without and with PSE. */
START_TEST(x86_flags)
{
	unsigned int first_pse = _i == 4 ? 0 : 1;

	start((unsigned int)_i);
	for (unsigned int level = 0; level < kind->levels; level++) {
		for (bench->in.pse = first_pse; bench->in.pse < 2; bench->in.pse++) {
			for (unsigned int n = 0; n < controls_x86(n); n++) {
				for (uint64_t flags = 0; flags < 128; flags++) {
					uint64_t pte = (flags & 7) | (flags & 0x38) << 2;

					if (kind->bytes == 8)
						pte |= flags >> 6 << 63;
					good_pointers();
					/* Where it is no leaf, it leads on to one that all may use.
					 */
					if (level)
						set_entry(0, 0x67);
					ask_all(level, level ? pointer(level, pte) : pte, false);
				}
			}
		}
		bench->in.pse = 0;
	}
	finish(kind->levels * (2u - first_pse) * 16u * 128u * ASKS_X86);
}
END_TEST

/* Rights are combined: R/W, U/S and XD of one pointer and of the leaf, each pair of levels. */
START_TEST(x86_path)
{
	uint64_t pairs = 0;

	start((unsigned int)_i);
	bench->in.pse = 1;
	for (unsigned int leaf = 0; leaf < kind->leaf_levels; leaf++) {
		for (unsigned int above = leaf + 1; above < kind->levels; above++, pairs++) {
			for (unsigned int n = 0; n < controls_x86(n); n++) {
				for (uint64_t flags = 0; flags < 64; flags++) {
					uint64_t up = 0x21 | (flags & 3) << 1;
					uint64_t down = 0x61 | (flags >> 3 & 3) << 1;

					if (kind->bytes == 8) {
						up |= (flags >> 2 & 1) << 63;
						down |= (flags >> 5 & 1) << 63;
					}
					good_pointers();
					set_entry(above, pointer(above, up));
					ask_all(leaf, down | (leaf ? 0x80 : 0), false);
				}
			}
		}
	}
	finish(pairs * 16u * 64u * ASKS_X86);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("permission");
	TCase *riscv = tcase_create("riscv");
	TCase *x86 = tcase_create("x86");

	suite_add_tcase(suite, riscv);
	suite_add_tcase(suite, x86);
	tcase_set_timeout(riscv, 600);
	tcase_set_timeout(x86, 600);
	tcase_add_loop_test(riscv, riscv_flags, 0, 4);
	tcase_add_loop_test(riscv, riscv_high_bits, 1, 4);
	tcase_add_loop_test(x86, x86_flags, 4, 8);
	tcase_add_loop_test(x86, x86_path, 4, 8);
	return suite_run(suite);
}
