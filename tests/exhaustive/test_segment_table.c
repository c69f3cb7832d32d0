/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a segment allows, exhaustively: every type, DPL, RPL and P, and null, in every register with
 * every access and ring, in every kind of addressing; and every limit at its edges. The bench holds
 * RTL and cycle model to each other, and both to the oracle; how many are allowed, and how many are
 * refused with which code, is counted by hand from segment-4 and segment-6 of rtl/contract.
 */
#include <check.h>
#include <string.h>

#include "bench/bench.h"
#include "suite.h"
#include "tally.h"

static struct bench *bench;
static struct tally tally;
static uint64_t refused[32]; /* by code */

static void run(void)
{
	if (bench_cycle(bench) != BENCH_OK)
		ck_abort_msg("cycle %llu: %s", (unsigned long long)bench->failed_cycle,
			     bench->failure);
}

/* Addressing of 32 bits, of 64 without and with 64-bit mode, and of RISC-V; nothing is translated.
 */
static const struct kind {
	const char *name;
	enum regime regime;
	bool paged, long_code;
	uint64_t in_limits; /* allowed in the test `limits`: sums over segment-4 and segment-2 */
} kinds[] = {
	{"RV32", REGIME_RV32, false, false, 22724},
	{"RV64", REGIME_RV64, false, true, 15806}, /* up to 2^56 */
	{"x86-32", REGIME_X86_32, false, true, 22724},
	{"x86-64, paging off", REGIME_X86_64, false, true, 22724},
	{"compatibility mode", REGIME_X86_64, true, false, 20846}, /* up to 2^30 */
	{"64-bit mode", REGIME_X86_64, true, true, 32944},         /* up to 2^30; no limits */
};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void load(unsigned int name, uint64_t base, uint64_t limit, unsigned int type)
{
	struct mmu_in *in = &bench->in;

	in->seg_valid = 1;
	in->seg_index = name;
	in->seg_base = base;
	in->seg_limit = limit;
	in->seg_type = type;
	run();
	in->seg_valid = 0;
}

/* One gibibyte at 0 is mapped onto itself where there is paging. */
static void start(const struct kind *kind)
{
	const struct bench_config config = {
		.rtl = true, .model = true, .oracle = true, .memory = {.latency = 1}};
	const uint64_t root[] = {0x101027}, huge[] = {0xe7};
	char error[256];

	tally = (struct tally){0};
	memset(refused, 0, sizeof(refused));
	bench = bench_create(&config, error, sizeof(error));
	ck_assert_msg(bench, "%s", error);
	ck_assert(image_page(bench->image, 0x100, root, 1, 8));
	ck_assert(image_page(bench->image, 0x101, huge, 1, 8));
	bench->in.fetch_rsp_ready = bench->in.data_rsp_ready = 1;
	bench->in.pg = bench->in.lma = bench->in.pae = kind->paged;
	bench->in.ptbr_valid = 1;
	bench->in.ptbr_regime = kind->regime;
	bench->in.ptbr_value = 0x100000;
	if (!kind->paged)
		bench->in.ptbr_value = 0;
	run();
	bench->in.ptbr_valid = 0;
	run();
	bench->in.seg_present = 1;
	bench->in.seg_long = kind->long_code;
	load(SEGMENT_CS, 0, 0, 0xa);
}

/* Asks, waits for the answer, and counts. */
static void ask(enum access_type type, unsigned int name, unsigned int priv, uint64_t offset,
		unsigned int bytes)
{
	struct mmu_in *in = &bench->in;
	bool fetch = type == ACCESS_FETCH;

	in->fetch_req_valid = fetch;
	in->data_req_valid = !fetch;
	in->fetch_req_seg = in->data_req_seg = name;
	in->fetch_req_priv = in->data_req_priv = priv;
	in->fetch_req_va = in->data_req_va = offset;
	in->fetch_req_last = in->data_req_last = bytes - 1;
	in->data_req_store = type == ACCESS_STORE;
	run();
	in->fetch_req_valid = in->data_req_valid = 0;
	do
		run();
	while (!bench->out.fetch_rsp_valid && !bench->out.data_rsp_valid);
	tally.cells++;
	if (!(fetch ? bench->out.fetch_rsp_fault : bench->out.data_rsp_fault))
		tally.allowed++;
	else
		refused[fetch ? bench->out.fetch_rsp_code : bench->out.data_rsp_code]++;
}

static void finish(const struct kind *kind, uint64_t cells, uint64_t allowed)
{
	tally_check(kind->name, &tally, &(struct tally){.cells = cells, .allowed = allowed});
	bench_destroy(bench);
}

/*
 * Of each register, of 16 types and 64 triples of ring, DPL and RPL: a fetch from 4 types of code,
 * where DPL is the ring and RPL at most that, by 1 + 2 + 3 + 4, and from 4 that conform by 10 pairs
 * with any RPL. A load from 8 types of data, and from 2 of code and 2 that conform; a store to 4
 * types: in SS by the 4 triples that are equal, elsewhere, where ring and RPL are at most DPL, by
 * 1 + 4 + 9 + 16, or from code that conforms by all.
 */
#define FETCHES         (4 * 10 + 4 * 40)
#define ALLOWED_IN_SS   (FETCHES + 12 * 4 + 4 * 4)
#define ALLOWED_BESIDES (FETCHES + 10 * 30 + 2 * 64 + 4 * 30)
#define ALLOWED         (ALLOWED_IN_SS + 5 * ALLOWED_BESIDES)
#define LOADED          (16 * 4 * 4)           /* types, DPLs, RPLs */
#define ASKED           (LOADED * 4 * 3)       /* by each ring, in each way */
#define RIGHTS          (6 * 2 * 2 * ASKED)    /* with each P, null and not */
#define TYPES_FIT       ((8 + 12 + 4) * 4 * 4) /* a fetch, a load, a store; DPLs, RPLs */

/* Null is told before type, privilege and P; type of half of all, for 8 + 12 + 4 of 3 * 16 fit. */
static void check_codes(void)
{
	ck_assert_uint_eq(refused[5 | 8], 2 * ASKED);
	ck_assert_uint_eq(refused[5], 5 * 2 * ASKED);
	ck_assert_uint_eq(refused[2], 6 * 2 * (ASKED - TYPES_FIT * 4));
	ck_assert_uint_eq(refused[3], 2 * (6 * TYPES_FIT * 4 - ALLOWED));
	ck_assert_uint_eq(refused[1 | 8], ALLOWED_IN_SS);
	ck_assert_uint_eq(refused[1], 5 * ALLOWED_BESIDES);
}

/* Type, DPL, RPL and P against access and ring, and null, in each register. */
START_TEST(rights)
{
	const struct kind *kind = &kinds[_i];

	start(kind);
	for (unsigned int name = 0; name < SEGMENT_COUNT; name++) {
		for (unsigned int n = 0; n < 4 * LOADED; n++) {
			bool expands_down = (n & 0xc) == 4;

			bench->in.seg_null = n >> 9;
			bench->in.seg_rpl = n >> 7 & 3;
			bench->in.seg_present = n >> 6 & 1;
			bench->in.seg_dpl = n >> 4 & 3;
			load(name, 0x1000, 0xfff, n & 15);
			for (unsigned int priv = 0; priv < 4; priv++)
				for (enum access_type type = 0; type <= ACCESS_STORE; type++)
					ask(type, name, priv, expands_down ? 0x1000 : 0x800, 4);
		}
	}
	if (kind->paged && kind->long_code) {
		finish(kind, RIGHTS, RIGHTS);
	} else {
		check_codes();
		finish(kind, RIGHTS, ALLOWED);
	}
}
END_TEST

/* The first and last bytes that a limit lets through, and those beside them. */
static uint64_t edges(unsigned int name, uint64_t limit)
{
	static const unsigned int sizes[] = {1, 2, 8, 4096};
	const uint64_t ends[] = {0, limit, 0xffff, UINT32_MAX, UINT64_C(1) << 32, UINT64_MAX};
	uint64_t n = 0;

	for (unsigned int end = 0; end < 6; end++) {
		for (unsigned int size = 0; size < 4; size++) {
			for (int d = -2; d <= 2; d++, n += 2) {
				/* So that the first byte, or the last, is at the end. */
				uint64_t at = ends[end] + (uint64_t)(int64_t)d;

				ask(ACCESS_LOAD, name, 3, at, sizes[size]);
				ask(ACCESS_LOAD, name, 3, at - sizes[size] + 1, sizes[size]);
			}
		}
	}
	return n;
}

START_TEST(limits)
{
	static const uint64_t raw[] = {0, 1, 7, 0xfff, 0x1000, 0xffff, 0x10000, 0xffffe, 0xfffff};
	const struct kind *kind = &kinds[_i];
	uint64_t expected = 0;

	start(kind);
	bench->in.seg_dpl = bench->in.seg_rpl = 3;
	for (unsigned int i = 0; i < sizeof(raw) / sizeof(raw[0]); i++) {
		for (unsigned int n = 0; n < 16; n++) {
			bench->in.seg_granular = n & 1;
			bench->in.seg_big = n >> 1 & 1;
			/* Data, data that expands down; a code segment that has its bit. */
			load(SEGMENT_FS, n & 4 ? 0x1234 : 0, raw[i], n & 8 ? 6 : 2);
			expected += edges(SEGMENT_FS, n & 1 ? raw[i] << 12 | 0xfff : raw[i]);
			load(SEGMENT_GS, 0, raw[i], n & 8 ? 0xe : 0xa);
			expected += edges(SEGMENT_GS, n & 1 ? raw[i] << 12 | 0xfff : raw[i]);
		}
	}
	finish(kind, expected, kind->in_limits);
}
END_TEST

START_TEST(all_cells)
{
	tally_check_sum(857088);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("segment_table");
	TCase *tcase = tcase_create("segment_table");

	tally_init();
	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 300);
	tcase_add_loop_test(tcase, rights, 0, N_KINDS);
	tcase_add_loop_test(tcase, limits, 0, N_KINDS);
	tcase_add_test(tcase, all_cells);
	return suite_run(suite);
}
