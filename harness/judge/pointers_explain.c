/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/pointers_inside.h"

#include <stddef.h>
#include <string.h>

#include "memory/replay.h"
#include "monitor/context.h"

/* "Sv32" of the manual; of the SDM, the formats of paging-structure entries. */
#define RISCV_G (UINT64_C(1) << 5)
#define X86_RW  (UINT64_C(1) << 1)
#define X86_US  (UINT64_C(1) << 2)
#define X86_A   (UINT64_C(1) << 5)
#define X86_XD  (UINT64_C(1) << 63)

#define PAGE_BITS 12

struct search {
	const struct pointers *pointers;
	const struct exchange *x;
	pointers_judge *judge;
	void *opaque;
	unsigned int skipped;
	uint64_t root; /* when a walk went from it last; UINT64_MAX: that of x itself */
	bool same;     /* it is of the ASID of x */
	uint64_t time[ORACLE_MAX_READS]; /* when each skipped pointer was read */
	struct exchange walk;            /* so far */
	struct explained *explained;     /* with the first one that is right */
	uint64_t rights;                 /* of that */
	bool found;
};

/* Where the walk reads behind n pointers. If it ends with them, 0: no walk through there is right.
 */
static uint64_t next_pa(const struct exchange *whole, unsigned int n)
{
	struct replay replay = {.data = whole->read_data, .n = n};
	struct oracle_answer answer;

	oracle_translate(replay_read, &replay, &whole->context, &whole->access, &answer);
	return answer.read_pa[n];
}

static bool are_global(const struct search *search)
{
	uint64_t any = 0;

	for (unsigned int i = 0; i < search->skipped; i++)
		any |= search->walk.read_data[i];
	return !context_is_x86(&search->x->context) && any & RISCV_G;
}

/* Has nothing named them since they were read? */
static bool may_be_skipped(const struct search *search)
{
	const struct paging *mode = &paging[search->x->mode];
	unsigned int span = PAGE_BITS + mode->index_bits * (mode->levels - search->skipped);
	bool global = are_global(search);
	uint64_t named = pointers_named(search->pointers, search->x, span, global);

	for (unsigned int i = 0; i < search->skipped; i++)
		if (search->time[i] <= named)
			return false;
	return search->root > named && (search->same || global);
}

/* What a hit on the entry will ask of the walk that filled it (walk-1, walk-3). */
static uint64_t rights_of(const struct exchange *whole)
{
	uint64_t every = UINT64_MAX, any = 0;

	for (unsigned int i = 0; i < whole->reads; i++) {
		every &= whole->read_data[i];
		any |= whole->read_data[i];
	}
	if (context_is_x86(&whole->context))
		return (every & (X86_RW | X86_US)) | (any & X86_XD);
	return any & RISCV_G;
}

/* The PTE out of a line that comes next in the walk. False: no line could give it. */
static bool take(struct search *search, uint64_t searched)
{
	struct explained *explained = search->explained;
	struct exchange *walk = &search->walk;
	const struct line_read read = {
		.mode = walk->mode,
		.asid = walk->asid,
		.pa = next_pa(walk, walk->reads),
		.searched = searched,
	};

	if (!read.pa)
		return false;
	walk->read_pa[walk->reads] = read.pa;
	if (lines_serve(explained->lines, &read, &walk->read_data[walk->reads++]))
		return true;
	explained->unserved = true;
	explained->missing = read;
	return false;
}

/* Puts what x read, and took out of lines, behind what it skipped. */
static bool follow(struct search *search)
{
	const struct exchange *x = search->x;
	const struct taken *taken = search->explained->taken;
	struct exchange *walk = &search->walk;
	unsigned int n = 0, lines = search->explained->lines ? taken->n : 0;

	walk->reads = search->skipped;
	for (unsigned int i = 0; i <= x->reads; i++) {
		for (; n < lines && taken->pte[n].behind == i; n++)
			if (!take(search, taken->pte[n].searched))
				return false;
		if (i == x->reads)
			break;
		walk->read_pa[walk->reads] = x->read_pa[i];
		walk->read_data[walk->reads++] = x->read_data[i];
	}
	return true;
}

/* Is the walk right that reads what x read, behind what it skipped? */
static void try(struct search *search)
{
	struct explained *explained = search->explained;
	struct exchange *walk = &search->walk;

	if (!follow(search))
		return;
	if (!search->judge(search->opaque, walk)) {
		if (!search->found)
			*explained->whole = *walk;
		explained->tried = true;
		return;
	}
	if (!search->found) {
		search->found = true;
		search->rights = rights_of(walk);
		*explained->whole = *walk;
	}
	explained->doubtful |= rights_of(walk) != search->rights;
}

/* Tries, behind n pointers, each pointer that was read where the walk goes on. */
static void extend(struct search *search, unsigned int n)
{
	bool x86 = context_is_x86(&search->x->context);
	uint64_t pa, value, time;

	if (n == search->skipped) {
		if (may_be_skipped(search))
			try(search);
		return;
	}
	pa = next_pa(&search->walk, n);
	for (unsigned int i = 0; pointers_seen(search->pointers, pa, i, &value, &time); i++) {
		if (x86 && !(value & X86_A))
			continue;
		search->walk.read_pa[n] = pa;
		search->walk.read_data[n] = value;
		search->time[n] = time;
		extend(search, n + 1);
	}
}

static void from_roots(struct search *search)
{
	const struct exchange *x = search->x;
	unsigned int n;
	const struct root *root = pointers_roots(search->pointers, &n);

	search->walk = *x;
	search->root = UINT64_MAX;
	search->same = true;
	extend(search, 0);
	for (; n--; root++) {
		if (root->mode != x->mode)
			continue;
		search->walk.context.ptbr = root->context.ptbr;
		memcpy(search->walk.context.x86.pdpte, root->context.x86.pdpte,
		       sizeof(root->context.x86.pdpte));
		search->root = root->time;
		search->same = root->asid == x->asid;
		extend(search, 0);
	}
}

bool pointers_explain(const struct pointers *pointers, const struct exchange *x,
		      pointers_judge *judge, void *opaque, struct explained *explained)
{
	struct search search = {
		.pointers = pointers,
		.x = x,
		.judge = judge,
		.opaque = opaque,
		.explained = explained,
	};
	unsigned int own = x->reads + (explained->lines ? explained->taken->n : 0);
	unsigned int levels = paging[x->mode].levels;

	explained->doubtful = explained->tried = explained->unserved = false;
	/* Without a PTE out of a line, one that skips nothing is x itself. */
	if (own > x->reads && own <= levels) {
		search.walk = *x;
		try(&search);
	}
	for (search.skipped = 1; search.skipped + own <= levels; search.skipped++)
		from_roots(&search);
	return search.found;
}
