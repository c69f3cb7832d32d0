/* SPDX-License-Identifier: Apache-2.0 */
#include "pointers_fixture.h"

#define OTHER_LEAVES UINT64_C(0x80003)

void begin_pointers(void)
{
	const uint64_t leaf = (UINT64_C(0x90000) + 512) << 10 | RWAD;

	may_cache.pointers = true;
	begin();
	may_cache.pointers = false;
	make_page(4);
	make_page(5);
	image_write(image, (TABLE << 12) + 8, 8, OTHER_LEAVES << 10 | 1);
	image_page(image, OTHER_LEAVES, &leaf, 1, 8);
}

const char *walk_behind(const struct reads *reads, unsigned int skipped, uint64_t va, uint64_t pa,
			enum fault fault)
{
	const char *error = NULL;

	ask(va, false);
	for (unsigned int n = skipped; n < reads->n && !error; n++)
		error = read_pte(reads->pa[n]);
	if (!error) {
		show_answer(pa, fault);
		error = cycle();
	}
	taken();
	return error;
}

const char *page_behind(unsigned int skipped, uint64_t n)
{
	const struct reads reads = {3,
				    {ROOT << 12, (TABLE << 12) + n / 512 * 8,
				     n < 512 ? LEAF(n) : (OTHER_LEAVES << 12) + (n - 512) * 8}};

	return walk_behind(&reads, skipped, n << 12, (0x90000 + n) << 12, FAULT_NONE);
}

static const struct reads tree_2 = {3, {ROOT_2 << 12, TABLE_2 << 12, (LEAVES_2 << 12) + 32}};

void make_tree_2(uint64_t root_bits, uint64_t table_bits)
{
	const uint64_t root[] = {TABLE_2 << 10 | 1 | root_bits};
	const uint64_t table[] = {LEAVES_2 << 10 | 1 | table_bits};
	const uint64_t leaves[] = {0, 0, 0, 0, UINT64_C(0x90004) << 10 | RWAD};

	image_page(image, ROOT_2, root, 1, 8);
	image_page(image, TABLE_2, table, 1, 8);
	image_page(image, LEAVES_2, leaves, 5, 8);
}

const char *page_4_of_tree_2(unsigned int skipped)
{
	return walk_behind(&tree_2, skipped, 0x4000, 0x90004000, FAULT_NONE);
}
