/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scenes for the spec oracle's x86.
 */
#ifndef PAGEWALK_ORACLE_X86_FIXTURE_H
#define PAGEWALK_ORACLE_X86_FIXTURE_H

#include "oracle_scene.h"

#define BAD UINT64_MAX

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

/* No entry yet; a load by the user, WP, PSE, NXE, 46 bits of PA. */
void scene_init(struct scene *scene, const struct paging *p, uint64_t va);

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

extern const unsigned int pa_widths[6];

#endif
