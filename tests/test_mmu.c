/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole model against rtl/README.md, cycle by cycle at its pins. Times are
 * counted from the cycle of acceptance; every expected one is worked out by
 * hand from the rules.
 */
#include <check.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "arch.h"
#include "mmu.h"
#include "pte.h"
#include "suite.h"

#define PPN(n) ((uint64_t)(n) << 10)
#define LEAF   (PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D)
#define SV32   (UINT64_C(1) << 31 | 0x100)
#define SV39   (UINT64_C(8) << 60 | 0x100)
#define NEVER  1000

static struct mmu *mmu;
static struct mmu_in in;
static struct mmu_out out; /* of this cycle, after see() */

/* Page-table memory: answers `latency` cycles after it accepted. */
static struct {
	unsigned int latency, words;
	struct {
		uint64_t addr, pte;
	} word[64];
	bool fails, loses; /* the next compare-and-swap */
	unsigned int due;  /* cycles to the answer; 0: none */
	struct mmu_out asked;
	unsigned int reads;
} memory;

/* ---- Cycles ---- */

static uint64_t *word_at(uint64_t addr)
{
	for (unsigned int i = 0; i < memory.words; i++)
		if (memory.word[i].addr == addr)
			return &memory.word[i].pte;
	memory.word[memory.words].addr = addr;
	memory.word[memory.words].pte = 0;
	return &memory.word[memory.words++].pte;
}

static void memory_answers(void)
{
	in.mem_rsp_valid = 1;
	if (memory.asked.mem_req_cas) {
		in.mem_rsp_error = memory.fails;
		in.mem_rsp_lost = memory.loses;
	} else {
		in.mem_rsp_data = *word_at(memory.asked.mem_req_addr);
	}
}

/* The edge after that answer: the word changes. */
static void memory_swaps(void)
{
	uint64_t *word = word_at(memory.asked.mem_req_addr);

	if (!memory.fails && !memory.loses) {
		ck_assert_uint_eq(*word, memory.asked.mem_req_expect);
		*word = memory.asked.mem_req_data;
	}
	memory.fails = memory.loses = false;
}

/* All pins of this cycle. */
static void see(void)
{
	in.mem_rsp_valid = in.mem_rsp_data = in.mem_rsp_error = in.mem_rsp_lost = 0;
	if (memory.due == 1)
		memory_answers();
	mmu_eval(mmu, &in, &out);
}

static void edge(void)
{
	see();
	if (memory.due == 1 && memory.asked.mem_req_cas)
		memory_swaps();
	if (memory.due)
		memory.due--;
	if (out.mem_req_valid && in.mem_req_ready && !in.rst) {
		ck_assert_uint_eq(memory.due, 0); /* W7 */
		memory.asked = out;
		memory.due = memory.latency;
		memory.reads += !out.mem_req_cas;
	}
	mmu_tick(mmu);
}

static void edges(unsigned int n)
{
	while (n--)
		edge();
}

/* ---- Requests ---- */

static void write_ptbr(enum regime regime, uint64_t value)
{
	in.ptbr_valid = 1;
	in.ptbr_regime = regime;
	in.ptbr_value = value;
	see();
	ck_assert_uint_eq(out.ptbr_ready, 1);
	edge();
	in.ptbr_valid = 0;
}

/* A load of privilege S is accepted in the next edge(). */
static void accept_load(uint64_t va)
{
	in.data_req_valid = 1;
	in.data_req_va = va;
	in.data_req_priv = PRIV_S;
	in.data_req_tag++;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
	edge();
	in.data_req_valid = 0;
}

/* Cycles from now, counted from 1, until the data port answers. */
static unsigned int cycles_to_answer(void)
{
	for (unsigned int n = 1; n < NEVER; n++) {
		see();
		if (out.data_rsp_valid) {
			ck_assert_uint_eq(out.data_rsp_tag, in.data_req_tag);
			return n;
		}
		edge();
	}
	return NEVER;
}

/* The cycles that a load takes; its answer is taken. */
static unsigned int load(uint64_t va)
{
	struct mmu_out answer;
	unsigned int n;

	accept_load(va);
	n = cycles_to_answer();
	answer = out;
	edge();
	out = answer;
	return n;
}

static unsigned int store(uint64_t va)
{
	unsigned int n;

	in.data_req_store = 1;
	n = load(va);
	in.data_req_store = 0;
	return n;
}

/* Sv32: page n, virtual, is page 0x1000 + n, physical. Table at 0x100, then 0x101. */
static void map_sv32(uint64_t page, uint64_t flags)
{
	*word_at(0x100000) = PPN(0x101) | PTE_V;
	*word_at(0x101000 + 4 * page) = PPN(0x1000 + page) | flags;
}

static uint64_t va_of(uint64_t page)
{
	return page << 12;
}

static void start(const struct mmu_config *config)
{
	memset(&in, 0, sizeof(in));
	memset(&memory, 0, sizeof(memory));
	memory.latency = 1;
	mmu = mmu_create(config);
	ck_assert_ptr_nonnull(mmu);
	in.mem_req_ready = in.fetch_rsp_ready = in.data_rsp_ready = 1;
	in.fetch_req_seg = in.data_req_seg = SEGMENT_NONE;
}

static void setup(void)
{
	static const struct mmu_config small = {4, 4, 16, 8, 32, 46, 255, 1};

	start(&small);
}

static void setup_sv32(void)
{
	setup();
	write_ptbr(REGIME_RV32, SV32);
	for (uint64_t page = 0; page < 8; page++)
		map_sv32(page, LEAF);
}

static void teardown(void)
{
	mmu_destroy(mmu);
}

static void fence(void)
{
	in.fence_valid = 1;
	see();
	ck_assert_uint_eq(out.fence_ready, 1);
	edge();
	in.fence_valid = 0;
}

static uint64_t counter(unsigned int n)
{
	in.counter_select = n;
	edge();
	see();
	return out.counter_value;
}

/* ---- Create ---- */

START_TEST(sizes)
{
	static const struct {
		struct mmu_config config;
		bool legal;
	} cases[] = {
		{{16, 16, 16, 8, 32, 46, 255, 1},  true },
		{{4, 64, 1, 1, 16, 32, 1, 1},      true },
		{{64, 4, 16, 16, 64, 52, 128, 1},  true },
		{{2, 16, 16, 8, 32, 46, 255, 1},   false},
		{{16, 2, 16, 8, 32, 46, 255, 1},   false},
		{{128, 16, 16, 8, 32, 46, 255, 1}, false},
		{{16, 12, 16, 8, 32, 46, 255, 1},  false},
		{{16, 16, 0, 8, 32, 46, 255, 1},   false},
		{{16, 16, 17, 8, 32, 46, 255, 1},  false},
		{{16, 16, 16, 0, 32, 46, 255, 1},  false},
		{{16, 16, 16, 17, 32, 46, 255, 1}, false},
		{{16, 16, 16, 8, 15, 46, 255, 1},  false},
		{{16, 16, 16, 8, 65, 46, 255, 1},  false},
		{{16, 16, 16, 8, 32, 31, 255, 1},  false},
		{{16, 16, 16, 8, 32, 53, 255, 1},  false},
		{{16, 16, 16, 8, 32, 46, 0, 1},    false},
		{{16, 16, 16, 8, 32, 46, 256, 1},  false},
		{{16, 16, 16, 8, 32, 46, 255, 0},  true },
		{{16, 16, 16, 8, 32, 46, 255, 2},  false},
	};
	struct mmu *m;

	errno = 0;
	m = mmu_create(&cases[_i].config);
	ck_assert_int_eq(m != NULL, cases[_i].legal);
	ck_assert_int_eq(errno, cases[_i].legal ? 0 : EINVAL);
	mmu_destroy(m);
	mmu_destroy(NULL);
}
END_TEST

START_TEST(pins_after_reset)
{
	struct mmu_out expected;

	memset(&expected, 0, sizeof(expected));
	expected.fetch_req_ready = expected.data_req_ready = expected.fence_ready = 1;
	expected.ptbr_ready = 1;
	see();
	ck_assert(!memcmp(&out, &expected, sizeof(out)));
	in.rst = 1;
	in.data_req_valid = in.fetch_req_valid = in.ptbr_valid = 1;
	in.ptbr_regime = 1;
	in.ptbr_value = SV39;
	edges(3);
	memset(&in, 0, sizeof(in));
	see();
	ck_assert(!memcmp(&out, &expected, sizeof(out)));
}
END_TEST

START_TEST(models_are_apart)
{
	static const struct mmu_config config = {16, 16, 16, 8, 32, 46, 255, 1};
	struct mmu *other = mmu_create(&config);
	struct mmu_in quiet;
	struct mmu_out seen;

	memset(&quiet, 0, sizeof(quiet));
	write_ptbr(REGIME_RV32, SV32);
	mmu_eval(other, &quiet, &seen);
	see();
	ck_assert_uint_eq(out.ptbr_held, SV32);
	ck_assert_uint_eq(seen.ptbr_held, 0);
	mmu_destroy(other);
}
END_TEST

/* mmu.h: the last mmu_eval() before mmu_tick() counts. */
START_TEST(the_last_eval_counts)
{
	in.data_req_valid = 1;
	see();
	in.data_req_valid = 0;
	edge();
	see();
	ck_assert_uint_eq(out.data_rsp_valid, 0);
	in.fence_valid = 1;
	see();
	ck_assert_uint_eq(out.data_req_ready, 0);
	in.fence_valid = 0;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
}
END_TEST

/* ---- Times ---- */

/* P3. */
START_TEST(untranslated)
{
	ck_assert_uint_eq(load(0x00fedcba98765432), 1);
	ck_assert_uint_eq(out.data_rsp_pa, 0x00fedcba98765432);
	ck_assert_uint_eq(out.data_rsp_size, 0);
	ck_assert_uint_eq(load(0x01fedcba98765432), 1);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_ACCESS);
	ck_assert_uint_eq(out.data_rsp_pa, 0);
}
END_TEST

/* W5: 2 + nL, for n = 2 to 5 and latencies 1, 2, 3, 7; a hit afterwards: 1. */
START_TEST(walk_times)
{
	static const unsigned int latencies[] = {1, 2, 3, 7};
	unsigned int n = 2 + (unsigned int)_i % 4, latency = latencies[_i / 4];
	uint64_t mode = n == 2 ? SV32 : (uint64_t)(n + 5) << 60 | 0x100;

	memory.latency = latency;
	write_ptbr(n == 2 ? REGIME_RV32 : REGIME_RV64, mode);
	for (uint64_t table = 0; table < n - 1; table++)
		*word_at((0x100 + table) << 12) = PPN(0x101 + table) | PTE_V;
	*word_at((0x100 + n - 1) << 12) = PPN(0x4321) | LEAF;
	ck_assert_uint_eq(load(0xabc), 2 + n * latency);
	ck_assert_uint_eq(out.data_rsp_pa, 0x4321abc);
	ck_assert_uint_eq(out.data_rsp_size, 12);
	ck_assert_uint_eq(memory.reads, n);
	ck_assert_uint_eq(load(0xdef), 1);
	ck_assert_uint_eq(out.data_rsp_pa, 0x4321def);
	ck_assert_uint_eq(memory.reads, n);
}
END_TEST

START_TEST(not_canonical)
{
	write_ptbr(REGIME_RV64, SV39);
	ck_assert_uint_eq(load(UINT64_C(1) << 38), 2); /* the walk is cycle 1 */
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(memory.reads, 0);
}
END_TEST

/* An update adds 1 + L. */
START_TEST(update_times)
{
	unsigned int latency = (unsigned int)_i;

	memory.latency = latency;
	in.adue = 1;
	map_sv32(1, LEAF & ~PTE_A & ~PTE_D);
	ck_assert_uint_eq(load(va_of(1)), 2 + 2 * latency + 1 + latency);
	ck_assert_uint_eq(*word_at(0x101004), PPN(0x1001) | (LEAF & ~PTE_D));
	ck_assert_uint_eq(load(va_of(1)), 1);
	/* P5: clean, so a store walks, and sets D */
	ck_assert_uint_eq(store(va_of(1)), 2 + 2 * latency + 1 + latency);
	ck_assert_uint_eq(*word_at(0x101004), PPN(0x1001) | LEAF);
	ck_assert_uint_eq(store(va_of(1)), 1);
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

/* W4: lost in cycle u, idle in u+1: two walks with an update each, and no cycle between. */
START_TEST(a_lost_update)
{
	memory.latency = 2;
	in.adue = 1;
	memory.loses = true;
	map_sv32(1, LEAF & ~PTE_D);
	/* walk 1 from cycle 1: 4 of reads, 1, 2 of the update: lost in 8. Walk 2: 9 to 16. */
	ck_assert_uint_eq(store(va_of(1)), 17);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(memory.reads, 4);
}
END_TEST

START_TEST(a_failed_update)
{
	in.adue = 1;
	memory.fails = true;
	map_sv32(1, LEAF & ~PTE_D);
	ck_assert_uint_eq(store(va_of(1)), 2 + 2 + 2);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_ACCESS);
	ck_assert_uint_eq(*word_at(0x101004), PPN(0x1001) | (LEAF & ~PTE_D));
}
END_TEST

/* P7: both ports, one acceptance and one answer each cycle. */
START_TEST(hits_without_bubbles)
{
	load(va_of(1));
	load(va_of(2));
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(3);
	in.fetch_req_priv = PRIV_S;
	edges(10);
	in.data_req_valid = 1;
	for (uint64_t i = 0; i < 20; i++) {
		in.data_req_va = va_of(1 + i % 2) + i;
		in.data_req_tag = i;
		in.fetch_req_va = va_of(3) + 4 * i;
		in.fetch_req_tag = 100 + i;
		see();
		ck_assert_uint_eq(out.data_req_ready, 1);
		ck_assert_uint_eq(out.fetch_req_ready, 1);
		edge();
		see();
		ck_assert_uint_eq(out.data_rsp_valid, 1);
		ck_assert_uint_eq(out.data_rsp_tag, i);
		ck_assert_uint_eq(out.data_rsp_pa, ((0x1001 + i % 2) << 12) + i);
		ck_assert_uint_eq(out.fetch_rsp_valid, 1);
		ck_assert_uint_eq(out.fetch_rsp_tag, 100 + i);
		ck_assert_uint_eq(out.fetch_rsp_pa, 0x1003000 + 4 * i);
	}
}
END_TEST

/* P7, W7: one port misses, and memory never answers: the other goes on. */
START_TEST(hit_under_miss)
{
	load(va_of(1));
	memory.latency = NEVER;
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(2);
	in.fetch_req_priv = PRIV_S;
	edge();
	in.fetch_req_valid = 0;
	for (int i = 0; i < 20; i++)
		ck_assert_uint_eq(load(va_of(1)), 1);
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 0);
	ck_assert_uint_eq(out.fetch_req_ready, 0);
}
END_TEST

/* W6: data walks in cycles 1 to 3, answers in 4; fetch walks in 4 to 6, answers in 7. */
START_TEST(both_miss)
{
	static const struct {
		unsigned int valid, fetch, fetch_answers, data_answers;
	} expected[] = {
		{1, 0, 0, 0},
                {1, 0, 0, 0},
                {0, 0, 0, 0},
                {1, 1, 0, 1},
		{1, 1, 0, 0},
                {0, 0, 0, 0},
                {0, 0, 1, 0},
	};

	in.fetch_req_valid = in.data_req_valid = 1;
	in.fetch_req_priv = in.data_req_priv = PRIV_S;
	in.fetch_req_va = va_of(1);
	in.data_req_va = va_of(2);
	edge();
	in.fetch_req_valid = in.data_req_valid = 0;
	for (unsigned int i = 0; i < 7; i++) {
		see();
		ck_assert_uint_eq(out.mem_req_valid, expected[i].valid);
		ck_assert_uint_eq(out.mem_req_fetch, expected[i].fetch);
		ck_assert_uint_eq(out.fetch_rsp_valid, expected[i].fetch_answers);
		ck_assert_uint_eq(out.data_rsp_valid, expected[i].data_answers);
		edge();
	}
}
END_TEST

/* ---- Channels ---- */

/* G4: nobody takes the answer, and everything else happens. */
START_TEST(answer_under_back_pressure)
{
	struct mmu_out first;

	in.data_rsp_ready = 0;
	accept_load(va_of(1));
	ck_assert_uint_eq(cycles_to_answer(), 4);
	first = out;
	fence();
	write_ptbr(REGIME_RV64, 0);
	in.data_req_valid = 1;
	in.data_req_va = 0x55555;
	in.fetch_req_valid = 1;
	for (int i = 0; i < 10; i++) {
		edge();
		see();
		ck_assert_uint_eq(out.data_req_ready, 0);
		ck_assert_uint_eq(out.data_rsp_valid, 1);
		ck_assert_uint_eq(out.data_rsp_tag, first.data_rsp_tag);
		ck_assert_uint_eq(out.data_rsp_pa, 0x1001000);
		ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
		ck_assert_uint_eq(out.data_rsp_size, 12);
	}
	in.data_rsp_ready = 1;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
}
END_TEST

/* W8, and 2 + nL counted from the acceptance of each read: two cycles of waiting add two. */
START_TEST(memory_under_back_pressure)
{
	in.mem_req_ready = 0;
	accept_load(va_of(1));
	for (int i = 0; i < 3; i++) {
		see();
		ck_assert_uint_eq(out.mem_req_valid, 1);
		ck_assert_uint_eq(out.mem_req_addr, 0x100000);
		in.mem_req_ready = i == 2;
		edge();
	}
	ck_assert_uint_eq(cycles_to_answer(), 4 - 1);
}
END_TEST

/* G5: the three paths, within one cycle. */
START_TEST(combinational_paths)
{
	memory.latency = NEVER;
	accept_load(va_of(1));
	edge();
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = PPN(0x101) | PTE_V;
	mmu_eval(mmu, &in, &out);
	ck_assert_uint_eq(out.mem_req_valid, 1);
	ck_assert_uint_eq(out.mem_req_addr, 0x101004);
	in.mem_rsp_data = PPN(0x202) | PTE_V;
	mmu_eval(mmu, &in, &out);
	ck_assert_uint_eq(out.mem_req_addr, 0x202004);
	in.rst = 1;
	in.fence_valid = 1;
	mmu_eval(mmu, &in, &out);
	ck_assert_uint_eq(out.mem_req_addr, 0x202004);
	ck_assert_uint_eq(out.fence_ready, 1);
	in.rst = in.fence_valid = 0;
	in.mem_rsp_error = 1;
	mmu_eval(mmu, &in, &out);
	ck_assert_uint_eq(out.mem_req_valid, 0);
	in.mem_rsp_valid = in.mem_rsp_error = 0;
	mmu_eval(mmu, &in, &out);
	ck_assert_uint_eq(out.mem_req_valid, 0);
}
END_TEST

/* ---- Fences ---- */

/* The walk of a load, latency 2, without a fence: reads in 1 and 3, answers in 3 and 5, 6. */
static unsigned int load_with_fence_in(unsigned int cycle)
{
	unsigned int n;

	memory.latency = 2;
	accept_load(va_of(1));
	for (n = 1; n < cycle; n++)
		edge();
	fence();
	return n + cycles_to_answer();
}

/*
 * F3. In 1: read 1 is wasted, answered in 3; again from 4. In 2: the same. In
 * 3: read 2 is asked for, and wasted, answered in 5; again from 6. In 4: the
 * same. In 5: the end is taken away; again from 6. A walk from cycle s is
 * answered in s + 5. In 6: the answer is there.
 */
START_TEST(fence_times)
{
	static const unsigned int expected[] = {0, 4 + 5, 4 + 5, 6 + 5, 6 + 5, 6 + 5};

	ck_assert_uint_eq(load_with_fence_in((unsigned int)_i), expected[_i]);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1001000);
}
END_TEST

/* A fence is a wall: what memory says after it counts, though the walk was under way. */
START_TEST(fence_is_a_wall)
{
	memory.latency = 2;
	accept_load(va_of(1));
	edges(4);
	map_sv32(1, 0);
	fence();
	cycles_to_answer();
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
}
END_TEST

/* F4: the leaf's answer asks for the update in 3; swap asked for in 4, answered in 5. */
START_TEST(fence_waits_for_update)
{
	in.adue = 1;
	map_sv32(1, LEAF & ~PTE_A);
	accept_load(va_of(1));
	edges(3);
	in.fence_valid = 1;
	for (int cycle = 4; cycle <= 5; cycle++) {
		see();
		ck_assert_uint_eq(out.fence_ready, 0);
		ck_assert_uint_eq(out.data_req_ready, 0);
		ck_assert_uint_eq(out.fetch_req_ready, 0);
		edge();
	}
	see();
	ck_assert_uint_eq(out.fence_ready, 1);
	ck_assert_uint_eq(out.data_rsp_valid, 1);
	edge();
	in.fence_valid = 0;
	/* and the fence took what the walk had filled */
	ck_assert_uint_eq(load(va_of(1)), 4);
}
END_TEST

/* A fence that meets the answer that asks for the update: no update, the walk starts again. */
START_TEST(fence_prevents_update)
{
	in.adue = 1;
	map_sv32(1, LEAF & ~PTE_A);
	accept_load(va_of(1));
	edges(2);
	fence(); /* in 3 */
	see();
	ck_assert_uint_eq(out.fence_ready, 1);
	ck_assert_uint_eq(out.mem_req_valid, 1);
	ck_assert_uint_eq(out.mem_req_cas, 0);
	/* again from 4: answered 3 + 2 later */
	ck_assert_uint_eq(cycles_to_answer(), 6);
}
END_TEST

START_TEST(fence_drops)
{
	load(va_of(1));
	load(va_of(2));
	in.fence_by_va = 1;
	in.fence_va = va_of(1) + 0x123;
	fence();
	ck_assert_uint_eq(load(va_of(2)), 1);
	ck_assert_uint_eq(load(va_of(1)), 4);
	in.fence_by_va = 0;
	in.fence_by_asid = 1;
	in.fence_asid = 1; /* they are of ASID 0 */
	fence();
	ck_assert_uint_eq(load(va_of(1)), 1);
	in.fence_asid = 0x200; /* RV32 has 9 bits of it: 0 */
	fence();
	ck_assert_uint_eq(load(va_of(1)), 4);
	ck_assert_uint_eq(load(va_of(2)), 4);
}
END_TEST

/* ---- TLB ---- */

static void load_pinned(uint64_t page)
{
	in.data_req_pin = 1;
	load(va_of(page));
	in.data_req_pin = 0;
}

START_TEST(pinned_stays)
{
	load_pinned(0);
	for (uint64_t round = 0; round < 20; round++)
		load(va_of(1 + round % 7));
	ck_assert_uint_eq(load(va_of(0)), 1);
	fence();
	ck_assert_uint_eq(load(va_of(0)), 4);
}
END_TEST

START_TEST(all_pinned)
{
	for (uint64_t page = 0; page < 4; page++)
		load_pinned(page);
	for (int i = 0; i < 3; i++) {
		ck_assert_uint_eq(load(va_of(5)), 4); /* answered, and not filled */
		ck_assert_uint_eq(out.data_rsp_pa, 0x1005000);
	}
	for (uint64_t page = 0; page < 4; page++)
		ck_assert_uint_eq(load(va_of(page)), 1);
}
END_TEST

/* T3 with four entries, 0 to 3 filled in order: 0 is next. 0 hits: then 2 is. */
START_TEST(replacement)
{
	for (uint64_t page = 0; page < 4; page++)
		load(va_of(page));
	ck_assert_uint_eq(load(va_of(0)), 1);
	load(va_of(4)); /* takes the place of page 2 */
	ck_assert_uint_eq(load(va_of(3)), 1);
	ck_assert_uint_eq(load(va_of(1)), 1);
	ck_assert_uint_eq(load(va_of(0)), 1);
	ck_assert_uint_eq(load(va_of(4)), 1);
	ck_assert_uint_eq(load(va_of(2)), 4);
}
END_TEST

/* T1: a fault leaves no translation of its address. */
START_TEST(fault_drops)
{
	load(va_of(1));
	map_sv32(1, LEAF | PTE_U);
	ck_assert_uint_eq(load(va_of(1)), 1);
	map_sv32(1, LEAF & ~PTE_W);
	fence();
	load(va_of(1));
	ck_assert_uint_eq(store(va_of(1)), 4);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(load(va_of(1)), 4);
}
END_TEST

/* The ports have a TLB each. */
START_TEST(two_tlbs)
{
	load(va_of(1));
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(1);
	in.fetch_req_priv = PRIV_S;
	edge();
	in.fetch_req_valid = 0;
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 0);
	ck_assert_uint_eq(out.mem_req_fetch, 1);
}
END_TEST

/* ---- Registers ---- */

/* B1, B4: the write of the cycle of acceptance comes too late, as does any later one. */
START_TEST(ptbr_write_in_mid_walk)
{
	unsigned int cycle;

	memory.latency = 2;
	in.data_req_valid = 1;
	in.data_req_va = va_of(1);
	in.data_req_priv = PRIV_S;
	for (cycle = 0; cycle <= 5; cycle++) {
		if (cycle == (unsigned int)_i)
			write_ptbr(REGIME_RV32, SV32 | 5 << 22 | 0x777);
		else
			edge();
		in.data_req_valid = 0;
	}
	see();
	ck_assert_uint_eq(out.data_rsp_valid, 1);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1001000);
	ck_assert_uint_eq(out.ptbr_held, SV32 | 5 << 22 | 0x777);
	edge();
	/* filled under the ASID of its request: ASID 5 misses, ASID 0 hits */
	write_ptbr(REGIME_RV32, SV32);
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

START_TEST(asid_tells_apart)
{
	load(va_of(1));
	write_ptbr(REGIME_RV32, SV32 | 5 << 22);
	ck_assert_uint_eq(load(va_of(1)), 4);
	write_ptbr(REGIME_RV32, SV32);
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

/* G1: in each cycle of a walk with an update. */
START_TEST(reset_in_mid_walk)
{
	in.adue = 1;
	map_sv32(1, LEAF & ~PTE_A);
	accept_load(va_of(1));
	edges((unsigned int)_i);
	in.rst = 1;
	edge();
	in.rst = 0;
	memory.due = 0;
	for (int i = 0; i < 10; i++) {
		see();
		ck_assert_uint_eq(out.mem_req_valid, 0);
		ck_assert_uint_eq(out.data_rsp_valid, 0);
		ck_assert_uint_eq(out.data_req_ready, 1);
		ck_assert_uint_eq(out.fence_ready, 1);
		ck_assert_uint_eq(out.ptbr_held, 0);
		edge();
	}
	in.adue = 0;
	map_sv32(1, LEAF);
	write_ptbr(REGIME_RV32, SV32);
	ck_assert_uint_eq(load(va_of(1)), 4);
}
END_TEST

START_TEST(counters)
{
	static const unsigned int expected[16] = {
		[6] = 4,  [7] = 1,  [8] = 3,  /* lookups: miss, hit, miss with update, fault */
		[9] = 1,  [10] = 1,           /* one walk, one untranslated address */
		[11] = 2,                     /* two cycles of stall */
		[12] = 3, [13] = 6, [14] = 1, /* walks, reads, updates */
		[15] = 1,
	};

	in.adue = 1;
	map_sv32(2, LEAF & ~PTE_A);
	map_sv32(3, 0);
	load(va_of(1));
	load(va_of(1));
	load(va_of(2));
	load(va_of(3));
	write_ptbr(REGIME_RV64, 0);
	load(UINT64_C(1) << 60);
	fence();
	in.data_rsp_ready = 0;
	accept_load(0);
	in.data_req_valid = 1;
	edges(2);
	in.data_rsp_ready = 1;
	edge();
	in.data_req_valid = 0;
	for (unsigned int n = 0; n < 16; n++)
		ck_assert_msg(counter(n) == expected[n], "counter %u is %u, not %u", n,
			      (unsigned int)counter(n), expected[n]);
}
END_TEST

/* ---- Segments ---- */

#define WRITABLE UINT64_C(2)
#define CODE     UINT64_C(10) /* readable */

static void show_segment(uint64_t index, uint64_t base, uint64_t limit, uint64_t type)
{
	in.seg_valid = in.seg_present = 1;
	in.seg_index = index;
	in.seg_base = base;
	in.seg_limit = limit;
	in.seg_type = type;
	in.seg_dpl = 2; /* as the ring of a load: S */
}

static void load_segment(uint64_t index, uint64_t base, uint64_t limit, uint64_t type)
{
	show_segment(index, base, limit, type);
	edge();
	in.seg_valid = 0;
}

/* As load(). */
static unsigned int load_through(uint64_t segment, uint64_t offset)
{
	unsigned int n;

	in.data_req_seg = segment;
	n = load(offset);
	in.data_req_seg = SEGMENT_NONE;
	return n;
}

static unsigned int store_through(uint64_t segment, uint64_t offset)
{
	unsigned int n;

	in.data_req_store = 1;
	n = load_through(segment, offset);
	in.data_req_store = 0;
	return n;
}

static void expect_data(uint64_t pa, uint64_t fault, uint64_t code, uint64_t size)
{
	ck_assert_uint_eq(out.data_rsp_valid, 1);
	ck_assert_uint_eq(out.data_rsp_pa, pa);
	ck_assert_uint_eq(out.data_rsp_fault, fault);
	ck_assert_uint_eq(out.data_rsp_code, code);
	ck_assert_uint_eq(out.data_rsp_size, size);
	ck_assert_uint_eq(out.data_rsp_memtype, 0);
}

/* S2: it misses and hits as the linear address does. */
START_TEST(segment_misses_and_hits)
{
	load_segment(SEGMENT_DS, va_of(1), 0x1fff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x123), 4);
	expect_data(0x1001123, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x456), 1);
	expect_data(0x1001456, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load(va_of(1) + 0x789), 1);
	expect_data(0x1001789, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load(va_of(2)), 4);
	ck_assert_uint_eq(store_through(SEGMENT_DS, 0x1fff), 1);
	expect_data(0x1002fff, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(memory.reads, 4);
}
END_TEST

/* S5: answered in the next cycle; nothing is read, and nothing else happens. */
START_TEST(segment_faults)
{
	load_segment(SEGMENT_DS, va_of(1), 0xfff, WRITABLE);
	load_segment(SEGMENT_CS, 0, 0xfff, CODE);
	load(va_of(2));
	ck_assert_uint_eq(load_through(SEGMENT_ES, 0), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_ABSENT, 0);
	ck_assert_uint_eq(store_through(SEGMENT_CS, 0), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_TYPE, 0);
	show_segment(SEGMENT_CS, 0, 0xfff, CODE);
	in.seg_dpl = 1;
	edge();
	in.seg_valid = 0;
	ck_assert_uint_eq(load_through(SEGMENT_CS, 0), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_PRIVILEGE, 0);
	in.data_req_last = 3;
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0xffd), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
	ck_assert_uint_eq(memory.reads, 2);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0xffc), 4);
	expect_data(0x1001ffc, FAULT_NONE, 0, 12);
	see();
	ck_assert_uint_eq(out.data_rsp_valid, 0);
	ck_assert_uint_eq(out.data_rsp_fault, 0);
	ck_assert_uint_eq(out.data_rsp_code, 0);
}
END_TEST

/* A fetch, which answers in the next cycle: its fault. */
static uint64_t fetch_through(uint64_t segment, uint64_t offset)
{
	in.fetch_req_valid = 1;
	in.fetch_req_seg = segment;
	in.fetch_req_va = offset;
	in.fetch_req_priv = PRIV_S;
	edge();
	in.fetch_req_valid = 0;
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 1);
	return out.fetch_rsp_fault;
}

/* S5, T1: only a walk drops. What a segment refuses stays cached in both TLBs, for whatever reason.
 */
START_TEST(segment_fault_drops_nothing)
{
	load(va_of(1));
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(1);
	in.fetch_req_priv = PRIV_S;
	edge();
	in.fetch_req_valid = 0;
	edges(8);
	ck_assert_uint_eq(memory.reads, 4);
	show_segment(SEGMENT_DS, va_of(1), 0xff, _i == SEGMENT_TYPE ? 8 : WRITABLE);
	in.seg_present = _i != SEGMENT_ABSENT;
	in.seg_dpl = _i == SEGMENT_PRIVILEGE ? 1 : 2;
	edge();
	in.seg_valid = 0;
	ck_assert_uint_eq(load_through(SEGMENT_DS, _i == SEGMENT_LIMIT ? 0x100 : 0), 1);
	expect_data(0, FAULT_SEGMENT, (uint64_t)_i, 0);
	load_segment(SEGMENT_CS, va_of(1), 0xff, WRITABLE);
	ck_assert_uint_eq(fetch_through(SEGMENT_CS, 0), FAULT_SEGMENT);
	ck_assert_uint_eq(load(va_of(1)), 1);
	ck_assert_uint_eq(fetch_through(SEGMENT_NONE, va_of(1)), FAULT_NONE);
	ck_assert_uint_eq(memory.reads, 4);
}
END_TEST

/* A fault of the walk is one of the linear address: T1 drops that. */
START_TEST(page_fault_in_a_segment)
{
	load_segment(SEGMENT_DS, va_of(1), 0xfffff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, va_of(8)), 4);
	expect_data(0, FAULT_PAGE, 0, 0);
	map_sv32(1, LEAF & ~PTE_W);
	load(va_of(1));
	ck_assert_uint_eq(load(va_of(1)), 1);
	ck_assert_uint_eq(store_through(SEGMENT_DS, 0), 4);
	expect_data(0, FAULT_PAGE, 0, 0);
	ck_assert_uint_eq(load(va_of(1)), 4);
}
END_TEST

/* P3 speaks of the linear address; a fault of the segment goes first. */
START_TEST(segment_untranslated)
{
	load_segment(SEGMENT_DS, 0x00fedcba98765432, 0xfff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x111), 1);
	expect_data(0x00fedcba98765543, FAULT_NONE, 0, 0);
	load_segment(SEGMENT_DS, 0x00fffffffffff800, 0xfff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x7ff), 1);
	expect_data(0x00ffffffffffffff, FAULT_NONE, 0, 0);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x800), 1);
	expect_data(0, FAULT_ACCESS, 0, 0);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x1000), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
	load_segment(SEGMENT_DS, 0xfffffffffffff800, 0xfff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x900), 1);
	expect_data(0x100, FAULT_NONE, 0, 0);
}
END_TEST

/* Privilege M is ring 0, and 6 is no segment. */
START_TEST(segment_of_machine_mode)
{
	write_ptbr(REGIME_RV64, SV39);
	load_segment(SEGMENT_CS, 0x70000, 0xfff, CODE);
	in.fetch_req_valid = 1;
	in.fetch_req_priv = PRIV_M;
	in.fetch_req_seg = SEGMENT_CS;
	in.fetch_req_va = 0x123;
	edge();
	see();
	ck_assert_uint_eq(out.fetch_rsp_fault, FAULT_SEGMENT);
	ck_assert_uint_eq(out.fetch_rsp_code, SEGMENT_PRIVILEGE);
	in.seg_dpl = 0;
	in.seg_valid = 1;
	edge();
	in.seg_valid = 0;
	edge();
	see();
	ck_assert_uint_eq(out.fetch_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.fetch_rsp_code, 0);
	ck_assert_uint_eq(out.fetch_rsp_pa, 0x70123);
	ck_assert_uint_eq(out.fetch_rsp_size, 0);
	in.fetch_req_seg = 6;
	edge();
	see();
	ck_assert_uint_eq(out.fetch_rsp_pa, 0x123);
}
END_TEST

/* P7: faults among hits, on both ports. */
START_TEST(segment_faults_without_bubbles)
{
	load_segment(SEGMENT_DS, va_of(1), 0xfff, WRITABLE);
	load_segment(SEGMENT_CS, va_of(2), 0xfff, CODE);
	load(va_of(1));
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(2);
	in.fetch_req_priv = PRIV_S;
	edges(10);
	in.data_req_valid = 1;
	in.data_req_seg = SEGMENT_DS;
	in.fetch_req_seg = SEGMENT_CS;
	for (uint64_t i = 0; i < 20; i++) {
		bool data_faults = i % 2, fetch_faults = i % 3 == 0;

		in.data_req_tag = in.fetch_req_tag = i;
		in.data_req_va = i + (data_faults ? 0x1000 : 0);
		in.fetch_req_va = i + (fetch_faults ? 0x1000 : 0);
		see();
		ck_assert_uint_eq(out.data_req_ready, 1);
		ck_assert_uint_eq(out.fetch_req_ready, 1);
		edge();
		see();
		ck_assert_uint_eq(out.data_rsp_tag, i);
		expect_data(data_faults ? 0 : 0x1001000 + i,
			    data_faults ? FAULT_SEGMENT : FAULT_NONE,
			    data_faults ? SEGMENT_LIMIT : 0, data_faults ? 0 : 12);
		ck_assert_uint_eq(out.fetch_rsp_valid, 1);
		ck_assert_uint_eq(out.fetch_rsp_tag, i);
		ck_assert_uint_eq(out.fetch_rsp_pa, fetch_faults ? 0 : 0x1002000 + i);
		ck_assert_uint_eq(out.fetch_rsp_code, fetch_faults ? SEGMENT_LIMIT : 0);
	}
}
END_TEST

/*
 * S1: a load in cycle _i of a request, 0 that of its acceptance, comes too
 * late for it, though the walk goes on to cycle 5.
 */
START_TEST(segment_load_in_mid_walk)
{
	memory.latency = 2;
	load_segment(SEGMENT_DS, va_of(1), 0xfff, WRITABLE);
	in.data_req_valid = 1;
	in.data_req_va = 0x123;
	in.data_req_priv = PRIV_S;
	in.data_req_seg = SEGMENT_DS;
	for (int cycle = 0; cycle <= 5; cycle++) {
		if (cycle == _i)
			load_segment(SEGMENT_DS, va_of(2), 0, CODE);
		else
			edge();
		in.data_req_valid = 0;
	}
	see();
	expect_data(0x1001123, FAULT_NONE, 0, 12);
	edge();
	ck_assert_uint_eq(load(va_of(1)), 1);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0), 6);
	expect_data(0x1002000, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 1), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
}
END_TEST

/* S1: a load in each cycle, and a request in each; every one has the load before its own. */
START_TEST(segment_loads_without_bubbles)
{
	write_ptbr(REGIME_RV32, 0);
	in.data_req_valid = 1;
	in.data_req_priv = PRIV_S;
	in.data_req_seg = SEGMENT_GS;
	for (uint64_t i = 0; i < 8; i++) {
		show_segment(SEGMENT_GS, i << 12, i == 3 ? 0 : 0xfff, WRITABLE);
		in.seg_present = i != 5;
		in.data_req_va = 0x10 + i;
		edge();
		see();
		if (i == 0 || i == 6)
			expect_data(0, FAULT_SEGMENT, SEGMENT_ABSENT, 0);
		else if (i == 4)
			expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
		else
			expect_data(((i - 1) << 12) + 0x10 + i, FAULT_NONE, 0, 0);
	}
}
END_TEST

/* G4. */
START_TEST(segment_fault_under_back_pressure)
{
	load_segment(SEGMENT_DS, va_of(1), 0xfff, WRITABLE);
	in.data_rsp_ready = 0;
	in.data_req_seg = SEGMENT_DS;
	accept_load(0x1000);
	load_segment(SEGMENT_DS, va_of(1), 0xfffff, WRITABLE);
	fence();
	write_ptbr(REGIME_RV64, 0);
	in.data_req_valid = 1;
	for (int i = 0; i < 10; i++) {
		see();
		ck_assert_uint_eq(out.data_req_ready, 0);
		expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
		edge();
	}
	in.data_rsp_ready = 1;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
	edge();
	see();
	expect_data(0x2000, FAULT_NONE, 0, 0);
}
END_TEST

/* F2: behind a wall nothing fails either; and while rst is 1. */
START_TEST(no_segment_fault_behind_a_wall)
{
	in.data_req_valid = 1;
	in.data_req_seg = SEGMENT_DS;
	in.fence_valid = _i == 0;
	in.rst = _i == 1;
	edge();
	in.data_req_valid = 0;
	see();
	ck_assert_uint_eq(out.data_rsp_valid, 0);
	ck_assert_uint_eq(out.data_rsp_fault, 0);
	in.rst = 0;
	edge();
	ck_assert_uint_eq(counter(10), 0);
}
END_TEST

/* G5: in cycle _i of a walk, neither a load nor a request shows on any output. */
START_TEST(segment_pins_are_no_paths)
{
	uint64_t *const pins[] = {
		&in.seg_valid,      &in.seg_index,     &in.seg_base,       &in.seg_limit,
		&in.seg_granular,   &in.seg_type,      &in.seg_dpl,        &in.seg_present,
		&in.seg_big,        &in.seg_long,      &in.data_req_seg,   &in.data_req_last,
		&in.data_req_va,    &in.data_req_priv, &in.data_req_store, &in.fetch_req_seg,
		&in.fetch_req_last, &in.fetch_req_va,  &in.fetch_req_priv,
	};
	struct mmu_out before;

	accept_load(va_of(1));
	edges((unsigned int)_i);
	in.data_req_valid = in.fetch_req_valid = 1;
	see();
	before = out;
	for (unsigned int n = 0; n < sizeof(pins) / sizeof(pins[0]); n++) {
		for (unsigned int bit = 0; bit < 2; bit++) {
			*pins[n] ^= 1 << bit;
			see();
			ck_assert(!memcmp(&out, &before, sizeof(out)));
		}
	}
}
END_TEST

/* G1. */
START_TEST(reset_of_segments)
{
	load_segment(SEGMENT_DS, 0x1000, 0xfff, WRITABLE);
	in.rst = in.seg_valid = 1;
	edge();
	in.rst = in.seg_valid = 0;
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_ABSENT, 0);
}
END_TEST

/* C1: counted as another fault, and not as a lookup, at the end of the cycle of the answer. */
START_TEST(segment_counters)
{
	static const unsigned int expected[16] = {
		[4] = 1, [6] = 2, [7] = 1, [8] = 1, [10] = 3, [12] = 1, [13] = 2,
	};

	load_segment(SEGMENT_DS, va_of(1), 0xfff, WRITABLE);
	load_through(SEGMENT_DS, 0);
	load_through(SEGMENT_DS, 0);
	load_through(SEGMENT_DS, 0x1000);
	store_through(SEGMENT_CS, 0);
	in.fetch_req_valid = 1;
	in.fetch_req_seg = SEGMENT_CS;
	edge();
	in.fetch_req_valid = 0;
	in.counter_select = 10;
	in.data_req_seg = SEGMENT_DS;
	accept_load(0x1000); /* t */
	edge();              /* t+1: counted at its end */
	see();
	ck_assert_uint_eq(out.counter_value, 2);
	edge();
	see();
	ck_assert_uint_eq(out.counter_value, 3);
	for (unsigned int n = 0; n < 16; n++)
		ck_assert_msg(counter(n) == expected[n], "counter %u is %u, not %u", n,
			      (unsigned int)counter(n), expected[n]);
}
END_TEST

/* SEGMENTS = 0: the pins are not looked at. */
START_TEST(without_segments)
{
	static const struct mmu_config none = {4, 4, 16, 8, 32, 46, 255, 0};

	mmu_destroy(mmu);
	start(&none);
	load_segment(SEGMENT_DS, 0x5000, 0, CODE);
	in.data_req_last = 0xfff;
	for (uint64_t n = 0; n < 8; n++) {
		ck_assert_uint_eq(load_through(n, 0x123456789abc), 1);
		expect_data(0x123456789abc, FAULT_NONE, 0, 0);
	}
}
END_TEST

/* ---- x86 ---- */

#define X86_ENTRY    UINT64_C(0x27) /* P, R/W, U/S, A */
#define X86_A        UINT64_C(0x20)
#define X86_D        UINT64_C(0x40)
#define X86_PS       UINT64_C(0x80)
#define X86_G        UINT64_C(0x100)
#define X86_LEAF     (X86_ENTRY | X86_D)
#define X86_CR3      UINT64_C(0x100000)
#define CR3_KEEP_BIT (UINT64_C(1) << 63)

/* The modes of x86, as a table of the control pins; `levels` below CR3 or the PDPTEs. */
static const struct x86_mode {
	enum regime regime;
	bool pae, lma, la57;
	unsigned int levels;
} x86_modes[] = {
	{REGIME_X86_32, false, false, false, 2},
	{REGIME_X86_32, true,  false, false, 2},
	{REGIME_X86_64, true,  true,  false, 4},
	{REGIME_X86_64, true,  true,  true,  5},
};

static void wait_for_ptbr_answer(void)
{
	for (unsigned int n = 0; n < NEVER; n++) {
		see();
		if (out.ptbr_rsp_valid)
			return;
		edge();
	}
	ck_abort_msg("no answer to a write");
}

/* Writes CR3 under that mode; the cycle after it happened is next. */
static void go_x86(const struct x86_mode *m, uint64_t cr3)
{
	in.pg = in.pse = in.pge = in.wp = in.nxe = 1;
	in.pae = m->pae;
	in.lma = m->lma;
	in.la57 = m->la57;
	write_ptbr(m->regime, cr3);
	wait_for_ptbr_answer();
	ck_assert_uint_eq(out.ptbr_rsp_fault, FAULT_NONE);
}

/*
 * Tables from 0x100000 on, one after the other, for page 0 to 7 of address 0;
 * in PAE the first PDPTE is at 0x100000, and its table follows.
 */
static uint64_t x86_table(const struct x86_mode *m, unsigned int level)
{
	return UINT64_C(0x100) + (m->pae && !m->lma) + (m->levels - 1 - level);
}

static void x86_map(const struct x86_mode *m, uint64_t page, uint64_t flags)
{
	unsigned int bytes = m->pae ? 8 : 4;

	if (m->pae && !m->lma)
		*word_at(X86_CR3) = UINT64_C(0x101) << 12 | 1;
	for (unsigned int level = m->levels - 1; level > 0; level--)
		*word_at(x86_table(m, level) << 12) = x86_table(m, level - 1) << 12 | X86_ENTRY;
	*word_at((x86_table(m, 0) << 12) + bytes * page) = (0x1000 + page) << 12 | flags;
}

static const struct x86_mode *const two_level = &x86_modes[0], *const pae = &x86_modes[1],
				    *const four_level = &x86_modes[2];

static void setup_x86(void)
{
	setup();
	for (uint64_t page = 0; page < 8; page++)
		x86_map(four_level, page, X86_LEAF | (page == 7 ? X86_G : 0));
	go_x86(four_level, X86_CR3);
}

/* W5: 2 + nL in each mode; PDPTEs are not read again. */
START_TEST(x86_walk_times)
{
	static const unsigned int latencies[] = {1, 2, 3, 7};
	const struct x86_mode *m = &x86_modes[_i % 4];
	unsigned int latency = latencies[_i / 4], loads = m->pae && !m->lma ? 4 : 0;

	memory.latency = latency;
	x86_map(m, 0, X86_LEAF);
	go_x86(m, X86_CR3);
	ck_assert_uint_eq(memory.reads, loads);
	ck_assert_uint_eq(load(0xabc), 2 + m->levels * latency);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1000abc);
	ck_assert_uint_eq(out.data_rsp_size, 12);
	ck_assert_uint_eq(memory.reads, loads + m->levels);
	ck_assert_uint_eq(load(0xdef), 1);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1000def);
	/* short addresses: bits 63:32 do not count */
	ck_assert_uint_eq(load(UINT64_C(1) << 40 | 0xdef),
			  m->lma ? 2 + (m->levels - 3) * latency : 1);
}
END_TEST

/* W4: each of n levels with A = 0 adds 1 + L, whether the leaf needs D or not. */
START_TEST(x86_update_times)
{
	const struct x86_mode *m = &x86_modes[_i % 4];
	unsigned int latency = 1 + (unsigned int)_i / 4, n = m->levels;

	memory.latency = latency;
	x86_map(m, 1, X86_LEAF & ~X86_A & ~X86_D);
	for (unsigned int level = n - 1; level > 0; level--)
		*word_at(x86_table(m, level) << 12) &= ~X86_A;
	go_x86(m, X86_CR3);
	ck_assert_uint_eq(load(va_of(1)), 2 + n * latency + n * (1 + latency));
	for (unsigned int level = n - 1; level > 0; level--)
		ck_assert(*word_at(x86_table(m, level) << 12) & X86_A);
	ck_assert_uint_eq(load(va_of(1)), 1);
	ck_assert_uint_eq(store(va_of(1)), 2 + n * latency + 1 + latency);
	ck_assert_uint_eq(*word_at((x86_table(m, 0) << 12) + (m->pae ? 8 : 4)),
			  0x1001000 | X86_LEAF);
	ck_assert_uint_eq(store(va_of(1)), 1);
}
END_TEST

START_TEST(x86_page_sizes)
{
	static const struct {
		unsigned int mode, level, size;
	} cases[] = {
		{0, 1, 22},
                {1, 1, 21},
                {2, 2, 30},
                {2, 1, 21},
                {3, 2, 30},
                {3, 1, 21}
        };
	const struct x86_mode *m = &x86_modes[cases[_i].mode];

	x86_map(m, 0, 0);
	*word_at(x86_table(m, cases[_i].level) << 12) = 0x40000000 | X86_LEAF | X86_PS | 0x1018;
	go_x86(m, X86_CR3);
	ck_assert_uint_eq(load(0x123456), 2 + m->levels - cases[_i].level);
	ck_assert_uint_eq(out.data_rsp_pa, 0x40123456);
	ck_assert_uint_eq(out.data_rsp_size, cases[_i].size);
	ck_assert_uint_eq(out.data_rsp_memtype, 7);
	ck_assert_uint_eq(load(0x3456), 1);
	ck_assert_uint_eq(out.data_rsp_memtype, 7);
}
END_TEST

/* P3: without paging, short even under x86-64. */
START_TEST(x86_without_paging)
{
	in.pg = 0;
	ck_assert_uint_eq(load(0xfedcba9876543210), 1);
	ck_assert_uint_eq(out.data_rsp_pa, 0x76543210);
	ck_assert_uint_eq(out.data_rsp_size, 0);
}
END_TEST

/* The pins of a fault: W9. The data port stores as a user; nothing is there. */
START_TEST(x86_faults)
{
	in.data_req_store = 1;
	ck_assert_uint_eq(load(va_of(9)), 6);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(out.data_rsp_code, 0x02);
	ck_assert_uint_eq(load(UINT64_C(1) << 47), 2);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PROTECTION);
	ck_assert_uint_eq(out.data_rsp_code, 0);
	ck_assert_uint_eq(counter(9), 1);
	ck_assert_uint_eq(counter(10), 1);
	*word_at(x86_table(four_level, 3) << 12) |= UINT64_C(1) << 46;
	ck_assert_uint_eq(load(va_of(9)), 3);
	ck_assert_uint_eq(out.data_rsp_code, 0x0b);
}
END_TEST

START_TEST(x86_error_code_of_a_fetch)
{
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(9);
	in.fetch_req_priv = PRIV_U;
	edge();
	in.fetch_req_valid = 0;
	edges(5);
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 1);
	ck_assert_uint_eq(out.fetch_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(out.fetch_rsp_code, 0x14);
	edge();
	see();
	ck_assert_uint_eq(out.fetch_rsp_code, 0);
}
END_TEST

/* W1 on hits: WP, SMAP and AC act at once. */
START_TEST(x86_bits_act_on_hits)
{
	x86_map(four_level, 1, X86_LEAF & ~UINT64_C(2)); /* read-only, of a user */
	load(va_of(1));
	ck_assert_uint_eq(load(va_of(1)), 1);
	in.wp = 0;
	ck_assert_uint_eq(store(va_of(1)), 1);
	in.smap = 1;
	in.data_req_sum = 1;
	ck_assert_uint_eq(store(va_of(1)), 1);
	in.data_req_sum = 0;
	ck_assert_uint_eq(store(va_of(1)), 6);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(out.data_rsp_code, 0x03);
	in.smap = 0;
	load(va_of(1)); /* T1 dropped it */
	ck_assert_uint_eq(load(va_of(1)), 1);
	in.wp = 1;
	ck_assert_uint_eq(store(va_of(1)), 6);
	ck_assert_uint_eq(out.data_rsp_code, 0x03);
}
END_TEST

/* P2: what the bits are later does not matter to a walk. */
START_TEST(x86_bits_of_the_acceptance)
{
	memory.latency = 3;
	x86_map(four_level, 1, X86_LEAF | X86_G | UINT64_C(1) << 63);
	accept_load(va_of(1));
	in.nxe = in.pge = in.wp = in.pg = in.lma = in.pae = 0;
	in.smap = in.pcide = in.la57 = 1;
	ck_assert_uint_eq(cycles_to_answer(), 14);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1001000);
	edge();
	in.nxe = in.pge = in.wp = in.pg = in.lma = in.pae = 1;
	in.smap = in.pcide = in.la57 = 0;
	/* it is global: a write to CR3 leaves it */
	write_ptbr(REGIME_X86_64, X86_CR3);
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

/* ---- Writes to CR3 ---- */

/* B6: what is not global goes from both TLBs. */
START_TEST(cr3_drops)
{
	load(va_of(1));
	load(va_of(7)); /* global */
	in.fetch_req_valid = 1;
	in.fetch_req_va = va_of(1);
	edges(10);
	in.fetch_req_valid = 0;
	edge();
	write_ptbr(REGIME_X86_64, X86_CR3);
	ck_assert_uint_eq(load(va_of(7)), 1);
	ck_assert_uint_eq(load(va_of(1)), 6);
	in.fetch_req_valid = 1;
	edge();
	in.fetch_req_valid = 0;
	see();
	ck_assert_uint_eq(out.fetch_rsp_valid, 0);
}
END_TEST

/* B6 with PCIDs: the one written, and none with bit 63. */
START_TEST(cr3_drops_by_pcid)
{
	in.pcide = 1;
	write_ptbr(REGIME_X86_64, X86_CR3 | 5);
	load(va_of(1));
	write_ptbr(REGIME_X86_64, X86_CR3 | 6);
	ck_assert_uint_eq(load(va_of(1)), 6);
	write_ptbr(REGIME_X86_64, X86_CR3 | 5 | CR3_KEEP_BIT);
	see();
	ck_assert_uint_eq(out.ptbr_held, X86_CR3 | 5);
	ck_assert_uint_eq(load(va_of(1)), 1);
	write_ptbr(REGIME_X86_64, X86_CR3 | 6 | CR3_KEEP_BIT);
	ck_assert_uint_eq(load(va_of(1)), 1);
	write_ptbr(REGIME_X86_64, X86_CR3 | 5);
	ck_assert_uint_eq(load(va_of(1)), 6);
	write_ptbr(REGIME_X86_64, X86_CR3 | 6 | CR3_KEEP_BIT);
	ck_assert_uint_eq(load(va_of(1)), 1);
	/* a write that faults drops nothing */
	write_ptbr(REGIME_X86_64, X86_CR3 | 6 | UINT64_C(1) << 46);
	see();
	ck_assert_uint_eq(out.ptbr_rsp_valid, 1);
	ck_assert_uint_eq(out.ptbr_rsp_fault, FAULT_PROTECTION);
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

/* B5, G5: within one cycle, whom a write keeps out. */
START_TEST(cr3_wall)
{
	in.ptbr_regime = REGIME_RV64;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
	in.ptbr_valid = 1; /* from x86 */
	see();
	ck_assert_uint_eq(out.data_req_ready, 0);
	ck_assert_uint_eq(out.fetch_req_ready, 0);
	ck_assert_uint_eq(out.ptbr_ready, 1);
	in.fence_valid = 1;
	see();
	ck_assert_uint_eq(out.ptbr_ready, 0);
	ck_assert_uint_eq(out.fence_ready, 1);
	in.fence_valid = 0;
	edge();
	/* RISC-V now: */
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
	in.ptbr_regime = REGIME_X86_32;
	see();
	ck_assert_uint_eq(out.data_req_ready, 0);
	in.ptbr_valid = 0;
	see();
	ck_assert_uint_eq(out.data_req_ready, 1);
}
END_TEST

/* B5: a write waits for a walk, which ends in 5; so it is taken in 6, the cycle of the answer. */
START_TEST(cr3_waits_for_a_walk)
{
	accept_load(va_of(1));
	in.ptbr_valid = 1;
	in.ptbr_regime = REGIME_X86_64;
	in.ptbr_value = X86_CR3 | 0x18;
	for (unsigned int cycle = 1; cycle <= 5; cycle++) {
		see();
		ck_assert_uint_eq(out.ptbr_ready, 0);
		ck_assert_uint_eq(out.fetch_req_ready, 0);
		edge();
	}
	see();
	ck_assert_uint_eq(out.ptbr_ready, 1);
	ck_assert_uint_eq(out.data_rsp_valid, 1);
	edge();
	in.ptbr_valid = 0;
	see();
	ck_assert_uint_eq(out.ptbr_held, X86_CR3 | 0x18);
	ck_assert_uint_eq(out.ptbr_rsp_valid, 1);
	ck_assert_uint_eq(load(va_of(1)), 6); /* and it dropped what had been filled */
}
END_TEST

/*
 * B7, latency 2: requests in 1, 4, 7, 10, answers in 3, 6, 9, 12; the answer
 * to the write in 13. All that time nobody gets in.
 */
START_TEST(pdpte_load_times)
{
	memory.latency = 2;
	x86_map(pae, 0, X86_LEAF);
	*word_at(X86_CR3 + 24) = UINT64_C(0x101) << 12 | 1;
	in.lma = 0;
	write_ptbr(REGIME_X86_64, X86_CR3);
	for (unsigned int cycle = 1; cycle <= 12; cycle++) {
		bool asks = cycle % 3 == 1;

		in.ptbr_regime = REGIME_RV64;
		see();
		ck_assert_uint_eq(out.mem_req_valid, asks);
		ck_assert_uint_eq(out.mem_req_wide, asks);
		ck_assert_uint_eq(out.mem_req_fetch, 0);
		ck_assert_uint_eq(out.mem_req_cas, 0);
		ck_assert_uint_eq(out.mem_req_addr, asks ? X86_CR3 + 8 * (cycle / 3) : 0);
		ck_assert_uint_eq(out.ptbr_ready, 0);
		ck_assert_uint_eq(out.fence_ready, 0);
		ck_assert_uint_eq(out.data_req_ready, 0);
		ck_assert_uint_eq(out.fetch_req_ready, 0);
		ck_assert_uint_eq(out.ptbr_rsp_valid, 0);
		edge();
	}
	see();
	ck_assert_uint_eq(out.ptbr_rsp_valid, 1);
	ck_assert_uint_eq(out.ptbr_ready, 1);
	ck_assert_uint_eq(out.fence_ready, 1);
	ck_assert_uint_eq(out.data_req_ready, 1);
	ck_assert_uint_eq(counter(13), 4);
	ck_assert_uint_eq(load(0x123), 2 + 2 * 2);
	ck_assert_uint_eq(load(0xc0000123), 2 + 2 * 2);
	ck_assert_uint_eq(out.data_rsp_pa, 0x1000123);
	/* not present: the walk is cycle 1 */
	ck_assert_uint_eq(load(0x40000123), 2);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	ck_assert_uint_eq(out.data_rsp_code, 0);
}
END_TEST

/* B7: a load that faults leaves CR3, PDPTEs and TLBs; one that does not drops in its last cycle. */
START_TEST(pdpte_load_faults)
{
	x86_map(pae, 1, X86_LEAF);
	in.lma = 0;
	write_ptbr(REGIME_X86_64, X86_CR3);
	wait_for_ptbr_answer();
	load(va_of(1));
	*word_at(0x200000) = UINT64_C(0x101) << 12 | 1;
	*word_at(0x200008) = 3;
	write_ptbr(REGIME_X86_64, 0x200000);
	wait_for_ptbr_answer();
	ck_assert_uint_eq(out.ptbr_rsp_fault, FAULT_PROTECTION);
	ck_assert_uint_eq(out.ptbr_held, X86_CR3);
	ck_assert_uint_eq(load(va_of(1)), 1);
	*word_at(0x200008) = 0;
	*word_at(0x200000) = 0;
	write_ptbr(REGIME_X86_64, 0x200000);
	wait_for_ptbr_answer();
	ck_assert_uint_eq(out.ptbr_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.ptbr_held, 0x200000);
	ck_assert_uint_eq(load(va_of(1)), 2); /* no entry, no PDPTE */
}
END_TEST

/* G1. */
START_TEST(reset_while_loading)
{
	in.lma = 0;
	write_ptbr(REGIME_X86_64, X86_CR3);
	edges((unsigned int)_i);
	in.rst = 1;
	edge();
	in.rst = 0;
	memory.due = 0;
	for (int i = 0; i < 12; i++) {
		see();
		ck_assert_uint_eq(out.mem_req_valid, 0);
		ck_assert_uint_eq(out.ptbr_rsp_valid, 0);
		ck_assert_uint_eq(out.ptbr_held, 0);
		ck_assert_uint_eq(out.ptbr_ready, 1);
		ck_assert_uint_eq(out.data_req_ready, 1);
		edge();
	}
}
END_TEST

/* F1: INVPCID of types 3 and 2; INVLPG takes a global one; short addresses out of long mode. */
START_TEST(x86_fences)
{
	load(va_of(1));
	load(va_of(7));
	in.fence_keep_global = 1;
	fence();
	ck_assert_uint_eq(load(va_of(7)), 1);
	ck_assert_uint_eq(load(va_of(1)), 6);
	in.fence_keep_global = 0;
	in.fence_by_va = 1;
	in.fence_va = va_of(7) | UINT64_C(1) << 60;
	fence();
	ck_assert_uint_eq(load(va_of(7)), 1);
	in.pg = 0; /* not long mode: bits 63:32 do not count, and the entry is one of four levels */
	fence();
	in.pg = 1;
	ck_assert_uint_eq(load(va_of(7)), 6);
	ck_assert_uint_eq(load(va_of(1)), 1);
	in.fence_by_va = 0;
	fence();
	ck_assert_uint_eq(load(va_of(7)), 6);
}
END_TEST

/* F4: from the cycle after the leaf's answer to the last answer, over all updates. */
START_TEST(x86_fence_waits_for_updates)
{
	for (unsigned int level = 3; level > 0; level--)
		*word_at(x86_table(four_level, level) << 12) &= ~X86_A;
	accept_load(va_of(1));
	edges(5); /* reads in 1 to 4, the leaf's answer in 5 */
	in.fence_valid = 1;
	for (unsigned int cycle = 6; cycle <= 11; cycle++) {
		see();
		ck_assert_uint_eq(out.fence_ready, 0);
		ck_assert_uint_eq(out.mem_req_cas, cycle % 2 == 0);
		edge();
	}
	see();
	ck_assert_uint_eq(out.fence_ready, 1);
	ck_assert_uint_eq(out.data_rsp_valid, 1);
	in.fence_valid = 0;
	ck_assert_uint_eq(counter(14), 3);
}
END_TEST

/* The modes are apart: the same address and ASID under PAE finds no entry of two-level paging. */
START_TEST(x86_modes_are_apart)
{
	x86_map(two_level, 1, X86_LEAF | X86_G);
	go_x86(two_level, X86_CR3);
	load(va_of(1));
	ck_assert_uint_eq(load(va_of(1)), 1);
	in.pae = 1; /* without a load: no PDPTE is present */
	ck_assert_uint_eq(load(va_of(1)), 2);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PAGE);
	in.pae = 0;
	ck_assert_uint_eq(load(va_of(1)), 1);
}
END_TEST

/* FORMATS: no address is canonical; and a regime that is not there is not entered. */
START_TEST(x86_formats)
{
	static const struct mmu_config only_five_level = {4, 4, 16, 8, 32, 46, 1 << 7, 1};

	mmu_destroy(mmu);
	start(&only_five_level);
	go_x86(four_level, X86_CR3);
	ck_assert_uint_eq(load(0), 2);
	ck_assert_uint_eq(out.data_rsp_fault, FAULT_PROTECTION);
	ck_assert_uint_eq(memory.reads, 0);
	write_ptbr(REGIME_X86_32, 0x5000);
	see();
	ck_assert_uint_eq(out.ptbr_rsp_valid, 1);
	ck_assert_uint_eq(out.ptbr_rsp_fault, FAULT_NONE);
	ck_assert_uint_eq(out.ptbr_held, X86_CR3);
}
END_TEST

/* ---- Segments of x86 ---- */

/* Base and limit without paging: a partition. Sums have 32 bits. */
START_TEST(x86_partition)
{
	in.pg = 0;
	in.seg_granular = 1;
	load_segment(SEGMENT_DS, 0xfff00000, 0x1ff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x12345), 1);
	expect_data(0xfff12345, FAULT_NONE, 0, 0);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0xabcdef00001fffff), 1);
	expect_data(0x000fffff, FAULT_NONE, 0, 0);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x00200000), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
}
END_TEST

/* PAE: the PDPTE is that of the linear address. */
START_TEST(x86_segment_in_pae)
{
	x86_map(pae, 1, X86_LEAF);
	*word_at(X86_CR3 + 24) = UINT64_C(0x101) << 12 | 1;
	*word_at(X86_CR3) = 0;
	go_x86(pae, X86_CR3);
	load_segment(SEGMENT_DS, 0xc0000000, 0x1fff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0x1234), 4);
	expect_data(0x1001234, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load(0x1234), 2);
	expect_data(0, FAULT_PAGE, 0, 0);
}
END_TEST

/* S3: L in CS and long mode, both of the cycle of acceptance. */
START_TEST(x86_64_bit_mode)
{
	in.seg_long = 1;
	load_segment(SEGMENT_CS, 0x5000, 0, CODE);
	in.seg_long = 0;
	load_segment(SEGMENT_FS, UINT64_C(1) << 47, 0, WRITABLE);
	load_segment(SEGMENT_GS, 0xffff800000000000, 0, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, va_of(1)), 6);
	expect_data(0x1001000, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load_through(SEGMENT_CS, va_of(1)), 1);
	ck_assert_uint_eq(load_through(SEGMENT_GS, 0x0000800000001123), 1);
	expect_data(0x1001123, FAULT_NONE, 0, 12);
	/* W9: it is the linear address that must be canonical */
	ck_assert_uint_eq(load_through(SEGMENT_FS, va_of(1)), 2);
	expect_data(0, FAULT_PROTECTION, 0, 0);
	in.lma = 0;
	ck_assert_uint_eq(load_through(SEGMENT_DS, va_of(1)), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_ABSENT, 0);
	in.lma = 1;
	in.pg = 0;
	ck_assert_uint_eq(load_through(SEGMENT_CS, 0x1000), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_LIMIT, 0);
	in.pg = 1;
	ck_assert_uint_eq(load_through(SEGMENT_CS, va_of(1)), 1);
	expect_data(0x1001000, FAULT_NONE, 0, 12);
}
END_TEST

/* S2: sums have 32 bits, though the address that is translated has 64. */
START_TEST(x86_compatibility_mode)
{
	in.seg_granular = 1;
	load_segment(SEGMENT_DS, 0xfffff000, 0xfffff, WRITABLE);
	ck_assert_uint_eq(load_through(SEGMENT_DS, 0xabcdef0000002123), 6);
	expect_data(0x1001123, FAULT_NONE, 0, 12);
	ck_assert_uint_eq(load(va_of(1)), 1);
	ck_assert_uint_eq(load_through(SEGMENT_ES, va_of(1)), 1);
	expect_data(0, FAULT_SEGMENT, SEGMENT_ABSENT, 0);
	/* a request without a segment is for what is on its pins */
	ck_assert_uint_eq(load(UINT64_C(1) << 32 | va_of(1)), 4);
	expect_data(0, FAULT_PAGE, 0, 0);
}
END_TEST

static void add_x86_tests(TCase *blank, TCase *x86)
{
	tcase_add_checked_fixture(blank, setup, teardown);
	tcase_add_loop_test(blank, x86_walk_times, 0, 16);
	tcase_add_loop_test(blank, x86_update_times, 0, 12);
	tcase_add_loop_test(blank, x86_page_sizes, 0, 6);
	tcase_add_test(blank, x86_formats);

	tcase_add_checked_fixture(x86, setup_x86, teardown);
	tcase_add_test(x86, x86_without_paging);
	tcase_add_test(x86, x86_faults);
	tcase_add_test(x86, x86_error_code_of_a_fetch);
	tcase_add_test(x86, x86_bits_act_on_hits);
	tcase_add_test(x86, x86_bits_of_the_acceptance);
	tcase_add_test(x86, cr3_drops);
	tcase_add_test(x86, cr3_drops_by_pcid);
	tcase_add_test(x86, cr3_wall);
	tcase_add_test(x86, cr3_waits_for_a_walk);
	tcase_add_test(x86, pdpte_load_times);
	tcase_add_test(x86, pdpte_load_faults);
	tcase_add_loop_test(x86, reset_while_loading, 0, 8);
	tcase_add_test(x86, x86_fences);
	tcase_add_test(x86, x86_fence_waits_for_updates);
	tcase_add_test(x86, x86_modes_are_apart);
	tcase_add_test(x86, x86_partition);
	tcase_add_test(x86, x86_segment_in_pae);
	tcase_add_test(x86, x86_64_bit_mode);
	tcase_add_test(x86, x86_compatibility_mode);
}

static void add_segment_tests(TCase *blank, TCase *sv32)
{
	tcase_add_test(blank, segment_untranslated);
	tcase_add_test(blank, segment_of_machine_mode);
	tcase_add_loop_test(blank, no_segment_fault_behind_a_wall, 0, 2);
	tcase_add_test(blank, reset_of_segments);
	tcase_add_test(blank, without_segments);
	tcase_add_test(sv32, segment_misses_and_hits);
	tcase_add_test(sv32, segment_faults);
	tcase_add_loop_test(sv32, segment_fault_drops_nothing, SEGMENT_ABSENT, SEGMENT_LIMIT + 1);
	tcase_add_test(sv32, page_fault_in_a_segment);
	tcase_add_test(sv32, segment_faults_without_bubbles);
	tcase_add_loop_test(sv32, segment_load_in_mid_walk, 0, 6);
	tcase_add_test(sv32, segment_loads_without_bubbles);
	tcase_add_test(sv32, segment_fault_under_back_pressure);
	tcase_add_loop_test(sv32, segment_pins_are_no_paths, 0, 6);
	tcase_add_test(sv32, segment_counters);
}

static void add_tests(TCase *blank, TCase *sv32)
{
	tcase_add_checked_fixture(blank, setup, teardown);
	tcase_add_loop_test(blank, sizes, 0, 19);
	tcase_add_test(blank, pins_after_reset);
	tcase_add_test(blank, models_are_apart);
	tcase_add_test(blank, the_last_eval_counts);
	tcase_add_test(blank, untranslated);
	tcase_add_loop_test(blank, walk_times, 0, 16);
	tcase_add_test(blank, not_canonical);

	tcase_add_checked_fixture(sv32, setup_sv32, teardown);
	tcase_add_loop_test(sv32, update_times, 1, 4);
	tcase_add_test(sv32, a_lost_update);
	tcase_add_test(sv32, a_failed_update);
	tcase_add_test(sv32, hits_without_bubbles);
	tcase_add_test(sv32, hit_under_miss);
	tcase_add_test(sv32, both_miss);
	tcase_add_test(sv32, answer_under_back_pressure);
	tcase_add_test(sv32, memory_under_back_pressure);
	tcase_add_test(sv32, combinational_paths);
	tcase_add_loop_test(sv32, fence_times, 1, 6);
	tcase_add_test(sv32, fence_is_a_wall);
	tcase_add_test(sv32, fence_waits_for_update);
	tcase_add_test(sv32, fence_prevents_update);
	tcase_add_test(sv32, fence_drops);
	tcase_add_test(sv32, pinned_stays);
	tcase_add_test(sv32, all_pinned);
	tcase_add_test(sv32, replacement);
	tcase_add_test(sv32, fault_drops);
	tcase_add_test(sv32, two_tlbs);
	tcase_add_loop_test(sv32, ptbr_write_in_mid_walk, 0, 6);
	tcase_add_test(sv32, asid_tells_apart);
	tcase_add_loop_test(sv32, reset_in_mid_walk, 0, 6);
	tcase_add_test(sv32, counters);
}

int main(void)
{
	Suite *suite = suite_create("mmu");
	TCase *blank = tcase_create("bare"), *sv32 = tcase_create("sv32");
	TCase *x86_blank = tcase_create("x86_modes"), *x86 = tcase_create("x86");

	suite_add_tcase(suite, blank);
	suite_add_tcase(suite, sv32);
	add_tests(blank, sv32);
	add_segment_tests(blank, sv32);
	suite_add_tcase(suite, x86_blank);
	suite_add_tcase(suite, x86);
	add_x86_tests(x86_blank, x86);

	return suite_run(suite);
}
