/* SPDX-License-Identifier: Apache-2.0 */
/* The trace reader on files that were cut, scrambled, packed, or are not there. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "suite.h"
#include "trace_fixture.h"

/* Each line form, to be cut and to be scrambled. */
static const char small[] = "pagewalk 1\narch rv64\nset priv=u sum=1 # c\nptbr 8000000000080000\n"
			    "page 80000 1:20000401 2*10:400+fffffffffffffc00\ndrop 80000\n"
			    "pte 80000008 cf\nfence va=1000 asid=1\nx4 1000 80001000\nx4\n"
			    "r8 2000 !page\nw2 3000 !access\nreset\narch x86-32\nset pae=1 pg=1\r\n"
			    "x2 0x1000\nx\n"
			    "seg ds base=1000 limit=fff type=2\nr4 ds:10 !segment=limit\n";

START_TEST(cut_anywhere)
{
	size_t size = strlen(small), cut;
	char all[sizeof(said)];
	const char *rest;

	ck_assert_int_eq(read_trace(small, size), TRACE_END);
	strcpy(all, said);
	for (cut = 0; cut < size; cut++) {
		read_trace(small, cut);
		/* The events of whole lines are the same. */
		rest = said_of_cut(small, cut, all);
		if (*rest && strchr(rest, '\n')[1])
			ck_abort_msg("cut at %zu, more than its last line differs:\n%s", cut, said);
	}
}
END_TEST

START_TEST(scrambled)
{
	size_t size = strlen(small);
	unsigned long long seed = 1;
	unsigned int round, errors = 0;
	char text[sizeof(small)];

	for (round = 0; round < 10000; round++) {
		scratch_scramble(&seed, small, size, text);
		errors += read_trace(text, size) == TRACE_ERROR;
	}
	ck_assert_uint_gt(errors, 5000);
	ck_assert_uint_lt(errors, 10000);
}
END_TEST

START_TEST(compressed)
{
	char packed[4096], all[sizeof(said)];
	size_t n;

	ck_assert_int_eq(read_trace(small, strlen(small)), TRACE_END);
	strcpy(all, said);
	n = scratch_pack(_i, small, strlen(small), packed, sizeof(packed));
	ck_assert_int_eq(read_trace(packed, n), TRACE_END);
	ck_assert_str_eq(said, all);
	ck_assert_int_eq(read_trace(packed, n - 9), TRACE_ERROR);
	ck_assert_msg(strstr(said, "cannot read: ") != NULL, "%s", said);
}
END_TEST

/* The lines before a broken end are given, then the error. */
START_TEST(broken_at_the_end)
{
	static char text[1 << 20], packed[1 << 20];
	size_t size = sprintf(text, RV32), n;
	unsigned long long seed = 1;
	struct trace_event event;
	unsigned long events = 0;
	char error[700], expected[700];
	struct trace *trace;
	double progress;

	while (size < sizeof(text) - 64)
		size += sprintf(text + size, "r4 %x\n", scratch_random(&seed));
	n = scratch_pack(ARCHIVE_FILTER_ZSTD, text, size, packed, sizeof(packed));
	trace = trace_open(scratch_file("broken", packed, n - 1000), error, sizeof(error));
	ck_assert_msg(trace != NULL, "%s", error);
	while (trace_next(trace, &event) != TRACE_ERROR && event.kind != TRACE_END)
		events = event.line;
	ck_assert_int_eq(event.kind, TRACE_ERROR);
	ck_assert_uint_gt(events, 40000);
	snprintf(expected, sizeof(expected), "%s:%lu: cannot read: ", scratch_path("broken"),
		 events + 1);
	ck_assert_msg(strncmp(trace_error(trace), expected, strlen(expected)) == 0, "%s",
		      trace_error(trace));
	progress = trace_progress(trace);
	ck_assert_double_eq(progress, 1);
	trace_close(trace);
}
END_TEST

START_TEST(no_such_trace)
{
	char error[700], expected[700], tiny[8];

	ck_assert_ptr_null(trace_open(scratch_path("nowhere"), error, sizeof(error)));
	snprintf(expected, sizeof(expected), "%s: No such file or directory",
		 scratch_path("nowhere"));
	ck_assert_str_eq(error, expected);
	ck_assert_ptr_null(trace_open(scratch_path("nowhere"), tiny, sizeof(tiny)));
	ck_assert_uint_eq(strlen(tiny), sizeof(tiny) - 1);
	ck_assert_ptr_null(trace_open(scratch_directory, error, sizeof(error)));
	snprintf(expected, sizeof(expected), "%s: Is a directory", scratch_directory);
	ck_assert_str_eq(error, expected);
	trace_close(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("trace_torn");
	TCase *tc = tcase_create("trace");

	suite_add_tcase(suite, tc);
	tcase_add_unchecked_fixture(tc, scratch_begin, scratch_end);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, cut_anywhere);
	tcase_add_test(tc, scrambled);
	tcase_add_loop_test(tc, compressed, ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_GZIP + 1);
	tcase_add_loop_test(tc, compressed, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_XZ + 1);
	tcase_add_loop_test(tc, compressed, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_ZSTD + 1);
	tcase_add_test(tc, broken_at_the_end);
	tcase_add_test(tc, no_such_trace);

	return suite_run(suite);
}
