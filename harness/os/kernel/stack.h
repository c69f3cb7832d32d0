/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel's stacks, one for each process: behind the direct map, in tables that all roots share.
 */
#ifndef PAGEWALK_OS_STACK_H
#define PAGEWALK_OS_STACK_H

#include "os/kernel/os.h"

/* Where a stack is, whether it is mapped or not. */
uint64_t stack_va(const struct os *os, unsigned int slot);

/* Maps a stack, and returns its address; 0: no room. */
uint64_t stack_map(struct os *os, unsigned int slot);

/* Needs no space that runs. */
void stack_unmap(struct os *os, unsigned int slot);

#endif
