/* SPDX-License-Identifier: Apache-2.0 */
#include "judge/pointers_inside.h"

#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
static _Thread_local bool hash_failed;
#define uthash_nonfatal_oom(element) (hash_failed = true)
#include <uthash.h>

#include "monitor/context.h"

/* A value that was read at an address: one for each of them. */
struct seen {
	struct {
		uint64_t pa, n;
	} key;
	uint64_t value, time;
	UT_hash_handle hh;
};

/* When those pointers of an ASID that lead to an address were named last. */
struct named {
	struct {
		uint64_t asid;
		uint64_t span; /* they map 2^span bytes; WHOLE: all of the ASID */
		uint64_t page; /* va >> span */
	} key;
	uint64_t time;
	UT_hash_handle hh;
};

#define WHOLE 64u

struct pointers {
	struct seen *seen;
	struct named *named;
	struct root *roots;
	unsigned int n_roots, room;
	uint64_t all, not_global; /* when all, and all but global ones, were named last */
	struct {
		uint64_t time, pa;
		bool update;
		uint64_t value; /* that an update leaves */
	} asked;
};

struct pointers *pointers_create(void)
{
	return calloc(1, sizeof(struct pointers));
}

static void forget(struct pointers *pointers)
{
	struct seen *seen, *next_seen;
	struct named *named, *next_named;

	HASH_ITER (hh, pointers->seen, seen, next_seen) {
		HASH_DEL(pointers->seen, seen);
		free(seen);
	}
	HASH_ITER (hh, pointers->named, named, next_named) {
		HASH_DEL(pointers->named, named);
		free(named);
	}
	pointers->n_roots = 0;
}

void pointers_destroy(struct pointers *pointers)
{
	if (!pointers)
		return;
	forget(pointers);
	free(pointers->roots);
	free(pointers);
}

/* ---- What is read, and from where ---- */

static struct seen *find_seen(const struct pointers *pointers, uint64_t pa, uint64_t n)
{
	const struct seen sought = {.key = {pa, n}};
	struct seen *seen;

	HASH_FIND(hh, pointers->seen, &sought.key, sizeof(sought.key), seen);
	return seen;
}

bool pointers_seen(const struct pointers *pointers, uint64_t pa, unsigned int n, uint64_t *value,
		   uint64_t *time)
{
	const struct seen *seen = find_seen(pointers, pa, n);

	if (!seen)
		return false;
	*value = seen->value;
	*time = seen->time;
	return true;
}

static bool see(struct pointers *pointers, uint64_t time, uint64_t pa, uint64_t value)
{
	uint64_t n = 0;
	struct seen *seen;

	for (; (seen = find_seen(pointers, pa, n)); n++)
		if (seen->value == value) {
			seen->time = time;
			return true;
		}
	seen = calloc(1, sizeof(*seen));
	if (!seen)
		return false;
	seen->key.pa = pa;
	seen->key.n = n;
	seen->value = value;
	seen->time = time;
	hash_failed = false;
	HASH_ADD(hh, pointers->seen, key, sizeof(seen->key), seen);
	if (hash_failed)
		free(seen);
	return !hash_failed;
}

void pointers_ask(struct pointers *pointers, uint64_t cycle, const struct mmu_out *out)
{
	pointers->asked.time = cycle + 1;
	pointers->asked.pa = out->mem_req_addr;
	pointers->asked.update = out->mem_req_cas;
	pointers->asked.value = out->mem_req_data;
}

bool pointers_answer(struct pointers *pointers, const struct mmu_in *in)
{
	bool update = pointers->asked.update;

	if (in->mem_rsp_error || (update && in->mem_rsp_lost))
		return true;
	return see(pointers, pointers->asked.time, pointers->asked.pa,
		   update ? pointers->asked.value : in->mem_rsp_data);
}

bool pointers_see(struct pointers *pointers, uint64_t cycle, uint64_t pa, uint64_t value)
{
	return see(pointers, cycle + 1, pa, value);
}

const struct root *pointers_roots(const struct pointers *pointers, unsigned int *n)
{
	*n = pointers->n_roots;
	return pointers->roots;
}

bool pointers_walk(struct pointers *pointers, uint64_t cycle, const struct exchange *x)
{
	struct root *root = pointers->roots, *end = root + pointers->n_roots;

	while (root < end && (root->mode != x->mode || root->asid != x->asid ||
			      root->context.ptbr != x->context.ptbr || root->pdptes != x->pdptes))
		root++;
	if (root == end) {
		if (pointers->n_roots == pointers->room) {
			unsigned int room = 2 * pointers->room + 8;

			root = realloc(pointers->roots, room * sizeof(*root));
			if (!root)
				return false;
			pointers->roots = root;
			pointers->room = room;
		}
		root = &pointers->roots[pointers->n_roots++];
		*root = (struct root){
			.context = x->context,
			.mode = x->mode,
			.asid = x->asid,
			.pdptes = x->pdptes,
		};
	}
	root->time = cycle + 1;
	return true;
}

/* ---- What names them ---- */

/* Those of an ASID that map 2^span bytes around an address; WHOLE: all of the ASID. */
static struct named those_of(uint64_t asid, uint64_t va, unsigned int span)
{
	struct named those = {.time = 0};

	those.key.asid = asid;
	those.key.span = span;
	those.key.page = span != WHOLE ? va >> span % WHOLE : 0;
	return those;
}

static struct named *find_named(const struct pointers *pointers, const struct named *sought)
{
	struct named *named;

	HASH_FIND(hh, pointers->named, &sought->key, sizeof(sought->key), named);
	return named;
}

static bool name(struct pointers *pointers, uint64_t cycle, uint64_t asid, uint64_t va,
		 unsigned int span)
{
	const struct named those = those_of(asid, va, span);
	struct named *named = find_named(pointers, &those);

	if (named) {
		named->time = cycle + 1;
		return true;
	}
	named = calloc(1, sizeof(*named));
	if (!named)
		return false;
	*named = those;
	named->time = cycle + 1;
	hash_failed = false;
	HASH_ADD(hh, pointers->named, key, sizeof(named->key), named);
	if (hash_failed)
		free(named);
	return !hash_failed;
}

/* With this bit in `span`: those alone that were read in a mode of x86. */
#define OF_X86 128u

/*
 * Names the pointers of an ASID that lead to an address: one of each size of x86; `of` is 0 or
 * OF_X86.
 */
static bool name_address(struct pointers *pointers, uint64_t cycle, uint64_t asid, uint64_t va,
			 unsigned int of)
{
	static const unsigned int spans[] = {21, 22, 30, 39, 48};

	for (unsigned int i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		if (!name(pointers, cycle, asid, va, spans[i] | of))
			return false;
	return true;
}

static uint64_t named_at(const struct pointers *pointers, uint64_t asid, uint64_t va,
			 unsigned int span)
{
	const struct named those = those_of(asid, va, span);
	const struct named *named = find_named(pointers, &those);

	return named ? named->time : 0;
}

static uint64_t later(uint64_t a, uint64_t b)
{
	return a < b ? b : a;
}

uint64_t pointers_named(const struct pointers *pointers, const struct exchange *x,
			unsigned int span, bool global)
{
	uint64_t va = context_address(&x->context, x->access.va);
	uint64_t time = pointers->all;

	if (global)
		return time;
	time = later(time, pointers->not_global);
	time = later(time, named_at(pointers, x->asid, 0, WHOLE));
	time = later(time, named_at(pointers, x->asid, va, span));
	if (context_is_x86(&x->context))
		time = later(time, named_at(pointers, x->asid, va, span | OF_X86));
	return time;
}

void pointers_reset(struct pointers *pointers)
{
	forget(pointers);
}

/* fence-1: is there a page with this address? */
static bool has_page(uint64_t va)
{
	return va >> 56 == 0 || va >> 56 == 0xff;
}

static bool fence_of_address(struct pointers *pointers, uint64_t cycle,
			     const struct context *context, const struct mmu_in *in)
{
	struct oracle_context now;
	uint64_t va;

	context_get(context, in, &now);
	va = context_address(&now, in->fence_va);
	if (!context_is_x86(&now) || !has_page(va))
		return true;
	if (!in->fence_by_asid)
		return name(pointers, cycle, context_asid(&now), 0, WHOLE);
	return name_address(pointers, cycle, in->fence_asid & context_asid_mask(context), va, 0);
}

bool pointers_fence(struct pointers *pointers, uint64_t cycle, const struct context *context,
		    const struct mmu_in *in)
{
	if (in->fence_by_va)
		return fence_of_address(pointers, cycle, context, in);
	if (in->fence_by_asid)
		return pointers_drop(pointers, cycle, in->fence_asid & context_asid_mask(context));
	if (in->fence_keep_global) {
		pointers->not_global = cycle + 1;
		return true;
	}
	forget(pointers);
	pointers->all = cycle + 1;
	return true;
}

bool pointers_drop(struct pointers *pointers, uint64_t cycle, uint64_t asid)
{
	return name(pointers, cycle, asid, 0, WHOLE);
}

bool pointers_fault(struct pointers *pointers, uint64_t cycle, const struct exchange *x)
{
	if (!context_is_x86(&x->context) || x->fault != FAULT_PAGE)
		return true;
	return name_address(pointers, cycle, x->asid, context_address(&x->context, x->access.va),
			    OF_X86);
}
