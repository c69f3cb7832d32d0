/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The census' inside: what census.c (ports, searches and memory) and census_lines.c (what lines
 * make of a walk's time) share. The functions are called where there are lines.
 */
#ifndef PAGEWALK_CENSUS_INSIDE_H
#define PAGEWALK_CENSUS_INSIDE_H

#include "arch.h"
#include "judge/census.h"

static inline bool is_answered(const struct mmu_in *in)
{
	return in->mem_rsp_valid && in->mem_rsp_id == MEM_ID_WALK;
}

/* Is a fence accepted? */
static inline bool is_fenced(const struct mmu_in *in, const struct mmu_out *out)
{
	return in->fence_valid && out->fence_ready;
}

/*
 * Nothing has happened in this cycle yet, but that a walk may have gone back two cycles ago. NULL,
 * or what was wrong in the cycle before.
 */
const char *census_begins_cycle(struct census *census, const struct mmu_out *out);

/*
 * The last cycle of a search: the walk may be over, or reads, and lines are searched in the next
 * cycle, as behind an answer.
 */
void census_ends_search(struct census *census, const struct mmu_in *in, const struct mmu_out *out);

/* A cycle behind an answer, or behind a search: what has followed? */
void census_follows_lines(struct census *census, const struct mmu_out *out, const bool missing[2]);

/* Memory answers: is its line kept (line-3)? */
bool census_fills_line(struct census *census, const struct mmu_in *in, const struct mmu_out *out);

#endif
