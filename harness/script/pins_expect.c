/* SPDX-License-Identifier: Apache-2.0 */
#include "script/pins_expect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t value_of(const struct mmu_out *out, unsigned int pin)
{
	return ((const uint64_t *)out)[pin];
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

/* An expectation is not met: says which, and in which cycle. */
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
	const struct mmu_pin *pin = &mmu_outputs[expect->number];
	bool payload = pin->role == ROLE_PAYLOAD;
	uint64_t cycle = bench->cycle - 1, value = value_of(&bench->out, expect->number);
	char what[40], shown[64], expected[24];

	if (payload) {
		cycle = expectations->last[pin->channel].cycle;
		value = value_of(&expectations->last[pin->channel].out, expect->number);
	}
	if (value == expect->value && (!payload || cycle))
		return true;
	snprintf(what, sizeof(what), "pin %s", pin->name);
	snprintf(shown, sizeof(shown), "%" PRIx64 " in cycle %" PRIu64, value, cycle);
	snprintf(expected, sizeof(expected), "%" PRIx64, expect->value);
	fail(bench, expect, what, !payload || cycle ? shown : "nothing so far", expected);
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

	for (unsigned int i = 0; i < MMU_N_OUTPUTS; i++) {
		if (mmu_outputs[i].role != ROLE_VALID || !value_of(&bench->out, i))
			continue;
		expectations->last[mmu_outputs[i].channel].cycle = cycle;
		expectations->last[mmu_outputs[i].channel].out = bench->out;
	}
	for (size_t i = expectations->first; i < script->n_expects; i++) {
		const struct script_expect *expect = &script->expects[i];

		if (expect->cycle > cycle)
			break;
		if (expectations->met[i])
			continue;
		/* The counter that was selected one cycle earlier. */
		if (expect->is_counter &&
		    (cycle + MMU_COUNTERS - 1) % MMU_COUNTERS != expect->number)
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
