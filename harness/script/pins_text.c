/* SPDX-License-Identifier: Apache-2.0 */
/* Pin scripts as text: traces/pins/README.md. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "script/pins_script.h"

#define FIRST "pagewalk-pins 1"

/* The sizes of an MMU, by their names in struct mmu_config. */
static const struct {
	const char *name;
	size_t at;
} sizes[] = {
#define SIZE(name)                                                                                 \
	{                                                                                          \
#name, offsetof(struct mmu_config, name)                                           \
	}
	SIZE(itlb_entries), SIZE(dtlb_entries), SIZE(asid_bits), SIZE(tag_bits),
	SIZE(counter_bits), SIZE(pa_bits),      SIZE(formats),   SIZE(segments),
	SIZE(walk_entries), SIZE(array_sets),   SIZE(lines),
#undef SIZE
};

#define N_SIZES (sizeof(sizes) / sizeof(sizes[0]))
/* Scripts from before there were the others do not say them: they are 0 there. */
#define N_SIZES_AT_FIRST 8

static unsigned int *size_of(struct mmu_config *config, size_t i)
{
	return (unsigned int *)((char *)config + sizes[i].at);
}

static unsigned int size_in(const struct mmu_config *config, size_t i)
{
	return *(const unsigned int *)((const char *)config + sizes[i].at);
}

bool script_begins(struct source *source)
{
	struct source_line line;
	bool begins;

	if (source_next(source, &line) != SOURCE_LINE)
		return false;
	source_back(source);
	begins = !strncmp(line.text, "pagewalk-pins", 13) && text_is_word_end(line.text[13]);
	return begins;
}

/* A decimal number of at most max, and the end of the word behind it. */
static bool read_decimal(struct text *text, const char *what, uint64_t min, uint64_t max,
			 uint64_t *value)
{
	const char *at = text->at;
	char expected[96];
	uint64_t n = 0, digit;

	for (; *at >= '0' && *at <= '9'; at++) {
		digit = (uint64_t)(*at - '0');
		if (digit > max || n > (max - digit) / 10)
			break;
		n = n * 10 + digit;
	}
	if (at == text->at || !text_is_word_end(*at) || n < min || n > max) {
		snprintf(expected, sizeof(expected),
			 "%s, a decimal number from %" PRIu64 " to %" PRIu64, what, min, max);
		return text_expected(text, expected);
	}
	text->at = at;
	*value = n;
	return true;
}

/* Moves the cursor behind "NAME=", if that is there. */
static bool read_name(struct text *text, const char *name)
{
	size_t length = strlen(name);

	if (strncmp(text->at, name, length) || text->at[length] != '=')
		return false;
	text->at += length + 1;
	return true;
}

static bool read_value(struct text *text, const struct script_field *field, uint64_t *value)
{
	uint64_t max = UINT64_MAX >> (64 - field->bits);

	if (field->decimal)
		return read_decimal(text, field->name, field->min, max, value);
	if (text_is_word_end(*text->at))
		return text_expected(text, "a number behind '='");
	return text_number_word(text, field->name, max, value);
}

static bool read_field(struct text *text, struct script_event *event)
{
	unsigned int n;
	const struct script_field *fields = script_fields(event->kind, &n);
	uint64_t value = 0;

	for (unsigned int i = 0; i < n; i++) {
		const char *word = text->at;

		if (!read_name(text, fields[i].name))
			continue;
		if (event->given >> i & 1) {
			text->at = word;
			return text_fail(text, "%s is given twice", fields[i].name);
		}
		if (!read_value(text, &fields[i], &value))
			return false;
		script_say(event, i, value);
		return true;
	}
	return text_fail(text, "expected FIELD=VALUE of '%s', found %s",
			 script_kind_name(event->kind), text_quote(text->at).text);
}

/* Checks the fields of one event against each other. */
static bool check(struct text *text, const struct script_event *event)
{
	unsigned int n;
	const struct script_field *fields = script_fields(event->kind, &n);

	for (unsigned int i = 0; i < n; i++)
		if (fields[i].needed && !(event->given >> i & 1))
			return text_fail(text, "expected %s=", fields[i].name);
	if (script_is_partial(event->kind) && !event->given)
		return text_fail(text, "expected a field of '%s'", script_kind_name(event->kind));
	if (event->kind != SCRIPT_PTE)
		return true;
	if (event->value[2] != 4 && event->value[2] != 8)
		return text_fail(text, "expected bytes=4 or bytes=8");
	if (event->value[0] % event->value[2])
		return text_fail(text,
				 "expected an address that is a multiple of %" PRIu64
				 ", found %" PRIx64,
				 event->value[2], event->value[0]);
	if (event->value[2] == 4 && event->value[1] > UINT32_MAX)
		return text_fail(text, "expected a value of at most 32 bits, found %" PRIx64,
				 event->value[1]);
	return true;
}

/* PIN=VALUE; the cursor is at PIN. */
static bool read_output(struct text *text, struct script_expect *expect)
{
	for (unsigned int i = 0; i < MMU_N_OUTPUTS; i++) {
		const struct mmu_pin *pin = &mmu_outputs[i];

		/* A counter is said by its number: which one is selected no script says. */
		if (pin->channel == CHANNEL_COUNTER || !read_name(text, pin->name))
			continue;
		expect->number = i;
		if (text_is_word_end(*text->at))
			return text_expected(text, "a number behind '='");
		return text_number_word(text, pin->name, UINT64_MAX >> (64 - pin->bits),
					&expect->value);
	}
	return text_expected(text, "PIN=VALUE, of an output, or counter=N value=N");
}

static bool read_counter(struct text *text, struct script_expect *expect)
{
	uint64_t n = 0;

	expect->is_counter = true;
	if (!read_decimal(text, "counter", 0, MMU_COUNTERS - 1, &n))
		return false;
	expect->number = (unsigned int)n;
	text_more(text);
	if (!read_name(text, "value"))
		return text_expected(text, "value=");
	return read_decimal(text, "value", 0, UINT64_MAX, &expect->value);
}

/* In a cycle a pin, or a counter, has one value. */
static bool check_expect(const struct script *script, struct text *text,
			 const struct script_expect *new)
{
	char name[40];

	if (new->is_counter)
		snprintf(name, sizeof(name), "counter=%u", new->number);
	else
		snprintf(name, sizeof(name), "%s", mmu_outputs[new->number].name);
	for (size_t i = script->n_expects; i-- > 0 && script->expects[i].cycle == new->cycle;) {
		const struct script_expect *old = &script->expects[i];

		if (old->is_counter == new->is_counter && old->number == new->number)
			return text_fail(text, "%s is given twice for this cycle, first in line %u",
					 name, old->line);
	}
	return true;
}

/* The rest of a line that says what comes out. */
static bool read_expects(struct script *script, struct text *text, uint64_t cycle)
{
	if (!text_more(text))
		return text_expected(text, "PIN=VALUE, of an output, or counter=N value=N");
	do {
		struct script_expect expect = {.cycle = cycle, .line = (unsigned int)text->line};

		if (!(read_name(text, "counter") ? read_counter(text, &expect)
						 : read_output(text, &expect)) ||
		    !check_expect(script, text, &expect))
			return false;
		if (!script_add_expect(script, &expect))
			return text_fail(text, "out of memory");
	} while (text_more(text));
	return true;
}

/* The cycle of the last line so far; 0: there is none. */
static uint64_t last_cycle(const struct script *script)
{
	uint64_t event = script->n ? script->events[script->n - 1].cycle : 0;
	uint64_t expect = script->n_expects ? script->expects[script->n_expects - 1].cycle : 0;

	return event > expect ? event : expect;
}

static bool read_event(struct script *script, struct text *text)
{
	struct script_event *event;
	enum script_kind kind;
	uint64_t cycle;

	if (!read_decimal(text, "a cycle", 1, UINT32_MAX, &cycle))
		return false;
	if (cycle < last_cycle(script))
		return text_fail(text, "cycle %" PRIu64 " behind cycle %" PRIu64, cycle,
				 last_cycle(script));
	text_more(text);
	if (text_word(text, "expect"))
		return read_expects(script, text, cycle);
	for (kind = SCRIPT_RESET; kind < SCRIPT_KINDS; kind++)
		if (text_word(text, script_kind_name(kind)))
			break;
	if (kind == SCRIPT_KINDS)
		return text_expected(text, "a kind of event");
	event = script_add(script, cycle, kind);
	if (!event)
		return text_fail(text, "out of memory");
	event->line = (unsigned int)text->line;
	while (text_more(text))
		if (!read_field(text, event))
			return false;
	return check(text, event);
}

static bool read_sizes(struct script *script, struct text *text)
{
	uint64_t value = 0;

	if (script->sized)
		return text_fail(text, "sizes are given twice");
	script->sized = true;
	for (size_t i = 0; i < N_SIZES; i++) {
		if (!text_more(text) && i >= N_SIZES_AT_FIRST)
			break;
		if (!read_name(text, sizes[i].name)) {
			char expected[40];

			snprintf(expected, sizeof(expected), "%s=", sizes[i].name);
			return text_expected(text, expected);
		}
		if (!read_decimal(text, sizes[i].name, 0, UINT16_MAX, &value))
			return false;
		*size_of(&script->size, i) = (unsigned int)value;
	}
	return true;
}

/* A line with something on it. */
static bool read_line(struct script *script, struct text *text, uint64_t *given)
{
	if (text->line == 1)
		return text_word(text, "pagewalk-pins") && text_more(text) && text_word(text, "1")
			       ? true
			       : text_fail(text, "expected '" FIRST "'");
	if (*text->at >= '0' && *text->at <= '9')
		return read_event(script, text);
	if (last_cycle(script))
		return text_expected(text, "a cycle");
	if (text_word(text, "sizes"))
		return read_sizes(script, text);
	if (!text_word(text, "registers"))
		return text_expected(text, "a cycle, sizes or registers");
	if (!text_once(text, given, 0, "registers"))
		return false;
	text_more(text);
	if (!read_name(text, "seed"))
		return text_expected(text, "seed=");
	return read_decimal(text, "a seed", 0, UINT64_MAX, &script->seed);
}

bool script_read(struct script *script, struct source *source, char *error, unsigned int size)
{
	struct text text = {.name = source_name(source)};
	enum source_status status;
	struct source_line line;
	uint64_t given = 0;
	bool ok = true;

	*script = (struct script){0};
	while (ok && (status = source_next(source, &line)) == SOURCE_LINE) {
		text.at = line.text;
		text.line = line.number;
		if (text_more(&text) || text.line == 1)
			ok = read_line(script, &text, &given);
		ok = ok && text_end(&text);
	}
	if (ok && status == SOURCE_END)
		return true;
	snprintf(error, size, "%s", ok ? source_error(source) : text.error);
	script_free(script);
	return false;
}

bool script_fits(const struct script *script, const char *name, const struct mmu_config *config,
		 char *error, unsigned int size)
{
	for (size_t i = 0; script->sized && i < N_SIZES; i++) {
		unsigned int wanted = size_in(&script->size, i), is = size_in(config, i);

		if (wanted == is)
			continue;
		snprintf(error, size,
			 "%s: for %s=%u, but this build has %u; without its line 'sizes' it runs "
			 "on any",
			 name, sizes[i].name, wanted, is);
		return false;
	}
	return true;
}

static void write_event(const struct script_event *event, FILE *file)
{
	unsigned int n;
	const struct script_field *fields = script_fields(event->kind, &n);

	fprintf(file, "%" PRIu64 " %s", event->cycle, script_kind_name(event->kind));
	for (unsigned int i = 0; i < n; i++) {
		uint64_t value = event->value[i];

		if (script_is_partial(event->kind) ? !(event->given >> i & 1)
						   : value == fields[i].usual && !fields[i].needed)
			continue;
		fprintf(file, " %s=", fields[i].name);
		if (fields[i].decimal)
			fprintf(file, "%" PRIu64, value);
		else
			fprintf(file, "%" PRIx64, value);
	}
	fputc('\n', file);
}

static void write_expect(const struct script_expect *expect, FILE *file)
{
	fprintf(file, "%" PRIu64 " expect ", expect->cycle);
	if (expect->is_counter)
		fprintf(file, "counter=%u value=%" PRIu64 "\n", expect->number, expect->value);
	else
		fprintf(file, "%s=%" PRIx64 "\n", mmu_outputs[expect->number].name, expect->value);
}

/* By their cycles, and of one cycle what is driven before what comes out. */
static void write_lines(const struct script *script, FILE *file)
{
	size_t event = 0, expect = 0;

	while (event < script->n || expect < script->n_expects) {
		if (expect == script->n_expects ||
		    (event < script->n &&
		     script->events[event].cycle <= script->expects[expect].cycle))
			write_event(&script->events[event++], file);
		else
			write_expect(&script->expects[expect++], file);
	}
}

bool script_write(const struct script *script, const char *head, FILE *file)
{
	fputs(FIRST "\n", file);
	while (head && *head) {
		int length = (int)strcspn(head, "\n");

		fprintf(file, "# %.*s\n", length, head);
		head += length + (head[length] == '\n');
	}
	if (script->sized) {
		fputs("sizes", file);
		for (size_t i = 0; i < N_SIZES; i++)
			fprintf(file, " %s=%u", sizes[i].name, size_in(&script->size, i));
		fputc('\n', file);
	}
	fprintf(file, "registers seed=%" PRIu64 "\n", script->seed);
	write_lines(script, file);
	return !ferror(file);
}
