/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ECALL and firmware, WFI, SFENCE.VMA, and what TVM and TW forbid; how a run begins and ends, and
 * that it gives the same however it is cut.
 */
#include <check.h>
#include <string.h>

#include "hart_fixture.h"
#include "suite.h"

#define TVM (UINT64_C(1) << 20)
#define TW  (UINT64_C(1) << 21)

START_TEST(reset)
{
	const struct hart_config config = {.xlen = 32};

	memset(&rig.hart, 0xff, sizeof(rig.hart));
	hart_reset(&rig.hart, &config, rig.hart.bus, &rig, 0x1234);
	ck_assert_uint_eq(rig.hart.pc, 0x1234);
	ck_assert_int_eq(rig.hart.priv, PRIV_M);
	for (unsigned int i = 0; i < 32; i++)
		ck_assert_uint_eq(rig.hart.x[i] | rig.hart.f[i], 0);
	ck_assert_uint_eq(rig.hart.csr.mstatus, 0);
	ck_assert_uint_eq(rig.hart.timer, UINT64_MAX);
	ck_assert_uint_eq(rig.hart.instructions, 0);
	ck_assert(!rig.hart.reserved);
}
END_TEST

/* Then an ECALL of U goes to S, one of S to the firmware, and S may read what counts. */
START_TEST(supervisor)
{
	rig_reset(_i);
	rig.hart.csr.stvec = RIG_STVEC;
	hart_enter_supervisor(&rig.hart, RIG_BASE + 0x100, 0x88000000);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 0x100);
	ck_assert_int_eq(rig.hart.priv, PRIV_S);
	ck_assert_uint_eq(rig.hart.x[10], 0);
	ck_assert_uint_eq(rig.hart.x[11], _i == 64 ? 0x88000000 : 0xffffffff88000000);
	ck_assert_uint_eq(rig.hart.csr.medeleg, 0xb1ff);
	ck_assert_uint_eq(rig.hart.csr.mideleg, 0x222);
	ck_assert_uint_eq(rig.hart.csr.mcounteren, 7);
	ck_assert_uint_eq(rig.hart.csr.scounteren, 7);
	ck_assert_uint_eq(rig.hart.csr.satp, 0);
	rig_do(ECALL);
	ck_assert_uint_eq(rig.firmwares, 1);
	rig_enter(PRIV_U);
	rig_do(ECALL);
	ck_assert_uint_eq(rig.firmwares, 1);
	rig_trapped(PRIV_S, RIG_BASE + 0x104, 8, 0);
}
END_TEST

START_TEST(firmware)
{
	rig_reset(64);
	rig.hart.x[17] = 41;
	rig_enter(PRIV_S);
	ck_assert_int_eq(rig_do(ECALL), HART_COUNTED);
	ck_assert_uint_eq(rig.firmwares, 1);
	ck_assert_uint_eq(rig.hart.x[10], 42);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 4);
	ck_assert_uint_eq(rig.hart.exceptions[9], 0);
	/* Delegated to S itself. */
	rig.hart.csr.medeleg = 0x200;
	rig_do(ECALL);
	ck_assert_uint_eq(rig.firmwares, 1);
	rig_trapped(PRIV_S, RIG_BASE + 4, 9, 0);
	/* No firmware: M is asked. */
	rig_reset(64);
	rig_without_firmware();
	rig_enter(PRIV_S);
	rig_do(ECALL);
	rig_trapped(PRIV_M, RIG_BASE, 9, 0);
	/* Of U and of M it is none of firmware's. */
	rig_reset(64);
	rig_enter(PRIV_U);
	rig_do(ECALL);
	rig_trapped(PRIV_M, RIG_BASE, 8, 0);
	rig.hart.pc = RIG_BASE;
	rig_do(ECALL);
	rig_trapped(PRIV_M, RIG_BASE, 11, 0);
	ck_assert_uint_eq(rig.firmwares, 0);
}
END_TEST

/* It ends the run behind the ECALL. */
START_TEST(firmware_stops)
{
	rig_reset(64);
	rig.window = 4096;
	rig_enter(PRIV_S);
	rig_do(NOP);
	rig.stop = true;
	ck_assert_int_eq(rig_do(ECALL), HART_STOPPED);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 8);
	ck_assert_uint_eq(rig.hart.instructions, 2);
	ck_assert_uint_eq(rig.hart.x[10], 1);
}
END_TEST

/* The bus stops in each question: the hart is as before, and the instruction can be done again. */
static const uint32_t stopped[] = {
	LW(3, 0, 1),           SW(2, 0, 1),        FLD(3, 0, 1),
	FSD(2, 0, 1),          LR(ENCODE_W, 3, 1), AMO(AMO_ADD, ENCODE_W, 3, 2, 1),
	SC(ENCODE_W, 3, 2, 1), SFENCE_VMA(1, 0),   WFI,
};

START_TEST(bus_stops)
{
	static struct hart before;

	rig_reset(64);
	rig.window = 4096;
	rig.hart.csr.mstatus = UINT64_C(1) << 13;
	rig.hart.reserved = true;
	rig.hart.reserved_pa = RIG_DATA;
	rig_do(NOP); /* so that the next fetch asks nothing */
	before = rig.hart;
	rig.stop = true;
	rig.hart.x[1] = before.x[1] = RIG_DATA;
	ck_assert_int_eq(rig_do(stopped[_i]), HART_STOPPED);
	ck_assert_uint_eq(rig.hart.pc, before.pc);
	ck_assert_uint_eq(rig.hart.instructions, before.instructions);
	ck_assert(!memcmp(rig.hart.x, before.x, sizeof(before.x)));
	ck_assert(!memcmp(&rig.hart.csr, &before.csr, sizeof(before.csr)));
	ck_assert(rig.hart.reserved);
	ck_assert_uint_eq(rig.stored, 0);
	rig.stop = false;
	rig_run(1);
	ck_assert_uint_eq(rig.hart.pc, before.pc + 4);
}
END_TEST

START_TEST(bus_stops_a_fetch)
{
	rig_reset(64);
	rig.stop = true;
	ck_assert_int_eq(rig_do(NOP), HART_STOPPED);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE);
	ck_assert_uint_eq(rig.hart.instructions, 0);
}
END_TEST

/* Whatever is pending and enabled in mie ends it, taken or not, whoever's it is. */
START_TEST(wait)
{
	rig_reset(64);
	rig.wait_for = 30;
	rig_do(WFI);
	ck_assert_uint_eq(rig.waits, 1);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 4);
	ck_assert_uint_eq(rig.hart.idle, 30);
	ck_assert_uint_eq(hart_time(&rig.hart), 3);
	rig.hart.csr.mip = 2;
	rig_do(WFI);
	ck_assert_uint_eq(rig.waits, 2); /* it is not enabled */
	rig.hart.csr.mie = 2;
	rig_do(WFI);
	ck_assert_uint_eq(rig.waits, 2);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 12);
	rig.hart.csr.mideleg = 2;
	rig_do(WFI);
	ck_assert_uint_eq(rig.waits, 2);
	rig.hart.csr.mip = 0;
	rig.hart.csr.mie = 0x20;
	rig.hart.timer = 0;
	rig_do(WFI);
	ck_assert_uint_eq(rig.waits, 2);
	rig.hart.timer = UINT64_MAX;
	rig_do(WFI);
	ck_assert_uint_eq(rig.waits, 3);
}
END_TEST

START_TEST(no_wait)
{
	rig_reset(64);
	rig_enter(PRIV_U);
	rig_is_illegal(WFI);
	rig_enter(PRIV_S);
	rig_do(WFI);
	ck_assert_uint_eq(rig.waits, 1);
	rig.hart.csr.mstatus = TW;
	rig_is_illegal(WFI);
	rig_enter(PRIV_U);
	rig_is_illegal(WFI);
	rig_enter(PRIV_M);
	rig_do(WFI);
	ck_assert_uint_eq(rig.waits, 2);
}
END_TEST

static const struct {
	uint32_t instruction;
	bool by_va, by_asid;
} fences[] = {
	{SFENCE_VMA(0, 0), false, false},
	{SFENCE_VMA(1, 0), true, false},
	{SFENCE_VMA(0, 2), false, true},
	{SFENCE_VMA(1, 2), true, true},
};

/* x0 says all; another register may hold 0, and say one. */
START_TEST(fence)
{
	rig_reset(64);
	for (unsigned int i = 0; i < 2; i++) {
		uint64_t va = i ? 0 : 0xffffffff12345000, asid = i ? 0 : 0xfedc;

		rig_result(fences[_i].instruction, va, asid);
		ck_assert_uint_eq(rig.fences, i + 1);
		ck_assert_int_eq(rig.fence.by_va, fences[_i].by_va);
		ck_assert_int_eq(rig.fence.by_asid, fences[_i].by_asid);
		if (fences[_i].by_va)
			ck_assert_uint_eq(rig.fence.va, va);
		if (fences[_i].by_asid)
			ck_assert_uint_eq(rig.fence.asid, asid);
	}
	rig_reset(32);
	rig_result(fences[_i].instruction, 0xffffffff80001000, 5);
	if (fences[_i].by_va)
		ck_assert_uint_eq(rig.fence.va, 0x80001000);
}
END_TEST

START_TEST(no_fence)
{
	uint32_t fence = SFENCE_VMA(1, 2);

	rig_reset(64);
	rig_enter(PRIV_U);
	rig_is_illegal(fence);
	rig_enter(PRIV_S);
	rig_do(fence);
	ck_assert_uint_eq(rig.fences, 1);
	rig.hart.csr.mstatus = TVM;
	rig_is_illegal(fence);
	rig_enter(PRIV_M);
	rig_do(fence);
	ck_assert_uint_eq(rig.fences, 2);
	rig_is_illegal(fence | 1u << 7); /* it has no rd */
	ck_assert_uint_eq(rig.fences, 2);
}
END_TEST

static const uint32_t illegal[] = {
	ECALL | 1u << 7,
	ECALL | 1u << 15,
	EBREAK | 1u << 7,
	MRET | 1u << 15,
	SRET | 1u << 7,
	WFI | 1u << 15,
	0x00200073,                       /* URET */
	0x7b200073,                       /* DRET */
	ENCODE_R(0x73, 4, 0x32, 3, 1, 0), /* HLV.B */
	ENCODE_R(0x73, 0, 0x0b, 0, 1, 2), /* SINVAL.VMA */
	ENCODE_R(0x73, 0, 0x11, 0, 1, 2), /* HFENCE.VVMA */
};

START_TEST(no_instruction)
{
	rig_reset(64);
	rig_is_illegal(illegal[_i]);
}
END_TEST

START_TEST(run_ends)
{
	const uint64_t at = RIG_BASE + 8;

	rig_reset(64);
	for (unsigned int i = 0; i < 8; i++)
		rig_put(RIG_BASE + 4 * i, NOP, 4);
	ck_assert_int_eq(hart_run(&rig.hart, 5, &at), HART_AT_PC);
	ck_assert_uint_eq(rig.hart.instructions, 2);
	ck_assert_uint_eq(rig.hart.pc, at);
	ck_assert_int_eq(hart_run(&rig.hart, 5, &at), HART_AT_PC); /* it is there already */
	ck_assert_uint_eq(rig.hart.instructions, 2);
	ck_assert_int_eq(hart_run(&rig.hart, 5, NULL), HART_COUNTED);
	ck_assert_uint_eq(rig.hart.instructions, 5);
	ck_assert_int_eq(hart_run(&rig.hart, 5, NULL), HART_COUNTED);
	ck_assert_int_eq(hart_run(&rig.hart, 3, NULL), HART_COUNTED);
	ck_assert_uint_eq(rig.hart.instructions, 5);
	ck_assert_uint_eq(rig.hart.pc, RIG_BASE + 20);
}
END_TEST

/*
 * A loop with a timer, traps and windows ends the same in one run, in runs of one instruction, and
 * where nothing is kept.
 */
static void put_loop(void)
{
	static const uint32_t loop[] = {ADDI(5, 5, 1), SW(5, 0, 6), LW(7, 0, 6), ECALL,
					ADD(8, 8, 7),  0xffffffff,  JAL(0, -24)};
	static const uint32_t handler[] = {
		CSRRS(9, 0x342, 0), BLT(9, 0, 20), CSRRS(9, 0x341, 0), ADDI(9, 9, 4),
		CSRRW(0, 0x341, 9), MRET,          ADDI(10, 10, 1),    CSRRCI(0, 0x304, 0),
		CSRRW(0, 0x304, 0), MRET,
	};

	rig_reset(64);
	rig.hart.x[6] = RIG_DATA;
	rig.hart.csr.mie = 0x20;
	rig.hart.csr.mstatus = 8;
	rig.hart.timer = 7;
	for (unsigned int i = 0; i < 7; i++)
		rig_put(RIG_BASE + 4 * i, loop[i], 4);
	for (unsigned int i = 0; i < 10; i++)
		rig_put(RIG_MTVEC + 4 * i, handler[i], 4);
}

START_TEST(deterministic)
{
	static struct hart whole;

	put_loop();
	rig.window = 4096;
	rig_run(500);
	whole = rig.hart;
	ck_assert_uint_eq(whole.interrupts[5], 1);
	ck_assert_uint_gt(whole.exceptions[11], 10);
	put_loop();
	rig.window = _i == 1 ? 32 : 0;
	for (unsigned int i = 0; i < 500; i++) {
		if (_i == 2)
			hart_forget(&rig.hart);
		rig_run(1);
	}
	ck_assert(!memcmp(rig.hart.x, whole.x, sizeof(whole.x)));
	ck_assert(!memcmp(&rig.hart.csr, &whole.csr, sizeof(whole.csr)));
	ck_assert_uint_eq(rig.hart.pc, whole.pc);
	ck_assert_uint_eq(rig.hart.instructions, whole.instructions);
	ck_assert(!memcmp(rig.hart.exceptions, whole.exceptions, sizeof(whole.exceptions)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hart_control");
	TCase *tcase = tcase_create("control");

	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, reset);
	tcase_add_loop_test(tcase, supervisor, 32, 33);
	tcase_add_loop_test(tcase, supervisor, 64, 65);
	tcase_add_test(tcase, firmware);
	tcase_add_test(tcase, firmware_stops);
	tcase_add_loop_test(tcase, bus_stops, 0, RIG_ROWS(stopped));
	tcase_add_test(tcase, bus_stops_a_fetch);
	tcase_add_test(tcase, wait);
	tcase_add_test(tcase, no_wait);
	tcase_add_loop_test(tcase, fence, 0, RIG_ROWS(fences));
	tcase_add_test(tcase, no_fence);
	tcase_add_loop_test(tcase, no_instruction, 0, RIG_ROWS(illegal));
	tcase_add_test(tcase, run_ends);
	tcase_add_loop_test(tcase, deterministic, 0, 3);
	return suite_run(suite);
}
