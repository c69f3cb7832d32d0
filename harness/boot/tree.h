/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The device tree of a machine (Devicetree Specification v0.4, and Linux's bindings of riscv/cpus
 * and riscv/extensions): one hart, its memory, what firmware found for the kernel.
 */
#ifndef PAGEWALK_BOOT_TREE_H
#define PAGEWALK_BOOT_TREE_H

#include "boot/shape.h"

#define TREE_BYTES ((size_t)16 << 10)

struct tree {
	const struct shape *shape;
	const char *bootargs;
	uint64_t initrd_start, initrd_end; /* equal: none */
};

/* Makes the flat tree in TREE_BYTES bytes, from a multiple of 8 on. False: it is too long. */
bool tree_make(const struct tree *tree, uint8_t *bytes);

#endif
