/* SPDX-License-Identifier: Apache-2.0 */
#include "context_fixture.h"

#include <check.h>
#include <string.h>

#include "judge/judge.h"
#include "judge/judge_ptbr.h"

struct context context;
struct mmu_in in;
struct mmu_out out;
struct context_answer effect;
static struct judge *judge;
uint64_t pdptes_before;

void build(unsigned int asid_bits, unsigned int formats)
{
	const struct mmu_config config = {
		.asid_bits = asid_bits, .pa_bits = 46, .formats = formats};

	context_init(&context, &config);
}

void begin(void)
{
	memset(&context, 0, sizeof(context));
	memset(&in, 0, sizeof(in));
	memset(&out, 0, sizeof(out));
	build(16, 255);
	judge = judge_create(NULL, 255);
	ck_assert_ptr_nonnull(judge);
}

void end(void)
{
	judge_destroy(judge);
}

const char *write_now(void)
{
	const char *error = judge_ptbr_write(&context);

	if (!error)
		context_write(&context, &in);
	return error;
}

const char *read_now(void)
{
	const char *error = judge_ptbr_read(&context, &out);

	if (!error)
		context_read(&context, &out);
	return error;
}

static const char *answer_now(void)
{
	context_answer(&context, &out, &effect);
	return judge_ptbr_answer(judge, &context, &out, &effect);
}

void write_value(enum regime regime, uint64_t value)
{
	in.ptbr_regime = regime;
	in.ptbr_value = value;
	ck_assert_ptr_null(write_now());
}

const char *answer(enum fault fault, uint64_t held)
{
	out.ptbr_rsp_fault = fault;
	out.ptbr_held = held;
	memset(&effect, 0xff, sizeof(effect));
	pdptes_before = context_now(&context, &in)->pdptes;
	return answer_now();
}

bool loads(void)
{
	return context_now(&context, &in)->pdptes != pdptes_before;
}

void writes(enum regime regime, uint64_t value, uint64_t held)
{
	write_value(regime, value);
	ck_assert_ptr_null(answer(FAULT_NONE, held));
}

const struct oracle_context *held(void)
{
	return &context.held;
}
