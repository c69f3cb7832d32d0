/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The walker (rtl/contract, walk-1 to walk-9, fence-3, fence-4), one for both ports. A walk
 * starts in the cycle in which it is idle and a port is missing (data first),
 * and requests its root PTE in that cycle. A pointer's answer requests the
 * next read at once; an answer that ends the walk ends it at once, with
 * X_walk_end and the result in walk_*, all 0 otherwise. The first update is
 * requested in the cycle after the leaf's answer, each next one in the cycle
 * after an answer, from the root down.
 *
 * A fence never meets an update, for walk_updates keeps it waiting. Any other
 * walk it meets starts again: a read that memory may still answer is
 * completed for nothing first.
 *
 * It also hands on to memory what the loader of PDPTEs asks for (load_req):
 * they never meet, for a load begins when no port is missing, and keeps
 * requests out.
 */
#ifndef PAGEWALK_WALKER_H
#define PAGEWALK_WALKER_H

#include "kernel.h"
#include "mode.h"

/* Reading: the read is not accepted yet; waiting: it is. Updating, awaiting: the same for a CAS. */
enum walker_state { WALKER_IDLE, WALKER_READING, WALKER_WAITING, WALKER_UPDATING, WALKER_AWAITING };

/* What a missing port shows. */
struct walker_port {
	struct signal missing, va, word, root, access;
};

/* An entry that must be updated once the leaf has passed (walk-4). */
struct walker_update {
	uint64_t addr, pte, marked;
};

struct walker {
	unsigned int pa_bits, formats;

	enum walker_state state;
	bool is_fetch;      /* whose walk it is */
	bool is_fenced;     /* the answer does not count */
	unsigned int level; /* of the PTE at addr; the last is 0 */
	uint64_t addr;
	uint64_t way; /* what the entries above it leave: pte.h */

	unsigned int due; /* bit n: the entry of level n is to be updated */
	struct walker_update update[MODE_MAX_LEVELS];
	uint64_t leaf, page_bits; /* of a walk that updates: how it will end */

	struct walker_port fetch, data;
	struct signal rst, fence_taken, mem_req_ready;
	struct signal mem_rsp_valid, mem_rsp_data, mem_rsp_error, mem_rsp_lost;
	struct signal load_req_valid, load_req_addr;

	struct signal mem_req_valid, mem_req_fetch, mem_req_wide, mem_req_addr;
	struct signal mem_req_cas, mem_req_expect, mem_req_data;
	struct signal fetch_walk_end, data_walk_end;
	struct signal walk_fault, fault_word, walk_code, walk_leaf, walk_page_bits;
	struct signal walk_updates, walk_starts, walk_updated;
};

void walker_init(struct walker *w, struct kernel *k, unsigned int pa_bits, unsigned int formats);

#endif
