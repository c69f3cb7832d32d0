/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Between the parts of the parser: scenario.c (lines and settings) calls scenario_file.c (files and
 * shared memories) and scenario_action.c (actions; scenario_map.c for the longest of them). All
 * stand on scenario_word.c (words and numbers).
 */
#ifndef PAGEWALK_OS_SCENARIO_PARSE_H
#define PAGEWALK_OS_SCENARIO_PARSE_H

#include "base/text.h"
#include "os/play/scenario.h"

#define PARSE_DEPTH 8                    /* repeat in repeat */
#define MAX_BYTES   (UINT64_C(64) << 30) /* of memory, of a swap file, of a file */

struct parser {
	struct scenario *scenario;
	struct text text;
	size_t open[PARSE_DEPTH]; /* the REPEATs that have no END yet */
	unsigned int depth;
	size_t room;    /* for actions */
	uint64_t given; /* settings so far, for text_once() */
};

/* Words and numbers of the language. Each moves the cursor, or says what it expected. */
bool parse_name(struct parser *parser, const char *what, char name[SCENARIO_NAME]);
bool parse_count(struct parser *parser, const char *what, uint64_t min, uint64_t max,
		 uint64_t *value);
bool parse_size(struct parser *parser, const char *what, uint64_t *value);

/* A size in whole pages, up to MAX_BYTES. */
bool parse_pages(struct parser *parser, const char *what, uint64_t *bytes);

/* The index of the word at the cursor in a list; n: it is none of them. */
unsigned int parse_choice(struct parser *parser, const char *const *words, unsigned int n);

/* The name of a region. */
bool parse_region(struct parser *parser, char name[SCENARIO_NAME]);

/* r, rw, rx or rwx at the cursor. False, and no message: it is none of them. */
bool parse_rights(struct parser *parser, struct rights *rights);

/* What follows `file`, or `shared`. */
bool parse_backing(struct parser *parser, bool file);

/* What follows `map`. */
bool parse_map(struct parser *parser, struct action *action);

/* A line that begins with an action's word. *known: it does. */
bool parse_action(struct parser *parser, bool *known);

#endif
