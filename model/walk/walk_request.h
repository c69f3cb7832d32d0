/* SPDX-License-Identifier: Apache-2.0 */
/* What a walk asks of memory (rtl/contract, walk-4, walk-5, walk-7). */
#ifndef PAGEWALK_WALK_REQUEST_H
#define PAGEWALK_WALK_REQUEST_H

#include "channels/bundles.h"
#include "walk/updates.h"

/* The read of the PTE at addr, for this port's walk. */
struct mem_req walk_request_read(bool is_fetch, enum mode mode, uint64_t addr);

/* The compare-and-swap that is due. */
struct mem_req walk_request_swap(bool is_fetch, enum mode mode, const struct update *update);

#endif
