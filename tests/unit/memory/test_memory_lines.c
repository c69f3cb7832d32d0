/* SPDX-License-Identifier: Apache-2.0 */
/* The line that comes with an answer (rtl/contract, line-1): which, when, and what it shows. */
#include <check.h>

#include "memory_fixture.h"
#include "suite.h"

static void start(struct memory_config config)
{
	config.latency = config.latency ? config.latency : 1;
	memory_init(&memory, &config, image);
	out.mem_req_wide = 1;
	out.mem_req_id = MEM_ID_WALK;
	out.mem_req_cas = 0;
}

static void request(uint64_t pa)
{
	out.mem_req_valid = 1;
	out.mem_req_addr = pa;
	do
		cycle();
	while (!in.mem_req_ready);
	out.mem_req_valid = 0;
	do
		cycle();
	while (!in.mem_rsp_valid);
}

static void is_line(uint64_t first)
{
	const uint64_t words[MEMORY_LINE] = {
		in.mem_rsp_line_0, in.mem_rsp_line_1, in.mem_rsp_line_2, in.mem_rsp_line_3,
		in.mem_rsp_line_4, in.mem_rsp_line_5, in.mem_rsp_line_6, in.mem_rsp_line_7};

	ck_assert_uint_eq(in.mem_rsp_main, 1);
	for (unsigned int i = 0; i < MEMORY_LINE; i++)
		ck_assert_uint_eq(words[i], first + i);
}

START_TEST(around_each_address)
{
	start((struct memory_config){.lines = true});
	request(PA + 8 * (unsigned int)_i);
	ck_assert_uint_eq(in.mem_rsp_data, WORDS + (unsigned int)_i);
	is_line(_i < 8 ? WORDS : WORDS + 8);
}
END_TEST

START_TEST(around_four_bytes)
{
	start((struct memory_config){.lines = true});
	out.mem_req_wide = 0;
	request(PA + 0x4c);
	ck_assert_uint_eq(in.mem_rsp_data, 0);
	is_line(WORDS + 8);
}
END_TEST

/* As it was when the access was accepted, like the PTE in it. */
START_TEST(of_one_moment)
{
	start((struct memory_config){.lines = true, .latency = 4});
	out.mem_req_valid = 1;
	out.mem_req_addr = PA + 8;
	do
		cycle();
	while (!in.mem_req_ready);
	out.mem_req_valid = 0;
	image_write(image, PA + 16, 8, 0x999);
	image_write(image, PA + 8, 8, 0x999);
	do
		cycle();
	while (!in.mem_rsp_valid);
	ck_assert_uint_eq(in.mem_rsp_data, WORDS + 1);
	is_line(WORDS);
}
END_TEST

START_TEST(none_without_lines)
{
	start((struct memory_config){.lines = false});
	request(PA);
	ck_assert_uint_eq(in.mem_rsp_main, 0);
	ck_assert_uint_eq(in.mem_rsp_line_0, 0);
}
END_TEST

/* What is no read of a walk, or fails, has none: its pins are noise. */
START_TEST(only_a_read_of_a_walk)
{
	unsigned int mains = 0, walks = 0;

	for (unsigned int i = 0; i < 64; i++) {
		start((struct memory_config){.lines = true, .noise = true, .seed = i});
		out.mem_req_cas = _i == 0;
		out.mem_req_id = _i == 1 ? MEM_ID_LOAD : MEM_ID_WALK;
		request(_i == 2 ? PA + 0x100000 : PA);
		ck_assert_uint_eq(in.mem_rsp_error, _i == 2);
		ck_assert_uint_ne(in.mem_rsp_line_0, WORDS);
		ck_assert_uint_eq(in.mem_rsp_line_0, in.mem_rsp_line_7);
		mains += (unsigned int)in.mem_rsp_main;
		walks++;
	}
	ck_assert_uint_gt(mains, 0);
	ck_assert_uint_lt(mains, walks);
}
END_TEST

START_TEST(noise_beside_a_read_alone)
{
	start((struct memory_config){.lines = true, .noise = true, .alone = 256, .seed = 3});
	for (unsigned int i = 0; i < 64; i++) {
		request(PA);
		ck_assert_uint_eq(in.mem_rsp_data, WORDS);
		ck_assert_uint_eq(in.mem_rsp_main, 0);
		ck_assert_uint_ne(in.mem_rsp_line_1, WORDS + 1);
	}
}
END_TEST

/* 64 of 256: of 4096 reads 1024, and 166 are six standard deviations. */
START_TEST(odds_of_alone)
{
	unsigned int alone = 0;

	start((struct memory_config){.lines = true, .alone = 64, .seed = 9});
	for (unsigned int i = 0; i < 4096; i++) {
		request(PA);
		alone += !in.mem_rsp_main;
	}
	ck_assert_uint_gt(alone, 1024 - 166);
	ck_assert_uint_lt(alone, 1024 + 166);
}
END_TEST

START_TEST(ordered_alone_once)
{
	start((struct memory_config){.lines = true});
	memory.ordered_alone = true;
	request(PA);
	ck_assert_uint_eq(in.mem_rsp_main, 0);
	request(PA);
	is_line(WORDS);
}
END_TEST

/* An MMU without lines is shown noise, too, and one with lines when it asked for nothing. */
START_TEST(noise_while_nothing_is_answered)
{
	unsigned int mains = 0, words = 0;

	start((struct memory_config){.lines = _i, .noise = true, .seed = 5});
	for (unsigned int i = 0; i < 64; i++) {
		cycle();
		mains += (unsigned int)in.mem_rsp_main;
		words += in.mem_rsp_line_3 != 0;
	}
	ck_assert_uint_gt(mains, 0);
	ck_assert_uint_lt(mains, 64);
	ck_assert_uint_gt(words, 60);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("memory_lines");
	TCase *tcase = tcase_create("memory_lines");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_loop_test(tcase, around_each_address, 0, 16);
	tcase_add_test(tcase, around_four_bytes);
	tcase_add_test(tcase, of_one_moment);
	tcase_add_test(tcase, none_without_lines);
	tcase_add_loop_test(tcase, only_a_read_of_a_walk, 0, 3);
	tcase_add_test(tcase, noise_beside_a_read_alone);
	tcase_add_test(tcase, odds_of_alone);
	tcase_add_test(tcase, ordered_alone_once);
	tcase_add_loop_test(tcase, noise_while_nothing_is_answered, 0, 2);
	return suite_run(suite);
}
