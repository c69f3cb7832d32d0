// SPDX-License-Identifier: Apache-2.0
// Each form of fence where only it is given: two spaces, the same address, and what the form is to
// drop is in the TLB when its PTE changes. What it need not drop has not changed, and must still be
// right.
#include "kernel.h"

enum form { BY_BOTH, BY_VA, BY_ASID, OF_ALL, FORMS };
#define RIGHTS (PTE_V | PTE_RWX | PTE_AD)

static struct space a, b;
static unsigned int keys[4];
static unsigned long frames[4];

/* Bits of an ASID that are not there are to be ignored. */
static void fence(enum form form, unsigned long va, unsigned long asid)
{
	asid |= asid_missing();
	if (form == BY_BOTH)
		fence_va_asid(va, asid);
	else if (form == BY_VA)
		fence_va(va);
	else if (form == BY_ASID)
		fence_asid(asid);
	else
		fence_all();
}

static void start(void)
{
	/* Of one bit there is only this. */
	a = space_new(asid_all());
	b = space_new(asid_bits > 1 ? 1 : 0);
	for (unsigned int n = 0; n < 4; n++) {
		keys[n] = key_new();
		frames[n] = frame_with(keys[n]);
	}
}

static void end(void)
{
	space_enter(&kernel_space);
	fence_all();
	for (unsigned int n = 0; n < 4; n++)
		frame_drop(frames[n]);
	space_free(&a);
	space_free(&b);
}

/* The frames stay the part's own. */
static unsigned long *map_frame(struct space *space, unsigned long va, unsigned int n,
				unsigned long flags)
{
	unsigned long *at = pte_of(space->root, va, 0, true);

	*at = leaf(frames[n], RIGHTS | flags);
	return at;
}

static void expect_in(const struct space *space, const char *what, unsigned long va, unsigned int n)
{
	space_enter(space);
	expect(what, va, keys[n]);
}

static void of_space(enum form form, unsigned long va)
{
	static const char *const names[FORMS] = {"by VA and ASID", "by VA", "by ASID", "of all"};
	unsigned long *in_a = map_frame(&a, va, 0, 0), *in_b = map_frame(&b, va, 1, 0);

	fence_all();
	expect_in(&a, "before a fence", va, 0);
	expect_in(&b, "before a fence, the other space", va, 1);
	map_frame(&a, va, 2, 0);
	if (form == BY_VA || form == OF_ALL)
		map_frame(&b, va, 3, 0);
	fence(form, va, a.asid);
	expect_in(&a, names[form], va, 2);
	expect_in(&b, names[form], va, form == BY_VA || form == OF_ALL ? 3 : 1);
	/* And the space that runs itself; two of them behind each other. */
	map_frame(&b, va, 0, 0);
	fence(form, va + PAGE, b.asid);
	fence(form, va, b.asid);
	expect_in(&b, names[form], va, 0);
	*in_a = *in_b = 0;
}

/* Two ASIDs of one root: what one may still see, the other may not. */
static void of_one_root(unsigned long va)
{
	struct space other = {a.root, b.asid};

	map_frame(&a, va, 0, 0);
	fence_all();
	expect_in(&a, "a root", va, 0);
	map_frame(&a, va, 1, 0);
	expect_in(&other, "a root with another ASID", va, 1);
	fence_asid(a.asid);
	expect_in(&a, "a root with the first ASID again", va, 1);
	*pte_of(a.root, va, 0, false) = 0;
	fence_all();
}

void fences(void)
{
	if (!asid_bits)
		return;
	start();
	for (enum form form = BY_BOTH; form < FORMS; form++) {
		of_space(form, region(draw(120), false) | draw(512) * PAGE);
		of_space(form, region(draw(120), true) | draw(512) * PAGE);
	}
	of_one_root(region(draw(120), draw(2)));
	end();
}

/* A global page is there in each space, and only a fence without ASID drops it. `level` has the G.
 */
static void of_global(enum form form, unsigned long va, unsigned int level)
{
	unsigned long flags = level ? 0 : PTE_G, *in_a, *in_b;

	in_a = map_frame(&a, va, 0, flags);
	in_b = map_frame(&b, va, 0, flags);
	if (level) {
		*pte_of(a.root, va, level, false) |= PTE_G;
		*pte_of(b.root, va, level, false) |= PTE_G;
	}
	fence_all();
	expect_in(&a, "a global page", va, 0);
	expect_in(&b, "a global page, in the other space", va, 0);
	map_frame(&a, va, 1, flags);
	map_frame(&b, va, 1, flags);
	fence(form, va, 0);
	expect_in(&b, "a global page behind a fence", va, 1);
	expect_in(&a, "a global page behind a fence, in the other space", va, 1);
	/* What is walked behind a global page is not global. */
	map_frame(&a, va ^ PAGE, 2, 0);
	map_frame(&b, va ^ PAGE, 3, 0);
	if (!level) {
		fence_all();
		expect_in(&a, "a global page", va, 1);
		expect_in(&a, "a page behind a global one", va ^ PAGE, 2);
		expect_in(&b, "a page behind a global one, in the other space", va ^ PAGE, 3);
	}
	*pte_of(a.root, va ^ PAGE, 0, false) = *pte_of(b.root, va ^ PAGE, 0, false) = 0;
	*in_a = *in_b = 0;
	fence_all();
	if (level) {
		*pte_of(a.root, va, level, false) &= ~(unsigned long)PTE_G;
		*pte_of(b.root, va, level, false) &= ~(unsigned long)PTE_G;
	}
	fence_all();
}

void globals(void)
{
	if (!asid_bits)
		return;
	start();
	for (unsigned int level = 0; level < levels; level++) {
		of_global(BY_VA, region(draw(120), level % 2), level);
		of_global(OF_ALL, region(draw(120), level % 2), level);
	}
	end();
}

/* Spaces whose ASIDs differ in one bit, by turns and without a fence. */
void asids(void)
{
	unsigned long va = region(draw(120), draw(2)) | draw(512) * PAGE, asid;

	if (!asid_bits)
		return;
	a = space_new(0);
	for (unsigned int bit = 0; bit < asid_bits; bit++) {
		keys[0] = key_new();
		keys[1] = key_new();
		asid = 1ul << bit;
		b = space_new(asid);
		map(&a, va, leaf(frames[0] = frame_with(keys[0]), RIGHTS));
		map(&b, va, leaf(frames[1] = frame_with(keys[1]), RIGHTS));
		fence_va(va);
		expect_in(&a, "ASID 0", va, 0);
		expect_in(&b, "an ASID of one bit", va, 1);
		expect_in(&a, "ASID 0, again", va, 0);
		space_enter(&a);
		space_free(&b);
		frame_drop(frames[0]);
		*pte_of(a.root, va, 0, false) = 0;
	}
	space_enter(&kernel_space);
	fence_all();
	space_free(&a);
}
