/* SPDX-License-Identifier: Apache-2.0 */
/* How a walk goes: its updates, its faults, its end. */
#include "cover/sample.h"

void sample_error(struct cover *cover, const struct cover_request *request, unsigned int level)
{
	HIT(cover->counts, X8, request->context.mode, level, 0, request->access);
}

void sample_update(struct cover *cover, const struct cover_request *request, unsigned int level,
		   const struct cover_entry *entry, enum cover_update outcome)
{
	unsigned int mode = request->context.mode;

	if (entry->kind == POINTER)
		HIT(cover->counts, X7_pointer, mode - TWO_LEVEL, level, request->access, outcome);
	else
		HIT(cover->counts, X7_update, mode, level, entry->a, entry->d, request->access,
		    outcome);
	if (outcome == U_ERROR) {
		HIT(cover->counts, X8, mode, level, 1, request->access);
		HIT(cover->counts, cp_ad_action, mode, AD_DENIED);
	}
	if (outcome == U_LOST)
		HIT(cover->counts, cp_ad_action, mode, AD_RESTART);
}

/* The walk of cover->walk ends; a reason is one of the entry read last, or R_ERROR. */
void sample_fault(struct cover *cover, unsigned int level, int reason)
{
	const struct cover_port_view *port = &cover->port[cover->walk.port];
	const struct cover_request *request = &port->request;
	unsigned int mode = request->context.mode, why = (unsigned int)reason;
	bool read_failed = reason == R_ERROR && !cover->channel.cas;

	HIT(cover->counts, cp_level_fault, mode, level, reason == R_ERROR, request->access);
	if (reason == R_ERROR && !read_failed)
		return;
	HIT(cover->counts, X2, mode, level, why, request->access);
	switch (reason) {
	case R_ERROR:
	case R_INVALID:
	case R_RIGHT:
	case R_USER_PAGE:
	case R_SUPERVISOR_PAGE:
	case R_CLEAN_D:
	case R_WP:
	case R_SMEP:
	case R_SMAP:
		HIT(cover->counts, X2_matched, cover_is_x86(mode), why, request->access,
		    port->slot >= 0);
		break;
	default:
		break;
	}
}

static void action(struct cover *cover, unsigned int mode, const struct cover_entry *leaf)
{
	const struct cover_walk *walk = &cover->walk;
	unsigned int marks = leaf->mark_a | leaf->mark_d << 1;

	HIT(cover->counts, cp_ad_action, mode, AD_NONE + marks);
	for (unsigned int read = 0; read + 1 < walk->n; read++)
		if (walk->entry[read].mark_a)
			HIT(cover->counts, cp_ad_action, mode, AD_POINTER);
}

static unsigned int latency_class(uint64_t cycles)
{
	return cycles < 2 ? 0 : cycles < 8 ? 1 : cycles < 32 ? 2 : 3;
}

static unsigned int wait_class(uint64_t cycles)
{
	return cycles < 2 ? (unsigned int)cycles : cycles < 8 ? 2 : 3;
}

/* what: a read, an update, a PDPTE. */
void sample_memory(struct cover *cover, unsigned int what, uint64_t stalled, uint64_t waited)
{
	HIT(cover->counts, cp_mem_latency, what, latency_class(waited));
	HIT(cover->counts, cp_backpressure, what, wait_class(stalled));
}

static enum cover_occupancy occupancy(unsigned int valid, unsigned int slots)
{
	if (valid < 2)
		return valid ? O_ONE : O_EMPTY;
	if (valid + 1 >= slots)
		return valid == slots ? O_FULL : O_BUT_ONE;
	return valid <= slots / 2 ? O_FEW : O_MANY;
}

static void sizes(struct cover *cover, enum cover_port number, unsigned int mode,
		  const struct cover_entry *leaf, const struct cover_fill *fill)
{
	enum cover_size size = cover_size(leaf->size);

	HIT(cover->counts, cp_entry_size, mode, size, number, 0);
	for (unsigned int old = 0; old < SIZES; old++)
		if (fill->dropped >> cover_size_bits(old) & 1)
			HIT(cover->counts, X6, mode, old, size);
	if (fill->place != PLACE_FREE) {
		HIT(cover->counts, cp_victim_slot, number, fill->slot);
		HIT(cover->counts, cp_evict_size, number, cover_size(fill->victim.size));
	}
}

void sample_filled(struct cover *cover, enum cover_port number, const struct cover_entry *leaf,
		   const struct cover_fill *fill, unsigned int valid)
{
	const struct cover_port_view *port = &cover->port[number];
	unsigned int mode = port->request.context.mode, slots = cover->tlb[number].slots;

	action(cover, mode, leaf);
	HIT(cover->counts, cp_tlb_occupancy, number, occupancy(valid, slots));
	HIT(cover->counts, X16, number, latency_class(cover->walk.latency),
	    !valid          ? 0
	    : valid < slots ? 1
			    : 2,
	    port->is_fenced);
	HIT(cover->counts, cp_fill_place, number, fill->place);
	sizes(cover, number, mode, leaf, fill);
	if (fill->last)
		HIT(cover->counts, cp_lock, number, 4);
	else if (port->request.lock)
		HIT(cover->counts, cp_lock, number, 0);
	if (fill->kept_lock && !port->request.lock)
		HIT(cover->counts, cp_lock, number, 2);
	if (fill->passed_over)
		HIT(cover->counts, cp_lock, number, 3);
}
