/* SPDX-License-Identifier: Apache-2.0 */
/* walk-1, walk-2 of the contract. */
#include "cover/entry.h"

static int refuse_x86(const struct cover_request *request, const struct cover_rights *rights)
{
	const struct cover_controls *controls = &request->context.controls;

	if (request->who == USER) {
		if (!rights->u)
			return R_SUPERVISOR_PAGE;
		if (request->access == STORE && !rights->w)
			return R_RIGHT;
	} else {
		if (rights->u && request->access == FETCH && controls->smep)
			return R_SMEP;
		if (rights->u && request->access != FETCH && controls->smap && !request->sum)
			return R_SMAP;
		if (request->access == STORE && !rights->w && controls->wp)
			return R_WP;
	}
	return request->access == FETCH && !rights->x ? R_RIGHT : GOOD;
}

static int refuse_riscv(const struct cover_request *request, const struct cover_rights *rights)
{
	bool open = request->access != FETCH && request->sum;

	if (request->access == FETCH  ? !rights->x
	    : request->access == LOAD ? !rights->r && !(rights->x && request->mxr)
				      : !rights->w)
		return R_RIGHT;
	if (request->who == USER)
		return rights->u ? GOOD : R_SUPERVISOR_PAGE;
	return rights->u && !open ? R_USER_PAGE : GOOD;
}

int cover_rights_refuse(const struct cover_request *request, const struct cover_rights *rights)
{
	return cover_is_x86(request->context.mode) ? refuse_x86(request, rights)
						   : refuse_riscv(request, rights);
}

static int pointer(const struct cover_entry *entry, unsigned int level)
{
	if (!level)
		return R_LAST_LEVEL;
	if (entry->bits >> 63)
		return R_POINTER_N;
	if (entry->bits >> 61 & 3)
		return R_POINTER_PBMT;
	return entry->u || entry->a || entry->d ? R_POINTER_DAU : GOOD;
}

static int leaf_form(const struct cover_request *request, const struct cover_entry *entry,
		     unsigned int level)
{
	unsigned int type = entry->bits >> 61 & 3;
	uint64_t ppn = entry->bits >> 10 & ((UINT64_C(1) << 44) - 1);

	if (type == 3)
		return R_PBMT_3;
	if (type && !request->context.controls.pbmte)
		return R_PBMT_OFF;
	if (entry->bits >> 63 && level)
		return R_NAPOT_LEVEL;
	if (entry->bits >> 63 && (ppn & 15) != 8)
		return R_NAPOT_PPN;
	if (ppn & ((UINT64_C(1) << level * cover_index_bits(request->context.mode)) - 1))
		return R_MISALIGNED;
	return GOOD;
}

static void leaf(const struct cover_request *request, unsigned int level, struct cover_entry *entry)
{
	bool adue = request->context.controls.adue;
	bool clean = !entry->d && request->access == STORE;

	entry->rights = (struct cover_rights){
		.r = entry->rwx & 1, .w = entry->rwx & 2, .x = entry->rwx & 4, .u = entry->u};
	entry->global = entry->g;
	entry->size = entry->bits >> 63 ? 16 : cover_page_bits(request->context.mode, level);
	entry->memory_type = entry->bits >> 61 & 3;
	entry->reason = leaf_form(request, entry, level);
	if (entry->reason == GOOD)
		entry->reason = cover_rights_refuse(request, &entry->rights);
	if (entry->reason != GOOD)
		return;
	if (!adue && !entry->a)
		entry->reason = R_CLEAN_A;
	else if (!adue && clean)
		entry->reason = R_CLEAN_D;
	entry->mark_a = adue && !entry->a;
	entry->mark_d = adue && clean;
}

void cover_entry_riscv(const struct cover_request *request, unsigned int level, uint64_t pte,
		       struct cover_entry *entry)
{
	*entry = (struct cover_entry){
		.present = pte & 1,
		.bits = pte,
		.rwx = pte >> 1 & 7,
		.u = pte >> 4 & 1,
		.g = pte >> 5 & 1,
		.a = pte >> 6 & 1,
		.d = pte >> 7 & 1,
	};
	entry->kind = entry->rwx ? LEAF : POINTER;
	if (!entry->present)
		entry->reason = R_INVALID;
	else if ((entry->rwx & 3) == 2)
		entry->reason = R_WRITE_ONLY;
	else if (pte >> 54 & 0x7f)
		entry->reason = R_RESERVED;
	else if (entry->kind == POINTER)
		entry->reason = pointer(entry, level);
	else
		leaf(request, level, entry);
}
