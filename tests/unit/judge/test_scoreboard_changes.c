/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is accepted in the cycle in which TLBs change, behind the end of a walk (tlb-1), and what is
 * not; and a write of CR3 behind a new request (ptbr-5). On pins made by hand.
 */
#include <check.h>

#include "ports_fixture.h"
#include "suite.h"

#define ACCEPTED "a request accepted while its TLB changes"
#define REFUSED  "a request refused by a port that is free"

static void begin_changes(void)
{
	begin_ports();
	in.counter_select = 14; /* A/D writes: there are none */
}

/* How a walk ends: well, with a fault behind its reads, and with one without a read. */
enum ending { WELL, FAULT, FAULT_AT_ONCE, ENDS };

/* The walk has ended in the cycle before; its answer is on the pins. */
static void walk_ends(enum port port, enum ending ending)
{
	static const uint64_t va[] = {0x4123, 0x2123, UINT64_C(1) << 60};

	request(port, va[ending], priv_of(port));
	if (ending == FAULT_AT_ONCE) {
		agrees(); /* it misses */
		agrees(); /* the walk */
	} else {
		walk_for(port, ending == WELL ? LEAF(4) : LEAF(2));
	}
	answer(port, ending == WELL ? 0x90004123 : 0, ending == WELL ? FAULT_NONE : FAULT_PAGE);
}

static void show(enum port port, bool ready)
{
	show_request(port, 0x4123, priv_of(port));
	*(port == PORT_FETCH ? &out.fetch_req_ready : &out.data_req_ready) = ready;
}

/* ---- Requests (port-1) ---- */

/* One is refused for one cycle, and may not be for two. */
static void is_barred(enum port port, bool ready)
{
	show(port, ready);
	if (ready) {
		refuses(ACCEPTED);
		return;
	}
	agrees();
	silence();
	refuses(REFUSED);
}

START_TEST(request_behind_the_own_walk)
{
	enum port port = _i / 2 % 2;

	walk_ends(port, _i / 4);
	is_barred(port, _i % 2);
}
END_TEST

START_TEST(request_behind_a_fault_of_the_other_port)
{
	enum port port = _i / 2 % 2;

	walk_ends(!port, FAULT + _i / 4);
	is_barred(port, _i % 2);
}
END_TEST

/* Such a walk changes only the TLB of its own port. */
START_TEST(request_behind_a_good_walk_of_the_other_port)
{
	enum port port = _i / 2;
	bool ready = _i % 2;

	walk_ends(!port, WELL);
	show(port, ready);
	if (ready)
		agrees();
	else
		refuses(REFUSED);
}
END_TEST

/* One cycle later the entry is seen. */
START_TEST(request_one_cycle_later)
{
	walk_ends(_i, WELL);
	agrees();
	silence();
	request(_i, 0x4123, priv_of(_i));
	answer(_i, 0x90004123, FAULT_NONE);
	agrees();
}
END_TEST

/* ---- Fences (fence-4) ---- */

static void show_fence(bool ready)
{
	in.fence_valid = 1;
	out.fence_ready = ready;
}

START_TEST(fence_behind_a_walk)
{
	bool ready = _i % 2;

	walk_ends(_i / 2 % 2, _i / 4);
	show_fence(ready);
	if (ready) {
		refuses("a fence accepted while a TLB changes");
		return;
	}
	agrees();
	silence();
	refuses("a fence refused while nothing is updated or loaded");
}
END_TEST

/* A hit changes no TLB. */
START_TEST(fence_behind_a_hit)
{
	enum port port = _i / 2;
	bool ready = _i % 2;

	fill(port);
	request(port, 0x4123, priv_of(port));
	answer(port, 0x90004123, FAULT_NONE);
	show_fence(ready);
	if (ready)
		agrees();
	else
		refuses("a fence refused while nothing is updated or loaded");
}
END_TEST

/* ---- Writes of the base register (ptbr-5) ---- */

static void show_write(enum regime regime, bool ready)
{
	in.ptbr_valid = 1;
	in.ptbr_regime = regime;
	in.ptbr_value = SV39 | ROOT;
	out.ptbr_ready = ready;
}

/* A write of CR3 waits for one cycle, for this, and not for two. */
static void write_is_barred(const char *bar, bool ready)
{
	show_write(REGIME_X86_64, ready);
	if (ready) {
		refuses(bar);
		return;
	}
	agrees();
	silence();
	refuses("a write of the base register refused while nothing is in its way");
}

/* A write from RISC-V to RISC-V does not wait for what does not bar it. */
static void write_is_not_barred(bool ready)
{
	show_write(REGIME_RV64, ready);
	if (ready)
		agrees();
	else
		refuses("a write of the base register refused while nothing is in its way");
}

/* Requests that are answered in the next cycle: a hit, untranslated, refused by its segment. */
enum quick { HIT, UNTRANSLATED, SEGMENT, QUICK };

/* It was accepted in the cycle before; its answer is on the pins. */
static void asked_just_now(enum port port, enum quick quick)
{
	fill(port);
	show_request(port, 0x4123, quick == UNTRANSLATED ? PRIV_M : priv_of(port));
	if (quick == SEGMENT)
		*(port == PORT_FETCH ? &in.fetch_req_seg : &in.data_req_seg) = SEGMENT_CS;
	agrees();
	in.fetch_req_valid = in.data_req_valid = 0;
	if (quick == SEGMENT) {
		answer(port, 0, FAULT_SEGMENT);
		*answer_pin(port, 3) = SEGMENT_NULL;
	} else {
		answer(port, quick == HIT ? 0x90004123 : 0x4123, FAULT_NONE);
	}
	if (quick == UNTRANSLATED)
		*answer_pin(port, 4) = 0;
}

START_TEST(write_behind_a_request)
{
	asked_just_now(_i / 2 % 2, _i / 4);
	write_is_barred("a write of CR3 accepted beside an answer to a new request", _i % 2);
}
END_TEST

START_TEST(riscv_write_behind_a_request)
{
	asked_just_now(_i / 2 % 2, _i / 4);
	write_is_not_barred(_i % 2);
}
END_TEST

START_TEST(write_behind_a_walk)
{
	walk_ends(_i / 2 % 2, _i / 4);
	write_is_barred("a write of CR3 accepted beside the end of a walk", _i % 2);
}
END_TEST

START_TEST(riscv_write_behind_a_walk)
{
	walk_ends(_i / 2 % 2, _i / 4);
	write_is_not_barred(_i % 2);
}
END_TEST

/* An answer that waits is in nobody's way: what bars is the lookup, and the change. */
START_TEST(write_beside_an_answer_that_waits)
{
	if (_i)
		walk_ends(PORT_DATA, WELL);
	else
		asked_just_now(PORT_DATA, HIT);
	in.data_rsp_ready = 0;
	agrees();
	show_write(REGIME_X86_64, true);
	agrees();
}
END_TEST

/* In the first cycles of all nothing has changed or been accepted before. */
START_TEST(first_cycles)
{
	const struct mmu_config config = {.itlb_entries = 4,
					  .dtlb_entries = 4,
					  .asid_bits = 16,
					  .counter_bits = 32,
					  .pa_bits = 46,
					  .formats = 255,
					  .segments = 1};

	watch_no_more();
	watch(&config);
	out.ptbr_held = 0;
	now = _i;
	if (_i == 0)
		show(PORT_DATA, true);
	else
		show_write(REGIME_X86_64, true);
	agrees();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scoreboard_changes");
	TCase *tcase = tcase_create("scoreboard_changes");

	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(tcase, begin_changes, end);
	tcase_add_loop_test(tcase, request_behind_the_own_walk, 0, 4 * ENDS);
	tcase_add_loop_test(tcase, request_behind_a_fault_of_the_other_port, 0, 4 * (ENDS - 1));
	tcase_add_loop_test(tcase, request_behind_a_good_walk_of_the_other_port, 0, 2 * PORTS);
	tcase_add_loop_test(tcase, request_one_cycle_later, 0, PORTS);
	tcase_add_loop_test(tcase, fence_behind_a_walk, 0, 4 * ENDS);
	tcase_add_loop_test(tcase, fence_behind_a_hit, 0, 2 * PORTS);
	tcase_add_loop_test(tcase, write_behind_a_request, 0, 4 * QUICK);
	tcase_add_loop_test(tcase, riscv_write_behind_a_request, 0, 4 * QUICK);
	tcase_add_loop_test(tcase, write_behind_a_walk, 0, 4 * ENDS);
	tcase_add_loop_test(tcase, riscv_write_behind_a_walk, 0, 4 * ENDS);
	tcase_add_loop_test(tcase, write_beside_an_answer_that_waits, 0, 2);
	tcase_add_loop_test(tcase, first_cycles, 0, 2);

	return suite_run(suite);
}
