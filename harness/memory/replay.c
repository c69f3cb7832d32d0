/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/replay.h"

bool replay_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	struct replay *replay = opaque;
	unsigned int n = replay->next++;

	(void)pa;
	(void)bytes;
	*pte = n < replay->n ? replay->data[n] : 0;
	return n < replay->n && !(replay->error && n == replay->n - 1);
}
