/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A process, as far as memory goes: its accesses, each made until it succeeds or the process must
 * die: translate; on a fault let the handler mend it and try again.
 */
#ifndef PAGEWALK_OS_PROCESS_H
#define PAGEWALK_OS_PROCESS_H

#include "os/kernel/space.h"

enum process_end {
	PROCESS_OK,
	PROCESS_SEGV,      /* killed: a stray access */
	PROCESS_BUS,       /* killed: its page could not be read, or swap takes no page more */
	PROCESS_NO_MEMORY, /* killed: no frame could be had */
	PROCESS_STOPPED,   /* the machine has failed */
};

/* How one access went. */
struct process_access {
	uint64_t cycles; /* all, faults included */
	unsigned int faults;
	bool walked; /* the last try missed the TLB */
};

/* Switches to the process: base register, and the ASID that it needs. */
void process_run(struct space *space);

/*
 * A load into, or a store or fetch from, bytes (1 to 4096, within one page; a fetch reads). *how
 * may be NULL.
 */
enum process_end process_access(struct space *space, enum access_type type, uint64_t va,
				void *bytes, unsigned int n, struct process_access *how);

#endif
