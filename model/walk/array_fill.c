/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/array_fill.h"

#include "walk/array_way.h"

bool array_fill_takes_pointer(const struct walk *request, unsigned int level)
{
	return level == 1 && !mode_is_x86(space_mode(request->space));
}

struct array_fill array_fill_of_pointer(const struct walk *request, const struct walk_step *next)
{
	return (struct array_fill){
		.valid = 1,
		.space = request->space,
		.page = request->page,
		.level = 1,
		.is_pointer = 1,
		.word = next->addr >> PAGE_BITS << LEAF_PPN_LSB | next->path,
	};
}

struct array_fill array_fill_of_page(const struct walk *request, uint64_t leaf, uint64_t page_bits)
{
	unsigned int level = page_bits != PAGE_BITS;

	if (page_bits != array_way_page_bits(request->space, level))
		return (struct array_fill){.valid = 0};
	return (struct array_fill){
		.valid = 1,
		.space = request->space,
		.page = request->page,
		.level = level,
		.word = leaf,
	};
}
