/* SPDX-License-Identifier: Apache-2.0 */
#include "vectors/vectors_parse.h"

#include <inttypes.h>
#include <string.h>

const char *const vector_bit[] = {"0", "1", NULL};

bool vectors_decimal(struct text *text, const char *what, uint64_t *value)
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

static bool parse_word(struct text *text, const struct vector_field *field, uint64_t *value)
{
	for (unsigned int i = 0; field->words[i]; i++)
		if (text_word(text, field->words[i])) {
			*value = i;
			return true;
		}
	return text_expected(text, field->what);
}

/* <pmpcfg>:<pmpaddr>. What is protected is not looked at, only that something is. */
static bool parse_pmp(struct text *text, const struct vector_field *field)
{
	uint64_t value;

	if (text_word(text, "all_rwx"))
		return true;
	if (!text_number(text, field->what, 0xff, &value))
		return false;
	if (!text_prefix(text, ":") || text_is_blank(*text->at))
		return text_expected(text, "':' and an address behind the byte of pmpcfg");
	return text_number_word(text, "an address of pmpaddr", UINT64_MAX, &value);
}

static bool parse_value(struct text *text, const struct vector_field *field, uint64_t *value)
{
	if (text_is_blank(*text->at))
		return text_expected(text, "a value");
	switch (field->kind) {
	case FIELD_WORD:
		return parse_word(text, field, value);
	case FIELD_PMP:
		return parse_pmp(text, field);
	case FIELD_DECIMAL:
		return vectors_decimal(text, field->what, value);
	default:
		return text_number_word(text, field->what, field->max, value);
	}
}

bool vectors_fields(struct text *text, const struct vector_field *fields, unsigned int n,
		    struct vector_values *values)
{
	uint32_t seen = 0;
	unsigned int i;

	while (text_more(text)) {
		for (i = 0; i < n && !text_prefix(text, fields[i].key); i++)
			;
		if (i == n)
			return text_expected(text, "a field of the scenario");
		if (seen & 1u << i)
			return text_fail(text, "%s is given twice", fields[i].key);
		seen |= 1u << i;
		if (!parse_value(text, &fields[i], &values->value[i]))
			return false;
	}
	values->given |= seen;
	return true;
}

bool vectors_rule(struct text *text, struct vector_question *q)
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
	q->open_updates = !strncmp(q->rule, "unspec_w_", 9);
	q->open = !q->open_updates && !strncmp(q->rule, "unspec_", 7);
	return true;
}

static bool parse_read(struct text *text, uint64_t pa_max, struct vector_answer *answer)
{
	if (answer->n_reads == VECTOR_READS_MAX)
		return text_fail(text, "more than %d reads", VECTOR_READS_MAX);
	return text_number_word(text, "R and a physical address", pa_max,
				&answer->reads[answer->n_reads++]);
}

static bool parse_write(struct text *text, uint64_t pa_max, uint64_t pte_max,
			struct vector_answer *answer)
{
	struct vector_word *write;

	if (answer->n_writes == VECTOR_WRITES_MAX)
		return text_fail(text, "more than %d writes", VECTOR_WRITES_MAX);
	write = &answer->writes[answer->n_writes++];
	if (!text_number(text, "W and a physical address", pa_max, &write->pa))
		return false;
	if (!text_prefix(text, "=") || text_is_blank(*text->at))
		return text_expected(text, "'=' and a PTE behind the address");
	return text_number_word(text, "a PTE", pte_max, &write->pte);
}

bool vectors_walk(struct text *text, uint64_t pa_max, uint64_t pte_max,
		  struct vector_answer *answer)
{
	while (text_more(text)) {
		const char *word = text->at;

		if (text_prefix(text, "R") && !text_is_blank(*text->at)) {
			if (!parse_read(text, pa_max, answer))
				return false;
		} else if (text_prefix(text, "W") && !text_is_blank(*text->at)) {
			if (!parse_write(text, pa_max, pte_max, answer))
				return false;
		} else {
			text->at = word;
			return text_expected(text, "R<pa> or W<pa>=<pte>");
		}
	}
	return true;
}
