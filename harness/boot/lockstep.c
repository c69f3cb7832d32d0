/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/lockstep.h"

#include <stdio.h>
#include <stdlib.h>

#include "dut/dut.h"

struct lockstep {
	struct bench *bench;
	struct lockstep_config config;
	const struct ram *ram;
	uint64_t tag;
	bool asked;
	enum port port; /* of the last question */
};

static bool no_answer(struct bench *bench)
{
	bench_fail(bench, BENCH_MISMATCH, "no answer in %llu cycles",
		   (unsigned long long)bench_patience(bench));
	return false;
}

/* Cycles until *done is 1; the pin *valid that asks goes with the cycle in which *ready was. */
static inline bool run_until(struct bench *bench, const uint64_t *done, const uint64_t *ready,
			     uint64_t *valid)
{
	for (uint64_t left = bench_patience(bench); left; left--) {
		if (bench_cycle(bench) != BENCH_OK)
			return false;
		if (!*valid) {
			if (*done)
				return true;
		} else if (*ready) {
			*valid = 0;
		}
	}
	return no_answer(bench);
}

static bool fetch(struct lockstep *lockstep, const struct hart_access *access,
		  struct hart_place *place)
{
	struct bench *bench = lockstep->bench;
	struct mmu_in *in = &bench->in;
	const struct mmu_out *out = &bench->out;

	in->fetch_req_valid = 1;
	in->fetch_req_tag = lockstep->tag;
	in->fetch_req_va = access->va;
	in->fetch_req_last = access->bytes - 1;
	in->fetch_req_priv = access->priv;
	if (!run_until(bench, &out->fetch_rsp_valid, &out->fetch_req_ready, &in->fetch_req_valid))
		return false;
	place->fault = (enum fault)out->fetch_rsp_fault;
	place->pa = out->fetch_rsp_pa;
	return true;
}

static bool load_or_store(struct lockstep *lockstep, const struct hart_access *access,
			  struct hart_place *place)
{
	struct bench *bench = lockstep->bench;
	struct mmu_in *in = &bench->in;
	const struct mmu_out *out = &bench->out;

	in->data_req_valid = 1;
	in->data_req_tag = lockstep->tag;
	in->data_req_va = access->va;
	in->data_req_last = access->bytes - 1;
	in->data_req_priv = access->priv;
	in->data_req_store = access->type == ACCESS_STORE;
	in->data_req_sum = access->sum;
	in->data_req_mxr = access->mxr;
	if (!run_until(bench, &out->data_rsp_valid, &out->data_req_ready, &in->data_req_valid))
		return false;
	place->fault = (enum fault)out->data_rsp_fault;
	place->pa = out->data_rsp_pa;
	return true;
}

/* Where the hart may reach without asking again: what its fetch buffer holds. */
static void keep(const struct lockstep *lockstep, const struct hart_access *access,
		 struct hart_place *place)
{
	unsigned int bytes = lockstep->config.fetch_bytes;

	place->before = 0;
	place->around = access->bytes;
	if (access->type != ACCESS_FETCH || !bytes)
		return;
	place->before = access->va % bytes;
	/* A fetch may begin in one line and end in the next, but not in the next page. */
	place->around =
		place->before + access->bytes > bytes ? place->before + access->bytes : bytes;
}

bool lockstep_ask(struct lockstep *lockstep, const struct hart_access *access,
		  struct hart_place *place)
{
	bool fetches = access->type == ACCESS_FETCH;

	lockstep->asked = true;
	lockstep->port = fetches ? PORT_FETCH : PORT_DATA;
	lockstep->tag = (lockstep->tag + 1) & ((UINT64_C(1) << dut_config.tag_bits) - 1);
	if (!(fetches ? fetch(lockstep, access, place) : load_or_store(lockstep, access, place)))
		return false;
	if (lockstep->config.listener.accessed)
		lockstep->config.listener.accessed(lockstep->config.listener.opaque, access,
						   lockstep_last(lockstep));
	if (place->fault != FAULT_NONE)
		return true;
	place->bytes = ram_at(lockstep->ram, place->pa, access->bytes);
	if (!place->bytes)
		place->fault = FAULT_ACCESS;
	keep(lockstep, access, place);
	return true;
}

void lockstep_stored(struct lockstep *lockstep, uint64_t pa, unsigned int bytes)
{
	image_stored(lockstep->bench->image, pa, bytes);
}

bool lockstep_fence(struct lockstep *lockstep, const struct hart_fence *fence)
{
	struct bench *bench = lockstep->bench;

	bench->in.fence_valid = 1;
	bench->in.fence_by_va = fence->by_va;
	bench->in.fence_va = fence->va;
	bench->in.fence_by_asid = fence->by_asid;
	bench->in.fence_asid = fence->asid & 0xffff;
	for (uint64_t left = bench_patience(bench); left; left--) {
		if (bench_cycle(bench) != BENCH_OK)
			return false;
		if (!bench->out.fence_ready)
			continue;
		bench->in.fence_valid = 0;
		if (lockstep->config.listener.fenced)
			lockstep->config.listener.fenced(lockstep->config.listener.opaque, fence);
		return true;
	}
	return no_answer(bench);
}

bool lockstep_write_satp(struct lockstep *lockstep, uint64_t value, uint64_t *held)
{
	struct bench *bench = lockstep->bench;

	bench->in.ptbr_valid = 1;
	bench->in.ptbr_regime = lockstep->config.xlen == 32 ? REGIME_RV32 : REGIME_RV64;
	bench->in.ptbr_value = value;
	if (!run_until(bench, &bench->out.ptbr_rsp_valid, &bench->out.ptbr_ready,
		       &bench->in.ptbr_valid))
		return false;
	*held = bench->out.ptbr_held;
	if (lockstep->config.listener.wrote_satp)
		lockstep->config.listener.wrote_satp(lockstep->config.listener.opaque, value);
	return true;
}

bool lockstep_control(struct lockstep *lockstep, bool adue, bool pbmte)
{
	lockstep->bench->in.adue = adue;
	lockstep->bench->in.pbmte = pbmte;
	if (lockstep->config.listener.controlled)
		lockstep->config.listener.controlled(lockstep->config.listener.opaque, adue, pbmte);
	return lockstep->bench->status == BENCH_OK;
}

const struct exchange *lockstep_last(const struct lockstep *lockstep)
{
	return lockstep->asked ? monitor_recent(lockstep->bench->monitor, lockstep->port, 0) : NULL;
}

struct bench *lockstep_bench(const struct lockstep *lockstep)
{
	return lockstep->bench;
}

void lockstep_destroy(struct lockstep *lockstep)
{
	if (!lockstep)
		return;
	bench_destroy(lockstep->bench);
	free(lockstep);
}

struct lockstep *lockstep_create(const struct lockstep_config *config, const struct ram *ram,
				 char *error, unsigned int size)
{
	struct lockstep *lockstep = calloc(1, sizeof(*lockstep));
	uint64_t held;

	if (!lockstep) {
		snprintf(error, size, "out of memory");
		return NULL;
	}
	lockstep->config = *config;
	lockstep->ram = ram;
	lockstep->bench = bench_create(&config->bench, error, size);
	if (!lockstep->bench) {
		lockstep_destroy(lockstep);
		return NULL;
	}
	if (!image_ram(lockstep->bench->image, ram->base >> 12, ram->size >> 12, ram->bytes)) {
		snprintf(error, size, "out of memory");
		lockstep_destroy(lockstep);
		return NULL;
	}
	lockstep->bench->in.fetch_rsp_ready = lockstep->bench->in.data_rsp_ready = 1;
	/* The write also tells the width of addresses. */
	if (!lockstep_write_satp(lockstep, 0, &held)) {
		snprintf(error, size, "%s", lockstep->bench->failure);
		lockstep_destroy(lockstep);
		return NULL;
	}
	return lockstep;
}
