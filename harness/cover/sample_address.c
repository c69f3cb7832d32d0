/* SPDX-License-Identifier: Apache-2.0 */
/* Where a walk reads, and whether memory has changed since. */
#include "cover/sample.h"

static void root(struct cover *cover, const struct cover_request *request, uint64_t address)
{
	static const unsigned int row[] = {0, 1, 1, 1, 2, 3, 4, 4};

	for (unsigned int bit = 12; bit < 56; bit++)
		if (address >> bit & 1)
			HIT(cover->counts, cp_root_bit, row[request->context.mode], bit);
}

void sample_address(struct cover *cover, const struct cover_request *request, unsigned int level,
		    uint64_t address, bool first)
{
	unsigned int mode = request->context.mode;
	unsigned int bytes, bits, index;

	if (mode >= BARE)
		return;
	bits = cover_index_bits(mode);
	bytes = bits == 10 ? 4 : 8;
	index = (unsigned int)(address & 0xfff) / bytes;
	/* PAE's root has no address of its own: the tables of PAE hang below PDPTEs. */
	if (first && mode != PAE)
		root(cover, request, address);
	if (!index)
		HIT(cover->counts, cp_vpn_index, mode, level, 0);
	if (index + 1 == 1u << bits)
		HIT(cover->counts, cp_vpn_index, mode, level, 1);
	for (unsigned int bit = 0; bit < bits; bit++)
		if (index == 1u << bit)
			HIT(cover->counts, cp_vpn_index, mode, level, 2 + bit);
}

void sample_seen(struct cover *cover, const struct cover_request *request, uint64_t address,
		 uint64_t pte)
{
	struct cover_seen *seen = cover_seen_at(cover, address);

	if (seen->there && seen->address == address && seen->epoch == cover->epoch &&
	    seen->pte != pte)
		HIT(cover->counts, cp_stale, request->context.mode, 1);
	*seen = (struct cover_seen){true, address, pte, cover->epoch};
}
