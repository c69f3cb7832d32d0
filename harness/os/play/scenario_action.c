/* SPDX-License-Identifier: Apache-2.0 */
/* The actions: a row each in the table at the end, and a function for what follows the word. */
#include <stdlib.h>
#include <string.h>

#include "os/kernel/machine.h"
#include "os/play/scenario_parse.h"

#define MAX_PROCESSES 64 /* in one line */
#define MAX_COUNT     UINT32_MAX

/* The processes of a line; an action is made for each. */
struct names {
	char name[MAX_PROCESSES][SCENARIO_NAME];
	unsigned int n;
};

/* ---- What actions are made of. ---- */

static bool at_number(struct parser *parser)
{
	text_more(&parser->text);
	return *parser->text.at >= '0' && *parser->text.at <= '9';
}

/* REGION [OFFSET SIZE] */
static bool parse_range(struct parser *parser, struct action *action)
{
	if (!parse_region(parser, action->region))
		return false;
	action->whole = !at_number(parser);
	if (action->whole)
		return true;
	return parse_size(parser, "an offset in the region", &action->offset) &&
	       parse_size(parser, "a size", &action->size);
}

static bool parse_type(struct parser *parser, struct action *action)
{
	static const char *const words[] = {"x", "r", "w"};
	static const enum access_type types[] = {ACCESS_FETCH, ACCESS_LOAD, ACCESS_STORE};
	unsigned int which = parse_choice(parser, words, 3);

	if (which == 3)
		return text_expected(&parser->text, "r, w or x");
	action->type = types[which];
	return true;
}

/* [stride=N] [bytes=N] [seed=N] [writes=N], those that the action allows, each once. */
static bool parse_keys(struct parser *parser, struct action *action, const char *allowed)
{
	struct text *text = &parser->text;
	uint64_t writes = action->writes, given = 0;
	bool ok = true;

	while (ok && text_more(text)) {
		if (strchr(allowed, 't') && text_prefix(text, "stride="))
			ok = text_once(text, &given, 0, "stride=") &&
			     parse_count(parser, "a stride", 1, UINT64_C(1) << 40, &action->stride);
		else if (strchr(allowed, 'b') && text_prefix(text, "bytes="))
			ok = text_once(text, &given, 1, "bytes=") &&
			     parse_count(parser, "bytes", 1, FRAME_SIZE, &action->bytes);
		else if (strchr(allowed, 's') && text_prefix(text, "seed="))
			ok = text_once(text, &given, 2, "seed=") &&
			     parse_count(parser, "a seed", 0, UINT64_MAX, &action->seed);
		else if (strchr(allowed, 'w') && text_prefix(text, "writes="))
			ok = text_once(text, &given, 3, "writes=") &&
			     parse_count(parser, "a part in per cent", 0, 100, &writes);
		else
			return text_expected(text, "a known KEY=VALUE or the end of the line");
	}
	action->writes = (unsigned int)writes;
	return ok;
}

/* ---- What follows each word. ---- */

static bool parse_nothing(struct parser *parser, struct action *action)
{
	(void)parser;
	(void)action;
	return true;
}

static bool parse_fork(struct parser *parser, struct action *action)
{
	return parse_name(parser, "the child's name", action->other);
}

static bool parse_protect(struct parser *parser, struct action *action)
{
	if (!parse_range(parser, action))
		return false;
	return parse_rights(parser, &action->map.rights) ||
	       text_expected(&parser->text, "r, rw, rx or rwx");
}

static bool parse_brk(struct parser *parser, struct action *action)
{
	strcpy(action->region, "heap");
	return parse_size(parser, "the heap's size", &action->size);
}

static bool parse_touch(struct parser *parser, struct action *action)
{
	action->stride = FRAME_SIZE;
	action->bytes = 8;
	return parse_range(parser, action) && parse_type(parser, action) &&
	       parse_keys(parser, action, "tb");
}

static bool parse_fill(struct parser *parser, struct action *action)
{
	action->bytes = FRAME_SIZE;
	if (!parse_range(parser, action) || !parse_keys(parser, action, "bs"))
		return false;
	action->stride = action->bytes;
	return true;
}

static bool parse_random(struct parser *parser, struct action *action)
{
	action->whole = true;
	action->bytes = 8;
	action->writes = 50;
	return parse_region(parser, action->region) &&
	       parse_count(parser, "a number of accesses", 1, MAX_COUNT, &action->count) &&
	       parse_keys(parser, action, "bw");
}

static bool parse_sort(struct parser *parser, struct action *action)
{
	action->bytes = 4;
	if (!parse_region(parser, action->region) ||
	    !parse_count(parser, "a number of integers", 1, MAX_COUNT, &action->count) ||
	    !parse_keys(parser, action, "b"))
		return false;
	if (action->bytes != 4 && action->bytes != 8)
		return text_fail(&parser->text, "expected integers of 4 or 8 bytes, found %llu",
				 (unsigned long long)action->bytes);
	action->size = action->count * action->bytes;
	return true;
}

static bool parse_copy(struct parser *parser, struct action *action)
{
	return parse_region(parser, action->region) && parse_region(parser, action->other) &&
	       parse_size(parser, "a size", &action->size);
}

static bool parse_promote(struct parser *parser, struct action *action)
{
	action->whole = true;
	return parse_region(parser, action->region);
}

static bool parse_place(struct parser *parser, struct action *action)
{
	action->size = FRAME_SIZE;
	return parse_region(parser, action->region) &&
	       parse_size(parser, "an offset in the region", &action->offset) &&
	       parse_count(parser, "a frame", 1, UINT32_MAX, &action->frame);
}

static bool parse_stray(struct parser *parser, struct action *action)
{
	static const char *const words[] = {"null", "kernel"};
	unsigned int which = parse_choice(parser, words, 2);

	action->bytes = 1;
	if (which < 2) {
		action->stray = which ? STRAY_KERNEL : STRAY_NULL;
	} else if (at_number(parser)) {
		action->stray = STRAY_ADDRESS;
		if (!parse_count(parser, "an address", 0, UINT64_MAX, &action->va))
			return false;
	} else {
		action->stray = STRAY_REGION;
		if (!parse_name(parser, "null, kernel, a region or an address", action->region))
			return false;
	}
	return parse_type(parser, action);
}

static bool parse_expect(struct parser *parser, struct action *action)
{
	unsigned int which = parse_choice(parser, fate_names, FATES);

	if (which == FATES)
		return text_expected(&parser->text, "alive, killed, bus or no-memory");
	action->fate = which;
	return true;
}

static bool parse_counter(struct parser *parser, struct action *action)
{
	unsigned int which = parse_choice(parser, counter_names, COUNTERS);

	if (which == COUNTERS)
		return text_expected(&parser->text, "a counter");
	action->counter = which;
	which = parse_choice(parser, comparison_names, 3);
	if (which == 3)
		return text_expected(&parser->text, ">=, <= or =");
	action->comparison = which;
	text_more(&parser->text);
	return parse_count(parser, "a number", 0, UINT64_MAX, &action->count);
}

/* The rest of the line. */
static bool parse_step(struct parser *parser, struct action *action)
{
	size_t n = 0;

	if (!text_more(&parser->text))
		return text_expected(&parser->text, "a text");
	while (!text_is_end(parser->text.at[n])) {
		if ((unsigned char)parser->text.at[n] < 0x20 && parser->text.at[n] != '\t')
			return text_fail(&parser->text, "expected a text, found byte %02x",
					 (unsigned char)parser->text.at[n]);
		n++;
	}
	action->text = strndup(parser->text.at, n);
	parser->text.at += n;
	return action->text || text_fail(&parser->text, "out of memory");
}

static bool parse_repeat(struct parser *parser, struct action *action)
{
	if (parser->depth == PARSE_DEPTH)
		return text_fail(&parser->text, "more than %d repeats in each other", PARSE_DEPTH);
	if (!parse_count(parser, "a number of rounds", 1, MAX_COUNT, &action->count))
		return false;
	parser->open[parser->depth++] = parser->scenario->n_actions;
	return true;
}

static bool parse_end(struct parser *parser, struct action *action)
{
	if (!parser->depth)
		return text_fail(&parser->text, "this end has no repeat");
	action->partner = parser->open[--parser->depth];
	parser->scenario->action[action->partner].partner = parser->scenario->n_actions;
	return true;
}

static const struct {
	const char *word;
	enum action_kind kind;
	bool process; /* a list of processes comes first */
	bool (*parse)(struct parser *parser, struct action *action);
} actions[] = {
	{"process", ACTION_PROCESS, true, parse_nothing},
	{"fork", ACTION_FORK, true, parse_fork},
	{"exit", ACTION_EXIT, true, parse_nothing},
	{"map", ACTION_MAP, true, parse_map},
	{"unmap", ACTION_UNMAP, true, parse_range},
	{"protect", ACTION_PROTECT, true, parse_protect},
	{"brk", ACTION_BRK, true, parse_brk},
	{"lock", ACTION_LOCK, true, parse_range},
	{"unlock", ACTION_UNLOCK, true, parse_range},
	{"lockall", ACTION_LOCKALL, true, parse_nothing},
	{"touch", ACTION_TOUCH, true, parse_touch},
	{"fill", ACTION_FILL, true, parse_fill},
	{"check", ACTION_CHECK, true, parse_fill},
	{"random", ACTION_RANDOM, true, parse_random},
	{"sort", ACTION_SORT, true, parse_sort},
	{"copy", ACTION_COPY, true, parse_copy},
	{"promote", ACTION_PROMOTE, true, parse_promote},
	{"place", ACTION_PLACE, true, parse_place},
	{"stray", ACTION_STRAY, true, parse_stray},
	{"expect", ACTION_EXPECT, true, parse_expect},
	{"step", ACTION_STEP, true, parse_step},
	{"count", ACTION_COUNT, false, parse_counter},
	{"repeat", ACTION_REPEAT, false, parse_repeat},
	{"end", ACTION_END, false, parse_end},
};

#define N_ACTIONS (sizeof(actions) / sizeof(actions[0]))

/* A,B,C */
static bool parse_processes(struct parser *parser, struct names *names)
{
	do {
		if (names->n == MAX_PROCESSES)
			return text_fail(&parser->text, "more than %d processes in a line",
					 MAX_PROCESSES);
		if (!parse_name(parser, "a process", names->name[names->n++]))
			return false;
	} while (text_prefix(&parser->text, ","));
	if (!text_is_word_end(*parser->text.at))
		return text_expected(&parser->text, "',' or a blank behind a process");
	return true;
}

/* NULL: out of memory, and the message says so. */
static struct action *new_action(struct parser *parser)
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

/* The same action for each process of the line. */
static bool add_actions(struct parser *parser, struct action *pattern, const struct names *names)
{
	char *text = pattern->text;

	for (unsigned int i = 0; i < (names->n ? names->n : 1); i++) {
		struct action *action = new_action(parser);

		if (!action) {
			if (!i)
				free(text);
			return false;
		}
		pattern->line = action->line;
		*action = *pattern;
		memcpy(action->process, names->name[i], SCENARIO_NAME);
		if (text && i)
			action->text = strdup(text);
	}
	return true;
}

bool parse_action(struct parser *parser, bool *known)
{
	struct names names = {.n = 0};
	struct action action = {0};
	size_t i;

	for (i = 0; i < N_ACTIONS && !text_word(&parser->text, actions[i].word); i++)
		;
	*known = i < N_ACTIONS;
	if (!*known)
		return true;
	action.kind = actions[i].kind;
	if (actions[i].process && !parse_processes(parser, &names))
		return false;
	return actions[i].parse(parser, &action) && add_actions(parser, &action, &names);
}
