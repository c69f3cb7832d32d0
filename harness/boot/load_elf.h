/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ELF files: the segments that are to be loaded go where their physical addresses say. All but
 * load_is_elf() put one line, "FILE: what", into error when they fail.
 */
#ifndef PAGEWALK_BOOT_LOAD_ELF_H
#define PAGEWALK_BOOT_LOAD_ELF_H

#include "boot/load.h"

bool load_is_elf(const struct load_file *file);

/* load_xlen() and load_kernel() of an ELF file. */
unsigned int load_elf_xlen(const struct load_file *kernel, char *error, size_t size);
bool load_elf(const struct load_file *kernel, const struct ram *ram, struct load_place *place,
	      char *error, size_t size);

#endif
