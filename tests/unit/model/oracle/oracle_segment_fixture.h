/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scenes for the spec oracle's segments: the segment registers, and one access.
 */
#ifndef PAGEWALK_ORACLE_SEGMENT_FIXTURE_H
#define PAGEWALK_ORACLE_SEGMENT_FIXTURE_H

#include "oracle/oracle.h"
#include "suite.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define BIT(n)        (UINT64_C(1) << (n))
#define BAD           UINT64_MAX

#define F ACCESS_FETCH
#define L ACCESS_LOAD
#define S ACCESS_STORE

#define ES SEGMENT_ES
#define CS SEGMENT_CS
#define SS SEGMENT_SS
#define DS SEGMENT_DS
#define FS SEGMENT_FS
#define GS SEGMENT_GS

/* Types, without the accessed bit */
#define DATA       0x0
#define DATA_W     0x2
#define DOWN       0x4
#define DOWN_W     0x6
#define CODE       0x8
#define CODE_R     0xa
#define CONFORM    0xc
#define CONFORM_R  0xe
#define TYPE_COUNT 16

/* Every regime, and on x86 what makes a difference. */
enum where {
	RV32,
	RV64,
	X86_32,
	X86_32_PAGED,
	X86_64,
	X86_64_PAE,
	COMPATIBILITY,
	LONG,
	WHERE_COUNT
};

/* in the order of the enum */
struct addressing {
	const char *name;
	enum regime regime;
	bool pg, lma, is_long;
};

extern const struct addressing where[WHERE_COUNT];

/* The segment registers, and one access. */
struct scene {
	const char *name;
	struct oracle_context context;
	struct oracle_segment segments[SEGMENT_COUNT];
	unsigned int segment;
	enum access_type type;
	unsigned int ring;
	uint64_t offset;
	unsigned int bytes;
};

/* One that grants an access everything, from 0 to 4 GiB; code where the access is a fetch. */
struct oracle_segment flat(enum access_type type);

/* A load of one byte at DS:0 by ring 0. All other registers are null; in 64-bit mode CS has L. */
void scene_init(struct scene *scene, enum where at);

/* Asks, and expects this fault, or with SEGMENT_OK this linear address. */
void expect(const struct scene *scene, enum segment_fault fault, uint64_t linear);

void expect_linear(const struct scene *scene, uint64_t linear);
void expect_fault(const struct scene *scene, enum segment_fault fault);

extern const unsigned int sizes[10];

#endif
