/* SPDX-License-Identifier: Apache-2.0 */
/* What a sample over time has of machine, kernel and processes. */
#include <string.h>

#include "os/play/play_parts.h"

void play_sample(struct play *play)
{
	const struct os *os = play->os;
	struct sample sample = {
		.cycle = play->machine->bench->cycle,
		.accesses = play->accesses,
		.walks = monitor_counts(play->machine->bench->monitor)->walks,
		.swapped_out = os->counts.swapped_out,
		.swapped_in = os->counts.swapped_in,
		.locked = os->frames.locked,
		.swap_used = os->swap.used,
	};

	memcpy(sample.frames, os->frames.count, sizeof(sample.frames));
	for (size_t i = 0; i < play->n_actors; i++) {
		struct space_counts counts = play_counts(&play->actor[i]);

		sample.minor += counts.minor;
		sample.major += counts.major;
		sample.copied += counts.copied;
	}
	samples_add(&play->samples, &sample);
}
