/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why a trace may record another answer than the MMU gives, though both are right: an older PTE,
 * which hardware may go by until a fence; and a hart that lacks an extension. The oracle answers
 * both questions, over memory as it is but for that PTE or that extension.
 */
#include <inttypes.h>
#include <stdio.h>

#include "trace/player_inside.h"

#define PTE_N        (UINT64_C(1) << 63)
#define PTE_RESERVED (UINT64_C(1) << 60)

/* Memory as the oracle reads it. */
struct view {
	const struct image *image;
	/* One PTE as it was; at nowhere: none. */
	uint64_t at, was;
	bool without_napot; /* N is one more reserved bit */
};

#define NOWHERE UINT64_MAX

static bool view_read(void *opaque, uint64_t pa, unsigned int bytes, uint64_t *pte)
{
	struct view *view = opaque;

	if (!image_read(view->image, pa, bytes, pte))
		return false;
	if (pa == view->at)
		*pte = view->was;
	if (view->without_napot && *pte & PTE_N)
		*pte |= PTE_RESERVED;
	return true;
}

static void ask(struct view *view, const struct exchange *x, struct oracle_answer *answer)
{
	oracle_translate(view_read, view, &x->context, &x->access, answer);
}

bool player_lacks_svnapot(const struct player *player, const struct exchange *x)
{
	struct view here = {.image = player->bench->image, .at = NOWHERE};
	struct view there = {.image = player->bench->image, .at = NOWHERE, .without_napot = true};
	struct oracle_answer answer;

	if (context_is_x86(&x->context) || x->segment.refusal)
		return false;
	ask(&here, x, &answer);
	if (answer.fault == FAULT_PAGE)
		return false;
	ask(&there, x, &answer);
	return answer.fault == FAULT_PAGE;
}

void player_stores(struct player *player, const struct trace_event *event)
{
	struct store store = {.pa = event->pa & ~UINT64_C(7), .line = event->line};

	if (image_read(player->bench->image, store.pa, 8, &store.old))
		player->stores[player->n_stores++ % PLAYER_STORES] = store;
}

/* A PTE that was another until a line of the trace. */
struct older {
	uint64_t at, was;
	unsigned long line; /* 0: none */
};

/* With this one PTE as it was, the answer would be this address. */
static bool would_be(const struct player *player, const struct exchange *x,
		     const struct older *older, uint64_t pa)
{
	struct view view = {.image = player->bench->image, .at = older->at, .was = older->was};
	struct oracle_answer answer;

	ask(&view, x, &answer);
	return !answer.fault && answer.pa == pa;
}

/* The PTE of the walk that a `pte` line changed last. */
static struct older find_older(const struct player *player, const struct exchange *x,
			       const struct oracle_answer *now, uint64_t pa)
{
	uint64_t kept = player->n_stores < PLAYER_STORES ? player->n_stores : PLAYER_STORES;
	bool wide = paging_is_wide(x->mode);

	for (uint64_t i = 1; i <= kept; i++) {
		const struct store *store = &player->stores[(player->n_stores - i) % PLAYER_STORES];

		for (unsigned int n = 0; n < now->reads; n++) {
			uint64_t at = now->read_pa[n];
			struct older older = {
				at, wide ? store->old : store->old >> 8 * (at % 8) & UINT32_MAX,
				store->line};

			if ((at & ~UINT64_C(7)) == store->pa && would_be(player, x, &older, pa))
				return older;
		}
	}
	return (struct older){.line = 0};
}

void player_explain(const struct player *player, const struct exchange *x,
		    const struct trace_answer *recorded, char *text, unsigned int size)
{
	struct view view = {.image = player->bench->image, .at = NOWHERE};
	struct oracle_answer now;
	struct older older;
	bool ours;

	if (x->segment.refusal || x->mode < 0)
		return;
	ask(&view, x, &now);
	ours = x->fault == FAULT_NONE && (now.fault || now.pa != x->pa);
	if (!ours && recorded->expect != EXPECT_PA)
		return;
	older = find_older(player, x, &now, ours ? x->pa : recorded->pa);
	if (!older.line && ours)
		snprintf(text, size,
			 ". Ours is cached, and legal until a fence, though the tables do not say "
			 "so now");
	if (!older.line)
		return;
	snprintf(text, size,
		 ". %s is the older one, by what PTE %" PRIx64 " held (%" PRIx64
		 ") until line %lu%s",
		 ours ? "Ours" : "The trace's", older.at, older.was, older.line,
		 ours ? ", and legal until a fence" : "");
}
