/* SPDX-License-Identifier: Apache-2.0 */
#include "geometry.h"

static const struct geometry geometries[] = {
	[MODE_SV32] = {.levels = 2, .index_bits = 10, .pte_shift = 2, .va_bits = 64},
	[MODE_SV39] = {.levels = 3, .index_bits = 9, .pte_shift = 3, .va_bits = 39},
	[MODE_SV48] = {.levels = 4, .index_bits = 9, .pte_shift = 3, .va_bits = 48},
	[MODE_SV57] = {.levels = 5, .index_bits = 9, .pte_shift = 3, .va_bits = 57},
	[MODE_X86_2] = {.levels = 2, .index_bits = 10, .pte_shift = 2, .va_bits = 64},
	[MODE_X86_PAE] = {.levels = 2, .index_bits = 9, .pte_shift = 3, .va_bits = 64},
	[MODE_X86_4] = {.levels = 4, .index_bits = 9, .pte_shift = 3, .va_bits = 48},
	[MODE_X86_5] = {.levels = 5, .index_bits = 9, .pte_shift = 3, .va_bits = 57},
};

const struct geometry *geometry_of(enum mode mode)
{
	return &geometries[mode];
}

bool geometry_is_canonical(enum mode mode, uint64_t va)
{
	uint64_t above_and_sign = va >> (geometries[mode].va_bits - 1);

	return mode_is_short(mode) || above_and_sign == 0 ||
	       above_and_sign == UINT64_MAX >> (geometries[mode].va_bits - 1);
}

bool geometry_some_page(unsigned int formats, uint64_t va)
{
	unsigned int address_bits = 33;
	uint64_t above_and_sign;

	for (unsigned int n = 0; n < sizeof(geometries) / sizeof(geometries[0]); n++)
		if (formats >> n & 1 && !mode_is_short((enum mode)n) &&
		    geometries[n].va_bits > address_bits)
			address_bits = geometries[n].va_bits;
	above_and_sign = va >> (address_bits - 1);
	return above_and_sign == 0 || above_and_sign == UINT64_MAX >> (address_bits - 1);
}

uint64_t geometry_pte_address(enum mode mode, unsigned int level, uint64_t ppn, uint64_t va)
{
	const struct geometry *g = &geometries[mode];
	uint64_t index = va >> (PAGE_BITS + level * g->index_bits);

	index &= (UINT64_C(1) << g->index_bits) - 1;
	return ppn << PAGE_BITS | index << g->pte_shift;
}
