/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records what is driven into a bench as a pin script: played, it drives the same into another
 * bench, cycle by cycle. It looks at pins, at what software stores, and at how memory takes its
 * time, so a driver need not know of it.
 */
#ifndef PAGEWALK_PINS_RECORD_H
#define PAGEWALK_PINS_RECORD_H

#include "bench/bench.h"
#include "script/pins_script.h"

struct recorder;

/*
 * Records from the bench's next cycle on, which must be the first after its reset. NULL: out of
 * memory.
 */
struct recorder *recorder_create(struct bench *bench, struct script *script);

/* False: not all could be recorded: out of memory, or a request that changed while it waited. */
bool recorder_finish(struct recorder *recorder);

#endif
