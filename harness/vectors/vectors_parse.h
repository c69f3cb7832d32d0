/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the vector reader share. Functions that return false have left the message.
 */
#ifndef PAGEWALK_VECTORS_PARSE_H
#define PAGEWALK_VECTORS_PARSE_H

#include "base/text.h"
#include "vectors/vectors.h"

/* How a line gives KEY=VALUE. */
struct vector_field {
	const char *key; /* with its '=' */
	enum { FIELD_WORD, FIELD_HEX, FIELD_DECIMAL, FIELD_PMP } kind;
	const char *what;         /* its value, as a message names it */
	uint64_t max;             /* of a number */
	const char *const *words; /* of FIELD_WORD, up to NULL; the value is a word's place */
};

#define VECTOR_FIELDS_MAX 32

extern const char *const vector_bit[]; /* words: 0 and 1 */
#define VECTOR_BIT(key)                                                                            \
	{                                                                                          \
		key, FIELD_WORD, "0 or 1", 0, vector_bit                                           \
	}

/* The context of a scenario as its lines give it, by the fields of its dialect. */
struct vector_values {
	uint64_t value[VECTOR_FIELDS_MAX];
	uint32_t given; /* bit n: field n has been given in the scenario */
};

/* A decimal number of at most nine digits, ending its word. */
bool vectors_decimal(struct text *text, const char *what, uint64_t *value);

/* Fields up to the end of the line, in any order, each once. */
bool vectors_fields(struct text *text, const struct vector_field *fields, unsigned int n,
		    struct vector_values *values);

/* A rule's name, up to the next blank, and what its prefix says. */
bool vectors_rule(struct text *text, struct vector_question *question);

/* R<pa> and W<pa>=<value>, up to the end of the line. */
bool vectors_walk(struct text *text, uint64_t pa_max, uint64_t pte_max,
		  struct vector_answer *answer);

/* The S line behind its number, with nothing given yet; and a C line. */
bool vectors_riscv_context(struct text *text, struct vector_values *values,
			   struct vector_scenario *scenario);
bool vectors_x86_scenario(struct text *text, struct vector_values *values,
			  struct vector_scenario *scenario);

/* A line behind its Q (x86: or C); the question is all zero but for its line. */
bool vectors_riscv_question(struct text *text, const struct vector_values *values,
			    const struct vector_scenario *scenario,
			    struct vector_question *question);
bool vectors_x86_question(struct text *text, const struct vector_values *values,
			  const struct vector_scenario *scenario, struct vector_question *question);
bool vectors_x86_base(struct text *text, const struct vector_values *values,
		      const struct vector_scenario *scenario, struct vector_question *question);

static inline bool vectors_are_x86(const struct vector_scenario *scenario)
{
	return scenario->context.regime >= REGIME_X86_32;
}

#endif
