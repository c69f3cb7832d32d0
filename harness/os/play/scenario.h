/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scenario: what the operating system is to be given, and what processes do on it, one action a
 * line, in order. traces/os/README.md is the language.
 *
 * A file is read whole, and rehearsed (rehearse.h), before anything of it runs. So an action that
 * is played is one that can be: its process and its region exist, its range lies in the region, and
 * what must not be allowed is not.
 */
#ifndef PAGEWALK_OS_SCENARIO_H
#define PAGEWALK_OS_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "os/kernel/format.h"

#define SCENARIO_NAME 32 /* bytes of a name, with its 0 */
#define NO_BACKING    UINT32_MAX

enum action_kind {
	ACTION_PROCESS,
	ACTION_FORK,
	ACTION_EXIT,
	ACTION_MAP,
	ACTION_UNMAP,
	ACTION_PROTECT,
	ACTION_BRK,
	ACTION_LOCK,
	ACTION_UNLOCK,
	ACTION_LOCKALL,
	ACTION_TOUCH,
	ACTION_FILL,
	ACTION_CHECK,
	ACTION_RANDOM,
	ACTION_SORT,
	ACTION_COPY,
	ACTION_PROMOTE,
	ACTION_PLACE,
	ACTION_STRAY,
	ACTION_EXPECT,
	ACTION_COUNT,
	ACTION_STEP,
	ACTION_REPEAT,
	ACTION_END,
};

/* How a process is. */
enum fate { FATE_ALIVE, FATE_KILLED, FATE_BUS, FATE_NO_MEMORY, FATES };
extern const char *const fate_names[FATES];

/* What `count` can ask for. */
enum counter {
	COUNTER_MINOR,
	COUNTER_MAJOR,
	COUNTER_COPIED,
	COUNTER_ZEROED,
	COUNTER_ZERO_PAGE,
	COUNTER_GROWN,
	COUNTER_KILLED,
	COUNTER_SWITCHES,
	COUNTER_FENCES,
	COUNTER_ROLLOVERS,
	COUNTER_SWAPPED_OUT,
	COUNTER_SWAPPED_IN,
	COUNTER_DROPPED,
	COUNTER_WRITTEN_BACK,
	COUNTER_PROMOTED,
	COUNTER_SPLIT,
	COUNTERS,
};
extern const char *const counter_names[COUNTERS];

enum comparison { AT_LEAST, AT_MOST, EXACTLY };
extern const char *const comparison_names[3];

/* Where a stray access goes. */
enum stray { STRAY_NULL, STRAY_KERNEL, STRAY_REGION, STRAY_ADDRESS };

/* What `map` says beside process, region and size. */
struct map_options {
	struct rights rights;
	uint32_t backing; /* index of a file or shared memory; NO_BACKING: anonymous */
	bool shared, grows, locked;
	bool placed; /* at= was given */
	uint64_t at;
	uint64_t offset; /* in the backing */
	bool huge;
	uint64_t huge_size; /* 0: the smallest of the mode */
};

/* Each kind uses what it needs of this; the rest is 0. */
struct action {
	enum action_kind kind;
	unsigned long line;
	char process[SCENARIO_NAME];
	char region[SCENARIO_NAME];
	char other[SCENARIO_NAME]; /* fork: the child; copy: the region it goes to */

	bool whole; /* the whole region; else so much of it: */
	uint64_t offset, size;

	struct map_options map;
	enum access_type type;
	uint64_t stride, bytes;
	uint64_t seed;
	uint64_t count;      /* of accesses, of integers, of rounds; the number to compare with */
	unsigned int writes; /* per cent */
	uint64_t frame;
	enum stray stray;
	uint64_t va;
	enum fate fate;
	enum counter counter;
	enum comparison comparison;
	char *text;
	size_t partner; /* of REPEAT its END, and the other way round */
};

/* A file or shared memory, which regions map. */
struct backing {
	char name[SCENARIO_NAME];
	unsigned long line;
	bool file;
	char *path; /* of an existing file, which is copied; NULL: made of a pattern */
	uint64_t size, seed;
	bool code;            /* a region executes it */
	bool shared, private; /* some region maps it so; never both */
};

struct scenario {
	char *name; /* of the file */
	const struct format *format;
	uint64_t memory, swap;     /* bytes */
	unsigned long memory_line; /* that says so; 0: none */
	unsigned int asids, cluster, latency;
	uint64_t seed;
	bool tlb_lock;
	uint64_t fail_read, fail_write; /* the nth and all that follow; 0: none */

	struct backing *backing;
	uint32_t n_backings;
	struct action *action;
	size_t n_actions;

	uint64_t work; /* accesses that all actions make, by the rehearsal */
};

/* What the command line says instead of the file; 0 and NULL: nothing. */
struct scenario_overrides {
	const struct format *format;
	uint64_t memory, seed;
	bool has_seed;
	unsigned int latency;
};

/*
 * Reads, checks and rehearses a file. NULL, with one line "FILE:LINE: what is wrong" in error (of
 * size bytes).
 */
struct scenario *scenario_open(const char *path, const struct scenario_overrides *overrides,
			       char *error, size_t size);

/* scenario may be NULL. */
void scenario_close(struct scenario *scenario);

/* A size as the command line gives it: a number, and K, M or G behind it. */
bool scenario_size(const char *text, uint64_t *size);

#endif
