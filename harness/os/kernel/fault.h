/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page-fault handler: why did the MMU refuse, and what is to be done?
 *
 *	no region, or the region forbids it		kill: segmentation violation
 *	below a stack that grows			the region grows
 *	anonymous, nothing there, a load		the zero page, closed to stores
 *	anonymous, nothing there, a store		a zeroed frame
 *	in swap						a frame, read in: a major fault
 *	of an object, shared or not written		the object's frame
 *	of an object, private, a store			a copy
 *	there, but closed to stores, a store		copy-on-write: a copy, or, of the last
 *							owner, just the right to store
 */
#ifndef PAGEWALK_OS_FAULT_H
#define PAGEWALK_OS_FAULT_H

#include "os/kernel/space.h"

enum fault_verdict {
	FAULT_RETRY,     /* the access may be made again */
	FAULT_KILL,      /* it was wrong: segmentation violation */
	FAULT_BUS,       /* its page cannot be had: an error of the disk */
	FAULT_NO_MEMORY, /* no frame can be had for it */
};

/* A page fault at va: mends what the access needs, or says why it cannot be mended. */
enum fault_verdict fault_handle(struct space *space, uint64_t va, enum access_type type);

/* Brings a page in, as a fault would, for a store where the region allows stores. */
enum fault_verdict fault_touch(struct space *space, uint64_t va);

#endif
