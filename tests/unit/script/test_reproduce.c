/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is left of a run without the cycle model is no fault of the stimulus: a bench whose MMU is
 * right passes it, whatever was taken out. Here the run has a trap in it. Its fence makes a change
 * of PBMTE seen; without the fence the last load hits, on any MMU, an entry that a walk would not
 * fill any more, and is answered without the page fault that the planted bug takes away.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "dut/dut.h"
#include "scratch.h"
#include "script/pins_play.h"
#include "script/reproduce.h"
#include "suite.h"

#define MAP                                                                                        \
	"pagewalk-pins 1\n"                                                                        \
	"1 page ppn=80000\n"                                                                       \
	"1 pte pa=80000000 value=20000000200000cf\n" /* PBMT = 1 */                                \
	"1 set pbmte=1\n"                                                                          \
	"1 ptbr regime=1 value=8000000000080000\n"
#define FIRST "2 data_req va=123 priv=1\n"
#define OFF   "20 set pbmte=0\n"
#define FENCE "20 fence\n" /* a wall: the load behind it is accepted a cycle later */
#define LAST  "20 data_req va=456 priv=1\n"

static uint64_t answered; /* the last time that the data port was */

static void watch(void *opaque, const struct bench *bench)
{
	(void)opaque;
	if (bench->out.data_rsp_valid)
		answered = bench->cycle;
}

static void read_script(const char *path, struct script *script)
{
	char error[256] = "";
	struct source *source = source_open(path, error, sizeof(error));

	ck_assert_msg(source && script_read(script, source, error, sizeof(error)), "%s", error);
	source_close(source);
}

static void read_text(const char *text, struct script *script)
{
	read_script(scratch_file("run.pins", text, strlen(text)), script);
}

/* Plays it; how it ended goes to kind. */
static enum bench_status play(const struct bench_config *config, const struct script *script,
			      char *kind, size_t size)
{
	char error[256];
	struct bench *bench = bench_create(config, error, sizeof(error));
	enum bench_status status;

	ck_assert_msg(bench, "%s", error);
	bench->watch = watch;
	status = pins_play(bench, script, 0, NULL);
	reproduce_kind(bench->failure, kind, size);
	bench_destroy(bench);
	return status;
}

static void drive(void *opaque, struct bench *bench)
{
	pins_play(bench, opaque, 0, NULL);
}

static const struct bench_config alone = {.model = true, .oracle = true, .memory = {.latency = 1}};

/* The RTL without the cycle model; the bug shows when the last load of the whole run is answered.
 */
static struct bench_config with_bug(const struct script *run)
{
	struct bench_config config = {.rtl = true, .oracle = true, .memory = {.latency = 1}};
	char kind[512];

	ck_assert_msg(play(&config, run, kind, sizeof(kind)) == BENCH_OK, "%s", kind);
	config.plant_pin = "data_rsp_fault";
	config.plant_cycle = answered;
	return config;
}

/* Until the fence the entry may serve (tlb-7), so that the run without it is well, too. */
START_TEST(the_fence_does_not_matter)
{
	struct script cut;
	char kind[512];

	read_text(MAP FIRST OFF LAST, &cut);
	ck_assert_msg(play(&alone, &cut, kind, sizeof(kind)) == BENCH_OK, "%s", kind);
	script_free(&cut);
}
END_TEST

START_TEST(what_is_left_passes_on_the_model)
{
	struct script run, left;
	struct reproduce what = {
		.drive = drive, .opaque = &run, .command = "test", .replay = "replay"};
	struct reproduced done;
	char error[512] = "", planted[512], kind[512];

	read_text(MAP FIRST OFF FENCE LAST, &run);
	what.config = with_bug(&run);
	what.path = scratch_path("left.pins");
	play(&what.config, &run, planted, sizeof(planted));
	ck_assert_msg(reproduce(&what, &done, error, sizeof(error)), "%s", error);
	ck_assert(done.whole);
	ck_assert_uint_lt(done.events, run.n);
	read_script(what.path, &left);
	ck_assert_int_eq(play(&what.config, &left, kind, sizeof(kind)), BENCH_MISMATCH);
	ck_assert_str_eq(kind, planted);
	ck_assert_msg(play(&alone, &left, kind, sizeof(kind)) == BENCH_OK,
		      "the cycle model alone fails, too: %s", kind);
	script_free(&left);
	script_free(&run);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("reproduce");
	TCase *tc = tcase_create("reproduce");

	tcase_add_unchecked_fixture(tc, scratch_begin, scratch_end);
	tcase_add_test(tc, the_fence_does_not_matter);
	tcase_add_test(tc, what_is_left_passes_on_the_model);
	suite_add_tcase(suite, tc);
	return suite_run(suite);
}
