/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the hart fetches, and when it uses an answer of the bus again: for the same kind of access,
 * privilege, SUM and MXR, inside the bytes that were answered, until it must forget.
 */
#include <check.h>

#include "hart_fixture.h"
#include "suite.h"

#define PAGE 4096u
#define MPRV (UINT64_C(1) << 17)
#define SUM  (UINT64_C(1) << 18)
#define MXR  (UINT64_C(1) << 19)
#define MPP  11

static void was_fetched(unsigned int i, uint64_t va, unsigned int bytes)
{
	ck_assert_uint_lt(i, rig.accesses);
	ck_assert_uint_eq(rig.access[i].va, va);
	ck_assert_uint_eq(rig.access[i].bytes, bytes);
	ck_assert_int_eq(rig.access[i].type, ACCESS_FETCH);
}

/* Questions of the next instruction. */
static unsigned int asked(void)
{
	rig.accesses = 0;
	rig_run(1);
	return rig.accesses;
}

START_TEST(fetch_asks_for_four_bytes)
{
	rig_reset(64);
	rig_put(RIG_BASE, C_LI(3, 1), 2);
	rig_put(RIG_BASE + 2, ADDI(4, 0, 2), 4);
	ck_assert_uint_eq(asked(), 1);
	was_fetched(0, RIG_BASE, 4);
	ck_assert_uint_eq(asked(), 1);
	was_fetched(0, RIG_BASE + 2, 4);
	ck_assert_int_eq(rig.access[0].priv, PRIV_M);
	ck_assert_uint_eq(rig.hart.x[3], 1);
	ck_assert_uint_eq(rig.hart.x[4], 2);
}
END_TEST

/* In the last two bytes of a page: the next page is asked for only if the instruction goes on. */
START_TEST(fetch_across_pages)
{
	rig_reset(_i);
	rig.hart.pc = RIG_BASE + PAGE - 2;
	rig_put(rig.hart.pc, C_LI(3, 1), 2);
	ck_assert_uint_eq(asked(), 1);
	was_fetched(0, RIG_BASE + PAGE - 2, 2);
	rig.hart.pc = RIG_BASE + PAGE - 2;
	rig_put(rig.hart.pc, ADDI(4, 0, 0x123), 4);
	ck_assert_uint_eq(asked(), 2);
	was_fetched(0, RIG_BASE + PAGE - 2, 2);
	was_fetched(1, RIG_BASE + PAGE, 2);
	ck_assert_uint_eq(rig.hart.x[4], 0x123);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + PAGE + 2);
	rig.hart.pc = UINT64_MAX >> (64 - _i) & ~UINT64_C(1); /* around the end */
	rig_put(rig.hart.pc, ADDI(4, 0, 0x124), 4);
	ck_assert_uint_eq(asked(), 2);
	was_fetched(1, 0, 2);
	ck_assert_uint_eq(rig.hart.x[4], 0x124);
	ck_assert_uint_eq(rig.hart.pc, 2);
}
END_TEST

static const struct {
	enum fault fault;
	uint64_t cause;
} fetch_faults[] = {{FAULT_PAGE, 12}, {FAULT_ACCESS, 1}};

START_TEST(fetch_faults_in_either_page)
{
	rig_reset(64);
	rig.hart.pc = RIG_BASE + PAGE - 2;
	rig_put(rig.hart.pc, ADDI(4, 0, 0x123), 4);
	rig_fault(RIG_BASE + PAGE, ACCESS_FETCH, fetch_faults[_i].fault);
	ck_assert_uint_eq(asked(), 2);
	rig_trapped(PRIV_M, RIG_BASE + PAGE - 2, fetch_faults[_i].cause, RIG_BASE + PAGE);
	ck_assert_uint_eq(rig.hart.x[4], 0);
	ck_assert_uint_eq(rig.hart.instructions, 1);
	rig.hart.pc = RIG_BASE + PAGE - 2;
	rig_fault(RIG_BASE, ACCESS_FETCH, fetch_faults[_i].fault);
	ck_assert_uint_eq(asked(), 1);
	rig_trapped(PRIV_M, RIG_BASE + PAGE - 2, fetch_faults[_i].cause, RIG_BASE + PAGE - 2);
	rig.hart.pc = RIG_BASE + PAGE - 2;
	rig_put(rig.hart.pc, C_NOP, 2);
	rig.faults[1].fault = FAULT_NONE;
	ck_assert_uint_eq(asked(), 1);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + PAGE);
}
END_TEST

/* A buffer of 32 bytes is left, and another one not kept beside it. */
START_TEST(fetch_buffer)
{
	rig_reset(64);
	rig.window = 32;
	for (unsigned int i = 0; i < 16; i++)
		rig_put(RIG_BASE + 4 * i, NOP, 4);
	ck_assert_uint_eq(asked(), 1);
	for (unsigned int i = 1; i < 8; i++)
		ck_assert_uint_eq(asked(), 0);
	ck_assert_uint_eq(asked(), 1);
	was_fetched(0, RIG_BASE + 32, 4);
	rig.hart.pc = RIG_BASE;
	ck_assert_uint_eq(asked(), 1);
	rig.hart.pc = RIG_BASE + PAGE; /* not even of another page */
	rig_put(RIG_BASE + PAGE, NOP, 4);
	ck_assert_uint_eq(asked(), 1);
	rig.hart.pc = RIG_BASE;
	ck_assert_uint_eq(asked(), 1);
	rig_put(RIG_BASE + 4, ADDI(3, 0, 7), 4); /* bytes, and no copy of them */
	ck_assert_uint_eq(asked(), 0);
	ck_assert_uint_eq(rig.hart.x[3], 7);
}
END_TEST

/* The last two bytes of a buffer: what they hold is known, and may be all. */
START_TEST(fetch_at_the_end_of_a_buffer)
{
	rig_reset(64);
	rig.window = 32;
	rig_put(RIG_BASE, NOP, 4);
	ck_assert_uint_eq(asked(), 1);
	rig.hart.pc = RIG_BASE + 30;
	rig_put(rig.hart.pc, C_LI(3, 9), 2);
	ck_assert_uint_eq(asked(), 0);
	ck_assert_uint_eq(rig.hart.x[3], 9);
	rig.hart.pc = RIG_BASE + 30;
	rig_put(rig.hart.pc, ADDI(3, 0, 10), 4);
	ck_assert_uint_eq(asked(), 1);
	was_fetched(0, RIG_BASE + 30, 4);
	ck_assert_uint_eq(rig.hart.x[3], 10);
}
END_TEST

/* Whole pages are kept, each for a privilege. */
START_TEST(fetch_of_pages)
{
	rig_reset(64);
	rig.window = PAGE;
	for (unsigned int page = 0; page < 3; page++)
		rig_put(RIG_BASE + page * PAGE, JAL(0, PAGE), 4);
	ck_assert_uint_eq(asked(), 1);
	ck_assert_uint_eq(asked(), 1);
	rig.hart.pc = RIG_BASE;
	ck_assert_uint_eq(asked(), 0);
	ck_assert_uint_eq(asked(), 0);
	rig.hart.pc = RIG_BASE;
	rig_enter(PRIV_S);
	ck_assert_uint_eq(asked(), 1);
	ck_assert_int_eq(rig.access[0].priv, PRIV_S);
	rig.hart.pc = RIG_BASE;
	rig_enter(PRIV_M);
	ck_assert_uint_eq(asked(), 1); /* one answer a page number: S took its place */
	rig.hart.pc = RIG_BASE + HART_WINDOWS * PAGE; /* the same slot, another page */
	ck_assert_uint_eq(asked(), 1);
	hart_forget(&rig.hart);
	ck_assert_uint_eq(asked(), 1);
}
END_TEST

/* Half of an instruction in each of two known pages. */
START_TEST(fetch_across_known_pages)
{
	rig_reset(64);
	rig.window = PAGE;
	rig.hart.pc = RIG_BASE + PAGE - 2;
	rig_put(rig.hart.pc, ADDI(4, 4, 1), 4);
	ck_assert_uint_eq(asked(), 2);
	rig.hart.pc = RIG_BASE + PAGE - 2;
	ck_assert_uint_eq(asked(), 0);
	ck_assert_uint_eq(rig.hart.x[4], 2);
}
END_TEST

/* Runs the load or store of x1 at RIG_BASE again; how many questions are of data. */
static unsigned int data_asked(uint32_t instruction, uint64_t va)
{
	unsigned int data = 0;

	rig.hart.pc = RIG_BASE;
	rig_result(instruction, va, 0);
	for (unsigned int i = 0; i < rig.accesses; i++)
		data += rig.access[i].type != ACCESS_FETCH;
	return data;
}

START_TEST(data_of_a_window)
{
	rig_reset(64);
	rig.window = 64;
	rig_put(RIG_DATA + 56, 0x8877665544332211, 8);
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA + 16), 1);
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA), 0);
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA + 56), 0);
	ck_assert_uint_eq(rig.hart.x[3], 0x8877665544332211);
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA + 57), 1); /* a byte beyond */
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA + 16), 0);
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA - 1), 2);  /* a byte before */
	ck_assert_uint_eq(data_asked(SD(2, 0, 1), RIG_DATA + 16), 1); /* a store is none */
	ck_assert_uint_eq(data_asked(SD(2, 0, 1), RIG_DATA + 24), 0);
	ck_assert_uint_eq(rig.stored, 1); /* the bus hears of it all the same */
	ck_assert_uint_eq(rig.stores[0].pa, RIG_DATA + 24);
	ck_assert_uint_eq(rig.stores[0].bytes, 8);
	rig_without_firmware(); /* and of no store */
	ck_assert_uint_eq(data_asked(SD(2, 0, 1), RIG_DATA + 24), 0);
	ck_assert_uint_eq(rig.stored, 0);
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA + HART_WINDOWS * PAGE), 1);
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA), 1);
}
END_TEST

/* Not as much as was asked for: it is asked each time. */
START_TEST(data_of_no_window)
{
	rig_reset(64);
	for (unsigned int i = 0; i < 3; i++) {
		ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA), 1);
		ck_assert_uint_eq(data_asked(SD(2, 0, 1), RIG_DATA), 1);
		ck_assert_uint_eq(rig.accesses, 2); /* and the fetch */
	}
}
END_TEST

static const struct {
	uint64_t mstatus;
	enum priv priv, as;
	bool sum, mxr;
} states[] = {
	{0, PRIV_M, PRIV_M, false, false},
	{0, PRIV_S, PRIV_S, false, false},
	{0, PRIV_U, PRIV_U, false, false},
	{SUM, PRIV_S, PRIV_S, true, false},
	{MXR, PRIV_S, PRIV_S, false, true},
	{SUM | MXR, PRIV_S, PRIV_S, true, true},
	{MPRV, PRIV_M, PRIV_U, false, false}, /* MPP is U */
	{MPRV | (uint64_t)PRIV_S << MPP, PRIV_M, PRIV_S, false, false},
	{MPRV | (uint64_t)PRIV_M << MPP, PRIV_M, PRIV_M, false, false},
	{MPRV | SUM | (uint64_t)PRIV_S << MPP, PRIV_M, PRIV_S, true, false},
	{(uint64_t)PRIV_S << MPP, PRIV_M, PRIV_M, false, false}, /* no MPRV */
};

static void enter_state(int i)
{
	rig.hart.csr.mstatus = states[i].mstatus;
	rig_enter(states[i].priv);
}

/* Each state is asked for as what it is. A fetch is not by MPRV. */
START_TEST(state)
{
	rig_reset(64);
	enter_state(_i);
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA), 1);
	ck_assert_int_eq(rig.access[0].priv, states[_i].priv);
	ck_assert_int_eq(rig.access[1].priv, states[_i].as);
	ck_assert_int_eq(rig.access[1].sum, states[_i].sum);
	ck_assert_int_eq(rig.access[1].mxr, states[_i].mxr);
}
END_TEST

/* An answer holds for those states alone that ask the same. */
START_TEST(state_of_a_window)
{
	for (int other = 0; other < RIG_ROWS(states); other++) {
		bool same = states[_i].as == states[other].as &&
			    states[_i].sum == states[other].sum &&
			    states[_i].mxr == states[other].mxr;

		rig_reset(64);
		rig.window = PAGE;
		enter_state(_i);
		ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA), 1);
		ck_assert_uint_eq(data_asked(SD(2, 0, 1), RIG_DATA), 1);
		enter_state(other);
		ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA), !same);
		ck_assert_uint_eq(data_asked(SD(2, 0, 1), RIG_DATA), !same);
	}
}
END_TEST

static const uint32_t forgetting[] = {
	FENCE_I,
	SFENCE_VMA(0, 0),
	SFENCE_VMA(1, 2),
	CSRRW(0, 0x180, 2), /* satp */
	CSRRW(0, 0x30a, 0), /* menvcfg */
};

START_TEST(forgets)
{
	rig_reset(64);
	rig.window = PAGE;
	rig_put(RIG_BASE + PAGE, JAL(0, -(int)PAGE), 4);
	rig.hart.pc = RIG_BASE + PAGE;
	ck_assert_uint_eq(asked(), 1);
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA), 1);
	ck_assert_uint_eq(data_asked(SD(2, 0, 1), RIG_DATA), 1);
	rig_do(FENCE); /* forgets nothing */
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA), 0);
	rig_do(forgetting[_i]);
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA), 1);
	ck_assert_uint_eq(rig.accesses, 2); /* the instruction, too */
	ck_assert_uint_eq(data_asked(SD(2, 0, 1), RIG_DATA), 1);
	rig.hart.pc = RIG_BASE + PAGE;
	ck_assert_uint_eq(asked(), 1);
	ck_assert_uint_eq(rig.hart.exceptions[2], 0);
}
END_TEST

/* What faulted is asked anew. */
START_TEST(no_window_of_a_fault)
{
	rig_reset(64);
	rig.window = PAGE;
	rig_fault(RIG_DATA, ACCESS_LOAD, FAULT_PAGE);
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA), 1);
	ck_assert_uint_eq(rig.hart.exceptions[13], 1);
	rig.faults[0].fault = FAULT_NONE;
	ck_assert_uint_eq(data_asked(LD(3, 0, 1), RIG_DATA), 1);
	ck_assert_uint_eq(rig.hart.exceptions[13], 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hart_window");
	TCase *tcase = tcase_create("window");

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, fetch_asks_for_four_bytes);
	tcase_add_loop_test(tcase, fetch_across_pages, 32, 33);
	tcase_add_loop_test(tcase, fetch_across_pages, 64, 65);
	tcase_add_loop_test(tcase, fetch_faults_in_either_page, 0, RIG_ROWS(fetch_faults));
	tcase_add_test(tcase, fetch_buffer);
	tcase_add_test(tcase, fetch_at_the_end_of_a_buffer);
	tcase_add_test(tcase, fetch_of_pages);
	tcase_add_test(tcase, fetch_across_known_pages);
	tcase_add_test(tcase, data_of_a_window);
	tcase_add_test(tcase, data_of_no_window);
	tcase_add_loop_test(tcase, state, 0, RIG_ROWS(states));
	tcase_add_loop_test(tcase, state_of_a_window, 0, RIG_ROWS(states));
	tcase_add_loop_test(tcase, forgets, 0, RIG_ROWS(forgetting));
	tcase_add_test(tcase, no_window_of_a_fault);
	return suite_run(suite);
}
