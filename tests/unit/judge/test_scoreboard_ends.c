/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a walk has ended its answer shows in the next cycle, whatever the other port's walk does
 * (walk-5, walk-6), on pins made by hand.
 */
#include <check.h>

#include "ports_fixture.h"
#include "suite.h"

#define LATE     "a walk that is answered late"
#define NO_WALK  "a fault, though no walk of its port has ended"
#define NOWHERE  (UINT64_C(1) << 60) /* not canonical: a page fault without a read */
#define CLEAN    (UINT64_C(0x90001) << 10 | 0x47)
#define NO_FRAME 2 /* a page that is not there */

/* Both ports miss. */
static void both_request(uint64_t fetch_va, uint64_t data_va)
{
	show_request(PORT_FETCH, fetch_va, PRIV_U);
	request(PORT_DATA, data_va, priv_of(PORT_DATA));
}

/* ---- Behind reads ---- */

/* Each read is asked for with the answer to the one before, as it must be (walk-5). */
static void chain(enum port port, uint64_t leaf)
{
	const uint64_t pa[] = {ROOT << 12, TABLE << 12, leaf};

	out.mem_req_wide = 1;
	out.mem_req_fetch = port == PORT_FETCH;
	ck_assert_ptr_null(misses());
	for (unsigned int n = 0; n <= 3; n++) {
		out.mem_req_valid = n < 3;
		out.mem_req_addr = n < 3 ? pa[n] : 0;
		in.mem_rsp_valid = n > 0;
		if (n)
			image_read(image, pa[n - 1], 8, &in.mem_rsp_data);
		agrees();
	}
	in.mem_rsp_valid = 0;
}

/* The data port misses while the fetch port's walk goes on, to its end. */
static void fetch_walks(uint64_t page, uint64_t data_va)
{
	request(PORT_FETCH, page << 12 | 0x123, PRIV_U);
	show_first_read(PORT_FETCH);
	request(PORT_DATA, data_va, priv_of(PORT_DATA));
	in.mem_req_ready = 1;
	chain(PORT_FETCH, LEAF(page));
}

/* With a translation, and with a fault; while the other port's walk asks memory, and when that is
 * over. */
START_TEST(answer_behind_the_other_walk)
{
	uint64_t page = _i & 1 ? NO_FRAME : 4;

	fetch_walks(page, 0x4123);
	if (_i & 2)
		chain(PORT_DATA, LEAF(4));
	else
		read_outstanding(PORT_DATA);
	answer(PORT_FETCH, _i & 1 ? 0 : 0x90004123, _i & 1 ? FAULT_PAGE : 0);
	refuses(LATE);
}
END_TEST

START_TEST(answer_beside_the_other_walk)
{
	uint64_t page = _i & 1 ? NO_FRAME : 4;

	fetch_walks(page, 0x4123);
	answer(PORT_FETCH, _i & 1 ? 0 : 0x90004123, _i & 1 ? FAULT_PAGE : 0);
	read_outstanding(PORT_DATA);
}
END_TEST

/* An update is the last that memory answers of its walk. */
START_TEST(update_and_answer)
{
	in.data_req_store = 1;
	request(PORT_DATA, 0x1123, PRIV_S);
	walk_for(PORT_DATA, LEAF(1));
	update(LEAF(1), CLEAN, CLEAN | 0x80);
	if (_i)
		agrees();
	answer(PORT_DATA, 0x90001123, 0);
	if (!_i)
		agrees();
	else
		refuses(LATE);
}
END_TEST

/* What memory answers without being asked is for nobody (walk-7), and ends no walk later. */
START_TEST(answer_of_memory_to_nobody)
{
	request(PORT_FETCH, 0x4123, PRIV_U);
	chain(PORT_FETCH, LEAF(4));
	in.mem_rsp_valid = 1;
	in.mem_rsp_id = _i;
	agrees();
	in.mem_rsp_valid = 0;
	answer(PORT_FETCH, 0x90004123, 0);
	refuses(LATE);
}
END_TEST

/* It shows in time, and may wait for as long as it is not taken. */
START_TEST(answer_not_taken)
{
	fetch_walks(4, 0x4123);
	in.fetch_rsp_ready = 0;
	answer(PORT_FETCH, 0x90004123, 0);
	chain(PORT_DATA, LEAF(4));
	answer(PORT_DATA, 0x90004123, 0);
	agrees();
}
END_TEST

/* ---- Without a read ---- */

START_TEST(fault_in_time)
{
	request(_i, NOWHERE, priv_of(_i));
	agrees();
	agrees();
	answer(_i, 0, FAULT_PAGE);
	agrees();
}
END_TEST

/* As a hit would be, or as if the walk had begun in the first cycle of the miss (walk-5). */
START_TEST(fault_without_a_walk)
{
	enum port port = _i / 2;

	request(port, NOWHERE, priv_of(port));
	if (_i & 1)
		agrees();
	answer(port, 0, FAULT_PAGE);
	refuses(NO_WALK);
}
END_TEST

START_TEST(fault_late)
{
	request(_i, NOWHERE, priv_of(_i));
	agrees();
	agrees();
	refuses("no answer behind a walk without a read");
}
END_TEST

/* The first read comes with the walk, in the second cycle of the miss. */
START_TEST(read_in_time)
{
	request(_i, 0x4123, priv_of(_i));
	agrees();
	show_first_read(_i);
	agrees();
}
END_TEST

START_TEST(read_late)
{
	request(_i, 0x4123, priv_of(_i));
	agrees();
	agrees();
	show_first_read(_i);
	refuses("no answer behind a walk without a read");
}
END_TEST

START_TEST(read_early)
{
	enum port port = _i / 2;

	request(port, 0x4123, priv_of(port));
	out.mem_req_valid = out.mem_req_wide = 1;
	out.mem_req_fetch = port == PORT_FETCH;
	out.mem_req_addr = ROOT << 12;
	in.mem_req_ready = _i & 1;
	refuses("a memory access in the first cycle of a miss");
}
END_TEST

/* The data port's walk goes first. */
START_TEST(two_faults)
{
	both_request(NOWHERE, NOWHERE);
	agrees();
	agrees();
	answer(PORT_DATA, 0, FAULT_PAGE);
	agrees();
	silence();
	answer(PORT_FETCH, 0, FAULT_PAGE);
	agrees();
}
END_TEST

START_TEST(two_faults_in_one_cycle)
{
	both_request(NOWHERE, NOWHERE);
	agrees();
	agrees();
	answer(PORT_DATA, 0, FAULT_PAGE);
	answer(PORT_FETCH, 0, FAULT_PAGE);
	refuses(NO_WALK);
}
END_TEST

START_TEST(fault_before_the_other_walk)
{
	both_request(NOWHERE, NOWHERE);
	agrees();
	agrees();
	answer(PORT_FETCH, 0, FAULT_PAGE);
	refuses(NO_WALK);
}
END_TEST

/* The walker is the other port's until that walk is over. */
START_TEST(fault_beside_the_other_walk)
{
	both_request(NOWHERE, 0x4123);
	ck_assert_ptr_null(read_pte(ROOT << 12));
	answer(PORT_FETCH, 0, FAULT_PAGE);
	refuses(NO_WALK);
}
END_TEST

START_TEST(fault_behind_the_other_walk)
{
	both_request(NOWHERE, 0x4123);
	chain(PORT_DATA, LEAF(4));
	answer(PORT_DATA, 0x90004123, 0);
	if (_i)
		answer(PORT_FETCH, 0, FAULT_PAGE);
	if (_i) {
		refuses(NO_WALK);
		return;
	}
	agrees();
	silence();
	answer(PORT_FETCH, 0, FAULT_PAGE);
	agrees();
}
END_TEST

/* A fence in its only cycle: it starts again (fence-3). */
START_TEST(fault_under_a_fence)
{
	request(PORT_DATA, NOWHERE, PRIV_S);
	agrees();
	fence_all();
	if (!_i)
		agrees();
	answer(PORT_DATA, 0, FAULT_PAGE);
	if (!_i)
		agrees();
	else
		refuses(NO_WALK);
}
END_TEST

/*
 * Before the walk's only cycle, or in the one of the answer, where it waits (fence-4): it cuts off
 * nothing.
 */
START_TEST(fault_beside_a_fence)
{
	request(PORT_DATA, NOWHERE, PRIV_S);
	if (_i == 0)
		fence_all();
	else
		agrees();
	agrees();
	in.fence_valid = _i == 1;
	answer(PORT_DATA, 0, FAULT_PAGE);
	agrees();
}
END_TEST

/*
 * The only cycle of a walk comes behind the end of the other port's, when a fence waits (fence-4):
 * the walk ends all the same.
 */
START_TEST(fault_under_a_fence_that_waits)
{
	both_request(NOWHERE, NOWHERE);
	agrees();
	agrees();
	in.fence_valid = 1;
	out.fence_ready = 0;
	answer(PORT_DATA, 0, FAULT_PAGE);
	agrees();
	silence();
	answer(PORT_FETCH, 0, FAULT_PAGE);
	agrees();
	silence();
	out.fence_ready = 1;
	agrees();
}
END_TEST

/* What went before a reset ends nothing behind it. */
START_TEST(reset_in_between)
{
	request(PORT_DATA, NOWHERE, PRIV_S);
	agrees();
	agrees();
	in.rst = 1;
	agrees();
	in.rst = 0;
	ptbr(SV39 | ROOT);
	request(PORT_DATA, NOWHERE, PRIV_S);
	answer(PORT_DATA, 0, FAULT_PAGE);
	refuses(NO_WALK);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_ends");
	TCase *tcase = tcase_create("scoreboard_ends");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_ports, end);
	tcase_add_loop_test(tcase, answer_behind_the_other_walk, 0, 4);
	tcase_add_loop_test(tcase, answer_beside_the_other_walk, 0, 2);
	tcase_add_loop_test(tcase, update_and_answer, 0, 2);
	tcase_add_loop_test(tcase, answer_of_memory_to_nobody, 0, 2);
	tcase_add_test(tcase, answer_not_taken);
	tcase_add_loop_test(tcase, fault_in_time, 0, PORTS);
	tcase_add_loop_test(tcase, fault_without_a_walk, 0, 2 * PORTS);
	tcase_add_loop_test(tcase, fault_late, 0, PORTS);
	tcase_add_loop_test(tcase, read_in_time, 0, PORTS);
	tcase_add_loop_test(tcase, read_late, 0, PORTS);
	tcase_add_loop_test(tcase, read_early, 0, 2 * PORTS);
	tcase_add_test(tcase, two_faults);
	tcase_add_test(tcase, two_faults_in_one_cycle);
	tcase_add_test(tcase, fault_before_the_other_walk);
	tcase_add_test(tcase, fault_beside_the_other_walk);
	tcase_add_loop_test(tcase, fault_behind_the_other_walk, 0, 2);
	tcase_add_loop_test(tcase, fault_under_a_fence, 0, 2);
	tcase_add_loop_test(tcase, fault_beside_a_fence, 0, 2);
	tcase_add_test(tcase, fault_under_a_fence_that_waits);
	tcase_add_test(tcase, reset_in_between);

	return suite_run(suite);
}
