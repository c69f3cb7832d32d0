// SPDX-License-Identifier: Apache-2.0
// Pointers: another table in one's place at each level, a superpage that is split, and one that is
// made. A fence by VA is not enough for a pointer; by ASID it is.
#include "kernel.h"

#define RIGHTS  (PTE_V | PTE_RWX | PTE_AD)
#define ENTRIES (1u << INDEX_BITS)

static struct space space;

/* A copy of a table that leads to another page: from `level` down all is new. */
static unsigned long other_table(unsigned long pte, unsigned long va, unsigned int level,
				 unsigned long page)
{
	unsigned long pa = frame_with(0), *to = virtual(pa), *from = virtual(frame_of(pte));
	unsigned int index = (unsigned int)(va >> shift(level - 1)) & (ENTRIES - 1);

	to[index] = level == 1 ? leaf(page, RIGHTS) : other_table(from[index], va, level - 1, page);
	return leaf(pa, PTE_V);
}

static void table_drop(unsigned long pte, unsigned long va, unsigned int level)
{
	unsigned long *table = virtual(frame_of(pte));
	unsigned int index = (unsigned int)(va >> shift(level - 1)) & (ENTRIES - 1);

	if (level > 1)
		table_drop(table[index], va, level - 1);
	else
		frame_drop(frame_of(table[index]));
	frame_drop(frame_of(pte));
}

static void replace(unsigned long va, unsigned int level)
{
	unsigned int key = key_new(), other = key_new();
	unsigned long *at, before, after;

	map(&space, va, leaf(frame_with(key), RIGHTS));
	at = pte_of(space.root, va, level, false);
	before = *at;
	expect("a page below a pointer", va, key);
	*at = other_table(before, va, level, frame_with(other));
	fence_asid(space.asid);
	/* Whoever still has the old tables finds what their frames hold next. */
	table_drop(before, va, level);
	expect("a page below another pointer", va, other);
	after = *at;
	*at = 0;
	fence_asid(space.asid);
	table_drop(after, va, level);
	expect_same("a page below no pointer", va, LOAD_FAULT, load(va));
	expect_same("a page below no pointer", va, FETCH_FAULT, fetch(va));
}

/* Pages of `pa`, but one of another frame. */
static unsigned long table_of_pages(unsigned long pa, unsigned int one, unsigned long other)
{
	unsigned long frame = frame_with(0), *table = virtual(frame);

	for (unsigned int n = 0; n < ENTRIES; n++)
		table[n] = leaf(pa + n * PAGE, RIGHTS);
	table[one] = leaf(other, RIGHTS);
	return leaf(frame, PTE_V);
}

static void split_and_make(unsigned long va)
{
	unsigned int keys[] = {key_new(), key_new(), key_new()}, one = draw(ENTRIES - 1);
	unsigned long *at = pte_of(space.root, va, 1, true), other = frame_with(keys[2]);
	unsigned long page = va + one * PAGE;

	page_fill((unsigned long)virtual(HUGE + one * PAGE), keys[0]);
	page_fill((unsigned long)virtual(HUGE + one * PAGE + PAGE), keys[1]);
	*at = leaf(HUGE, RIGHTS);
	expect("a superpage", page, keys[0]);
	*at = table_of_pages(HUGE, one, other);
	fence_va_asid(page, space.asid);
	expect("a superpage that was split", page, keys[2]);
	expect("a superpage that was split, the next page", page + PAGE, keys[1]);
	frame_drop(frame_of(*at));
	*at = leaf(HUGE, RIGHTS);
	fence_asid(space.asid);
	expect("a superpage that was made", page, keys[0]);
	expect("a superpage that was made, the next page", page + PAGE, keys[1]);
	expect_data("a page that is no more in it", (unsigned long)virtual(other), keys[2]);
	frame_drop(other);
	*at = 0;
	fence_asid(space.asid);
}

void tables(void)
{
	space = space_new(asid_all());
	space_enter(&space);
	fence_all();
	for (unsigned int half = 0; half < 2; half++) {
		for (unsigned int level = 1; level < levels; level++)
			replace(region(draw(120), half) | draw(512) * PAGE, level);
		split_and_make(region(draw(120), half));
	}
	space_enter(&kernel_space);
	fence_asid(space.asid);
	space_free(&space);
}
