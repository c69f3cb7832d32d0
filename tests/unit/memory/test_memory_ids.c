/* SPDX-License-Identifier: Apache-2.0 */
/* Several requests outstanding at once (walk-7): memory tells them apart by their ids. */
#include <check.h>

#include "memory_fixture.h"
#include "suite.h"

static void start(unsigned int beside, struct memory_config config)
{
	config.beside = beside;
	memory_init(&memory, &config, image);
}

/* A cycle with a read of word n. */
static void ask(uint64_t id, unsigned int n)
{
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_id = id;
	out.mem_req_addr = PA + 8 * (uint64_t)n;
	cycle();
	out.mem_req_valid = 0;
}

/* The same, to be answered after so many cycles. */
static void ask_late(uint64_t id, unsigned int n, unsigned int cycles)
{
	memory.ordered_latency = cycles;
	ask(id, n);
	ck_assert(in.mem_req_ready);
}

static void expect_silence(void)
{
	cycle();
	ck_assert(!in.mem_rsp_valid);
}

static void expect_answer(uint64_t id, unsigned int n)
{
	cycle();
	ck_assert(in.mem_rsp_valid && !in.mem_rsp_error);
	ck_assert_uint_eq(in.mem_rsp_id, id);
	ck_assert_uint_eq(in.mem_rsp_data, 0x1000 + n);
}

START_TEST(one_with_its_id)
{
	start(0, (struct memory_config){.latency = 2});
	for (unsigned int id = 0; id < MEM_IDS; id++) {
		ask(id, id);
		expect_silence();
		expect_answer(id, id);
	}
}
END_TEST

/* As many as are allowed, the one that is answered in the same cycle not counted. */
START_TEST(no_more_than_allowed)
{
	unsigned int beside = (unsigned int)_i;

	start(beside, (struct memory_config){.latency = 30});
	for (unsigned int id = 0; id <= beside; id++) {
		ask(id, id);
		ck_assert(in.mem_req_ready);
	}
	for (unsigned int n = beside; n < 29; n++) {
		expect_silence();
		ck_assert(!in.mem_req_ready);
	}
	expect_answer(0, 0);
	ck_assert(in.mem_req_ready);
}
END_TEST

START_TEST(in_another_order)
{
	start(3, (struct memory_config){.latency = 1});
	ask_late(8, 1, 7);
	ask_late(0, 2, 4);
	ask_late(15, 3, 1);
	expect_answer(15, 3);
	expect_silence();
	expect_answer(0, 2);
	expect_silence();
	expect_answer(8, 1);
	expect_silence();
}
END_TEST

/* One answer a cycle: the later request is answered in the next cycle that is free. */
START_TEST(at_the_same_time)
{
	start(3, (struct memory_config){.latency = 1});
	ask_late(2, 1, 4);
	ask_late(1, 2, 3);
	ask_late(3, 3, 2);
	expect_silence();
	expect_answer(2, 1);
	expect_answer(1, 2);
	expect_answer(3, 3);
	expect_silence();
}
END_TEST

/* In the cycle of its answer, and while others are outstanding. */
START_TEST(an_id_again)
{
	start(1, (struct memory_config){.latency = 1});
	ask_late(8, 1, 9);
	for (unsigned int n = 2; n < 7; n++) {
		ask(4, n);
		ck_assert(in.mem_req_ready);
		ck_assert(n == 2 ? !in.mem_rsp_valid : in.mem_rsp_id == 4);
		ck_assert(n == 2 || in.mem_rsp_data == 0x1000 + n - 1);
	}
	expect_answer(4, 6);
	for (unsigned int n = 0; n < 2; n++)
		expect_silence();
	expect_answer(8, 1);
}
END_TEST

/* Each id has what was asked under it: a read, a swap that is done, one that is lost, an error. */
START_TEST(each_its_answer)
{
	uint64_t value;

	start(3, (struct memory_config){.latency = 10});
	ask(1, 1);
	out.mem_req_cas = 1;
	out.mem_req_expect = 0x1002;
	out.mem_req_data = 0x4444;
	ask(2, 2);
	ask(3, 2);
	out.mem_req_cas = 0;
	ask(4, 512);
	for (unsigned int n = 0; n < 6; n++)
		expect_silence();
	expect_answer(1, 1);
	cycle();
	ck_assert(in.mem_rsp_valid && in.mem_rsp_id == 2 && !in.mem_rsp_error && !in.mem_rsp_lost);
	cycle();
	ck_assert(in.mem_rsp_valid && in.mem_rsp_id == 3 && !in.mem_rsp_error && in.mem_rsp_lost);
	cycle();
	ck_assert(in.mem_rsp_valid && in.mem_rsp_id == 4 && in.mem_rsp_error);
	ck_assert(image_read(image, PA + 16, 8, &value));
	ck_assert_uint_eq(value, 0x4444);
}
END_TEST

/* A latency drawn for each: all are answered, once, and some overtake others. */
START_TEST(drawn)
{
	unsigned int asked = 0, answered = 0, overtaken = 0, since[MEM_IDS] = {0};
	unsigned int outstanding = 0;

	start(MEM_IDS - 1, (struct memory_config){.latency = 1, .jitter = 20, .seed = 3});
	for (unsigned int n = 1; n < 2000; n++) {
		unsigned int id = n * 7 % MEM_IDS;
		bool asks = n < 1900 && !(outstanding >> id & 1);

		if (asks)
			ask(id, id);
		else
			cycle();
		if (in.mem_rsp_valid) {
			unsigned int its = (unsigned int)in.mem_rsp_id;

			ck_assert(outstanding >> its & 1);
			ck_assert_uint_eq(in.mem_rsp_data, 0x1000 + its);
			outstanding &= ~(1u << its);
			answered++;
			for (unsigned int other = 0; other < MEM_IDS; other++)
				overtaken += outstanding >> other & 1 && since[other] < since[its];
		}
		ck_assert(in.mem_req_ready);
		if (asks) {
			outstanding |= 1u << id;
			since[id] = n;
			asked++;
		}
	}
	ck_assert_uint_eq(outstanding, 0);
	ck_assert_uint_eq(asked, answered);
	ck_assert_uint_gt(asked, 1000);
	ck_assert_uint_gt(overtaken, 100);
}
END_TEST

/*
 * walk-7 forbids it, and the judge tells: here the later one is answered, once, and when it is due,
 * though the one that it replaces were due in the same cycle.
 */
START_TEST(an_id_that_is_outstanding)
{
	start(1, (struct memory_config){.latency = 5});
	ask_late(3, 1, 5 + (unsigned int)_i);
	ask(3, 2);
	for (unsigned int n = 0; n < 4; n++)
		expect_silence();
	expect_answer(3, 2);
	expect_silence();
}
END_TEST

/* ---- An answer that nobody asked for ---- */

/* With these pins, once it may come. */
static void order_stray(uint64_t id)
{
	memory.strays = true;
	memory.stray = (struct memory_noise){.id = id, .data = 0x77, .error = 0, .lost = 1};
}

static void expect_stray(uint64_t id)
{
	cycle();
	ck_assert(in.mem_rsp_valid && !in.mem_rsp_error && in.mem_rsp_lost);
	ck_assert_uint_eq(in.mem_rsp_id, id);
	ck_assert_uint_eq(in.mem_rsp_data, 0x77);
	ck_assert(!memory.strays);
}

/* It comes once, whether another id is outstanding or none. */
START_TEST(stray)
{
	for (unsigned int id = 0; id < MEM_IDS; id++) {
		start(3, (struct memory_config){.latency = 1});
		if (_i)
			ask_late((id + 1) % MEM_IDS, 1, 4);
		if (_i > 1)
			ask_late((id + MEM_IDS - 1) % MEM_IDS, 2, 4);
		order_stray(id);
		expect_stray(id);
		expect_silence();
	}
}
END_TEST

/* Not beside an answer that is due. */
START_TEST(stray_behind_an_answer)
{
	start(3, (struct memory_config){.latency = 1});
	ask(5, 1);
	order_stray(7);
	expect_answer(5, 1);
	ck_assert(memory.strays);
	expect_stray(7);
	expect_silence();
}
END_TEST

/* Not while its id is outstanding, for that would be an answer to the request. */
START_TEST(stray_of_an_id_that_is_asked_for)
{
	start(3, (struct memory_config){.latency = 1});
	ask_late(7, 1, 3);
	order_stray(7);
	expect_silence();
	expect_silence();
	expect_answer(7, 1);
	expect_stray(7);
	expect_silence();
}
END_TEST

/* Not before it is ordered; and reset forgets the order. */
START_TEST(no_stray)
{
	start(3, (struct memory_config){.latency = 1});
	memory.stray = (struct memory_noise){.id = 7};
	expect_silence();
	ask_late(7, 1, 3);
	order_stray(7);
	in.rst = 1;
	expect_silence();
	in.rst = 0;
	ck_assert(!memory.strays);
	for (unsigned int n = 0; n < 5; n++)
		expect_silence();
}
END_TEST

START_TEST(reset_forgets_all)
{
	start(3, (struct memory_config){.latency = 4});
	for (unsigned int id = 0; id < 4; id++)
		ask(id, id);
	in.rst = 1;
	cycle();
	in.rst = 0;
	for (unsigned int n = 0; n < 9; n++)
		expect_silence();
	ask(2, 5);
	ck_assert(in.mem_req_ready);
}
END_TEST

/* The id is noise where there is no answer, and nothing but 0 without noise. */
START_TEST(noise)
{
	unsigned int seen = 0;

	start(0, (struct memory_config){.latency = 1, .noise = _i, .seed = 5});
	for (unsigned int n = 0; n < 200; n++) {
		expect_silence();
		seen |= 1u << in.mem_rsp_id;
		ask(9, 9);
		expect_answer(9, 9);
	}
	ck_assert_uint_eq(seen, _i ? 0xffff : 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("memory_ids");
	TCase *tcase = tcase_create("memory_ids");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_add_test(tcase, one_with_its_id);
	tcase_add_loop_test(tcase, no_more_than_allowed, 0, MEM_IDS);
	tcase_add_test(tcase, in_another_order);
	tcase_add_test(tcase, at_the_same_time);
	tcase_add_test(tcase, an_id_again);
	tcase_add_test(tcase, each_its_answer);
	tcase_add_test(tcase, drawn);
	tcase_add_loop_test(tcase, an_id_that_is_outstanding, 0, 3);
	tcase_add_loop_test(tcase, stray, 0, 3);
	tcase_add_test(tcase, stray_behind_an_answer);
	tcase_add_test(tcase, stray_of_an_id_that_is_asked_for);
	tcase_add_test(tcase, no_stray);
	tcase_add_test(tcase, reset_forgets_all);
	tcase_add_loop_test(tcase, noise, 0, 2);
	return suite_run(suite);
}
