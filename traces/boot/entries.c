// SPDX-License-Identifier: Apache-2.0
// What no PTE may say, and which addresses are none: each is a page fault, and the next access is
// well.
#include "kernel.h"

static struct space space;

static void refused(const char *what, unsigned long *at, unsigned long pte, unsigned long va)
{
	unsigned long before = *at;

	*at = pte;
	fence_va(va);
	expect_same(what, va, LOAD_FAULT, load(va));
	expect_same(what, va, STORE_FAULT, store(va));
	expect_same(what, va, FETCH_FAULT, fetch(va));
	expect_same(what, va, pte, *at);
	*at = before;
	fence_va(va);
	expect_same("a PTE that was bad before", va, 0, load(va));
}

/* Whoever takes a bad leaf for a pointer finds good leaves. */
static void bad_leaf(unsigned long *at, unsigned long va, unsigned long table)
{
	for (unsigned int n = 0; n < PAGE / sizeof(long); n++)
		((unsigned long *)virtual(table))[n] = *at;
	refused("V = 0", at, *at & ~(unsigned long)PTE_V, va);
	refused("W alone", at, *at & ~(unsigned long)(PTE_R | PTE_X), va);
	refused("a pointer at the last level", at, leaf(table, PTE_V), va);
	refused("W and X", at, *at & ~(unsigned long)PTE_R, va);
#if __riscv_xlen == 64
	for (unsigned int bit = 54; bit <= 60 && !machine.lax; bit++)
		refused("a reserved bit", at, *at | 1ul << bit, va);
	if (!machine.lax)
		refused("PBMT = 3", at, *at | 3ul << PTE_PBMT, va);
	if (!machine.svpbmt)
		refused("PBMT = 1", at, *at | 1ul << PTE_PBMT, va);
	for (unsigned long low = 4; low < 16 && (machine.svnapot || !machine.lax); low += 11)
		refused("N of another size", at, (*at & ~(0xful << 10)) | PTE_N | low << 10, va);
#endif
}

/* A pointer's change needs a fence of all addresses. */
static void refused_pointer(const char *what, unsigned long *at, unsigned long pte,
			    unsigned long va)
{
	unsigned long before = *at;

	*at = pte;
	fence_asid(space.asid);
	expect_same(what, va, LOAD_FAULT, load(va));
	*at = before;
	fence_asid(space.asid);
	expect_same("a pointer that was bad before", va, 0, load(va));
}

static void bad_pointer(unsigned long *at, unsigned long va)
{
	refused_pointer("a pointer with A", at, *at | PTE_A, va);
	refused_pointer("a pointer with D", at, *at | PTE_D, va);
	refused_pointer("a pointer with U", at, *at | PTE_U, va);
	refused_pointer("a pointer that is not valid", at, *at & ~(unsigned long)PTE_V, va);
#if __riscv_xlen == 64
	if (!machine.lax)
		refused_pointer("a pointer with a reserved bit", at, *at | 1ul << 54, va);
	refused_pointer("a pointer with PBMT", at, *at | 1ul << PTE_PBMT, va);
	refused_pointer("a pointer with N", at, *at | PTE_N, va);
#endif
}

#if __riscv_xlen == 64
/* NC and IO of a page of RAM: it is translated as another one is. */
static void types(unsigned long *at, unsigned long va, unsigned int key)
{
	unsigned long before = *at;

	for (unsigned long type = 1; type <= 2 && machine.svpbmt; type++) {
		*at = before | type << PTE_PBMT;
		fence_va(va);
		expect("a page with PBMT", va, key);
	}
	*at = before;
	fence_va(va);
}
/* A mode that is none: the write changes nothing. */
static void no_mode(unsigned long mode)
{
	unsigned long before = csr_read(satp);

	csr_write(satp, (before & ~(0xful << 60)) | mode << 60);
	expect_same("satp with a mode that is none", mode, before, csr_read(satp));
}

/* Above the highest index one bit is not as that index's highest one is; or from there on none is.
 */
static void not_canonical(unsigned long va)
{
	for (unsigned int n = 2 * shift(levels); n < 2 * 64; n++) {
		unsigned long wrong = va ^ (n % 2 ? -1ul : 1ul) << n / 2;

		expect_same("an address that is none", wrong, LOAD_FAULT, load(wrong));
		expect_same("an address that is none", wrong, FETCH_FAULT, fetch(wrong));
		expect_same("an address behind one that is none", va, 0, load(va));
	}
}
#endif

void entries(void)
{
	unsigned int key = key_new();
	unsigned long pa = frame_with(key), table = frame_new();

	space = space_new(asid_all());
	space_enter(&space);
	fence_all();
	for (unsigned int half = 0; half < 2; half++) {
		unsigned long va = region(draw(120), half) | draw(512) * PAGE;

		frame_share(pa);
		map(&space, va, leaf(pa, PTE_V | PTE_RWX | PTE_AD | PTE_COPY | PTE_REFUSE));
		expect("bits for software", va, key);
		bad_leaf(pte_of(space.root, va, 0, false), va, table);
		for (unsigned int level = 1; level < levels; level++)
			bad_pointer(pte_of(space.root, va, level, false), va);
#if __riscv_xlen == 64
		types(pte_of(space.root, va, 0, false), va, key);
		not_canonical(va);
		no_mode(11);
		no_mode(15);
#endif
	}
	expect_data("a page to which nothing was stored", (unsigned long)virtual(pa), key);
	frame_drop(pa);
	frame_drop(table);
	space_enter(&kernel_space);
	fence_asid(space.asid);
	space_free(&space);
}
