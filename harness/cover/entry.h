/* SPDX-License-Identifier: Apache-2.0 */
/* What a page-table entry says to a request. */
#ifndef PAGEWALK_COVER_ENTRY_H
#define PAGEWALK_COVER_ENTRY_H

#include "cover/base.h"

/* A request, from its acceptance to its answer. */
struct cover_request {
	struct cover_context context;
	uint64_t va; /* linear */
	uint64_t tag;
	unsigned int access, who;
	bool sum, mxr, lock;
};

/* Rights as they hold over all levels: of x86 from the root down, of RISC-V the leaf's. */
struct cover_rights {
	bool r, w, x, u;
};

struct cover_entry {
	bool present;
	enum cover_kind kind; /* when it is present */
	int reason;           /* GOOD: the walk goes on or ends well */
	uint64_t bits;        /* the entry itself */
	bool u, g, a, d;      /* those of its bits */
	unsigned int rwx;     /* RISC-V: R, W, X from bit 0 on */
	/* A leaf's. */
	struct cover_rights rights;
	bool global;
	unsigned int size; /* log2 */
	unsigned int memory_type;
	bool mark_a, mark_d; /* an update must set these */
};

/* above: what the entries above allow; pa_bits: M. */
void cover_entry_riscv(const struct cover_request *request, unsigned int level, uint64_t pte,
		       struct cover_entry *entry);
void cover_entry_x86(const struct cover_request *request, unsigned int level, uint64_t pte,
		     const struct cover_rights *above, unsigned int pa_bits,
		     struct cover_entry *entry);

/* Do these rights allow the request? GOOD, or why not. */
int cover_rights_refuse(const struct cover_request *request, const struct cover_rights *rights);

#endif
