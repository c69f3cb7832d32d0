/* SPDX-License-Identifier: Apache-2.0 */
/* cycle, time and instret: what they count, who may read them, and what a write of them does. */
#include <check.h>

#include "hart_fixture.h"
#include "suite.h"

#define CYCLE    0xc00
#define TIME     0xc01
#define INSTRET  0xc02
#define MCYCLE   0xb00
#define MINSTRET 0xb02
#define UPPER    0x80 /* to the number of the upper half */
#define INHIBIT  0x320

static uint64_t read_by_instruction(int number)
{
	return rig_result(CSRRS(3, number, 0), 0, 0);
}

/* An instruction sees those before it. What trapped did not retire. */
START_TEST(counts)
{
	rig_reset(_i);
	ck_assert_uint_eq(read_by_instruction(CYCLE), 0);
	ck_assert_uint_eq(read_by_instruction(INSTRET), 1);
	rig_do(ECALL);
	rig_do(0); /* illegal */
	ck_assert_uint_eq(read_by_instruction(INSTRET), 2);
	ck_assert_uint_eq(read_by_instruction(CYCLE), 5);
	ck_assert_uint_eq(read_by_instruction(MCYCLE), 6);
	ck_assert_uint_eq(read_by_instruction(MINSTRET), 5);
	ck_assert_uint_eq(read_by_instruction(TIME), 0);
	ck_assert_uint_eq(rig.hart.instructions, 9);
	rig_do(NOP);
	ck_assert_uint_eq(read_by_instruction(TIME), 1); /* 10 instructions */
	rig.hart.idle = 89;
	ck_assert_uint_eq(read_by_instruction(TIME), 10);
	ck_assert_uint_eq(read_by_instruction(CYCLE), 101); /* what is skipped takes time */
	ck_assert_uint_eq(read_by_instruction(INSTRET), 11);
	ck_assert_uint_eq(hart_time(&rig.hart), 10);
}
END_TEST

START_TEST(halves_of_rv32)
{
	rig_reset(32);
	rig.hart.instructions = UINT64_C(0x1280000000) * 10;
	ck_assert_uint_eq(read_by_instruction(TIME), 0xffffffff80000000);
	ck_assert_uint_eq(read_by_instruction(TIME + UPPER), 0x12);
	rig.hart.instructions = 0x5600000000;
	ck_assert_uint_eq(read_by_instruction(CYCLE + UPPER), 0x56);
	ck_assert_uint_eq(read_by_instruction(INSTRET + UPPER), 0x56);
	ck_assert_uint_eq(read_by_instruction(MCYCLE + UPPER), 0x56);
	ck_assert_uint_eq(read_by_instruction(MINSTRET + UPPER), 0x56);
	ck_assert_uint_eq(read_by_instruction(MINSTRET), 4);
}
END_TEST

/* The instruction behind a write sees what was written. */
START_TEST(writes)
{
	static const int numbers[] = {MCYCLE, MINSTRET};

	rig_reset(64);
	for (unsigned int i = 0; i < 2; i++) {
		rig_result(CSRRW(0, numbers[i], 1), 0x123456789abcdef0, 0);
		ck_assert_uint_eq(read_by_instruction(numbers[i]), 0x123456789abcdef0);
		ck_assert_uint_eq(read_by_instruction(numbers[i] + 0x100), 0x123456789abcdef1);
	}
	rig_reset(32);
	for (unsigned int i = 0; i < 2; i++) {
		rig_result(CSRRW(0, numbers[i] + UPPER, 1), 0x12345678, 0);
		rig_result(CSRRW(0, numbers[i], 1), 0xffffffff9abcdef0, 0);
		ck_assert_uint_eq(read_by_instruction(numbers[i]), 0xffffffff9abcdef0);
		ck_assert_uint_eq(read_by_instruction(numbers[i] + UPPER), 0x12345678);
		rig_result(CSRRW(0, numbers[i] + UPPER, 1), 1, 0); /* the other half counts on */
		ck_assert_uint_eq(read_by_instruction(numbers[i]), 0xffffffff9abcdef3);
		ck_assert_uint_eq(read_by_instruction(numbers[i] + UPPER), 1);
	}
}
END_TEST

/* Those that are 0, and time, take nothing. */
START_TEST(writes_that_do_nothing)
{
	rig_reset(64);
	rig_result(CSRRW(0, 0xb03, 1), 99, 0);
	ck_assert_uint_eq(read_by_instruction(0xb03), 0);
	ck_assert_uint_eq(read_by_instruction(CYCLE), 2);
	ck_assert_uint_eq(read_by_instruction(INSTRET), 3);
	rig_result(CSRRW(0, 0x323, 1), 99, 0);
	ck_assert_uint_eq(read_by_instruction(CYCLE), 5);
}
END_TEST

static const struct {
	int inhibited, counter, other;
} inhibitions[] = {{1, MCYCLE, MINSTRET}, {4, MINSTRET, MCYCLE}};

/* mcountinhibit stops one of them, behind the instruction that sets it. */
START_TEST(inhibited)
{
	int counter = inhibitions[_i].counter;

	rig_reset(64);
	rig_result(CSRRW(0, counter, 1), 1000, 0);
	rig_result(CSRRW(0, INHIBIT, 1), (uint64_t)inhibitions[_i].inhibited, 0);
	ck_assert_uint_eq(read_by_instruction(counter), 1001);
	ck_assert_uint_eq(read_by_instruction(counter), 1001);
	ck_assert_uint_eq(read_by_instruction(inhibitions[_i].other), 4);
	rig_result(CSRRW(0, counter, 1), 2000, 0);
	ck_assert_uint_eq(read_by_instruction(counter), 2000);
	rig_result(CSRRW(0, INHIBIT, 1), 0, 0);
	ck_assert_uint_eq(read_by_instruction(counter), 2000);
	ck_assert_uint_eq(read_by_instruction(counter), 2001);
	ck_assert_uint_eq(read_by_instruction(inhibitions[_i].other), 10);
}
END_TEST

/* mcounteren says what S may read, and together with scounteren what U may. */
START_TEST(enabled)
{
	static const enum priv privs[] = {PRIV_U, PRIV_S, PRIV_M};
	unsigned int machine = (unsigned int)_i & 7, supervisor = (unsigned int)_i >> 3;

	for (unsigned int xlen = 32; xlen <= 64; xlen += 32)
		for (unsigned int p = 0; p < 3; p++)
			for (unsigned int counter = 0; counter < 3; counter++) {
				bool of_s = machine >> counter & 1;
				bool of_u = of_s && (supervisor >> counter & 1);
				bool may = (const bool[]){of_u, of_s, true}[p];

				rig_reset(xlen);
				rig.hart.csr.mcounteren = machine;
				rig.hart.csr.scounteren = supervisor;
				rig_enter(privs[p]);
				rig_do(CSRRS(3, CYCLE + counter, 0));
				ck_assert_int_eq(rig.hart.pc == RIG_BASE + 4, may);
			}
}
END_TEST

/* The others are enabled for nobody but M. */
START_TEST(others)
{
	rig_reset(32);
	rig.hart.csr.mcounteren = rig.hart.csr.scounteren = 7;
	rig_enter(PRIV_S);
	rig_is_illegal(CSRRS(3, 0xc03, 0));
	rig_is_illegal(CSRRS(3, 0xc9f, 0));
	rig_do(CSRRS(3, TIME + UPPER, 0));
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 4);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hart_counters");
	TCase *tcase = tcase_create("counters");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, counts, 32, 33);
	tcase_add_loop_test(tcase, counts, 64, 65);
	tcase_add_test(tcase, halves_of_rv32);
	tcase_add_test(tcase, writes);
	tcase_add_test(tcase, writes_that_do_nothing);
	tcase_add_loop_test(tcase, inhibited, 0, RIG_ROWS(inhibitions));
	tcase_add_loop_test(tcase, enabled, 0, 64);
	tcase_add_test(tcase, others);
	return suite_run(suite);
}
