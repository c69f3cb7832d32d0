/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The judge, on pins made by hand: requests through segments.
 */
#include <check.h>

#include "scoreboard_fixture.h"
#include "suite.h"

/* DS: writable data of ring 2 or above (S is ring 2), from 0x1000 on, 0x1000 bytes. */
static void load_ds(void)
{
	in.seg_valid = 1;
	in.seg_index = SEGMENT_DS;
	in.seg_base = 0x1000;
	in.seg_limit = 0xfff;
	in.seg_type = 2;
	in.seg_dpl = 2;
	in.seg_present = 1;
	agrees();
	in.seg_valid = 0;
}

static void ask_ds(uint64_t offset, uint64_t bytes)
{
	in.data_req_seg = SEGMENT_DS;
	in.data_req_last = bytes - 1;
	ask(offset, false);
}

static void show_refusal(enum segment_fault refusal)
{
	show_answer(0, FAULT_SEGMENT);
	out.data_rsp_code = refusal;
}

START_TEST(segment_base)
{
	load_ds();
	ask_ds(0x123, 8);
	walk(LEAF(1));
	show_answer(0x90001123, 0);
	agrees();
	/* The offset alone would be another page. */
	taken();
	ask_ds(0x123, 8);
	show_answer(0x90000123, 0);
	refuses("is pa 90001123");
}
END_TEST

START_TEST(segment_refuses)
{
	load_ds();
	ask_ds(0xff9, 8);
	show_refusal(SEGMENT_LIMIT);
	agrees();
	taken();
	ask_ds(0xff8, 8);
	walk(LEAF(1));
	show_answer(0x90001ff8, 0);
	agrees();
}
END_TEST

START_TEST(segment_refuses_for_another_reason)
{
	load_ds();
	ask_ds(0xff9, 8);
	show_refusal(SEGMENT_TYPE);
	refuses("the oracle says pa 0, a segment fault, code 4");
}
END_TEST

START_TEST(segment_does_not_refuse)
{
	load_ds();
	ask_ds(0xff8, 8);
	show_refusal(SEGMENT_LIMIT);
	refuses("the oracle says pa 90001ff8, no fault");
}
END_TEST

START_TEST(segment_not_checked)
{
	load_ds();
	ask_ds(0xff9, 8);
	show_answer(0x90001ff9, 0);
	refuses("the oracle says pa 0, a segment fault, code 4");
}
END_TEST

START_TEST(segment_refuses_and_walks)
{
	load_ds();
	ask_ds(0x1000, 1);
	show_refusal(SEGMENT_LIMIT);
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_addr = ROOT << 12;
	refuses("for a port that waits for none");
}
END_TEST

/* segment-6: a limit in SS is a stack fault, and elsewhere none. */
START_TEST(segment_stack_fault)
{
	load_ds();
	in.seg_valid = 1;
	in.seg_index = SEGMENT_SS;
	in.seg_rpl = 2;
	agrees();
	in.seg_valid = 0;
	ask_ds(0x1000, 1);
	show_refusal(SEGMENT_LIMIT);
	agrees();
	taken();
	in.data_req_seg = SEGMENT_SS;
	ask(0x1000, false);
	show_refusal(SEGMENT_LIMIT | CODE_STACK);
	agrees();
	taken();
	ask(0x1000, false);
	show_refusal(SEGMENT_LIMIT);
	refuses("the oracle says pa 0, a segment fault, code c");
}
END_TEST

/* The register is null, though it may be used otherwise; or the RPL forbids it. */
START_TEST(segment_null_and_rpl)
{
	in.seg_null = _i == 0;
	in.seg_rpl = _i == 0 ? 0 : 3;
	load_ds();
	ask_ds(0, 1);
	show_refusal(_i == 0 ? SEGMENT_NULL : SEGMENT_PRIVILEGE);
	agrees();
	taken();
	ask_ds(0, 1);
	show_answer(0x90001000, 0);
	refuses(_i == 0 ? "a segment fault, code 5" : "a segment fault, code 3");
}
END_TEST

/* A load shows in the next cycle, and reset empties the register. */
START_TEST(segment_load)
{
	in.seg_valid = 1;
	in.seg_index = SEGMENT_DS;
	in.seg_limit = 0xfff;
	in.seg_type = 2;
	in.seg_dpl = 2;
	in.seg_present = 1;
	ask_ds(0, 1);
	in.seg_valid = 0;
	show_refusal(SEGMENT_NULL);
	agrees();
	taken();
	ask_ds(0, 1);
	walk(LEAF(0));
	show_answer(0x90000000, 0);
	agrees();
	taken();
	in.rst = 1;
	agrees();
	in.rst = 0;
	ask_ds(0, 1);
	show_refusal(SEGMENT_NULL);
	agrees();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_segment");
	TCase *tcase = tcase_create("scoreboard_segment");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, segment_base);
	tcase_add_test(tcase, segment_refuses);
	tcase_add_test(tcase, segment_refuses_for_another_reason);
	tcase_add_test(tcase, segment_does_not_refuse);
	tcase_add_test(tcase, segment_not_checked);
	tcase_add_test(tcase, segment_refuses_and_walks);
	tcase_add_test(tcase, segment_stack_fault);
	tcase_add_loop_test(tcase, segment_null_and_rpl, 0, 2);
	tcase_add_test(tcase, segment_load);

	return suite_run(suite);
}
