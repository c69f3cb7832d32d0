/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker against W2 to W9, F3 and F4 of rtl/README.md, with the ports and
 * memory played by the test. Walks are of Sv32 unless said otherwise: the root
 * PTE at 0x80000 << 12 | 0x3 << 2, the leaf in table 0x90000 at 0x5 << 2.
 */
#include <check.h>
#include <stdlib.h>

#include "arch.h"
#include "kernel.h"
#include "pte.h"
#include "suite.h"
#include "walker.h"

#define VA        UINT64_C(0x00c05678)
#define ROOT_ADDR UINT64_C(0x8000000c)
#define LEAF_ADDR UINT64_C(0x90000014)
#define POINTER   (UINT64_C(0x90000) << 10 | PTE_V)
#define CLEAN     (UINT64_C(0x1234) << 10 | PTE_V | PTE_R | PTE_W | PTE_A)
#define LEAF      (CLEAN | PTE_D)

static struct kernel k;
static struct walker walker;

static void start(unsigned int formats)
{
	kernel_init(&k);
	walker_init(&walker, &k, 46, formats);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_poke(&k, "mem_req_ready", 1);
	kernel_settle(&k);
}

static void setup(void)
{
	start(255);
}

static void teardown(void)
{
	kernel_finish(&k);
}

static void set(const char *name, uint64_t value)
{
	kernel_poke(&k, name, value);
	kernel_settle(&k);
}

static void edge(void)
{
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
}

static void expect(const char *name, uint64_t value)
{
	uint64_t got = kernel_peek(&k, name);

	ck_assert_msg(got == value, "%s is %#llx, not %#llx", name, (unsigned long long)got,
		      (unsigned long long)value);
}

static void data_misses(enum mode mode, uint64_t va, uint64_t access)
{
	set("data_walk_va", va);
	set("data_walk_root", 0x80000);
	set("data_walk_access", access | (uint64_t)mode << ACCESS_MODE_LSB);
	set("data_missing", 1);
}

static void fetch_misses(void)
{
	set("fetch_walk_va", VA);
	set("fetch_walk_root", 0x70000);
	set("fetch_walk_access", ACCESS_FETCHES);
	set("fetch_missing", 1);
}

/* Memory answers in this cycle. */
static void answer(uint64_t pte)
{
	set("mem_rsp_valid", 1);
	set("mem_rsp_data", pte);
}

/* The edge after an answer. */
static void next(void)
{
	edge();
	set("mem_rsp_valid", 0);
	set("mem_rsp_data", 0);
	set("mem_rsp_error", 0);
	set("mem_rsp_lost", 0);
}

static void expect_read(uint64_t addr)
{
	expect("mem_req_valid", 1);
	expect("mem_req_cas", 0);
	expect("mem_req_addr", addr);
	expect("mem_req_expect", 0);
	expect("mem_req_data", 0);
}

static void expect_swap(uint64_t addr, uint64_t old, uint64_t new)
{
	expect("mem_req_valid", 1);
	expect("mem_req_cas", 1);
	expect("mem_req_addr", addr);
	expect("mem_req_expect", old);
	expect("mem_req_data", new);
}

static void expect_silence(void)
{
	expect("mem_req_valid", 0);
	expect("mem_req_fetch", 0);
	expect("mem_req_wide", 0);
	expect("mem_req_addr", 0);
	expect("mem_req_cas", 0);
	expect("mem_req_expect", 0);
	expect("mem_req_data", 0);
}

static void expect_no_end(void)
{
	expect("data_walk_end", 0);
	expect("fetch_walk_end", 0);
	expect("walk_fault", 0);
	expect("walk_code", 0);
	expect("walk_leaf", 0);
	expect("walk_page_bits", 0);
}

static void expect_end(enum fault fault, uint64_t pte, uint64_t page_bits)
{
	expect("data_walk_end", 1);
	expect("fetch_walk_end", 0);
	expect("walk_fault", fault);
	expect("walk_leaf", pte);
	expect("walk_page_bits", page_bits);
}

/* Each of these leaves the walker in the state of that name. */
static void go_reading(void)
{
	data_misses(MODE_SV32, VA, ACCESS_STORES | ACCESS_ADUE);
	set("mem_req_ready", 0);
	edge();
	set("mem_req_ready", 1);
}

static void go_waiting(void)
{
	data_misses(MODE_SV32, VA, ACCESS_STORES | ACCESS_ADUE);
	edge();
}

static void go_waiting_for_leaf(void)
{
	go_waiting();
	answer(POINTER);
	next();
}

static void go_updating(void)
{
	go_waiting_for_leaf();
	answer(CLEAN);
	next();
}

static void go_awaiting(void)
{
	go_updating();
	edge();
}

START_TEST(at_rest)
{
	answer(LEAF);
	expect_silence();
	expect_no_end();
	expect("walk_starts", 0);
	next();
	expect("walk_updates", 0);
}
END_TEST

START_TEST(starts_at_once)
{
	data_misses(MODE_SV32, VA, 0);
	expect("walk_starts", 1);
	expect_read(ROOT_ADDR);
	expect("mem_req_fetch", 0);
	expect("mem_req_wide", 0);
	edge();
	expect("walk_starts", 0);
	expect_silence();
}
END_TEST

START_TEST(pointer_then_leaf)
{
	go_waiting();
	edge();
	edge(); /* memory takes its time */
	expect_silence();
	answer(POINTER);
	expect_read(LEAF_ADDR);
	expect_no_end();
	next();
	expect_silence();
	answer(LEAF);
	expect_silence();
	expect_end(FAULT_NONE, LEAF, 12);
	next();
	expect_no_end();
}
END_TEST

/* W5: after the end in t idle in t+1, so that another miss starts then. */
START_TEST(back_to_back)
{
	go_waiting();
	answer(LEAF & ~(UINT64_C(0x3ff) << 10));
	expect_end(FAULT_NONE, LEAF & ~(UINT64_C(0x3ff) << 10), 22);
	fetch_misses();
	edge();
	set("mem_rsp_valid", 0);
	set("data_missing", 0);
	expect("walk_starts", 1);
	expect("mem_req_fetch", 1);
	expect_read(0x7000000c);
}
END_TEST

/* W6. */
START_TEST(data_first)
{
	fetch_misses();
	expect("mem_req_fetch", 1);
	data_misses(MODE_SV32, VA, 0);
	expect("mem_req_fetch", 0);
	expect_read(ROOT_ADDR);
	edge();
	answer(0);
	expect("data_walk_end", 1);
	expect("fetch_walk_end", 0);
}
END_TEST

START_TEST(fetch_is_not_disturbed)
{
	fetch_misses();
	edge();
	data_misses(MODE_SV32, VA, 0);
	answer(0);
	expect("fetch_walk_end", 1);
	expect("data_walk_end", 0);
	next();
	set("fetch_missing", 0);
	expect("mem_req_fetch", 0);
	expect_read(ROOT_ADDR);
}
END_TEST

START_TEST(wide_and_deep)
{
	uint64_t va;
	const uint64_t index[] = {0x123, 0x0ac, 0x1e2, 0x0d5, 0x1bc}; /* from bits 56:48 down */
	uint64_t table = 0x80000;

	va = UINT64_C(0xffff) << 57 | index[0] << 48 | index[1] << 39 | index[2] << 30 |
	     index[3] << 21 | index[4] << 12;
	data_misses(MODE_SV57, va, 0);
	for (int i = 0; i < 5; i++) {
		expect("mem_req_wide", 1);
		expect_read(table << 12 | index[i] << 3);
		edge();
		table++;
		answer(i < 4 ? table << 10 | PTE_V : LEAF);
	}
	expect_end(FAULT_NONE, LEAF, 12);
}
END_TEST

START_TEST(not_canonical)
{
	data_misses(MODE_SV39, UINT64_C(1) << 39, 0);
	expect_silence();
	expect("walk_starts", 1);
	expect_end(FAULT_PAGE, 0, 0);
	edge();
	/* idle again: if the port still missed, the next would start */
	expect("walk_starts", 1);
}
END_TEST

START_TEST(errors)
{
	go_waiting();
	set("mem_rsp_error", 1);
	answer(POINTER);
	expect_silence();
	expect_end(FAULT_ACCESS, 0, 0);
}
END_TEST

START_TEST(page_fault)
{
	go_waiting();
	answer(POINTER | PTE_U);
	expect_silence();
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* W3. */
START_TEST(global_by_pointer)
{
	go_waiting();
	answer(POINTER | PTE_G);
	next();
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF | PTE_G, 12);
	next();
	/* and it is forgotten */
	go_waiting_for_leaf();
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF, 12);
}
END_TEST

/* W8. */
START_TEST(request_is_stable)
{
	data_misses(MODE_SV32, VA, 0);
	set("mem_req_ready", 0);
	for (int i = 0; i < 4; i++) {
		expect_read(ROOT_ADDR);
		set("fence_taken", i == 1);
		answer(LEAF); /* an answer to nothing is not looked at */
		expect_read(ROOT_ADDR);
		edge();
		set("mem_rsp_valid", 0);
	}
	set("mem_req_ready", 1);
	edge();
	expect_silence();
}
END_TEST

/* W4. */
START_TEST(update)
{
	go_waiting_for_leaf();
	answer(CLEAN);
	expect_silence();
	expect_no_end();
	expect("walk_updates", 0);
	set("mem_req_ready", 0);
	next();
	expect("walk_updates", 1);
	expect_swap(LEAF_ADDR, CLEAN, LEAF);
	edge();
	expect_swap(LEAF_ADDR, CLEAN, LEAF);
	set("mem_req_ready", 1);
	edge();
	expect_silence();
	expect("walk_updates", 1);
	edge();
	expect_no_end();
	answer(0xdead); /* its data is not looked at */
	expect("walk_updated", 1);
	expect_end(FAULT_NONE, LEAF, 12);
	next();
	expect("walk_updates", 0);
	expect("walk_updated", 0);
}
END_TEST

START_TEST(update_of_a_load_sets_only_accessed)
{
	data_misses(MODE_SV32, VA, ACCESS_ADUE);
	edge();
	answer(POINTER);
	next();
	answer(CLEAN & ~PTE_A);
	next();
	expect_swap(LEAF_ADDR, CLEAN & ~PTE_A, CLEAN);
}
END_TEST

START_TEST(update_fails)
{
	go_awaiting();
	set("mem_rsp_error", 1);
	answer(0);
	expect_end(FAULT_ACCESS, 0, 0);
	expect("walk_updated", 0);
}
END_TEST

START_TEST(update_is_lost)
{
	go_awaiting();
	set("mem_rsp_lost", 1);
	answer(0);
	expect_no_end();
	expect_silence();
	expect("walk_updated", 0);
	next();
	expect("walk_starts", 1);
	expect("walk_updates", 0);
	expect_read(ROOT_ADDR);
}
END_TEST

/* F3: the read that is under way is answered in vain, and the walk starts again after it. */
static void expect_a_wasted_answer(uint64_t pte, bool error)
{
	edge();
	expect_silence();
	set("mem_rsp_error", error);
	answer(pte);
	expect_silence();
	expect_no_end();
	expect("walk_starts", 0);
	next();
	expect("walk_starts", 1);
	expect_read(ROOT_ADDR);
	/* this time it counts */
	edge();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
}

static const struct {
	uint64_t pte;
	bool error;
} wasted[] = {
	{POINTER, false},
        {LEAF,    false},
        {CLEAN,   false},
        {0,       false},
        {LEAF,    true }
};

START_TEST(fence_in_the_first_cycle)
{
	data_misses(MODE_SV32, VA, ACCESS_STORES | ACCESS_ADUE);
	set("fence_taken", 1);
	expect_read(ROOT_ADDR);
	edge();
	set("fence_taken", 0);
	expect_a_wasted_answer(wasted[_i].pte, wasted[_i].error);
}
END_TEST

START_TEST(fence_in_the_first_cycle_not_accepted)
{
	data_misses(MODE_SV32, VA, 0);
	set("mem_req_ready", 0);
	set("fence_taken", 1);
	edge();
	set("fence_taken", 0);
	expect_read(ROOT_ADDR);
	set("mem_req_ready", 1);
	edge();
	expect_a_wasted_answer(POINTER, false);
}
END_TEST

START_TEST(fence_reading)
{
	go_reading();
	set("fence_taken", 1);
	expect_read(ROOT_ADDR);
	edge();
	set("fence_taken", 0);
	expect_a_wasted_answer(wasted[_i].pte, wasted[_i].error);
}
END_TEST

START_TEST(fence_waiting)
{
	go_waiting();
	set("fence_taken", 1);
	edge();
	set("fence_taken", 0);
	expect_a_wasted_answer(wasted[_i].pte, wasted[_i].error);
}
END_TEST

/* A pointer in the cycle of the fence: the next read is still asked for. */
START_TEST(fence_with_a_pointer)
{
	go_waiting();
	answer(POINTER);
	set("fence_taken", 1);
	expect_read(LEAF_ADDR);
	set("mem_req_ready", 0);
	next();
	set("fence_taken", 0);
	expect_read(LEAF_ADDR);
	set("mem_req_ready", 1);
	edge();
	expect_a_wasted_answer(LEAF, false);
}
END_TEST

/* A leaf, a fault, an update or an error in the cycle of the fence: idle in the next. */
START_TEST(fence_with_an_end)
{
	static const uint64_t ptes[] = {LEAF, CLEAN, 0, LEAF};

	go_waiting_for_leaf();
	set("mem_rsp_error", _i == 3);
	answer(ptes[_i]);
	set("fence_taken", 1);
	expect_no_end();
	expect_silence();
	next();
	set("fence_taken", 0);
	expect("walk_starts", 1);
	expect("walk_updates", 0);
	expect_read(ROOT_ADDR);
}
END_TEST

START_TEST(fence_with_a_wasted_answer)
{
	go_waiting();
	set("fence_taken", 1);
	edge();
	answer(POINTER); /* and a second fence */
	expect_silence();
	next();
	set("fence_taken", 0);
	expect("walk_starts", 1);
	edge();
	answer(POINTER);
	expect_read(LEAF_ADDR);
}
END_TEST

START_TEST(fence_not_canonical)
{
	data_misses(MODE_SV39, UINT64_C(1) << 39, 0);
	set("fence_taken", 1);
	expect_no_end();
	expect("walk_starts", 1);
	edge();
	set("fence_taken", 0);
	expect("walk_starts", 1);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* F3: idle again, it chooses by W6: the data port goes first, though fetch was walking. */
START_TEST(fence_then_data_first)
{
	fetch_misses();
	edge();
	data_misses(MODE_SV32, VA, 0);
	set("fence_taken", 1);
	edge();
	set("fence_taken", 0);
	answer(POINTER);
	next();
	expect("mem_req_fetch", 0);
	expect_read(ROOT_ADDR);
}
END_TEST

START_TEST(fence_forgets_global)
{
	go_waiting();
	answer(POINTER | PTE_G);
	next();
	set("fence_taken", 1);
	edge();
	set("fence_taken", 0);
	answer(0);
	next();
	edge();
	answer(POINTER);
	next();
	answer(LEAF);
	expect_end(FAULT_NONE, LEAF, 12);
}
END_TEST

/* F4 is the fence unit's: the walker says when. */
START_TEST(updates_are_announced)
{
	go_updating();
	expect("walk_updates", 1);
	edge();
	expect("walk_updates", 1);
	answer(0);
	expect("walk_updates", 1);
	next();
	expect("walk_updates", 0);
}
END_TEST

START_TEST(reset)
{
	static void (*const go[])(void) = {go_reading, go_waiting, go_updating, go_awaiting};

	go[_i]();
	set("rst", 1);
	set("data_missing", 0);
	edge();
	set("rst", 0);
	expect_silence();
	expect_no_end();
	expect("walk_updates", 0);
	edge();
	expect_silence();
}
END_TEST

/* ---- x86 ---- */

/*
 * Four levels from 0x80000: every table at index 1, the table of level n at
 * 0x80003 - n.
 */
#define X86_VA    UINT64_C(0x0000008040201678)
#define X86_ENTRY UINT64_C(0x07) /* P, R/W, U/S */
#define X86_A     UINT64_C(0x20)
#define X86_D     UINT64_C(0x40)

static uint64_t x86_addr(unsigned int level)
{
	return (UINT64_C(0x80003) - level) << 12 | 8;
}

static uint64_t x86_pointer(unsigned int level, uint64_t flags)
{
	return (UINT64_C(0x80003) - level + 1) << 12 | X86_ENTRY | flags;
}

static uint64_t x86_leaf(uint64_t flags)
{
	return UINT64_C(0x1234) << 12 | X86_ENTRY | flags;
}

/* What such a walk ends with, in its own words. */
static uint64_t x86_word(uint64_t marks)
{
	return PTE_V | PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | marks | UINT64_C(0x1234) << 10;
}

static void x86_misses(uint64_t access)
{
	data_misses(MODE_X86_4, X86_VA, ACCESS_OPEN | access);
}

/* The reads of a walk that starts in this cycle, A set where the mask has a 1; the leaf's answer is
 * there. */
static void x86_reads(unsigned int accessed, uint64_t leaf_flags)
{
	for (unsigned int level = 4; level-- > 0;) {
		uint64_t a = accessed >> level & 1 ? X86_A : 0;

		expect_read(x86_addr(level));
		expect("mem_req_wide", 1);
		edge();
		set("mem_rsp_valid", 0);
		expect_silence();
		answer(level ? x86_pointer(level, a) : x86_leaf(a | leaf_flags));
	}
}

/* Expects and answers the compare-and-swap of this level, in a walk that is not at its end. */
static void x86_swap(unsigned int level, uint64_t old, uint64_t new)
{
	expect("walk_updates", 1);
	expect_swap(x86_addr(level), old, new);
	expect("mem_req_wide", 1);
	expect("walk_updated", 0);
	edge();
	expect_silence();
	expect("walk_updates", 1);
	answer(0);
	expect("walk_updated", 1);
	expect_silence();
}

START_TEST(x86_walk)
{
	x86_misses(0);
	x86_reads(0xf, 0);
	expect_silence();
	expect_end(FAULT_NONE, x86_word(0), 12);
	expect("walk_updated", 0);
}
END_TEST

/* W4, W5: for each set of entries with A = 0, in order from the root, each in the cycle after an
 * answer. */
START_TEST(x86_updates)
{
	unsigned int accessed = (unsigned int)_i & 0xf;
	bool stores = _i >> 4;
	unsigned int due = ~accessed & 0xf;
	uint64_t set_by_leaf = X86_A | (stores ? X86_D : 0);

	due |= stores; /* the leaf has D = 0 */
	x86_misses(stores ? ACCESS_STORES : 0);
	x86_reads(accessed, 0);
	for (unsigned int level = 4; level-- > 0;) {
		uint64_t old = accessed >> level & 1 ? X86_A : 0;

		if (!(due >> level & 1))
			continue;
		expect_no_end();
		next(); /* after the leaf's answer, or the last swap's */
		if (level)
			x86_swap(level, x86_pointer(level, 0), x86_pointer(level, X86_A));
		else
			x86_swap(0, x86_leaf(old), x86_leaf(old | set_by_leaf));
	}
	expect_end(FAULT_NONE, x86_word(stores ? PTE_D : 0), 12);
	next();
	expect("walk_updates", 0);
}
END_TEST

/* No update unless the leaf passes: not present, reserved, not allowed. */
START_TEST(x86_no_update_of_a_fault)
{
	static const uint64_t leaves[] = {0, 0x1234007 | UINT64_C(1) << 46, 0x1234005};
	static const unsigned int codes[] = {0x02, 0x0b, 0x03};

	x86_misses(ACCESS_STORES);
	x86_reads(0, 0);
	answer(leaves[_i]);
	expect_silence();
	expect_end(FAULT_PAGE, 0, 0);
	expect("walk_code", codes[_i]);
	next();
	expect("walk_updates", 0);
}
END_TEST

/* The first, a middle one and the last of four updates go wrong. */
static void x86_go_to_swap(unsigned int last)
{
	x86_misses(0);
	x86_reads(0, 0);
	next();
	for (unsigned int level = 3; level > last; level--) {
		x86_swap(level, x86_pointer(level, 0), x86_pointer(level, X86_A));
		expect_no_end();
		next();
	}
	edge();
}

START_TEST(x86_update_is_lost)
{
	x86_go_to_swap((unsigned int)_i);
	set("mem_rsp_lost", 1);
	answer(0);
	expect_no_end();
	expect_silence();
	expect("walk_updated", 0);
	next();
	expect("walk_starts", 1);
	expect("walk_updates", 0);
	/* the walk reads again, finds all accessed, and updates nothing */
	x86_reads(0xf, 0);
	expect_end(FAULT_NONE, x86_word(0), 12);
}
END_TEST

START_TEST(x86_update_fails)
{
	x86_go_to_swap((unsigned int)_i);
	set("mem_rsp_error", 1);
	set("mem_rsp_lost", 1);
	answer(0);
	expect_end(FAULT_ACCESS, 0, 0);
	expect("walk_code", 0);
	expect("walk_updated", 0);
	next();
	expect("walk_updates", 0);
}
END_TEST

/* F4: a fence waits for all of them; here it does not come (fence_taken), as the fence unit says.
 */
START_TEST(x86_updates_are_announced)
{
	x86_misses(0);
	x86_reads(0, 0);
	expect("walk_updates", 0);
	for (unsigned int level = 4; level-- > 0;) {
		next();
		for (int i = 0; i < 3; i++) {
			set("mem_req_ready", i == 2);
			expect("walk_updates", 1);
			expect("mem_req_cas", 1);
			edge();
		}
		expect("walk_updates", 1);
		answer(0);
		expect("walk_updates", 1);
	}
	next();
	expect("walk_updates", 0);
}
END_TEST

/* F3: the leaf's answer meets a fence: no update begins, and what was remembered is forgotten. */
START_TEST(x86_fence_before_the_update)
{
	x86_misses(0);
	x86_reads(0, 0);
	set("fence_taken", 1);
	expect_no_end();
	next();
	set("fence_taken", 0);
	expect("walk_starts", 1);
	expect("walk_updates", 0);
	x86_reads(0xf, 0);
	expect_end(FAULT_NONE, x86_word(0), 12);
}
END_TEST

/* The same in mid-way: the pointers with A = 0 that were seen before count no more. */
START_TEST(x86_fence_forgets_pointers)
{
	x86_misses(0);
	edge();
	answer(x86_pointer(3, 0));
	set("fence_taken", 1);
	expect_read(x86_addr(2));
	next();
	set("fence_taken", 0);
	answer(x86_pointer(2, 0));
	expect_silence();
	next();
	x86_reads(0xf, 0);
	expect_end(FAULT_NONE, x86_word(0), 12);
}
END_TEST

/* W1: the first entry takes W, the last XD; a fault at the leaf, and not before. */
START_TEST(x86_rights_are_combined)
{
	static const uint64_t accesses[] = {ACCESS_STORES, ACCESS_USER, ACCESS_FETCHES};
	static const uint64_t takes[] = {2, 4, UINT64_C(1) << 63};
	static const unsigned int codes[] = {0x03, 0x05, 0x11};
	int what = _i / 4;
	unsigned int where = (unsigned int)_i % 4;

	x86_misses(accesses[what] | ACCESS_NXE);
	for (unsigned int level = 4; level-- > 0;) {
		uint64_t entry = level ? x86_pointer(level, 0) : x86_leaf(0);

		expect_read(x86_addr(level));
		edge();
		answer(level == where ? entry ^ takes[what] : entry);
	}
	expect_silence();
	expect_end(FAULT_PAGE, 0, 0);
	expect("walk_code", codes[what]);
}
END_TEST

/* What the entry of a TLB keeps of it. */
START_TEST(x86_combined_rights_end_it)
{
	x86_misses(ACCESS_PGE | ACCESS_NXE);
	edge();
	answer(x86_pointer(3, X86_A) & ~UINT64_C(2));
	next();
	answer(x86_pointer(2, X86_A) & ~UINT64_C(4));
	next();
	answer(x86_pointer(1, X86_A) | UINT64_C(1) << 63 | UINT64_C(1) << 8);
	next();
	answer(x86_leaf(X86_A | X86_D | 0x98));
	expect_end(FAULT_NONE,
		   UINT64_C(7) << 61 | UINT64_C(0x1234) << 10 | PTE_V | PTE_R | PTE_A | PTE_D, 12);
	next();
	/* and the next walk knows nothing of it */
	x86_reads(0xf, 0x100);
	expect_end(FAULT_NONE, x86_word(PTE_G), 12);
}
END_TEST

/* W9: general protection, without any read; a mode that is not built has no address. */
START_TEST(x86_not_canonical)
{
	static const struct {
		enum mode mode;
		uint64_t va;
		unsigned int formats;
	} cases[] = {
		{MODE_X86_4,   UINT64_C(1) << 47, 255 },
		{MODE_X86_4,   UINT64_C(1) << 63, 255 },
		{MODE_X86_5,   UINT64_C(1) << 56, 255 },
		{MODE_X86_2,   0,                 0xef},
		{MODE_X86_PAE, 0,                 0xdf},
		{MODE_X86_4,   0,                 0xbf},
		{MODE_X86_5,   0,                 0x7f},
	};

	kernel_finish(&k);
	start(cases[_i].formats);
	data_misses(cases[_i].mode, cases[_i].va, 0);
	expect("walk_starts", 1);
	expect_silence();
	expect_end(FAULT_PROTECTION, 0, 0);
	expect("walk_code", 0);
	edge();
	expect("walk_starts", 1);
}
END_TEST

START_TEST(x86_page_fault_has_a_code)
{
	x86_misses(ACCESS_USER | ACCESS_STORES);
	edge();
	answer(0);
	expect_end(FAULT_PAGE, 0, 0);
	expect("walk_code", 0x06);
	next();
	edge();
	set("mem_rsp_error", 1);
	answer(0);
	expect_end(FAULT_ACCESS, 0, 0);
	expect("walk_code", 0);
}
END_TEST

/* W9: the PDPTE stands where the others have the root. */
START_TEST(pae)
{
	data_misses(MODE_X86_PAE, 0xffc01678, ACCESS_OPEN);
	set("data_walk_root", 0x77777019);
	expect_read(0x77777ff0); /* bits 29:21: 0x1fe */
	expect("mem_req_wide", 1);
	edge();
	answer(0x55555027);
	expect_read(0x55555008);
	next();
	answer(x86_leaf(X86_A));
	expect_end(FAULT_NONE, x86_word(0), 12);
}
END_TEST

/* Neither its bits nor an A that it does not have count: no update of it, and no right from it. */
START_TEST(pae_pdpte_not_present)
{
	static const uint64_t accesses[] = {0, ACCESS_STORES, ACCESS_USER, ACCESS_FETCHES};
	static const unsigned int codes[] = {0x00, 0x02, 0x04, 0x10};

	data_misses(MODE_X86_PAE, 0x1000, ACCESS_OPEN | ACCESS_NXE | accesses[_i]);
	set("data_walk_root", 0x77777ffe);
	expect("walk_starts", 1);
	expect_silence();
	expect_end(FAULT_PAGE, 0, 0);
	expect("walk_code", codes[_i]);
	/* F3 */
	set("fence_taken", 1);
	expect_no_end();
	edge();
	set("fence_taken", 0);
	expect("walk_starts", 1);
	expect_end(FAULT_PAGE, 0, 0);
}
END_TEST

/* B7: the loader's reads, which are wide and not of the fetch port. */
START_TEST(hands_on_the_load_of_pdptes)
{
	set("load_req_addr", 0x12345660);
	set("load_req_valid", 1);
	expect_read(0x12345660);
	expect("mem_req_fetch", 0);
	expect("mem_req_wide", 1);
	expect("walk_starts", 0);
	edge();
	set("load_req_valid", 0);
	set("load_req_addr", 0);
	answer(0x1001); /* is not the walker's */
	expect_silence();
	expect_no_end();
	expect("walk_updates", 0);
}
END_TEST

START_TEST(two_level)
{
	data_misses(MODE_X86_2, 0xabcdffc01678, ACCESS_OPEN);
	expect_read(0x80000ffc);
	expect("mem_req_wide", 0);
	edge();
	answer(0x55555007);
	expect_read(0x55555004);
	next();
	answer(x86_leaf(X86_A));
	next();
	expect_swap(0x80000ffc, 0x55555007, 0x55555027);
	expect("mem_req_wide", 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("walker");
	TCase *walks = tcase_create("walks"), *fences = tcase_create("fences");
	TCase *x86 = tcase_create("x86");

	suite_add_tcase(suite, walks);
	tcase_add_checked_fixture(walks, setup, teardown);
	tcase_add_test(walks, at_rest);
	tcase_add_test(walks, starts_at_once);
	tcase_add_test(walks, pointer_then_leaf);
	tcase_add_test(walks, back_to_back);
	tcase_add_test(walks, data_first);
	tcase_add_test(walks, fetch_is_not_disturbed);
	tcase_add_test(walks, wide_and_deep);
	tcase_add_test(walks, not_canonical);
	tcase_add_test(walks, errors);
	tcase_add_test(walks, page_fault);
	tcase_add_test(walks, global_by_pointer);
	tcase_add_test(walks, request_is_stable);
	tcase_add_test(walks, update);
	tcase_add_test(walks, update_of_a_load_sets_only_accessed);
	tcase_add_test(walks, update_fails);
	tcase_add_test(walks, update_is_lost);
	tcase_add_loop_test(walks, reset, 0, 4);

	suite_add_tcase(suite, fences);
	tcase_add_checked_fixture(fences, setup, teardown);
	tcase_add_loop_test(fences, fence_in_the_first_cycle, 0, 5);
	tcase_add_test(fences, fence_in_the_first_cycle_not_accepted);
	tcase_add_loop_test(fences, fence_reading, 0, 5);
	tcase_add_loop_test(fences, fence_waiting, 0, 5);
	tcase_add_test(fences, fence_with_a_pointer);
	tcase_add_loop_test(fences, fence_with_an_end, 0, 4);
	tcase_add_test(fences, fence_with_a_wasted_answer);
	tcase_add_test(fences, fence_not_canonical);
	tcase_add_test(fences, fence_then_data_first);
	tcase_add_test(fences, fence_forgets_global);
	tcase_add_test(fences, updates_are_announced);

	suite_add_tcase(suite, x86);
	tcase_add_checked_fixture(x86, setup, teardown);
	tcase_add_test(x86, x86_walk);
	tcase_add_loop_test(x86, x86_updates, 0, 32);
	tcase_add_loop_test(x86, x86_no_update_of_a_fault, 0, 3);
	tcase_add_loop_test(x86, x86_update_is_lost, 0, 4);
	tcase_add_loop_test(x86, x86_update_fails, 0, 4);
	tcase_add_test(x86, x86_updates_are_announced);
	tcase_add_test(x86, x86_fence_before_the_update);
	tcase_add_test(x86, x86_fence_forgets_pointers);
	tcase_add_loop_test(x86, x86_rights_are_combined, 0, 12);
	tcase_add_test(x86, x86_combined_rights_end_it);
	tcase_add_loop_test(x86, x86_not_canonical, 0, 7);
	tcase_add_test(x86, x86_page_fault_has_a_code);
	tcase_add_test(x86, pae);
	tcase_add_loop_test(x86, pae_pdpte_not_present, 0, 4);
	tcase_add_test(x86, hands_on_the_load_of_pdptes);
	tcase_add_test(x86, two_level);

	return suite_run(suite);
}
