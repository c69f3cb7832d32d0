/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The host's arithmetic on numbers, in each of RISC-V's rounding modes (<fenv.h>; SSE of x86-64,
 * which tells underflow after rounding, as RISC-V does). The host's rounding mode and flags are
 * behind it as they were.
 */
#ifndef PAGEWALK_HART_FLOAT_HOST_H
#define PAGEWALK_HART_FLOAT_HOST_H

#include "hart/float_format.h"

enum float_operation {
	FLOAT_ADD,  /* value[0] + value[1] */
	FLOAT_SUB,  /* value[0] - value[1] */
	FLOAT_MUL,  /* value[0] * value[1] */
	FLOAT_DIV,  /* value[0] / value[1] */
	FLOAT_SQRT, /* of value[0] */
	FLOAT_FMA,  /* value[0] * value[1] + value[2], rounded once */
	FLOAT_TO,   /* value[0] itself */
	FLOAT_FROM_SIGNED,
	FLOAT_FROM_UNSIGNED, /* integer */
};

/*
 * `volatile`, so that the compiler reads the operands behind the call that sets the rounding mode:
 * it knows nothing of the mode, and would compute before it, or when it compiles.
 */
struct float_problem {
	enum float_operation operation;
	enum float_format format; /* of the result; of the operands too, but for FLOAT_TO */
	volatile double value[3]; /* none is a NaN */
	volatile uint64_t integer;
};

/* Its flags are added to *flags. A NaN is what comes of an operation that is invalid. */
double float_host(const struct float_problem *problem, enum float_rounding rounding,
		  unsigned int *flags);

#endif
