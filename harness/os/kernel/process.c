/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/process.h"

#include <string.h>

#include "os/kernel/fault.h"

#define MAX_TRIES 64u /* more faults for one access than any state of the tables can explain */

void process_run(struct space *space)
{
	os_run(space->os, space);
}

static enum process_end end_of(const struct space *space, enum fault_verdict verdict)
{
	if (!os_works(space->os))
		return PROCESS_STOPPED;
	switch (verdict) {
	case FAULT_KILL:
		return PROCESS_SEGV;
	case FAULT_BUS:
		return PROCESS_BUS;
	case FAULT_NO_MEMORY:
		return swap_is_exhausted(&space->os->swap) ? PROCESS_BUS : PROCESS_NO_MEMORY;
	default:
		return PROCESS_OK;
	}
}

/* A trap: the kernel saves registers on its stack, and sees what is to be done. */
static enum process_end mend(struct space *space, const struct machine_access *access,
			     const struct machine_answer *answer)
{
	os_use_stack(space->os, space->stack);
	/* x86: a general-protection fault, for no address of any space. */
	if (answer->fault != FAULT_PAGE)
		return PROCESS_SEGV;
	return end_of(space, fault_handle(space, access->va, access->type));
}

static void transfer(const struct space *space, enum access_type type, uint64_t pa, void *bytes,
		     unsigned int n)
{
	uint8_t *memory = machine_bytes(space->os->machine, 0) + pa;

	if (type == ACCESS_STORE)
		memcpy(memory, bytes, n);
	else
		memcpy(bytes, memory, n);
}

static void account(struct space *space, const struct machine_answer *answer)
{
	space->counts.accesses++;
	space->counts.walks += answer->walked;
	if (answer->walked)
		space->counts.cycles_walk += answer->cycles;
	else
		space->counts.cycles_hit += answer->cycles;
}

enum process_end process_access(struct space *space, enum access_type type, uint64_t va,
				void *bytes, unsigned int n, struct process_access *how)
{
	struct os *os = space->os;
	const struct region *region = space_find(space, va);
	const struct machine_access access = {
		.va = va,
		.bytes = n,
		.type = type,
		.user = true,
		.lock = os->config.locks_tlb && region && region->locked &&
			tlb_locks_take(os, space, va, type),
	};
	const uint64_t start = os->machine->bench->cycle;
	struct machine_answer answer;

	for (unsigned int tries = 0; tries < MAX_TRIES; tries++) {
		uint64_t before = os->machine->bench->cycle;
		enum process_end end;

		process_run(space);
		if (!os_works(os) || !machine_access(os->machine, &access, &answer))
			return PROCESS_STOPPED;
		if (how)
			*how = (struct process_access){os->machine->bench->cycle - start, tries,
						       answer.walked};
		if (!answer.fault) {
			account(space, &answer);
			transfer(space, type, answer.pa, bytes, n);
			return PROCESS_OK;
		}
		end = mend(space, &access, &answer);
		space->counts.cycles_fault += os->machine->bench->cycle - before;
		if (end)
			return end;
	}
	bench_fail(os->machine->bench, BENCH_MISMATCH, "%u faults for one access to %llx",
		   MAX_TRIES, (unsigned long long)va);
	return PROCESS_STOPPED;
}
