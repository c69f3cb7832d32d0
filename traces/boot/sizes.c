// SPDX-License-Identifier: Apache-2.0
// A leaf of each size, from a megapage up to what the root's PTE maps; and NAPOT pages of 64 KiB.
#include "kernel.h"

#define RIGHTS (PTE_V | PTE_RWX | PTE_AD)
#define STAMPS 4
/* Of two superpages of the smallest size. */
#define SMALLEST (1ul << (12 + INDEX_BITS))

static struct space space;
static unsigned int keys[2][STAMPS];

/* Pages at the ends, inside, and at places that differ in each bit of the index. */
static unsigned long stamp_at(unsigned int n)
{
	static const unsigned int indices[STAMPS] = {0, 1, (1u << INDEX_BITS) / 3 * 2,
						     (1u << INDEX_BITS) - 1};

	return indices[n] * PAGE;
}

static void expect_stamps(const char *what, unsigned long va, unsigned int which)
{
	for (unsigned int n = 0; n < STAMPS; n++)
		expect(what, va + stamp_at(n), keys[which][n]);
}

/* The low bits of its PPN are not all 0, whether A and D are to be set or not; a bit is reserved.
 */
static void malformed(unsigned long *at, unsigned long va, unsigned long pte, unsigned int level)
{
	for (unsigned int bit = 10; bit < 10 + level * INDEX_BITS; bit += INDEX_BITS - 1) {
		*at = pte | 1ul << bit;
		fence_va(va);
		expect_same("a superpage that is not aligned", va, LOAD_FAULT, load(va));
		*at = (pte | 1ul << bit) & ~(unsigned long)PTE_AD;
		fence_va(va);
		expect_same("a superpage that is not aligned, without A", va, STORE_FAULT,
			    store(va));
	}
#if __riscv_xlen == 64
	for (unsigned int bit = 54; bit < 64 && !machine.lax; bit += 9) {
		*at = pte | 1ul << bit;
		fence_va(va);
		expect_same("a superpage with N or a reserved bit", va, LOAD_FAULT, load(va));
	}
#endif
}

/* No fence without an ASID spares a global one. */
static void global(unsigned long *at, unsigned long va, unsigned long pte, unsigned long elsewhere)
{
	for (unsigned int all = 0; all < 2; all++) {
		*at = pte | PTE_G;
		fence_va(va);
		expect_same("a global superpage", va, 0, load(va));
		*at = 0;
		if (all)
			fence_all();
		else
			fence_va(elsewhere);
		expect_same("a global superpage that is gone", va, LOAD_FAULT, load(va));
	}
}

/* Fences name another page of it than the one by which it came into the TLB. */
static void size_of(unsigned int level, bool upper, unsigned int n)
{
	unsigned long size = 1ul << shift(level), start = region(n, upper) & -size;
	unsigned long pte = leaf(HUGE & -size, RIGHTS), va = start + (HUGE & (size - 1));
	unsigned long *at = pte_of(space.root, start, level, true),
		      elsewhere = start + size / 8 * 5;

	*at = pte;
	expect_stamps("a superpage", va, 0);
	expect_same("a superpage", va, 0, store(va));
	*at = pte & ~(unsigned long)(PTE_W | PTE_X);
	fence_va(elsewhere);
	expect_same("a superpage that may be read only", va, STORE_FAULT, store(va));
	expect_same("a superpage that may be read only", va, FETCH_FAULT, fetch(va));
	expect_same("a superpage that may be read only", va, 0, load(va));
	*at = 0;
	fence_va_asid(elsewhere, space.asid);
	expect_same("a superpage that is gone", va, LOAD_FAULT, load(va));
	expect_same("a superpage that is gone", va + stamp_at(3), LOAD_FAULT,
		    load(va + stamp_at(3)));
	malformed(at, va, pte, level);
	global(at, va, pte, elsewhere);
	if (level == 1) {
		*at = leaf(HUGE, RIGHTS);
		fence_va(elsewhere);
		expect_stamps("a superpage", va, 0);
		*at = leaf(HUGE + SMALLEST, RIGHTS);
		fence_va(elsewhere);
		expect_stamps("a superpage in another frame", va, 1);
	}
	*at = 0;
	fence_asid(space.asid);
}

void sizes(void)
{
	unsigned int n;

	space = space_new(asid_all());
	space_enter(&space);
	fence_all();
	for (unsigned int which = 0; which < 2; which++) {
		for (n = 0; n < STAMPS; n++) {
			keys[which][n] = key_new();
			page_fill((unsigned long)virtual(HUGE + which * SMALLEST + stamp_at(n)),
				  keys[which][n]);
		}
	}
	n = draw(100);
	for (unsigned int level = 1; level < levels; level++) {
		size_of(level, false, n + level);
		size_of(level, true, n + level);
	}
	space_enter(&kernel_space);
	space_free(&space);
}

#define RUN      16u
#define RUN_SIZE (RUN * PAGE)

static void map_run(unsigned long va, unsigned long pa, unsigned long flags)
{
	for (unsigned int n = 0; n < RUN; n++)
		map(&space, va + n * PAGE, leaf(pa + RUN_SIZE / 2, flags | PTE_N));
}

static void expect_run(const char *what, unsigned long va, const unsigned int *key)
{
	for (unsigned int n = 0; n < RUN; n++)
		expect(what, va + n * PAGE, key[n]);
}

/* 16 PTEs that all say the same make one page. */
void napot(void)
{
	unsigned int key[2][RUN];
	unsigned long va = region(draw(120), draw(2)) | draw(8) * RUN_SIZE, pte;

	if (!machine.svnapot)
		return;
	space = space_new(asid_all());
	space_enter(&space);
	fence_all();
	for (unsigned int n = 0; n < 2 * RUN; n++) {
		key[n / RUN][n % RUN] = key_new();
		page_fill((unsigned long)virtual(HUGE + n * PAGE), key[n / RUN][n % RUN]);
	}
	map_run(va, HUGE, RIGHTS);
	map(&space, va + RUN_SIZE, leaf(HUGE + RUN_SIZE, RIGHTS));
	expect_run("a NAPOT page", va, key[0]);
	expect("the page behind a NAPOT page", va + RUN_SIZE, key[1][0]);
	/* Came in by the last page; the fence names the one that is then asked for. */
	for (unsigned int n = 0; n < RUN; n += 5) {
		map_run(va, HUGE, RIGHTS);
		fence_asid(space.asid);
		expect("a NAPOT page", va + (RUN - 1) * PAGE, key[0][RUN - 1]);
		map_run(va, HUGE + RUN_SIZE, RIGHTS);
		fence_va(va + n * PAGE);
		expect("a NAPOT page in another frame", va + n * PAGE, key[1][n]);
	}
	fence_asid(space.asid);
	expect_run("a NAPOT page in another frame", va, key[1]);
	/* A and D come into one PTE at least, and change nothing else there. */
	map_run(va, HUGE, PTE_V | PTE_RWX);
	fence_asid(space.asid);
	expect_same("a NAPOT page without A", va + 3 * PAGE, 0, store(va + 3 * PAGE));
	pte = *pte_of(space.root, va + 3 * PAGE, 0, false);
	expect_same("the PTE of a NAPOT page", va + 3 * PAGE,
		    leaf(HUGE + RUN_SIZE / 2, PTE_V | PTE_RWX | PTE_AD | PTE_N), pte);
	fence_asid(space.asid);
	expect("a NAPOT page that was marked", va + 3 * PAGE, key[0][3]);
	space_enter(&kernel_space);
	fence_asid(space.asid);
	space_free(&space);
}
