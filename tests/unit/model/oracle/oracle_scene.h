/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scene for the spec oracle: a memory of few entries, and an access to it. What a paging mode is,
 * and where its tables lie, is in the fixtures of RISC-V and of x86.
 */
#ifndef PAGEWALK_ORACLE_SCENE_H
#define PAGEWALK_ORACLE_SCENE_H

#include <check.h>
#include <inttypes.h>

#include "oracle/oracle.h"
#include "suite.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BIT(n)        (UINT64_C(1) << (n))

#define F ACCESS_FETCH
#define L ACCESS_LOAD
#define S ACCESS_STORE

/* The root table of a scene; the tables below it follow, one a level. */
#define ROOT UINT64_C(0x80000)

struct paging;

/* Words that were not stored do not exist: reading one is an access fault. */
struct scene {
	const struct paging *paging;
	const char *name; /* of the paging mode */
	struct oracle_context context;
	struct oracle_access access;
	struct oracle_answer answer;
	unsigned int words;
	struct {
		uint64_t pa, pte;
	} word[24];
	unsigned int bytes; /* of each read; 0: whatever is asked for, and noted */
	unsigned int reads;
	uint64_t read_pa[ORACLE_MAX_READS + 1];
};

/* The oracle's memory; notes each read. */
bool scene_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte);

/* One entry; stored again, it is replaced. */
void scene_store(struct scene *scene, uint64_t pa, uint64_t pte);

/* Runs the access; the reads that the answer lists are the reads that were done. */
void scene_run(struct scene *scene);

/* sum is AC on x86, which has no MXR. */
#define WHERE_FORMAT "%s va %" PRIx64 " type %d priv %d sum %d mxr %d: "
#define WHERE(s)                                                                                   \
	(s)->name, (s)->access.va, (s)->access.type, (s)->access.priv, (s)->access.sum,            \
		(s)->access.mxr

#define expect_eq(scene, what, got, want)                                                          \
	suite_assert((uint64_t)(got) == (uint64_t)(want),                                          \
		     WHERE_FORMAT what " %" PRIx64 ", not %" PRIx64, WHERE(scene),                 \
		     (uint64_t)(got), (uint64_t)(want))

/* The access faults with this error code after so many reads, and says nothing else. */
void expect_fault_code(struct scene *scene, enum fault fault, unsigned int code,
		       unsigned int reads);

/* The access succeeds, with whatever updates. */
void expect_page(struct scene *scene, uint64_t pa, unsigned int size, unsigned int reads);

#endif
