/* SPDX-License-Identifier: Apache-2.0 */
/* What walks do with the array (array-2, array-3), and what drops its entries (array-5). */
#include <string.h>

#include "cover/monitor.h"
#include "cover/sample.h"

/* ---- Drops ---- */

struct drop {
	bool by_va, by_asid, by_mode, spares_global;
	uint64_t va;
	unsigned int asid, mode;
};

static bool is_met(const struct cover_page *page, const struct drop *drop)
{
	if (drop->by_va && !cover_page_contains(page, drop->va))
		return false;
	if (drop->by_mode && page->mode != drop->mode)
		return false;
	if (drop->by_asid && page->asid != drop->asid && !(drop->by_mode && page->global))
		return false;
	return !drop->spares_global || !page->global;
}

static void drop_all(struct cover *cover, const struct drop *drop, enum cover_array_cause cause)
{
	struct cover_array *array = &cover->array;

	for (unsigned int i = 0; i < array->sets * COVER_WAYS; i++) {
		struct cover_array_entry *entry = &array->set[i / COVER_WAYS].way[i % COVER_WAYS];
		bool met;

		if (!entry->page.valid)
			continue;
		met = is_met(&entry->page, drop);
		sample_array_drop(cover, cause, entry, !met);
		entry->page.valid = !met;
	}
}

static void sweep(struct cover_array *array, uint64_t cycle)
{
	for (unsigned int i = 0; i < array->sets; i++)
		array->set[i].used = 0;
	array->sweeps_until = cycle + array->sets + 1;
}

/* A drop in a cycle, this one or the one before. */
static void drops(struct cover *cover, const struct drop *drop, enum cover_array_cause cause,
		  uint64_t cycle)
{
	static const struct drop everything;
	struct cover_array *array = &cover->array;

	if (cycle <= array->sweeps_until) {
		sample_array_again(cover, cause, array->sweeps_until - cycle);
		drop_all(cover, &everything, CAUSE_SWEEP);
		sweep(array, cycle);
		return;
	}
	drop_all(cover, drop, cause);
	if (drop->by_va)
		array->busy_until = cycle + 2;
	else
		sweep(array, cycle);
}

/* array-5: some page of a mode that is built has it: the bits from the widest mode on agree. */
static bool is_in_a_page(const struct cover *cover, uint64_t va)
{
	static const unsigned int bits[] = {33, 39, 48, 57, 33, 33, 48, 57};
	unsigned int widest = 33;

	for (unsigned int mode = SV32; mode <= FIVE_LEVEL; mode++)
		if (cover->config.formats >> mode & 1 && widest < bits[mode])
			widest = bits[mode];
	return (uint64_t)((int64_t)(va << (64 - widest)) >> (64 - widest)) == va;
}

void cover_array_fence(struct cover *cover, const struct mmu_in *in)
{
	struct drop drop = {.by_va = in->fence_by_va,
			    .by_asid = in->fence_by_asid,
			    .spares_global = in->fence_by_asid || in->fence_keep_global};
	enum cover_array_cause cause = in->fence_by_va         ? CAUSE_VA
				       : in->fence_by_asid     ? CAUSE_ASID
				       : in->fence_keep_global ? CAUSE_KEEP
							       : CAUSE_ALL;

	cover_base_fence(&cover->base, cover->config.asid_bits, in, &drop.va, &drop.asid);
	if (!cover->array.sets || (drop.by_va && !is_in_a_page(cover, drop.va)))
		return;
	if (cause == CAUSE_VA && drop.by_asid)
		cause = CAUSE_VA_ASID;
	drops(cover, &drop, cause, cover->array.cycle);
}

void cover_array_cr3(struct cover *cover, unsigned int asid)
{
	const struct drop drop = {.by_asid = true, .asid = asid, .spares_global = true};

	if (cover->array.sets)
		drops(cover, &drop, CAUSE_CR3, cover->array.cycle - 1);
}

void cover_array_fault(struct cover *cover, const struct cover_request *request)
{
	const struct drop drop = {
		.by_va = true,
		.by_asid = true,
		.by_mode = true,
		.va = request->va,
		.asid = request->context.asid,
		.mode = request->context.mode,
	};

	if (cover->array.sets && is_in_a_page(cover, request->va))
		drops(cover, &drop, CAUSE_FAULT, cover->array.cycle);
}

/* ---- Searches ---- */

static struct cover_port_view *searcher(struct cover *cover)
{
	return &cover->port[cover->search.port];
}

/* The page of a level that matches, if it serves; NULL: none does. *match: its way, or -1. */
static const struct cover_array_entry *serving(struct cover *cover, unsigned int level, int *match)
{
	const struct cover_array_set *set = &cover->search.seen[level];
	const struct cover_request *request = &searcher(cover)->request;
	const struct cover_array_entry *entry;

	*match = cover_array_match(set, level, request);
	if (*match < 0)
		return NULL;
	entry = &set->way[*match];
	return !entry->pointer && cover_page_allows(&entry->page, request) ? entry : NULL;
}

/* The walk has ended, and refills its TLB with what the entry keeps. */
static void serve(struct cover *cover, unsigned int level, const struct cover_array_entry *entry,
		  unsigned int way)
{
	struct cover_port_view *port = searcher(cover);
	struct cover_page page = entry->page;
	struct cover_fill fill;

	page.locked = port->request.lock;
	page.asid = port->request.context.asid;
	page.va = port->request.va;
	port->last.size = page.size;
	port->last_level = level;
	port->reads = 0;
	cover_array_touch(&cover->array, &cover->search, level, way);
	cover_shadow_fill(&cover->tlb[cover->search.port], &page, &fill);
	sample_array_serve(cover, level);
	cover->search.on = false;
	cover->search.ended = true;
}

/* The second cycle of a search looks for level 0, the third for level 1. */
static void look(struct cover *cover, bool fence)
{
	struct cover_search *search = &cover->search;
	unsigned int level = search->step - 2;
	const struct cover_array_entry *entry;
	int way;

	sample_array_match(cover, level);
	if (level && cover_array_match(&search->seen[0], 0, &searcher(cover)->request) >= 0)
		entry = NULL;
	else
		entry = serving(cover, level, &way);
	if (fence) {
		sample_array_cut(cover, entry ? CUT_THIRD_PAGE : CUT_THIRD);
		search->on = !entry;
	} else if (entry) {
		serve(cover, level, entry, (unsigned int)way);
	}
}

void cover_array_cycle(struct cover *cover, bool fence)
{
	struct cover_search *search = &cover->search;

	search->ended = false;
	if (!search->on)
		return;
	search->step++;
	if (search->blind)
		return;
	if (fence && search->step < 3) {
		sample_array_cut(cover, search->step == 1 ? CUT_FIRST : CUT_SECOND);
		search->on = false;
		search->ended = true;
	} else if (search->step > 1) {
		look(cover, fence);
	}
}

/* The last cycle of a search is over. */
bool cover_array_is_searched(const struct cover_search *search)
{
	return search->on && search->step == (search->blind ? 1 : 3);
}

void cover_array_behind(struct cover *cover)
{
	struct cover_search *search = &cover->search;
	struct cover_walk *walk = &cover->walk;
	const struct cover_array_entry *entry;
	int way = -1;

	walk->searched = cover_array_is_searched(search) && search->port == walk->port;
	walk->blind = search->blind;
	if (walk->searched && !search->blind)
		way = cover_array_match(&search->seen[1], 1, &searcher(cover)->request);
	if (way < 0 || !search->seen[1].way[way].pointer)
		return;
	entry = &search->seen[1].way[way];
	walk->behind = walk->behind_array = true;
	walk->level = 0;
	walk->above = entry->path;
	walk->global = entry->path_global;
	walk->table = entry->table;
	cover_array_touch(&cover->array, search, 1, (unsigned int)way);
	sample_array_behind(cover);
}

void cover_array_start(struct cover *cover, bool could, bool fence)
{
	struct cover_search *search = &cover->search;
	struct cover_array *array = &cover->array;

	if (cover_array_is_searched(search)) {
		search->on = false;
		search->ended = true;
	}
	if (!could || search->on || search->ended)
		return;
	if (cover_array_is_busy(array)) {
		sample_array_waits(cover, WAITS_WALK);
		return;
	}
	if (fence)
		return;
	*search = (struct cover_search){
		.on = true,
		.blind = cover_array_sweeps(array),
		.port = cover->port[DATA_PORT].missed > 1 ? DATA_PORT : FETCH_PORT,
	};
	for (unsigned int level = 0; level < 2; level++) {
		search->number[level] = cover_array_set(array, level, searcher(cover)->request.va);
		search->seen[level] = array->set[search->number[level]];
	}
	if (search->blind)
		sample_array_blind(cover);
}

/* ---- Fills ---- */

static enum cover_array_kind kind_of(const struct cover_array_entry *entry)
{
	return entry->pointer ? KIND_POINTER : entry->page.level ? KIND_PAGE_1 : KIND_PAGE_0;
}

static void takes(struct cover *cover, const struct cover_array_entry *entry)
{
	unsigned int fate;

	if (cover->walk.blind)
		fate = ARRAY_FATE_BLIND;
	else
		fate = cover_array_fill(&cover->array, &cover->search, entry);
	sample_array_fill(cover, entry->page.mode, kind_of(entry), fate);
}

void cover_array_page(struct cover *cover, const struct cover_page *page)
{
	struct cover_array_entry entry = {.page = *page};
	const struct cover_search *search = &cover->search;

	if (!cover->array.sets || page->level > 1 || page->size == 16 || !cover->walk.searched)
		return;
	entry.page.locked = false;
	if (!cover->walk.blind && !page->level && cover->walk.pointed &&
	    search->number[0] == search->number[1])
		sample_array_share(cover, page->mode);
	takes(cover, &entry);
}

bool cover_array_takes(const struct cover *cover, unsigned int mode, unsigned int level)
{
	return cover->array.sets && !cover_is_x86(mode) && level == 1;
}

void cover_array_pointer(struct cover *cover, const struct cover_pointer *pointer, bool fence)
{
	if (fence) {
		sample_array_fill(cover, pointer->mode, KIND_POINTER, ARRAY_FATE_FENCE);
		return;
	}
	cover->array.next = (struct cover_array_entry){
		.page = {.valid = true,
			 .mode = pointer->mode,
			 .asid = pointer->asid,
			 .level = 1,
			 .va = pointer->va,
			 .size = cover_page_bits(pointer->mode, 1)},
		.pointer = true,
		.table = pointer->table,
		.path = pointer->path,
		.path_global = pointer->global,
	};
}

void cover_array_pointer_comes(struct cover *cover, bool fence)
{
	const struct cover_array_entry next = cover->array.next;

	if (!next.page.valid)
		return;
	cover->array.next.page.valid = false;
	if (fence) {
		sample_array_fill(cover, next.page.mode, KIND_POINTER, ARRAY_FATE_LATE_FENCE);
		return;
	}
	if (!cover->walk.searched)
		return;
	cover->walk.pointed = !cover->walk.blind;
	takes(cover, &next);
}
