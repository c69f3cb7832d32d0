/* SPDX-License-Identifier: Apache-2.0 */
/* Why a machine stops, and where. */
#include <string.h>

#include "board_fixture.h"
#include "suite.h"

static void powers_off(void)
{
	RUN(PUTCHAR('h'), PUTCHAR('i'), SHUTDOWN);
	expect(BOARD_POWERED_OFF, CODE + 8 * 4, 9);
	expect_shown("hi");
	ck_assert_int_eq(board->lockstep == NULL, config.fast_only);
}

START_TEST(a_kernel_powers_off)
{
	both(powers_off);
}
END_TEST

static void tells_failure(void)
{
	/* srst: reason f0000007 */
	RUN(LI(A0, 0), LUI(A1, 0xf0000), ADDI(A1, A1, 7), LI(A6, 0), LUI(A7, 0x53525),
	    ADDI(A7, A7, 0x354), ECALL);
	expect(BOARD_FAILED, CODE + 7 * 4, 8);
	ck_assert_uint_eq(board->firmware.reason, 0xf0000007);
	ck_assert_ptr_nonnull(strstr(board->message, "f0000007"));
}

START_TEST(a_kernel_tells_failure)
{
	both(tells_failure);
}
END_TEST

START_TEST(a_kernel_wants_to_begin_again)
{
	RUN(LI(A0, 1), LI(A1, 0), LI(A6, 0), LUI(A7, 0x53525), ADDI(A7, A7, 0x354), ECALL);
	ck_assert_int_eq(board->end, BOARD_REBOOTED);
}
END_TEST

static void stops_at_counts(void)
{
	config.until = (struct when){.kind = WHEN_INSTRUCTIONS, .value = 3};
	RUN(NOP, NOP, NOP, NOP, SHUTDOWN);
	expect(BOARD_REACHED, CODE + 8, 3);
	config.until = (struct when){.kind = WHEN_PC, .value = CODE + 12};
	RUN(NOP, NOP, NOP, NOP, SHUTDOWN);
	expect(BOARD_REACHED, CODE + 12, 4);
}

START_TEST(a_run_stops_at_an_instruction)
{
	both(stops_at_counts);
}
END_TEST

/* Behind the call that puts the last byte out, and behind the store to the UART that does. */
static void stops_at_texts(void)
{
	config.until = (struct when){.kind = WHEN_TEXT, .text = "ab"};
	RUN(PUTCHAR('a'), PUTCHAR('b'), PUTCHAR('c'), SHUTDOWN);
	expect(BOARD_REACHED, CODE + 6 * 4, 7);
	expect_shown("ab");
	RUN(LUI(T0, 0x10000), LI(T1, 'a'), SB(T1, 0, T0), LI(T1, 'b'), SB(T1, 0, T0), NOP, NOP,
	    SHUTDOWN);
	expect(BOARD_REACHED, CODE + 5 * 4, 6);
	expect_shown("ab");
}

START_TEST(a_run_stops_behind_a_text)
{
	both(stops_at_texts);
}
END_TEST

/* An address where it begins is met again only when it comes round. */
static void stops_next_time(void)
{
	config.until = (struct when){.kind = WHEN_PC, .value = ENTRY};
	RUN(NOP, JAL(X0, -(int)HEADER - 4));
	expect(BOARD_REACHED, ENTRY, 3);
}

START_TEST(a_run_steps_off_where_it_begins)
{
	both(stops_next_time);
}
END_TEST

START_TEST(lockstep_begins_where_it_is_told)
{
	config.fast = (struct when){.kind = WHEN_INSTRUCTIONS, .value = 3};
	RUN(NOP, NOP, NOP, NOP, SHUTDOWN);
	ck_assert_uint_eq(board_fast_instructions(board), 3);
	ck_assert_uint_eq(board_lockstep_instructions(board), 4);
	config.fast = (struct when){.kind = WHEN_PC, .value = CODE};
	RUN(NOP, NOP, NOP, NOP, SHUTDOWN);
	ck_assert_uint_eq(board_fast_instructions(board), 1);
	config.fast = (struct when){.kind = WHEN_TEXT, .text = "x"};
	RUN(PUTCHAR('x'), PUTCHAR('x'), SHUTDOWN);
	ck_assert_uint_eq(board_fast_instructions(board), 4);
	expect(BOARD_POWERED_OFF, CODE + 8 * 4, 9);
	config.fast = (struct when){.kind = WHEN_TEXT, .text = "y"};
	RUN(PUTCHAR('x'), SHUTDOWN);
	ck_assert_int_eq(board->end, BOARD_POWERED_OFF);
	ck_assert_ptr_null(board->lockstep);
}
END_TEST

static void hangs(void)
{
	RUN(NOP, JAL(X0, 0));
	ck_assert_int_eq(board->end, BOARD_HANGS);
	ck_assert_uint_eq(board->hart.pc, CODE + 4);
	RUN(WFI, JAL(X0, -4)); /* no timer */
	ck_assert_int_eq(board->end, BOARD_HANGS);
	RUN(LI(T0, 32), CSRRW(X0, CSR_SIE, T0), WFI, JAL(X0, -4));
	ck_assert_int_eq(board->end, BOARD_HANGS);
	RUN(SET_TIMER(X0), WFI, JAL(X0, -4)); /* it is pending, and not enabled */
	ck_assert_int_eq(board->end, BOARD_HANGS);
	RUN(LI(A6, 1), LUI(A7, 0x485), ADDI(A7, A7, 0x34d), ECALL); /* hart_stop */
	ck_assert_int_eq(board->end, BOARD_HANGS);
}

START_TEST(a_kernel_that_stands_still_hangs)
{
	both(hangs);
}
END_TEST

/* The handler's first instruction is none. */
static void faults_forever(void)
{
	RUN(CSRRW(X0, CSR_STVEC, X0), 0);
	ck_assert_int_eq(board->end, BOARD_HANGS);
}

START_TEST(a_kernel_that_faults_forever_hangs)
{
	both(faults_forever);
}
END_TEST

/* It jumps to where it is, but the timer takes it away: 200000 ticks are two million instructions.
 */
static void is_interrupted(void)
{
	RUN(AUIPC(T0, 0), ADDI(T0, T0, 12 * 4), CSRRW(X0, CSR_STVEC, T0), LUI(T0, 49),
	    SET_TIMER(T0), LI(T0, 32), CSRRW(X0, CSR_SIE, T0), CSRRSI(X0, CSR_SSTATUS, 2),
	    JAL(X0, 0), NOP, SHUTDOWN);
	ck_assert_msg(board->end == BOARD_POWERED_OFF, "%s", board->message);
	ck_assert_uint_eq(board->hart.interrupts[5], 1);
	ck_assert_uint_gt(board->hart.instructions, 2000000);
}

START_TEST(a_kernel_that_will_be_interrupted_does_not_hang)
{
	config.fast_only = true;
	is_interrupted();
}
END_TEST

START_TEST(a_kernel_that_says_nothing_is_silent)
{
	config.fast_only = true;
	config.patience = 1500000;
	RUN(PUTCHAR('x'), ADDI(T0, T0, 1), JAL(X0, -4));
	ck_assert_int_eq(board->end, BOARD_SILENT);
	ck_assert_uint_lt(board->hart.instructions, 1500000 + 1000010);
}
END_TEST

/* WFI puts time forward to the timer. */
static void skips_time(void)
{
	RUN(LUI(T0, 0x1000), SET_TIMER(T0), LI(T0, 32), CSRRW(X0, CSR_SIE, T0), WFI, SHUTDOWN);
	expect(BOARD_POWERED_OFF, CODE + 9 * 4, 10);
	ck_assert_uint_eq(board->hart.idle + 7, UINT64_C(0x1000000) * HART_INSTRUCTIONS_PER_TICK);
}

START_TEST(a_wait_skips_time)
{
	both(skips_time);
}
END_TEST

START_TEST(a_panic_is_seen)
{
	static const char text[] = "---[ end Kernel panic";
	uint32_t code[3 * sizeof(text)];
	unsigned int n = 0;

	for (const char *at = text; *at; at++) {
		code[n++] = LI(A0, *at);
		code[n++] = LI(A7, 1);
		code[n++] = ECALL;
	}
	code[n++] = JAL(X0, 0);
	run(code, n * sizeof(*code));
	ck_assert_int_eq(board->end, BOARD_PANICKED);
}
END_TEST

START_TEST(a_planted_difference_is_a_mismatch)
{
	config.lockstep.bench.plant_pin = "fetch_rsp_pa";
	config.lockstep.bench.plant_bit = 5;
	config.lockstep.bench.plant_cycle = 4;
	RUN(PUTCHAR('a'), PUTCHAR('b'), SHUTDOWN);
	ck_assert_int_eq(board->end, BOARD_MISMATCH);
	ck_assert_ptr_nonnull(strstr(board->message, "fetch_rsp_pa"));
	ck_assert_int_eq(board->asked.type, ACCESS_FETCH);
}
END_TEST

/* What a wrong answer does, where nobody judges: the hart goes there. */
START_TEST(a_wrong_answer_is_followed_where_nobody_judges)
{
	config.lockstep.bench.model = config.lockstep.bench.oracle = false;
	config.lockstep.bench.plant_pin = "fetch_rsp_pa";
	config.lockstep.bench.plant_bit = 7;
	RUN(PUTCHAR('a'), SHUTDOWN);
	ck_assert_int_ne(board->end, BOARD_POWERED_OFF);
	ck_assert_int_ne(board->end, BOARD_MISMATCH);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("board_run");
	TCase *ends = tcase_create("ends");

	tcase_add_checked_fixture(ends, board_setup, board_teardown);
	tcase_add_test(ends, a_kernel_powers_off);
	tcase_add_test(ends, a_kernel_tells_failure);
	tcase_add_test(ends, a_kernel_wants_to_begin_again);
	tcase_add_test(ends, a_run_stops_at_an_instruction);
	tcase_add_test(ends, a_run_stops_behind_a_text);
	tcase_add_test(ends, a_run_steps_off_where_it_begins);
	tcase_add_test(ends, lockstep_begins_where_it_is_told);
	tcase_add_test(ends, a_kernel_that_stands_still_hangs);
	tcase_add_test(ends, a_kernel_that_faults_forever_hangs);
	tcase_add_test(ends, a_kernel_that_will_be_interrupted_does_not_hang);
	tcase_add_test(ends, a_kernel_that_says_nothing_is_silent);
	tcase_add_test(ends, a_wait_skips_time);
	tcase_add_test(ends, a_panic_is_seen);
	tcase_add_test(ends, a_planted_difference_is_a_mismatch);
	tcase_add_test(ends, a_wrong_answer_is_followed_where_nobody_judges);
	suite_add_tcase(suite, ends);
	return suite_run(suite);
}
