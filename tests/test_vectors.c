/* SPDX-License-Identifier: Apache-2.0 */
#include "vectors.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "said.h"
#include "scratch.h"
#include "suite.h"

#define SV32 "S 0 mode=1 root=0x80000 sum=1 mxr=0 pbmte=0 adue=1\n"
#define SV39 "S 0 mode=8 root=0x80000 sum=1 mxr=0 pbmte=0 adue=1\n"

static void say_scenario(const struct vector_scenario *s)
{
	size_t i;

	say("%lu: S%lu mode %u root %" PRIx64, s->line, s->number, s->mode, s->root);
	say("%s%s%s%s, %u bytes:", s->sum ? " sum" : "", s->mxr ? " mxr" : "",
	    s->pbmte ? " pbmte" : "", s->adue ? " adue" : "", s->pte_bytes);
	for (i = 0; i < s->n_words; i++)
		say(" %" PRIx64 "=%" PRIx64, s->words[i].pa, s->words[i].pte);
	say("\n");
}

static void say_question(const struct vector_question *q)
{
	unsigned int i;

	say("%lu: %s %c%c %" PRIx64, q->line, q->rule, "FLS"[q->type], "US"[q->priv & 1], q -> va);
	if (q->fault == FAULT_NONE)
		say(" = %" PRIx64, q->pa);
	else
		say(" %s %u", q->fault == FAULT_PAGE ? "page" : "access", q->cause);
	for (i = 0; i < q->n_reads; i++)
		say(" R%" PRIx64, q->reads[i]);
	for (i = 0; i < q->n_writes; i++)
		say(" W%" PRIx64 "=%" PRIx64, q->writes[i].pa, q->writes[i].pte);
	say("\n");
}

/* Leaves in said a line for each scenario and question; a failure is the last. */
static enum vectors_kind read_vectors(const char *bytes, size_t n)
{
	const char *path = scratch_file("a.vec", bytes, n);
	enum vectors_kind kind = VECTORS_END;
	struct vector_question question;
	struct vectors *vectors;
	char error[700];
	size_t i;

	said[0] = '\0';
	vectors = vectors_open(path, error, sizeof(error));
	if (!vectors) {
		say("%s\n", error + strlen(path) + 1);
		return VECTORS_ERROR;
	}
	for (i = 0; i <= n; i++) {
		kind = vectors_next(vectors, &question);
		if (kind == VECTORS_END || kind == VECTORS_ERROR)
			break;
		if (kind == VECTORS_SCENARIO)
			say_scenario(vectors_scenario(vectors));
		else
			say_question(&question);
	}
	if (i > n || vectors_next(vectors, &question) != kind)
		ck_abort_msg("no end to the file");
	if (kind == VECTORS_ERROR) {
		if (strncmp(vectors_error(vectors), path, strlen(path)) != 0 ||
		    vectors_error(vectors)[strlen(path)] != ':')
			ck_abort_msg("no file name in: %s", vectors_error(vectors));
		say("%s\n", vectors_error(vectors) + strlen(path) + 1);
	}
	vectors_close(vectors);
	return kind;
}

static const char small[] = "# header\n"
			    "S 0 mode=1 root=0x80000 sum=1 mxr=0 pbmte=0 adue=1\n"
			    "M 80000040 fe8000c6\n"
			    "M 801ffffc 1\n"
			    "Q ok F U 3aa0ce52 K 11660ce52 R800003a8\n"
			    "Q v0_leaf L S 0 F 13 R80000000\n"
			    "E\n"
			    "\n"
			    "S 12 mode=8 root=0x80001 sum=0 mxr=1 pbmte=1 adue=0 # c\r\n"
			    "M 80000040 803aa05d400020c9\n"
			    "Q a0d0 S U fffffff3cf5e11bd K d27a1be771a1bd R80000e78 R80009f08 "
			    "W80009f08=349e86f9dc68df\n"
			    "Q table F S 8 F 1\n"
			    "Q table L S 8 F 5\n"
			    "Q table S S 8 F 7\n"
			    "Q page F S 8 F 12\n"
			    "Q page S S 8 F 15\n"
			    "E\n"
			    "S 13 adue=1 pbmte=0 mxr=0 sum=0 root=fffffffffff mode=10\n"
			    "E\n"
			    "S 14 mode=9 root=0 sum=0 mxr=0 pbmte=0 adue=0\n"
			    "Q x F U 0 K 0\n"
			    "E\n";

static const char small_said[] =
	"2: S0 mode 1 root 80000 sum adue, 4 bytes: 80000040=fe8000c6 801ffffc=1\n"
	"5: ok FU 3aa0ce52 = 11660ce52 R800003a8\n"
	"6: v0_leaf LS 0 page 13 R80000000\n"
	"9: S12 mode 8 root 80001 mxr pbmte, 8 bytes: 80000040=803aa05d400020c9\n"
	"11: a0d0 SU fffffff3cf5e11bd = d27a1be771a1bd R80000e78 R80009f08 "
	"W80009f08=349e86f9dc68df\n"
	"12: table FS 8 access 1\n"
	"13: table LS 8 access 5\n"
	"14: table SS 8 access 7\n"
	"15: page FS 8 page 12\n"
	"16: page SS 8 page 15\n"
	"18: S13 mode 10 root fffffffffff adue, 8 bytes:\n"
	"20: S14 mode 9 root 0, 8 bytes:\n"
	"21: x FU 0 = 0\n";

START_TEST(good_file)
{
	char packed[4096];
	size_t n;

	ck_assert_int_eq(read_vectors(small, strlen(small)), VECTORS_END);
	ck_assert_str_eq(said, small_said);
	n = scratch_pack(ARCHIVE_FILTER_GZIP, small, strlen(small), packed, sizeof(packed));
	ck_assert_int_eq(read_vectors(packed, n), VECTORS_END);
	ck_assert_str_eq(said, small_said);
	ck_assert_int_eq(read_vectors(packed, n - 9), VECTORS_ERROR);
	ck_assert_msg(strstr(said, "cannot read: ") != NULL, "%s", said);
}
END_TEST

static void expect_word(const struct vector_scenario *s, uint64_t pa, unsigned int bytes,
			uint64_t expected)
{
	uint64_t value = ~expected;

	ck_assert_msg(vector_scenario_read(s, pa, bytes, &value), "nothing at %" PRIx64, pa);
	ck_assert_uint_eq(value, expected);
}

static void expect_no_word(const struct vector_scenario *s, uint64_t pa, unsigned int bytes)
{
	uint64_t value = 0x5a;

	ck_assert_msg(!vector_scenario_read(s, pa, bytes, &value), "a word at %" PRIx64, pa);
	ck_assert_uint_eq(value, 0x5a);
}

START_TEST(memory)
{
	static const char text[] = "S 0 mode=1 root=80000 sum=0 mxr=0 pbmte=0 adue=0\n"
				   "M 80000000 11\nM 80000004 ffffffff\nM 8000000c 22\n"
				   "M 801ffffc 33\nE\n"
				   "S 1 mode=8 root=80000 sum=0 mxr=0 pbmte=0 adue=0\n"
				   "M 80000008 fedcba9876543210\nM 801ffff8 44\nE\n";
	const char *path = scratch_file("memory", text, strlen(text));
	const struct vector_scenario *s;
	struct vector_question question;
	struct vectors *vectors;
	char error[700];

	vectors = vectors_open(path, error, sizeof(error));
	ck_assert_ptr_nonnull(vectors);
	s = vectors_scenario(vectors);
	ck_assert_int_eq(vectors_next(vectors, &question), VECTORS_SCENARIO);
	expect_word(s, 0x80000000, 4, 0x11);
	expect_word(s, 0x80000004, 4, 0xffffffff);
	expect_word(s, 0x80000008, 4, 0);
	expect_word(s, 0x8000000c, 4, 0x22);
	expect_word(s, 0x80000000, 8, 0xffffffff00000011);
	expect_word(s, 0x80000008, 8, 0x2200000000);
	expect_word(s, 0x801ffffc, 4, 0x33);
	expect_word(s, 0x80100000, 4, 0);
	expect_no_word(s, 0x80000002, 4);
	expect_no_word(s, 0x80000004, 8);
	expect_no_word(s, 0x80000000, 2);
	expect_no_word(s, 0x7ffffffc, 4);
	expect_no_word(s, 0x80200000, 4);
	expect_no_word(s, 0x180000000, 8);
	expect_no_word(s, 0, 4);
	/* The next scenario begins with nothing of this one. */
	ck_assert_int_eq(vectors_next(vectors, &question), VECTORS_SCENARIO);
	s = vectors_scenario(vectors);
	ck_assert_uint_eq(s->n_words, 2);
	expect_word(s, 0x80000000, 8, 0);
	expect_word(s, 0x80000008, 8, 0xfedcba9876543210);
	expect_word(s, 0x801ffff8, 8, 0x44);
	ck_assert_int_eq(vectors_next(vectors, &question), VECTORS_END);
	ck_assert_double_eq(vectors_progress(vectors), 1);
	vectors_close(vectors);
}
END_TEST

/* More words than the reader first has room for, and fewer again. */
START_TEST(many_words)
{
	static char text[1 << 20];
	const struct vector_scenario *s;
	struct vector_question question;
	struct vectors *vectors;
	unsigned int i, n;
	char error[700];
	size_t size = 0;

	for (n = 2000; n; n /= 10) {
		size += sprintf(text + size, "%s", n == 200 ? SV32 : SV39);
		for (i = 0; i < n; i++)
			size += sprintf(text + size, "M %x %x\n", 0x80000000 + i * 8, i + n);
		size += sprintf(text + size, "E\n");
	}
	vectors = vectors_open(scratch_file("many", text, size), error, sizeof(error));
	ck_assert_ptr_nonnull(vectors);
	for (n = 2000; n; n /= 10) {
		ck_assert_int_eq(vectors_next(vectors, &question), VECTORS_SCENARIO);
		s = vectors_scenario(vectors);
		ck_assert_uint_eq(s->n_words, n);
		for (i = 0; i < 2000; i++) {
			uint64_t value = 1, expected = i < n ? i + n : 0;

			if (!vector_scenario_read(s, 0x80000000 + i * 8, 8, &value) ||
			    value != expected)
				ck_abort_msg("of %u, word %u is %" PRIx64, n, i, value);
		}
	}
	ck_assert_int_eq(vectors_next(vectors, &question), VECTORS_END);
	vectors_close(vectors);
}
END_TEST

#define MODES   "expected mode to be 1, 8, 9 or 10"
#define OUTSIDE "aligned, within 80000000 to 801fffff, found"
#define KEYS    "expected a key of a scenario (mode, root, sum, mxr, pbmte or adue)"
#define REST    " sum=0 mxr=0 pbmte=0 adue=0\n"
#define R17     " R0 R0 R0 R0 R0 R0 R0 R0 R0 R0 R0 R0 R0 R0 R0 R0 R0"

/* clang-format off */
static const struct {
	const char *vectors, *message;
} bad[] = {
	{"", " there is no scenario in it"},
	{"# header\n\n", " there is no scenario in it"},
	{"E\n", "1: expected a scenario (S), found 'E'"},
	{"# header\nM 80000000 1\n", "2: expected a scenario (S), found 'M'"},
	{"Q ok F U 0 K 0\n", "1: expected a scenario (S), found 'Q'"},
	{"\x7f" "ELF", "1: expected a scenario (S), found '\\x7fELF'"},
	{"# \x01\n", "1: expected text in the comment, found byte 01"},
	{SV39, "1: the file ends inside the scenario of line 1"},
	{SV39 "Q ok F U 0 K 0\n", "2: the file ends inside the scenario of line 1"},
	{SV39 "E\nM 80000000 1\n", "3: expected a scenario (S), found 'M'"},
	{SV39 SV39, "2: expected the end (E) of the scenario of line 1 first"},
	{SV39 "E 1\n", "2: expected the end of the line, found '1'"},
	{SV39 "X\n", "2: expected S, M, Q or E, found 'X'"},
	{SV39 "QQ\n", "2: expected S, M, Q or E, found 'QQ'"},
	/* what later work adds */
	{"S 0 mode=1 root=0 sum=0 mxr=0 pbmte=0 adue=1 vsatp_root=0x80000\n",
	 "1: two-stage vectors are not supported"},
	{"S 0 vsum=0 mode=1\n", "1: two-stage vectors are not supported"},
	{"S 0 vmxr=0 mode=1\n", "1: two-stage vectors are not supported"},
	{"S 0 vpbmte=0 mode=1\n", "1: two-stage vectors are not supported"},
	{"S 0 vadue=0 mode=1\n", "1: two-stage vectors are not supported"},
	{"# c\nS 0 mode=8 hgatp_root=0x80000\n", "2: two-stage vectors are not supported"},
	{SV39 "Q ok F U 0 F 20 gpa2=1\n", "2: two-stage vectors are not supported"},
	{SV39 "Q ok L U 0 F 21\n", "2: two-stage vectors are not supported"},
	{SV39 "Q ok S U 0 F 23\n", "2: two-stage vectors are not supported"},
	{"S 0 mode=1 root=0 sum=0 mxr=0 pbmte=0 adue=1 pmp0_napot4k=0x8000e000 pmp0_rwx=5\n",
	 "1: vectors with physical memory protection are not supported"},
	{"S 0 mode=1 pmp1=all_rwx\n",
	 "1: vectors with physical memory protection are not supported"},
	/* S */
	{"S\n", "1: expected a scenario's number, found the end of the line"},
	{"S mode=1\n", "1: expected a scenario's number, found 'mode=1'"},
	{"S 9999999999 mode=1\n", "1: expected a scenario's number, found '9999999999'"},
	{"S 0 colour=1\n", "1: " KEYS ", found 'colour=1'"},
	{"S 0 mode=1 mode=1\n", "1: mode= is given twice"},
	{"S 0 mode=a root=0" REST, "1: " MODES ", found 'a'"},
	{"S 0 mode= root=0" REST, "1: expected a value, found a blank"},
	{"S 0 mode=0 root=0" REST, "1: " MODES ", found 0"},
	{"S 0 mode=2 root=0" REST, "1: " MODES ", found 2"},
	{"S 0 mode=7 root=0" REST, "1: " MODES ", found 7"},
	{"S 0 mode=11 root=0" REST, "1: " MODES ", found 11"},
	{"S 0 mode=9 root=z" REST, "1: expected root's page number, found 'z'"},
	{"S 0 mode=9 root=100000000000" REST,
	 "1: expected root's page number of at most 44 bits, found '100000000000'"},
	{"S 0 mode=1 root=400000" REST,
	 "1: expected root's page number of at most 22 bits, found 400000"},
	{"S 0 mode=9 root=0 sum=2\n", "1: expected 0 or 1, found '2'"},
	{"S 0 mode=9 root=0 sum=\n", "1: expected 0 or 1, found the end of the line"},
	{"S 0 root=0" REST, "1: expected mode= in the scenario, found none"},
	{"S 0 mode=9" REST, "1: expected root= in the scenario, found none"},
	{"S 0 mode=9 root=0 mxr=0 pbmte=0 adue=0\n",
	 "1: expected sum= in the scenario, found none"},
	{"S 0 mode=9 root=0 sum=0 mxr=0 pbmte=0\n",
	 "1: expected adue= in the scenario, found none"},
	/* M */
	{SV39 "M\n", "2: expected a physical address, found the end of the line"},
	{SV39 "M 80000000\n", "2: expected a PTE, found the end of the line"},
	{SV39 "M 80000000 1 2\n", "2: expected the end of the line, found '2'"},
	{SV39 "M 80000000 10000000000000000\n",
	 "2: expected a PTE of at most 64 bits, found '10000000000000000'"},
	{SV32 "M 80000000 100000000\n",
	 "2: expected a PTE of at most 32 bits, found '100000000'"},
	{SV39 "M 80000004 1\n",
	 "2: expected the address of a PTE of 8 bytes, " OUTSIDE " 80000004"},
	{SV32 "M 80000002 1\n",
	 "2: expected the address of a PTE of 4 bytes, " OUTSIDE " 80000002"},
	{SV39 "M 7ffffff8 1\n",
	 "2: expected the address of a PTE of 8 bytes, " OUTSIDE " 7ffffff8"},
	{SV39 "M 80200000 1\n",
	 "2: expected the address of a PTE of 8 bytes, " OUTSIDE " 80200000"},
	{SV39 "M 80000000 1\nM 80000000 1\n", "3: the PTE at 80000000 is given twice"},
	{SV39 "Q ok F U 0 K 0\nM 80000000 1\nE\n",
	 "3: a PTE of the scenario behind its first question"},
	/* Q */
	{SV39 "Q\n", "2: expected the name of a rule, found the end of the line"},
	{SV39 "Q r\x01 F U 0 K 0\n", "2: expected the name of a rule, found 'r\\x01'"},
	{SV39 "Q a234567890123456789012345678901234567890123456789 F\n",
	 "2: expected the name of a rule, found "
	 "'a234567890123456789012345678901234567890123456789'"},
	{SV39 "Q ok\n", "2: expected F, L or S, found the end of the line"},
	{SV39 "Q ok X U 0 K 0\n", "2: expected F, L or S, found 'X'"},
	{SV39 "Q ok FU 0 K 0\n", "2: expected F, L or S, found 'FU'"},
	{SV39 "Q ok F M 0 K 0\n", "2: expected U or S, found 'M'"},
	{SV39 "Q ok F U K 0\n", "2: expected a virtual address, found 'K'"},
	{SV39 "Q ok F U 10000000000000000 K 0\n",
	 "2: expected a virtual address of at most 64 bits, found '10000000000000000'"},
	{SV32 "Q ok F U 100000000 K 0\n",
	 "2: expected a virtual address of at most 32 bits, found '100000000'"},
	{SV39 "Q ok F U 0\n",
	 "2: expected K and a physical address, or F and a cause, found the end of the line"},
	{SV39 "Q ok F U 0 X 0\n",
	 "2: expected K and a physical address, or F and a cause, found 'X'"},
	{SV39 "Q ok F U 0 K z\n", "2: expected a physical address, found 'z'"},
	{SV39 "Q ok F U 0 K 100000000000000\n",
	 "2: expected a physical address of at most 56 bits, found '100000000000000'"},
	{SV32 "Q ok F U 0 K 400000000\n",
	 "2: expected a physical address of at most 34 bits, found '400000000'"},
	{SV39 "Q ok F U 0 F\n", "2: expected a cause (decimal), found the end of the line"},
	{SV39 "Q ok F U 0 F c\n", "2: expected a cause (decimal), found 'c'"},
	{SV39 "Q ok F U 0 F 13\n", "2: expected cause 12 or 1, found '13'"},
	{SV39 "Q ok L U 0 F 12\n", "2: expected cause 13 or 5, found '12'"},
	{SV39 "Q ok S U 0 F 5\n", "2: expected cause 15 or 7, found '5'"},
	{SV39 "Q ok F U 0 K 0 X0\n", "2: expected R<pa> or W<pa>=<pte>, found 'X0'"},
	{SV39 "Q ok F U 0 K 0 R\n",
	 "2: expected R and a physical address, found the end of the line"},
	{SV39 "Q ok F U 0 K 0 Rz\n", "2: expected R and a physical address, found 'z'"},
	{SV39 "Q ok F U 0 K 0 R 0\n", "2: expected R<pa> or W<pa>=<pte>, found 'R'"},
	{SV39 "Q ok F U 0 K 0 W0\n",
	 "2: expected '=' and a PTE behind the address, found the end of the line"},
	{SV39 "Q ok F U 0 K 0 W0=\n", "2: expected a PTE, found the end of the line"},
	{SV32 "Q ok F U 0 K 0 W0=100000000\n",
	 "2: expected a PTE of at most 32 bits, found '100000000'"},
	{SV39 "Q ok F U 0 K 0" R17 "\n", "2: more than 16 reads"},
	{SV39 "Q ok F U 0 K 0 W0=0 W0=0 W0=0 W0=0 W0=0\n", "2: more than 4 writes"},
};
/* clang-format on */

START_TEST(bad_lines)
{
	char *last;

	ck_assert_int_eq(read_vectors(bad[_i].vectors, strlen(bad[_i].vectors)), VECTORS_ERROR);
	said[strlen(said) - 1] = '\0';
	last = strrchr(said, '\n');
	ck_assert_str_eq(last ? last + 1 : said, bad[_i].message);
}
END_TEST

START_TEST(cut_anywhere)
{
	size_t size = strlen(small), cut, whole;
	unsigned int good = 0;
	const char *rest;

	for (cut = 0; cut < size; cut++) {
		good += read_vectors(small, cut) == VECTORS_END;
		for (whole = 0; said[whole] && said[whole] == small_said[whole]; whole++)
			;
		while (whole && said[whole - 1] != '\n')
			whole--;
		/* The line that was cut may say something else; then comes the error. */
		rest = strchr(said + whole, '\n');
		if (rest && rest[1] && !strstr(rest, ": the file ends inside the scenario"))
			ck_abort_msg("cut at %zu, more than its last line differs:\n%s", cut, said);
	}
	/*
	 * Only a cut behind an E goes unseen: the first with 1 byte to come and
	 * the blank line's, the second and the third with 1, the last likewise.
	 */
	ck_assert_uint_eq(good, 3 + 2 + 2 + 1);
}
END_TEST

START_TEST(scrambled)
{
	size_t size = strlen(small);
	unsigned long long seed = 1;
	unsigned int round, i, n, errors = 0;
	char text[sizeof(small)];

	for (round = 0; round < 10000; round++) {
		memcpy(text, small, size);
		n = 1 + scratch_random(&seed) % 3;
		for (i = 0; i < n; i++)
			text[scratch_random(&seed) % size] =
				scratch_random(&seed) % 2 ? (char)scratch_random(&seed)
							  : small[scratch_random(&seed) % size];
		errors += read_vectors(text, size) == VECTORS_ERROR;
	}
	ck_assert_uint_gt(errors, 5000);
	ck_assert_uint_lt(errors, 10000);
}
END_TEST

START_TEST(no_such_file)
{
	char error[700], expected[700];

	ck_assert_ptr_null(vectors_open(scratch_path("nowhere"), error, sizeof(error)));
	snprintf(expected, sizeof(expected), "%s: No such file or directory",
		 scratch_path("nowhere"));
	ck_assert_str_eq(error, expected);
	vectors_close(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("vectors");
	TCase *tc = tcase_create("vectors");

	tcase_add_unchecked_fixture(tc, scratch_begin, scratch_end);
	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, good_file);
	tcase_add_test(tc, memory);
	tcase_add_test(tc, many_words);
	tcase_add_loop_test(tc, bad_lines, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(tc, cut_anywhere);
	tcase_add_test(tc, scrambled);
	tcase_add_test(tc, no_such_file);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
