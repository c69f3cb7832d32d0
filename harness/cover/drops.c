/* SPDX-License-Identifier: Apache-2.0 */
/* What leaves the TLBs: by a fault (tlb-1), by a fence (fence-1), by a write of CR3 (ptbr-6). */
#include "cover/monitor.h"
#include "cover/sample.h"

static void drop(struct cover_page *page)
{
	page->valid = page->locked = false;
}

void cover_drop_fault(struct cover *cover, enum cover_port port)
{
	cover_pointers_fault(cover, &cover->port[port].request);
	for (unsigned int of = FETCH_PORT; of <= DATA_PORT; of++) {
		struct cover_shadow *tlb = &cover->tlb[of];
		int slot = cover_shadow_match(tlb, &cover->port[port].request);

		if (slot < 0)
			continue;
		sample_fault_drop(cover, port, (enum cover_port)of, &tlb->page[slot]);
		drop(&tlb->page[slot]);
	}
}

void cover_drop_fence(struct cover *cover, const struct mmu_in *in)
{
	unsigned int asid;
	uint64_t va;

	cover_pointers_fence(cover, in);
	cover_array_fence(cover, in);
	cover_lines_fence(cover, in);
	cover_base_fence(&cover->base, cover->config.asid_bits, in, &va, &asid);
	for (unsigned int of = FETCH_PORT; of <= DATA_PORT; of++) {
		for (unsigned int slot = 0; slot < cover->tlb[of].slots; slot++) {
			struct cover_page *page = &cover->tlb[of].page[slot];

			if (!page->valid || (in->fence_by_va && !cover_page_contains(page, va)) ||
			    (in->fence_by_asid && (page->global || page->asid != asid)) ||
			    (in->fence_keep_global && page->global))
				continue;
			if (page->locked)
				HIT(cover->counts, cp_lock, of, 5);
			drop(page);
		}
	}
}

void cover_drop_cr3(struct cover *cover, unsigned int asid)
{
	if (cover_base_has_pcid(&cover->base) && cover->base.value >> 63)
		return;
	cover_pointers_cr3(cover, asid);
	cover_array_cr3(cover, asid);
	cover_lines_cr3(cover);
	for (unsigned int of = FETCH_PORT; of <= DATA_PORT; of++) {
		for (unsigned int slot = 0; slot < cover->tlb[of].slots; slot++) {
			struct cover_page *page = &cover->tlb[of].page[slot];

			if (page->valid && !page->global && page->asid == asid)
				drop(page);
		}
	}
}
