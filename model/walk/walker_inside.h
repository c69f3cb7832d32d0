/* SPDX-License-Identifier: Apache-2.0 */
/* What happens to a walk in a cycle, for the two sources that the walker has. */
#ifndef PAGEWALK_WALKER_INSIDE_H
#define PAGEWALK_WALKER_INSIDE_H

#include "walk/walker.h"

enum action {
	STAY,   /* nothing to do, or nothing heard yet */
	SEARCH, /* the walk cache, the array, or both */
	BLIND,  /* search no array */
	LOOK,   /* go on searching the array */
	READ,   /* ask for the PTE at addr */
	SWAP,   /* ask for the compare-and-swap that is due */
	UPDATE, /* ask for it from the next cycle on */
	AGAIN,  /* lost the swap, or the answer does not count */
	BACK,   /* go on from the root in the next cycle */
	END,    /* with the fault or the leaf */
};

struct step {
	enum action action;
	bool starts;   /* the walk */
	bool is_fetch; /* whose walk it is */
	bool swapped;  /* a compare-and-swap has succeeded: the update is done */
	bool notes;    /* an update */
	bool takes;    /* a PTE out of a line */
	struct walk_step at;
	struct update update; /* to note */
	uint64_t leaf, page_bits;
	enum fault fault;
	uint64_t code;
};

/* The request that is walked for, as its port shows it. */
static inline const struct walk *walk_of(const struct walker *w, const struct kernel *k,
					 bool is_fetch)
{
	return walk_get(k, is_fetch ? w->io.fetch_walk : w->io.data_walk);
}

/* The answer to a read or a compare-and-swap. */
struct heard {
	bool by_line; /* out of a line, and not from memory */
	uint64_t pte;
	bool error, lost;
};

/* walk-7: an answer with another id is not the walker's. */
static inline bool is_answered(const struct walker *w, const struct kernel *k, unsigned int parts)
{
	const struct mem_rsp *rsp = mem_rsp_get(k, w->io.mem_rsp);

	if (parts & WALKER_WITH_LINES && line_rsp_get(k, w->io.line_rsp)->valid)
		return true;
	return rsp->valid && rsp->id == MEM_ID_WALK;
}

/* line-2: a read that a line has answered is not outstanding, so memory has no answer to it. */
static inline struct heard heard_of(const struct walker *w, const struct kernel *k,
				    unsigned int parts)
{
	const struct mem_rsp *rsp = mem_rsp_get(k, w->io.mem_rsp);

	if (parts & WALKER_WITH_LINES) {
		const struct line_rsp *line = line_rsp_get(k, w->io.line_rsp);

		if (line->valid)
			return (struct heard){.by_line = true, .pte = line->data};
	}
	return (struct heard){.pte = rsp->data, .error = rsp->error, .lost = rsp->lost};
}

static inline void end(struct step *s, enum fault fault, uint64_t code)
{
	s->action = END;
	s->fault = fault;
	s->code = code;
}

static inline void end_well(struct step *s, uint64_t leaf, uint64_t page_bits)
{
	s->action = END;
	s->leaf = leaf;
	s->page_bits = page_bits;
}

static inline void go(struct step *s, const struct walk_next *next)
{
	if (next->verdict == WALK_READS) {
		s->action = READ;
		s->at = next->at;
	} else if (next->verdict == WALK_FINDS) {
		end_well(s, next->leaf, next->page_bits);
	} else {
		end(s, next->fault, next->code);
	}
}

/* fence-3: in the cycle of a fence no walk ends. */
static inline bool ends(const struct walker *w, const struct kernel *k, const struct step *s)
{
	return s->action == END && !drop_get(k, w->io.drop)->valid;
}

/* With a walk cache, an array or lines: shows the counters what comes of it. */
void walker_show_events(const struct walker *w, struct kernel *k, const struct step *s);

/* With an array: shows it what the walk searches, fills and touches, and the walk cache the last.
 */
void walker_show_array(const struct walker *w, struct kernel *k, const struct step *s);

#endif
