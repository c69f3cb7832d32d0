/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judges every translation by the spec oracle, from pins alone: each answer
 * must be what the manual gives for the request, each walk must read exactly the
 * PTEs that the oracle reads, and each A/D update must be the oracle's.
 *
 * A walk is judged over the values that memory gave it. A hit must come from a walk of its port
 * that nothing has dropped since (fills.h; rtl/contract, tlb-7), and where such an entry is surely
 * there, no walk may be made. A fault is always fresh: no entry excuses one.
 */
#ifndef PAGEWALK_SCOREBOARD_H
#define PAGEWALK_SCOREBOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "judge/context.h"
#include "judge/fills.h"
#include "judge/segments.h"
#include "memory/image.h"
#include "oracle.h"
#include "pins.h"

enum port { PORT_FETCH, PORT_DATA, PORTS };

/* A request and what became of it. */
struct exchange {
	struct oracle_context context;
	enum paging_mode mode; /* context_mode() */
	uint64_t asid;         /* context_asid() */
	unsigned int flags;    /* struct context_view */
	uint64_t pdptes;       /* the same */
	struct segment_use segment;
	struct oracle_access access; /* its address is linear */
	unsigned int kind;    /* all else that decides whether an entry allows it, below 64 */
	bool translated;      /* not by its privilege, its mode or its segment left alone */
	bool pins;            /* the entry that it fills */
	struct cached cached; /* translated: what it met in the TLB */
	uint64_t tag;
	uint64_t line;               /* of the trace; 0: none */
	uint64_t accepted, answered; /* cycles; answered 0: not yet */

	/* The walk: its reads since it last started, and its updates. What they count is there. */
	unsigned int reads;
	uint64_t read_pa[ORACLE_MAX_READS];
	uint64_t read_data[ORACLE_MAX_READS];
	bool read_error;     /* the last of them failed */
	unsigned int starts; /* walks begun: more than 1 after a fence or a lost race */
	unsigned int updates;
	struct oracle_update update[ORACLE_MAX_READS];
	bool update_error; /* the last of them failed */

	/* The answer. */
	enum fault fault;
	unsigned int code;
	uint64_t pa;
	unsigned int size, memtype;
};

struct scoreboard_counts {
	uint64_t requests[PORTS]; /* answered */
	uint64_t translated[PORTS];
	uint64_t hits[PORTS]; /* translated, and answered without a walk */
	uint64_t page_faults[PORTS];
	uint64_t access_faults[PORTS];
	uint64_t protection_faults[PORTS]; /* x86: general protection */
	uint64_t segment_faults[PORTS];
	uint64_t segments[PORTS]; /* through a segment */
	uint64_t pages[64];       /* answers by log2 of the page size */
	uint64_t modes[8];        /* translated, by paging mode */
	uint64_t walks, reads, updates, restarts;
	uint64_t stale; /* hits that give what the PTEs are no more */
	uint64_t fences, ptbr_writes;
};

struct scoreboard;

/* NULL: out of memory. */
struct scoreboard *scoreboard_create(struct image *image, const struct mmu_config *config);
void scoreboard_destroy(struct scoreboard *board);

/*
 * One cycle's settled pins, before its edge; line[] is the trace line of the request that each port
 * shows. Returns NULL, or what is wrong, valid until the next call; scoreboard_out_of_memory
 * itself, to be compared as a pointer, is no word about the MMU.
 */
extern const char scoreboard_out_of_memory[];
const char *scoreboard_cycle(struct scoreboard *board, uint64_t cycle, const struct mmu_in *in,
			     const struct mmu_out *out, const uint64_t line[PORTS]);

/* The paging mode of a request that would be accepted in the next cycle (context_mode()). */
enum paging_mode scoreboard_mode(const struct scoreboard *board, const struct mmu_in *in);

const struct scoreboard_counts *scoreboard_counts(const struct scoreboard *board);

/* The requests of a port that are kept: few, for each is in the way of the next cycles. */
#define SCOREBOARD_RECENT 4u

/* The nth-newest of them, 0 the newest; NULL: there is none, or it is kept no more. */
const struct exchange *scoreboard_recent(const struct scoreboard *board, enum port port,
					 unsigned int n);

#endif
