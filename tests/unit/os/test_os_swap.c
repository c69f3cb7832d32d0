/* SPDX-License-Identifier: Apache-2.0 */
/*
 * More memory than there is, in every paging mode: which pages go to the disk, how they come back,
 * and a disk that fails or is full.
 */
#include <check.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#include "os_fixture.h"
#include "suite.h"

/* Four times as much as there is memory, through swap. */
START_TEST(more_than_memory)
{
	struct space *space;

	boot((unsigned int)_i, 192, 1024);
	space = space_create(os, 1);
	map(space, BASE, MIB(2));
	fill(space, BASE, MIB(2), 1);
	check_filled(space, BASE, MIB(2), 1);
	ck_assert_uint_gt(os->counts.swapped_out, 300);
	ck_assert_uint_gt(os->counts.swapped_in, 300);
	ck_assert_uint_lt(os->counts.swap_writes, os->counts.swapped_out);
	space_destroy(space);
	halt();
}
END_TEST

/* The more pages go at a time, the fewer writes; all come back as they were. */
START_TEST(clusters)
{
	uint64_t writes[2];

	for (unsigned int i = 0; i < 2; i++) {
		struct space *space;

		boot_with((unsigned int)_i, 192,
			  (struct os_config){.swap_pages = 1024, .cluster = i ? 8 : 1});
		space = space_create(os, 1);
		map(space, BASE, MIB(2));
		fill(space, BASE, MIB(2), 1);
		check_filled(space, BASE, MIB(2), 1);
		writes[i] = os->counts.swap_writes;
		ck_assert_uint_le(os->counts.swapped_out, writes[i] * (i ? 8 : 1));
		space_destroy(space);
		halt();
	}
	ck_assert_uint_lt(writes[1] * 4, writes[0]);
}
END_TEST

/* Pages that are used stay while others pass through; what was only read goes without being
 * written. */
START_TEST(second_chance)
{
	const uint64_t used = KIB(64), pages = MIB(1) / 4096;
	struct space *space;
	uint64_t out;

	boot((unsigned int)_i, 192, 1024);
	space = space_create(os, 1);
	map(space, BASE, MIB(2));
	for (uint64_t va = BASE + used; va < BASE + MIB(2); va += 4096) {
		store(space, va, va);
		for (uint64_t at = BASE; at < BASE + used; at += 4096)
			load(space, at);
		store(space, BASE + va % used, va);
	}
	ck_assert_uint_gt(os->counts.swapped_out, 300);
	ck_assert_uint_le(space->counts.major, 16);
	for (uint64_t va = BASE; va < BASE + MIB(1); va += 4096)
		load(space, va);
	out = os->counts.swapped_out;
	for (unsigned int round = 0; round < 3; round++)
		for (uint64_t va = BASE; va < BASE + MIB(1); va += 4096)
			load(space, va);
	/* Nothing was stored to: those that are still dirty from before are written, each once. */
	ck_assert_uint_le(os->counts.swapped_out - out, pages);
	ck_assert_uint_gt(os->counts.dropped, 2 * pages);
	space_destroy(space);
	halt();
}
END_TEST

/* A disk that cannot be read, or is full, costs one process, and the rest goes on. */
START_TEST(swap_fails)
{
	struct space *space, *other;
	enum process_end end = PROCESS_OK;
	uint64_t value = 1;

	boot((unsigned int)_i, 192, 128);
	other = space_create(os, 1);
	map(other, BASE, KIB(64));
	fill(other, BASE, KIB(64), 7);
	space = space_create(os, 2);
	map(space, BASE, MIB(4));
	for (uint64_t va = BASE; va < BASE + MIB(4) && end == PROCESS_OK; va += 4096)
		end = process_access(space, ACCESS_STORE, va, &value, 8, NULL);
	ck_assert_int_eq(end, PROCESS_BUS);
	space_destroy(space);
	check_filled(other, BASE, KIB(64), 7);
	space_destroy(other);
	halt();
}
END_TEST

/* A page that cannot be read back is a bus error; one that cannot be written stays. */
START_TEST(disk_errors)
{
	enum process_end end = PROCESS_OK;
	struct space *space;
	uint64_t value;

	boot((unsigned int)_i, 192, 1024);
	space = space_create(os, 1);
	map(space, BASE, MIB(1));
	fill(space, BASE, MIB(1), 1);
	os->swap.fail_read = 1;
	for (uint64_t va = BASE; va < BASE + MIB(1) && end == PROCESS_OK; va += 4096)
		end = process_access(space, ACCESS_LOAD, va, &value, 8, NULL);
	ck_assert_int_eq(end, PROCESS_BUS);
	os->swap.fail_read = 0;
	check_filled(space, BASE, MIB(1), 1);
	os->swap.fail_write = 1;
	map(space, BASE + MIB(16), MIB(1));
	end = PROCESS_OK;
	for (uint64_t va = BASE + MIB(16); va < BASE + MIB(17) && end == PROCESS_OK; va += 4096)
		end = process_access(space, ACCESS_STORE, va, &value, 8, NULL);
	ck_assert_int_eq(end, PROCESS_BUS);
	os->swap.fail_write = 0;
	check_filled(space, BASE, MIB(1), 1);
	space_destroy(space);
	halt();
}
END_TEST

/* The disk under the swap file is full: who asks is killed, others live, and it is known why. */
START_TEST(disk_full)
{
	const struct rlimit room = {64 * 4096, 64 * 4096};
	enum process_end end = PROCESS_OK;
	struct space *space, *other;
	uint64_t value = 1;

	boot((unsigned int)_i, 192, 1024);
	/* The test has a process to itself. */
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &room), 0);
	other = space_create(os, 1);
	map(other, BASE, KIB(64));
	fill(other, BASE, KIB(64), 7);
	space = space_create(os, 2);
	map(space, BASE, MIB(4));
	ck_assert_int_eq(os->swap.failed, 0);
	for (uint64_t va = BASE; va < BASE + MIB(4) && end == PROCESS_OK; va += 4096)
		end = process_access(space, ACCESS_STORE, va, &value, 8, NULL);
	ck_assert_int_eq(end, PROCESS_BUS);
	ck_assert_int_eq(os->swap.failed, EFBIG);
	space_destroy(space);
	check_filled(other, BASE, KIB(64), 7);
	space_destroy(other);
	halt();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("os_swap");
	TCase *tcase = tcase_create("os");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 300);
	tcase_add_loop_test(tcase, more_than_memory, 0, 8);
	tcase_add_loop_test(tcase, clusters, 0, 8);
	tcase_add_loop_test(tcase, second_chance, 0, 8);
	tcase_add_loop_test(tcase, swap_fails, 0, 8);
	tcase_add_loop_test(tcase, disk_errors, 0, 8);
	tcase_add_loop_test(tcase, disk_full, 0, 8);
	return suite_run(suite);
}
