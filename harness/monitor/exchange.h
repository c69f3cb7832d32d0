/* SPDX-License-Identifier: Apache-2.0 */
/* A request, its walk and its answer, as the pins told them. */
#ifndef PAGEWALK_EXCHANGE_H
#define PAGEWALK_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "arch/paging.h"
#include "monitor/segments.h"
#include "oracle/oracle.h"

enum port { PORT_FETCH, PORT_DATA, PORTS };

struct exchange {
	struct oracle_context context;
	enum paging_mode mode; /* context_mode() */
	uint64_t asid;         /* context_asid() */
	unsigned int flags;    /* struct context_view */
	uint64_t pdptes;       /* the same */
	struct segment_use segment;
	struct oracle_access access; /* its address is linear */
	unsigned int kind; /* all else that decides whether an entry allows it, below 64 */
	bool translated;   /* not in Bare or machine mode, nor refused by its segment */
	bool locks;        /* the entry that it fills */
	uint64_t tag;
	uint64_t line;               /* of the trace; 0: none */
	uint64_t accepted, answered; /* cycles; answered 0: not yet */

	/*
	 * The walk: its reads since it last started or went back, and its updates. What they count
	 * is there.
	 */
	unsigned int reads;
	uint64_t read_pa[ORACLE_MAX_READS];
	uint64_t read_data[ORACLE_MAX_READS];
	bool read_error;     /* the last of them failed */
	unsigned int starts; /* walks begun: more than 1 after a fence or a lost race */
	bool back; /* this one has gone back to the root since it began (rtl/contract, cache-4) */
	unsigned int updates;
	struct oracle_update update[ORACLE_MAX_READS];
	bool update_error; /* the last of them failed */

	/* The answer. */
	enum fault fault;
	unsigned int code;
	uint64_t pa;
	unsigned int size, memtype;
	uint64_t answer_tag;
};

#endif
