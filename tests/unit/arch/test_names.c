/* SPDX-License-Identifier: Apache-2.0 */
/* How messages name faults: whatever is on three pins. */
#include <check.h>

#include "arch/names.h"
#include "suite.h"

static const struct {
	const char *name, *mark;
} rows[8] = {
	{"no fault", ""},
	{"a page fault", " !page"},
	{"an access fault", " !access"},
	{"a general-protection fault", " !protection"},
	{"a segment fault", " !segment"},
	{"fault 5", " !5"},
	{"fault 6", " !6"},
	{"fault 7", " !7"},
};

START_TEST(faults)
{
	ck_assert_str_eq(fault_name(_i), rows[_i].name);
	ck_assert_str_eq(fault_mark(_i), rows[_i].mark);
	ck_assert_str_eq(fault_name(_i + 8), rows[_i].name);
	ck_assert_str_eq(fault_mark(_i + 8), rows[_i].mark);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("names");
	TCase *tcase = tcase_create("names");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, faults, 0, 8);
	return suite_run(suite);
}
