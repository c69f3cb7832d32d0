/* SPDX-License-Identifier: Apache-2.0 */
/*
 * F and D but their loads and stores: what registers hold, which instructions there are, and what
 * they do to fcsr and mstatus.FS (unprivileged manual 20240411, "F" Extension for Single-Precision
 * Floating-Point, "D" Extension for Double-Precision Floating-Point). What is computed,
 * float_arithmetic.h, float_convert.h and float_compare.h say.
 */
#ifndef PAGEWALK_HART_FLOAT_H
#define PAGEWALK_HART_FLOAT_H

#include <stdbool.h>
#include <stdint.h>

struct hart;

/*
 * Executes an instruction of the opcodes OP-FP, FMADD, FMSUB, FNMSUB, FNMADD, but for pc. fflags
 * accumulate, and mstatus.FS is dirty behind a write of a register f or of a flag.
 *
 * false, and nothing has changed: it is illegal. There is no such instruction in this hart, its
 * rounding mode (the static one, or frm) is reserved, or mstatus.FS is off.
 */
bool float_execute(struct hart *hart, uint32_t instruction);

#endif
