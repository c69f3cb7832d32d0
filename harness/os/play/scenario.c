/* SPDX-License-Identifier: Apache-2.0 */
/* The file, and its settings. */
#include "os/play/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/source.h"
#include "os/play/rehearse.h"
#include "os/play/scenario_parse.h"

#define FAIL 8u /* the first setting that may come again, of another kind or name */

/* ---- Settings. ---- */

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
