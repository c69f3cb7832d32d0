/* SPDX-License-Identifier: Apache-2.0 */
/* Lookups, and which access a hit allows. */
#include "cover/sample.h"

/* A control that does not count for this access is 0. */
void sample_x17(struct cover *cover, const struct cover_request *request, unsigned int level,
		const struct cover_rights *rights, bool hit)
{
	const struct cover_controls *on = &request->context.controls;
	unsigned int mode = request->context.mode, row = mode - TWO_LEVEL;
	unsigned int wux = rights->w | rights->u << 1 | rights->x << 2;
	bool fetch = request->access == FETCH, supervisor = request->who == SUPERVISOR;
	bool wp = on->wp && supervisor && request->access == STORE;
	bool smep = on->smep && supervisor && fetch;
	bool smap = on->smap && supervisor && !fetch;
	bool ac = request->sum && supervisor && !fetch;
	bool nxe = on->nxe && fetch && mode != TWO_LEVEL;

	if (hit)
		HIT(cover->counts, X17_hit, row, level, wux, request->access, request->who, wp,
		    smep, smap, ac, nxe);
	else
		HIT(cover->counts, X17, row, level, wux, request->access, request->who, wp, smep,
		    smap, ac, nxe);
}

/* Why nothing matches, where something nearly does. */
static void near_miss(struct cover *cover, enum cover_port number)
{
	const struct cover_request *request = &cover->port[number].request;
	const struct cover_shadow *tlb = &cover->tlb[number];
	unsigned int family = cover_is_x86(request->context.mode);

	for (unsigned int slot = 0; slot < tlb->slots; slot++) {
		const struct cover_page *page = &tlb->page[slot];

		if (!cover_page_contains(page, request->va))
			continue;
		if (page->mode != request->context.mode)
			HIT(cover->counts, cp_match, family, number, 4);
		else
			HIT(cover->counts, cp_match, family, number, 3);
	}
}

void sample_lookup(struct cover *cover, enum cover_port number)
{
	const struct cover_port_view *port = &cover->port[number];
	const struct cover_page *page;
	bool same;

	if (port->is_left_out)
		return;
	if (port->slot < 0) {
		near_miss(cover, number);
		return;
	}
	page = &cover->tlb[number].page[port->slot];
	same = page->asid == port->request.context.asid;
	HIT(cover->counts, cp_match, cover_is_x86(page->mode), number,
	    !page->global ? 0
	    : same        ? 1
			  : 2);
}

static void hit_riscv(struct cover *cover, const struct cover_request *request,
		      const struct cover_page *page)
{
	const struct cover_rights *rights = &page->rights;
	unsigned int rwx = rights->r | rights->w << 1 | rights->x << 2;

	if (page->size == 16)
		HIT(cover->counts, cp_n, page->mode, request->va >> 12 & 15, 1);
	else
		HIT(cover->counts, X1_hit, page->mode, page->level, rwx, rights->u, request->access,
		    request->who, request->sum, request->mxr);
}

void sample_hit(struct cover *cover, enum cover_port number)
{
	const struct cover_port_view *port = &cover->port[number];
	const struct cover_page *page = &cover->tlb[number].page[port->slot];
	const struct cover_seen *seen = cover_seen_at(cover, page->pte_address);

	HIT(cover->counts, cp_entry_size, page->mode, cover_size(page->size), number, 1);
	if (page->locked)
		HIT(cover->counts, cp_lock, number, 1);
	if (seen->there && seen->address == page->pte_address && seen->pte != page->pte)
		HIT(cover->counts, cp_stale, page->mode, 0);
	if (cover_is_x86(page->mode))
		sample_x17(cover, &port->request, page->level, &page->rights, true);
	else
		hit_riscv(cover, &port->request, page);
}
