/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/float_format.h"

#include <string.h>

#define BOX UINT64_C(0xffffffff00000000)

const struct float_layout float_layouts[2] = {
	[FLOAT_SINGLE] = {0x80000000, 0x7f800000, 0x00400000, 0x7fc00000},
	[FLOAT_DOUBLE] = {UINT64_C(1) << 63, UINT64_C(0x7ff0000000000000),
			  UINT64_C(0x0008000000000000), UINT64_C(0x7ff8000000000000)},
};

uint64_t float_unbox(uint64_t held, enum float_format format)
{
	if (format == FLOAT_DOUBLE)
		return held;
	return (held & BOX) == BOX ? held & ~BOX : float_layouts[FLOAT_SINGLE].nan;
}

uint64_t float_box(uint64_t bits, enum float_format format)
{
	return format == FLOAT_DOUBLE ? bits : bits | BOX;
}

bool float_is_nan(uint64_t bits, enum float_format format)
{
	return (bits & ~float_layouts[format].sign) > float_layouts[format].exponent;
}

bool float_is_signaling(uint64_t bits, enum float_format format)
{
	return float_is_nan(bits, format) && !(bits & float_layouts[format].quiet);
}

double float_value(uint64_t bits, enum float_format format)
{
	uint32_t low = (uint32_t)bits;
	float single;
	double value;

	if (format == FLOAT_DOUBLE) {
		memcpy(&value, &bits, sizeof(value));
		return value;
	}
	memcpy(&single, &low, sizeof(single));
	return single;
}

uint64_t float_bits(double value, enum float_format format)
{
	float single;
	uint32_t low;
	uint64_t bits;

	if (value != value)
		return float_layouts[format].nan;
	if (format == FLOAT_DOUBLE) {
		memcpy(&bits, &value, sizeof(bits));
		return bits;
	}
	single = (float)value;
	memcpy(&low, &single, sizeof(low));
	return low;
}
