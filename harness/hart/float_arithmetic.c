/* SPDX-License-Identifier: Apache-2.0 */
#include "hart/float_arithmetic.h"

/* 0 * infinity or infinity * 0. */
static bool is_zero_times_infinity(const struct float_operands *operands)
{
	const struct float_layout *layout = &float_layouts[operands->format];
	uint64_t a = operands->bits[0] & ~layout->sign;
	uint64_t b = operands->bits[1] & ~layout->sign;

	return (a == 0 && b == layout->exponent) || (a == layout->exponent && b == 0);
}

uint64_t float_compute(enum float_operation operation, const struct float_operands *operands,
		       enum float_format format, enum float_rounding rounding, unsigned int *flags)
{
	struct float_problem problem = {.operation = operation, .format = format};
	bool any_nan = false;

	for (unsigned int i = 0; i < operands->count; i++) {
		uint64_t bits = operands->bits[i];

		if (float_is_signaling(bits, operands->format))
			*flags |= FLOAT_NV;
		if (float_is_nan(bits, operands->format))
			any_nan = true;
		else
			problem.value[i] = float_value(bits, operands->format);
	}
	if (operation == FLOAT_FMA && is_zero_times_infinity(operands))
		*flags |= FLOAT_NV;
	if (any_nan)
		return float_layouts[format].nan;
	return float_bits(float_host(&problem, rounding, flags), format);
}

uint64_t float_from_integer(enum float_operation operation, uint64_t integer,
			    enum float_format format, enum float_rounding rounding,
			    unsigned int *flags)
{
	struct float_problem problem = {
		.operation = operation, .format = format, .integer = integer};

	return float_bits(float_host(&problem, rounding, flags), format);
}
