/* SPDX-License-Identifier: Apache-2.0 */
#include "os/kernel/asid.h"

#include "os/kernel/os.h"
#include "os/kernel/space.h"

void asid_init(struct asids *asids, unsigned int n)
{
	*asids = (struct asids){.n = n, .next = 1, .generation = 1};
}

bool asid_is_current(const struct os *os, const struct space *space)
{
	/* Without ASIDs a switch drops everything of the space that ran before. */
	if (os->asids.n == 1)
		return os->running == space;
	return space->generation == os->asids.generation;
}

static void roll_over(struct os *os)
{
	os->asids.generation++;
	os->asids.next = 1;
	os->counts.rollovers++;
	os->counts.fences++;
	machine_fence(os->machine, &(struct core_fence){.keep_global = true});
}

void asid_assign(struct os *os, struct space *space)
{
	if (os->asids.n == 1 || space->generation == os->asids.generation)
		return;
	if (os->asids.next == os->asids.n)
		roll_over(os);
	space->asid = os->asids.next++;
	space->generation = os->asids.generation;
}
