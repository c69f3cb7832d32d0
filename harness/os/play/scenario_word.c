/* SPDX-License-Identifier: Apache-2.0 */
/* The words and numbers of the language, of which settings and actions are made. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "os/play/scenario_parse.h"

#define PAGE     UINT64_C(4096)
#define MAX_SIZE (UINT64_C(1) << 57)

const char *const fate_names[FATES] = {"alive", "killed", "bus", "no-memory"};

const char *const counter_names[COUNTERS] = {
	"minor",   "major",        "copied",   "zeroed",    "zero-page",   "grown",
	"killed",  "switches",     "fences",   "rollovers", "swapped-out", "swapped-in",
	"dropped", "written-back", "promoted", "split",
};

const char *const comparison_names[3] = {">=", "<=", "="};

/* Skips blanks, but none behind the '=' of a key. */
static void begin(struct text *text)
{
	if (text->at[-1] != '=')
		text_more(text);
}

bool parse_name(struct parser *parser, const char *what, char name[SCENARIO_NAME])
{
	struct text *text = &parser->text;
	const char *at;
	size_t n;

	begin(text);
	at = text->at;
	if (!isalpha((unsigned char)*at))
		return text_expected(text, what);
	while (isalnum((unsigned char)*at) || *at == '_' || *at == '-')
		at++;
	n = (size_t)(at - text->at);
	if (n >= SCENARIO_NAME)
		return text_fail(text, "expected %s of at most %d letters, found %s", what,
				 SCENARIO_NAME - 1, text_quote(text->at).text);
	memcpy(name, text->at, n);
	name[n] = 0;
	text->at = at;
	return true;
}

/* Decimal, or hexadecimal with 0x. Returns the byte behind it; NULL: there is none, or too much. */
static const char *read_number(const char *at, uint64_t *value)
{
	uint64_t v = 0;
	const char *first = at;

	if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X'))
		return text_hex(at, UINT64_MAX, value);
	for (; *at >= '0' && *at <= '9'; at++) {
		if (v > (UINT64_MAX - 9) / 10)
			return NULL;
		v = v * 10 + (unsigned int)(*at - '0');
	}
	*value = v;
	return at == first ? NULL : at;
}

static const char *read_size(const char *at, uint64_t *value)
{
	static const char units[] = "KMG";
	const char *unit;

	at = read_number(at, value);
	if (!at)
		return NULL;
	unit = *at && *at != '\n' ? strchr(units, *at) : NULL;
	if (unit) {
		if (*value > MAX_SIZE >> 10 * (unit - units + 1))
			return NULL;
		*value <<= 10 * (unit - units + 1);
		at++;
	}
	return at;
}

bool parse_count(struct parser *parser, const char *what, uint64_t min, uint64_t max,
		 uint64_t *value)
{
	struct text *text = &parser->text;
	const char *behind;

	begin(text);
	behind = read_number(text->at, value);
	if (!behind || !text_is_word_end(*behind))
		return text_expected(text, what);
	if (*value < min || *value > max)
		return text_fail(text, "expected %s from %llu to %llu, found %s", what,
				 (unsigned long long)min, (unsigned long long)max,
				 text_quote(text->at).text);
	text->at = behind;
	return true;
}

bool parse_size(struct parser *parser, const char *what, uint64_t *value)
{
	struct text *text = &parser->text;
	const char *behind;

	begin(text);
	behind = read_size(text->at, value);
	if (!behind || !text_is_word_end(*behind) || *value > MAX_SIZE)
		return text_expected(text, what);
	text->at = behind;
	return true;
}

bool scenario_size(const char *text, uint64_t *size)
{
	const char *behind = read_size(text, size);

	return behind && !*behind && *size && *size % PAGE == 0 && *size <= MAX_BYTES;
}

bool parse_pages(struct parser *parser, const char *what, uint64_t *bytes)
{
	const char *word = text_skip_blanks(parser->text.at);

	if (!parse_size(parser, what, bytes))
		return false;
	if (!*bytes || *bytes % PAGE || *bytes > MAX_BYTES)
		return text_fail(&parser->text,
				 "expected %s in whole pages of 4K up to 64G, found %s", what,
				 text_quote(word).text);
	return true;
}

unsigned int parse_choice(struct parser *parser, const char *const *words, unsigned int n)
{
	unsigned int i;

	text_more(&parser->text);
	for (i = 0; i < n && !text_word(&parser->text, words[i]); i++)
		;
	return i;
}

bool parse_region(struct parser *parser, char name[SCENARIO_NAME])
{
	if (!parse_name(parser, "a region", name))
		return false;
	if (!strcmp(name, "null") || !strcmp(name, "kernel"))
		return text_fail(&parser->text, "'%s' cannot be the name of a region", name);
	return true;
}

/* r, rw, rx or rwx; false: it is none of them, and nothing is said. */
bool parse_rights(struct parser *parser, struct rights *rights)
{
	static const char *const words[] = {"r", "rw", "rx", "rwx"};
	unsigned int which = parse_choice(parser, words, 4);

	if (which < 4)
		*rights = (struct rights){
			.read = true, .write = which & 1, .execute = which & 2, .user = true};
	return which < 4;
}
