/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trace reader's inside: what trace.c (the file, the accesses), trace_parse.c (all other
 * lines) and those for a part of a line share.
 */
#ifndef PAGEWALK_TRACE_PARSE_H
#define PAGEWALK_TRACE_PARSE_H

#include "base/source.h"
#include "base/text.h"
#include "trace/trace.h"

#define TRACE_MAX_PTES 1024

/* How wide things are: follows from the architecture and, with x86, from pae and lma. */
struct trace_widths {
	uint64_t va_max, pa_max, pte_max, ptbr_max, asid_max;
	unsigned int n_ptes;
};

/* The fetch that the short form continues. */
struct trace_fetch {
	bool known;
	unsigned int size;
	uint64_t va;
	bool has_pa;
	uint64_t pa;
	int memtype; /* as in struct trace_event */
};

struct trace {
	struct source *source;
	struct text text;
	bool has_arch;
	struct trace_context context;
	struct trace_widths widths;
	struct trace_fetch fetch;
	enum trace_kind ended; /* TRACE_END or TRACE_ERROR; else there is more */
	uint64_t ptes[TRACE_MAX_PTES];
	struct trace_answer others[TRACE_MAX_ANSWERS - 1];
};

static inline bool trace_is_x86(const struct trace *trace)
{
	return trace->context.arch == TRACE_X86_32 || trace->context.arch == TRACE_X86_64;
}

/*
 * Parses the first line, `pagewalk 1`, or any later line but an access; the
 * cursor is at its first word. false: the message is in trace->text.
 */
bool trace_parse_first(struct trace *trace);
bool trace_parse(struct trace *trace, struct trace_event *event);

/*
 * Three parsers at the cursor. A segment's name, with the character `end` behind it, or with 0 the
 * end of the word; false, and no message, when there is none. The line that loads a segment. The
 * word behind !segment=, for an access through `segment`.
 */
bool trace_parse_segment_name(struct text *text, char end, unsigned int *segment);
bool trace_parse_segment(struct trace *trace, struct trace_event *event);
bool trace_parse_refusal(struct text *text, unsigned int segment, int *code);

/*
 * trace_arch.c: an architecture's name, and what widths follow from the context; after each change
 * of it.
 */
#define TRACE_ARCHES (TRACE_X86_64 + 1u)

const char *trace_arch_name(enum trace_arch arch);
void trace_set_widths(struct trace *trace);

/* The line that sets keys. */
bool trace_parse_set(struct trace *trace);

/*
 * trace_answer.c has two parsers. One reads the answers of an access from the word at `at` on, and
 * gives the byte behind them, or NULL with the message set. The other reads the fault that an
 * answer names, at the cursor; false, and no message, when it names none.
 */
const char *trace_parse_answers(struct trace *trace, const char *at, struct trace_event *event);
bool trace_parse_fault(struct trace *trace, unsigned int segment, struct trace_answer *answer);

#endif
