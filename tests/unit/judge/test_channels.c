/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the output channels may show, on pins made by hand: each pin of each channel (general-3),
 * and a request to memory that waits (walk-8).
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "judge/channels.h"
#include "suite.h"

struct payload {
	const char *channel;
	uint64_t *valid, *pin;
};

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
	{"mem_req", &out.mem_req_valid, &out.mem_req_fetch},
	{"mem_req", &out.mem_req_valid, &out.mem_req_wide},
	{"mem_req", &out.mem_req_valid, &out.mem_req_addr},
	{"mem_req", &out.mem_req_valid, &out.mem_req_cas},
	{"mem_req", &out.mem_req_valid, &out.mem_req_expect},
	{"mem_req", &out.mem_req_valid, &out.mem_req_data},
};

#define PAYLOADS  ((int)(sizeof(payloads) / sizeof(payloads[0])))
#define OF_MEMORY 6 /* the last of them */

static void begin(void)
{
	memset(&channels, 0, sizeof(channels));
	memset(&in, 0, sizeof(in));
	memset(&out, 0, sizeof(out));
	out.fetch_req_ready = out.data_req_ready = out.ptbr_ready = out.fence_ready = 1;
	out.ptbr_held = out.counter_value = UINT64_MAX;
}

static const char *cycle(void)
{
	return channels_cycle(&channels, &in, &out);
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

	return suite_run(suite);
}
