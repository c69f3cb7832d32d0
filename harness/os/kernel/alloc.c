/* SPDX-License-Identifier: Apache-2.0 */
/* Frames, taken and given back: there is one as long as any page can leave. */
#include "os/kernel/os.h"

#define RESERVE 4u /* frames that reclaim itself may need, to split huge pages */

uint64_t os_frame(struct os *os, enum frame_type type)
{
	while (os->frames.free <= RESERVE && !os->reclaiming && os_works(os) && os->reclaim(os))
		;
	return frames_get(&os->frames, type);
}

void os_release(struct os *os, uint64_t frame)
{
	uint64_t slot = os->frames.frame[frame].slot;

	if (frames_release(&os->frames, frame) && slot != NO_SLOT)
		swap_release(&os->swap, slot);
}
