/* SPDX-License-Identifier: Apache-2.0 */
#include "cover/pointers.h"

#include <string.h>

static bool contains(const struct cover_pointer *pointer, uint64_t va)
{
	return !((pointer->va ^ va) >> cover_page_bits(pointer->mode, pointer->level));
}

void cover_pointers_search(const struct cover_pointers *pointers,
			   const struct cover_request *request, struct cover_found *found)
{
	const struct cover_context *context = &request->context;

	*found = (struct cover_found){.slot = -1};
	for (unsigned int slot = 0; slot < pointers->slots; slot++) {
		const struct cover_pointer *pointer = &pointers->slot[slot];
		bool xd = cover_is_x86(pointer->mode) && !pointer->path.x;

		if (!pointer->valid || pointer->mode != context->mode ||
		    pointer->asid != context->asid || !contains(pointer, request->va))
			continue;
		if (xd && !context->controls.nxe) {
			found->passed = true;
			continue;
		}
		if (found->slot >= 0 && pointers->slot[found->slot].level < pointer->level)
			continue;
		found->slot = (int)slot;
		found->is_xd = xd;
	}
}

/* tlb-3, with no slot locked. */
void cover_pointers_touch(struct cover_pointers *pointers, unsigned int slot)
{
	unsigned int other = 0;

	while (other < pointers->slots && (other == slot || pointers->used[other]))
		other++;
	if (other == pointers->slots)
		memset(pointers->used, 0, sizeof(pointers->used));
	pointers->used[slot] = true;
}

static enum cover_pointer_place place(const struct cover_pointers *pointers, unsigned int *slot)
{
	for (*slot = 0; *slot < pointers->slots; ++*slot)
		if (!pointers->slot[*slot].valid)
			return POINTER_FREE;
	for (*slot = 0; *slot + 1 < pointers->slots && pointers->used[*slot];)
		++*slot;
	return POINTER_UNUSED;
}

enum cover_pointer_place cover_pointers_fill(struct cover_pointers *pointers,
					     const struct cover_pointer *pointer)
{
	unsigned int slot;
	enum cover_pointer_place where = place(pointers, &slot);

	for (unsigned int other = 0; other < pointers->slots; other++) {
		struct cover_pointer *old = &pointers->slot[other];

		if (!old->valid || old->mode != pointer->mode || old->asid != pointer->asid ||
		    old->level != pointer->level || !contains(old, pointer->va))
			continue;
		old->valid = false;
		where = POINTER_AGAIN;
	}
	cover_pointers_touch(pointers, slot);
	pointers->slot[slot] = *pointer;
	return where;
}

static bool is_met(const struct cover_pointer *pointer, const struct cover_pointer_drop *drop)
{
	return !drop->none && (!drop->by_va || contains(pointer, drop->va)) &&
	       (!drop->by_asid || pointer->asid == drop->asid);
}

struct cover_pointers_left cover_pointers_drop(struct cover_pointers *pointers,
					       const struct cover_pointer_drop *drop)
{
	struct cover_pointers_left left = {0, 0};

	for (unsigned int slot = 0; slot < pointers->slots; slot++) {
		struct cover_pointer *pointer = &pointers->slot[slot];

		if (!pointer->valid)
			continue;
		pointer->valid = !is_met(pointer, drop);
		left.kept += pointer->valid;
		left.dropped += !pointer->valid;
	}
	return left;
}
