/* SPDX-License-Identifier: Apache-2.0 */
/* Locked pages, in every paging mode: in memory, and of the TLB at most the half. */
#include <check.h>

#include "dut/dut.h"
#include "os_fixture.h"
#include "suite.h"

/* Locked pages stay while all others go. */
START_TEST(locked_pages_stay)
{
	struct space *space;

	boot_with((unsigned int)_i, 192, (struct os_config){.swap_pages = 1024, .locks_tlb = true});
	space = space_create(os, 1);
	map(space, BASE, MIB(1));
	fill(space, BASE, KIB(64), 1);
	ck_assert_int_eq(space_lock(space, BASE, BASE + KIB(64), true), SPACE_OK);
	ck_assert_uint_eq(os->frames.locked, 16);
	fill(space, BASE + KIB(64), KIB(960), 1);
	space->counts.major = 0;
	check_filled(space, BASE, KIB(64), 1);
	ck_assert_uint_eq(space->counts.major, 0);
	ck_assert_int_eq(space_lock(space, BASE, BASE + KIB(64), false), SPACE_OK);
	ck_assert_uint_eq(os->frames.locked, 0);
	check_filled(space, BASE, MIB(1), 1);
	space_destroy(space);
	halt();
}
END_TEST

/* Does an access to this page hit the TLB? */
static bool hits(struct space *space, uint64_t va)
{
	struct process_access how;
	uint64_t value;

	ck_assert_int_eq(process_access(space, ACCESS_LOAD, va, &value, 8, &how), PROCESS_OK);
	return !how.walked;
}

/* However many pages are locked, half of the TLB is for others; and what is unlocked leaves it. */
START_TEST(tlb_locks_is_half)
{
	const unsigned int half = dut_config.dtlb_entries / 2;
	struct space *space;

	boot_with((unsigned int)_i, 512, (struct os_config){.locks_tlb = true});
	space = space_create(os, 1);
	map(space, BASE, KIB(512));
	map(space, BASE + MIB(1), KIB(4));
	ck_assert_int_eq(space_lock(space, BASE, BASE + KIB(512), true), SPACE_OK);
	fill(space, BASE, KIB(512), 1);
	ck_assert_uint_eq(os->tlb_locks[PORT_DATA].n, half);
	ck_assert_uint_eq(os->tlb_locks[PORT_FETCH].n, 0);
	for (unsigned int i = 0; i < half; i++)
		ck_assert(hits(space, BASE + KIB(4) * i));
	ck_assert(!hits(space, BASE + KIB(256)));
	store(space, BASE + MIB(1), 1);
	ck_assert(hits(space, BASE + MIB(1)));

	ck_assert_int_eq(space_lock(space, BASE, BASE + KIB(8), false), SPACE_OK);
	ck_assert_uint_eq(os->tlb_locks[PORT_DATA].n, half - 2);
	ck_assert(!hits(space, BASE));
	ck_assert(!hits(space, BASE + KIB(4)));
	ck_assert(hits(space, BASE + KIB(8)));
	ck_assert_int_eq(space_unmap(space, BASE + KIB(8), BASE + KIB(12)), SPACE_OK);
	ck_assert_uint_eq(os->tlb_locks[PORT_DATA].n, half - 3);
	space_destroy(space);
	ck_assert_uint_eq(os->tlb_locks[PORT_DATA].n, 0);
	halt();
}
END_TEST

/* What ended processes had locked is no burden to others. */
START_TEST(tlb_locks_ends_with_process)
{
	struct space *space;

	boot_with((unsigned int)_i, 512, (struct os_config){.locks_tlb = true});
	for (unsigned int i = 0; i < 4; i++) {
		space = space_create(os, i + 1);
		map(space, BASE, KIB(128));
		ck_assert_int_eq(space_lock(space, BASE, BASE + KIB(128), true), SPACE_OK);
		fill(space, BASE, KIB(128), i);
		space_destroy(space);
	}
	space = space_create(os, 5);
	map(space, BASE, KIB(4));
	store(space, BASE, 1);
	ck_assert(hits(space, BASE));
	space_destroy(space);
	halt();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("os_locks");
	TCase *tcase = tcase_create("os");

	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 300);
	tcase_add_loop_test(tcase, locked_pages_stay, 0, 8);
	tcase_add_loop_test(tcase, tlb_locks_is_half, 0, 8);
	tcase_add_loop_test(tcase, tlb_locks_ends_with_process, 0, 8);
	return suite_run(suite);
}
