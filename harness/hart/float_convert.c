/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/float_convert.h"

#include <fenv.h>
#include <math.h>
#include <stdlib.h>

static double integral(double value, enum float_rounding rounding)
{
	switch (rounding) {
	case FLOAT_RNE:
		return roundeven(value);
	case FLOAT_RTZ:
		return trunc(value);
	case FLOAT_RDN:
		return floor(value);
	case FLOAT_RUP:
		return ceil(value);
	case FLOAT_RMM:
		return round(value);
	case FLOAT_DYN:
		break;
	}
	abort();
}

/* The compiler may tell the host that it is inexact; `volatile` keeps it where nobody hears it. */
static double to_integral(double value, enum float_rounding rounding)
{
	volatile double given = value, rounded;
	fenv_t host;

	feholdexcept(&host);
	rounded = integral(given, rounding);
	fesetenv(&host);
	return rounded;
}

/* Each integer type from the least it has to what is one beyond its largest. */
static const struct range {
	double least, beyond;
	uint64_t smallest, largest; /* as registers hold them */
} ranges[] = {
	[FLOAT_W] = {-0x1p31, 0x1p31, UINT64_C(0xffffffff80000000), INT32_MAX},
	[FLOAT_WU] = {0, 0x1p32, 0, UINT64_MAX},
	[FLOAT_L] = {-0x1p63, 0x1p63, UINT64_C(1) << 63, INT64_MAX},
	[FLOAT_LU] = {0, 0x1p64, 0, UINT64_MAX},
};

uint64_t float_to_integer(uint64_t bits, enum float_format format, enum float_integer integer,
			  enum float_rounding rounding, unsigned int *flags)
{
	const struct range *range = &ranges[integer];
	double value, rounded;

	if (float_is_nan(bits, format)) {
		*flags |= FLOAT_NV;
		return range->largest;
	}
	value = float_value(bits, format);
	rounded = to_integral(value, rounding);
	if (rounded < range->least || rounded >= range->beyond) {
		*flags |= FLOAT_NV;
		return rounded < 0 ? range->smallest : range->largest;
	}
	if (rounded != value)
		*flags |= FLOAT_NX;
	if (integer == FLOAT_LU)
		return (uint64_t)rounded;
	if (integer == FLOAT_WU)
		return (uint64_t)(int32_t)(uint32_t)rounded;
	return (uint64_t)(int64_t)rounded;
}
