/* SPDX-License-Identifier: Apache-2.0 */
/* Entries of x86. */
#include "cover/lone_bit.h"
#include "cover/sample.h"
#include "cover/sample_entry.h"

static uint64_t bits(unsigned int last, unsigned int first)
{
	return ((UINT64_C(2) << last) - 1) & ~((UINT64_C(1) << first) - 1);
}

/* Every bit that makes this entry one of a reserved bit. */
static uint64_t reserved(const struct cover *cover, const struct cover_request *request,
			 unsigned int level, const struct cover_entry *entry)
{
	unsigned int mode = request->context.mode, pa_bits = cover->config.pa_bits;
	bool large = entry->kind == LEAF && level;
	uint64_t mask = 0;

	if (mode == TWO_LEVEL)
		return large ? UINT64_C(1) << 21 | (pa_bits < 40 ? bits(39, pa_bits) >> 19 : 0) : 0;
	if (pa_bits < 52)
		mask |= bits(51, pa_bits);
	if (!request->context.controls.nxe)
		mask |= UINT64_C(1) << 63;
	if (mode == PAE)
		mask |= bits(62, 52);
	if (level >= 3)
		mask |= 1 << 7;
	if (large)
		mask |= bits(cover_page_bits(mode, level) - 1, 13);
	return mask;
}

static uint64_t ignored(unsigned int mode, unsigned int level, const struct cover_entry *entry)
{
	uint64_t mask = bits(11, 9);

	if (mode >= FOUR_LEVEL)
		mask |= bits(62, 52);
	if (entry->kind == POINTER && level)
		mask |= 1 << 6 | 1 << 8 | (mode == TWO_LEVEL ? 1 << 7 : 0);
	return mask;
}

void sample_entry_x86(struct cover *cover, const struct cover_request *request, unsigned int level,
		      const struct cover_entry *entry)
{
	unsigned int mode = request->context.mode, row = mode - TWO_LEVEL;
	int lone = sample_lone_bit(entry->bits & reserved(cover, request, level, entry));
	uint64_t passed = entry->bits & ignored(mode, level, entry);

	HIT(cover->counts, cp_avl, row, level, entry->kind, entry->bits >> 9 & 7);
	if (lone >= 0)
		HIT(cover->counts, cp_rsvd_x86, row, level, (unsigned int)lone);
	for (unsigned int bit = 0; bit < 64 && entry->reason == GOOD; bit++)
		if (passed >> bit & 1)
			HIT(cover->counts, cp_ignored_x86, row, level, entry->kind, bit);
}

/* The one pointer that withholds a right which the leaf gives: all others give it, too. */
static void withheld(struct cover *cover, const struct cover_request *request, unsigned int right,
		     const struct cover_entry *leaf)
{
	static const uint64_t bit[] = {1 << 1, 1 << 2, UINT64_C(1) << 63};
	const struct cover_walk *walk = &cover->walk;
	const uint64_t given = right == 2 ? 0 : bit[right];
	unsigned int n = 0, at = 0;

	if ((leaf->bits & bit[right]) != given)
		return;
	for (unsigned int read = 0; read < walk->n; read++) {
		if ((walk->entry[read].bits & bit[right]) == given)
			continue;
		n++;
		at = walk->level + walk->n - read;
	}
	if (n == 1)
		HIT(cover->counts, X17_pointer, request->context.mode - TWO_LEVEL, at, right,
		    request->access);
}

void sample_rights_x86(struct cover *cover, const struct cover_request *request, unsigned int level,
		       const struct cover_entry *entry)
{
	unsigned int mode = request->context.mode;

	sample_x17(cover, request, level, &entry->rights, false);
	for (unsigned int right = 0; right < (mode == TWO_LEVEL ? 2 : 3); right++)
		withheld(cover, request, right, entry);
}
