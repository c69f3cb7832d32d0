/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records what a hart asked of the MMU, and what it answered, as a trace (traces/README.md).
 *
 * A trace states what tables hold before an access that walks reads them, so a store to a table
 * stands in it where a walk first sees it, not where it was done; what no walk has read stands
 * nowhere. A name that ends in .zst, .xz or .gz asks for that compression.
 */
#ifndef PAGEWALK_BOOT_RECORD_H
#define PAGEWALK_BOOT_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "boot/ram.h"
#include "hart/bus.h"
#include "monitor/exchange.h"

struct record;

/*
 * Tables are read from the RAM, which must outlive the record, as must path. The MMU is as after
 * reset, with ADUE off, and satp is 0. NULL with errno.
 */
struct record *record_create(const char *path, const struct ram *ram, unsigned int xlen);

/* What was asked and answered, in order: those of struct lockstep_listener; opaque is the record.
 */
void record_accessed(void *opaque, const struct hart_access *access,
		     const struct exchange *exchange);
void record_fenced(void *opaque, const struct hart_fence *fence);
void record_wrote_satp(void *opaque, uint64_t value);
void record_controlled(void *opaque, bool adue, bool pbmte);

/* Puts the trace into its place. False with errno: nothing has changed. The record is gone. */
bool record_close(struct record *record);

/* Gives it up. It may be NULL. */
void record_drop(struct record *record);

#endif
