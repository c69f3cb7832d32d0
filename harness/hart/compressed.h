/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The C extension: unprivileged manual 20240411, "C Extension for Compressed Instructions", tables
 * "Instruction listing for RVC, Quadrant 0" to 2.
 */
#ifndef PAGEWALK_HART_COMPRESSED_H
#define PAGEWALK_HART_COMPRESSED_H

#include <stdint.h>

/*
 * The instruction of 32 bits that does what this one of 16 bits does (xlen: 32 or 64), those of F
 * and D, too; 0: there is none, or it is reserved, or left to custom extensions.
 */
uint32_t compressed_expand(uint16_t instruction, unsigned int xlen);

#endif
