/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Address-space identifiers (ASID; x86: PCID). There are fewer than processes, so they are given in
 * generations: a space keeps its ASID as long as the generation lasts. When all are given a fence
 * of everything that is not global begins a new generation, and no old ASID means anything any
 * more. So a space that ends needs no fence: its ASID is not given again before one.
 *
 * ASID 0 is the kernel's own tables'.
 */
#ifndef PAGEWALK_OS_ASID_H
#define PAGEWALK_OS_ASID_H

#include <stdbool.h>
#include <stdint.h>

struct os;
struct space;

struct asids {
	unsigned int n; /* 0 to n - 1; 1: the mode has none */
	unsigned int next;
	uint64_t generation; /* from 1 */
};

/* n: how many ASIDs there are, the kernel's 0 included; 1: the mode has none to tell apart. */
void asid_init(struct asids *asids, unsigned int n);

/* May the TLBs hold something of this space? */
bool asid_is_current(const struct os *os, const struct space *space);

/* Gives the space an ASID of this generation, if it has none. */
void asid_assign(struct os *os, struct space *space);

#endif
