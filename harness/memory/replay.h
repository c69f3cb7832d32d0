/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gives the oracle the values that memory gave the MMU, in the same order. The addresses are
 * compared afterwards, because the oracle lists those that it reads.
 */
#ifndef PAGEWALK_REPLAY_H
#define PAGEWALK_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

struct replay {
	const uint64_t *data;
	unsigned int n;
	bool error;        /* the last of them failed */
	unsigned int next; /* to be read; 0 to begin with */
};

/* An oracle_read_fn over a struct replay; reads beyond its end fail. */
bool replay_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte);

#endif
