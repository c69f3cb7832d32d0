/* SPDX-License-Identifier: Apache-2.0 */
/* Files and shared memories. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "os/play/scenario_parse.h"

#define PAGE UINT64_C(4096)

static bool find_file(struct parser *parser, struct backing *backing)
{
	struct text *text = &parser->text;
	const char *name = parser->scenario->name, *slash = strrchr(name, '/');
	const char *first, *at;
	struct stat stat_of;

	if (!text_more(text))
		return text_expected(text, "the path of a file");
	first = at = text->at;
	while (!text_is_word_end(*at))
		at++;
	text->at = at;
	/* Beside the scenario. */
	if (asprintf(&backing->path, "%.*s%.*s",
		     *first != '/' && slash ? (int)(slash - name + 1) : 0, name, (int)(at - first),
		     first) < 0) {
		backing->path = NULL;
		return text_fail(text, "out of memory");
	}
	if (stat(backing->path, &stat_of))
		return text_fail(text, "%s: %s", text_quote(first).text, strerror(errno));
	if (!S_ISREG(stat_of.st_mode) || !stat_of.st_size || (uint64_t)stat_of.st_size > MAX_BYTES)
		return text_fail(text, "%s: not a file of 1 byte to 64G", text_quote(first).text);
	backing->size = ((uint64_t)stat_of.st_size + PAGE - 1) & ~(PAGE - 1);
	return true;
}

static bool parse_file(struct parser *parser, struct backing *backing)
{
	struct text *text = &parser->text;

	text_more(text);
	if (text_word(text, "path"))
		return find_file(parser, backing);
	if (!parse_pages(parser, "'path' or the size of a file", &backing->size))
		return false;
	text_more(text);
	if (!text_word(text, "pattern"))
		return text_expected(text, "'pattern'");
	return parse_count(parser, "a seed", 0, UINT64_MAX, &backing->seed);
}

bool parse_backing(struct parser *parser, bool file)
{
	struct scenario *scenario = parser->scenario;
	struct backing *list =
		realloc(scenario->backing, (scenario->n_backings + 1) * sizeof(*list));
	struct backing *new;

	if (!list)
		return text_fail(&parser->text, "out of memory");
	scenario->backing = list;
	new = &list[scenario->n_backings];
	*new = (struct backing){.file = file, .line = parser->text.line};
	if (!parse_name(parser, file ? "a file's name" : "a name for shared memory", new->name))
		return false;
	for (uint32_t i = 0; i < scenario->n_backings; i++)
		if (!strcmp(list[i].name, new->name))
			return text_fail(&parser->text, "'%s' is there since line %lu", new->name,
					 list[i].line);
	scenario->n_backings++;
	return file ? parse_file(parser, new)
		    : parse_pages(parser, "the size of shared memory", &new->size);
}
