/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a suite as Meson wants it: TAP where CK_TAP_LOG_FILE_NAME says. Returns the exit status. */
#ifndef PAGEWALK_SUITE_H
#define PAGEWALK_SUITE_H

#include <check.h>

/*
 * For what a case asks thousands of times. Check keeps a note of each ck_assert() that it passes,
 * and moves all of them to read one, so that the time grows with their square.
 */
#define suite_assert(condition, ...)                                                               \
	do {                                                                                       \
		if (!(condition))                                                                  \
			ck_abort_msg(__VA_ARGS__);                                                 \
	} while (0)

static inline int suite_run(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	int failed;

	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

#endif
