/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What rounds, on patterns of any kind: NaNs and what becomes of them. Each result that is a NaN is
 * the canonical one (unprivileged manual, "NaN Generation and Propagation"), and an FMA of an
 * infinity times zero is invalid, even if it adds a quiet NaN ("Single-Precision Floating-Point
 * Computational Instructions").
 */
#ifndef PAGEWALK_HART_FLOAT_ARITHMETIC_H
#define PAGEWALK_HART_FLOAT_ARITHMETIC_H

#include "hart/float_host.h"

struct float_operands {
	enum float_format format;
	unsigned int count;
	uint64_t bits[3];
};

/* The pattern of the result, in `format`; its flags are added to *flags. */
uint64_t float_compute(enum float_operation operation, const struct float_operands *operands,
		       enum float_format format, enum float_rounding rounding, unsigned int *flags);

/* The same of an integer: FLOAT_FROM_SIGNED, FLOAT_FROM_UNSIGNED. */
uint64_t float_from_integer(enum float_operation operation, uint64_t integer,
			    enum float_format format, enum float_rounding rounding,
			    unsigned int *flags);

#endif
