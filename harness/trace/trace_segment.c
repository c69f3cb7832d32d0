/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Segments in a trace: the line that loads a register, and the NAME: in front of an offset.
 */
#include <stddef.h>

#include "monitor/segments.h"
#include "trace/trace_parse.h"

#define CODE_MAX 0x1f

bool trace_parse_segment_name(struct text *text, char end, unsigned int *segment)
{
	for (unsigned int i = 0; i < SEGMENT_COUNT; i++) {
		const char *name = segment_name(i);

		if (text->at[0] != name[0] || text->at[1] != name[1])
			continue;
		if (end ? text->at[2] != end : !text_is_word_end(text->at[2]))
			continue;
		text->at += end ? 3 : 2;
		*segment = i;
		return true;
	}
	return false;
}

bool trace_parse_refusal(struct text *text, unsigned int segment, int *code)
{
	const char *behind;
	uint64_t number;

	for (enum segment_fault i = SEGMENT_ABSENT; i <= SEGMENT_NULL; i++) {
		if (text_word(text, segment_refusal(i))) {
			*code = (int)segment_code(i, segment);
			return true;
		}
	}
	behind = text_hex(text->at, CODE_MAX, &number);
	if (!behind || !text_is_word_end(*behind))
		return false;
	text->at = behind;
	*code = (int)number;
	return true;
}

/* The keys, each with its greatest value; that of a base is the architecture's. */
static const struct {
	const char *prefix;
	uint64_t max;
	size_t offset;
} keys[] = {
	{"base=", 0, offsetof(struct trace_segment, base)},
	{"limit=", 0xfffff, offsetof(struct trace_segment, limit)},
	{"granular=", 1, offsetof(struct trace_segment, granular)},
	{"type=", 0xf, offsetof(struct trace_segment, type)},
	{"dpl=", 3, offsetof(struct trace_segment, dpl)},
	{"rpl=", 3, offsetof(struct trace_segment, rpl)},
	{"present=", 1, offsetof(struct trace_segment, present)},
	{"null=", 1, offsetof(struct trace_segment, is_null)},
	{"big=", 1, offsetof(struct trace_segment, big)},
	{"long=", 1, offsetof(struct trace_segment, is_long)},
};

/* Until the line has been read. */
#define NO_RPL 4

#define N_KEYS (sizeof(keys) / sizeof(keys[0]))

static bool parse_key(struct trace *trace, struct trace_segment *segment, unsigned int *given)
{
	struct text *text = &trace->text;

	for (unsigned int i = 0; i < N_KEYS; i++) {
		uint64_t max = keys[i].max ? keys[i].max : trace->widths.va_max;
		uint64_t *field = (uint64_t *)((char *)segment + keys[i].offset);

		if (*given >> i & 1 || !text_prefix(text, keys[i].prefix))
			continue;
		*given |= 1u << i;
		if (text_is_word_end(*text->at))
			return text_expected(text, "a value behind '='");
		return text_number_word(text, "a value behind '='", max, field);
	}
	return text_expected(text, "base=, limit=, granular=, type=, dpl=, rpl=, present=, "
				   "null=, big= or long=, each once");
}

bool trace_parse_segment(struct trace *trace, struct trace_event *event)
{
	struct text *text = &trace->text;
	unsigned int given = 0;

	text_more(text);
	event->load = (struct trace_segment){.present = 1, .rpl = NO_RPL};
	if (!trace_parse_segment_name(text, 0, &event->segment))
		return text_expected(text, "es, cs, ss, ds, fs or gs");
	while (text_more(text))
		if (!parse_key(trace, &event->load, &given))
			return false;
	if (event->load.rpl == NO_RPL)
		event->load.rpl = event->load.dpl;
	return true;
}
