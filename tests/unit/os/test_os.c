/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What processes see of the operating system's half, in every paging mode: memory that is zero,
 * copied when it is written to, refused, huge, and regions that change.
 */
#include <check.h>
#include <string.h>

#include "os/kernel/huge.h"
#include "os_fixture.h"
#include "suite.h"

/* Untouched memory reads as zero, and costs one frame for all of it. */
START_TEST(demand_zero)
{
	struct space *space;
	uint64_t before;

	boot((unsigned int)_i, 256, 0);
	space = space_create(os, 1);
	map(space, BASE, KIB(256));
	load(space, BASE); /* its tables */
	before = os->frames.free;
	for (uint64_t va = BASE; va < BASE + KIB(256); va += 4096)
		ck_assert_uint_eq(load(space, va), 0);
	ck_assert_uint_eq(os->frames.free, before);
	ck_assert_uint_eq(space->counts.zero_page, 64);
	store(space, BASE + 4096, 5);
	ck_assert_uint_eq(load(space, BASE + 4096), 5);
	ck_assert_uint_eq(load(space, BASE + 4096 + 8), 0);
	ck_assert_uint_eq(load(space, BASE), 0);
	space_destroy(space);
	halt();
}
END_TEST

/* Both see the old, each its own new; and swapped pages are shared, too. */
START_TEST(fork_copies_on_write)
{
	struct space *parent, *child;

	boot((unsigned int)_i, 192, 1024);
	parent = space_create(os, 1);
	map(parent, BASE, MIB(1));
	fill(parent, BASE, MIB(1), 1);
	child = space_fork(parent, 2);
	ck_assert_ptr_nonnull(child);
	fill(child, BASE, KIB(512), 2);
	check_filled(parent, BASE, MIB(1), 1);
	check_filled(child, BASE, KIB(512), 2);
	check_filled(child, BASE + KIB(512), KIB(512), 1);
	fill(parent, BASE + KIB(768), KIB(256), 3);
	check_filled(child, BASE + KIB(512), KIB(512), 1);
	check_filled(parent, BASE + KIB(768), KIB(256), 3);
	space_destroy(parent);
	check_filled(child, BASE, KIB(512), 2);
	space_destroy(child);
	halt();
}
END_TEST

/* The same with all in memory, where only the entries' rights keep the two apart. */
START_TEST(fork_in_memory)
{
	struct space *parent, *child, *grandchild;

	boot((unsigned int)_i, 512, 0);
	parent = space_create(os, 1);
	map(parent, BASE, KIB(128));
	fill(parent, BASE, KIB(64), 1);
	child = space_fork(parent, 2);
	fill(parent, BASE, KIB(32), 2);
	check_filled(child, BASE, KIB(64), 1);
	fill(child, BASE + KIB(32), KIB(32), 3);
	check_filled(parent, BASE + KIB(32), KIB(32), 1);
	grandchild = space_fork(child, 3);
	space_destroy(child);
	fill(parent, BASE, KIB(64), 4);
	check_filled(grandchild, BASE, KIB(32), 1);
	check_filled(grandchild, BASE + KIB(32), KIB(32), 3);
	ck_assert_uint_eq(load(grandchild, BASE + KIB(64)), 0);
	space_destroy(parent);
	space_destroy(grandchild);
	halt();
}
END_TEST

/* A stray access kills: nothing there, another's, the kernel's, no right. */
START_TEST(stray_accesses)
{
	struct space *space;
	uint64_t value = 0;

	boot((unsigned int)_i, 256, 0);
	space = space_create(os, 1);
	map(space, BASE, KIB(16));
	store(space, BASE, 1);
	ck_assert_int_eq(process_access(space, ACCESS_LOAD, 0, &value, 8, NULL), PROCESS_SEGV);
	ck_assert_int_eq(
		process_access(space, ACCESS_STORE, os->format->kernel_base, &value, 8, NULL),
		PROCESS_SEGV);
	if (os->format->no_execute)
		ck_assert_int_eq(process_access(space, ACCESS_FETCH, BASE, &value, 4, NULL),
				 PROCESS_SEGV);
	ck_assert_int_eq(space_protect(space, BASE, BASE + KIB(4), &(struct rights){.read = true}),
			 SPACE_OK);
	ck_assert_int_eq(process_access(space, ACCESS_STORE, BASE, &value, 8, NULL), PROCESS_SEGV);
	store(space, BASE + KIB(4), 2);
	ck_assert_uint_eq(load(space, BASE), 1);
	ck_assert_int_eq(space_unmap(space, BASE, BASE + KIB(4)), SPACE_OK);
	ck_assert_int_eq(process_access(space, ACCESS_LOAD, BASE, &value, 8, NULL), PROCESS_SEGV);
	ck_assert_uint_eq(load(space, BASE + KIB(4)), 2);
	space_destroy(space);
	halt();
}
END_TEST

/* More processes than ASIDs, taking turns. */
START_TEST(asids_roll_over)
{
	struct space *spaces[6];

	boot_with((unsigned int)_i, 512, (struct os_config){.asids = 4});
	for (unsigned int i = 0; i < 6; i++) {
		spaces[i] = space_create(os, i + 1);
		ck_assert_ptr_nonnull(spaces[i]);
		map(spaces[i], BASE, KIB(16));
	}
	for (unsigned int round = 0; round < 5; round++) {
		for (unsigned int i = 0; i < 6; i++) {
			if (round)
				check_filled(spaces[i], BASE, KIB(16), i + round - 1);
			fill(spaces[i], BASE, KIB(16), i + round);
		}
	}
	ck_assert(os->counts.rollovers >= 5 || os->asids.n == 1);
	for (unsigned int i = 0; i < 6; i++)
		space_destroy(spaces[i]);
	halt();
}
END_TEST

/* Records of processes and regions are in frames of their own, and nobody else writes there. */
START_TEST(slab_frames)
{
	struct space *space;
	uint64_t record;

	boot((unsigned int)_i, 256, 0);
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 0);
	space = space_create(os, 1);
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 1);
	/* 32 regions to a frame. */
	for (uint64_t i = 0; i < 33; i++)
		map(space, BASE + i * KIB(8), KIB(4));
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 3);
	ck_assert_int_eq(space_unmap(space, BASE + KIB(8), BASE + KIB(12)), SPACE_OK);
	map(space, BASE + KIB(8), KIB(4));
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 3);
	for (uint64_t i = 1; i < 33; i++)
		ck_assert_int_eq(space_unmap(space, BASE + i * KIB(8), BASE + i * KIB(8) + KIB(4)),
				 SPACE_OK);
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 2);
	space_destroy(space);
	ck_assert_uint_eq(os->frames.count[FRAME_SLAB], 0);

	space = space_create(os, 2);
	map(space, BASE, KIB(4));
	record = space->regions->record;
	machine_bytes(machine, 0)[record + 100] ^= 1;
	ck_assert_int_eq(space_unmap(space, BASE, BASE + KIB(4)), SPACE_OK);
	ck_assert(!machine_works(machine));
	ck_assert_ptr_nonnull(strstr(machine->bench->failure, "written over"));
	space_destroy(space);
	os_halt(os);
	machine_destroy(machine);
}
END_TEST

/* A huge page on request, one made of small ones, and both split again. */
START_TEST(huge_pages)
{
	uint64_t size;
	struct space *space;

	boot((unsigned int)_i, 4096, 0);
	size = UINT64_C(1) << format_shift(os->format, 1);
	space = space_create(os, 1);
	ck_assert_int_eq(
		space_map(
			space,
			&(struct region){.start = size, .end = 2 * size, .rights = rw, .huge = 1}),
		SPACE_OK);
	fill(space, size, size, 1);
	ck_assert_uint_eq(space->counts.minor, 1);
	map(space, 2 * size, size);
	fill(space, 2 * size, size, 2);
	ck_assert(huge_promote(space, 2 * size, 1));
	check_filled(space, size, size, 1);
	check_filled(space, 2 * size, size, 2);
	ck_assert_int_eq(space_unmap(space, size + KIB(8), size + KIB(16)), SPACE_OK);
	ck_assert_uint_ge(os->counts.split, 1);
	check_filled(space, size, KIB(8), 1);
	check_filled(space, size + KIB(16), size - KIB(16), 1);
	check_filled(space, 2 * size, size, 2);
	space_destroy(space);
	halt();
}
END_TEST

/* brk, a stack that grows as far as it may, and rights that come back. */
START_TEST(regions_change)
{
	struct space *space;
	uint64_t value = 0, stack = MIB(64);

	boot((unsigned int)_i, 256, 0);
	space = space_create(os, 1);
	ck_assert_int_eq(space_map(space, &(struct region){.name = "heap",
							   .start = BASE,
							   .end = BASE + KIB(4),
							   .rights = rw}),
			 SPACE_OK);
	ck_assert_int_eq(space_resize(space, "heap", BASE + KIB(64)), SPACE_OK);
	fill(space, BASE, KIB(64), 1);
	ck_assert_int_eq(space_resize(space, "heap", BASE + KIB(8)), SPACE_OK);
	ck_assert_int_eq(process_access(space, ACCESS_LOAD, BASE + KIB(8), &value, 8, NULL),
			 PROCESS_SEGV);
	ck_assert_int_eq(space_resize(space, "heap", BASE + KIB(12)), SPACE_OK);
	ck_assert_uint_eq(load(space, BASE + KIB(8)), 0);

	ck_assert_int_eq(space_map(space, &(struct region){.start = stack - KIB(4),
							   .end = stack,
							   .rights = rw,
							   .grows = true,
							   .floor = stack - KIB(256)}),
			 SPACE_OK);
	for (uint64_t va = stack - 8; va > stack - KIB(40); va -= 2048)
		store(space, va, va);
	ck_assert_uint_eq(space->counts.grown, 9);
	store(space, stack - KIB(200), 7);
	ck_assert_uint_eq(space->counts.grown, 49);
	ck_assert_int_eq(process_access(space, ACCESS_STORE, stack - KIB(256) - 8, &value, 8, NULL),
			 PROCESS_SEGV);
	store(space, stack - KIB(256), 8);
	ck_assert_int_eq(process_access(space, ACCESS_STORE, stack - MIB(1), &value, 8, NULL),
			 PROCESS_SEGV);

	ck_assert_int_eq(space_protect(space, BASE, BASE + KIB(4), &(struct rights){.read = true}),
			 SPACE_OK);
	ck_assert_int_eq(process_access(space, ACCESS_STORE, BASE, &value, 8, NULL), PROCESS_SEGV);
	ck_assert_int_eq(space_protect(space, BASE, BASE + KIB(4), &rw), SPACE_OK);
	store(space, BASE, 4);
	ck_assert_uint_eq(load(space, BASE + 2048), value_of(BASE + 2048, 1));
	space->lock_future = true;
	map(space, BASE + MIB(8), KIB(32));
	ck_assert_uint_eq(os->frames.locked, 8);
	ck_assert_int_eq(space_map(space, &(struct region){.start = BASE, .end = BASE + KIB(4)}),
			 SPACE_BAD_RANGE);
	space_destroy(space);
	halt();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("os");
	TCase *tcase = tcase_create("os");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 300);
	tcase_add_loop_test(tcase, demand_zero, 0, 8);
	tcase_add_loop_test(tcase, fork_copies_on_write, 0, 8);
	tcase_add_loop_test(tcase, fork_in_memory, 0, 8);
	tcase_add_loop_test(tcase, stray_accesses, 0, 8);
	tcase_add_loop_test(tcase, asids_roll_over, 0, 8);
	tcase_add_loop_test(tcase, slab_frames, 0, 8);
	tcase_add_loop_test(tcase, huge_pages, 0, 8);
	tcase_add_loop_test(tcase, regions_change, 0, 8);
	return suite_run(suite);
}
