/* SPDX-License-Identifier: Apache-2.0 */
/* The monitor from inside: what monitor.c and walk.c follow, for the samplers to read. */
#ifndef PAGEWALK_COVER_MONITOR_H
#define PAGEWALK_COVER_MONITOR_H

#include "cover/array.h"
#include "cover/counts.h"
#include "cover/cover.h"
#include "cover/descriptor.h"
#include "cover/entry.h"
#include "cover/lines.h"
#include "cover/pointers.h"
#include "cover/shadow.h"

#define COVER_LEVELS 5u
#define COVER_SEEN   (1u << 14)

enum cover_port_state { P_IDLE, P_ACCEPTED, P_MISSING, P_ANSWERING };

/* An answered request, as far as the next one is compared with it. */
struct cover_answered {
	bool there, page_fault;
	enum cover_result result;
	unsigned int mode, asid, access, size; /* size: enum cover_size of its page */
	uint64_t va;
};

struct cover_port_view {
	enum cover_port_state state;
	struct cover_request request;
	struct cover_use use;
	bool is_translated;
	bool is_left_out;    /* in a mode that is not built */
	int slot;            /* of its TLB that matched; -1: none */
	bool foretold;       /* a hit */
	bool is_paired;      /* the other port had one accepted in the same cycle */
	bool is_fenced;      /* a fence came while it was missing */
	unsigned int missed; /* cycles in which it was, up to 2 */
	unsigned int reads;
	struct cover_entry last; /* what the last read of the walk said */
	unsigned int last_level;
	uint64_t waited; /* cycles of the answer on the pins */
	enum cover_result result;
	struct cover_answered before;
};

struct cover_walk {
	bool active, stale;
	bool behind;                  /* it began behind a pointer... */
	bool behind_array;            /* ...of the array, to this table */
	uint64_t table;               /* with lines: of the next read */
	bool taken;                   /* it has taken a PTE out of a line... */
	bool from_line[COVER_LEVELS]; /* ...by read */
	bool searched;                /* the array, or was blind: so the shadow has foretold */
	bool blind;
	bool pointed;      /* it has filled a pointer there */
	unsigned int back; /* it has gone back: 1, from a page fault; 2, from an access fault */
	enum cover_port port;
	unsigned int level, n; /* of the next read; reads done */
	struct cover_rights above;
	bool global;
	struct cover_entry entry[COVER_LEVELS]; /* by read */
	uint64_t address[COVER_LEVELS];
	unsigned int updating; /* the read whose entry is updated */
	uint64_t latency;      /* of the last read */
};

/* The memory port: a request that waits to be accepted, or to be answered. */
struct cover_channel {
	bool pending, outstanding, cas;
	uint64_t id;
	uint64_t stalled, waited;
	uint64_t data; /* of a compare-and-swap */
	uint64_t address;
};

/* What memory held when it was last seen. */
struct cover_seen {
	bool there;
	uint64_t address, pte, epoch;
};

struct cover_pair {
	bool open;
	unsigned int relation;
	int result[2];
};

struct cover {
	struct mmu_config config;
	struct cover_counts *counts;
	bool live;
	struct cover_base base;
	struct cover_descriptors descriptors;
	struct cover_port_view port[2];
	struct cover_shadow tlb[2];
	struct cover_pointers pointers;
	struct cover_array array;
	struct cover_search search; /* without an array: its port */
	struct cover_lines lines;
	bool faulted;  /* an answer of this cycle is a fault that a walk ended with */
	bool ended;    /* one of its answers is of a walk */
	bool searched; /* a walk has started in the cycle before */
	struct cover_walk walk;
	struct cover_channel channel;
	struct cover_pair pair;
	struct cover_seen seen[COVER_SEEN];
	uint64_t epoch; /* fences */
	enum cover_state state;
	enum cover_moment moment; /* of a fence in this cycle */
	struct cover_controls controls;
	int last_mode; /* of the last request; -1: none */
	unsigned int selected;
	uint64_t counter[MMU_COUNTERS];
};

static inline bool cover_is_answered(const struct cover_channel *channel, const struct mmu_in *in)
{
	return channel->outstanding && in->mem_rsp_valid && in->mem_rsp_id == channel->id;
}

/* The place for what memory holds at an address: a later one may have taken it. */
static inline struct cover_seen *cover_seen_at(struct cover *cover, uint64_t address)
{
	uint64_t hash = (address >> 2) * UINT64_C(0x9e3779b97f4a7c15);

	return &cover->seen[hash >> 50]; /* COVER_SEEN of them */
}

/* walk.c: the memory port in a cycle; where a fence in this cycle would meet the walk. */
void cover_walk_cycle(struct cover *cover, const struct mmu_in *in, const struct mmu_out *out);
enum cover_state cover_walk_state(const struct cover *cover, const struct mmu_out *out);

/* With lines: where the walk's next read is; and that it is the root's. */
uint64_t cover_walk_reads_at(const struct cover *cover);
void cover_walk_to_the_root(struct cover *cover);

/*
 * walk_lines.c. The last cycle of a search; each cycle, before memory is looked at, and is the
 * walker idle in it; an answer of memory to a read. drops_lines.c: what drops lines.
 */
bool cover_lines_cycle(struct cover *cover, const struct mmu_out *out, bool fence);
void cover_lines_answer(struct cover *cover, const struct mmu_in *in, bool fence);
void cover_lines_fence(struct cover *cover, const struct mmu_in *in);
void cover_lines_cr3(struct cover *cover);
void cover_lines_fault(struct cover *cover);
void cover_lines_lost(struct cover *cover);
void cover_lines_swap(struct cover *cover, uint64_t address);

/*
 * walk_cache.c. A walk's first request: what it has found. With lines there is no request yet, and
 * `out` is NULL. An answer is a legal pointer. A cycle
 * begins: the pointer of the one before comes in. A cycle ends: could a walk start in it, if the
 * walker is idle?
 */
void cover_walk_search(struct cover *cover, const struct mmu_out *out);
void cover_walk_pointer(struct cover *cover, const struct cover_entry *entry, bool fence);
void cover_walk_fill(struct cover *cover, bool fence);
void cover_walk_start(struct cover *cover, bool idle, bool fence);

/* What leaves the walk cache. */
void cover_pointers_fence(struct cover *cover, const struct mmu_in *in);
void cover_pointers_cr3(struct cover *cover, unsigned int asid);
void cover_pointers_fault(struct cover *cover, const struct cover_request *request);

/*
 * walk_array.c. A cycle of a search, before memory is looked at. A walk's first request: does it
 * begin behind a pointer of the array? The last cycle of a search is over. A cycle ends: could a
 * walk start in it, but for the array and a fence? A walk has ended with a page. An answer is a
 * legal pointer: is it the array's? A cycle begins: the pointer of the one before comes in.
 */
void cover_array_cycle(struct cover *cover, bool fence);
void cover_array_behind(struct cover *cover);
void cover_array_start(struct cover *cover, bool could, bool fence);
void cover_array_page(struct cover *cover, const struct cover_page *page);
bool cover_array_is_searched(const struct cover_search *search);
bool cover_array_takes(const struct cover *cover, unsigned int mode, unsigned int level);
void cover_array_pointer(struct cover *cover, const struct cover_pointer *pointer, bool fence);
void cover_array_pointer_comes(struct cover *cover, bool fence);

/* What leaves the array: by a fence of this cycle, a write of CR3 of the one before, a fault. */
void cover_array_fence(struct cover *cover, const struct mmu_in *in);
void cover_array_cr3(struct cover *cover, unsigned int asid);
void cover_array_fault(struct cover *cover, const struct cover_request *request);

/* drops.c: what leaves the TLBs, the walk cache and the array. */
void cover_drop_fault(struct cover *cover, enum cover_port port);
void cover_drop_fence(struct cover *cover, const struct mmu_in *in);
void cover_drop_cr3(struct cover *cover, unsigned int asid);

/* Is this cycle's fence accepted? */
static inline bool cover_fence(const struct mmu_in *in, const struct mmu_out *out)
{
	return in->fence_valid && out->fence_ready;
}

#endif
