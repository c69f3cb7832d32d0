/* SPDX-License-Identifier: Apache-2.0 */
#include "vectors.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "source.h"
#include "text.h"

#define MEMORY_BYTES (VECTOR_MEMORY_END - VECTOR_MEMORY_BEGIN)

struct vectors {
	struct source *source;
	struct text text;
	struct vector_scenario scenario;
	unsigned long scenarios; /* so far */
	bool inside;             /* a scenario whose E is still to come */
	bool announced;          /* vectors_next() has given it */
	bool held;               /* the line at the cursor is still to be parsed */
	bool ended;
	enum vectors_kind end; /* once ended: VECTORS_END or VECTORS_ERROR */

	struct vector_word *words; /* the scenario's M lines */
	size_t words_capacity;
	uint64_t memory[MEMORY_BYTES / 8];
};

/* One digit, 0 or 1, ending its word. */
static bool parse_bool(struct text *text, const char *what, uint64_t *value)
{
	*value = text_word(text, "1");
	return *value || text_word(text, "0") || text_expected(text, what);
}

/* A decimal number of at most nine digits, ending its word. */
static bool parse_decimal(struct text *text, const char *what, uint64_t *value)
{
	const char *at;
	uint64_t n = 0;

	text_more(text);
	for (at = text->at; *at >= '0' && *at <= '9' && at - text->at < 9; at++)
		n = n * 10 + (*at - '0');
	if (at == text->at || !text_is_word_end(*at))
		return text_expected(text, what);
	text->at = at;
	*value = n;
	return true;
}

/* Keys of scenarios that ask for more than one stage of translation. */
static bool refuse_key(struct text *text)
{
	static const char *const two_stage[] = {
		"vsatp_", "vsum=", "vmxr=", "vpbmte", "vadue=", "hgatp_"};
	size_t i;

	for (i = 0; i < sizeof(two_stage) / sizeof(two_stage[0]); i++)
		if (text_prefix(text, two_stage[i]))
			return text_fail(text, "two-stage vectors are not supported");
	if (text_prefix(text, "pmp"))
		return text_fail(text, "vectors with physical memory protection are not supported");
	return text_expected(text, "a key of a scenario (mode, root, sum, mxr, pbmte or adue)");
}

/* mode, root, sum, mxr, pbmte, adue: any order, each once. */
static bool parse_keys(struct text *text, uint64_t values[6])
{
	static const char *const keys[] = {"mode=", "root=", "sum=", "mxr=", "pbmte=", "adue="};
	unsigned int i, seen = 0;

	while (text_more(text)) {
		for (i = 0; i < 6 && !text_prefix(text, keys[i]); i++)
			;
		if (i == 6)
			return refuse_key(text);
		if (seen & 1u << i)
			return text_fail(text, "%s is given twice", keys[i]);
		seen |= 1u << i;
		if (text_is_blank(*text->at))
			return text_expected(text, "a value");
		if (i == 0   ? !parse_decimal(text, "mode to be 1, 8, 9 or 10", &values[i])
		    : i == 1 ? !text_number_word(text, "root's page number", (1ull << 44) - 1,
						 &values[i])
			     : !parse_bool(text, "0 or 1", &values[i]))
			return false;
	}
	for (i = 0; i < 6; i++)
		if (!(seen & 1u << i))
			return text_fail(text, "expected %s in the scenario, found none", keys[i]);
	return true;
}

static void write_memory(struct vectors *v, uint64_t pa, uint64_t pte)
{
	uint64_t offset = pa - VECTOR_MEMORY_BEGIN;
	uint64_t *word = &v->memory[offset / 8];

	if (v->scenario.pte_bytes == 8)
		*word = pte;
	else if (offset % 8)
		*word = (*word & UINT32_MAX) | pte << 32;
	else
		*word = (*word >> 32) << 32 | pte;
}

static bool parse_scenario(struct vectors *v)
{
	struct vector_scenario *s = &v->scenario;
	struct text *text = &v->text;
	uint64_t number = 0, values[6] = {0};

	if (v->inside)
		return text_fail(text, "expected the end (E) of the scenario of line %lu first",
				 s->line);
	if (!parse_decimal(text, "a scenario's number", &number) || !parse_keys(text, values))
		return false;
	if (values[0] != 1 && (values[0] < 8 || values[0] > 10))
		return text_fail(text, "expected mode to be 1, 8, 9 or 10, found %" PRIu64,
				 values[0]);
	if (values[0] == 1 && values[1] >> 22)
		return text_fail(text,
				 "expected root's page number of at most 22 bits, found %" PRIx64,
				 values[1]);
	while (s->n_words)
		v->memory[(v->words[--s->n_words].pa - VECTOR_MEMORY_BEGIN) / 8] = 0;
	s->number = number;
	s->line = text->line;
	s->mode = values[0];
	s->root = values[1];
	s->sum = values[2];
	s->mxr = values[3];
	s->pbmte = values[4];
	s->adue = values[5];
	s->pte_bytes = s->mode == 1 ? 4 : 8;
	v->scenarios++;
	v->inside = true;
	v->announced = false;
	return true;
}

static bool parse_memory(struct vectors *v)
{
	struct vector_scenario *s = &v->scenario;
	struct text *text = &v->text;
	uint64_t pte_max = s->pte_bytes == 4 ? UINT32_MAX : UINT64_MAX;
	struct vector_word word;
	uint64_t old;

	if (v->announced)
		return text_fail(text, "a PTE of the scenario behind its first question");
	if (!text_number_word(text, "a physical address", UINT64_MAX, &word.pa) ||
	    !text_number_word(text, "a PTE", pte_max, &word.pte))
		return false;
	if (!vector_scenario_read(s, word.pa, s->pte_bytes, &old))
		return text_fail(text,
				 "expected the address of a PTE of %u bytes, aligned, within "
				 "80000000 to 801fffff, found %" PRIx64,
				 s->pte_bytes, word.pa);
	if (old)
		return text_fail(text, "the PTE at %" PRIx64 " is given twice", word.pa);
	if (s->n_words == v->words_capacity) {
		size_t capacity = v->words_capacity ? v->words_capacity * 2 : 256;
		struct vector_word *words = realloc(v->words, capacity * sizeof(*words));

		if (!words)
			return text_fail(text, "out of memory");
		v->words = words;
		v->words_capacity = capacity;
		s->words = words;
	}
	v->words[s->n_words++] = word;
	write_memory(v, word.pa, word.pte);
	return true;
}

/* A rule's name, up to the next blank. */
static bool parse_rule(struct text *text, struct vector_question *q)
{
	size_t n = 0;

	text_more(text);
	while (!text_is_word_end(text->at[n]) && text->at[n] > ' ' && text->at[n] < 0x7f)
		n++;
	if (n == 0 || n > VECTOR_RULE_MAX || !text_is_word_end(text->at[n]))
		return text_expected(text, "the name of a rule");
	memcpy(q->rule, text->at, n);
	q->rule[n] = '\0';
	text->at += n;
	return true;
}

static bool parse_type(struct text *text, struct vector_question *q)
{
	text_more(text);
	if (text_word(text, "F"))
		q->type = ACCESS_FETCH;
	else if (text_word(text, "L"))
		q->type = ACCESS_LOAD;
	else if (text_word(text, "S"))
		q->type = ACCESS_STORE;
	else
		return text_expected(text, "F, L or S");
	text_more(text);
	if (text_word(text, "U"))
		q->priv = PRIV_U;
	else if (text_word(text, "S"))
		q->priv = PRIV_S;
	else
		return text_expected(text, "U or S");
	return true;
}

/* F <cause>: the cause must be one of the access's type. */
static bool parse_cause(struct text *text, struct vector_question *q)
{
	static const unsigned int page[] = {12, 13, 15}, access[] = {1, 5, 7};
	uint64_t cause = 0;
	const char *word;

	text_more(text);
	word = text->at;
	if (!parse_decimal(text, "a cause (decimal)", &cause))
		return false;
	if (cause == 20 || cause == 21 || cause == 23)
		return text_fail(text, "two-stage vectors are not supported");
	q->cause = cause;
	if (cause == page[q->type])
		q->fault = FAULT_PAGE;
	else if (cause == access[q->type])
		q->fault = FAULT_ACCESS;
	else
		return text_fail(text, "expected cause %u or %u, found %s", page[q->type],
				 access[q->type], text_quote(word).text);
	return true;
}

static bool parse_answer(struct vectors *v, struct vector_question *q)
{
	uint64_t pa_max = (1ull << (v->scenario.mode == 1 ? 34 : 56)) - 1;

	text_more(&v->text);
	if (text_word(&v->text, "F"))
		return parse_cause(&v->text, q);
	if (!text_word(&v->text, "K"))
		return text_expected(&v->text, "K and a physical address, or F and a cause");
	q->fault = FAULT_NONE;
	return text_number_word(&v->text, "a physical address", pa_max, &q->pa);
}

/* R<pa> and W<pa>=<value>, up to the end of the line. */
static bool parse_walk(struct text *text, uint64_t pte_max, struct vector_question *q)
{
	const uint64_t pa_max = (1ull << 56) - 1;

	while (text_more(text)) {
		const char *word = text->at;

		if (text_prefix(text, "R") && !text_is_blank(*text->at)) {
			if (q->n_reads == VECTOR_READS_MAX)
				return text_fail(text, "more than %d reads", VECTOR_READS_MAX);
			if (!text_number_word(text, "R and a physical address", pa_max,
					      &q->reads[q->n_reads++]))
				return false;
		} else if (text_prefix(text, "W") && !text_is_blank(*text->at)) {
			struct vector_word *write = &q->writes[q->n_writes];

			if (q->n_writes++ == VECTOR_WRITES_MAX)
				return text_fail(text, "more than %d writes", VECTOR_WRITES_MAX);
			if (!text_number(text, "W and a physical address", pa_max, &write->pa))
				return false;
			if (!text_prefix(text, "=") || text_is_blank(*text->at))
				return text_expected(text, "'=' and a PTE behind the address");
			if (!text_number_word(text, "a PTE", pte_max, &write->pte))
				return false;
		} else {
			text->at = word;
			return text_expected(text, "R<pa> or W<pa>=<pte>");
		}
	}
	return true;
}

static bool parse_question(struct vectors *v, struct vector_question *q)
{
	bool sv32 = v->scenario.mode == 1;
	struct text *text = &v->text;

	memset(q, 0, sizeof(*q));
	q->line = text->line;
	return parse_rule(text, q) && parse_type(text, q) &&
	       text_number_word(text, "a virtual address", sv32 ? UINT32_MAX : UINT64_MAX,
				&q->va) &&
	       parse_answer(v, q) && parse_walk(text, sv32 ? UINT32_MAX : UINT64_MAX, q);
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

/* One line. *kind is set when it is something to give; false: the message is set. */
static bool parse_line(struct vectors *v, struct vector_question *question, enum vectors_kind *kind)
{
	struct text *text = &v->text;
	const char *line = text->at;
	bool good;

	if (text_is_end(*line))
		return text_end(text);
	if (text_word(text, "S"))
		return parse_scenario(v) && text_end(text);
	if (!v->inside)
		return text_expected(text, "a scenario (S)");
	if (text_word(text, "M"))
		return parse_memory(v) && text_end(text);
	if (!text_word(text, "Q") && !text_word(text, "E"))
		return text_expected(text, "S, M, Q or E");
	if (!v->announced) {
		v->announced = true;
		v->held = true;
		text->at = line;
		*kind = VECTORS_SCENARIO;
		return true;
	}
	if (*line == 'E') {
		v->inside = false;
		return text_end(text);
	}
	good = parse_question(v, question) && text_end(text);
	*kind = VECTORS_QUESTION;
	return good;
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
