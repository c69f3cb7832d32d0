/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What does not round: comparisons, the lesser and the greater, signs, classes (unprivileged
 * manual, "Single-Precision Floating-Point Computational Instructions" and the sections behind
 * it). Flags are added to *flags.
 */
#ifndef PAGEWALK_HART_FLOAT_COMPARE_H
#define PAGEWALK_HART_FLOAT_COMPARE_H

#include "hart/float_format.h"

/* As in the field rm. A NaN is never less nor equal. Any is invalid, of FLOAT_EQ a signaling one.
 */
enum float_comparison { FLOAT_LE, FLOAT_LT, FLOAT_EQ };

bool float_compare(uint64_t a, uint64_t b, enum float_format format,
		   enum float_comparison comparison, unsigned int *flags);

/* -0 is less than +0. Of a NaN and a number, the number; a signaling NaN is invalid. */
uint64_t float_lesser(uint64_t a, uint64_t b, enum float_format format, unsigned int *flags);
uint64_t float_greater(uint64_t a, uint64_t b, enum float_format format, unsigned int *flags);

/* a with the sign of b, with its negation, with the exclusive or of both: as in the field rm. */
enum float_sign { FLOAT_SIGN, FLOAT_SIGN_NEGATED, FLOAT_SIGN_XOR };

uint64_t float_with_sign(uint64_t a, uint64_t b, enum float_format format, enum float_sign sign);

/* One bit of ten, as FCLASS gives it. */
uint64_t float_class(uint64_t bits, enum float_format format);

#endif
