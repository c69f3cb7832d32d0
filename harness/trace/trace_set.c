/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `set`: the context of the accesses that follow, and what the hart of a trace has.
 */
#include <stddef.h>
#include <string.h>

#include "trace/trace_parse.h"

/* The keys of `set` with a value of 0 or 1. */
struct key {
	const char *name;
	bool x86;
	size_t offset;
};

#define KEY(name, x86)       {#name, x86, offsetof(struct trace_context, name)},
#define KEY_RISCV(name, ...) KEY(name, false)
#define KEY_X86(name, ...)   KEY(name, true)
/* clang-format off */
static const struct key keys[] = {
	MMU_CONTROL_RISCV(KEY_RISCV, MMU_NO_PIN)
	KEY(svnapot, false) KEY(svpbmt, false) KEY(svadu, false)
	KEY(sum, false) KEY(mxr, false)
	MMU_CONTROL_X86(KEY_X86, MMU_NO_PIN)
	KEY(ac, true)
};
/* clang-format on */

#define N_KEYS (sizeof(keys) / sizeof(keys[0]))

/* x86: the CPL, and two names. */
static bool parse_cpl(struct trace *trace)
{
	struct text *text = &trace->text;

	if (text_word(text, "s") || text_word(text, "0"))
		trace->context.priv = 3;
	else if (text_word(text, "1"))
		trace->context.priv = 2;
	else if (text_word(text, "2"))
		trace->context.priv = 1;
	else if (text_word(text, "u") || text_word(text, "3"))
		trace->context.priv = 0;
	else
		return text_expected(text, "priv to be s, u, 0, 1, 2 or 3");
	return true;
}

static bool parse_priv(struct trace *trace)
{
	struct text *text = &trace->text;

	if (trace_is_x86(trace))
		return parse_cpl(trace);
	if (text_word(text, "s"))
		trace->context.priv = PRIV_S;
	else if (text_word(text, "u"))
		trace->context.priv = PRIV_U;
	else if (text_word(text, "m"))
		trace->context.priv = PRIV_M;
	else
		return text_expected(text, "priv to be m, s or u");
	return true;
}

/* The cursor at KEY=VALUE: moves it behind a key's '='. */
static bool is_key(struct text *text, const char *name)
{
	size_t length = strlen(name);

	if (strncmp(text->at, name, length) != 0 || text->at[length] != '=')
		return false;
	text->at += length + 1;
	return true;
}

/* *given: the keys that the line has said; *adue: it says adue. */
static bool parse_key(struct trace *trace, uint64_t *given, bool *adue)
{
	struct text *text = &trace->text;
	const char *key = text->at;
	unsigned int i;
	bool *flag;

	if (is_key(text, "priv"))
		return text_once(text, given, N_KEYS, "priv") && parse_priv(trace);
	for (i = 0; i < N_KEYS && !is_key(text, keys[i].name); i++)
		;
	if (i == N_KEYS)
		return text_expected(text, "a known KEY=VALUE");
	if (keys[i].x86 != trace_is_x86(trace))
		return text_fail(text, "%s is not a key of %s", text_quote(key).text,
				 trace_arch_name(trace->context.arch));
	if (!text_once(text, given, i, keys[i].name))
		return false;
	flag = (bool *)((char *)&trace->context + keys[i].offset);
	if (text_word(text, "1"))
		*flag = true;
	else if (text_word(text, "0"))
		*flag = false;
	else
		return text_expected(text, "a value of 0 or 1");
	*adue |= flag == &trace->context.adue;
	return true;
}

/* Without an extension what it enables is off, and cannot be on. */
static bool check_hart(struct trace *trace, bool adue)
{
	struct trace_context *context = &trace->context;

	if (!context->svpbmt && context->pbmte)
		return text_fail(&trace->text, "pbmte=1, but svpbmt=0: the hart lacks Svpbmt");
	if (!context->svadu && context->adue && adue)
		return text_fail(&trace->text, "adue=1, but svadu=0: the hart lacks Svadu");
	context->adue &= context->svadu;
	return true;
}

bool trace_parse_set(struct trace *trace)
{
	uint64_t given = 0;
	bool adue = false;

	if (!text_more(&trace->text))
		return text_expected(&trace->text, "KEY=VALUE");
	do {
		if (!parse_key(trace, &given, &adue))
			return false;
	} while (text_more(&trace->text));
	trace_set_widths(trace);
	return check_hart(trace, adue);
}
