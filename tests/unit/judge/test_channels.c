/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the output channels may show, on pins made by hand: each pin of each channel (general-3),
 * a request to memory that waits (walk-8), and the ids of those that are outstanding (walk-7).
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "arch.h"
#include "judge/channels.h"
#include "suite.h"

struct payload {
	const char *channel;
	uint64_t *valid, *pin;
};

static bool answers;
static struct channels channels;
static struct mmu_in in;
static struct mmu_out out;

/* Every output but ready and the two that mean something always, ptbr_held and counter_value. */
static const struct payload payloads[] = {
	{"fetch_rsp", &out.fetch_rsp_valid, &out.fetch_rsp_tag},
	{"fetch_rsp", &out.fetch_rsp_valid, &out.fetch_rsp_pa},
	{"fetch_rsp", &out.fetch_rsp_valid, &out.fetch_rsp_fault},
	{"fetch_rsp", &out.fetch_rsp_valid, &out.fetch_rsp_code},
	{"fetch_rsp", &out.fetch_rsp_valid, &out.fetch_rsp_size},
	{"fetch_rsp", &out.fetch_rsp_valid, &out.fetch_rsp_memtype},
	{"data_rsp", &out.data_rsp_valid, &out.data_rsp_tag},
	{"data_rsp", &out.data_rsp_valid, &out.data_rsp_pa},
	{"data_rsp", &out.data_rsp_valid, &out.data_rsp_fault},
	{"data_rsp", &out.data_rsp_valid, &out.data_rsp_code},
	{"data_rsp", &out.data_rsp_valid, &out.data_rsp_size},
	{"data_rsp", &out.data_rsp_valid, &out.data_rsp_memtype},
	{"ptbr_rsp", &out.ptbr_rsp_valid, &out.ptbr_rsp_fault},
	{"mem_req", &out.mem_req_valid, &out.mem_req_id},
	{"mem_req", &out.mem_req_valid, &out.mem_req_fetch},
	{"mem_req", &out.mem_req_valid, &out.mem_req_wide},
	{"mem_req", &out.mem_req_valid, &out.mem_req_addr},
	{"mem_req", &out.mem_req_valid, &out.mem_req_cas},
	{"mem_req", &out.mem_req_valid, &out.mem_req_expect},
	{"mem_req", &out.mem_req_valid, &out.mem_req_data},
};

#define PAYLOADS  ((int)(sizeof(payloads) / sizeof(payloads[0])))
#define OF_MEMORY 7 /* the last of them */

static void begin(void)
{
	memset(&channels, 0, sizeof(channels));
	memset(&in, 0, sizeof(in));
	memset(&out, 0, sizeof(out));
	answers = true;
	out.fetch_req_ready = out.data_req_ready = out.ptbr_ready = out.fence_ready = 1;
	out.ptbr_held = out.counter_value = UINT64_MAX;
}

/* Memory answers at once, so that the id is free again; or not. */
static const char *cycle(void)
{
	const char *error;

	in.mem_rsp_valid = answers;
	error = channels_cycle(&channels, &in, &out);
	if (out.mem_req_valid && in.mem_req_ready)
		in.mem_rsp_id = out.mem_req_id;
	return error;
}

#define agrees()      ck_assert_ptr_null(cycle())
#define refuses(text) ck_assert_pstr_eq(cycle(), text)

START_TEST(silence)
{
	agrees();
	in.rst = 1;
	agrees();
}
END_TEST

/* With all the other channels at work, and in reset, too. */
START_TEST(payload_without_valid)
{
	const struct payload *payload = &payloads[_i % PAYLOADS];
	char says[64];

	snprintf(says, sizeof(says), "%s shows a payload while it is not valid", payload->channel);
	in.rst = _i / PAYLOADS;
	in.mem_req_ready = 1;
	out.fetch_rsp_valid = out.data_rsp_valid = out.ptbr_rsp_valid = out.mem_req_valid = 1;
	*payload->valid = 0;
	agrees();
	for (unsigned int bit = 0; bit < 64; bit++) {
		*payload->pin = UINT64_C(1) << bit;
		refuses(says);
	}
	*payload->pin = 0;
	agrees();
}
END_TEST

START_TEST(payload_with_valid)
{
	out.fetch_rsp_valid = out.data_rsp_valid = out.ptbr_rsp_valid = out.mem_req_valid = 1;
	in.mem_req_ready = 1;
	out.mem_req_cas = 1;
	for (int i = 0; i < PAYLOADS; i++)
		*payloads[i].pin = 1;
	agrees();
}
END_TEST

START_TEST(read_with_a_value)
{
	in.mem_req_ready = 1;
	out.mem_req_valid = out.mem_req_wide = 1;
	*(_i ? &out.mem_req_data : &out.mem_req_expect) = UINT64_C(1) << 63;
	refuses("a read of memory that shows the values of a compare-and-swap");
	out.mem_req_cas = 1;
	agrees();
}
END_TEST

/* A request that memory does not take at once, of all pins 1; for as long as it likes. */
static void show_request(void)
{
	out.mem_req_valid = 1;
	for (int i = PAYLOADS - OF_MEMORY; i < PAYLOADS; i++)
		*payloads[i].pin = 1;
	agrees();
	agrees();
}

static void take_back(void)
{
	out.mem_req_valid = 0;
	for (int i = PAYLOADS - OF_MEMORY; i < PAYLOADS; i++)
		*payloads[i].pin = 0;
}

START_TEST(request_changes)
{
	uint64_t *pin = payloads[PAYLOADS - OF_MEMORY + _i].pin;

	show_request();
	*pin ^= 3;
	refuses("a memory request that changes before memory takes it");
}
END_TEST

/* In the cycle in which memory takes it, it is what it was. */
START_TEST(request_changes_as_it_is_taken)
{
	show_request();
	in.mem_req_ready = 1;
	out.mem_req_addr = 8;
	refuses("a memory request that changes before memory takes it");
}
END_TEST

START_TEST(request_goes)
{
	show_request();
	in.mem_req_ready = _i;
	take_back();
	refuses("a memory request that goes before memory takes it");
}
END_TEST

/* Taken, it may be followed by another one, or by none. */
START_TEST(request_is_taken)
{
	show_request();
	in.mem_req_ready = 1;
	agrees();
	in.mem_req_ready = 0;
	if (_i)
		out.mem_req_addr = 8;
	else
		take_back();
	agrees();
}
END_TEST

/* What is refused once is the request that waits from then on. */
START_TEST(changes_again)
{
	show_request();
	out.mem_req_addr = 8;
	refuses("a memory request that changes before memory takes it");
	agrees();
	out.mem_req_addr = 16;
	refuses("a memory request that changes before memory takes it");
}
END_TEST

/* rst is on no path to an output (general-5): the request goes in the cycle after. */
START_TEST(reset)
{
	show_request();
	in.rst = 1;
	if (_i) {
		out.mem_req_addr = 8;
		refuses("a memory request that changes before memory takes it");
		return;
	}
	agrees();
	in.rst = 0;
	take_back();
	agrees();
}
END_TEST

/* ---- Ids (walk-7) ---- */

#define OUTSTANDING "a memory request with an id that is outstanding"

static const char *ask(uint64_t id)
{
	in.mem_req_ready = out.mem_req_valid = 1;
	out.mem_req_id = id;
	return channels_cycle(&channels, &in, &out);
}

/* Memory answers, and the MMU asks nothing. */
static void give(uint64_t id)
{
	out.mem_req_valid = out.mem_req_id = 0;
	in.mem_rsp_valid = 1;
	in.mem_rsp_id = id;
	ck_assert_ptr_null(channels_cycle(&channels, &in, &out));
	in.mem_rsp_valid = 0;
}

/* All of them, answered in another order; each is free again alone. */
START_TEST(ids_are_outstanding)
{
	for (uint64_t id = 0; id < MEM_IDS; id++)
		ck_assert_ptr_null(ask(id));
	for (uint64_t n = 0; n < MEM_IDS; n++) {
		uint64_t id = (5 * n + 3) % MEM_IDS;

		ck_assert_pstr_eq(ask(id), OUTSTANDING);
		give(id);
		ck_assert_pstr_eq(ask((id + 5) % MEM_IDS), OUTSTANDING);
		ck_assert_ptr_null(ask(id));
	}
}
END_TEST

/* In the cycle of the answer the id is free; and in that of the acceptance it is no longer. */
START_TEST(id_with_its_answer)
{
	ck_assert_ptr_null(ask(3));
	in.mem_rsp_valid = 1;
	in.mem_rsp_id = 3;
	ck_assert_ptr_null(ask(3));
	in.mem_rsp_id = 4;
	ck_assert_pstr_eq(ask(3), OUTSTANDING);
}
END_TEST

/* Shown is enough, and what memory has not accepted is not outstanding. */
START_TEST(id_shown)
{
	out.mem_req_valid = 1;
	out.mem_req_id = 3;
	answers = false;
	agrees();
	agrees();
	in.mem_req_ready = 1;
	agrees();
	in.mem_req_ready = 0;
	refuses(OUTSTANDING);
}
END_TEST

/* Reset forgets what was asked; in its own cycle nothing is accepted (general-1). */
START_TEST(ids_and_reset)
{
	ck_assert_ptr_null(ask(3));
	out.mem_req_valid = out.mem_req_id = 0;
	in.rst = 1;
	if (_i) {
		ck_assert_ptr_null(ask(4));
		in.rst = 0;
		ck_assert_ptr_null(ask(4));
		return;
	}
	agrees();
	in.rst = 0;
	ck_assert_ptr_null(ask(3));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("channels");
	TCase *tcase = tcase_create("channels");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, NULL);
	tcase_add_test(tcase, silence);
	tcase_add_loop_test(tcase, payload_without_valid, 0, 2 * PAYLOADS);
	tcase_add_test(tcase, payload_with_valid);
	tcase_add_loop_test(tcase, read_with_a_value, 0, 2);
	tcase_add_loop_test(tcase, request_changes, 0, OF_MEMORY);
	tcase_add_test(tcase, request_changes_as_it_is_taken);
	tcase_add_loop_test(tcase, request_goes, 0, 2);
	tcase_add_loop_test(tcase, request_is_taken, 0, 2);
	tcase_add_test(tcase, changes_again);
	tcase_add_loop_test(tcase, reset, 0, 2);
	tcase_add_test(tcase, ids_are_outstanding);
	tcase_add_test(tcase, id_with_its_answer);
	tcase_add_test(tcase, id_shown);
	tcase_add_loop_test(tcase, ids_and_reset, 0, 2);

	return suite_run(suite);
}
