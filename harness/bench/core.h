/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drives a bench's MMU as a core without a pipeline does: one thing at a time, and each waited for.
 * The user has set rsp_ready of both ports. Each function returns false once the bench has failed,
 * which tells why; a wait that is longer than bench_patience() is a mismatch.
 */
#ifndef PAGEWALK_CORE_H
#define PAGEWALK_CORE_H

#include "bench/bench.h"

struct core_access {
	uint64_t va;
	unsigned int bytes; /* 1 to 4096, within one page */
	enum access_type type;
	enum priv priv;
	bool sum, mxr; /* of loads and stores */
	bool lock;     /* the entry that this access fills stays in the TLB */
	uint64_t tag;
};

/* One access; behind it bench->out shows its answer. */
bool core_access(struct bench *bench, const struct core_access *access);

/* Writes satp or CR3; behind it bench->out shows the answer. */
bool core_ptbr(struct bench *bench, enum regime regime, uint64_t value);

struct core_fence {
	bool by_va, by_asid, keep_global;
	uint64_t va, asid;
};

/* Sends a fence, until it is accepted. */
bool core_fence(struct bench *bench, const struct core_fence *fence);

#endif
