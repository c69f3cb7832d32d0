/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scenes for the spec oracle's RISC-V: a memory of few PTEs, and an access to it.
 */
#ifndef PAGEWALK_ORACLE_FIXTURE_H
#define PAGEWALK_ORACLE_FIXTURE_H

#include <check.h>
#include <inttypes.h>

#include "oracle/oracle.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BIT(n)        (UINT64_C(1) << (n))

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

#define F ACCESS_FETCH
#define L ACCESS_LOAD
#define S ACCESS_STORE

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

/* The root table of a scene; the tables below it follow, one a level. */
#define ROOT UINT64_C(0x80000)

/* A canonical address with another index in each level, and offset 0x678. */
uint64_t spread_va(const struct paging *p);

/*
 * A memory of few PTEs and an access to it. Words that were not stored do not
 * exist: reading one is an access fault.
 */
struct scene {
	const struct paging *paging;
	struct oracle_context context;
	struct oracle_access access;
	struct oracle_answer answer;
	unsigned int words;
	struct {
		uint64_t pa, pte;
	} word[24];
	unsigned int reads;
	uint64_t read_pa[ORACLE_MAX_READS + 1];
};

/* No PTE yet; a load by U, Svade, PBMTE=1. */
void scene_init(struct scene *scene, const struct paging *paging, uint64_t va);

/* One PTE; stored again, it is replaced. */
void scene_store(struct scene *scene, uint64_t pa, uint64_t pte);

/* Where the PTE for the scene's VA lies at a level. */
uint64_t scene_pte_pa(const struct scene *scene, unsigned int level);

/* Maps the scene's VA by pointers down to `level`, and there by pte. */
void scene_map(struct scene *scene, unsigned int level, uint64_t pte);

#define WHERE_FORMAT "%s va %" PRIx64 " type %d priv %d sum %d mxr %d: "
#define WHERE(s)                                                                                   \
	(s)->paging->name, (s)->access.va, (s)->access.type, (s)->access.priv, (s)->access.sum,    \
		(s)->access.mxr

#define expect_eq(scene, what, got, want)                                                          \
	ck_assert_msg((uint64_t)(got) == (uint64_t)(want),                                         \
		      WHERE_FORMAT what " %" PRIx64 ", not %" PRIx64, WHERE(scene),                \
		      (uint64_t)(got), (uint64_t)(want))

/* Runs the access; the reads that the answer lists are the reads that were done. */
void scene_run(struct scene *scene);

/* The access faults after so many reads, and says nothing else. */
void expect_fault(struct scene *scene, enum fault fault, unsigned int reads);

/* The access succeeds, with no A/D update. */
void expect_pa(struct scene *scene, uint64_t pa, unsigned int size, unsigned int reads);

#endif
