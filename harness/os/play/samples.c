/* SPDX-License-Identifier: Apache-2.0 */
#include "os/play/samples.h"

#define FIRST_DISTANCE 256u

void samples_init(struct samples *samples)
{
	samples->n = 0;
	samples->distance = FIRST_DISTANCE;
	samples->next = 0;
}

static void thin_out(struct samples *samples)
{
	samples->n /= 2;
	for (unsigned int i = 1; i < samples->n; i++)
		samples->sample[i] = samples->sample[2 * i];
	samples->distance *= 2;
}

void samples_add(struct samples *samples, const struct sample *sample)
{
	if (samples->n == SAMPLES)
		thin_out(samples);
	samples->sample[samples->n++] = *sample;
	samples->next = sample->cycle + samples->distance;
}
