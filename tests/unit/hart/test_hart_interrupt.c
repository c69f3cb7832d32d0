/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Interrupts: which one is taken, by whom, before which instruction, and when the hart looks.
 */
#include <check.h>

#include "hart_fixture.h"
#include "suite.h"

#define SIE (UINT64_C(1) << 1)
#define MIE (UINT64_C(1) << 3)

#define SSI  UINT64_C(0x002)
#define MSI  UINT64_C(0x008)
#define STI  UINT64_C(0x020)
#define MTI  UINT64_C(0x080)
#define SEI  UINT64_C(0x200)
#define MEI  UINT64_C(0x800)
#define EACH (SSI | MSI | STI | MTI | SEI | MEI)

#define NONE 99u

/* The cause of the interrupt that is taken before the next instruction, a NOP; or NONE. */
static unsigned int taken(void)
{
	uint64_t pc = rig.hart.pc;
	enum priv priv = rig.hart.priv;

	hart_look(&rig.hart);
	rig_put(pc, NOP, 4);
	rig_put(RIG_MTVEC, NOP, 4);
	rig_put(RIG_STVEC, NOP, 4);
	rig_run(1);
	if (rig.hart.pc == RIG_MTVEC + 4 && rig.hart.priv == PRIV_M) {
		ck_assert_uint_eq(rig.hart.csr.mepc, pc);
		ck_assert_uint_eq(rig.hart.csr.mtval, 0);
		ck_assert_uint_eq(rig.hart.csr.mstatus >> 11 & 3, priv);
		ck_assert_uint_eq(rig.hart.csr.mcause >> 63, 1);
		return (unsigned int)rig.hart.csr.mcause;
	}
	if (rig.hart.pc == RIG_STVEC + 4 && rig.hart.priv == PRIV_S) {
		ck_assert_uint_eq(rig.hart.csr.sepc, pc);
		ck_assert_uint_eq(rig.hart.csr.stval, 0);
		ck_assert_uint_eq(rig.hart.csr.scause >> 63, 1);
		return (unsigned int)rig.hart.csr.scause;
	}
	ck_assert_uint_eq(rig.hart.pc, pc + 4);
	return NONE;
}

static unsigned int taken_with(enum priv priv, uint64_t mstatus, uint64_t mideleg, uint64_t mie,
			       uint64_t mip)
{
	rig_reset(64);
	rig.hart.csr.mtval = rig.hart.csr.stval = 5;
	rig.hart.csr.mstatus = mstatus;
	rig.hart.csr.mideleg = mideleg;
	rig.hart.csr.mie = mie;
	rig.hart.csr.mip = mip;
	rig_enter(priv);
	return taken();
}

/* MEI, MSI, MTI, SEI, SSI, STI. */
START_TEST(priority)
{
	static const unsigned int order[] = {11, 3, 7, 9, 1, 5};
	uint64_t pending = EACH;

	for (unsigned int i = 0; i < 6; i++) {
		ck_assert_uint_eq(taken_with(PRIV_U, 0, 0, EACH, pending), order[i]);
		ck_assert_uint_eq(rig.hart.interrupts[order[i]], 1);
		ck_assert_uint_eq(taken_with(PRIV_U, 0, 0, pending, EACH), order[i]);
		pending &= ~(UINT64_C(1) << order[i]);
	}
	ck_assert_uint_eq(taken_with(PRIV_U, 0, 0, EACH, 0), NONE);
	ck_assert_uint_eq(taken_with(PRIV_U, 0, 0, 0, EACH), NONE);
	/* M's before S's, even where S's would be the first of all. */
	ck_assert_uint_eq(taken_with(PRIV_U, 0, SEI, EACH, SEI | STI), 5);
	ck_assert_int_eq(rig.hart.priv, PRIV_M);
	ck_assert_uint_eq(taken_with(PRIV_U, 0, SEI | STI, EACH, SEI | STI), 9);
	ck_assert_int_eq(rig.hart.priv, PRIV_S);
	ck_assert_uint_eq(taken_with(PRIV_U, 0, SEI | SSI | STI, EACH, SSI | STI), 1);
}
END_TEST

static const struct {
	enum priv priv;
	uint64_t mstatus;
	bool of_m, of_s;
} modes[] = {
	{PRIV_U, 0, true, true},    {PRIV_U, MIE | SIE, true, true},  {PRIV_S, 0, true, false},
	{PRIV_S, SIE, true, true},  {PRIV_S, MIE, true, false},       {PRIV_M, 0, false, false},
	{PRIV_M, MIE, true, false}, {PRIV_M, MIE | SIE, true, false}, {PRIV_M, SIE, false, false},
};

/* A lower mode is always interrupted, the same one by its enable bit, a higher one never. */
START_TEST(enabled)
{
	bool of_m = modes[_i].of_m, of_s = modes[_i].of_s;
	enum priv priv = modes[_i].priv;
	uint64_t mstatus = modes[_i].mstatus;

	ck_assert_uint_eq(taken_with(priv, mstatus, 0, STI, STI), of_m ? 5 : NONE);
	ck_assert_uint_eq(taken_with(priv, mstatus, STI, STI, STI), of_s ? 5 : NONE);
	/* If M's cannot be taken, S's may be. */
	ck_assert_uint_eq(taken_with(priv, mstatus, STI, STI | SSI, STI | SSI), of_m   ? 1
										: of_s ? 5
										       : NONE);
}
END_TEST

/* The enable bit is stacked, so that a handler is not interrupted again by the same. */
START_TEST(once)
{
	ck_assert_uint_eq(taken_with(PRIV_S, SIE, STI, STI, STI), 5);
	ck_assert_uint_eq(rig.hart.csr.mstatus, UINT64_C(0x120)); /* SPP, SPIE */
	ck_assert_uint_eq(taken(), NONE);
	ck_assert_uint_eq(rig.hart.interrupts[5], 1);
	ck_assert_uint_eq(rig.hart.instructions, 2); /* an interrupt is none */
	ck_assert_uint_eq(rig.hart.exceptions[5], 0);
}
END_TEST

START_TEST(vectored)
{
	static const unsigned int causes[] = {1, 5, 9};

	for (unsigned int i = 0; i < 6; i++) {
		unsigned int cause = causes[i % 3];
		bool to_s = i >= 3;

		rig_reset(64);
		rig.hart.csr.mtvec |= 1;
		rig.hart.csr.stvec |= 1;
		rig.hart.csr.mideleg = to_s ? EACH : 0;
		rig.hart.csr.mie = rig.hart.csr.mip = UINT64_C(1) << cause;
		rig_enter(PRIV_U);
		rig_run(1); /* of no instruction there */
		ck_assert_uint_eq(rig.hart.csr.mepc, (to_s ? RIG_STVEC : RIG_MTVEC) + 4 * cause);
	}
}
END_TEST

/* All is ready for an interrupt but what the instruction changes. */
static const struct {
	uint32_t instruction;
	uint64_t operand;
	enum priv priv;
	uint64_t mstatus, mideleg, mie, mip;
	uint64_t timer;
} changes[] = {
	{CSRRS(0, 0x300, 1), MIE, PRIV_M, 0, 0, STI, STI, UINT64_MAX},
	{CSRRW(0, 0x304, 1), STI, PRIV_M, MIE, 0, 0, STI, UINT64_MAX},
	{CSRRW(0, 0x344, 1), STI, PRIV_M, MIE, 0, STI, 0, UINT64_MAX},
	{CSRRW(0, 0x303, 1), 0, PRIV_M, MIE, STI, STI, STI, UINT64_MAX},
	{MRET, 0, PRIV_M, 0, 0, STI, STI, UINT64_MAX},
	{SRET, 0, PRIV_S, 0, STI, STI, STI, UINT64_MAX},
	{CSRRS(0, 0x100, 1), SIE, PRIV_S, 0, STI, STI, STI, UINT64_MAX},
	{CSRRS(0, 0x104, 1), STI, PRIV_S, SIE, STI, 0, STI, UINT64_MAX},
	{CSRRS(0, 0x144, 1), SSI, PRIV_S, SIE, SSI, SSI, 0, UINT64_MAX},
	{ECALL, 0, PRIV_S, SIE, STI, STI, 0, UINT64_MAX}, /* firmware sets the timer */
	{WFI, 0, PRIV_S, SIE, STI, STI, 0, 50},           /* time is put forward */
};

/* It is taken right behind the instruction, in the same run or in another one. */
START_TEST(looks_behind)
{
	int i = _i / 2;

	rig_reset(64);
	rig.hart.csr.mstatus = changes[i].mstatus;
	rig.hart.csr.mideleg = changes[i].mideleg;
	rig.hart.csr.mie = changes[i].mie;
	rig.hart.csr.mip = changes[i].mip;
	rig.hart.csr.mepc = rig.hart.csr.sepc = RIG_BASE + 4;
	rig.hart.timer = changes[i].timer;
	rig.firmware_timer = 0;
	rig.wait_for = 500;
	rig.hart.x[1] = changes[i].operand;
	rig_enter(changes[i].priv);
	rig_put(RIG_BASE, changes[i].instruction, 4);
	rig_put(RIG_BASE + 4, NOP, 4);
	rig_put(RIG_MTVEC, NOP, 4);
	rig_put(RIG_STVEC, NOP, 4);
	if (_i % 2) {
		rig_run(1);
		ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 4); /* not before it */
		ck_assert_uint_eq(rig.hart.interrupts[1] + rig.hart.interrupts[5], 0);
		rig_run(1);
	} else {
		rig_run(2);
	}
	ck_assert_uint_eq(rig.hart.interrupts[1] + rig.hart.interrupts[5], 1);
	ck_assert_uint_eq(rig.hart.pc, (changes[i].mideleg && i != 3 ? RIG_STVEC : RIG_MTVEC) + 4);
	ck_assert_uint_eq(rig.hart.instructions, 2);
}
END_TEST

/* At the instruction at which time is there, in one run or step by step. */
START_TEST(timer)
{
	rig_reset(64);
	rig.window = 4096;
	rig.hart.csr.mie = STI;
	rig.hart.csr.mstatus = MIE;
	rig.hart.timer = 3;
	rig.hart.idle = 7;
	for (unsigned int i = 0; i < 40; i++)
		rig_put(RIG_BASE + 4 * i, NOP, 4);
	rig_put(RIG_MTVEC, JAL(0, 0), 4);
	if (_i)
		for (unsigned int i = 0; i < 40; i++)
			rig_run(1);
	else
		rig_run(40);
	ck_assert_uint_eq(rig.hart.interrupts[5], 1);
	ck_assert_uint_eq(rig.hart.csr.mepc, RIG_BASE + 4 * 23); /* 23 + 7 are 3 ticks */
	ck_assert_uint_eq(rig.hart.instructions, 40);
}
END_TEST

/* A limit, and a pc, are met before or behind an interrupt as if nobody had stopped there. */
START_TEST(timer_at_a_stop)
{
	const uint64_t at = RIG_MTVEC, before = RIG_BASE + 40;

	rig_reset(64);
	rig.hart.csr.mie = STI;
	rig.hart.csr.mstatus = MIE;
	rig.hart.timer = 1;
	for (unsigned int i = 0; i < 20; i++)
		rig_put(RIG_BASE + 4 * i, NOP, 4);
	ck_assert_int_eq(hart_run(&rig.hart, 10, NULL), HART_COUNTED);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 40);
	ck_assert_int_eq(hart_run(&rig.hart, 10, NULL), HART_COUNTED);
	ck_assert_uint_eq(rig.hart.interrupts[5], 0);
	/* The next instruction is the handler's, and not that at pc. */
	ck_assert_int_eq(hart_run(&rig.hart, 12, &at), HART_AT_PC);
	ck_assert_uint_eq(rig.hart.instructions, 10);
	ck_assert_uint_eq(rig.hart.pc, RIG_MTVEC);
	ck_assert_uint_eq(rig.hart.csr.mepc, before);
}
END_TEST

/* So far away that it never comes, though its instructions would be few, if they were counted. */
START_TEST(timer_never)
{
	rig_reset(64);
	rig.hart.csr.mie = STI;
	rig.hart.csr.mstatus = MIE;
	rig.hart.timer = UINT64_MAX / 10 + 1;
	for (unsigned int i = 0; i < 20; i++)
		rig_put(RIG_BASE + 4 * i, NOP, 4);
	rig_run(20);
	ck_assert_uint_eq(rig.hart.interrupts[5], 0);
	ck_assert_uint_eq(rig.hart.next_event, 20); /* nothing is looked at in vain */
	rig.hart.csr.mie = 0;
	rig.hart.timer = 2; /* it is due, and its bit goes away with the timer */
	ck_assert_uint_eq(rig_csr(0x344), STI);
	rig.hart.timer = UINT64_MAX;
	ck_assert_uint_eq(rig_csr(0x344), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hart_interrupt");
	TCase *tcase = tcase_create("interrupt");

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, priority);
	tcase_add_loop_test(tcase, enabled, 0, RIG_ROWS(modes));
	tcase_add_test(tcase, once);
	tcase_add_test(tcase, vectored);
	tcase_add_loop_test(tcase, looks_behind, 0, 2 * RIG_ROWS(changes));
	tcase_add_loop_test(tcase, timer, 0, 2);
	tcase_add_test(tcase, timer_at_a_stop);
	tcase_add_test(tcase, timer_never);
	return suite_run(suite);
}
