/* SPDX-License-Identifier: Apache-2.0 */
/* The array: how searches end, what is filled and dropped, what waits for that. */
#include "cover/sample.h"

static const struct cover_request *request_of(const struct cover *cover)
{
	return &cover->port[cover->search.port].request;
}

void sample_array_serve(struct cover *cover, unsigned int level)
{
	HIT(cover->counts, cp_array_serve, request_of(cover)->context.mode, cover->search.port,
	    level);
}

void sample_array_behind(struct cover *cover)
{
	HIT(cover->counts, cp_array_pointer, request_of(cover)->context.mode, cover->search.port);
}

/* Why an entry that contains the address serves, or does not. */
static unsigned int why(const struct cover_page *page, const struct cover_request *request)
{
	const struct cover_context *context = &request->context;

	if (page->mode != context->mode)
		return MATCH_OTHER_MODE;
	if (page->asid != context->asid && !page->global)
		return MATCH_OTHER_ASID;
	if (cover_rights_refuse(request, &page->rights) != GOOD)
		return MATCH_RIGHT;
	if (request->access == STORE && !page->dirty)
		return MATCH_CLEAN;
	if (!page->global)
		return MATCH_SAME_ASID;
	return page->asid == context->asid ? MATCH_GLOBAL : MATCH_GLOBAL_OTHER_ASID;
}

void sample_array_match(struct cover *cover, unsigned int level)
{
	const struct cover_array_set *set = &cover->search.seen[level];
	const struct cover_request *request = request_of(cover);

	for (unsigned int way = 0; way < COVER_WAYS; way++) {
		const struct cover_array_entry *entry = &set->way[way];

		if (!entry->pointer && entry->page.level == level &&
		    cover_page_contains(&entry->page, request->va))
			HIT(cover->counts, cp_array_match, cover_is_x86(request->context.mode),
			    level, why(&entry->page, request));
	}
}

/* What a blind walk does not see. */
void sample_array_blind(struct cover *cover)
{
	const struct cover_request *request = request_of(cover);
	unsigned int x86 = cover_is_x86(request->context.mode);
	bool any = false;

	for (unsigned int level = 0; level < 2; level++) {
		const struct cover_array_set *set = &cover->search.seen[level];
		int way = cover_array_match(set, level, request);

		if (way < 0)
			continue;
		any = true;
		HIT(cover->counts, cp_array_blind, x86, set->way[way].pointer ? 2 : 1);
	}
	if (!any)
		HIT(cover->counts, cp_array_blind, x86, 0);
}

void sample_array_waits(struct cover *cover, enum cover_array_waits what)
{
	HIT(cover->counts, cp_array_busy, what);
}

void sample_array_cut(struct cover *cover, enum cover_array_cut when)
{
	HIT(cover->counts, cp_array_cut, cover->search.port, when);
}

void sample_array_fill(struct cover *cover, unsigned int mode, enum cover_array_kind kind,
		       unsigned int fate)
{
	HIT(cover->counts, cp_array_fill, mode, kind, fate);
}

void sample_array_share(struct cover *cover, unsigned int mode)
{
	if (!cover_is_x86(mode))
		HIT(cover->counts, cp_array_share, mode);
}

void sample_array_drop(struct cover *cover, enum cover_array_cause cause,
		       const struct cover_array_entry *entry, bool kept)
{
	unsigned int kind = entry->pointer      ? KIND_POINTER
			    : entry->page.level ? KIND_PAGE_1
						: KIND_PAGE_0;

	HIT(cover->counts, cp_array_drop, cause, kind, kept);
}

/* left: cycles of the sweep behind this one. */
void sample_array_again(struct cover *cover, enum cover_array_cause cause, uint64_t left)
{
	unsigned int when = left == cover->array.sets ? 0 : left ? 1 : 2;
	unsigned int what = cause == CAUSE_CR3                            ? 2
			    : cause == CAUSE_FAULT                        ? 3
			    : cause == CAUSE_VA || cause == CAUSE_VA_ASID ? 0
									  : 1;

	HIT(cover->counts, cp_array_again, what, when);
}

void sample_array_shadow(struct cover *cover, bool agrees)
{
	HIT(cover->counts, cp_array_shadow, !agrees);
}
