/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a line of a trace records: an answer, or several of which each is as good.
 */
#include "trace/trace_parse.h"

#define MEMTYPE_MAX 7

/* CODE of !page=CODE. */
static bool parse_code(struct trace *trace, struct trace_answer *answer)
{
	struct text *text = &trace->text;
	const char *at = text->at;
	uint64_t code;

	if (!trace_is_x86(trace))
		return false;
	if (!(at = text_hex(at, 0x1f, &code)) || !text_is_word_end(*at))
		return false;
	text->at = at;
	answer->code = (int)code;
	return true;
}

bool trace_parse_fault(struct trace *trace, unsigned int segment, struct trace_answer *answer)
{
	struct text *text = &trace->text;
	const char *first = text->at;

	answer->code = -1;
	if (text_word(text, "!page")) {
		answer->expect = EXPECT_PAGE_FAULT;
	} else if (text_word(text, "!access")) {
		answer->expect = EXPECT_ACCESS_FAULT;
	} else if (trace_is_x86(trace) && text_word(text, "!protection")) {
		answer->expect = EXPECT_PROTECTION_FAULT;
		answer->code = 0;
	} else if (trace_is_x86(trace) && text_word(text, "!stack")) {
		answer->expect = EXPECT_PROTECTION_FAULT;
		answer->code = CODE_STACK;
	} else if (text_prefix(text, "!page=") && parse_code(trace, answer)) {
		answer->expect = EXPECT_PAGE_FAULT;
	} else if (text_word(text, "!segment") ||
		   (text_prefix(text, "!segment=") &&
		    trace_parse_refusal(text, segment, &answer->code))) {
		answer->expect = EXPECT_SEGMENT_FAULT;
	} else {
		text->at = first;
		return false;
	}
	return true;
}

/* mem=N behind a physical address, or nothing. */
static const char *parse_memtype(struct text *text, const char *at, struct trace_answer *answer)
{
	uint64_t n;

	text->at = text_skip_blanks(at);
	if (!text_prefix(text, "mem="))
		return text->at;
	if (text_is_word_end(*text->at)) {
		text_expected(text, "a memory type behind mem=");
		return NULL;
	}
	if (!text_number_word(text, "a memory type behind mem=", MEMTYPE_MAX, &n))
		return NULL;
	answer->memtype = (int)n;
	return text->at;
}

static const char *parse_answer(struct trace *trace, const char *at, unsigned int segment,
				struct trace_answer *answer)
{
	struct text *text = &trace->text;
	const char *behind;

	answer->memtype = answer->code = -1;
	behind = text_hex(at, trace->widths.pa_max, &answer->pa);
	if (behind && text_is_word_end(*behind)) {
		answer->expect = EXPECT_PA;
		return text_is_end(*behind) ? behind : parse_memtype(text, behind, answer);
	}
	text->at = at;
	if (trace_parse_fault(trace, segment, answer))
		return text->at;
	text_number_word(text,
			 trace_is_x86(trace)
				 ? "a physical address or a fault (!page, !page=CODE, "
				   "!access, !protection, !stack, !segment or !segment=WHY)"
				 : "a physical address, !page, !access, !segment or "
				   "!segment=WHY",
			 trace->widths.pa_max, &answer->pa);
	return NULL;
}

/* `or` and one more answer, at the cursor. */
static const char *parse_other(struct trace *trace, struct trace_event *event)
{
	struct text *text = &trace->text;

	if (event->n_others == TRACE_MAX_ANSWERS - 1) {
		text_fail(text, "expected at most %d answers", TRACE_MAX_ANSWERS);
		return NULL;
	}
	if (!text_more(text)) {
		text_expected(text, "an answer behind 'or'");
		return NULL;
	}
	return parse_answer(trace, text->at, event->segment, &trace->others[event->n_others++]);
}

const char *trace_parse_answers(struct trace *trace, const char *at, struct trace_event *event)
{
	struct text *text = &trace->text;

	at = parse_answer(trace, at, event->segment, &event->answer);
	while (at && !text_is_end(*at)) {
		text->at = at;
		if (!text_more(text) || !text_word(text, "or"))
			return text->at;
		at = parse_other(trace, event);
	}
	return at;
}
