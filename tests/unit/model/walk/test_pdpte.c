/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The PDPTE registers and their loading against ptbr-7 of rtl/contract, with the
 * write and memory played by the test; M is 46.
 */
#include <check.h>
#include <stdlib.h>

#include "arch.h"
#include "kernel/kernel.h"
#include "suite.h"
#include "walk/pdpte.h"

static struct kernel k;
static struct pdpte pdpte;

static void start(unsigned int pa_bits)
{
	kernel_init(&k);
	pdpte_init(&pdpte, &k, pa_bits);
	kernel_open(&k);
	kernel_elaborate(&k);
	ck_assert(kernel_check(&k));
	kernel_poke(&k, "load_req_ready", 1);
	kernel_settle(&k);
}

static void setup(void)
{
	start(46);
}

static void teardown(void)
{
	kernel_finish(&k);
}

static void set(const char *name, uint64_t value)
{
	kernel_poke(&k, name, value);
	kernel_settle(&k);
}

static void edge(void)
{
	kernel_settle(&k);
	kernel_tick(&k);
	kernel_settle(&k);
}

static void expect(const char *name, uint64_t value)
{
	uint64_t got = kernel_peek(&k, name);

	ck_assert_msg(got == value, "%s is %#llx, not %#llx", name, (unsigned long long)got,
		      (unsigned long long)value);
}

static void begin(uint64_t cr3)
{
	set("ptbr_value", cr3);
	set("write_loads", 1);
	expect("load_busy", 0);
	expect("load_req_valid", 0);
	edge();
	set("write_loads", 0);
	set("ptbr_value", 0);
}

/* Memory answers in this cycle. */
static void answer(uint64_t value)
{
	set("mem_rsp_valid", 1);
	set("mem_rsp_id", 8);
	set("mem_rsp_data", value);
}

static void next(void)
{
	edge();
	set("mem_rsp_valid", 0);
	set("mem_rsp_id", 0);
	set("mem_rsp_data", 0);
	set("mem_rsp_error", 0);
}

static void expect_read(uint64_t addr)
{
	expect("load_busy", 1);
	expect("load_end", 0);
	expect("load_req_valid", 1);
	expect("load_req_id", 8);
	expect("load_req_addr", addr);
}

static void expect_rest(void)
{
	expect("load_busy", 0);
	expect("load_end", 0);
	expect("load_fault", 0);
	expect("load_req_valid", 0);
	expect("load_req_id", 0);
	expect("load_req_addr", 0);
}

static void expect_held(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	expect("held_pdpte0", a);
	expect("held_pdpte1", b);
	expect("held_pdpte2", c);
	expect("held_pdpte3", d);
}

/* The n-th answer, counted from 0, where the one before is being awaited or nothing is. */
static void read_well(uint64_t addr, uint64_t value)
{
	expect_read(addr);
	edge();
	expect("load_req_valid", 0);
	answer(value);
	expect("load_fault", 0);
}

static void load(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	const uint64_t values[] = {a, b, c, d};

	begin(0x5000);
	for (unsigned int n = 0; n < PDPTES; n++) {
		read_well(0x5000 + 8 * n, values[n]);
		expect("load_end", n == 3);
		next();
	}
}

START_TEST(at_rest)
{
	answer(0x1001);
	expect_rest();
	next();
	expect_rest();
	expect_held(0, 0, 0, 0);
}
END_TEST

/* First in t+1, each next one in the cycle after an answer; CR3[31:5] is the place. */
START_TEST(cycle_by_cycle)
{
	begin(0xabcd12345679);
	expect_read(0x12345660);
	edge();
	expect("load_busy", 1);
	expect("load_req_valid", 0);
	expect("load_req_addr", 0);
	edge(); /* memory takes its time */
	answer(0x1001);
	expect("load_req_valid", 0);
	expect("load_end", 0);
	expect("load_busy", 1);
	next();
	read_well(0x12345668, 0x2019);
	next();
	read_well(0x12345670, 0);
	next();
	read_well(0x12345678, 0x4e01);
	expect("load_end", 1);
	expect("load_busy", 1);
	expect_held(0, 0, 0, 0);
	next();
	expect_rest();
	expect_held(0x1001, 0x2019, 0, 0x4e01);
}
END_TEST

/* walk-8 for this channel. */
START_TEST(request_is_stable)
{
	begin(0x20);
	set("load_req_ready", 0);
	for (int i = 0; i < 3; i++) {
		expect_read(0x20);
		answer(0x1001); /* an answer to nothing is not looked at */
		expect_read(0x20);
		edge();
		set("mem_rsp_valid", 0);
	}
	set("load_req_ready", 1);
	edge();
	expect("load_req_valid", 0);
}
END_TEST

/* walk-7: the answer to a request of another id, all of it on the pins. */
START_TEST(answer_of_another)
{
	begin(0x20);
	edge();
	for (unsigned int id = 0; id < 16; id++) {
		if (id == 8)
			continue;
		answer(0x9006 | 1);
		set("mem_rsp_id", id);
		expect("load_end", 0);
		edge();
		expect("load_req_valid", 0);
		expect("load_busy", 1);
	}
	answer(0x9006 | 1);
	expect("load_end", 1);
	expect("load_fault", FAULT_PROTECTION);
}
END_TEST

/* Each of the four may fail: an end in that cycle, and the registers are as they were. */
START_TEST(errors)
{
	load(0x1001, 0x2001, 0x3001, 0x4001);
	begin(0x6000);
	for (int n = 0; n < _i; n++) {
		read_well(0x6000 + 8 * (uint64_t)n, 0x9001);
		next();
	}
	edge();
	set("mem_rsp_error", 1);
	answer(0x9006 | 1); /* were it looked at, a general-protection fault */
	expect("load_end", 1);
	expect("load_fault", FAULT_ACCESS);
	expect("load_busy", 1);
	next();
	expect_rest();
	expect_held(0x1001, 0x2001, 0x3001, 0x4001);
	/* and the next load begins with the first */
	load(0x5001, 0x6001, 0x7001, 0x8001);
	expect_held(0x5001, 0x6001, 0x7001, 0x8001);
}
END_TEST

/* Bits 2:1, 8:5 and 63:M are reserved, with P = 1. */
START_TEST(reserved_bits)
{
	bool reserved = _i == 1 || _i == 2 || (_i >= 5 && _i <= 8) || _i >= 46;
	uint64_t value = UINT64_C(1) << _i;

	load(0x1001, 0x2001, 0x3001, 0x4001);
	begin(0x5000);
	edge();
	answer(value & ~UINT64_C(1));
	expect("load_end", 0);
	expect("load_fault", FAULT_NONE);
	next();
	edge();
	answer(value | 1);
	expect("load_end", reserved);
	expect("load_fault", reserved ? FAULT_PROTECTION : FAULT_NONE);
	next();
	expect("load_busy", !reserved);
	expect_held(0x1001, 0x2001, 0x3001, 0x4001);
}
END_TEST

/* Without P nothing is reserved, and all 64 bits are held. */
START_TEST(absent)
{
	load(~UINT64_C(1), UINT64_C(1) << 63, 0x3001, 0);
	expect_held(~UINT64_C(1), UINT64_C(1) << 63, 0x3001, 0);
}
END_TEST

START_TEST(reserved_bits_by_width)
{
	unsigned int pa_bits = _i ? 52 : 32;

	kernel_finish(&k);
	start(pa_bits);
	begin(0x5000);
	edge();
	answer(UINT64_C(1) << (pa_bits - 1) | 1);
	expect("load_fault", FAULT_NONE);
	answer(UINT64_C(1) << pa_bits | 1);
	expect("load_fault", FAULT_PROTECTION);
}
END_TEST

/* The last one, too. */
START_TEST(reserved_in_the_last)
{
	begin(0x5000);
	for (uint64_t n = 0; n < 3; n++) {
		read_well(0x5000 + 8 * n, 0x1001);
		next();
	}
	read_well(0x5018, 0x1000);
	answer(0x1003);
	expect("load_end", 1);
	expect("load_fault", FAULT_PROTECTION);
	next();
	expect_rest();
	expect_held(0, 0, 0, 0);
}
END_TEST

/* general-1: at rest, asking, waiting. */
START_TEST(reset)
{
	load(0x1001, 0x2001, 0x3001, 0x4001);
	if (_i)
		begin(0x6000);
	if (_i == 2)
		edge();
	set("rst", 1);
	set("write_loads", 1); /* the handshake does not take place */
	edge();
	set("rst", 0);
	set("write_loads", 0);
	expect_rest();
	expect_held(0, 0, 0, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pdpte");
	TCase *tc = tcase_create("pdpte");

	suite_add_tcase(suite, tc);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, at_rest);
	tcase_add_test(tc, cycle_by_cycle);
	tcase_add_test(tc, request_is_stable);
	tcase_add_test(tc, answer_of_another);
	tcase_add_loop_test(tc, errors, 0, 4);
	tcase_add_loop_test(tc, reserved_bits, 1, 64);
	tcase_add_test(tc, absent);
	tcase_add_loop_test(tc, reserved_bits_by_width, 0, 2);
	tcase_add_test(tc, reserved_in_the_last);
	tcase_add_loop_test(tc, reset, 0, 3);

	return suite_run(suite);
}
