/* SPDX-License-Identifier: Apache-2.0 */
/* Lines, scenarios and their memory; what a scenario and a question say is its dialect's. */
#include "vectors/vectors.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/source.h"
#include "base/text.h"
#include "vectors/vectors_parse.h"

#define MEMORY_BYTES (VECTOR_MEMORY_END - VECTOR_MEMORY_BEGIN)

const char *const vector_missing_names[VECTOR_MISSING] = {
	[VECTOR_ALL_BUILT] = "nothing",
	[VECTOR_TWO_STAGES] = "two stages",
	[VECTOR_PMP] = "physical memory protection",
	[VECTOR_SVRSW60T59B] = "Svrsw60t59b",
	[VECTOR_POINTER_MASKING] = "pointer masking",
	[VECTOR_PROTECTION_KEYS] = "protection keys",
	[VECTOR_SHADOW_STACKS] = "shadow stacks",
	[VECTOR_LASS] = "LASS",
	[VECTOR_LAM] = "LAM",
};

struct vectors {
	struct source *source;
	struct text text;
	struct vector_scenario scenario;
	struct vector_values values; /* its fields */
	unsigned long scenarios;     /* so far */
	bool inside;                 /* a scenario whose E is still to come */
	bool announced;              /* vectors_next() has given it */
	bool held;                   /* the line at the cursor is still to be parsed */
	bool ended;
	enum vectors_kind end; /* once ended: VECTORS_END or VECTORS_ERROR */

	struct vector_word *words; /* the scenario's M lines */
	size_t words_capacity;
	uint64_t memory[MEMORY_BYTES / 8];
};

static void write_memory(struct vectors *v, uint64_t pa, uint64_t pte)
{
	uint64_t offset = pa - VECTOR_MEMORY_BEGIN;
	uint64_t *word = &v->memory[offset / 8];

	if (v->scenario.word_bytes == 8)
		*word = pte;
	else if (offset % 8)
		*word = (*word & UINT32_MAX) | pte << 32;
	else
		*word = (*word >> 32) << 32 | pte;
}

/* An x86 scenario begins with its mode, which no other family has. */
static bool is_x86(const struct text *text)
{
	static const char *const modes[] = {"2level", "pae", "4level", "5level"};
	struct text ahead = {.at = text_skip_blanks(text->at)};
	bool found = false;

	if (text_prefix(&ahead, "mode="))
		for (unsigned int i = 0; i < 4; i++)
			found = found || text_word(&ahead, modes[i]);
	return found;
}

static bool parse_scenario(struct vectors *v)
{
	struct vector_scenario *s = &v->scenario;
	struct text *text = &v->text;
	uint64_t number = 0;

	if (v->inside)
		return text_fail(text, "expected the end (E) of the scenario of line %lu first",
				 s->line);
	if (!vectors_decimal(text, "a scenario's number", &number))
		return false;
	while (s->n_words)
		v->memory[(v->words[--s->n_words].pa - VECTOR_MEMORY_BEGIN) / 8] = 0;
	memset(&v->values, 0, sizeof(v->values));
	s->word_bytes = 0;
	if (is_x86(text) ? !vectors_x86_scenario(text, &v->values, s)
			 : !vectors_riscv_context(text, &v->values, s))
		return false;
	s->number = number;
	s->line = text->line;
	v->scenarios++;
	v->inside = true;
	v->announced = false;
	return true;
}

static bool keep_word(struct vectors *v, const struct vector_word *word)
{
	struct vector_scenario *s = &v->scenario;

	if (s->n_words == v->words_capacity) {
		size_t capacity = v->words_capacity ? v->words_capacity * 2 : 256;
		struct vector_word *words = realloc(v->words, capacity * sizeof(*words));

		if (!words)
			return text_fail(&v->text, "out of memory");
		v->words = words;
		v->words_capacity = capacity;
		s->words = words;
	}
	v->words[s->n_words++] = *word;
	return true;
}

static bool parse_memory(struct vectors *v)
{
	struct vector_scenario *s = &v->scenario;
	struct text *text = &v->text;
	uint64_t pte_max = s->word_bytes == 4 ? UINT32_MAX : UINT64_MAX;
	struct vector_word word;
	uint64_t old;

	if (v->announced)
		return text_fail(text, "a PTE of the scenario behind its first question");
	if (!text_number_word(text, "a physical address", UINT64_MAX, &word.pa) ||
	    !text_number_word(text, "a PTE", pte_max, &word.pte))
		return false;
	if (!vector_scenario_read(s, word.pa, s->word_bytes, &old))
		return text_fail(text,
				 "expected the address of a PTE of %u bytes, aligned, within "
				 "80000000 to 801fffff, found %" PRIx64,
				 s->word_bytes, word.pa);
	if (old)
		return text_fail(text, "the PTE at %" PRIx64 " is given twice", word.pa);
	if (!keep_word(v, &word))
		return false;
	write_memory(v, word.pa, word.pte);
	return true;
}

/* The file has no more lines: was that all? */
static void finish(struct vectors *v)
{
	v->ended = true;
	v->end = VECTORS_ERROR;
	if (v->inside)
		text_fail(&v->text, "the file ends inside the scenario of line %lu",
			  v->scenario.line);
	else if (!v->scenarios)
		snprintf(v->text.error, sizeof(v->text.error), "%s: there is no scenario in it",
			 v->text.name);
	else
		v->end = VECTORS_END;
}

/* Puts the cursor at the next line; false: there is none. */
static bool read_line(struct vectors *v)
{
	struct source_line line;

	if (v->held) {
		v->held = false;
		return true;
	}
	switch (source_next(v->source, &line)) {
	case SOURCE_LINE:
		v->text.at = text_skip_blanks(line.text);
		v->text.line = line.number;
		return true;
	case SOURCE_END:
		finish(v);
		return false;
	default:
		v->ended = true;
		v->end = VECTORS_ERROR;
		snprintf(v->text.error, sizeof(v->text.error), "%s", source_error(v->source));
		return false;
	}
}

/* What follows a scenario's memory, with the cursor at its letter. */
static bool parse_item(struct vectors *v, struct vector_question *q, enum vectors_kind *kind)
{
	const struct vector_scenario *s = &v->scenario;
	struct text *text = &v->text;
	bool x86 = vectors_are_x86(s);

	memset(q, 0, sizeof(*q));
	q->line = text->line;
	if (text_word(text, "E")) {
		v->inside = false;
		*kind = VECTORS_END;
		return true;
	}
	*kind = VECTORS_QUESTION;
	if (text_word(text, "Q"))
		return x86 ? vectors_x86_question(text, &v->values, s, q)
			   : vectors_riscv_question(text, &v->values, s, q);
	text_word(text, "C");
	if (x86)
		return vectors_x86_base(text, &v->values, s, q);
	*kind = VECTORS_CONTEXT;
	return vectors_riscv_context(text, &v->values, &v->scenario);
}

/* One line. *kind is set when it is something to give; false: the message is set. */
static bool parse_line(struct vectors *v, struct vector_question *question, enum vectors_kind *kind)
{
	struct text *text = &v->text;
	const char *line = text->at;

	if (text_is_end(*line))
		return text_end(text);
	if (text_word(text, "S"))
		return parse_scenario(v) && text_end(text);
	if (!v->inside)
		return text_expected(text, "a scenario (S)");
	if (text_word(text, "M"))
		return parse_memory(v) && text_end(text);
	if (!text_word(text, "Q") && !text_word(text, "C") && !text_word(text, "E"))
		return text_expected(text, "S, M, C, Q or E");
	text->at = line;
	if (!v->announced) {
		v->announced = true;
		v->held = true;
		*kind = VECTORS_SCENARIO;
		return true;
	}
	return parse_item(v, question, kind) && text_end(text);
}

enum vectors_kind vectors_next(struct vectors *vectors, struct vector_question *question)
{
	enum vectors_kind kind = VECTORS_END; /* nothing to give yet */

	while (!vectors->ended && read_line(vectors)) {
		if (!parse_line(vectors, question, &kind)) {
			vectors->ended = true;
			vectors->end = VECTORS_ERROR;
		} else if (kind != VECTORS_END) {
			return kind;
		}
	}
	return vectors->end;
}

struct vectors *vectors_open(const char *path, char *error, size_t size)
{
	struct vectors *vectors = calloc(1, sizeof(*vectors));

	if (!vectors) {
		snprintf(error, size, "%s: out of memory", path);
		return NULL;
	}
	vectors->source = source_open(path, error, size);
	if (!vectors->source) {
		vectors_close(vectors);
		return NULL;
	}
	vectors->text.name = source_name(vectors->source);
	vectors->scenario.memory = vectors->memory;
	return vectors;
}

void vectors_close(struct vectors *vectors)
{
	if (!vectors)
		return;
	source_close(vectors->source);
	free(vectors->words);
	free(vectors);
}

const struct vector_scenario *vectors_scenario(const struct vectors *vectors)
{
	return &vectors->scenario;
}

bool vector_scenario_read(const struct vector_scenario *scenario, uint64_t pa, unsigned int bytes,
			  uint64_t *value)
{
	uint64_t word;

	if (pa < VECTOR_MEMORY_BEGIN || pa >= VECTOR_MEMORY_END || (bytes != 4 && bytes != 8) ||
	    pa % bytes)
		return false;
	word = scenario->memory[(pa - VECTOR_MEMORY_BEGIN) / 8];
	if (bytes == 4)
		word = pa % 8 ? word >> 32 : word & UINT32_MAX;
	*value = word;
	return true;
}

const char *vectors_error(const struct vectors *vectors)
{
	return vectors->text.error;
}

double vectors_progress(const struct vectors *vectors)
{
	return source_progress(vectors->source);
}
