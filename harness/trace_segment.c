/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Segments in a trace: the line that loads a register, and the NAME: in front of an offset.
 */
#include <stddef.h>

#include "segments.h"
#include "trace_parse.h"

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

bool trace_parse_refusal(struct text *text, int *code)
{
	for (int i = SEGMENT_ABSENT; i <= SEGMENT_LIMIT; i++) {
		if (text_word(text, segment_refusal((unsigned int)i))) {
			*code = i;
			return true;
		}
	}
	return false;
}

/* The keys, each with its greatest value; that of a base is the architecture's. */
static const struct {
	const char *prefix;
	uint64_t max;
	size_t offset;
} keys[] = {
	{"base=",     0,       offsetof(struct trace_segment, base)    },
	{"limit=",    0xfffff, offsetof(struct trace_segment, limit)   },
	{"granular=", 1,       offsetof(struct trace_segment, granular)},
	{"type=",     0xf,     offsetof(struct trace_segment, type)    },
	{"dpl=",      3,       offsetof(struct trace_segment, dpl)     },
	{"present=",  1,       offsetof(struct trace_segment, present) },
	{"big=",      1,       offsetof(struct trace_segment, big)     },
	{"long=",     1,       offsetof(struct trace_segment, is_long) },
};

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
	return text_expected(text, "base=, limit=, granular=, type=, dpl=, present=, big= or "
				   "long=, each once");
}

bool trace_parse_segment(struct trace *trace, struct trace_event *event)
{
	struct text *text = &trace->text;
	unsigned int given = 0;

	text_more(text);
	event->load = (struct trace_segment){.present = 1};
	if (!trace_parse_segment_name(text, 0, &event->segment))
		return text_expected(text, "es, cs, ss, ds, fs or gs");
	while (text_more(text))
		if (!parse_key(trace, &event->load, &given))
			return false;
	return true;
}
