/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exceptions and interrupts: who takes them, what the CSRs say then, and the way back. Bits and
 * causes are from the privileged manual, "mstatus" and "mcause".
 */
#include <check.h>

#include "hart_fixture.h"
#include "suite.h"

#define SIE       (UINT64_C(1) << 1)
#define MIE       (UINT64_C(1) << 3)
#define SPIE      (UINT64_C(1) << 5)
#define MPIE      (UINT64_C(1) << 7)
#define SPP       (UINT64_C(1) << 8)
#define MPP(priv) ((uint64_t)(priv) << 11)
#define MPRV      (UINT64_C(1) << 17)

#define INTERRUPT_64 (UINT64_C(1) << 63)
#define INTERRUPT_32 (UINT64_C(1) << 31)

static const enum priv privs[] = {PRIV_U, PRIV_S, PRIV_M};

/* The instruction that raises it, if the bus finds the data's page at fault. */
static const struct exception_row {
	uint32_t instruction;
	enum access_type type;
	enum fault fault;
	unsigned int cause; /* 8: and the privilege */
	uint64_t value;
} exceptions[] = {
	{NOP, ACCESS_FETCH, FAULT_ACCESS, 1, RIG_BASE},
	{0xffffffff, ACCESS_LOAD, FAULT_NONE, 2, 0xffffffff},
	{0, ACCESS_LOAD, FAULT_NONE, 2, 0},
	{EBREAK, ACCESS_LOAD, FAULT_NONE, 3, RIG_BASE},
	{LR(ENCODE_W, 3, 1), ACCESS_LOAD, FAULT_NONE, 4, RIG_DATA + 2},
	{LW(3, 0, 1), ACCESS_LOAD, FAULT_ACCESS, 5, RIG_DATA + 2},
	{AMO(AMO_ADD, ENCODE_W, 3, 2, 1), ACCESS_LOAD, FAULT_NONE, 6, RIG_DATA + 2},
	{SW(2, 0, 1), ACCESS_STORE, FAULT_ACCESS, 7, RIG_DATA + 2},
	{ECALL, ACCESS_LOAD, FAULT_NONE, 8, 0},
	{NOP, ACCESS_FETCH, FAULT_PAGE, 12, RIG_BASE},
	{LW(3, 0, 1), ACCESS_LOAD, FAULT_PAGE, 13, RIG_DATA + 2},
	{SW(2, 0, 1), ACCESS_STORE, FAULT_PAGE, 15, RIG_DATA + 2},
};

/* Raises row i in a mode; the cause. */
static unsigned int raise_row(int i, unsigned int xlen, enum priv priv, uint64_t medeleg,
			      uint64_t mstatus)
{
	const struct exception_row *row = &exceptions[i];

	rig_reset(xlen);
	rig_without_firmware();
	rig.hart.csr.medeleg = medeleg;
	rig.hart.csr.mstatus = mstatus;
	rig.hart.csr.mtvec |= 1; /* exceptions are not vectored */
	rig.hart.csr.stvec |= 1;
	rig_enter(priv);
	if (row->fault)
		rig_fault(row->type == ACCESS_FETCH ? RIG_BASE : RIG_DATA, row->type, row->fault);
	rig_result(row->instruction, RIG_DATA + 2, 0);
	return row->cause == 8 ? 8 + (unsigned int)priv : row->cause;
}

/* All that medeleg can hold, of U and S, is S's then. M takes its own, delegated or not. */
START_TEST(exception)
{
	int i = _i / 6;
	enum priv priv = privs[_i % 3];
	unsigned int xlen = _i / 3 % 2 ? 32 : 64;

	for (unsigned int delegated = 0; delegated < 2; delegated++) {
		unsigned int cause =
			exceptions[i].cause == 8 ? 8 + (unsigned int)priv : exceptions[i].cause;
		uint64_t medeleg = delegated ? UINT64_C(1) << cause : ~(UINT64_C(1) << cause);
		bool to_s = delegated && priv != PRIV_M;

		raise_row(i, xlen, priv, medeleg, MIE | SIE);
		rig_trapped(to_s ? PRIV_S : PRIV_M, RIG_BASE, cause, exceptions[i].value);
		ck_assert_uint_eq(rig.hart.csr.mstatus,
				  to_s ? MIE | SPIE | (priv == PRIV_S ? SPP : 0)
				       : SIE | MPIE | MPP(priv));
		ck_assert_uint_eq(rig.hart.exceptions[cause], 1);
		ck_assert_uint_eq(rig.hart.instructions, 1);
	}
}
END_TEST

/* The stacks: the enable bit and the privilege before; what was stacked is gone. */
START_TEST(stacks)
{
	raise_row(3, 64, PRIV_U, 0xffff, SPP | SPIE);
	ck_assert_uint_eq(rig.hart.csr.mstatus, 0);
	raise_row(3, 64, PRIV_S, 0xffff, SIE);
	ck_assert_uint_eq(rig.hart.csr.mstatus, SPP | SPIE);
	raise_row(3, 64, PRIV_U, 0, MPP(PRIV_M) | MPIE);
	ck_assert_uint_eq(rig.hart.csr.mstatus, 0);
	raise_row(3, 64, PRIV_M, 0, MIE);
	ck_assert_uint_eq(rig.hart.csr.mstatus, MPP(PRIV_M) | MPIE);
	raise_row(3, 64, PRIV_S, 0, MIE | SIE | SPP | SPIE | MPRV); /* S's own stay */
	ck_assert_uint_eq(rig.hart.csr.mstatus, MPP(PRIV_S) | MPIE | SIE | SPP | SPIE | MPRV);
}
END_TEST

static const struct {
	uint32_t instruction;
	enum priv from;
	uint64_t before, after;
	enum priv to;
} returns[] = {
	{MRET, PRIV_M, 0, MPIE, PRIV_U},
	{MRET, PRIV_M, MPIE, MPIE | MIE, PRIV_U},
	{MRET, PRIV_M, MPIE | MPP(1) | SPP | SPIE, MPIE | MIE | SPP | SPIE, PRIV_S},
	{MRET, PRIV_M, MPP(3) | MIE, MPIE, PRIV_M},
	{MRET, PRIV_M, MPP(3) | MPRV, MPIE | MPRV, PRIV_M}, /* MPRV stays in M alone */
	{MRET, PRIV_M, MPP(1) | MPRV, MPIE, PRIV_S},
	{MRET, PRIV_M, MPRV, MPIE, PRIV_U},
	{SRET, PRIV_S, 0, SPIE, PRIV_U},
	{SRET, PRIV_S, SPIE | SPP, SPIE | SIE, PRIV_S},
	{SRET, PRIV_S, SIE, SPIE, PRIV_U},
	{SRET, PRIV_M, SPP | MPRV | MPIE | MPP(3), SPIE | MPIE | MPP(3), PRIV_S},
};

START_TEST(returned)
{
	bool of_m = returns[_i].instruction == MRET;

	rig_reset(64);
	rig.hart.csr.mepc = of_m ? 0x12340 : 1;
	rig.hart.csr.sepc = of_m ? 1 : 0x12340;
	rig.hart.csr.mstatus = returns[_i].before;
	rig_enter(returns[_i].from);
	rig_do(returns[_i].instruction);
	ck_assert_uint_eq(rig.hart.pc, 0x12340);
	ck_assert_int_eq(rig.hart.priv, returns[_i].to);
	ck_assert_uint_eq(rig.hart.csr.mstatus, returns[_i].after);
	rig_do(NOP); /* in the mode that it is now */
	ck_assert_int_eq(rig.access[0].priv, returns[_i].to);
}
END_TEST

START_TEST(no_return)
{
	rig_reset(64);
	rig_enter(PRIV_U);
	rig_is_illegal(MRET);
	rig_is_illegal(SRET);
	rig_enter(PRIV_S);
	rig_is_illegal(MRET);
	rig.hart.csr.mstatus = UINT64_C(1) << 22; /* TSR */
	rig_is_illegal(SRET);
	rig_enter(PRIV_M);
	rig_do(SRET);
	ck_assert_int_eq(rig.hart.priv, PRIV_U);
}
END_TEST

/* An address of RV32 has 32 bits, wherever it goes. */
START_TEST(rv32)
{
	rig_reset(32);
	rig.hart.csr.mtvec = 0xfffffff1;
	rig.hart.csr.mie = rig.hart.csr.mip = 0x200;
	rig.hart.csr.mstatus = MIE;
	rig.hart.pc = 0xfffffff0;
	hart_look(&rig.hart);
	rig_put(0x14, NOP, 4);
	rig_run(1);
	ck_assert_uint_eq(rig.access[0].va, 0x14); /* 0xfffffff0 + 4 * 9 */
	ck_assert_uint_eq(rig.hart.pc, 0x18);
	ck_assert_uint_eq(rig.hart.csr.mepc, 0xfffffff0);
	ck_assert_uint_eq(rig.hart.csr.mcause, INTERRUPT_32 | 9);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("hart_trap");
	TCase *tcase = tcase_create("trap");

	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, exception, 0, 6 * RIG_ROWS(exceptions));
	tcase_add_test(tcase, stacks);
	tcase_add_loop_test(tcase, returned, 0, RIG_ROWS(returns));
	tcase_add_test(tcase, no_return);
	tcase_add_test(tcase, rv32);
	return suite_run(suite);
}
