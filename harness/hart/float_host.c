/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/float_host.h"

#include <fenv.h>
#include <math.h>
#include <stdlib.h>

/* Has 113 bits, and the exponents of any product of two doubles. */
typedef __float128 quad;

static double as_single(const struct float_problem *problem)
{
	const volatile double *value = problem->value;

	switch (problem->operation) {
	case FLOAT_ADD:
		return (float)value[0] + (float)value[1];
	case FLOAT_SUB:
		return (float)value[0] - (float)value[1];
	case FLOAT_MUL:
		return (float)value[0] * (float)value[1];
	case FLOAT_DIV:
		return (float)value[0] / (float)value[1];
	case FLOAT_SQRT:
		return sqrtf((float)value[0]);
	case FLOAT_FMA:
		return fmaf((float)value[0], (float)value[1], (float)value[2]);
	case FLOAT_TO:
		return (float)value[0];
	case FLOAT_FROM_SIGNED:
		return (float)(int64_t)problem->integer;
	case FLOAT_FROM_UNSIGNED:
		return (float)problem->integer;
	}
	abort();
}

static double as_double(const struct float_problem *problem)
{
	const volatile double *value = problem->value;

	switch (problem->operation) {
	case FLOAT_ADD:
		return value[0] + value[1];
	case FLOAT_SUB:
		return value[0] - value[1];
	case FLOAT_MUL:
		return value[0] * value[1];
	case FLOAT_DIV:
		return value[0] / value[1];
	case FLOAT_SQRT:
		return sqrt(value[0]);
	case FLOAT_FMA:
		return fma(value[0], value[1], value[2]);
	case FLOAT_TO:
		return value[0];
	case FLOAT_FROM_SIGNED:
		return (double)(int64_t)problem->integer;
	case FLOAT_FROM_UNSIGNED:
		return (double)problem->integer;
	}
	abort();
}

/* In the mode that is set. Its product is exact: 53 + 53 bits are less than 113. */
static quad as_quad(const struct float_problem *problem)
{
	const volatile double *value = problem->value;

	switch (problem->operation) {
	case FLOAT_ADD:
		return (quad)value[0] + value[1];
	case FLOAT_SUB:
		return (quad)value[0] - value[1];
	case FLOAT_MUL:
		return (quad)value[0] * value[1];
	case FLOAT_DIV:
		return (quad)value[0] / value[1];
	case FLOAT_FMA:
		return (quad)value[0] * value[1] + value[2];
	case FLOAT_TO:
		return value[0];
	case FLOAT_FROM_SIGNED:
		return (quad)(int64_t)problem->integer;
	case FLOAT_FROM_UNSIGNED:
		return (quad)problem->integer;
	case FLOAT_SQRT: /* see nearest_away() */
		break;
	}
	abort();
}

static unsigned int flags_of(int exceptions)
{
	return (exceptions & FE_INEXACT ? FLOAT_NX : 0) |
	       (exceptions & FE_UNDERFLOW ? FLOAT_UF : 0) |
	       (exceptions & FE_OVERFLOW ? FLOAT_OF : 0) |
	       (exceptions & FE_DIVBYZERO ? FLOAT_DZ : 0) |
	       (exceptions & FE_INVALID ? FLOAT_NV : 0);
}

/* The host's flags are none before it. */
static double in_mode(const struct float_problem *problem, int mode, unsigned int *flags)
{
	volatile double result; /* written before the flags are read */

	fesetround(mode);
	result = problem->format == FLOAT_SINGLE ? as_single(problem) : as_double(problem);
	*flags = flags_of(fetestexcept(FE_ALL_EXCEPT));
	return result;
}

/*
 * The result of 113 bits, rounded toward zero. It is less than a number of 113 bits or less if and
 * only if the exact result is.
 */
static quad truncated(const struct float_problem *problem)
{
	volatile quad result;

	fesetround(FE_TOWARDZERO);
	result = as_quad(problem);
	return result;
}

/*
 * An inexact result goes to the nearer of the two numbers that the format has beside it; from the
 * middle, which has one bit more than they have, away from zero. Beyond the largest number there is
 * the middle of it and of what would be next. The result is tiny if with any exponent it would be
 * rounded to less than the smallest normal number: below that, numbers would lie half as close, and
 * the middle of the last two is a quarter of an ulp below. All that is asked is whether the exact
 * result is less than a number of few bits, and `wide`, which is truncated, knows.
 */
static double to_away(quad wide, enum float_format format, unsigned int *flags)
{
	const bool single = format == FLOAT_SINGLE;
	const quad size = wide < 0 ? -wide : wide;
	const quad tiny = single ? 0x1p-126 * (1 - (quad)0x1p-25) : 0x1p-1022 * (1 - (quad)0x1p-54);
	const double below = single ? (float)size : (double)size; /* toward zero, still */
	const double next =
		single ? nextafterf((float)below, INFINITY) : nextafter(below, INFINITY);
	const quad beyond = single ? 2 * (quad)0x1p127 : 2 * (quad)0x1p1023;
	const quad above = isinf(next) ? beyond : (quad)next;
	const double result = size < (below + above) / 2 ? below : next;

	*flags = FLOAT_NX | (size < tiny ? FLOAT_UF : 0) | (isinf(result) ? FLOAT_OF : 0);
	return wide < 0 ? -result : result;
}

/*
 * To the nearest, ties away from zero (RMM), which is no mode of the host. It differs from ties to
 * even at most where that is inexact. A root is never a tie: if it had one bit more than the
 * format, its square would have more than twice as many as the format, and no such was given.
 */
static double nearest_away(const struct float_problem *problem, unsigned int *flags)
{
	double even = in_mode(problem, FE_TONEAREST, flags);

	if (!(*flags & FLOAT_NX) || problem->operation == FLOAT_SQRT)
		return even;
	return to_away(truncated(problem), problem->format, flags);
}

double float_host(const struct float_problem *problem, enum float_rounding rounding,
		  unsigned int *flags)
{
	static const int modes[] = {
		[FLOAT_RNE] = FE_TONEAREST,
		[FLOAT_RTZ] = FE_TOWARDZERO,
		[FLOAT_RDN] = FE_DOWNWARD,
		[FLOAT_RUP] = FE_UPWARD,
	};
	unsigned int raised;
	double result;
	fenv_t host;

	feholdexcept(&host); /* and no flag is raised */
	if (rounding == FLOAT_RMM)
		result = nearest_away(problem, &raised);
	else
		result = in_mode(problem, modes[rounding], &raised);
	fesetenv(&host);
	*flags |= raised;
	return result;
}
