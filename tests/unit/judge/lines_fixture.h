/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scoreboard of an MMU with lines, on pins made by hand, over the tables of fills_fixture.h:
 * each walk in the rhythm of line-2. Memory answers in the cycle behind a request. The pages of
 * a line are 0 to 7: 0 and 3 are there, 1 is clean, and 2 is not there. Pages 8 to 12
 * are those of the next one.
 */
#ifndef PAGEWALK_LINES_FIXTURE_H
#define PAGEWALK_LINES_FIXTURE_H

#include "search_fixture.h"

/* PTEs of 4 bytes. begin_lines() says no. */
extern bool narrow;

/* With lines alone; with a walk cache, or with an array, too. Pages 4 to 12 are there. */
void begin_lines(void);
void begin_lines_and(unsigned int walk_entries, unsigned int array_sets);
void begin_one_line(void); /* and a walk cache */

/* A load is accepted, and misses, and its walk searches: the next cycle may ask for its first read.
 */
void load(uint64_t va);
void store(uint64_t va);

/* The walk asks for the PTE at pa, and memory answers with its line, or alone. */
const char *reads_line(uint64_t pa);
const char *reads_alone(uint64_t pa);

/* A line serves a read: two cycles in which nothing shows. */
const char *gives(void);

/* The walk goes back behind what has come: a cycle in which nothing shows. */
const char *back(void);

/* A walk of page n from the root, that reads all; and its answer. */
void walks_from_root(uint64_t n);

/*
 * A walk of page n from the root: bit i of `read` is 1 where it reads PTE i, and the others are out
 * of lines; and what is said of its end.
 */
const char *ends_behind_lines(uint64_t n, unsigned int read);

#endif
