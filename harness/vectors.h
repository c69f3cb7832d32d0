/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reader of translation vectors, plain or compressed: scenarios (a context
 * and a page-table memory) and, for each, questions with their answers.
 *
 *	S <n> mode=<1|8|9|10> root=<ppn> sum= mxr= pbmte= adue=
 *	M <pa> <pte>        a PTE of the scenario, 4 bytes in Sv32, else 8
 *	Q <rule> <F|L|S> <U|S> <va> K <pa> | F <cause>, then R<pa> and W<pa>=<value>
 *	E                   end of the scenario
 *
 * Numbers are hexadecimal but <n>, <mode> and <cause>. Every question starts
 * from the scenario's own memory and with nothing cached.
 * Two-stage vectors and vectors with physical memory protection are not
 * supported: they give an error.
 */
#ifndef PAGEWALK_VECTORS_H
#define PAGEWALK_VECTORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arch.h"

/* The table memory of every scenario; there is none outside. */
#define VECTOR_MEMORY_BEGIN 0x80000000u
#ifndef VECTOR_MEMORY_END
#define VECTOR_MEMORY_END 0x80200000u
#endif

#define VECTOR_RULE_MAX   47 /* characters */
#define VECTOR_READS_MAX  16
#define VECTOR_WRITES_MAX 4

enum vectors_kind {
	VECTORS_END,
	VECTORS_SCENARIO, /* see vectors_scenario() */
	VECTORS_QUESTION,
	VECTORS_ERROR, /* see vectors_error() */
};

struct vector_word {
	uint64_t pa;
	uint64_t pte;
};

struct vector_scenario {
	unsigned long number; /* as its S line has it */
	unsigned long line;   /* of the S line, from 1 */
	unsigned int mode;    /* satp.MODE: 1 Sv32, 8 Sv39, 9 Sv48, 10 Sv57 */
	uint64_t root;        /* satp.PPN */
	bool sum, mxr, pbmte, adue;
	unsigned int pte_bytes; /* 4 or 8 */

	const struct vector_word *words; /* in the order of the file */
	size_t n_words;

	const uint64_t *memory; /* for vector_scenario_read() */
};

struct vector_question {
	unsigned long line;
	char rule[VECTOR_RULE_MAX + 1];
	enum access_type type;
	enum priv priv; /* PRIV_U or PRIV_S */
	uint64_t va;

	enum fault fault;
	uint64_t pa;        /* with FAULT_NONE */
	unsigned int cause; /* with a fault: 1, 5, 7 or 12, 13, 15 */

	/* What the walk read, in order, but for a read that found no memory. */
	unsigned int n_reads;
	uint64_t reads[VECTOR_READS_MAX];
	unsigned int n_writes;
	struct vector_word writes[VECTOR_WRITES_MAX]; /* A and D set */
};

struct vectors;

/*
 * Opens a vector file; "-" is standard input. On failure returns NULL and
 * leaves one line, "FILE: what", in error (of size bytes).
 */
struct vectors *vectors_open(const char *path, char *error, size_t size);

/* vectors may be NULL. */
void vectors_close(struct vectors *vectors);

/*
 * The next scenario, with all its memory, or the next question of it, then in
 * *question. After VECTORS_END or VECTORS_ERROR every further call gives the
 * same again. A file without a scenario is an error.
 */
enum vectors_kind vectors_next(struct vectors *vectors, struct vector_question *question);

/* The scenario that vectors_next() gave last; valid until it gives the next. */
const struct vector_scenario *vectors_scenario(const struct vectors *vectors);

/*
 * Reads 4 or 8 bytes of the scenario's memory, little-endian. false: pa is not
 * aligned to them, or there is no memory. Words that the file does not list are 0.
 */
bool vector_scenario_read(const struct vector_scenario *scenario, uint64_t pa, unsigned int bytes,
			  uint64_t *value);

/* "FILE:LINE: what is wrong", once vectors_next() has given VECTORS_ERROR. */
const char *vectors_error(const struct vectors *vectors);

/* Part of the compressed input consumed, 0 to 1; -1: not known. */
double vectors_progress(const struct vectors *vectors);

#endif
