/* SPDX-License-Identifier: Apache-2.0 */
/* What judges where there is no memory: linked with --wrap for malloc, calloc and realloc. */
#include <check.h>
#include <stdlib.h>

#include "array_fixture.h"
#include "judge/pointers.h"
#include "suite.h"

static unsigned int left; /* allocations until one fails; 0: none does */

static bool fails(void)
{
	return left && !--left;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
	return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size)
{
	return fails() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size)
{
	return fails() ? NULL : __real_realloc(old, size);
}

static void enough(void)
{
	left = 0;
	end();
}

START_TEST(no_image)
{
	left = 1;
	ck_assert_ptr_null(image_create());
}
END_TEST

START_TEST(no_ram)
{
	static unsigned char bytes[4096];
	uint64_t value;

	left = 1;
	ck_assert(!image_ram(image, 0x70000, 1, bytes));
	ck_assert(!image_read(image, 0x70000000, 8, &value));
}
END_TEST

START_TEST(no_scoreboard)
{
	const struct mmu_config config = {.counter_bits = 32};
	struct scoreboard *made;
	unsigned int n = 0;

	do {
		left = ++n;
		made = scoreboard_create(monitor, image, &config, may_cache);
		left = 0;
	} while (!made);
	/* The scoreboard, its fills and its judge. */
	ck_assert_uint_eq(n, 4);
	scoreboard_destroy(made);
}
END_TEST

START_TEST(no_monitor)
{
	const struct mmu_config config = {.counter_bits = 32};

	left = 1;
	ck_assert_ptr_null(monitor_create(&config));
}
END_TEST

/* A page is there, or it is not and nothing has changed; until the next try. */
START_TEST(no_page)
{
	unsigned int failures = 0;
	uint64_t value;

	for (uint64_t n = 0; n < 400; n++) {
		uint64_t ppn = 0x1000 + n, generation = image_generation(image);

		for (unsigned int first = 1;; first++) {
			left = first;
			if (image_page(image, ppn, &ppn, 1, 8))
				break;
			failures++;
			ck_assert(!image_read(image, ppn << 12, 8, &value));
			ck_assert_uint_eq(image_generation(image), generation);
		}
		left = 0;
		for (uint64_t m = 0; m <= n; m += 1 + n / 10) {
			ck_assert(image_read(image, (0x1000 + m) << 12, 8, &value));
			ck_assert_uint_eq(value, 0x1000 + m);
		}
	}
	/* More than the page itself: the buckets of the table, too. */
	ck_assert_uint_gt(failures, 400);
}
END_TEST

/* For the fills, or for their chains. */
START_TEST(no_room_for_a_fill)
{
	ask(0, false);
	walk(LEAF(0));
	show_answer(0x90000000, 0);
	left = (unsigned int)_i;
	ck_assert_str_eq(cycle(), "out of memory");
	ck_assert_int_eq(scoreboard_verdict(board).kind, VERDICT_OUT_OF_MEMORY);
	/* What is wrong in a later cycle is no lack of memory. */
	left = 0;
	out.counter_value = 5;
	for (int i = 0; i < 2; i++) {
		ck_assert_ptr_nonnull(cycle());
		ck_assert_int_eq(scoreboard_verdict(board).kind, VERDICT_MISMATCH);
	}
}
END_TEST

START_TEST(no_room_for_more_fills)
{
	for (uint64_t n = 4; n < 68; n++) {
		make_page(n);
		filled(n, (0x90000 + n) << 12);
	}
	make_page(68);
	ask(UINT64_C(68) << 12, false);
	walk(LEAF(68));
	show_answer((UINT64_C(0x90000) + 68) << 12, 0);
	left = (unsigned int)_i;
	ck_assert_str_eq(cycle(), "out of memory");
}
END_TEST

/* ---- Where pointers may be skipped ---- */

START_TEST(no_scoreboard_with_pointers)
{
	const struct mmu_config config = {.counter_bits = 32, .walk_entries = _i ? 4 : 0};
	struct scoreboard *made;
	unsigned int n = 0;

	may_cache.pointers = !_i;
	do {
		left = ++n;
		made = scoreboard_create(monitor, image, &config, may_cache);
		left = 0;
	} while (!made);
	may_cache.pointers = false;
	/* And what was read. */
	ck_assert_uint_eq(n, 5);
	scoreboard_destroy(made);
}
END_TEST

/* begin(), where they may. */
static void watch_pointers(void)
{
	may_cache.pointers = true;
	end();
	begin();
	may_cache.pointers = false;
}

START_TEST(no_room_for_a_root)
{
	watch_pointers();
	ask(0, false);
	ck_assert_ptr_null(misses());
	out.mem_req_valid = out.mem_req_wide = 1;
	left = 1;
	ck_assert_str_eq(cycle(), "out of memory");
	ck_assert_int_eq(scoreboard_verdict(board).kind, VERDICT_OUT_OF_MEMORY);
}
END_TEST

START_TEST(no_room_for_what_is_read)
{
	watch_pointers();
	ask(0, false);
	ck_assert_ptr_null(misses());
	out.mem_req_valid = out.mem_req_wide = 1;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	left = 1;
	ck_assert_str_eq(cycle(), "out of memory");
}
END_TEST

START_TEST(no_room_for_what_a_fence_names)
{
	watch_pointers();
	in.fence_valid = in.fence_by_asid = out.fence_ready = 1;
	left = 1;
	ck_assert_str_eq(cycle(), "out of memory");
}
END_TEST

START_TEST(no_room_for_what_cr3_names)
{
	watch_pointers();
	write_ptbr(REGIME_X86_64, 0);
	left = 1;
	ck_assert_str_eq(ptbr_answer(FAULT_NONE, 0), "out of memory");
}
END_TEST

START_TEST(no_room_for_what_a_fault_names)
{
	watch_pointers();
	in.pg = 1;
	write_ptbr(REGIME_X86_32, ROOT << 12);
	ck_assert_ptr_null(ptbr_answer(FAULT_NONE, ROOT << 12));
	image_write(image, ROOT << 12, 8, 0);
	ask(0x123, false);
	ck_assert_ptr_null(misses());
	out.mem_req_valid = 1;
	out.mem_req_wide = 0;
	out.mem_req_addr = ROOT << 12;
	agrees();
	out.mem_req_valid = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_data = 0;
	agrees();
	in.mem_rsp_valid = 0;
	show_answer(0, FAULT_PAGE);
	left = 1;
	ck_assert_str_eq(cycle(), "out of memory");
}
END_TEST

static struct pointers *pointers;

/* Fails as often as there is no memory for a part of it; then it succeeds, and for good. */
static void until_it_succeeds(bool (*does)(uint64_t n), uint64_t times)
{
	unsigned int failures = 0;

	pointers = pointers_create();
	ck_assert_ptr_nonnull(pointers);
	for (uint64_t n = 0; n < times; n++) {
		unsigned int first = 1;

		for (left = first; !does(n); left = ++first)
			failures++;
		left = 0;
		ck_assert(does(n));
	}
	/* More than what is kept itself: the buckets of the table, or a longer list. */
	ck_assert_uint_gt(failures, 4);
	pointers_destroy(pointers);
}

static bool reads(uint64_t n)
{
	const struct mmu_out asked = {.mem_req_valid = 1, .mem_req_addr = n};
	const struct mmu_in answers = {.mem_rsp_valid = 1};

	pointers_ask(pointers, n, &asked);
	return pointers_answer(pointers, &answers);
}

static bool begins(uint64_t n)
{
	const struct exchange x = {.asid = n};

	return pointers_walk(pointers, n, &x);
}

static bool drops(uint64_t n)
{
	return pointers_drop(pointers, n, n);
}

static bool faults(uint64_t n)
{
	const struct exchange x = {.context.regime = REGIME_X86_32, .fault = FAULT_PAGE, .asid = n};

	return pointers_fault(pointers, n, &x);
}

START_TEST(no_room_for_pointers)
{
	static bool (*const all[])(uint64_t n) = {reads, begins, drops, faults};

	until_it_succeeds(all[_i], 400);
}
END_TEST

/* ---- Where there is an array ---- */

START_TEST(no_scoreboard_with_an_array)
{
	const struct mmu_config config = {.counter_bits = 32, .array_sets = 4};
	struct scoreboard *made;
	unsigned int n = 0;

	do {
		left = ++n;
		made = scoreboard_create(monitor, image, &config, may_cache);
		left = 0;
	} while (!made);
	/* What is read, too, and the array with its sets. */
	ck_assert_uint_eq(n, 7);
	scoreboard_destroy(made);
}
END_TEST

/* For the pointer, the TLB's page and the array's: for the entries of each, or for their chains. */
START_TEST(no_room_for_entries)
{
	const char *said;

	end();
	begin_pages();
	searches(0x1000);
	ck_assert_ptr_null(reads_behind(0, 1));
	show_answer(0x90001000, FAULT_NONE);
	left = (unsigned int)_i;
	said = cycle();
	left = 0;
	ck_assert_str_eq(said, "out of memory");
	ck_assert_int_eq(scoreboard_verdict(board).kind, VERDICT_OUT_OF_MEMORY);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("judge_memory");
	TCase *tcase = tcase_create("judge_memory");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, enough);
	tcase_add_test(tcase, no_image);
	tcase_add_test(tcase, no_ram);
	tcase_add_test(tcase, no_scoreboard);
	tcase_add_test(tcase, no_monitor);
	tcase_add_test(tcase, no_page);
	tcase_add_loop_test(tcase, no_room_for_a_fill, 1, 3);
	tcase_add_loop_test(tcase, no_room_for_more_fills, 1, 3);
	tcase_add_loop_test(tcase, no_scoreboard_with_pointers, 0, 2);
	tcase_add_test(tcase, no_room_for_a_root);
	tcase_add_test(tcase, no_room_for_what_is_read);
	tcase_add_test(tcase, no_room_for_what_a_fence_names);
	tcase_add_test(tcase, no_room_for_what_cr3_names);
	tcase_add_test(tcase, no_room_for_what_a_fault_names);
	tcase_add_loop_test(tcase, no_room_for_pointers, 0, 4);
	tcase_add_test(tcase, no_scoreboard_with_an_array);
	tcase_add_loop_test(tcase, no_room_for_entries, 1, 7);

	return suite_run(suite);
}
