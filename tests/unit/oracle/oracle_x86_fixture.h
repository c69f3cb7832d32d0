/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scenes for the spec oracle's x86: a memory of few entries, and an access to it.
 */
#ifndef PAGEWALK_ORACLE_X86_FIXTURE_H
#define PAGEWALK_ORACLE_X86_FIXTURE_H

#include <check.h>
#include <inttypes.h>

#include "oracle/oracle.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BIT(n)        (UINT64_C(1) << (n))
#define BAD           UINT64_MAX

/* Bits of an entry */
#define P   BIT(0)
#define W   BIT(1)
#define U   BIT(2)
#define PWT BIT(3)
#define PCD BIT(4)
#define A   BIT(5)
#define D   BIT(6)
#define PS  BIT(7)
#define G   BIT(8)
#define XD  BIT(63)

/* A user page that grants everything, and a pointer that does. */
#define GOOD    (P | W | U | A | D)
#define POINTER (P | W | U | A)

/* Error code */
#define CODE_P    1
#define CODE_W    2
#define CODE_U    4
#define CODE_RSVD 8
#define CODE_ID   16

#define F ACCESS_FETCH
#define L ACCESS_LOAD
#define S ACCESS_STORE

/* The paging modes as the manual's figures show them; PAE without its PDPTE registers. */
struct paging {
	const char *name;
	enum regime regime;
	bool pae, lma, la57;
	unsigned int levels, index_bits, pte_bytes;
	unsigned int large;   /* the highest level that may map a page */
	unsigned int va_bits; /* all that is translated */
	unsigned int size[5]; /* log2 of what an entry maps, at each level */
};

extern const struct paging paging[4];

enum { TWO_LEVEL, PAE, FOUR_LEVEL, FIVE_LEVEL };

/* The root table of a scene; the tables below it follow, one a level. */
#define ROOT UINT64_C(0x80000)

/*
 * A memory of few entries and an access to it. Words that were not stored do not
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
	} word[8];
	unsigned int bytes; /* of each read; 0: whatever is asked for, and noted */
	unsigned int reads;
	uint64_t read_pa[ORACLE_MAX_READS + 1];
};

/* The oracle's memory; notes each read. */
bool scene_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte);

/* No entry yet; a load by the user, WP, PSE, NXE, 46 bits of PA. */
void scene_init(struct scene *scene, const struct paging *p, uint64_t va);

/* One entry; stored again, it is replaced. */
void scene_store(struct scene *scene, uint64_t pa, uint64_t pte);

/* Where the entry for the scene's VA lies at a level. */
uint64_t scene_pte_pa(const struct scene *scene, unsigned int level);

/* The good entry at a level for the next table. */
uint64_t scene_pointer(const struct scene *scene, unsigned int level);

/* Maps the scene's VA by pointers down to `level`, and there by pte. */
void scene_map(struct scene *scene, unsigned int level, uint64_t pte);

/* The same by a page that grants everything; above level 0 it has PS. */
uint64_t good_leaf(unsigned int level);

/* A canonical address with another index in each level, and offset 0x678. */
uint64_t spread_va(const struct paging *p);

/* The VA's offset in a page of this level */
uint64_t scene_offset(const struct scene *scene, unsigned int level);

#define WHERE_FORMAT "%s va %" PRIx64 " type %d priv %d ac %d: "
#define WHERE(s)                                                                                   \
	(s)->paging->name, (s)->access.va, (s)->access.type, (s)->access.priv, (s)->access.sum

#define expect_eq(scene, what, got, want)                                                          \
	ck_assert_msg((uint64_t)(got) == (uint64_t)(want),                                         \
		      WHERE_FORMAT what " %" PRIx64 ", not %" PRIx64, WHERE(scene),                \
		      (uint64_t)(got), (uint64_t)(want))

/* The access faults after so many reads, and says nothing else. */
void expect_fault(struct scene *scene, enum fault fault, unsigned int code, unsigned int reads);

/* The access succeeds. */
void expect_pa(struct scene *scene, uint64_t pa, unsigned int size, unsigned int reads);

extern const unsigned int pa_widths[6];

#endif
