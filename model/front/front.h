/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One side of the MMU, fetch or data: the segment that a request goes through, the port that holds
 * it, and the port's TLB. Modules and nothing else: the kernel wires them by name.
 */
#ifndef PAGEWALK_FRONT_H
#define PAGEWALK_FRONT_H

#include "front/port.h"
#include "front/segment.h"
#include "pins.h"
#include "tlb/tlb.h"

struct front {
	struct segment segment;
	struct port port;
	struct tlb tlb;
};

void front_init(struct front *front, struct kernel *k, bool is_fetch,
		const struct mmu_config *config);

#endif
