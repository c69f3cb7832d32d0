/* SPDX-License-Identifier: Apache-2.0 */
/*
 * May this access use this page? Rule walk-1 of rtl/contract: the same question on a hit and at the
 * end of a walk, whatever the paging mode.
 */
#ifndef PAGEWALK_PERMISSION_H
#define PAGEWALK_PERMISSION_H

#include "channels/words.h"

/* Does the leaf give the right that the access needs: R, W or X? */
static inline bool leaf_grants(uint64_t leaf, uint64_t access)
{
	if (access & ACCESS_FETCHES)
		return leaf & PTE_X;
	if (access & ACCESS_STORES)
		return leaf & PTE_W || access & ACCESS_IGNORE_W;
	return leaf & (access & ACCESS_MXR ? PTE_R | PTE_X : PTE_R);
}

/* Is the page open to the privilege of the access? */
static inline bool leaf_admits(uint64_t leaf, uint64_t access)
{
	if (access & ACCESS_USER)
		return leaf & PTE_U;
	return !(leaf & PTE_U) || access & ACCESS_OPEN;
}

/* walk-1: both rights. */
static inline bool leaf_allows(uint64_t leaf, uint64_t access)
{
	return leaf_grants(leaf, access) && leaf_admits(leaf, access);
}

/* A page must be marked as accessed, and as dirty before a store. */
static inline bool leaf_is_marked(uint64_t leaf, uint64_t access)
{
	uint64_t marks = access & ACCESS_STORES ? PTE_A | PTE_D : PTE_A;

	return (leaf & marks) == marks;
}

#endif
