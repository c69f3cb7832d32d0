/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Entries of RISC-V of which pins do not tell whether they are global, because the walk skipped
 * pointers of which one may be: shown to the judge on pins made by hand. Each test ends in ways
 * that an MMU may go, with the entry global and not.
 */
#include <check.h>

#include "pointers_fixture.h"
#include "suite.h"

#define PAGE  4
#define OTHER UINT64_C(0xa0000) /* frame of the page, of the other ASID */

static void space(uint64_t asid)
{
	ptbr(SV39 | ASID(asid) | ROOT);
}

/* The page of ASID 3, in its frame: behind pointers of which one is global, or none. */
static void fill_doubtfully(void)
{
	space(3);
	filled(0, 0x90000000);
	image_write(image, TABLE << 12, 8, LEAVES << 10 | 0x21);
	may_skip(1, 5);
	make_page(PAGE);
	may_skip(2, PAGE);
}

/* The page of ASID 4, in the other frame; all that is read now is not global. */
static void fill_surely(void)
{
	space(4);
	image_write(image, TABLE << 12, 8, LEAVES << 10 | 1);
	change_leaf(PAGE, OTHER << 10 | RWAD);
	filled(PAGE, OTHER << 12);
}

static const char *hit(uint64_t frame)
{
	const char *error;

	hit_gives(PAGE << 12 | 8, frame << 12 | 8);
	error = cycle();
	taken();
	return error;
}

#define may_hit(frame) ck_assert_ptr_null(hit(frame))
#define may_not_be(said)                                                                           \
	do {                                                                                       \
		ck_assert_ptr_nonnull(said);                                                       \
	} while (0)

static void walks_anew(void)
{
	filled(PAGE, OTHER << 12);
}

/* Another ASID fills the page, and has it. What was there before has it still, or walks. */
START_TEST(filled_by_another_asid)
{
	fill_doubtfully();
	fill_surely();
	if (_i == 0) {
		may_hit(OTHER);
		space(3);
		may_hit(0x90004);
		may_hit(0x90004);
		space(4);
		may_hit(OTHER);
	} else if (_i == 1) {
		space(3);
		walks_anew();
		may_hit(OTHER);
	} else {
		may_not_be(hit(0x90004));
	}
}
END_TEST

/* The other way round: the other ASID has what it filled, or the entry that is global, or walks. */
START_TEST(filled_before_by_another_asid)
{
	space(3);
	filled(0, 0x90000000);
	image_write(image, TABLE << 12, 8, LEAVES << 10 | 0x21);
	may_skip(1, 5);
	image_write(image, TABLE << 12, 8, LEAVES << 10 | 1);
	change_leaf(PAGE, OTHER << 10 | RWAD);
	space(4);
	filled(PAGE, OTHER << 12);
	space(3);
	make_page(PAGE);
	may_skip(2, PAGE);
	may_hit(0x90004);
	space(4);
	if (_i == 0) {
		may_hit(OTHER);
		may_hit(OTHER);
	} else if (_i == 1) {
		may_hit(0x90004);
		may_hit(0x90004);
	} else if (_i == 2) {
		filled(PAGE, 0x90004000);
		may_hit(0x90004);
	} else if (_i == 3) {
		/* It may be gone, and another page that is filled brings it not back. */
		space(3);
		make_page(6);
		filled(6, 0x90006000);
		space(4);
		filled(PAGE, 0x90004000);
	} else {
		may_not_be(hit(0x90005));
	}
}
END_TEST

/* A fault of another ASID drops it, if it is global. */
START_TEST(fault_of_another_asid)
{
	fill_doubtfully();
	space(4);
	change_leaf(PAGE, 0);
	if (_i < 2) {
		const struct reads reads = {3, {ROOT << 12, TABLE << 12, LEAF(PAGE)}};

		ck_assert_ptr_null(walk_behind(&reads, 0, PAGE << 12, 0, FAULT_PAGE));
	}
	space(3);
	change_leaf(PAGE, OTHER << 10 | RWAD);
	if (_i & 1)
		filled(PAGE, OTHER << 12);
	else
		may_hit(0x90004);
}
END_TEST

/* A miss of another ASID says that it is not global, and not that it is gone. */
START_TEST(miss_of_another_asid)
{
	fill_doubtfully();
	fill_surely();
	space(3);
	may_hit(0x90004);
}
END_TEST

/* A fence of its ASID drops it, if it is not global; and there is room for another one then. */
START_TEST(fence_of_its_asid)
{
	fill_doubtfully();
	for (uint64_t n = 6; n < 8; n++) {
		make_page(n);
		may_skip(0, n);
	}
	fence(false, 0, true, 3);
	if (_i == 0) {
		may_hit(0x90004);
		return;
	}
	/* Those of page 5 to 7 and of 8 to 10, in the place of what was not global. */
	for (uint64_t n = 8; n < 11; n++) {
		make_page(n);
		may_skip(0, n);
	}
	if (_i == 1)
		may_hit(0x90004);
	else
		may_skip(0, PAGE);
}
END_TEST

/* So it is with a locked one, for which the other three are not given up. */
START_TEST(fence_of_a_locked_one)
{
	space(3);
	filled(0, 0x90000000);
	image_write(image, TABLE << 12, 8, LEAVES << 10 | 0x21);
	may_skip(1, 5);
	for (uint64_t n = 6; n < 9; n++)
		make_page(n);
	may_skip(0, 6);
	may_skip(0, 7);
	make_page(PAGE);
	in.data_req_lock = 1;
	may_skip(2, PAGE);
	in.data_req_lock = 0;
	fence(false, 0, true, 3);
	may_skip(0, 8);
	for (uint64_t n = 5; n < 9; n++)
		hits(n);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pointers_global");
	TCase *tcase = tcase_create("pointers_global");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_pointers, end);
	tcase_add_loop_test(tcase, filled_by_another_asid, 0, 3);
	tcase_add_loop_test(tcase, filled_before_by_another_asid, 0, 5);
	tcase_add_loop_test(tcase, fault_of_another_asid, 0, 4);
	tcase_add_test(tcase, miss_of_another_asid);
	tcase_add_loop_test(tcase, fence_of_its_asid, 0, 3);
	tcase_add_test(tcase, fence_of_a_locked_one);

	return suite_run(suite);
}
