/* SPDX-License-Identifier: Apache-2.0 */
/* What a machine is: what its device tree says of it, and what a snapshot of it must be resumed on.
 */
#ifndef PAGEWALK_BOOT_SHAPE_H
#define PAGEWALK_BOOT_SHAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch/paging.h"
#include "pins.h"

#define SHAPE_RAM_BASE  UINT64_C(0x80000000)
#define SHAPE_UART_BASE UINT64_C(0x10000000)

struct shape {
	unsigned int xlen;    /* 32, 64 */
	bool has_float;       /* F and D */
	bool svpbmt, svnapot; /* the device tree names them; RV64 */
	bool adue; /* menvcfg.ADUE, to begin with: the device tree names svadu, or svade */
	enum paging_mode mode; /* satp takes this one and those before it; PAGING_OFF: Bare alone */
	uint64_t memory;       /* bytes */

	/* Of the MMU: a kernel has found out. */
	unsigned int formats, asid_bits;
};

/* Everything that these sizes have, for a hart of xlen 32 or 64. */
void shape_all(struct shape *shape, const struct mmu_config *sizes, unsigned int xlen);

/*
 * Sets xlen and extensions as "rv64imafdc_svpbmt_svnapot" or a shorter name says: IMAC is always
 * there, F and D come together. False: it is no such name.
 */
bool shape_parse_isa(struct shape *shape, const char *text);

/* "bare", "sv32", "sv39", "sv48", "sv57". Valid until the next call. */
const char *shape_mode_name(enum paging_mode mode);

/* The device tree's riscv,isa. */
void shape_isa(const struct shape *shape, char *text, size_t size);

/* Its riscv,isa-extensions: each name with its 0, in a row. Returns the bytes. */
size_t shape_extensions(const struct shape *shape, char *text, size_t size);

/* A size in whole pages, such as 256M. False: it is none. */
bool shape_parse_memory(const char *text, uint64_t *bytes);

/* The most that such a hart can reach without translation. */
uint64_t shape_most_memory(const struct shape *shape);

#endif
