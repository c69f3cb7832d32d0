/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker against W2 to W8, F3 and F4 of rtl/README.md, with the ports and
 * memory played by the test. Walks are of Sv32 unless said otherwise: the root
 * PTE at 0x80000 << 12 | 0x3 << 2, the leaf in table 0x90000 at 0x5 << 2.
 */
#include <check.h>
#include <stdlib.h>

#include "arch.h"
#include "kernel.h"
#include "suite.h"
#include "tlb.h"
#include "walker.h"

#define VA        UINT64_C(0x00c05678)
#define ROOT_ADDR UINT64_C(0x8000000c)
#define LEAF_ADDR UINT64_C(0x90000014)
#define POINTER   (UINT64_C(0x90000) << 10 | PTE_V)
#define CLEAN     (UINT64_C(0x1234) << 10 | PTE_V | PTE_R | PTE_W | PTE_A)
#define LEAF      (CLEAN | PTE_D)

static struct kernel k;
static struct walker walker;

static void setup(void)
{
	kernel_init(&k);
	walker_init(&walker, &k);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_poke(&k, "mem_req_ready", 1);
	kernel_settle(&k);
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
	set("data_walk_word", word_of(mode, 1, va));
	set("data_walk_root", 0x80000);
	set("data_walk_access", access);
	set("data_missing", 1);
}

static void fetch_misses(void)
{
	set("fetch_walk_va", VA);
	set("fetch_walk_word", word_of(MODE_SV32, 1, VA));
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
	expect("walk_pte", 0);
	expect("walk_page_bits", 0);
}

static void expect_end(enum fault fault, uint64_t pte, uint64_t page_bits)
{
	expect("data_walk_end", 1);
	expect("fetch_walk_end", 0);
	expect("walk_fault", fault);
	expect("walk_pte", pte);
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

int main(void)
{
	Suite *suite = suite_create("walker");
	TCase *walks = tcase_create("walks"), *fences = tcase_create("fences");

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

	return suite_run(suite);
}
