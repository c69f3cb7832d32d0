// SPDX-License-Identifier: Apache-2.0
// Which access a page allows: R, W, X, U by fetch, load and store, by both modes, SUM and MXR. Each
// page is asked twice in each way, so that a hit has been filled by one that had other rights.
#include "kernel.h"

static const unsigned int rights_of[] = {PTE_R, PTE_R | PTE_W, PTE_X, PTE_R | PTE_X, PTE_RWX};
#define KINDS (sizeof(rights_of) / sizeof(rights_of[0]))

static struct space space;
static unsigned long user_code;

/* Privileged manual, "Virtual Address Translation Process", steps 5 to 7. */
static unsigned long expected(unsigned long pte, unsigned long cause, bool user, bool sum, bool mxr)
{
	bool privilege = user ? pte & PTE_U : !(pte & PTE_U) || (sum && cause != FETCH_FAULT);
	bool right = cause == FETCH_FAULT  ? pte & PTE_X
		     : cause == LOAD_FAULT ? pte & PTE_R || (mxr && pte & PTE_X)
					   : pte & PTE_W;

	return privilege && right ? 0 : cause;
}

static void ask(unsigned long va, bool sum, bool mxr)
{
	unsigned long pte = *pte_of(space.root, va, 0, false);

	csr_clear(sstatus, SSTATUS_SUM | SSTATUS_MXR);
	csr_set(sstatus, (sum ? SSTATUS_SUM : 0) | (mxr ? SSTATUS_MXR : 0));
	expect_same("a load", va, expected(pte, LOAD_FAULT, false, sum, mxr), load(va));
	expect_same("a load by the user", va, expected(pte, LOAD_FAULT, true, sum, mxr),
		    access_user(user_load, va, user_code));
	/* QEMU 7.2 fetches by what a load that SUM allowed has left in its one TLB. */
	if (sum)
		fence_va(va);
	expect_same("a fetch", va, expected(pte, FETCH_FAULT, false, sum, mxr), fetch(va));
	expect_same("a fetch by the user", va, expected(pte, FETCH_FAULT, true, sum, mxr),
		    access_user(user_fetch, va, user_code));
	expect_same("a store", va, expected(pte, STORE_FAULT, false, sum, mxr), store(va));
	expect_same("a store by the user", va, expected(pte, STORE_FAULT, true, sum, mxr),
		    access_user(user_store, va, user_code));
}

void rights(void)
{
	unsigned int key = key_new();
	unsigned long pa = frame_with(key), va = region(draw(60), false);

	space = space_new(asid_all());
	space_enter(&space);
	fence_all();
	user_code = region(draw(60) + 60, draw(2));
	map(&space, user_code, leaf(physical(user_begin), PTE_V | PTE_X | PTE_U | PTE_AD));
	for (unsigned int n = 0; n < 2 * KINDS; n++) {
		frame_share(pa);
		map(&space, va + n * PAGE,
		    leaf(pa, PTE_V | rights_of[n / 2] | (n % 2 ? PTE_U : 0) | PTE_AD));
	}
	for (unsigned int n = 0; n < 2 * KINDS; n++) {
		for (unsigned int bits = 0; bits < 8; bits++)
			ask(va + n * PAGE, (bits ^ bits >> 1) & 1, bits & 2);
	}
	csr_clear(sstatus, SSTATUS_SUM | SSTATUS_MXR);
	expect_data("a page to which nothing was stored", (unsigned long)virtual(pa), key);
	frame_drop(pa);
	space_enter(&kernel_space);
	fence_asid(space.asid);
	space_free(&space);
}

/* Read-only, and back: by each way that a page is changed, and of the stack's and the code's kind.
 */
void protect(void)
{
	unsigned int key = key_new();
	unsigned long pa = frame_with(key), va = region(draw(120), draw(2)), *at;

	space = space_new(asid_all());
	space_enter(&space);
	fence_all();
	map(&space, va, leaf(pa, PTE_V | PTE_RWX | PTE_AD));
	at = pte_of(space.root, va, 0, false);
	for (unsigned int turn = 0; turn < 8; turn++) {
		expect("a page that may be written", va, key);
		key = key_new();
		page_fill(va, key);
		*at &= ~(unsigned long)PTE_W;
		fence_va_asid(va, space.asid);
		expect("a page that may not be written", va, key);
		expect_same("a page that may not be written", va, STORE_FAULT, store(va));
		*at &= ~(unsigned long)PTE_X;
		fence_va(va);
		expect_same("a page that may not be fetched", va, FETCH_FAULT, fetch(va));
		expect_data("a page that may not be fetched", va, key);
		*at = 0;
		fence_asid(space.asid);
		expect_same("a page that is not there", va, LOAD_FAULT, load(va));
		*at = leaf(pa, PTE_V | PTE_RWX | PTE_AD);
		fence_all();
	}
	space_enter(&kernel_space);
	fence_asid(space.asid);
	space_free(&space);
}
