/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* clang-format off */
#define NONE16 -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1
#define LETTER16 -1, 10, 11, 12, 13, 14, 15, -1, -1, -1, -1, -1, -1, -1, -1, -1
#define NUMBER16 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1, -1, -1, -1, -1
const int8_t text_digit[256] = {
	NONE16, NONE16, NONE16, NUMBER16, LETTER16, NONE16, LETTER16, NONE16,
	NONE16, NONE16, NONE16, NONE16, NONE16, NONE16, NONE16, NONE16,
};
/* clang-format on */

struct text_quote text_quote(const char *at)
{
	struct text_quote quote = {0};
	char *out = quote.text, *last = quote.text + sizeof(quote.text) - 10;

	*out++ = '\'';
	while (!text_is_word_end(*at) && out < last) {
		unsigned char c = *at++;

		if (c > 0x20 && c < 0x7f)
			*out++ = c;
		else
			out += sprintf(out, "\\x%02x", c);
	}
	strcpy(out, text_is_word_end(*at) ? "'" : "...'");
	return quote;
}

bool text_fail(struct text *text, const char *format, ...)
{
	va_list args;
	int n;

	n = snprintf(text->error, sizeof(text->error), "%s:%lu: ", text->name, text->line);
	if (n < 0 || (size_t)n >= sizeof(text->error))
		return false;
	va_start(args, format);
	vsnprintf(text->error + n, sizeof(text->error) - n, format, args);
	va_end(args);
	return false;
}

bool text_expected(struct text *text, const char *what)
{
	if (text_is_end(*text->at))
		return text_fail(text, "expected %s, found the end of the line", what);
	if (text_is_blank(*text->at))
		return text_fail(text, "expected %s, found a blank", what);
	return text_fail(text, "expected %s, found %s", what, text_quote(text->at).text);
}

bool text_once(struct text *text, uint64_t *given, unsigned int which, const char *what)
{
	if (*given >> which & 1)
		return text_fail(text, "%s is given twice", what);
	*given |= UINT64_C(1) << which;
	return true;
}

bool text_more(struct text *text)
{
	text->at = text_skip_blanks(text->at);
	return !text_is_end(*text->at);
}

bool text_end(struct text *text)
{
	const char *at;

	if (text_more(text))
		return text_expected(text, "the end of the line");
	for (at = text->at; *at != '\n'; at++) {
		unsigned char c = *at;

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return text_fail(text, "expected text in the comment, found byte %02x", c);
	}
	return true;
}

bool text_word(struct text *text, const char *word)
{
	size_t i;

	for (i = 0; word[i]; i++)
		if (text->at[i] != word[i])
			return false;
	if (!text_is_word_end(text->at[i]))
		return false;
	text->at += i;
	return true;
}

bool text_prefix(struct text *text, const char *prefix)
{
	size_t i;

	for (i = 0; prefix[i]; i++)
		if (text->at[i] != prefix[i])
			return false;
	text->at += i;
	return true;
}

static unsigned int bits_of(uint64_t max)
{
	unsigned int bits = 0;

	for (; max; max >>= 1)
		bits++;
	return bits;
}

/* Why text_hex() gave NULL. */
static bool wrong_number(struct text *text, const char *what, uint64_t max)
{
	const char *at = text->at;

	if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X'))
		at += 2;
	if (text_digit[(unsigned char)*at] < 0)
		return text_expected(text, what);
	return text_fail(text, "expected %s of at most %u bits, found %s", what, bits_of(max),
			 text_quote(text->at).text);
}

bool text_number(struct text *text, const char *what, uint64_t max, uint64_t *value)
{
	const char *behind;

	text_more(text);
	behind = text_hex(text->at, max, value);
	if (!behind)
		return wrong_number(text, what, max);
	text->at = behind;
	return true;
}

bool text_number_word(struct text *text, const char *what, uint64_t max, uint64_t *value)
{
	const char *word;

	text_more(text);
	word = text->at;
	if (!text_number(text, what, max, value))
		return false;
	if (text_is_word_end(*text->at))
		return true;
	text->at = word;
	return text_expected(text, what);
}
