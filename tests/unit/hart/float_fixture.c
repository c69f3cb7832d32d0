/* SPDX-License-Identifier: Apache-2.0 */
#include "float_fixture.h"

#include <check.h>
#include <fenv.h>

#include "hart/float.h"
#include "suite.h"

struct hart float_hart(unsigned int xlen)
{
	struct hart hart = {.config = {.xlen = xlen, .has_float = true}};

	hart.csr.mstatus = FS_CLEAN;
	for (unsigned int i = 1; i < 32; i++)
		hart.x[i] = 0x01010101 * i;
	for (unsigned int i = 0; i < 32; i++)
		hart.f[i] = UINT64_C(0x4030000000000001) * (i + 1);
	return hart;
}

static bool gives_x(uint32_t instruction)
{
	unsigned int funct5 = instruction >> 27;

	return (instruction & 0x7f) == 0x53 && (funct5 == 0x14 || funct5 == 0x18 || funct5 == 0x1c);
}

/* The host's flags and mode are a stranger's, who wants them back. */
static void run(struct hart *hart, uint32_t instruction, const char *name)
{
	bool there;

	feclearexcept(FE_ALL_EXCEPT);
	feraiseexcept(FE_DIVBYZERO);
	fesetround(FE_UPWARD);
	there = float_execute(hart, instruction);
	suite_assert(fegetround() == FE_UPWARD, "%s: the host's rounding mode", name);
	suite_assert(fetestexcept(FE_ALL_EXCEPT) == FE_DIVBYZERO, "%s: the host's flags", name);
	fesetround(FE_TONEAREST);
	suite_assert(there, "%s: illegal", name);
}

static void expect(unsigned int xlen, const struct float_case *row, unsigned int frm,
		   uint32_t instruction)
{
	struct hart hart = float_hart(xlen), expected;
	unsigned long long got, wanted = row->result;

	hart.x[1] = hart.f[1] = row->operand[0];
	hart.f[2] = row->operand[1];
	hart.f[3] = row->operand[2];
	hart.csr.fcsr = frm << 5;
	expected = hart;
	run(&hart, instruction, row->name);
	got = gives_x(instruction) ? hart.x[4] : hart.f[4];
	suite_assert(got == wanted, "%s, %x, frm %u: %llx, not %llx", row->name, instruction, frm,
		     got, wanted);
	suite_assert(hart.csr.fcsr == (frm << 5 | row->flags),
		     "%s, %x, frm %u: fcsr %llx, flags are %x", row->name, instruction, frm,
		     (unsigned long long)hart.csr.fcsr, row->flags);
	if (gives_x(instruction))
		expected.x[4] = row->result;
	else
		expected.f[4] = row->result;
	if (row->flags || !gives_x(instruction))
		expected.csr.mstatus = FS_DIRTY;
	expected.csr.fcsr = hart.csr.fcsr;
	ck_assert_mem_eq(&hart, &expected, sizeof(hart));
}

void float_expect(unsigned int xlen, const struct float_case *row, bool no_rm)
{
	for (unsigned int rm = 0; rm < 5; rm++) {
		expect(xlen, row, rm, no_rm ? row->instruction : WITH_RM(row->instruction, 7));
		expect(xlen, row, 4 - rm, no_rm ? row->instruction : WITH_RM(row->instruction, rm));
	}
}

void float_expect_rounded(unsigned int xlen, const struct rounded_case *row)
{
	for (unsigned int rm = 0; rm < 5; rm++) {
		const struct float_case one = {
			row->name,
			row->instruction,
			{row->operand[0], row->operand[1], row->operand[2]},
			row->result[rm],
			row->flags[rm],
		};

		expect(xlen, &one, rm, WITH_RM(row->instruction, 7));
		expect(xlen, &one, 4 - rm, WITH_RM(row->instruction, rm));
	}
}
