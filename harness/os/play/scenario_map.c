/* SPDX-License-Identifier: Apache-2.0 */
/* The line of an action `map`: what a new region is of, and what may be done with it. */
#include <stddef.h>
#include <string.h>

#include "os/play/scenario_parse.h"

/* file=NAME, shm=NAME: the cursor is behind '='. */
static bool parse_backing_name(struct parser *parser, struct map_options *map, bool file)
{
	struct scenario *scenario = parser->scenario;
	char name[SCENARIO_NAME];

	if (map->backing != NO_BACKING)
		return text_fail(&parser->text, "a region is of one file or shared memory");
	if (!parse_name(parser, file ? "a file" : "a shared memory", name))
		return false;
	for (uint32_t i = 0; i < scenario->n_backings; i++) {
		if (scenario->backing[i].file == file && !strcmp(scenario->backing[i].name, name)) {
			map->backing = i;
			return true;
		}
	}
	return text_fail(&parser->text, "there is no %s '%s'", file ? "file" : "shared memory",
			 name);
}

/* Options of map that are words, and what each sets. */
struct map_words {
	bool anon, huge, shared, private, grows, locked;
};

static const struct {
	const char *word;
	size_t offset;
} map_words[] = {
#define WORD(name)                                                                                 \
	{                                                                                          \
#name, offsetof(struct map_words, name)                                            \
	}
	WORD(anon), WORD(huge), WORD(shared), WORD(private), WORD(grows), WORD(locked),
#undef WORD
};

/* True: there is none at the cursor, or it was read; else it was there already. */
static bool parse_map_word(struct parser *parser, struct map_words *words, bool *read)
{
	for (size_t i = 0; i < sizeof(map_words) / sizeof(map_words[0]); i++) {
		bool *flag = (bool *)((char *)words + map_words[i].offset);

		if (!text_word(&parser->text, map_words[i].word))
			continue;
		if (*flag)
			return text_fail(&parser->text, "%s is given twice", map_words[i].word);
		*read = *flag = true;
		return true;
	}
	*read = false;
	return true;
}

/* KEY=VALUE, or rights. */
static bool parse_map_key(struct parser *parser, struct map_options *map, uint64_t *given)
{
	struct text *text = &parser->text;

	if (parse_rights(parser, &map->rights))
		return text_once(text, given, 0, "the rights");
	if (text_prefix(text, "at=")) {
		map->placed = true;
		return text_once(text, given, 1, "at=") &&
		       parse_count(parser, "an address", 0, UINT64_MAX, &map->at);
	}
	if (text_prefix(text, "offset="))
		return text_once(text, given, 2, "offset=") &&
		       parse_size(parser, "an offset", &map->offset);
	if (text_prefix(text, "file="))
		return parse_backing_name(parser, map, true);
	if (text_prefix(text, "shm="))
		return parse_backing_name(parser, map, false);
	if (text_prefix(text, "huge=")) {
		map->huge = true;
		return text_once(text, given, 3, "huge=") &&
		       parse_size(parser, "the size of a huge page", &map->huge_size);
	}
	return text_expected(text, "rights or an option of map");
}

/* Refuses options that cannot go together. */
static bool check_map(struct parser *parser, const struct map_options *map,
		      const struct map_words *words)
{
	struct text *text = &parser->text;
	struct backing *backing =
		map->backing == NO_BACKING ? NULL : &parser->scenario->backing[map->backing];

	if (words->shared && words->private)
		return text_fail(text, "a region is shared or private");
	if (words->anon && backing)
		return text_fail(text, "an anonymous region is of no file and no shared memory");
	if (words->huge && map->huge_size)
		return text_fail(text, "huge is given twice");
	if (words->shared && !backing)
		return text_fail(text, "a shared region needs file= or shm=");
	if (map->offset && !backing)
		return text_fail(text, "offset= needs file= or shm=");
	if (map->grows && (backing || map->huge || map->locked))
		return text_fail(text, "a region that grows is anonymous, not huge and not locked");
	if (map->huge && backing)
		return text_fail(text, "a huge region is anonymous");
	if (!backing)
		return true;
	backing->code |= map->rights.execute;
	backing->shared |= map->shared;
	backing->private |= !map->shared;
	if (backing->shared && backing->private)
		return text_fail(text,
				 "'%s' is mapped shared and private: all its regions are one or "
				 "the other",
				 backing->name);
	return true;
}

bool parse_map(struct parser *parser, struct action *action)
{
	struct map_options *map = &action->map;
	struct map_words words = {.anon = false};
	uint64_t given = 0;
	bool read;

	map->rights = (struct rights){.read = true, .write = true, .user = true};
	map->backing = NO_BACKING;
	if (!parse_region(parser, action->region) ||
	    !parse_size(parser, "the region's size", &action->size))
		return false;
	while (text_more(&parser->text))
		if (!parse_map_word(parser, &words, &read) ||
		    (!read && !parse_map_key(parser, map, &given)))
			return false;
	map->huge |= words.huge;
	map->grows = words.grows;
	map->locked = words.locked;
	map->shared = words.shared || (map->backing != NO_BACKING && !words.private &&
				       !parser->scenario->backing[map->backing].file);
	return check_map(parser, map, &words);
}
