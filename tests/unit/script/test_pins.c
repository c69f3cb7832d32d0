/* SPDX-License-Identifier: Apache-2.0 */
/* Pin scripts as text: what is read is what is written, and a message for each error. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scratch.h"
#include "script/pins_script.h"
#include "suite.h"

#define FIRST "pagewalk-pins 1\n"
#define SIZES_AT_FIRST                                                                             \
	"sizes itlb_entries=16 dtlb_entries=8 asid_bits=9 tag_bits=4 counter_bits=32 pa_bits=46 "  \
	"formats=255 segments=1"
#define SIZES  SIZES_AT_FIRST " walk_entries=8 array_sets=4 lines=2\n"
#define DIGITS "a decimal number from "

#define OUTPUTS "expected PIN=VALUE, of an output, or counter=N value=N"

static char message[600];

/* False: the failure is in message, without the file's name. */
static bool read_text(const char *text, size_t n, struct script *script)
{
	const char *path = scratch_file("a.pins", text, n);
	char error[700];
	struct source *source = source_open(path, error, sizeof(error));
	bool ok;

	ck_assert_msg(source, "%s", error);
	ok = script_read(script, source, error, sizeof(error));
	source_close(source);
	if (ok)
		return true;
	ck_assert(!strncmp(error, path, strlen(path)) && error[strlen(path)] == ':');
	snprintf(message, sizeof(message), "%s", error + strlen(path) + 1);
	return false;
}

/* The script as text again; the caller frees it. */
static char *text_of(const struct script *script)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	ck_assert_ptr_nonnull(file);
	ck_assert(script_write(script, "two\nlines", file));
	ck_assert(!fclose(file));
	return text;
}

START_TEST(what_is_read_is_written)
{
	static const char good[] =
		FIRST "# two\n# lines\n" SIZES "registers seed=18446744073709551615\n"
		      "1 reset\n"
		      "2 page ppn=80000\n"
		      "2 pte pa=80000ff8 value=8000000000000001\n"
		      "2 pte pa=80000ffc value=ffffffff bytes=4\n"
		      "2 set adue=1 pg=0\n"
		      "7 hold fetch_rsp=3 mem_req=1\n"
		      "7 mem latency=9 error=1\n"
		      "7 mem\n"
		      "8 fetch_req tag=f va=ffffffffffffffff seg=1 last=fff priv=3 lock=1\n"
		      "8 data_req va=1000 seg=0 store=1 sum=1 mxr=1\n"
		      "8 ptbr regime=1 value=8000000000080000\n"
		      "9 seg index=3 base=1 limit=fffff granular=1 type=e dpl=3 rpl=3 present=1 "
		      "null=1 big=1 long=1\n"
		      "9 fence by_va=1 va=1000 by_asid=1 asid=ffff keep_global=1\n"
		      "9 fence\n"
		      "9 expect fetch_req_ready=1\n"
		      "9 expect counter=31 value=18446744073709551615\n"
		      "10 idle_fetch_req va=0\n"
		      "10 idle_mem_rsp id=f data=5 error=1 lost=0\n"
		      "10 stray_mem_rsp id=9 data=ffffffffffffffff error=1 lost=1\n"
		      "10 expect mem_req_data=ffffffffffffffff\n"
		      "4294967295 idle_seg index=0\n"
		      "4294967295 expect data_rsp_memtype=0\n";
	struct script script;
	char *text;

	ck_assert_msg(read_text(good, strlen(good), &script), "%s", message);
	ck_assert_uint_eq(script.size.dtlb_entries, 8);
	ck_assert_uint_eq(script.size.walk_entries, 8);
	ck_assert_uint_eq(script.size.array_sets, 4);
	ck_assert_uint_eq(script.size.lines, 2);
	ck_assert_uint_eq(script.events[0].line, 6);
	ck_assert_uint_eq(script.n_expects, 4);
	ck_assert_uint_eq(script.expects[0].line, 20);
	text = text_of(&script);
	ck_assert_str_eq(text, good);
	free(text);
	script_free(&script);
}
END_TEST

/* walk_entries, array_sets and lines may be left out, and are written in any case. */
START_TEST(with_and_without_second_level)
{
	static const struct {
		const char *text, *written;
		unsigned int walk_entries, array_sets, lines;
	} forms[] = {
		{SIZES_AT_FIRST "\n", SIZES_AT_FIRST " walk_entries=0 array_sets=0 lines=0\n", 0, 0,
		 0},
		{SIZES_AT_FIRST " walk_entries=0\n",
		 SIZES_AT_FIRST " walk_entries=0 array_sets=0 lines=0\n", 0, 0, 0},
		{SIZES_AT_FIRST "  walk_entries=16 # all\n",
		 SIZES_AT_FIRST " walk_entries=16 array_sets=0 lines=0\n", 16, 0, 0},
		{SIZES_AT_FIRST " walk_entries=4 array_sets=256 # all\n",
		 SIZES_AT_FIRST " walk_entries=4 array_sets=256 lines=0\n", 4, 256, 0},
		{SIZES_AT_FIRST " walk_entries=4 array_sets=256 lines=8\n",
		 SIZES_AT_FIRST " walk_entries=4 array_sets=256 lines=8\n", 4, 256, 8},
	};
	char text[400];
	struct script script;
	char *written;

	snprintf(text, sizeof(text), FIRST "%s", forms[_i].text);
	ck_assert_msg(read_text(text, strlen(text), &script), "%s", message);
	ck_assert_uint_eq(script.size.segments, 1);
	ck_assert_uint_eq(script.size.walk_entries, forms[_i].walk_entries);
	ck_assert_uint_eq(script.size.array_sets, forms[_i].array_sets);
	ck_assert_uint_eq(script.size.lines, forms[_i].lines);
	written = text_of(&script);
	snprintf(text, sizeof(text), FIRST "# two\n# lines\n%sregisters seed=0\n",
		 forms[_i].written);
	ck_assert_str_eq(written, text);
	free(written);
	script_free(&script);
}
END_TEST

START_TEST(expectations_in_their_order)
{
	static const char text[] =
		FIRST "3 expect data_rsp_pa=0x10 counter=2 value=7 fetch_rsp_tag=1\n3 reset\n"
		      "4 expect fence_ready=0\n";
	struct script script, copy;
	char *written;

	ck_assert_msg(read_text(text, strlen(text), &script), "%s", message);
	ck_assert(script_copy(&copy, &script));
	script_free(&script);
	written = text_of(&copy);
	ck_assert_str_eq(written, FIRST "# two\n# lines\nregisters seed=0\n3 reset\n"
					"3 expect data_rsp_pa=10\n3 expect counter=2 value=7\n"
					"3 expect fetch_rsp_tag=1\n4 expect fence_ready=0\n");
	free(written);
	script_free(&copy);
}
END_TEST

START_TEST(what_is_usual_is_not_said)
{
	static const char text[] =
		FIRST "\n# x\n 1  data_req va=0x10 seg=7 store=0 # y\r\n1 mem latency=1\n";
	struct script script;
	char *written;

	ck_assert_msg(read_text(text, strlen(text), &script), "%s", message);
	ck_assert(!script.sized);
	written = text_of(&script);
	ck_assert_str_eq(written,
			 FIRST "# two\n# lines\nregisters seed=0\n1 data_req va=10\n1 mem\n");
	free(written);
	script_free(&script);
}
END_TEST

/* clang-format off */
static const struct {
	const char *text, *message;
} bad[] = {
	{"", "0: "}, /* an empty file is a script without a first line; see below */
	{"pagewalk-pins\n", "1: expected 'pagewalk-pins 1'"},
	{"pagewalk-pins 2\n", "1: expected 'pagewalk-pins 1'"},
	{"pagewalk-pins 1 x\n", "1: expected the end of the line, found 'x'"},
	{FIRST "reset\n", "2: expected a cycle, sizes or registers, found 'reset'"},
	{FIRST "1 reset\nregisters seed=1\n", "3: expected a cycle, found 'registers'"},
	{FIRST "registers\n", "2: expected seed=, found the end of the line"},
	{FIRST "registers seed=x\n", "2: expected a seed, " DIGITS "0 to 18446744073709551615, found 'x'"},
	{FIRST "registers seed=18446744073709551616\n",
	 "2: expected a seed, " DIGITS "0 to 18446744073709551615, found '18446744073709551616'"},
	{FIRST "sizes itlb_entries=16\n", "2: expected dtlb_entries=, found the end of the line"},
	{FIRST "sizes itlb_entries=1x\n", "2: expected itlb_entries, " DIGITS "0 to 65535, found '1x'"},
	{FIRST SIZES_AT_FIRST " walks=4\n", "2: expected walk_entries=, found 'walks=4'"},
	{FIRST SIZES_AT_FIRST " walk_entries=\n",
	 "2: expected walk_entries, " DIGITS "0 to 65535, found the end of the line"},
	{FIRST SIZES_AT_FIRST " walk_entries=4 x=1\n", "2: expected array_sets=, found 'x=1'"},
	{FIRST SIZES_AT_FIRST " walk_entries=4 array_sets=4 x=1\n",
	 "2: expected lines=, found 'x=1'"},
	{FIRST SIZES_AT_FIRST " walk_entries=4 array_sets=4 lines=4 x=1\n",
	 "2: expected the end of the line, found 'x=1'"},
	{FIRST SIZES SIZES, "3: sizes are given twice"},
	{FIRST "0 reset\n", "2: expected a cycle, " DIGITS "1 to 4294967295, found '0'"},
	{FIRST "4294967296 reset\n", "2: expected a cycle, " DIGITS "1 to 4294967295, found '4294967296'"},
	{FIRST "2 reset\n1 reset\n", "3: cycle 1 behind cycle 2"},
	{FIRST "1\n", "2: expected a kind of event, found the end of the line"},
	{FIRST "1 walk\n", "2: expected a kind of event, found 'walk'"},
	{FIRST "1 reset now\n", "2: expected FIELD=VALUE of 'reset', found 'now'"},
	{FIRST "1 fence vax=1\n", "2: expected FIELD=VALUE of 'fence', found 'vax=1'"},
	{FIRST "1 fence va\n", "2: expected FIELD=VALUE of 'fence', found 'va'"},
	{FIRST "1 fence va=\n", "2: expected a number behind '=', found the end of the line"},
	{FIRST "1 fence va=1g\n", "2: expected va, found '1g'"},
	{FIRST "1 fence va=1 va=1\n", "2: va is given twice"},
	{FIRST "1 fence by_va=2\n", "2: expected by_va of at most 1 bits, found '2'"},
	{FIRST "1 fence va=10000000000000000\n", "2: expected va of at most 64 bits, found '10000000000000000'"},
	{FIRST "1 data_req priv=4\n", "2: expected priv of at most 2 bits, found '4'"},
	{FIRST "1 fetch_req store=1\n", "2: expected FIELD=VALUE of 'fetch_req', found 'store=1'"},
	{FIRST "1 idle_mem_rsp id=10\n", "2: expected id of at most 4 bits, found '10'"},
	{FIRST "1 mem latency=0\n", "2: expected latency, " DIGITS "1 to 1048575, found '0'"},
	{FIRST "1 hold\n", "2: expected a field of 'hold'"},
	{FIRST "1 set\n", "2: expected a field of 'set'"},
	{FIRST "1 hold data_rsp=0\n", "2: expected data_rsp, " DIGITS "1 to 1048575, found '0'"},
	{FIRST "1 page\n", "2: expected ppn="},
	{FIRST "1 page ppn=100000000000\n", "2: expected ppn of at most 44 bits, found '100000000000'"},
	{FIRST "1 pte value=1\n", "2: expected pa="},
	{FIRST "1 pte pa=8 bytes=5\n", "2: expected bytes=4 or bytes=8"},
	{FIRST "1 pte pa=c bytes=8\n", "2: expected an address that is a multiple of 8, found c"},
	{FIRST "1 pte pa=c\n", "2: expected an address that is a multiple of 8, found c"},
	{FIRST "1 pte pa=c value=100000000 bytes=4\n", "2: expected a value of at most 32 bits, found 100000000"},
	{FIRST "1 expect\n", "2: " OUTPUTS ", found the end of the line"},
	{FIRST "1 expect # fetch_req_ready=1\n", "2: " OUTPUTS ", found the end of the line"},
	{FIRST "1 expect ready=1\n", "2: " OUTPUTS ", found 'ready=1'"},
	{FIRST "1 expect fetch_req_va=1\n", "2: " OUTPUTS ", found 'fetch_req_va=1'"},
	{FIRST "1 expect counter_value=1\n", "2: " OUTPUTS ", found 'counter_value=1'"},
	{FIRST "1 expect fetch_req_ready\n", "2: " OUTPUTS ", found 'fetch_req_ready'"},
	{FIRST "1 expect fetch_req_ready=\n", "2: expected a number behind '=', found the end of the line"},
	{FIRST "1 expect fetch_req_ready=2\n", "2: expected fetch_req_ready of at most 1 bits, found '2'"},
	{FIRST "1 expect data_rsp_pa=1x\n", "2: expected data_rsp_pa, found '1x'"},
	{FIRST "1 expect data_rsp_pa=1 1\n", "2: " OUTPUTS ", found '1'"},
	{FIRST "1 expect counter=32 value=1\n", "2: expected counter, " DIGITS "0 to 31, found '32'"},
	{FIRST "1 expect counter=c value=1\n", "2: expected counter, " DIGITS "0 to 31, found 'c'"},
	{FIRST "1 expect counter=1\n", "2: expected value=, found the end of the line"},
	{FIRST "1 expect counter=1 data_rsp_pa=1\n", "2: expected value=, found 'data_rsp_pa=1'"},
	{FIRST "1 expect counter=1 value=a\n", "2: expected value, " DIGITS "0 to 18446744073709551615, found 'a'"},
	{FIRST "1 expect value=1\n", "2: " OUTPUTS ", found 'value=1'"},
	{FIRST "2 expect fetch_req_ready=1\n1 reset\n", "3: cycle 1 behind cycle 2"},
	{FIRST "2 reset\n1 expect fetch_req_ready=1\n", "3: cycle 1 behind cycle 2"},
	{FIRST "1 expect fetch_req_ready=1\nregisters seed=1\n", "3: expected a cycle, found 'registers'"},
	{FIRST "1 reset\001\n", "2: expected a kind of event, found 'reset\\x01'"},
	{FIRST "1 reset # \001\n", "2: expected text in the comment, found byte 01"},
};
/* clang-format on */

START_TEST(bad_lines)
{
	struct script script;

	if (!*bad[_i].text) {
		/* Nobody reads it as a script: it does not begin like one. */
		ck_assert(read_text("", 0, &script));
		ck_assert_uint_eq(script.n, 0);
		return;
	}
	ck_assert(!read_text(bad[_i].text, strlen(bad[_i].text), &script));
	ck_assert_str_eq(message, bad[_i].message);
}
END_TEST

START_TEST(how_a_script_begins)
{
	static const struct {
		const char *text;
		bool is;
	} files[] = {
		{FIRST, true},
		{"pagewalk-pins\n", true},
		{"pagewalk-pins 2\n", true},
		{"pagewalk 1\n", false},
		{"pagewalk-pinsx 1\n", false},
		{"\n" FIRST, false},
		{"", false},
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		const char *path = scratch_file("a", files[i].text, strlen(files[i].text));
		char error[700];
		struct source *source = source_open(path, error, sizeof(error));
		struct source_line line;

		ck_assert_ptr_nonnull(source);
		ck_assert_msg(script_begins(source) == files[i].is, "%s", files[i].text);
		/* And nothing has been read. */
		if (*files[i].text) {
			ck_assert_int_eq(source_next(source, &line), SOURCE_LINE);
			ck_assert_uint_eq(line.number, 1);
			ck_assert_mem_eq(line.text, files[i].text, line.length);
		} else {
			ck_assert_int_eq(source_next(source, &line), SOURCE_END);
		}
		source_close(source);
	}
}
END_TEST

START_TEST(sizes_must_fit)
{
	static const char text[] = FIRST SIZES_AT_FIRST "\n", without[] = FIRST;
	struct mmu_config size = {16, 8, 9, 4, 32, 46, 255, 1, 0, 0, 0};
	struct script script;
	char error[200];

	ck_assert(read_text(text, strlen(text), &script));
	ck_assert(script_fits(&script, "a", &size, error, sizeof(error)));
	size.segments = 0;
	ck_assert(!script_fits(&script, "a", &size, error, sizeof(error)));
	ck_assert_str_eq(error, "a: for segments=1, but this build has 0; without its line 'sizes' "
				"it runs on any");
	/* A script that does not say it is for an MMU without a walk cache. */
	size.segments = 1;
	size.walk_entries = 4;
	ck_assert(!script_fits(&script, "a", &size, error, sizeof(error)));
	ck_assert_str_eq(error, "a: for walk_entries=0, but this build has 4; without its line "
				"'sizes' it runs on any");
	size.walk_entries = 0;
	size.array_sets = 8;
	ck_assert(!script_fits(&script, "a", &size, error, sizeof(error)));
	ck_assert_str_eq(error, "a: for array_sets=0, but this build has 8; without its line "
				"'sizes' it runs on any");
	size.array_sets = 0;
	size.lines = 2;
	ck_assert(!script_fits(&script, "a", &size, error, sizeof(error)));
	ck_assert_str_eq(error, "a: for lines=0, but this build has 2; without its line 'sizes' it "
				"runs on any");
	size.lines = 0;
	script_free(&script);
	ck_assert(read_text(without, strlen(without), &script));
	ck_assert(script_fits(&script, "a", &size, error, sizeof(error)));
	script_free(&script);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pins");
	TCase *tc = tcase_create("pins");

	tcase_add_unchecked_fixture(tc, scratch_begin, scratch_end);
	tcase_add_test(tc, what_is_read_is_written);
	tcase_add_loop_test(tc, with_and_without_second_level, 0, 5);
	tcase_add_test(tc, what_is_usual_is_not_said);
	tcase_add_test(tc, expectations_in_their_order);
	tcase_add_loop_test(tc, bad_lines, 0, sizeof(bad) / sizeof(bad[0]));
	tcase_add_test(tc, how_a_script_begins);
	tcase_add_test(tc, sizes_must_fit);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
