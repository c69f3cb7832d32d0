/* SPDX-License-Identifier: Apache-2.0 */
/* What the MMU is told: whose tables it walks, and what its TLBs must forget. */
#include "os/kernel/os.h"
#include "os/kernel/space.h"

static bool has_asids(const struct os *os)
{
	return os->asids.n > 1;
}

void os_run(struct os *os, struct space *space)
{
	uint64_t root = space ? space->root : os->kernel_root, asid = 0;

	if (os->running == space || !os_works(os))
		return;
	if (space) {
		asid_assign(os, space);
		asid = space->asid;
	}
	os->running = space;
	os->counts.switches++;
	machine_switch(os->machine, os->format->regime,
		       format_ptbr(os->format, root, asid, has_asids(os)));
}

static void fence(struct os *os, const struct core_fence *fence)
{
	if (!os_works(os))
		return;
	os->counts.fences++;
	machine_fence(os->machine, fence);
}

void os_fence_page(struct os *os, const struct space *space, uint64_t va)
{
	if (asid_is_current(os, space))
		fence(os, &(struct core_fence){.by_va = true,
					       .va = va,
					       .by_asid = has_asids(os),
					       .asid = space->asid});
}

void os_fence_space(struct os *os, const struct space *space)
{
	if (asid_is_current(os, space))
		fence(os, &(struct core_fence){.by_asid = has_asids(os),
					       .asid = space->asid,
					       .keep_global = true});
}

void os_fence_kernel(struct os *os, uint64_t va)
{
	fence(os, &(struct core_fence){.by_va = true, .va = va});
}
