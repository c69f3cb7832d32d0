// SPDX-License-Identifier: Apache-2.0
// Code that changes: in its frame, through another address; and by its page, which becomes another
// frame. And accesses that reach over the end of a page into a frame that does not lie behind the
// first one.
#include "kernel.h"

#define RIGHTS (PTE_V | PTE_RWX | PTE_AD)

static struct space space;

static void start(void)
{
	space = space_new(asid_all());
	space_enter(&space);
	fence_all();
}

static void end(void)
{
	space_enter(&kernel_space);
	fence_asid(space.asid);
	space_free(&space);
}

void code(void)
{
	unsigned long va = region(draw(60), draw(2)), alias = region(60 + draw(60), draw(2));
	unsigned long pa = frame_new(), other;
	unsigned int key, turn;

	start();
	frame_share(pa);
	map(&space, va, leaf(pa, PTE_V | PTE_R | PTE_X | PTE_AD));
	map(&space, alias, leaf(pa, PTE_V | PTE_R | PTE_W | PTE_AD));
	for (turn = 0; turn < 4; turn++) {
		key = key_new();
		page_fill(alias, key);
		expect("code that was written elsewhere", va, key);
		expect_same("code, where it may not be fetched", alias, FETCH_FAULT, fetch(alias));
	}
	for (turn = 0; turn < 4; turn++) {
		key = key_new();
		other = frame_with(key);
		frame_drop(frame_of(*pte_of(space.root, va, 0, false)));
		map(&space, va, leaf(other, PTE_V | PTE_X | PTE_AD));
		fence_va(va);
		fence_code();
		csr_set(sstatus, SSTATUS_MXR);
		expect("code in another frame", va, key);
		csr_clear(sstatus, SSTATUS_MXR);
		expect_same("code that may not be read", va, LOAD_FAULT, load(va));
	}
	end();
}

/* The bytes of a value, lowest first, at such an address. */
static void bytes_put(unsigned long va, unsigned long value, unsigned int size)
{
	for (unsigned int n = 0; n < size; n++)
		((volatile unsigned char *)va)[n] = (unsigned char)(value >> 8 * n);
}

static unsigned long bytes_get(unsigned long va, unsigned int size)
{
	unsigned long value = 0;

	for (unsigned int n = 0; n < size; n++)
		value |= (unsigned long)((volatile unsigned char *)va)[n] << 8 * n;
	return value;
}

static unsigned long word_at(unsigned long va)
{
	unsigned long value;

	__asm__ volatile("lw %0, 0(%1)" : "=r"(value) : "r"(va) : "memory");
	return value & 0xffffffff;
}

static void over_the_end(unsigned long end, unsigned long first, unsigned long second)
{
	for (unsigned long before = 1; before < 4; before++) {
		unsigned long value = 0x01020304ul * before + 0x10000000ul * draw(8);
		unsigned long low = (unsigned long)virtual(first) + PAGE - before;

		__asm__ volatile("sw %0, 0(%1)" ::"r"(value), "r"(end - before) : "memory");
		expect_same("a store over the end", end - before, value & ((1ul << 8 * before) - 1),
			    bytes_get(low, (unsigned int)before));
		expect_same("a store over the end, the second page", end, value >> 8 * before,
			    bytes_get((unsigned long)virtual(second), 4 - (unsigned int)before));
		bytes_put((unsigned long)virtual(second), ~value >> 8 * before,
			  4 - (unsigned int)before);
		expect_same("a load over the end", end - before,
			    (value & ((1ul << 8 * before) - 1)) |
				    (~value & 0xffffffff & -1ul << 8 * before),
			    word_at(end - before));
	}
}

/* `lui a0, 0x12340 + n; ret`, of which two bytes lie in the first page. */
static void code_over_the_end(unsigned long end, unsigned long first, unsigned long second,
			      unsigned int n)
{
	unsigned long instruction = (0x12340ul + n) << 12 | 0x537;

	bytes_put((unsigned long)virtual(first) + PAGE - 2, instruction, 2);
	bytes_put((unsigned long)virtual(second), instruction >> 16, 2);
	bytes_put((unsigned long)virtual(second) + 2, 0x8067, 4);
	fence_code();
	expect_same("an instruction over the end", end - 2, (0x12340ul + n) << 12,
		    ((unsigned long (*)(void))(end - 2))());
}

void crossing(void)
{
	unsigned long va = region(draw(120), draw(2)) | draw(500) * PAGE, end_of_first = va + PAGE,
		      *at;
	unsigned long first, second, next;

	start();
	second = frame_new();
	first = frame_new();
	map(&space, va, leaf(first, RIGHTS));
	for (unsigned int n = 0; n < 3; n++) {
		map(&space, end_of_first, leaf(second, RIGHTS));
		fence_va(end_of_first);
		over_the_end(end_of_first, first, second);
		code_over_the_end(end_of_first, first, second, n);
		next = frame_new();
		frame_drop(second);
		second = next;
	}
	/* The second page refuses: nothing of the store is done, and both its addresses are tried.
	 */
	at = pte_of(space.root, end_of_first, 0, false);
	*at = leaf(second, PTE_V | PTE_R | PTE_AD);
	fence_va(end_of_first);
	bytes_put((unsigned long)virtual(first) + PAGE - 4, 0x55667788, 4);
	expect_same("the second page may not be written", end_of_first, STORE_FAULT,
		    store_any(end_of_first - 2));
	expect_same("a store that was refused", end_of_first - 4, 0x55667788,
		    bytes_get((unsigned long)virtual(first) + PAGE - 4, 4));
	expect_same("the second page may not be fetched", end_of_first, FETCH_FAULT,
		    fetch(end_of_first - 2));
	*at = 0;
	fence_va(end_of_first);
	expect_same("the second page is not there", end_of_first, LOAD_FAULT,
		    load(end_of_first - 1));
	frame_drop(second);
	end();
}
