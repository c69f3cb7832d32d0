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

static bool no_answer(struct bench *bench)
{
	bench_fail(bench, BENCH_MISMATCH, "no answer in %llu cycles",
		   (unsigned long long)bench_patience(bench));
	return false;
}

/* Cycles until *done is 1; the pin *valid that asks goes with the cycle in which *ready was. */
static bool run_until(struct machine *machine, const uint64_t *done, const uint64_t *ready,
		      uint64_t *valid)
{
	struct bench *bench = machine->bench;
	uint64_t patience = bench_patience(bench);

	for (uint64_t i = 0; i < patience; i++) {
		if (bench_cycle(bench) != BENCH_OK)
			return false;
		if (*valid && *ready)
			*valid = 0;
		else if (!*valid && *done)
			return true;
	}
	return no_answer(bench);
}

static bool fetch(struct machine *machine, const struct machine_access *access)
{
	struct mmu_in *in = &machine->bench->in;
	const struct mmu_out *out = &machine->bench->out;

	in->fetch_req_valid = 1;
	in->fetch_req_va = access->va;
	in->fetch_req_last = access->bytes - 1;
	in->fetch_req_priv = access->user ? PRIV_U : PRIV_S;
	in->fetch_req_lock = access->lock;
	return run_until(machine, &out->fetch_rsp_valid, &out->fetch_req_ready,
			 &in->fetch_req_valid);
}

static bool load_or_store(struct machine *machine, const struct machine_access *access)
{
	struct mmu_in *in = &machine->bench->in;
	const struct mmu_out *out = &machine->bench->out;

	in->data_req_valid = 1;
	in->data_req_va = access->va;
	in->data_req_last = access->bytes - 1;
	in->data_req_priv = access->user ? PRIV_U : PRIV_S;
	in->data_req_store = access->type == ACCESS_STORE;
	in->data_req_lock = access->lock;
	return run_until(machine, &out->data_rsp_valid, &out->data_req_ready, &in->data_req_valid);
}

bool machine_access(struct machine *machine, const struct machine_access *access,
		    struct machine_answer *answer)
{
	const struct mmu_out *out = &machine->bench->out;
	bool fetches = access->type == ACCESS_FETCH;
	const struct exchange *exchange;

	machine->accesses++;
	if (!(fetches ? fetch(machine, access) : load_or_store(machine, access)))
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

	bench->in.ptbr_valid = 1;
	bench->in.ptbr_regime = regime;
	bench->in.ptbr_value = ptbr;
	if (!run_until(machine, &bench->out.ptbr_rsp_valid, &bench->out.ptbr_ready,
		       &bench->in.ptbr_valid))
		return false;
	if (bench->out.ptbr_rsp_fault)
		bench_fail(bench, BENCH_ERROR, "the base register refuses %llx",
			   (unsigned long long)ptbr);
	return machine_works(machine);
}

bool machine_fence(struct machine *machine, const struct machine_fence *fence)
{
	struct bench *bench = machine->bench;

	bench->in.fence_valid = 1;
	bench->in.fence_by_va = fence->by_va;
	bench->in.fence_va = fence->va;
	bench->in.fence_by_asid = fence->by_asid;
	bench->in.fence_asid = fence->asid;
	bench->in.fence_keep_global = fence->keep_global;
	for (uint64_t i = 0; i < bench_patience(bench); i++) {
		if (bench_cycle(bench) != BENCH_OK)
			return false;
		if (bench->out.fence_ready) {
			bench->in.fence_valid = 0;
			return true;
		}
	}
	return no_answer(bench);
}

uint8_t *machine_bytes(const struct machine *machine, uint64_t frame)
{
	return machine->memory + (frame << FRAME_SHIFT);
}
