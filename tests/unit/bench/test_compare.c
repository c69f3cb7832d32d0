/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tests the test: a difference of one bit on any output of the RTL is caught in
 * its cycle and named, each bit of each pin; and a wrong answer is caught by each judge
 * alone. The traces that are played come as arguments.
 */
#include <check.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dut/dut.h"
#include "suite.h"
#include "trace/player.h"

static char **traces;
static int n_traces;

static struct bench *play(const char *path, const struct bench_config *config)
{
	struct player_config player = {.name = path, .stall = 64, .seed = 1, .limit = 4000};
	struct player_counts counts;
	char error[256];
	struct trace *trace = trace_open(path, error, sizeof(error));
	struct bench *bench;

	ck_assert_msg(trace, "%s", error);
	bench = bench_create(config, error, sizeof(error));
	ck_assert_msg(bench, "%s", error);
	player_run(bench, trace, &player, &counts);
	trace_close(trace);
	return bench;
}

/* Flips one bit of one pin. False: in this trace the pin never means anything. */
static bool planted_is_caught(const char *path, size_t number, unsigned int bit)
{
	const struct mmu_pin *pin = &mmu_outputs[number];
	const struct bench_config config = {
		.rtl = true,
		.model = true,
		.memory = {.latency = 2},
		.plant_pin = pin->name,
		.plant_bit = bit,
		.plant_cycle = 1 + bit,
	};
	struct bench *bench = play(path, &config);
	bool planted = !bench->config.plant_pin;
	/* A count is told in decimal. */
	const char *format = strcmp(pin->name, "counter_value")
				     ? "pin %31[^:]: RTL %llx, model %llx"
				     : "pin %31[^:]: RTL %llu, model %llu";
	unsigned long long rtl, model;
	char name[32];

	if (planted) {
		ck_assert_msg(bench->status == BENCH_MISMATCH, "%s bit %u: not caught", pin->name,
			      bit);
		ck_assert_msg(sscanf(bench->failure, format, name, &rtl, &model) == 3 &&
				      !strcmp(name, pin->name) && rtl == (model ^ 1ull << bit),
			      "%s bit %u: named '%s'", pin->name, bit, bench->failure);
		/* The player may have gone on for a cycle. */
		if (bench->failed_cycle + 1 == bench->cycle)
			ck_assert_uint_eq(model, ((const uint64_t *)&bench->model_out)[number]);
	}
	bench_destroy(bench);
	return planted;
}

START_TEST(each_bit_of_each_pin)
{
	const struct mmu_pin *pin = &mmu_outputs[_i];

	for (unsigned int bit = 0; bit < pin->bits; bit++) {
		bool planted = false;

		for (int i = 0; i < n_traces && !planted; i++)
			planted = planted_is_caught(traces[i], (size_t)_i, bit);
		ck_assert_msg(planted, "%s bit %u: no trace shows the pin", pin->name, bit);
	}
}
END_TEST

/* Without a difference nothing is reported: the test above fails for its reason. */
START_TEST(no_difference_no_mismatch)
{
	const struct bench_config config = {
		.rtl = true, .model = true, .oracle = true, .memory = {.latency = 2}};

	for (int i = 0; i < n_traces; i++) {
		struct bench *bench = play(traces[i], &config);

		ck_assert_msg(bench->status == BENCH_OK, "%s: %s", traces[i], bench->failure);
		bench_destroy(bench);
	}
}
END_TEST

/* The oracle, and the trace, each catch a wrong answer when nobody else looks. */
static void wrong_answer(const char *pin, unsigned int bit, bool oracle, const char *expected)
{
	const struct bench_config config = {
		.rtl = true,
		.oracle = oracle,
		.memory = {.latency = 2},
		.plant_pin = pin,
		.plant_bit = bit,
		.plant_cycle = 3, /* after the reset that the trace begins with */
	};
	struct bench *bench = play(traces[0], &config);

	ck_assert_int_eq(bench->status, BENCH_MISMATCH);
	ck_assert_msg(strstr(bench->failure, expected), "'%s' does not say '%s'", bench->failure,
		      expected);
	bench_destroy(bench);
}

START_TEST(oracle_alone)
{
	wrong_answer("data_rsp_pa", 12, true, "oracle: answer pa");
	wrong_answer("fetch_rsp_fault", 0, true, "oracle: answer pa");
	wrong_answer("data_rsp_size", 1, true, "oracle: answer pa");
	wrong_answer("data_rsp_memtype", 0, true, "oracle: answer pa");
	wrong_answer("data_rsp_code", 0, true, "oracle: answer pa");
	wrong_answer("ptbr_rsp_fault", 0, true, "oracle: a write of satp that");
	wrong_answer("data_rsp_tag", 0, true, "oracle: answer with tag");
	wrong_answer("mem_req_addr", 4, true, "oracle: PTE read");
	wrong_answer("mem_req_wide", 0, true, "oracle: a PTE access of");
}
END_TEST

START_TEST(trace_alone)
{
	wrong_answer("data_rsp_pa", 12, false, "; the trace, line ");
	wrong_answer("fetch_rsp_fault", 0, false, "; the trace, line ");
}
END_TEST

/* A port that answers unasked, or never. */
START_TEST(exactly_one_answer)
{
	wrong_answer("data_rsp_valid", 0, true, "an answer that nobody asked for");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("compare");
	TCase *tcase = tcase_create("compare");

	traces = argv + 1;
	n_traces = argc - 1;
	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 300);
	tcase_add_loop_test(tcase, each_bit_of_each_pin, 0, MMU_N_OUTPUTS);
	tcase_add_test(tcase, no_difference_no_mismatch);
	tcase_add_test(tcase, oracle_alone);
	tcase_add_test(tcase, trace_alone);
	tcase_add_test(tcase, exactly_one_answer);
	return suite_run(suite);
}
