/* SPDX-License-Identifier: Apache-2.0 */
#include "boot/lockstep.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench/core.h"
#include "dut/dut.h"

struct lockstep {
	struct bench *bench;
	struct lockstep_config config;
	const struct ram *ram;
	uint64_t tag;
	bool asked;
	enum port port; /* of the last question */
};

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

static void answer(const struct mmu_out *out, enum port port, struct hart_place *place)
{
	if (port == PORT_FETCH) {
		place->fault = (enum fault)out->fetch_rsp_fault;
		place->pa = out->fetch_rsp_pa;
	} else {
		place->fault = (enum fault)out->data_rsp_fault;
		place->pa = out->data_rsp_pa;
	}
}

bool lockstep_ask(struct lockstep *lockstep, const struct hart_access *access,
		  struct hart_place *place)
{
	const struct core_access driven = {
		.va = access->va,
		.bytes = access->bytes,
		.type = access->type,
		.priv = access->priv,
		.sum = access->sum,
		.mxr = access->mxr,
		.tag = ++lockstep->tag & ((UINT64_C(1) << dut_config.tag_bits) - 1),
	};

	lockstep->asked = true;
	lockstep->port = access->type == ACCESS_FETCH ? PORT_FETCH : PORT_DATA;
	if (!core_access(lockstep->bench, &driven))
		return false;
	answer(&lockstep->bench->out, lockstep->port, place);
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
	const struct core_fence driven = {
		.by_va = fence->by_va,
		.by_asid = fence->by_asid,
		.va = fence->va,
		.asid = fence->asid & 0xffff,
	};

	if (!core_fence(lockstep->bench, &driven))
		return false;
	if (lockstep->config.listener.fenced)
		lockstep->config.listener.fenced(lockstep->config.listener.opaque, fence);
	return true;
}

bool lockstep_write_satp(struct lockstep *lockstep, uint64_t value, uint64_t *held)
{
	enum regime regime = lockstep->config.xlen == 32 ? REGIME_RV32 : REGIME_RV64;

	if (!core_ptbr(lockstep->bench, regime, value))
		return false;
	*held = lockstep->bench->out.ptbr_held;
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
	/* The write also tells the width of addresses. What fails in it, the bench has noted. */
	lockstep_write_satp(lockstep, 0, &held);
	return lockstep;
}
