/* SPDX-License-Identifier: Apache-2.0 */
/* A walk, followed on the memory port (walk-2 to walk-9, fence-3, tlb-1). */
#include <string.h>

#include "cover/monitor.h"
#include "cover/sample.h"

enum cover_state cover_walk_state(const struct cover *cover, const struct mmu_out *out)
{
	const struct cover_channel *channel = &cover->channel;

	if (cover_base_loads(&cover->base, cover->config.formats) &&
	    (channel->outstanding || out->mem_req_valid))
		return channel->outstanding ? S_LOAD_WAIT : S_LOAD_READ;
	if (channel->outstanding && channel->cas)
		return S_AWAIT;
	if (channel->outstanding)
		return cover->walk.stale ? S_STALE_WAIT : S_WAIT;
	if (out->mem_req_valid && out->mem_req_cas)
		return S_UPDATE;
	if (channel->pending)
		return cover->walk.stale ? S_STALE_READ : S_READ;
	return S_IDLE;
}

static struct cover_port_view *owner(struct cover *cover)
{
	return &cover->port[cover->walk.port];
}

static void from_the_root(struct cover *cover)
{
	struct cover_walk *walk = &cover->walk;
	unsigned int mode = owner(cover)->request.context.mode;

	walk->level = mode < BARE ? cover_levels(mode) - 1 : 0;
	walk->above = (struct cover_rights){true, true, true, true};
	walk->global = walk->behind = walk->taken = false;
	walk->n = 0;
	if (cover->lines.slots && mode < BARE)
		cover_walk_to_the_root(cover);
}

static void end_with_fault(struct cover *cover, unsigned int level, int reason)
{
	struct cover_walk *walk = &cover->walk;

	if (walk->taken)
		sample_line_back(cover, reason == R_ERROR);
	if (walk->behind || walk->taken) {
		walk->back = reason == R_ERROR ? 2 : 1;
		from_the_root(cover);
		cover->lines.next = LINES_BACK;
		return;
	}
	sample_back(cover, reason == R_ERROR ? BACK_ACCESS : BACK_PAGE);
	owner(cover)->reads = walk->n;
	owner(cover)->last_level = level;
	walk->active = false;
	sample_fault(cover, level, reason);
	cover_drop_fault(cover, walk->port);
}

static void end_well(struct cover *cover)
{
	struct cover_walk *walk = &cover->walk;
	struct cover_port_view *port = owner(cover);
	const struct cover_entry *leaf = &walk->entry[walk->n - 1];
	struct cover_shadow *tlb = &cover->tlb[walk->port];
	const struct cover_page page = {
		.valid = true,
		.locked = port->request.lock,
		.global = walk->global || leaf->global,
		.mode = port->request.context.mode,
		.asid = port->request.context.asid,
		.level = walk->level,
		.va = port->request.va,
		.size = leaf->size,
		.rights = leaf->rights,
		.dirty = leaf->d || leaf->mark_d,
		.pte_address = walk->address[walk->n - 1],
		.pte = cover_seen_at(cover, walk->address[walk->n - 1])->pte,
	};
	unsigned int valid = cover_shadow_valid(tlb);
	struct cover_fill fill;

	port->reads = walk->n;
	port->last_level = walk->level;
	port->last = *leaf;
	walk->active = false;
	sample_back(cover, BACK_FILLED);
	cover_shadow_fill(tlb, &page, &fill);
	cover_array_page(cover, &page);
	sample_filled(cover, walk->port, leaf, &fill, valid);
}

/* The next entry in need of an update, from a read on; else the walk has ended. */
static void update_from(struct cover *cover, unsigned int read)
{
	struct cover_walk *walk = &cover->walk;

	while (read < walk->n && !walk->entry[read].mark_a && !walk->entry[read].mark_d)
		read++;
	walk->updating = read;
	if (read == walk->n)
		end_well(cover);
}

static void decode(struct cover *cover, uint64_t data, struct cover_entry *entry)
{
	struct cover_walk *walk = &cover->walk;
	const struct cover_request *request = &owner(cover)->request;

	if (request->context.mode == SV32 || request->context.mode == TWO_LEVEL)
		data &= UINT32_MAX;
	if (cover_is_x86(request->context.mode))
		cover_entry_x86(request, walk->level, data, &walk->above, cover->config.pa_bits,
				entry);
	else
		cover_entry_riscv(request, walk->level, data, entry);
}

/* A fence comes in the cycle in which the walk would end. */
static void end_by_fence(struct cover *cover)
{
	sample_back(cover, BACK_FENCE);
	cover->walk.active = false;
}

/* A PTE has come, from memory or out of a line. */
static void take(struct cover *cover, bool fence)
{
	struct cover_walk *walk = &cover->walk;
	const struct cover_request *request = &owner(cover)->request;
	const struct cover_entry *entry = &walk->entry[walk->n];

	sample_entry(cover, request, walk->level, entry);
	if (entry->reason == GOOD && entry->kind == POINTER)
		cover_walk_pointer(cover, entry, fence);
	walk->n++;
	if (entry->reason == GOOD && entry->kind == POINTER) {
		walk->level--;
		walk->above = entry->rights;
		walk->global |= !cover_is_x86(request->context.mode) && entry->g;
		cover->lines.next = LINES_SEARCH;
	} else if (fence) {
		end_by_fence(cover);
	} else if (entry->reason != GOOD) {
		end_with_fault(cover, walk->level, entry->reason);
	} else {
		update_from(cover, 0);
	}
}

/* A line gives its PTE. */
static void take_line(struct cover *cover, uint64_t pte, bool fence)
{
	struct cover_walk *walk = &cover->walk;

	if (walk->stale) {
		walk->active = walk->stale = false;
		return;
	}
	decode(cover, pte, &walk->entry[walk->n]);
	walk->from_line[walk->n] = walk->taken = true;
	take(cover, fence);
}

static void read_answer(struct cover *cover, const struct mmu_in *in, bool fence)
{
	struct cover_walk *walk = &cover->walk;
	const struct cover_request *request = &owner(cover)->request;
	struct cover_entry *entry = &walk->entry[walk->n];

	walk->latency = cover->channel.waited;
	walk->from_line[walk->n] = false;
	if (in->mem_rsp_error) {
		walk->n++;
		sample_error(cover, request, walk->level);
		if (fence)
			end_by_fence(cover);
		else
			end_with_fault(cover, walk->level, R_ERROR);
		return;
	}
	decode(cover, in->mem_rsp_data, entry);
	sample_seen(cover, request, walk->address[walk->n], entry->bits);
	take(cover, fence);
}

static void update_answer(struct cover *cover, const struct mmu_in *in)
{
	struct cover_walk *walk = &cover->walk;
	const struct cover_request *request = &owner(cover)->request;
	unsigned int read = walk->updating;
	unsigned int level = walk->level + walk->n - 1 - read;
	enum cover_update outcome = in->mem_rsp_error  ? U_ERROR
				    : in->mem_rsp_lost ? U_LOST
						       : U_DONE;

	sample_update(cover, request, level, &walk->entry[read], outcome);
	if (walk->from_line[read])
		sample_line_update(cover, outcome);
	if (outcome == U_ERROR) {
		end_with_fault(cover, level, R_ERROR);
	} else if (outcome == U_LOST) {
		walk->active = false;
		sample_back(cover, BACK_LOST);
		cover_lines_lost(cover);
	} else {
		struct cover_seen *seen = cover_seen_at(cover, walk->address[read]);

		*seen = (struct cover_seen){true, walk->address[read], cover->channel.data,
					    cover->epoch};
		update_from(cover, read + 1);
	}
}

static void memory_answer(struct cover *cover, const struct mmu_in *in, bool fence)
{
	struct cover_channel *channel = &cover->channel;
	struct cover_walk *walk = &cover->walk;
	bool load = cover_base_loads(&cover->base, cover->config.formats);

	channel->outstanding = false;
	if (!load && !channel->cas && walk->active)
		cover_lines_answer(cover, in, fence);
	sample_memory(cover, load ? 2 : channel->cas, channel->stalled, channel->waited);
	if (load) {
		sample_pdpte(cover, in);
		cover_base_load(&cover->base, in->mem_rsp_data);
	} else if (walk->stale) {
		walk->active = walk->stale = false;
	} else if (walk->active && channel->cas) {
		update_answer(cover, in);
	} else if (walk->active) {
		read_answer(cover, in, fence);
	}
}

static void start(struct cover *cover, const struct mmu_out *out)
{
	cover->walk = (struct cover_walk){
		.active = true,
		.port = out->mem_req_fetch ? FETCH_PORT : DATA_PORT,
	};
	from_the_root(cover);
	if (owner(cover)->request.context.mode >= BARE)
		return;
	if (cover->array.sets)
		cover_array_behind(cover);
	if (cover->pointers.slots || cover->array.sets)
		cover_walk_search(cover, out);
}

/* With lines, the last cycle of a walk's search: it reads, and lines are searched in the next one.
 */
static void begin_behind_search(struct cover *cover, bool fence)
{
	cover->walk = (struct cover_walk){.active = true, .port = cover->search.port};
	from_the_root(cover);
	if (owner(cover)->request.context.mode < BARE) {
		if (cover->array.sets)
			cover_array_behind(cover);
		cover_walk_search(cover, NULL);
	}
	cover->lines.next = LINES_SEARCH;
	if (fence)
		sample_line_fence(cover, LINES_FENCE_BEGIN);
}

static void memory_request(struct cover *cover, const struct mmu_in *in, const struct mmu_out *out)
{
	struct cover_channel *channel = &cover->channel;
	struct cover_walk *walk = &cover->walk;
	bool load = cover_base_loads(&cover->base, cover->config.formats);

	if (!channel->pending) {
		channel->stalled = 0;
		channel->cas = out->mem_req_cas;
		channel->id = out->mem_req_id;
		channel->data = out->mem_req_data;
		channel->address = out->mem_req_addr;
		if (!load && !walk->active)
			start(cover, out);
		if (!load && !channel->cas && walk->n < COVER_LEVELS) {
			walk->address[walk->n] = out->mem_req_addr;
			sample_address(cover, &owner(cover)->request, walk->level,
				       out->mem_req_addr, !walk->n && !walk->behind);
		}
	}
	if (channel->cas && in->mem_req_ready)
		cover_lines_swap(cover, channel->address);
	channel->pending = !in->mem_req_ready;
	channel->outstanding = in->mem_req_ready;
	channel->stalled += channel->pending;
	channel->waited = 0;
}

/* Where a fence of this cycle meets the walk, by what is on the pins before anything moves. */
static enum cover_moment moment_of(const struct cover *cover, const struct mmu_in *in,
				   const struct mmu_out *out)
{
	switch (cover->state) {
	case S_IDLE:
		return out->mem_req_valid ? M_START : M_IDLE;
	case S_READ:
		return M_READ;
	case S_WAIT:
		if (!cover_is_answered(&cover->channel, in))
			return M_WAIT;
		return out->mem_req_valid ? M_POINTER : M_END;
	case S_STALE_READ:
	case S_STALE_WAIT:
		return M_STALE;
	default:
		return M_HELD;
	}
}

void cover_walk_cycle(struct cover *cover, const struct mmu_in *in, const struct mmu_out *out)
{
	struct cover_channel *channel = &cover->channel;
	struct cover_walk *walk = &cover->walk;
	bool fence = cover_fence(in, out), idle = !walk->active, begins, searched;

	cover->moment = moment_of(cover, in, out);
	cover_walk_fill(cover, fence);
	cover_array_pointer_comes(cover, fence);
	cover_array_cycle(cover, fence);
	searched = cover->array.sets ? cover_array_is_searched(&cover->search) : cover->searched;
	if (cover->lines.slots) {
		idle = cover_lines_cycle(cover, out, fence);
		if (walk->active && cover->lines.step == LINES_GIVE)
			take_line(cover, cover->lines.pte, fence);
		if (searched)
			begin_behind_search(cover, fence);
	}
	channel->waited++;
	if (cover_is_answered(channel, in))
		memory_answer(cover, in, fence);
	begins = !walk->active;
	if (out->mem_req_valid)
		memory_request(cover, in, out);
	begins |= cover->lines.slots && searched;
	if (fence && begins && walk->active && cover->pointers.slots)
		HIT(cover->counts, cp_walk_fence, 1);
	cover_walk_start(cover, idle, fence);
	if (fence && walk->active) {
		sample_back(cover, BACK_FENCE);
		walk->stale =
			channel->pending || channel->outstanding || cover->lines.next != LINES_REST;
		walk->active = walk->stale;
	}
}
