/* SPDX-License-Identifier: Apache-2.0 */
/* What memory gave, read again. */
#include <check.h>
#include <stdlib.h>

#include "memory/replay.h"
#include "suite.h"

static struct replay replay;
static uint64_t *data; /* of two, and beyond them nothing may be read */

static void begin(void)
{
	data = calloc(2, sizeof(*data));
	ck_assert_ptr_nonnull(data);
	data[0] = 0x1234;
	data[1] = 0x5678;
	replay = (struct replay){.data = data, .n = 2};
}

static void end(void)
{
	free(data);
}

static void reads(bool good, uint64_t expected)
{
	uint64_t pte = 1;

	ck_assert(replay_read(&replay, 0x80000000, 8, &pte) == good);
	ck_assert_uint_eq(pte, expected);
}

START_TEST(in_order_and_then_no_more)
{
	reads(true, 0x1234);
	reads(true, 0x5678);
	reads(false, 0);
	reads(false, 0);
}
END_TEST

START_TEST(the_last_failed)
{
	replay.error = true;
	reads(true, 0x1234);
	reads(false, 0x5678);
	reads(false, 0);
}
END_TEST

START_TEST(nothing_was_read)
{
	replay.n = 0;
	replay.error = _i;
	reads(false, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("replay");
	TCase *tcase = tcase_create("replay");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, in_order_and_then_no_more);
	tcase_add_test(tcase, the_last_failed);
	tcase_add_loop_test(tcase, nothing_was_read, 0, 2);
	return suite_run(suite);
}
