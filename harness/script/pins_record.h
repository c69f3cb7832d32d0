/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records what is driven into a bench as a pin script: played, it drives the same into another
 * bench, cycle by cycle. It looks at pins, at what software stores, and at how memory takes its
 * time; nobody who drives need know of it.
 */
#ifndef PAGEWALK_PINS_RECORD_H
#define PAGEWALK_PINS_RECORD_H

#include "bench/bench.h"
#include "script/pins_script.h"

struct recorder;

/* From the bench's next cycle on, which is the first after its reset. NULL: out of memory. */
struct recorder *recorder_create(struct bench *bench, struct script *script);

/* False: not all could be recorded: out of memory, or a request that changed while it waited. */
bool recorder_finish(struct recorder *recorder);

#endif
