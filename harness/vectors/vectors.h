/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reader of translation vectors, plain or compressed: scenarios (a page-table memory and a context)
 * and, for each, questions with their answers. traces/vectors/README.md is the format. It has two
 * dialects, of RISC-V and of x86, and the reader makes the same structures of both.
 *
 * Every question starts from the scenario's own memory and with nothing cached.
 */
#ifndef PAGEWALK_VECTORS_H
#define PAGEWALK_VECTORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "oracle/oracle.h"

/* The table memory of every scenario; there is none outside. */
#define VECTOR_MEMORY_BEGIN 0x80000000u
#ifndef VECTOR_MEMORY_END
#define VECTOR_MEMORY_END 0x80200000u
#endif

#define VECTOR_RULE_MAX   47 /* characters */
#define VECTOR_READS_MAX  32
#define VECTOR_WRITES_MAX 16

enum vectors_kind {
	VECTORS_END,
	VECTORS_SCENARIO, /* see vectors_scenario() */
	VECTORS_CONTEXT,  /* the context of the scenario has changed, not its memory */
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

	bool two_stages; /* none of its questions can be asked */

	/* The base register as it is to be written; no PDPTEs are loaded. */
	struct oracle_context context;
	bool sum, mxr; /* x86: sum is EFLAGS.AC */
	uint64_t rom;  /* a page that can be read, not written; 0: none */

	unsigned int word_bytes;         /* of M: 4 or 8 */
	const struct vector_word *words; /* in the order of the file */
	size_t n_words;

	const uint64_t *memory; /* for vector_scenario_read() */
};

/* What a question may need that this MMU does not have. */
enum vector_missing {
	VECTOR_ALL_BUILT,
	VECTOR_TWO_STAGES,
	VECTOR_PMP,
	VECTOR_SVRSW60T59B,
	VECTOR_POINTER_MASKING,
	VECTOR_PROTECTION_KEYS,
	VECTOR_SHADOW_STACKS,
	VECTOR_LASS,
	VECTOR_LAM,
	VECTOR_MISSING, /* how many */
};

extern const char *const vector_missing_names[VECTOR_MISSING];

struct vector_answer {
	enum fault fault;
	/* x86 only: error code, log2 of the page size, memory type */
	unsigned int code, size, memtype;
	uint64_t pa; /* 0 with a fault */

	/* What was read, in order, but for a read that found no memory. */
	unsigned int n_reads;
	uint64_t reads[VECTOR_READS_MAX];
	unsigned int n_writes;
	struct vector_word writes[VECTOR_WRITES_MAX]; /* A and D set */
};

struct vector_question {
	unsigned long line;
	char rule[VECTOR_RULE_MAX + 1];
	enum vector_missing missing; /* not VECTOR_ALL_BUILT: what follows cannot be asked */

	bool base; /* no access, but a write of CR3; va is the value, and privilege means nothing */
	enum access_type type;
	enum priv priv;
	bool implicit; /* x86: an implicit supervisor access */
	uint64_t va;

	bool open;         /* the manual leaves open what the answer is */
	bool open_updates; /* ... whether A and D are set */
	struct vector_answer answer;
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
 * The next scenario, with all its memory, the next change of its context, or the next question of
 * it, then in *question. After VECTORS_END or VECTORS_ERROR every further call gives the same
 * again. A file without a scenario is an error.
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
