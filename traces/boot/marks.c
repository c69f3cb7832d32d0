// SPDX-License-Identifier: Apache-2.0
// A and D: set by hardware, or by the kernel where that faults instead (Svade); and they tell the
// truth.
#include "kernel.h"

/* How often each has set them, as far as it was seen. */
unsigned int marks_by_hardware, marks_by_software;

/* A trap that wants A or D set and no more: sets them, and the access is to be made again. */
bool mark(unsigned long cause, unsigned long va)
{
	unsigned long right = cause == FETCH_FAULT ? PTE_X
			      : cause == LOAD_FAULT
				      ? PTE_R | (csr_read(sstatus) & SSTATUS_MXR ? PTE_X : 0)
				      : PTE_W;
	unsigned long want = PTE_A | (cause == STORE_FAULT ? PTE_D : 0), *pte;
	unsigned int level = 0;

	if (cause != FETCH_FAULT && cause != LOAD_FAULT && cause != STORE_FAULT)
		return false;
	while (!(pte = pte_of(root_now(), va, level, false)))
		level++;
	if (frame_of(*pte) & ((1ul << shift(level)) - 1) && !(*pte & PTE_N))
		return false;
	if (!(*pte & PTE_V) || !(*pte & right) || (*pte & want) == want)
		return false;
	*pte |= want;
	fence_va(va);
	marks_by_software++;
	return true;
}

static void touch(const char *what, unsigned long (*how)(unsigned long), unsigned long va,
		  unsigned long *pte, unsigned long expected)
{
	unsigned int before = marks_by_software;
	bool had = (*pte & expected & PTE_AD) == (expected & PTE_AD);

	expect_same(what, va, 0, how(va));
	expect_same(what, va, expected, *pte);
	if (!had && marks_by_software == before)
		marks_by_hardware++;
	if (had)
		expect_same("A and D were set, and it faulted", va, before, marks_by_software);
}

static unsigned long clean(unsigned long pte, unsigned long *at, unsigned long va,
			   unsigned long asid)
{
	*at = pte;
	fence_va_asid(va, asid);
	return pte;
}

/* A leaf of any size: A by a load and a fetch, D by a store alone, and never in vain. */
static void marks_of(unsigned long va, unsigned long *at, unsigned long pte, unsigned long asid)
{
	clean(pte, at, va, asid);
	touch("A by a load", load, va, at, pte | PTE_A);
	touch("D by a store behind a load", store, va, at, pte | PTE_AD);
	clean(pte, at, va, asid);
	touch("A by a fetch", fetch, va, at, pte | PTE_A);
	touch("A by a fetch, again", fetch, va, at, pte | PTE_A);
	touch("A has been set", load, va, at, pte | PTE_A);
	clean(pte, at, va, asid);
	touch("A and D by a store", store, va, at, pte | PTE_AD);
	clean(pte | PTE_D, at, va, asid);
	touch("D stays with a load", load, va, at, pte | PTE_AD);
	clean(pte & ~(unsigned long)PTE_W, at, va, asid);
	expect_same("a store that is refused", va, STORE_FAULT, store(va));
	expect_same("A and D of a store that is refused", va, pte & ~(unsigned long)PTE_W, *at);
	clean(pte, at, va, asid);
}

void marks(void)
{
	struct space space = space_new(asid_all());
	unsigned int key = key_new();
	unsigned long pa = frame_with(key), flags = PTE_V | PTE_RWX, va;

	space_enter(&space);
	fence_all();
	for (unsigned int half = 0; half < 2; half++) {
		va = region(draw(40), half) | draw(256) * PAGE;
		marks_of(va, pte_of(space.root, va, 0, true), leaf(pa, flags), space.asid);
		*pte_of(space.root, va, 0, false) = 0;
	}
	page_fill((unsigned long)virtual(HUGE), key);
	for (unsigned int level = 1; level < levels; level++) {
		unsigned long size = 1ul << shift(level);

		va = region(41 + level, false) & -size;
		marks_of(va + (HUGE & (size - 1)), pte_of(space.root, va, level, true),
			 leaf(HUGE & -size, flags), space.asid);
		*pte_of(space.root, va, level, false) = 0;
	}
	expect_data("a page that was marked", (unsigned long)virtual(pa), key);
	frame_drop(pa);
	if (machine.svade && !machine.svadu)
		expect_same("hardware has set A or D", 0, 0, marks_by_hardware);
	if (machine.svadu && !machine.svade)
		expect_same("hardware has not set A or D", 0, 0, marks_by_software);
	if (marks_by_hardware && marks_by_software)
		fail("now hardware sets A and D, now not", 0, marks_by_hardware, marks_by_software);
	space_enter(&kernel_space);
	fence_asid(space.asid);
	space_free(&space);
}
