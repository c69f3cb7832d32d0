/* SPDX-License-Identifier: Apache-2.0 */
#include "pins_expect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NONE EXPECT_CHANNELS

/* The channels whose payload is 0 without valid. */
static const char *const channels[EXPECT_CHANNELS] = {"fetch_rsp_", "data_rsp_", "ptbr_rsp_",
						      "mem_req_"};

static bool is_valid(const struct mmu_out *out, unsigned int channel)
{
	const uint64_t valid[EXPECT_CHANNELS] = {out->fetch_rsp_valid, out->data_rsp_valid,
						 out->ptbr_rsp_valid, out->mem_req_valid};

	return valid[channel];
}

/* Of which the pin is payload; NONE. */
static unsigned int channel_of(const char *pin)
{
	for (unsigned int i = 0; i < EXPECT_CHANNELS; i++) {
		size_t length = strlen(channels[i]);

		if (!strncmp(pin, channels[i], length))
			return strcmp(pin + length, "valid") ? i : NONE;
	}
	return NONE;
}

bool expect_begin(struct expectations *expectations, const struct script *script)
{
	*expectations = (struct expectations){.script = script,
					      .met = calloc(script->n_expects + 1, sizeof(bool))};
	return expectations->met;
}

void expect_end(struct expectations *expectations)
{
	free(expectations->met);
}

static const char *voices(const struct bench *bench)
{
	if (bench->config.rtl && bench->config.model)
		return "RTL = cycle model show";
	return bench->config.rtl ? "the RTL shows" : "the cycle model shows";
}

/* What was shown, and when, is not what was expected. */
static void fail(struct bench *bench, const struct script_expect *expect, const char *what,
		 const char *shown, const char *expected)
{
	bool first = bench->status == BENCH_OK;

	bench_fail(bench, BENCH_MISMATCH, "%s: %s %s; the script, line %u, expects %s", what,
		   voices(bench), shown, expect->line, expected);
	if (first)
		bench->failed_cycle = bench->cycle - 1;
}

static bool compare(const struct expectations *expectations, struct bench *bench,
		    const struct script_expect *expect)
{
	unsigned int bits;
	const char *pin = script_output(expect->number, &bits);
	unsigned int channel = channel_of(pin);
	uint64_t cycle = bench->cycle - 1, value = script_output_value(expect->number, &bench->out);
	char what[40], shown[64], expected[24];

	if (channel != NONE) {
		cycle = expectations->last[channel].cycle;
		value = script_output_value(expect->number, &expectations->last[channel].out);
	}
	if (value == expect->value && (channel == NONE || cycle))
		return true;
	snprintf(what, sizeof(what), "pin %s", pin);
	snprintf(shown, sizeof(shown), "%" PRIx64 " in cycle %" PRIu64, value, cycle);
	snprintf(expected, sizeof(expected), "%" PRIx64, expect->value);
	fail(bench, expect, what, channel == NONE || cycle ? shown : "nothing so far", expected);
	return false;
}

static bool compare_counter(struct bench *bench, const struct script_expect *expect)
{
	uint64_t value = bench->out.counter_value;
	char what[24], shown[64], expected[24];

	if (value == expect->value)
		return true;
	snprintf(what, sizeof(what), "counter %u", expect->number);
	snprintf(shown, sizeof(shown), "%" PRIu64 " in cycle %" PRIu64, value, bench->cycle - 1);
	snprintf(expected, sizeof(expected), "%" PRIu64, expect->value);
	fail(bench, expect, what, shown, expected);
	return false;
}

void expect_cycle(struct expectations *expectations, struct bench *bench)
{
	const struct script *script = expectations->script;
	uint64_t cycle = bench->cycle - 1;

	for (unsigned int i = 0; i < EXPECT_CHANNELS; i++) {
		if (!is_valid(&bench->out, i))
			continue;
		expectations->last[i].cycle = cycle;
		expectations->last[i].out = bench->out;
	}
	for (size_t i = expectations->first; i < script->n_expects; i++) {
		const struct script_expect *expect = &script->expects[i];

		if (expect->cycle > cycle)
			break;
		if (expectations->met[i])
			continue;
		/* The counter that was selected one cycle earlier. */
		if (expect->is_counter &&
		    (cycle + SCRIPT_COUNTERS - 1) % SCRIPT_COUNTERS != expect->number)
			continue;
		expectations->met[i] = true;
		expectations->n += expect->is_counter ? compare_counter(bench, expect)
						      : compare(expectations, bench, expect);
	}
	while (expectations->first < script->n_expects && expectations->met[expectations->first])
		expectations->first++;
}

bool expect_is_done(const struct expectations *expectations)
{
	return expectations->first == expectations->script->n_expects;
}
