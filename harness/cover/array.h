/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The array as the pins say that it must be: filled by the pages that walks have read and the
 * pointers that memory answers, touched by the walks that they serve, and emptied by fences, faults
 * and writes of CR3 (rules array-1 to array-6). It foretells how each search ends.
 */
#ifndef PAGEWALK_COVER_ARRAY_H
#define PAGEWALK_COVER_ARRAY_H

#include "cover/shadow.h"

#define COVER_SETS 256u
#define COVER_WAYS 4u

/* A page; or a pointer, with its region as the page. */
struct cover_array_entry {
	struct cover_page page;
	bool pointer;
	uint64_t table; /* of a pointer... */
	struct cover_rights path;
	bool path_global; /* ...and whether that has G: the entry is not global */
};

struct cover_array_set {
	struct cover_array_entry way[COVER_WAYS];
	unsigned int used; /* bit n: way n is */
};

struct cover_array {
	unsigned int sets; /* 0: there is none */
	struct cover_array_set set[COVER_SETS];
	struct cover_array_entry next; /* valid: a pointer comes in in the next cycle */
	uint64_t cycle, busy_until, sweeps_until;
};

/* What a walk's search has read: the set of each level. */
struct cover_search {
	bool on;    /* it is under way */
	bool ended; /* a page has served the walk in this cycle, or it has asked for its first read
		     */
	bool blind;
	enum cover_port port;
	unsigned int step;      /* cycles since the walk started */
	unsigned int number[2]; /* of the sets */
	struct cover_array_set seen[2];
};

unsigned int cover_array_set(const struct cover_array *array, unsigned int level, uint64_t va);

/* The way of a level that matches; -1: none. Pages and pointers. */
int cover_array_match(const struct cover_array_set *set, unsigned int level,
		      const struct cover_request *request);

/* The walk that has searched touches a way of what it has read. */
void cover_array_touch(struct cover_array *array, const struct cover_search *search,
		       unsigned int level, unsigned int way);

/* Where a fill goes: in a free way, in one that was not used; or it dropped one of its page. */
enum cover_array_place { ARRAY_FREE, ARRAY_UNUSED, ARRAY_AGAIN };

enum cover_array_place cover_array_fill(struct cover_array *array,
					const struct cover_search *search,
					const struct cover_array_entry *entry);

static inline bool cover_array_is_busy(const struct cover_array *array)
{
	return array->cycle <= array->busy_until;
}

static inline bool cover_array_sweeps(const struct cover_array *array)
{
	return array->cycle <= array->sweeps_until;
}

#endif
