/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader as its users see it, and the lines that nearly all lines are:
 * accesses.
 */
#include "trace/trace.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "trace/trace_parse.h"

#define PAGE_SHIFT     12
#define SIZE_MAX_BYTES 4096

/* Letters that begin an access; what follows is a digit, a blank or the end. */
static bool is_access(const char *at)
{
	if (*at != 'x' && *at != 'r' && *at != 'w')
		return false;
	return (at[1] >= '0' && at[1] <= '9') || text_is_word_end(at[1]);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * The fields of an access. Each takes the byte where it begins and gives the
 * byte behind it, or NULL with the message set: the cursor stays in a register.
 */

static const char *parse_size(struct text *text, const char *at, unsigned int *size)
{
	const char *first = at;
	unsigned int n = 0;

	while (is_digit(*at) && n <= SIZE_MAX_BYTES)
		n = n * 10 + (*at++ - '0');
	*size = n;
	if (n > 0 && n <= SIZE_MAX_BYTES && text_is_word_end(*at))
		return at;
	text->at = first;
	text_expected(text, "a size of 1 to 4096 bytes (decimal)");
	return NULL;
}

/* Behind NAME: */
static const char *parse_offset(struct trace *trace, struct trace_event *event)
{
	struct text *text = &trace->text;

	if (text_is_word_end(*text->at))
		text_expected(text, "an offset behind ':'");
	else if (text_number_word(text, "an offset", trace->widths.va_max, &event->va))
		return text->at;
	return NULL;
}

static const char *parse_va(struct trace *trace, const char *at, struct trace_event *event)
{
	const char *behind = text_hex(at, trace->widths.va_max, &event->va);

	event->segment = SEGMENT_NONE;
	if (behind && text_is_word_end(*behind))
		return behind;
	trace->text.at = at;
	if (trace_parse_segment_name(&trace->text, ':', &event->segment))
		return parse_offset(trace, event);
	text_number_word(&trace->text, "a virtual address", trace->widths.va_max, &event->va);
	return NULL;
}

/* The VA and the answer of a fetch in short form. */
static bool continue_fetch(struct trace *trace, struct trace_event *event)
{
	struct trace_fetch *last = &trace->fetch;

	event->va = last->va + last->size;
	event->answer = (struct trace_answer){
		.expect = last->has_pa ? EXPECT_PA : EXPECT_NOTHING,
		.pa = last->pa + last->size,
		.memtype = last->memtype,
		.code = -1,
	};
	event->segment = SEGMENT_NONE;
	if (!last->known)
		return text_fail(&trace->text, "a fetch without an address, but there is no fetch "
					       "before it in this scene, or it named a segment");
	if ((event->va ^ last->va) >> PAGE_SHIFT)
		return text_fail(&trace->text,
				 "a fetch without an address, but the last one, %u bytes at "
				 "%" PRIx64 ", ends its page",
				 last->size, last->va);
	if (last->has_pa && event->answer.pa > trace->widths.pa_max)
		return text_fail(&trace->text,
				 "a fetch without an address, but behind the last one's physical "
				 "address %" PRIx64 " there is none",
				 last->pa);
	return true;
}

static bool parse_access(struct trace *trace, const char *at, struct trace_event *event)
{
	struct text *text = &trace->text;
	char letter = *at++;

	event->kind = TRACE_ACCESS;
	event->type = letter == 'x' ? ACCESS_FETCH : letter == 'r' ? ACCESS_LOAD : ACCESS_STORE;
	event->size = 1;
	event->others = trace->others;
	event->n_others = 0;
	if (!trace->has_arch)
		return text_fail(text, "expected an arch line before an access");
	if (is_digit(*at) && !(at = parse_size(text, at, &event->size)))
		return false;
	at = text_skip_blanks(at);
	if (letter == 'x' && text_is_end(*at)) {
		if (!continue_fetch(trace, event))
			return false;
	} else {
		if (!(at = parse_va(trace, at, event)))
			return false;
		at = text_skip_blanks(at);
		event->answer.expect = EXPECT_NOTHING;
		if (!text_is_end(*at) && !(at = trace_parse_answers(trace, at, event)))
			return false;
	}
	if (letter == 'x')
		trace->fetch = (struct trace_fetch){
			.known = event->segment == SEGMENT_NONE,
			.size = event->size,
			.va = event->va,
			.has_pa = event->answer.expect == EXPECT_PA && !event->n_others,
			.pa = event->answer.pa,
			.memtype = event->answer.memtype,
		};
	if (*at == '\n')
		return true;
	text->at = at;
	return text_end(text);
}

/* Reads one line; false: there is none, and trace->ended says why. */
static bool read_line(struct trace *trace)
{
	struct source_line line;

	switch (source_next(trace->source, &line)) {
	case SOURCE_LINE:
		trace->text.at = text_skip_blanks(line.text);
		trace->text.line = line.number;
		return true;
	case SOURCE_END:
		trace->ended = TRACE_END;
		return false;
	default:
		trace->ended = TRACE_ERROR;
		snprintf(trace->text.error, sizeof(trace->text.error), "%s",
			 source_error(trace->source));
		return false;
	}
}

struct trace *trace_open(const char *path, char *error, unsigned int size)
{
	struct source *source = source_open(path, error, size);

	return source ? trace_begin(source, error, size) : NULL;
}

struct trace *trace_begin(struct source *source, char *error, unsigned int size)
{
	struct trace *trace = calloc(1, sizeof(*trace));

	if (!trace) {
		snprintf(error, size, "%s: out of memory", source_name(source));
		source_close(source);
		return NULL;
	}
	trace->source = source;
	trace->text.name = source_name(trace->source);
	if (!read_line(trace)) {
		if (trace->ended == TRACE_END) {
			trace->text.line = 1;
			text_fail(&trace->text, "expected 'pagewalk 1', found an empty file");
		}
	} else if (trace_parse_first(trace)) {
		return trace;
	}
	snprintf(error, size, "%s", trace->text.error);
	trace_close(trace);
	return NULL;
}

void trace_close(struct trace *trace)
{
	if (!trace)
		return;
	source_close(trace->source);
	free(trace);
}

enum trace_kind trace_next(struct trace *trace, struct trace_event *event)
{
	bool good = true;

	while (good && !trace->ended && read_line(trace)) {
		const char *at = trace->text.at;

		event->line = trace->text.line;
		if (is_access(at))
			good = parse_access(trace, at, event);
		else if (text_is_end(*at))
			good = text_end(&trace->text);
		else
			good = trace_parse(trace, event);
		if (good && !text_is_end(*at))
			return event->kind;
	}
	if (!good)
		trace->ended = TRACE_ERROR;
	event->kind = trace->ended;
	event->line = trace->text.line;
	return event->kind;
}

const struct trace_context *trace_context(const struct trace *trace)
{
	return &trace->context;
}

const char *trace_error(const struct trace *trace)
{
	return trace->text.error;
}

double trace_progress(const struct trace *trace)
{
	return source_progress(trace->source);
}
