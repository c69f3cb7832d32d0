/* SPDX-License-Identifier: Apache-2.0 */
/* Fences and writes of CR3 against what is cached, before they drop it. */
#include "cover/sample.h"

static unsigned int form_of(const struct mmu_in *in)
{
	return (unsigned int)(in->fence_by_va | in->fence_by_asid << 1 |
			      in->fence_keep_global << 2);
}

/* What a fence by address finds. */
struct found {
	bool exact, inside, other_asid, global;
};

static void look(struct cover *cover, const struct mmu_in *in, const struct cover_page *page,
		 uint64_t va, unsigned int asid, unsigned int family, struct found *found)
{
	bool contains = cover_page_contains(page, va), same = page->asid == asid;

	if (cover_is_x86(page->mode) == (family == X86))
		HIT(cover->counts, X3, family, form_of(in),
		    !in->fence_by_va ? 0
		    : contains       ? 1
				     : 2,
		    !in->fence_by_asid ? 0
		    : same             ? 1
				       : 2,
		    cover_size(page->size), page->global);
	if (!contains)
		return;
	found->exact |= page->size == 12;
	found->inside |= page->size > 12 && (va ^ page->va) >> 12;
	found->other_asid |= in->fence_by_asid && !same && !page->global;
	found->global |= page->global;
}

static void target(struct cover *cover, uint64_t va, bool is_short, unsigned int family,
		   const struct found *found)
{
	bool any = found->exact || found->inside || found->other_asid || found->global;
	bool upper = va >> (is_short ? 31 : 63);

	if ((uint64_t)((int64_t)(va << 7) >> 7) != va) {
		HIT(cover->counts, cp_fence_target, family, 6);
		return;
	}
	const bool seen[] = {!any,          found->exact, found->inside, found->other_asid,
			     found->global, upper};

	for (unsigned int i = 0; i < sizeof(seen); i++)
		if (seen[i])
			HIT(cover->counts, cp_fence_target, family, i);
}

void sample_fence(struct cover *cover, const struct mmu_in *in)
{
	struct cover_context context;
	struct found found = {false};
	unsigned int family, asid;
	uint64_t va;

	cover_base_context(&cover->base, in, &context);
	family = context.regime >= X86_32;
	cover_base_fence(&cover->base, cover->config.asid_bits, in, &va, &asid);
	HIT(cover->counts, cp_fence, family, form_of(in));
	HIT(cover->counts, cp_fence_cycle, cover->state);
	HIT(cover->counts, X4, form_of(in), cover->moment);
	for (unsigned int of = FETCH_PORT; of <= DATA_PORT; of++)
		for (unsigned int slot = 0; slot < cover->tlb[of].slots; slot++)
			if (cover->tlb[of].page[slot].valid)
				look(cover, in, &cover->tlb[of].page[slot], va, asid, family,
				     &found);
	if (in->fence_by_va)
		target(cover, va, context.is_short, family, &found);
}

void sample_fault_drop(struct cover *cover, enum cover_port port, enum cover_port of,
		       const struct cover_page *page)
{
	HIT(cover->counts, cp_fault_drop, cover_is_x86(page->mode), cover_size(page->size), port,
	    port != of);
	if (page->locked)
		HIT(cover->counts, cp_lock, of, 6);
}

void sample_move(struct cover *cover, unsigned int old, unsigned int asid)
{
	const struct cover_base *base = &cover->base;
	bool pcid = cover_base_has_pcid(base);
	unsigned int form = !pcid ? 0 : base->value >> 63 ? 2 : 1;

	for (unsigned int of = FETCH_PORT; of <= DATA_PORT; of++) {
		for (unsigned int slot = 0; slot < cover->tlb[of].slots; slot++) {
			const struct cover_page *page = &cover->tlb[of].page[slot];
			unsigned int cached = page->global | (page->asid != asid) << 1;

			if (!page->valid)
				continue;
			HIT(cover->counts, X22, old, base->regime, cached);
			if (base->regime >= X86_32)
				HIT(cover->counts, X21, form, cached);
		}
	}
}
