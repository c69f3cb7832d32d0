/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A kernel for a machine's RAM: a RISC-V Image (Documentation/arch/riscv/boot-image-header.rst of
 * Linux) or an ELF file. A function that fails has put one line, "FILE: what", into error (of size
 * bytes).
 */
#ifndef PAGEWALK_BOOT_LOAD_H
#define PAGEWALK_BOOT_LOAD_H

#include "boot/load_file.h"

/* The width of the hart that a kernel is for, 32 or 64; 0: it is no kernel. Of an Image a guess. */
unsigned int load_xlen(const struct load_file *kernel, char *error, size_t size);

struct load_place {
	uint64_t entry;
	uint64_t start, end; /* what it takes of RAM, with what it clears */
};

/* Puts a kernel into RAM, which is all 0. */
bool load_kernel(const struct load_file *kernel, const struct ram *ram, struct load_place *place,
		 char *error, size_t size);

#endif
