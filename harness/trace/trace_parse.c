/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every line of a trace but the accesses. Keys of `set` are in trace_set.c.
 */
#include "trace/trace_parse.h"

#include <inttypes.h>
#include <string.h>

static unsigned int pte_bytes(const struct trace *trace)
{
	return trace->widths.n_ptes == 1024 ? 4 : 8;
}

/* Begins the context anew, as arch and reset do. */
static void start_anew(struct trace *trace, enum trace_arch arch)
{
	trace->context = (struct trace_context){
		.arch = arch, .adue = true, .svnapot = true, .svpbmt = true, .svadu = true};
	trace->context.priv = trace_is_x86(trace) ? PRIV_M : PRIV_S;
	trace->fetch = (struct trace_fetch){.known = false};
	trace_set_widths(trace);
}

bool trace_parse_first(struct trace *trace)
{
	struct text *text = &trace->text;

	if (!text_word(text, "pagewalk"))
		return text_expected(text, "'pagewalk 1'");
	text_more(text);
	if (!text_word(text, "1"))
		return text_expected(text, "version 1 of the trace format");
	return text_end(text);
}

/* Lines are those of another architecture from now on, but memory and the MMU stay as they are. */
static void go_on(struct trace *trace, enum trace_arch arch)
{
	trace->context.arch = arch;
	trace->context.priv = trace_is_x86(trace) ? PRIV_M : PRIV_S;
	trace->fetch = (struct trace_fetch){.known = false};
	trace_set_widths(trace);
}

static bool parse_arch(struct trace *trace, struct trace_event *event)
{
	struct text *text = &trace->text;
	bool first = !trace->has_arch;
	unsigned int i;

	text_more(text);
	for (i = 0; i < TRACE_ARCHES && !text_word(text, trace_arch_name(i)); i++)
		;
	if (i == TRACE_ARCHES)
		return text_expected(text, "rv32, rv64, x86-32 or x86-64");
	event->keep = text_more(text) && text_word(text, "keep");
	if (event->keep && first)
		return text_fail(text, "expected an arch line without 'keep' first");
	if (event->keep)
		go_on(trace, i);
	else
		start_anew(trace, i);
	trace->has_arch = true;
	if (!first && !event->keep && text_more(text))
		return text_expected(text, "'keep' or the end of the line");
	return true;
}

static bool parse_ppn(struct trace *trace, struct trace_event *event)
{
	return text_number_word(&trace->text, "a physical page number", trace->widths.pa_max >> 12,
				&event->ppn);
}

/* IDX:PTE or IDX*COUNT:PTE+STEP, at the cursor. */
static bool parse_entries(struct trace *trace, uint64_t *given)
{
	struct text *text = &trace->text;
	const char *word = text->at;
	uint64_t index, count = 1, pte, step = 0, i;
	bool run;

	if (!text_number(text, "an index", UINT64_MAX, &index))
		return false;
	run = text_prefix(text, "*");
	if (run && !text_number(text, "a count", UINT64_MAX, &count))
		return false;
	if (!text_prefix(text, ":"))
		return text_expected(text,
				     run ? "':' behind the count" : "':' or '*' behind the index");
	if (text_is_blank(*text->at) || !text_number(text, "a PTE", trace->widths.pte_max, &pte))
		return text_is_blank(*text->at) ? text_expected(text, "a PTE") : false;
	if (run) {
		if (!text_prefix(text, "+"))
			return text_expected(text, "'+' and a step behind the PTE");
		if (!text_number_word(text, "a step", trace->widths.pte_max, &step))
			return false;
	} else if (!text_is_blank(*text->at) && !text_is_end(*text->at)) {
		return text_expected(text, "a blank behind the PTE");
	}
	if (count == 0)
		return text_fail(text, "expected a count of at least 1, found %s",
				 text_quote(word).text);
	if (index >= trace->widths.n_ptes || count > trace->widths.n_ptes - index)
		return text_fail(text, "expected entries within 0 to %x, found %s",
				 trace->widths.n_ptes - 1, text_quote(word).text);
	for (i = index; i < index + count; i++) {
		if (given[i / 64] >> (i % 64) & 1)
			return text_fail(text, "entry %" PRIx64 " is given twice, again by %s", i,
					 text_quote(word).text);
		given[i / 64] |= 1ull << (i % 64);
		trace->ptes[i] = pte;
		pte = (pte + step) & trace->widths.pte_max;
	}
	return true;
}

static bool parse_page(struct trace *trace, struct trace_event *event)
{
	uint64_t given[TRACE_MAX_PTES / 64] = {0};

	if (!parse_ppn(trace, event))
		return false;
	memset(trace->ptes, 0, sizeof(trace->ptes));
	while (text_more(&trace->text))
		if (!parse_entries(trace, given))
			return false;
	event->ptes = trace->ptes;
	event->n_ptes = trace->widths.n_ptes;
	event->pte_bytes = pte_bytes(trace);
	return true;
}

/* A PTE at an address: stored, or said to be there. */
static bool parse_pte(struct trace *trace, struct trace_event *event)
{
	struct text *text = &trace->text;

	event->pte_bytes = pte_bytes(trace);
	if (!text_number_word(text, "a physical address", trace->widths.pa_max, &event->pa))
		return false;
	if (event->pa % pte_bytes(trace))
		return text_fail(text,
				 "expected a physical address aligned to %u bytes, found %" PRIx64,
				 pte_bytes(trace), event->pa);
	return text_number_word(text, "a PTE", trace->widths.pte_max, &event->value);
}

static bool parse_fence(struct trace *trace, struct trace_event *event)
{
	struct text *text = &trace->text;

	event->by_va = event->by_asid = event->keep_global = false;
	event->va = event->asid = 0;
	while (text_more(text)) {
		if (!event->by_va && text_prefix(text, "va=")) {
			event->by_va = true;
			if (text_is_blank(*text->at))
				return text_expected(text, "a virtual address behind va=");
			if (!text_number_word(text, "a virtual address behind va=",
					      trace->widths.va_max, &event->va))
				return false;
		} else if (!event->by_asid && text_prefix(text, "asid=")) {
			event->by_asid = true;
			if (text_is_blank(*text->at))
				return text_expected(text, "an ASID behind asid=");
			if (!text_number_word(text, "an ASID behind asid=", trace->widths.asid_max,
					      &event->asid))
				return false;
		} else if (trace_is_x86(trace) && !event->keep_global &&
			   text_word(text, "global=0")) {
			event->keep_global = true;
		} else {
			return text_expected(text,
					     trace_is_x86(trace)
						     ? "va=VA, asid=ASID or global=0, each once"
						     : "va=VA or asid=ASID, each once");
		}
	}
	return true;
}

static bool parse_ptbr(struct trace *trace, struct trace_event *event)
{
	struct text *text = &trace->text;
	const char *first;

	event->answer.expect = EXPECT_NOTHING;
	if (!text_number_word(text, "the page-table base register's value", trace->widths.ptbr_max,
			      &event->value))
		return false;
	if (!trace_is_x86(trace) || !text_more(text))
		return true;
	first = text->at;
	if (trace_parse_fault(trace, SEGMENT_NONE, &event->answer) &&
	    (event->answer.expect == EXPECT_ACCESS_FAULT ||
	     event->answer.expect == EXPECT_PROTECTION_FAULT) &&
	    event->answer.code != CODE_STACK)
		return true;
	text->at = first;
	return text_expected(text, "!protection, !access or the end of the line");
}

/* The line's word and what belongs to it. */
static bool parse_line(struct trace *trace, struct trace_event *event)
{
	struct text *text = &trace->text;

	if (text_word(text, "arch")) {
		event->kind = TRACE_ARCH;
		return parse_arch(trace, event);
	}
	if (text_word(text, "pagewalk"))
		return text_fail(text, "'pagewalk' belongs in the first line only");
	if (!trace->has_arch)
		return text_expected(text, "an arch line first");
	if (text_word(text, "pte")) {
		event->kind = TRACE_PTE;
		return parse_pte(trace, event);
	}
	if (text_word(text, "mem")) {
		event->kind = TRACE_MEMORY;
		return parse_pte(trace, event);
	}
	if (text_word(text, "page")) {
		event->kind = TRACE_PAGE;
		return parse_page(trace, event);
	}
	if (text_word(text, "fence")) {
		event->kind = TRACE_FENCE;
		return parse_fence(trace, event);
	}
	if (text_word(text, "set")) {
		event->kind = TRACE_SET;
		return trace_parse_set(trace);
	}
	if (text_word(text, "ptbr")) {
		event->kind = TRACE_PTBR;
		return parse_ptbr(trace, event);
	}
	if (text_word(text, "drop")) {
		event->kind = TRACE_DROP;
		return parse_ppn(trace, event);
	}
	if (text_word(text, "seg")) {
		event->kind = TRACE_SEGMENT;
		return trace_parse_segment(trace, event);
	}
	if (text_word(text, "reset")) {
		event->kind = TRACE_RESET;
		start_anew(trace, trace->context.arch);
		return true;
	}
	return text_expected(text, "an event (arch, reset, set, ptbr, seg, page, drop, pte, "
				   "mem, fence, x, r or w)");
}

bool trace_parse(struct trace *trace, struct trace_event *event)
{
	return parse_line(trace, event) && text_end(&trace->text);
}
