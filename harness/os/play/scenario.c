/* SPDX-License-Identifier: Apache-2.0 */
/* The file, and its settings. */
#include "os/play/scenario.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/source.h"
#include "os/play/rehearse.h"
#include "os/play/scenario_parse.h"

#define PAGE     UINT64_C(4096)
#define MAX_SIZE (UINT64_C(1) << 57)
#define FAIL     8u /* the first setting that may come again, of another kind or name */

const char *const fate_names[FATES] = {"alive", "killed", "bus", "no-memory"};

const char *const counter_names[COUNTERS] = {
	"minor",   "major",        "copied",   "zeroed",    "zero-page",   "grown",
	"killed",  "switches",     "fences",   "rollovers", "swapped-out", "swapped-in",
	"dropped", "written-back", "promoted", "split",
};

const char *const comparison_names[3] = {">=", "<=", "="};

/* ---- Words and numbers. ---- */

/* Skips blanks, but none behind the '=' of a key. */
static void begin(struct text *text)
{
	if (text->at[-1] != '=')
		text_more(text);
}

bool parse_name(struct parser *parser, const char *what, char name[SCENARIO_NAME])
{
	struct text *text = &parser->text;
	const char *at;
	size_t n;

	begin(text);
	at = text->at;
	if (!isalpha((unsigned char)*at))
		return text_expected(text, what);
	while (isalnum((unsigned char)*at) || *at == '_' || *at == '-')
		at++;
	n = (size_t)(at - text->at);
	if (n >= SCENARIO_NAME)
		return text_fail(text, "expected %s of at most %d letters, found %s", what,
				 SCENARIO_NAME - 1, text_quote(text->at).text);
	memcpy(name, text->at, n);
	name[n] = 0;
	text->at = at;
	return true;
}

/* Decimal, or hexadecimal with 0x. Returns the byte behind it; NULL: there is none, or too much. */
static const char *read_number(const char *at, uint64_t *value)
{
	uint64_t v = 0;
	const char *first = at;

	if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X'))
		return text_hex(at, UINT64_MAX, value);
	for (; *at >= '0' && *at <= '9'; at++) {
		if (v > (UINT64_MAX - 9) / 10)
			return NULL;
		v = v * 10 + (unsigned int)(*at - '0');
	}
	*value = v;
	return at == first ? NULL : at;
}

static const char *read_size(const char *at, uint64_t *value)
{
	static const char units[] = "KMG";
	const char *unit;

	at = read_number(at, value);
	if (!at)
		return NULL;
	unit = *at && *at != '\n' ? strchr(units, *at) : NULL;
	if (unit) {
		if (*value > MAX_SIZE >> 10 * (unit - units + 1))
			return NULL;
		*value <<= 10 * (unit - units + 1);
		at++;
	}
	return at;
}

bool parse_count(struct parser *parser, const char *what, uint64_t min, uint64_t max,
		 uint64_t *value)
{
	struct text *text = &parser->text;
	const char *behind;

	begin(text);
	behind = read_number(text->at, value);
	if (!behind || !text_is_word_end(*behind))
		return text_expected(text, what);
	if (*value < min || *value > max)
		return text_fail(text, "expected %s from %llu to %llu, found %s", what,
				 (unsigned long long)min, (unsigned long long)max,
				 text_quote(text->at).text);
	text->at = behind;
	return true;
}

bool parse_size(struct parser *parser, const char *what, uint64_t *value)
{
	struct text *text = &parser->text;
	const char *behind;

	begin(text);
	behind = read_size(text->at, value);
	if (!behind || !text_is_word_end(*behind) || *value > MAX_SIZE)
		return text_expected(text, what);
	text->at = behind;
	return true;
}

bool scenario_size(const char *text, uint64_t *size)
{
	const char *behind = read_size(text, size);

	return behind && !*behind && *size && *size % PAGE == 0 && *size <= MAX_BYTES;
}

unsigned int parse_choice(struct parser *parser, const char *const *words, unsigned int n)
{
	unsigned int i;

	text_more(&parser->text);
	for (i = 0; i < n && !text_word(&parser->text, words[i]); i++)
		;
	return i;
}

struct action *parse_new_action(struct parser *parser)
{
	struct scenario *scenario = parser->scenario;
	struct action *action;

	if (scenario->n_actions == parser->room) {
		size_t room = parser->room ? 2 * parser->room : 64;

		action = realloc(scenario->action, room * sizeof(*action));
		if (!action) {
			text_fail(&parser->text, "out of memory");
			return NULL;
		}
		scenario->action = action;
		parser->room = room;
	}
	action = &scenario->action[scenario->n_actions++];
	*action = (struct action){.line = parser->text.line};
	return action;
}

/* ---- Settings. ---- */

bool parse_pages(struct parser *parser, const char *what, uint64_t *bytes)
{
	const char *word = text_skip_blanks(parser->text.at);

	if (!parse_size(parser, what, bytes))
		return false;
	if (!*bytes || *bytes % PAGE || *bytes > MAX_BYTES)
		return text_fail(&parser->text,
				 "expected %s in whole pages of 4K up to 64G, found %s", what,
				 text_quote(word).text);
	return true;
}

static bool parse_mode(struct parser *parser)
{
	text_more(&parser->text);
	for (unsigned int i = 0; i < 8; i++) {
		if (text_word(&parser->text, formats[i].name)) {
			parser->scenario->format = &formats[i];
			return true;
		}
	}
	return text_expected(&parser->text,
			     "a paging mode (sv32, sv39, sv48, sv57, two-level, pae, "
			     "four-level or five-level)");
}

static bool parse_fail(struct parser *parser)
{
	static const char *const what[] = {"swap-read", "swap-write"};
	uint64_t *where[] = {&parser->scenario->fail_read, &parser->scenario->fail_write};
	unsigned int which = parse_choice(parser, what, 2);

	if (which == 2)
		return text_expected(&parser->text, "swap-read or swap-write");
	return text_once(&parser->text, &parser->given, FAIL + which, what[which]) &&
	       parse_count(parser, "which one fails first", 1, UINT32_MAX, where[which]);
}

static bool parse_small(struct parser *parser, const char *what, uint64_t min, uint64_t max,
			unsigned int *value)
{
	uint64_t wide = 0;
	bool ok = parse_count(parser, what, min, max, &wide);

	*value = (unsigned int)wide;
	return ok;
}

static bool parse_tlb_lock(struct parser *parser)
{
	unsigned int lock;
	bool ok = parse_small(parser, "tlb_lock to be 0 or 1", 0, 1, &lock);

	parser->scenario->tlb_lock = lock;
	return ok;
}

/* ---- Lines. ---- */

static bool parse_setting(struct parser *parser, bool *known)
{
	static const char *const words[] = {"mode",    "memory",  "swap",  "asids",
					    "cluster", "latency", "seed",  "tlb_lock",
					    "fail",    "file",    "shared"};
	struct scenario *scenario = parser->scenario;
	unsigned int which = parse_choice(parser, words, 11);

	*known = which < 11;
	if (*known && scenario->n_actions)
		return text_fail(&parser->text, "'%s' belongs before the first action",
				 words[which]);
	if (which < FAIL && !text_once(&parser->text, &parser->given, which, words[which]))
		return false;
	switch (which) {
	case 0:
		return parse_mode(parser);
	case 1:
		scenario->memory_line = parser->text.line;
		return parse_pages(parser, "the size of memory", &scenario->memory);
	case 2:
		return parse_pages(parser, "the size of the swap file", &scenario->swap);
	case 3:
		return parse_small(parser, "a number of ASIDs", 2, 65536, &scenario->asids);
	case 4:
		return parse_small(parser, "a number of pages", 1, 64, &scenario->cluster);
	case 5:
		return parse_small(parser, "cycles", 1, 1000000, &scenario->latency);
	case 6:
		return parse_count(parser, "a seed", 0, UINT64_MAX, &scenario->seed);
	case 7:
		return parse_tlb_lock(parser);
	case 8:
		return parse_fail(parser);
	case 9:
	case 10:
		return parse_backing(parser, which == 9);
	default:
		return true;
	}
}

static bool parse_first(struct parser *parser)
{
	if (!text_word(&parser->text, "pagewalk-os"))
		return text_expected(&parser->text, "'pagewalk-os 1'");
	text_more(&parser->text);
	if (!text_word(&parser->text, "1"))
		return text_expected(&parser->text, "version 1 of the scenario format");
	return text_end(&parser->text);
}

static bool parse_line(struct parser *parser)
{
	bool known;

	if (!text_more(&parser->text))
		return text_end(&parser->text);
	if (!parse_setting(parser, &known))
		return false;
	if (!known && !parse_action(parser, &known))
		return false;
	if (!known)
		return text_expected(&parser->text, "a setting or an action");
	return text_end(&parser->text);
}

static bool parse_lines(struct parser *parser, struct source *source)
{
	struct source_line line;
	enum source_status status;
	bool first = true;

	while ((status = source_next(source, &line)) == SOURCE_LINE) {
		parser->text.at = line.text;
		parser->text.line = line.number;
		if (!(first ? parse_first(parser) : parse_line(parser)))
			return false;
		first = false;
	}
	if (status == SOURCE_ERROR) {
		snprintf(parser->text.error, sizeof(parser->text.error), "%s",
			 source_error(source));
		return false;
	}
	if (first) {
		parser->text.line = 1;
		return text_fail(&parser->text,
				 "expected 'pagewalk-os 1', found the end of the file");
	}
	if (parser->depth) {
		parser->text.line = parser->scenario->action[parser->open[parser->depth - 1]].line;
		return text_fail(&parser->text, "this repeat has no end");
	}
	return true;
}

static void override(struct scenario *scenario, const struct scenario_overrides *overrides)
{
	if (overrides->format)
		scenario->format = overrides->format;
	if (overrides->memory)
		scenario->memory = overrides->memory;
	if (overrides->has_seed)
		scenario->seed = overrides->seed;
	if (overrides->latency)
		scenario->latency = overrides->latency;
}

/*
 * Can there be so much memory? If not, the message names the line, or the option, that asks for it.
 */
static bool has_room(const struct scenario *scenario, const struct scenario_overrides *overrides,
		     struct text *text)
{
	char why[200];

	if (format_has_room(scenario->format, scenario->memory, why, sizeof(why)))
		return true;
	text->line = scenario->memory_line;
	if (!overrides->memory)
		return text_fail(text, "%s", why);
	snprintf(text->error, sizeof(text->error), "--memory: %s", why);
	return false;
}

struct scenario *scenario_open(const char *path, const struct scenario_overrides *overrides,
			       char *error, size_t size)
{
	struct source *source = source_open(path, error, size);
	struct scenario *scenario = source ? calloc(1, sizeof(*scenario)) : NULL;
	struct parser parser = {.scenario = scenario};
	bool ok;

	if (!source)
		return NULL;
	if (scenario)
		scenario->name = strdup(source_name(source));
	if (!scenario || !scenario->name) {
		snprintf(error, size, "%s: out of memory", source_name(source));
		source_close(source);
		scenario_close(scenario);
		return NULL;
	}
	scenario->format = format_find("sv39");
	scenario->memory = UINT64_C(512) << 20;
	scenario->cluster = 8;
	scenario->latency = 4;
	scenario->seed = 1;
	parser.text.name = scenario->name;
	ok = parse_lines(&parser, source);
	override(scenario, overrides);
	ok = ok && has_room(scenario, overrides, &parser.text) && rehearse(scenario, &parser.text);
	source_close(source);
	if (ok)
		return scenario;
	snprintf(error, size, "%s", parser.text.error);
	scenario_close(scenario);
	return NULL;
}

void scenario_close(struct scenario *scenario)
{
	if (!scenario)
		return;
	for (uint32_t i = 0; i < scenario->n_backings; i++)
		free(scenario->backing[i].path);
	for (size_t i = 0; i < scenario->n_actions; i++)
		free(scenario->action[i].text);
	free(scenario->backing);
	free(scenario->action);
	free(scenario->name);
	free(scenario);
}

unsigned int scenario_huge_level(const struct format *format, const struct map_options *map)
{
	if (!map->huge_size)
		return 1;
	for (unsigned int level = 1; level < format->huge_levels; level++)
		if (UINT64_C(1) << format_shift(format, level) == map->huge_size)
			return level;
	return 0;
}
