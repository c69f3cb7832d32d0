/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/core.h"

static bool no_answer(struct bench *bench)
{
	bench_fail(bench, BENCH_MISMATCH, "no answer in %llu cycles",
		   (unsigned long long)bench_patience(bench));
	return false;
}

/* Cycles until *done is 1; the pin *valid that asks goes with the cycle in which *ready was. */
static bool until(struct bench *bench, const uint64_t *done, const uint64_t *ready, uint64_t *valid)
{
	for (uint64_t left = bench_patience(bench); left; left--) {
		if (bench_cycle(bench) != BENCH_OK)
			return false;
		if (*valid && *ready)
			*valid = 0;
		else if (!*valid && *done)
			return true;
	}
	return no_answer(bench);
}

static bool fetch(struct bench *bench, const struct core_access *access)
{
	struct mmu_in *in = &bench->in;
	const struct mmu_out *out = &bench->out;

	in->fetch_req_valid = 1;
	in->fetch_req_tag = access->tag;
	in->fetch_req_va = access->va;
	in->fetch_req_last = access->bytes - 1;
	in->fetch_req_priv = access->priv;
	in->fetch_req_lock = access->lock;
	return until(bench, &out->fetch_rsp_valid, &out->fetch_req_ready, &in->fetch_req_valid);
}

static bool load_or_store(struct bench *bench, const struct core_access *access)
{
	struct mmu_in *in = &bench->in;
	const struct mmu_out *out = &bench->out;

	in->data_req_valid = 1;
	in->data_req_tag = access->tag;
	in->data_req_va = access->va;
	in->data_req_last = access->bytes - 1;
	in->data_req_priv = access->priv;
	in->data_req_store = access->type == ACCESS_STORE;
	in->data_req_sum = access->sum;
	in->data_req_mxr = access->mxr;
	in->data_req_lock = access->lock;
	return until(bench, &out->data_rsp_valid, &out->data_req_ready, &in->data_req_valid);
}

bool core_access(struct bench *bench, const struct core_access *access)
{
	return access->type == ACCESS_FETCH ? fetch(bench, access) : load_or_store(bench, access);
}

bool core_ptbr(struct bench *bench, enum regime regime, uint64_t value)
{
	struct mmu_in *in = &bench->in;

	in->ptbr_valid = 1;
	in->ptbr_regime = regime;
	in->ptbr_value = value;
	return until(bench, &bench->out.ptbr_rsp_valid, &bench->out.ptbr_ready, &in->ptbr_valid);
}

bool core_fence(struct bench *bench, const struct core_fence *fence)
{
	struct mmu_in *in = &bench->in;

	in->fence_valid = 1;
	in->fence_by_va = fence->by_va;
	in->fence_va = fence->va;
	in->fence_by_asid = fence->by_asid;
	in->fence_asid = fence->asid;
	in->fence_keep_global = fence->keep_global;
	for (uint64_t left = bench_patience(bench); left; left--) {
		if (bench_cycle(bench) != BENCH_OK)
			return false;
		if (!bench->out.fence_ready)
			continue;
		in->fence_valid = 0;
		return true;
	}
	return no_answer(bench);
}
