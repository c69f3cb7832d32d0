/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judges every translation by the spec oracle, from pins alone: each answer
 * must be what the manual gives for the request, each walk must read exactly the
 * PTEs that the oracle reads, and each A/D update must be the oracle's.
 *
 * A walk is judged over the values that memory gave it. A hit is judged over the
 * memory as it is; where that differs, over every combination of values that the PTEs
 * on the way have had since the last fence that would have dropped the entry (privileged manual,
 * "Supervisor Memory-Management Fence Instruction"). A fault is always fresh: no stale value
 * excuses one.
 */
#ifndef PAGEWALK_SCOREBOARD_H
#define PAGEWALK_SCOREBOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "image.h"
#include "oracle.h"
#include "pins.h"

enum port { PORT_FETCH, PORT_DATA, PORTS };

/* A request and what became of it. */
struct exchange {
	struct oracle_context context;
	struct oracle_access access;
	uint64_t tag;
	uint64_t line;               /* of the trace; 0: none */
	uint64_t accepted, answered; /* cycles; answered 0: not yet */

	/* The walk: its reads since it last started, and its update. */
	unsigned int reads;
	uint64_t read_pa[ORACLE_MAX_READS];
	uint64_t read_data[ORACLE_MAX_READS];
	bool read_error;     /* the last of them failed */
	unsigned int starts; /* walks begun: more than 1 after a fence or a lost race */
	bool updated, update_error;
	uint64_t update_pa, update_old, update_new;

	/* The answer. */
	enum fault fault;
	uint64_t pa;
	unsigned int size, pbmt;
};

struct scoreboard_counts {
	uint64_t requests[PORTS]; /* answered */
	uint64_t translated[PORTS];
	uint64_t hits[PORTS]; /* translated, and answered without a walk */
	uint64_t page_faults[PORTS];
	uint64_t access_faults[PORTS];
	uint64_t pages[64]; /* answers by log2 of the page size */
	uint64_t walks, reads, updates, restarts;
	uint64_t stale; /* hits that only an older PTE explains */
	uint64_t fences, ptbr_writes;
};

struct scoreboard;

/* NULL: out of memory. asid_bits as in struct mmu_config. */
struct scoreboard *scoreboard_create(struct image *image, unsigned int asid_bits);
void scoreboard_destroy(struct scoreboard *board);

/*
 * One cycle's settled pins, before its edge; line[] is the trace line of the request that each port
 * shows. Returns NULL, or what is wrong, valid until the next call.
 */
const char *scoreboard_cycle(struct scoreboard *board, uint64_t cycle, const struct mmu_in *in,
			     const struct mmu_out *out, const uint64_t line[PORTS]);

const struct scoreboard_counts *scoreboard_counts(const struct scoreboard *board);

/* The nth-newest request of a port, 0 the newest; NULL: there is none, or it is too long ago. */
const struct exchange *scoreboard_recent(const struct scoreboard *board, enum port port,
					 unsigned int n);

#endif
