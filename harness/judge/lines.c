/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
static _Thread_local bool hash_failed;
#define uthash_nonfatal_oom(element) (hash_failed = true)
#include <uthash.h>

#define LINE_BYTES 64u

/* A walk reads no line more often than it reads PTEs, and what it took is asked for at its end. */
#define VERSIONS (ORACLE_MAX_READS + 3u)
#define DROPS    16u

/* A line as memory has answered with it once. */
struct version {
	uint64_t filled;
	uint64_t updated; /* a compare-and-swap of it was accepted; UINT64_MAX: none */
	uint64_t word[LINE_BYTES / 8];
};

/* A line of a space. Its nth version is versions[n % VERSIONS]. */
struct line {
	struct {
		uint64_t address, asid, mode;
	} key;
	unsigned int n;
	struct version versions[VERSIONS];
	UT_hash_handle hh;
};

struct dropped {
	uint64_t cycle;
	enum line_drop cause;
};

/* The line of the newest answer, and the one touched before it. */
#define RECENT 2u

/* Drop n, from 0 on, is dropped[n % DROPS]. */
struct lines {
	struct line *line;
	unsigned int slots;
	struct line *recent[RECENT]; /* surely there; NULL: none, or not known */
	bool touched;                /* another one, perhaps, since the newest answer */
	unsigned int drops;
	struct dropped dropped[DROPS];
};

struct lines *lines_create(unsigned int slots)
{
	struct lines *lines = calloc(1, sizeof(*lines));

	if (lines)
		lines->slots = slots;
	return lines;
}

static void forget(struct lines *lines)
{
	struct line *line, *next;

	HASH_ITER (hh, lines->line, line, next) {
		HASH_DEL(lines->line, line);
		free(line);
	}
}

void lines_destroy(struct lines *lines)
{
	if (!lines)
		return;
	forget(lines);
	free(lines);
}

static struct line key_of(enum paging_mode mode, uint64_t asid, uint64_t pa)
{
	struct line sought = {.n = 0};

	sought.key.address = pa / LINE_BYTES;
	sought.key.asid = asid;
	sought.key.mode = (uint64_t)mode;
	return sought;
}

static struct line *find(const struct lines *lines, enum paging_mode mode, uint64_t asid,
			 uint64_t pa)
{
	const struct line sought = key_of(mode, asid, pa);
	struct line *line;

	HASH_FIND(hh, lines->line, &sought.key, sizeof(sought.key), line);
	return line;
}

/* The line of that key, new or not. NULL: out of memory. */
static struct line *line_of(struct lines *lines, const struct exchange *x, uint64_t pa)
{
	struct line *line = find(lines, x->mode, x->asid, pa);

	if (line)
		return line;
	line = calloc(1, sizeof(*line));
	if (!line)
		return NULL;
	*line = key_of(x->mode, x->asid, pa);
	hash_failed = false;
	HASH_ADD(hh, lines->line, key, sizeof(line->key), line);
	if (!hash_failed)
		return line;
	free(line);
	return NULL;
}

/* A line is the newest. The one before it was touched last, or nobody knows. */
static void note(struct lines *lines, struct line *line)
{
	if (line != lines->recent[0])
		lines->recent[1] = lines->slots > 1 && !lines->touched ? lines->recent[0] : NULL;
	else if (lines->touched)
		lines->recent[1] = NULL;
	lines->recent[0] = line;
	lines->touched = false;
}

bool lines_fill(struct lines *lines, uint64_t cycle, const struct exchange *x, uint64_t pa,
		const struct mmu_in *in)
{
	const uint64_t word[] = {in->mem_rsp_line_0, in->mem_rsp_line_1, in->mem_rsp_line_2,
				 in->mem_rsp_line_3, in->mem_rsp_line_4, in->mem_rsp_line_5,
				 in->mem_rsp_line_6, in->mem_rsp_line_7};
	struct line *line = line_of(lines, x, pa);
	struct version *version;

	if (!line)
		return false;
	version = &line->versions[line->n++ % VERSIONS];
	version->filled = cycle;
	version->updated = UINT64_MAX;
	memcpy(version->word, word, sizeof(word));
	note(lines, line);
	return true;
}

/* So many lines are forgotten with the next drop, whose cause nobody will ask for. */
#define MANY 4096u

void lines_drop(struct lines *lines, uint64_t cycle, enum line_drop cause)
{
	lines->dropped[lines->drops++ % DROPS] = (struct dropped){cycle, cause};
	lines->recent[0] = lines->recent[1] = NULL;
	if (HASH_COUNT(lines->line) > MANY)
		forget(lines);
}

void lines_update(struct lines *lines, uint64_t cycle, uint64_t pa)
{
	for (struct line *line = lines->line; line; line = line->hh.next) {
		struct version *last = &line->versions[(line->n - 1) % VERSIONS];

		if (line->key.address == pa / LINE_BYTES && last->updated == UINT64_MAX)
			last->updated = cycle;
	}
}

/* ---- What served ---- */

/* The version that the last answer before the search has left; NULL: there was no such answer. */
static const struct version *version_before(const struct line *line, uint64_t searched)
{
	unsigned int kept = line->n < VERSIONS ? line->n : VERSIONS;

	for (unsigned int i = 1; i <= kept; i++) {
		const struct version *version = &line->versions[(line->n - i) % VERSIONS];

		if (version->filled < searched)
			return version;
	}
	return NULL;
}

static uint64_t pte_in(const struct version *version, const struct line_read *read)
{
	uint64_t word = version->word[read->pa % LINE_BYTES / 8];

	if (paging[read->mode].pte_bytes == 8)
		return word;
	return word >> (read->pa % 8 * 8) & UINT32_MAX;
}

static const struct version *version_of(const struct lines *lines, const struct line_read *read)
{
	const struct line *line = find(lines, read->mode, read->asid, read->pa);

	return line ? version_before(line, read->searched) : NULL;
}

/* The first drop of all lines since it was filled, before the search; NULL: none. */
static const struct dropped *drop_of(const struct lines *lines, const struct version *version,
				     uint64_t searched)
{
	unsigned int kept = lines->drops < DROPS ? lines->drops : DROPS;

	for (unsigned int i = kept; i; i--) {
		const struct dropped *drop = &lines->dropped[(lines->drops - i) % DROPS];

		if (drop->cycle >= version->filled && drop->cycle < searched)
			return drop;
	}
	return NULL;
}

bool lines_serve(const struct lines *lines, const struct line_read *read, uint64_t *pte)
{
	const struct version *version = version_of(lines, read);

	if (!version || version->updated < read->searched ||
	    drop_of(lines, version, read->searched))
		return false;
	*pte = pte_in(version, read);
	return *pte & 1;
}

void lines_touch(struct lines *lines)
{
	lines->touched = true;
}

bool lines_surely(const struct lines *lines, const struct line_read *read, uint64_t *filled)
{
	const struct line *line = find(lines, read->mode, read->asid, read->pa);
	const struct version *version;
	uint64_t pte;

	if (!line || (line != lines->recent[0] && line != lines->recent[1]))
		return false;
	version = version_before(line, read->searched);
	if (!version || !lines_serve(lines, read, &pte))
		return false;
	*filled = version->filled;
	return true;
}

/* ---- Why nothing served ---- */

/* Is there such a line of another space? */
static bool is_of_another(const struct lines *lines, const struct line_read *read)
{
	for (const struct line *line = lines->line; line; line = line->hh.next)
		if (line->key.address == read->pa / LINE_BYTES)
			return true;
	return false;
}

/* The drop of a line that was there once. */
static struct dropped gone_by(const struct lines *lines, const struct version *version,
			      uint64_t searched)
{
	const struct dropped *drop = drop_of(lines, version, searched);

	/* The first of two is what dropped it. */
	if (drop && (version->updated >= searched || drop->cycle < version->updated))
		return *drop;
	return (struct dropped){version->updated, LINE_UPDATE};
}

void lines_why_not(const struct lines *lines, const struct line_read *read, char *text,
		   unsigned int room)
{
	static const char *const by[] = {
		[LINE_FENCE] = "the fence",
		[LINE_CR3] = "the CR3 write",
		[LINE_FAULT] = "the fault",
		[LINE_LOST] = "the compare-and-swap lost",
		[LINE_UPDATE] = "its compare-and-swap accepted",
		[LINE_RESET] = "the reset",
	};
	const struct version *version = version_of(lines, read);
	struct dropped gone;

	if (!version) {
		snprintf(text, room,
			 is_of_another(lines, read) ? "its line is of another space"
						    : "memory has not answered with its line");
		return;
	}
	gone = gone_by(lines, version, read->searched);
	if (gone.cycle < read->searched)
		snprintf(text, room, "its line of cycle %llu was dropped by %s in cycle %llu",
			 (unsigned long long)version->filled, by[gone.cause],
			 (unsigned long long)gone.cycle);
	else
		snprintf(text, room, "its line of cycle %llu has bit 0 = 0 in it",
			 (unsigned long long)version->filled);
}
