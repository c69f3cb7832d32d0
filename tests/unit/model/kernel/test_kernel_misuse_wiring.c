/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel: the misuse that it catches in how modules are wired: drivers, widths, types, loops.
 */
#include <check.h>
#include <string.h>

#include "kernel_fixture.h"
#include "suite.h"

START_TEST(two_drivers)
{
	add(0, "a", "b");
	add(1, "a", "b");
	expect_complaint("bundle b", "driven by first and by second");
}
END_TEST

START_TEST(an_input_has_a_driver)
{
	add(0, "b", "a");
	expect_complaint("bundle a", "driven by outside and by first");
}
END_TEST

START_TEST(no_driver)
{
	add(0, "nowhere", "b");
	kernel_elaborate(&k);
	expect_complaint("bundle nowhere", "driven by nobody, read by first");
}
END_TEST

START_TEST(no_driver_for_the_second)
{
	add(0, "a", "b");
	add(1, "nowhere", "c");
	kernel_elaborate(&k);
	expect_complaint("bundle nowhere", "driven by nobody, read by second");
}
END_TEST

/* Who looks at it at the edge alone is named, too. */
START_TEST(no_driver_for_a_tick)
{
	add(0, "a", "b");
	add(1, "a", "c");
	reads(&k, 0, AT_TICK, "nowhere", NULL);
	kernel_elaborate(&k);
	expect_complaint("bundle nowhere", "driven by nobody, read by first");
}
END_TEST

START_TEST(no_driver_and_no_reader)
{
	kernel_bundle(&k, "nowhere", &pair_type);
	kernel_elaborate(&k);
	ck_assert_str_eq(message, "bundle nowhere is driven by nobody");
}
END_TEST

/* Each end of what there is not, of each field. */
START_TEST(width_out_of_range)
{
	const struct kernel_field fields[] = {{"", _i & 1   ? 8
						   : _i & 2 ? 65
							    : 0},
					      {"more", _i & 1 ? _i & 2 ? 65 : 0 : 8}};
	const struct kernel_type type = {.fields = fields, .count = 2, .times = 1};

	kernel_input(&k, "wide", &type);
	expect_complaint("bundle wide", _i & 2 ? "65 bits" : "has 0 bits");
	ck_assert_uint_eq(complaints, 1);
}
END_TEST

START_TEST(narrow_out_of_range)
{
	static const unsigned int bits[] = {0, 5, 65};

	kernel_narrow(&k, "", "a_more", bits[_i]);
	expect_complaint("a_more", "cannot have");
	kernel_elaborate(&k);
	kernel_poke(&k, "a_more", 0xff);
	ck_assert_uint_eq(kernel_peek(&k, "a_more"), 0xf);
}
END_TEST

START_TEST(narrow_of_nothing)
{
	kernel_narrow(&k, "a_", "typo", 3);
	expect_complaint("a_typo", "nothing is called");
}
END_TEST

/* The module's line is left out; the bundle is what it was. */
START_TEST(two_types)
{
	static const struct kernel_type other = {.fields = pair_fields, .count = 1, .times = 1};
	const struct kernel_line line = {DRIVES, AT_NO_TIME, COMMON, "b", &other};

	add(0, "a", "b");
	kernel_line(&k, 0, "", &line, NULL);
	expect_complaint("bundle b", "is of two types");
	kernel_elaborate(&k);
	kernel_settle(&k);
	ck_assert_uint_eq(complaints, 1);
}
END_TEST

START_TEST(input_of_two_types)
{
	static const struct kernel_type other = {.fields = pair_fields, .count = 1, .times = 1};

	kernel_bundle(&k, "b", &pair_type);
	kernel_input(&k, "b", &other);
	expect_complaint("bundle b", "is of two types");
	kernel_elaborate(&k); /* so nobody drives it */
	ck_assert_uint_eq(complaints, 2);
}
END_TEST

START_TEST(combinational_loop)
{
	add(0, "c", "b")->step = 1;
	add(1, "b", "c")->step = 0;
	kernel_elaborate(&k);
	kernel_settle(&k);
	expect_complaint("does not settle", "combinational loop");
	ck_assert(message[0] == 'b' || message[0] == 'c');
	ck_assert(strstr(message, "first") || strstr(message, "second"));
}
END_TEST

/* Whatever is behind it: a signal that is settled is not taken for one of the loop. */
START_TEST(the_loop_is_named)
{
	add(0, "c", "b")->step = 1;
	add(1, "b", "c")->step = 0;
	add(2, "a", "d");
	kernel_elaborate(&k);
	kernel_settle(&k);
	expect_complaint("does not settle", "combinational loop");
	ck_assert(message[0] == 'b' || message[0] == 'c');
}
END_TEST

START_TEST(a_loop_of_one)
{
	add(0, "b", "b")->step = 1;
	kernel_elaborate(&k);
	complaints = 0;
	kernel_settle(&k);
	expect_complaint("b ", "combinational loop through first");
}
END_TEST

/* The very last word that there is. */
START_TEST(a_loop_of_one_field)
{
	add(0, "b", "b")->counts = true;
	kernel_elaborate(&k);
	complaints = 0;
	kernel_settle(&k);
	expect_complaint("b_more does not settle", "combinational loop through first");
}
END_TEST

/* Wherever on the agenda it is. */
START_TEST(a_loop_far_away)
{
	for (unsigned int n = 0; n < 20; n++)
		kernel_module(&k, "", "idle", &idle_ops, &parts[2], 1, NULL);
	add(0, "c", "b")->step = 1;
	add(1, "b", "c");
	kernel_elaborate(&k);
	kernel_settle(&k);
	expect_complaint("does not settle", "combinational loop through");
	ck_assert(strstr(message, "first") || strstr(message, "second"));
}
END_TEST

/* The loop is told once, and left alone until something changes. */
START_TEST(a_loop_is_given_up)
{
	add(0, "c", "b")->step = 1;
	add(1, "b", "c")->step = 0;
	kernel_elaborate(&k);
	kernel_settle(&k);
	ck_assert_uint_eq(complaints, 1);
	kernel_settle(&k);
	ck_assert_uint_eq(complaints, 1);
}
END_TEST

START_TEST(own_bundle_read_at_eval)
{
	add(0, "b", "b");
	kernel_elaborate(&k);
	expect_complaint("bundle b", "read at eval by first, which drives it");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kernel_misuse_wiring");
	TCase *misuse = tcase_create("misuse");

	suite_add_tcase(suite, misuse);
	tcase_add_checked_fixture(misuse, setup, teardown);
	tcase_add_test(misuse, two_drivers);
	tcase_add_test(misuse, an_input_has_a_driver);
	tcase_add_test(misuse, no_driver);
	tcase_add_test(misuse, no_driver_for_the_second);
	tcase_add_test(misuse, no_driver_for_a_tick);
	tcase_add_test(misuse, no_driver_and_no_reader);
	tcase_add_loop_test(misuse, width_out_of_range, 0, 4);
	tcase_add_test(misuse, two_types);
	tcase_add_test(misuse, input_of_two_types);
	tcase_add_loop_test(misuse, narrow_out_of_range, 0, 3);
	tcase_add_test(misuse, narrow_of_nothing);
	tcase_add_test(misuse, combinational_loop);
	tcase_add_test(misuse, the_loop_is_named);
	tcase_add_test(misuse, a_loop_of_one);
	tcase_add_test(misuse, a_loop_of_one_field);
	tcase_add_test(misuse, a_loop_far_away);
	tcase_add_test(misuse, a_loop_is_given_up);
	tcase_add_test(misuse, own_bundle_read_at_eval);

	return suite_run(suite);
}
