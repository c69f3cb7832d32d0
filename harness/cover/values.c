/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/values.h"

bool cover_is_x86(unsigned int mode)
{
	return mode == OFF || (mode >= TWO_LEVEL && mode <= FIVE_LEVEL);
}

unsigned int cover_levels(unsigned int mode)
{
	static const unsigned int levels[] = {2, 3, 4, 5, 2, 2, 4, 5};

	return levels[mode];
}

unsigned int cover_index_bits(unsigned int mode)
{
	return mode == SV32 || mode == TWO_LEVEL ? 10 : 9;
}

bool cover_has_page(unsigned int mode, unsigned int level)
{
	if (level >= cover_levels(mode))
		return false;
	return !cover_is_x86(mode) || level <= 2;
}

unsigned int cover_page_bits(unsigned int mode, unsigned int level)
{
	return 12 + level * cover_index_bits(mode);
}

static const unsigned int size_bits[SIZES] = {12, 16, 21, 22, 30, 39, 48};

enum cover_size cover_size(unsigned int bits)
{
	for (unsigned int size = 0; size < SIZES; size++)
		if (size_bits[size] == bits)
			return (enum cover_size)size;
	return SIZES;
}

unsigned int cover_size_bits(unsigned int size)
{
	return size_bits[size];
}

bool cover_has_size(unsigned int mode, unsigned int size)
{
	if (size == S64K)
		return mode >= SV39 && mode <= SV57;
	for (unsigned int level = 0; level < cover_levels(mode); level++)
		if (cover_has_page(mode, level) && cover_page_bits(mode, level) == size_bits[size])
			return true;
	return false;
}
