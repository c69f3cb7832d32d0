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
