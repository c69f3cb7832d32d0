/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scenes for the spec oracle's RISC-V.
 */
#ifndef PAGEWALK_ORACLE_FIXTURE_H
#define PAGEWALK_ORACLE_FIXTURE_H

#include "oracle_scene.h"

/* PTE bits */
#define V       BIT(0)
#define R       BIT(1)
#define W       BIT(2)
#define X       BIT(3)
#define U       BIT(4)
#define G       BIT(5)
#define A       BIT(6)
#define D       BIT(7)
#define N       BIT(63)
#define PBMT(n) ((uint64_t)(n) << 61)
#define PPN(n)  ((uint64_t)(n) << 10)

/* A user page that grants everything. */
#define GOOD (V | R | W | X | U | A | D)

/* The paging modes as the manual's figures show them. */
struct paging {
	const char *name;
	enum regime regime;
	uint64_t satp_mode;
	unsigned int levels;
	unsigned int index_bits, pte_bytes, pte_bits, ppn_bits;
	unsigned int va_bits;
	unsigned int size[5]; /* log2 of the page size at each level */
};

extern const struct paging paging[4];

/* A canonical address with another index in each level, and offset 0x678. */
uint64_t spread_va(const struct paging *p);

/* No PTE yet; a load by U, Svade, PBMTE=1. */
void scene_init(struct scene *scene, const struct paging *paging, uint64_t va);

/* Where the PTE for the scene's VA lies at a level. */
uint64_t scene_pte_pa(const struct scene *scene, unsigned int level);

/* Maps the scene's VA by pointers down to `level`, and there by pte. */
void scene_map(struct scene *scene, unsigned int level, uint64_t pte);

/* The access faults after so many reads, and says nothing else. */
void expect_fault(struct scene *scene, enum fault fault, unsigned int reads);

/* The access succeeds, with no A/D update. */
void expect_pa(struct scene *scene, uint64_t pa, unsigned int size, unsigned int reads);

#endif
