/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which locked pages the TLBs keep. No other page can have the slot of a locked entry, so the
 * kernel locks no more than half of each TLB. The pages that are used first get these slots; the
 * others walk as all pages do. Only a fence takes a locked entry out of a TLB, so a page that is
 * unlocked, and a process that ends, must be fenced.
 *
 * Pages of 4 KiB are counted here, and a huge page as many of them, so there are never more entries
 * than pages.
 */
#ifndef PAGEWALK_OS_TLB_LOCKS_H
#define PAGEWALK_OS_TLB_LOCKS_H

#include <stdbool.h>
#include <stdint.h>

#include "arch.h"

#define MAX_TLB_LOCKS 32u /* half of the largest TLB */

struct os;
struct space;

/* The pages whose entries are locked in one TLB. */
struct tlb_locks {
	struct {
		const struct space *space;
		uint64_t va;
	} page[MAX_TLB_LOCKS];
	unsigned int n, most;
};

/* entries: of the TLB. */
void tlb_locks_init(struct tlb_locks *locks, unsigned int entries);

/* May an access to this locked page lock its entry? It is counted from then on. */
bool tlb_locks_take(struct os *os, const struct space *space, uint64_t va, enum access_type type);

/* The page is not locked any more. True: it was, and the caller fences it. */
bool tlb_locks_drop(struct os *os, const struct space *space, uint64_t va);

/* The same for all pages of a space. */
bool tlb_locks_drop_all(struct os *os, const struct space *space);

#endif
