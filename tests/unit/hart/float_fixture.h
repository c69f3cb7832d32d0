/* SPDX-License-Identifier: Apache-2.0 */
/* Instructions of F and D, one at a time, on a hart of which all that they may change is compared.
 */
#ifndef PAGEWALK_FLOAT_FIXTURE_H
#define PAGEWALK_FLOAT_FIXTURE_H

#include <stdint.h>

#include "hart/float_format.h"
#include "hart/hart.h"

/* Instructions without a rounding mode; their registers are f1, f2, f3 to f4, x1 to x4. */
#define OP_FP(funct7, rs2)                                                                         \
	((uint32_t)(funct7) << 25 | (uint32_t)(rs2) << 20 | 1 << 15 | 4 << 7 | 0x53)
#define FUSED(opcode, format)                                                                      \
	(3U << 27 | (uint32_t)(format) << 25 | 2 << 20 | 1 << 15 | 4 << 7 | (opcode))
#define WITH_RM(instruction, rm) ((instruction) | (uint32_t)(rm) << 12)

#define FADD(format)          OP_FP(0x00 | (format), 2)
#define FSUB(format)          OP_FP(0x04 | (format), 2)
#define FMUL(format)          OP_FP(0x08 | (format), 2)
#define FDIV(format)          OP_FP(0x0c | (format), 2)
#define FSQRT(format)         OP_FP(0x2c | (format), 0)
#define FSGNJ(format)         OP_FP(0x10 | (format), 2)
#define FMIN_FMAX(format)     OP_FP(0x14 | (format), 2)
#define FCVT_S_D              OP_FP(0x20, 1)
#define FCVT_D_S              OP_FP(0x21, 0)
#define FCOMPARE(format)      OP_FP(0x50 | (format), 2)
#define FCVT_TO(format, type) OP_FP(0x60 | (format), type)
#define FCVT_OF(format, type) OP_FP(0x68 | (format), type)
#define FMV_X(format)         OP_FP(0x70 | (format), 0)
#define FCLASS(format)        WITH_RM(FMV_X(format), 1)
#define FMV_F(format)         OP_FP(0x78 | (format), 0)
#define FMADD(format)         FUSED(0x43, format)
#define FMSUB(format)         FUSED(0x47, format)
#define FNMSUB(format)        FUSED(0x4b, format)
#define FNMADD(format)        FUSED(0x4f, format)

/* A single in a register. */
#define BOXED(single) (UINT64_C(0xffffffff00000000) | (single))

#define FS_OFF     UINT64_C(0x0000)
#define FS_INITIAL UINT64_C(0x2000)
#define FS_CLEAN   UINT64_C(0x4000)
#define FS_DIRTY   UINT64_C(0x6000)

/* The same in each rounding mode, and in instructions that have none. */
struct float_case {
	const char *name;
	uint32_t instruction;
	uint64_t operand[3]; /* f1 and x1, f2, f3 */
	uint64_t result;     /* f4 or x4 */
	unsigned int flags;
};

/* In each of the modes RNE, RTZ, RDN, RUP, RMM. */
struct rounded_case {
	const char *name;
	uint32_t instruction;
	uint64_t operand[3];
	uint64_t result[5];
	unsigned int flags[5];
};

/* With F and D, all registers different from each other, FS clean, no flags, RNE. */
struct hart float_hart(unsigned int xlen);

/* Runs it, with its rounding mode in it (no_rm: it has none), and dynamic. */
void float_expect(unsigned int xlen, const struct float_case *row, bool no_rm);
void float_expect_rounded(unsigned int xlen, const struct rounded_case *row);

#endif
