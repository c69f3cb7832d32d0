// SPDX-License-Identifier: Apache-2.0
// Page tables and address spaces. The kernel lies in the upper half of each, in global superpages.
#include "kernel.h"

#define ENTRIES (1u << INDEX_BITS)
#if __riscv_xlen == 64
#define SATP_ASID 44
#define SATP_PPN  0xffffffffffful
#define SATP_MODE ((levels + 5ul) << 60)
#define PTE_PPN   0x3ffffffffffc00ul
#define ASID_MASK 0xfffful
#else
#define SATP_ASID 22
#define SATP_PPN  0x3ffffful
#define SATP_MODE (1ul << 31)
#define PTE_PPN   0xfffffc00ul
#define ASID_MASK 0x1fful
#endif

unsigned int levels, asid_bits;
unsigned long linear;
struct space kernel_space;

/* The place of a level's index in an address. */
unsigned int shift(unsigned int level)
{
	return 12 + level * INDEX_BITS;
}

static unsigned int index_of(unsigned long va, unsigned int level)
{
	return (unsigned int)(va >> shift(level)) & (ENTRIES - 1);
}

unsigned long leaf(unsigned long pa, unsigned long flags)
{
	return pa >> 2 | flags;
}

unsigned long frame_of(unsigned long pte)
{
	return (pte & PTE_PPN) << 2;
}

/* The PTE of this level: NULL if a table is missing and none is to be made, or a leaf is above. */
unsigned long *pte_of(unsigned long root, unsigned long va, unsigned int level, bool make)
{
	unsigned long *table = virtual(root);

	for (unsigned int at = levels - 1; at > level; at--) {
		unsigned long *pte = &table[index_of(va, at)];

		if (!*pte && make)
			*pte = leaf(frame_with(0), PTE_V);
		if (!(*pte & PTE_V) || *pte & PTE_RWX)
			return NULL;
		table = virtual(frame_of(*pte));
	}
	return &table[index_of(va, level)];
}

/* A page of 4 KiB. */
void map(struct space *space, unsigned long va, unsigned long pte)
{
	*pte_of(space->root, va, 0, true) = pte;
}

/* An address with another index at each level for each n, in the lower or in the upper half. */
unsigned long region(unsigned int n, bool upper)
{
	unsigned long va = 0, half = 1ul << (shift(levels) - 1);

	for (unsigned int level = 1; level < levels; level++)
		va |= (n * 29ul + level * 7 + 3) % 120 << shift(level);
	return upper ? va | -half : va;
}

/* Below the kernel's part of the root nothing is mapped. */
struct space space_new(unsigned long asid)
{
	struct space space = {frame_with(0), asid};
	unsigned long *to = virtual(space.root), *from = virtual(kernel_space.root);

	for (unsigned int at = ENTRIES / 4 * 3; at < ENTRIES; at++)
		to[at] = from[at];
	return space;
}

void space_enter(const struct space *space)
{
	csr_write(satp, SATP_MODE | space->asid << SATP_ASID | space->root >> 12);
}

/* The root of the space that was entered last. */
unsigned long root_now(void)
{
	return (csr_read(satp) & SATP_PPN) << 12;
}

/* Tables, and frames of the pool that are leaves of the last level; of other leaves nothing. */
static void table_free(unsigned long pa, unsigned int level, unsigned int entries)
{
	unsigned long *table = virtual(pa);

	for (unsigned int at = 0; at < entries; at++) {
		if (!(table[at] & PTE_V))
			continue;
		if (!(table[at] & PTE_RWX))
			table_free(frame_of(table[at]), level - 1, ENTRIES);
		else if (!level && frame_of(table[at]) - POOL < POOL_FRAMES * PAGE)
			frame_drop(frame_of(table[at]));
	}
	frame_drop(pa);
}

void space_free(struct space *space)
{
	table_free(space->root, levels - 1, ENTRIES / 4 * 3);
}

/* All bits of an ASID that there are. */
unsigned long asid_all(void)
{
	return (1ul << asid_bits) - 1;
}

/* And all that there might be. */
unsigned long asid_missing(void)
{
	return ASID_MASK & ~asid_all();
}

static void map_image(unsigned long offset)
{
	unsigned long pa = physical(image_begin);

	for (; pa < RAM_END; pa += 1ul << shift(1))
		*pte_of(kernel_space.root, pa + offset, 1, true) =
			leaf(pa, PTE_V | PTE_RWX | PTE_G | PTE_AD);
}

static bool paging_start(unsigned int mode)
{
	levels = mode == 32 ? 2 : (mode - 12) / 9;
	kernel_space.root = frame_with(0);
	map_image(0);
	map_image(LINEAR);
	space_enter(&kernel_space);
	fence_all();
	return (csr_read(satp) & SATP_PPN) == kernel_space.root >> 12;
}

/* At physical addresses, and there is a mapping of these still when it returns. */
void boot(const unsigned char *tree)
{
	bool on;

	part_name = "boot";
	tree_read(tree);
	frames_start();
	if (machine.mode)
		on = paging_start(machine.mode);
	else
		on = __riscv_xlen == 32 ? paging_start(32)
					: paging_start(57) || paging_start(48) || paging_start(39);
	if (!on)
		fail("satp does not take the mode", 0, machine.mode, csr_read(satp));
	linear = LINEAR;
}

/* With another root, too: so that of this write not the ASID alone is new. */
static void asids_count(void)
{
	struct space all = space_new(ASID_MASK);

	space_enter(&all);
	for (unsigned long held = csr_read(satp) >> SATP_ASID & ASID_MASK; held; held >>= 1)
		asid_bits++;
	space_enter(&kernel_space);
	space_free(&all);
}

void paging_tidy(void)
{
	unsigned long *root = virtual(kernel_space.root);

	for (unsigned int at = 0; at < ENTRIES / 4 * 3; at++)
		root[at] = 0;
	asids_count();
	fence_all();
}
