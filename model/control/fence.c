/* SPDX-License-Identifier: Apache-2.0 */
#include "control/fence.h"

#include "control/ptbr.h"

/*
 * cache-5: by VA a fence is about the regions with that page on RISC-V; on x86 about all, but if no
 * page contains the address about none, and then no region has its page.
 */
static uint64_t care_of_regions(const struct fence_req *req, const struct held *held, uint64_t page)
{
	bool cares = req->by_va;

	if (regime_is_x86(held->regime))
		cares &= !geometry_is_canonical(MODE_X86_5, page << PAGE_BITS);
	return cares ? PAGE_NUMBER : 0;
}

static struct drop drop_of_fence(const struct fence *f, const struct fence_req *req,
				 const struct held *held)
{
	uint64_t page = page_of(held->is_short, req->va);

	return (struct drop){
		.valid = 1,
		.spares_global = req->by_asid || req->keep_global,
		.space = req->asid & ptbr_asid_mask(held->regime, f->asid_bits),
		.page = page,
		.care_space = req->by_asid ? SPACE_ASID : 0,
		.care_page = req->by_va ? PAGE_NUMBER : 0,
		.care_region = care_of_regions(req, held, page),
	};
}

/* ptbr-6. */
static struct drop drop_of_write(const struct write *write)
{
	return (struct drop){
		.valid = 1,
		.spares_global = 1,
		.space = write->asid,
		.care_space = SPACE_ASID,
	};
}

static void fence_eval(const void *state, struct kernel *k)
{
	const struct fence *f = state;
	const struct fence_req *req = fence_req_get(k, f->io.fence);
	const struct write *write = write_get(k, f->io.write);
	bool ready = !wire_get(k, f->io.walk_bars_fence) && !pdpte_load_get(k, f->io.load)->busy;
	bool taken = ready && req->valid;
	struct drop drop = {.valid = 0};

	if (taken)
		drop = drop_of_fence(f, req, held_get(k, f->io.held));
	else if (write->drops)
		drop = drop_of_write(write);
	wire_put(k, f->io.fence_ready, ready);
	wire_put(k, f->io.fence_accepted, taken);
	drop_put(k, f->io.drop, &drop);
}

void fence_init(struct fence *f, struct kernel *k, unsigned int asid_bits)
{
	static const struct kernel_line lines[] = {FENCE_INTERFACE(INTERFACE_LINE)};
	static const struct kernel_ops ops = KERNEL_OPS(fence_eval, NULL, lines);

	*f = (struct fence){.asid_bits = asid_bits};
	kernel_module(k, "", "fence", &ops, f, sizeof(*f), &f->io);
}
