/* SPDX-License-Identifier: Apache-2.0 */
/* What walks do with the walk cache (cache-2 to cache-5), and what drops its pointers. */
#include "cover/monitor.h"
#include "cover/sample.h"

static uint64_t low_bits(uint64_t value, unsigned int end)
{
	return value & ((UINT64_C(1) << end) - 1);
}

/* The table that a pointer names, or the root. */
static uint64_t table_of(unsigned int mode, uint64_t pte)
{
	if (mode == SV32)
		return low_bits(pte >> 10, 22) << 12;
	if (!cover_is_x86(mode))
		return low_bits(pte >> 10, 44) << 12;
	return low_bits(pte, mode == TWO_LEVEL ? 32 : 52) >> 12 << 12;
}

static uint64_t root_of(const struct cover *cover, const struct cover_request *request)
{
	const struct cover_context *context = &request->context;

	if (context->mode == SV32)
		return low_bits(context->held, 22) << 12;
	if (!cover_is_x86(context->mode))
		return low_bits(context->held, 44) << 12;
	if (context->mode == PAE)
		return low_bits(context->pdpte[request->va >> 30 & 3], 52) >> 12 << 12;
	if (context->mode == TWO_LEVEL)
		return low_bits(context->held, 32) >> 12 << 12;
	return low_bits(context->held, cover->config.pa_bits) >> 12 << 12;
}

static uint64_t read_at(const struct cover_request *request, uint64_t table, unsigned int level)
{
	unsigned int mode = request->context.mode, bits = cover_index_bits(mode);
	uint64_t index = low_bits(request->va >> cover_page_bits(mode, level), bits);

	return table + index * (bits == 10 ? 4 : 8);
}

void cover_walk_search(struct cover *cover, const struct mmu_out *out)
{
	struct cover_pointers *pointers = &cover->pointers;
	struct cover_walk *walk = &cover->walk;
	const struct cover_request *request = &cover->port[walk->port].request;
	uint64_t table = root_of(cover, request);
	struct cover_found found;
	bool agrees;

	cover_pointers_search(pointers, request, &found);
	if (walk->behind_array)
		table = walk->table;
	else if (found.slot >= 0) {
		const struct cover_pointer *pointer = &pointers->slot[found.slot];

		walk->behind = true;
		walk->level = pointer->level - 1;
		walk->above = pointer->path;
		walk->global = pointer->global;
		table = pointer->table;
		cover_pointers_touch(pointers, (unsigned int)found.slot);
	}
	walk->table = table;
	agrees = !out || out->mem_req_addr == read_at(request, table, walk->level);
	if (cover->array.sets)
		sample_array_shadow(cover, agrees && walk->searched);
	if (pointers->slots && !walk->behind_array)
		sample_search(cover, &found, agrees);
}

void cover_walk_to_the_root(struct cover *cover)
{
	cover->walk.table = root_of(cover, &cover->port[cover->walk.port].request);
}

uint64_t cover_walk_reads_at(const struct cover *cover)
{
	const struct cover_walk *walk = &cover->walk;

	return read_at(&cover->port[walk->port].request, walk->table, walk->level);
}

/* cache-2: A is 0 in the entry, or in one that its walk has read before it. */
static bool is_clean(const struct cover_walk *walk, const struct cover_entry *entry)
{
	bool clean = !entry->a;

	for (unsigned int read = 0; read < walk->n; read++)
		clean |= !walk->entry[read].a;
	return clean;
}

void cover_walk_pointer(struct cover *cover, const struct cover_entry *entry, bool fence)
{
	struct cover_walk *walk = &cover->walk;
	const struct cover_request *request = &cover->port[walk->port].request;
	unsigned int mode = request->context.mode;
	enum cover_pointer_fate fate = fence                                         ? FATE_FENCE
				       : entry->bits >> 7 & 1                        ? FATE_BIT_7
				       : cover_is_x86(mode) && is_clean(walk, entry) ? FATE_CLEAN
										     : FATE_FILLED;
	const struct cover_pointer pointer = {
		.valid = true,
		.mode = mode,
		.asid = request->context.asid,
		.level = walk->level,
		.va = request->va,
		.table = table_of(mode, entry->bits),
		.path = entry->rights,
		.global = walk->global || (!cover_is_x86(mode) && entry->g),
	};

	walk->table = pointer.table;
	if (cover_array_takes(cover, mode, walk->level)) {
		cover_array_pointer(cover, &pointer, fence);
		return;
	}
	if (!cover->pointers.slots)
		return;
	if (fate != FATE_FILLED) {
		sample_pointer(cover, mode, walk->level, fate);
		return;
	}
	cover->pointers.next = pointer;
}

void cover_walk_fill(struct cover *cover, bool fence)
{
	struct cover_pointers *pointers = &cover->pointers;
	const struct cover_pointer next = pointers->next;

	if (!next.valid)
		return;
	pointers->next.valid = false;
	if (fence)
		sample_pointer(cover, next.mode, next.level, FATE_LATE_FENCE);
	else
		sample_pointer(cover, next.mode, next.level,
			       FATE_FILLED + cover_pointers_fill(pointers, &next));
}

static enum cover_pointer_row row_of(const struct mmu_in *in, uint64_t va, bool x86)
{
	if (in->fence_by_va && (uint64_t)((int64_t)(va << 7) >> 7) != va)
		return ROW_NOWHERE;
	if (in->fence_by_va && x86)
		return in->fence_by_asid ? ROW_X86_VA_ASID : ROW_X86_VA;
	if (in->fence_by_va)
		return in->fence_by_asid ? ROW_RISCV_VA_ASID : ROW_RISCV_VA;
	return in->fence_by_asid ? ROW_ASID : ROW_ALL;
}

void cover_pointers_fence(struct cover *cover, const struct mmu_in *in)
{
	struct cover_context context;
	struct cover_pointer_drop drop = {.by_asid = in->fence_by_asid};
	enum cover_pointer_row row;

	cover_base_context(&cover->base, in, &context);
	cover_base_fence(&cover->base, cover->config.asid_bits, in, &drop.va, &drop.asid);
	row = row_of(in, drop.va, context.regime >= X86_32);
	drop.none = row == ROW_NOWHERE;
	drop.by_va = row == ROW_RISCV_VA || row == ROW_RISCV_VA_ASID;
	sample_pointers_drop(cover, row, cover_pointers_drop(&cover->pointers, &drop));
}

void cover_pointers_cr3(struct cover *cover, unsigned int asid)
{
	const struct cover_pointer_drop drop = {.by_asid = true, .asid = asid};

	sample_pointers_drop(cover, ROW_CR3, cover_pointers_drop(&cover->pointers, &drop));
}

void cover_pointers_fault(struct cover *cover, const struct cover_request *request)
{
	const struct cover_context *context = &request->context;
	const struct cover_pointer_drop drop = {
		.by_va = true,
		.by_asid = true,
		.va = request->va,
		.asid = context->asid,
	};

	if (cover_is_x86(context->mode))
		sample_pointers_drop(cover, ROW_FAULT,
				     cover_pointers_drop(&cover->pointers, &drop));
}

/*
 * A walk starts in a cycle in which nothing shows. One could: the walker is idle, and a port misses
 * for the second cycle or longer.
 */
void cover_walk_start(struct cover *cover, bool idle, bool fence)
{
	bool missing = cover->port[FETCH_PORT].missed > 1 || cover->port[DATA_PORT].missed > 1;
	bool could = missing && idle;

	if (cover->array.sets) {
		cover_array_start(cover, could && !cover->ended, fence);
		return;
	}
	could &= (cover->pointers.slots || cover->lines.slots) && !cover->faulted &&
		 !cover->searched;
	if (could && fence && cover->pointers.slots)
		HIT(cover->counts, cp_walk_fence, 0);
	cover->searched = could && !fence;
	if (cover->searched)
		cover->search.port = cover->port[DATA_PORT].missed > 1 ? DATA_PORT : FETCH_PORT;
}
