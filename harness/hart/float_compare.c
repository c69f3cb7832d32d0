/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/float_compare.h"

bool float_compare(uint64_t a, uint64_t b, enum float_format format,
		   enum float_comparison comparison, unsigned int *flags)
{
	bool signals = float_is_signaling(a, format) || float_is_signaling(b, format);

	if (float_is_nan(a, format) || float_is_nan(b, format)) {
		if (signals || comparison != FLOAT_EQ)
			*flags |= FLOAT_NV;
		return false;
	}
	switch (comparison) {
	case FLOAT_LE:
		return float_value(a, format) <= float_value(b, format);
	case FLOAT_LT:
		return float_value(a, format) < float_value(b, format);
	case FLOAT_EQ:
		break;
	}
	return float_value(a, format) == float_value(b, format);
}

/* a is before b in the order of all numbers, with -0 before +0. */
static bool is_before(uint64_t a, uint64_t b, enum float_format format)
{
	const uint64_t sign = float_layouts[format].sign;

	if ((a & sign) != (b & sign))
		return a & sign;
	return a & sign ? a > b : a < b;
}

static uint64_t lesser_or_greater(uint64_t a, uint64_t b, enum float_format format, bool greater,
				  unsigned int *flags)
{
	if (float_is_signaling(a, format) || float_is_signaling(b, format))
		*flags |= FLOAT_NV;
	if (float_is_nan(a, format))
		return float_is_nan(b, format) ? float_layouts[format].nan : b;
	if (float_is_nan(b, format))
		return a;
	return is_before(a, b, format) == greater ? b : a;
}

uint64_t float_lesser(uint64_t a, uint64_t b, enum float_format format, unsigned int *flags)
{
	return lesser_or_greater(a, b, format, false, flags);
}

uint64_t float_greater(uint64_t a, uint64_t b, enum float_format format, unsigned int *flags)
{
	return lesser_or_greater(a, b, format, true, flags);
}

uint64_t float_with_sign(uint64_t a, uint64_t b, enum float_format format, enum float_sign sign)
{
	const uint64_t bit = float_layouts[format].sign;

	switch (sign) {
	case FLOAT_SIGN:
		return (a & ~bit) | (b & bit);
	case FLOAT_SIGN_NEGATED:
		return (a & ~bit) | (~b & bit);
	case FLOAT_SIGN_XOR:
		break;
	}
	return a ^ (b & bit);
}

uint64_t float_class(uint64_t bits, enum float_format format)
{
	const struct float_layout *layout = &float_layouts[format];
	const bool negative = bits & layout->sign;
	const uint64_t size = bits & ~layout->sign;

	if (float_is_nan(bits, format))
		return float_is_signaling(bits, format) ? 1 << 8 : 1 << 9;
	if (size == layout->exponent)
		return negative ? 1 << 0 : 1 << 7;
	if (size == 0)
		return negative ? 1 << 3 : 1 << 4;
	if (!(size & layout->exponent))
		return negative ? 1 << 2 : 1 << 5;
	return negative ? 1 << 1 : 1 << 6;
}
