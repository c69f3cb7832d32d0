// SPDX-License-Identifier: Apache-2.0
// The flattened device tree (Devicetree Specification 0.4, chapter 5): bootargs, and the
// extensions.
#include "kernel.h"

enum { BEGIN_NODE = 1, END_NODE = 2, PROPERTY = 3, NOP = 4 };

struct machine machine = {.rounds = 1, .seed = 1};

static unsigned int big_endian(const unsigned char *at)
{
	return (unsigned int)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

static bool same(const char *a, const char *b)
{
	while (*a && *a == *b)
		a++, b++;
	return *a == *b;
}

/* Where `word` ends in text of `size` bytes, or NULL: any of them may be 0. */
static const char *behind(const char *text, unsigned int size, const char *word)
{
	for (unsigned int at = 0; at < size; at++) {
		unsigned int n = 0;

		while (word[n] && at + n < size && text[at + n] == word[n])
			n++;
		if (!word[n])
			return text + at + n;
	}
	return NULL;
}

static void number(const char *text, unsigned int size, const char *word, unsigned int *value)
{
	const char *digit = behind(text, size, word);

	if (!digit)
		return;
	for (*value = 0; *digit >= '0' && *digit <= '9'; digit++)
		*value = *value * 10 + (unsigned int)(*digit - '0');
}

static void property(const char *name, const char *value, unsigned int size)
{
	unsigned int lax = machine.lax;

	if (same(name, "bootargs")) {
		number(value, size, "mode=sv", &machine.mode);
		number(value, size, "rounds=", &machine.rounds);
		number(value, size, "seed=", &machine.seed);
		number(value, size, "lax=", &lax);
		machine.lax = lax;
	}
	if (same(name, "riscv,isa") || same(name, "riscv,isa-extensions")) {
		machine.svnapot |= PTE_N && behind(value, size, "svnapot") != NULL;
		machine.svade |= behind(value, size, "svade") != NULL;
		machine.svadu |= behind(value, size, "svadu") != NULL;
		machine.svpbmt |= behind(value, size, "svpbmt") != NULL;
	}
}

void tree_read(const unsigned char *tree)
{
	const unsigned char *at = tree + big_endian(tree + 8);
	const unsigned char *strings = tree + big_endian(tree + 12);
	unsigned int depth = 0, size;

	do {
		unsigned int token = big_endian(at);

		at += 4;
		if (token == BEGIN_NODE) {
			for (depth++; *at; at++)
				;
			at = (const unsigned char *)(((unsigned long)at + 4) & ~3ul);
		} else if (token == END_NODE) {
			depth--;
		} else if (token == PROPERTY) {
			size = big_endian(at);
			property((const char *)strings + big_endian(at + 4), (const char *)at + 8,
				 size);
			at += 8 + ((size + 3) & ~3u);
		} else if (token != NOP) {
			return;
		}
	} while (depth);
}
