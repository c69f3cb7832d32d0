/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

struct machine *machine_create(const struct bench_config *config, uint64_t frames, char *error,
			       unsigned int size)
{
	struct machine *machine = calloc(1, sizeof(*machine));

	if (machine) {
		machine->frames = frames;
		/* Untouched frames cost nothing. */
		machine->memory = mmap(NULL, frames << FRAME_SHIFT, PROT_READ | PROT_WRITE,
				       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		if (machine->memory == MAP_FAILED)
			machine->memory = NULL;
	}
	if (!machine || !machine->memory) {
		snprintf(error, size, "out of memory");
		machine_destroy(machine);
		return NULL;
	}
	machine->bench = bench_create(config, error, size);
	if (!machine->bench) {
		machine_destroy(machine);
		return NULL;
	}
	machine->bench->in.fetch_rsp_ready = machine->bench->in.data_rsp_ready = 1;
	machine->bench->in.adue = 1;
	return machine;
}

void machine_destroy(struct machine *machine)
{
	if (!machine)
		return;
	bench_destroy(machine->bench);
	if (machine->memory)
		munmap(machine->memory, machine->frames << FRAME_SHIFT);
	free(machine);
}

bool machine_works(const struct machine *machine)
{
	return machine->bench->status == BENCH_OK;
}

bool machine_access(struct machine *machine, const struct machine_access *access,
		    struct machine_answer *answer)
{
	const struct mmu_out *out = &machine->bench->out;
	bool fetches = access->type == ACCESS_FETCH;
	const struct core_access driven = {
		.va = access->va,
		.bytes = access->bytes,
		.type = access->type,
		.priv = access->user ? PRIV_U : PRIV_S,
		.lock = access->lock,
	};
	const struct exchange *exchange;

	machine->accesses++;
	if (!core_access(machine->bench, &driven))
		return false;
	exchange = monitor_recent(machine->bench->monitor, fetches ? PORT_FETCH : PORT_DATA, 0);
	*answer = (struct machine_answer){
		.fault = (enum fault)(fetches ? out->fetch_rsp_fault : out->data_rsp_fault),
		.code = (unsigned int)(fetches ? out->fetch_rsp_code : out->data_rsp_code),
		.pa = fetches ? out->fetch_rsp_pa : out->data_rsp_pa,
		.cycles = exchange->answered - exchange->accepted,
		.walked = exchange->starts > 0,
	};
	return true;
}

bool machine_switch(struct machine *machine, enum regime regime, uint64_t ptbr)
{
	struct bench *bench = machine->bench;

	if (!core_ptbr(bench, regime, ptbr))
		return false;
	if (bench->out.ptbr_rsp_fault)
		bench_fail(bench, BENCH_ERROR, "the base register refuses %llx",
			   (unsigned long long)ptbr);
	return machine_works(machine);
}

bool machine_fence(struct machine *machine, const struct core_fence *fence)
{
	return core_fence(machine->bench, fence);
}

uint8_t *machine_bytes(const struct machine *machine, uint64_t frame)
{
	return machine->memory + (frame << FRAME_SHIFT);
}
