/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cursor in one line of text: words and numbers, and the message when they
 * are not what was expected. The line ends in '\n', which stops every reader
 * here, so none of them needs a length. '#' begins a comment.
 */
#ifndef PAGEWALK_TEXT_H
#define PAGEWALK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	const char *at;   /* the next byte */
	const char *name; /* of the file */
	unsigned long line;
	char error[512]; /* "FILE:LINE: what", set by the functions that return false */
};

/* The value of a hexadecimal digit; -1: none. */
extern const int8_t text_digit[256];

static inline bool text_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The end of the line but for a comment. */
static inline bool text_is_end(char c)
{
	return c == '\n' || c == '#';
}

static inline bool text_is_word_end(char c)
{
	return text_is_blank(c) || text_is_end(c);
}

static inline const char *text_skip_blanks(const char *at)
{
	while (text_is_blank(*at))
		at++;
	return at;
}

/*
 * Reads a hexadecimal number of at most max, with or without 0x. Returns the
 * byte behind it; NULL: there is none, or it is more than max.
 */
static inline const char *text_hex(const char *at, uint64_t max, uint64_t *value)
{
	const char *first;
	uint64_t v = 0;
	int digit;

	if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X'))
		at += 2;
	first = at;
	while ((digit = text_digit[(unsigned char)*at]) >= 0) {
		v = v << 4 | (unsigned int)digit;
		at++;
	}
	if (at == first || v > max)
		return NULL;
	if (at - first > 16) {
		while (*first == '0')
			first++;
		if (at - first > 16)
			return NULL;
	}
	*value = v;
	return at;
}

/* Sets the message. Returns false, for the caller to return. */
bool text_fail(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The failure "expected WHAT, found the word at the cursor". */
bool text_expected(struct text *text, const char *what);

/*
 * For what a line may give once: number `which`, 0 to 63, has just been read, and its bit in *given
 * is set. False, with the message "WHAT is given twice", when it was set before.
 */
bool text_once(struct text *text, uint64_t *given, unsigned int which, const char *what);

/* Skips blanks; true: the cursor is at a word, false: at the end of the line. */
bool text_more(struct text *text);

/* The rest is blank or a comment. */
bool text_end(struct text *text);

/* Is the word at the cursor this one? Then the cursor moves behind it. */
bool text_word(struct text *text, const char *word);

/* Is this prefix (such as "va=") at the cursor? Then the cursor moves behind it. */
bool text_prefix(struct text *text, const char *prefix);

/*
 * Reads a hexadecimal number of at most max; what says what it is, with its
 * article. Blanks before it are skipped; what comes behind it is not looked at.
 */
bool text_number(struct text *text, const char *what, uint64_t max, uint64_t *value);

/* As text_number(), and a blank or the end of the line must follow. */
bool text_number_word(struct text *text, const char *what, uint64_t max, uint64_t *value);

/* A word as a message shows it, in quotes, shortened, without odd bytes. */
struct text_quote {
	char text[64];
};
struct text_quote text_quote(const char *at);

#endif
