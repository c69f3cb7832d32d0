/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plays a pin script on a bench after its reset. An event happens in its cycle, or as soon after it
 * as it can: a request after the one before it on its channel has been accepted, and what stands
 * behind a reset in the cycle after it. So a script is still one when events are taken out of it.
 */
#ifndef PAGEWALK_PINS_PLAY_H
#define PAGEWALK_PINS_PLAY_H

#include "bench/bench.h"
#include "script/pins_script.h"

/*
 * Configures a bench for a script: memory that answers in one cycle without errors, where the
 * script says nothing else, and the script's start values of registers.
 */
void pins_bench(const struct script *script, struct bench_config *config);

/*
 * Plays all events and then until all is answered, all expectations are met and the counters have
 * been seen, or until the bench fails, or reaches limit cycles (0: none). The bench tells how it
 * ended; a port that never answers is a mismatch, and so is an expectation that is not met. *met,
 * unless it is NULL, is how many were.
 */
enum bench_status pins_play(struct bench *bench, const struct script *script, uint64_t limit,
			    uint64_t *met);

#endif
