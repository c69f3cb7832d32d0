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
	struct exchange *whole;          /* the first one that is right */
	uint64_t rights;                 /* of that */
	bool found, doubtful;
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
	uint64_t va = context_address(&search->x->context, search->x->access.va);
	unsigned int span = PAGE_BITS + mode->index_bits * (mode->levels - search->skipped);
	bool global = are_global(search);
	uint64_t named = pointers_named(search->pointers, search->x->asid, va, span, global);

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

/* Is the walk right that reads what x read, behind what it skipped? */
static void try(struct search *search)
{
	const struct exchange *x = search->x;
	struct exchange *walk = &search->walk;

	walk->reads = search->skipped + x->reads;
	memcpy(walk->read_pa + search->skipped, x->read_pa, x->reads * sizeof(x->read_pa[0]));
	memcpy(walk->read_data + search->skipped, x->read_data, x->reads * sizeof(x->read_data[0]));
	if (!search->judge(search->opaque, walk))
		return;
	if (!search->found) {
		search->found = true;
		search->rights = rights_of(walk);
		*search->whole = *walk;
	}
	search->doubtful |= rights_of(walk) != search->rights;
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
		      pointers_judge *judge, void *opaque, struct exchange *whole, bool *doubtful)
{
	struct search search = {
		.pointers = pointers, .x = x, .judge = judge, .opaque = opaque, .whole = whole};
	unsigned int levels = paging[x->mode].levels;

	for (search.skipped = 1; search.skipped + x->reads <= levels; search.skipped++)
		from_roots(&search);
	*doubtful = search.doubtful;
	return search.found;
}
