/* SPDX-License-Identifier: Apache-2.0 */
/* The walk cache: what searches find, what becomes of pointers, how walks go back. */
#include "cover/sample.h"

/* The walk of cover->walk has found this; agrees: it reads where it should. */
void sample_search(struct cover *cover, const struct cover_found *found, bool agrees)
{
	unsigned int mode = cover->port[cover->walk.port].request.context.mode;

	HIT(cover->counts, cp_walk_search, mode, found->slot < 0 ? 0 : cover->walk.level + 1);
	HIT(cover->counts, cp_walk_shadow, !agrees);
	if (found->passed)
		HIT(cover->counts, cp_walk_xd, mode - TWO_LEVEL, 0);
	if (found->is_xd)
		HIT(cover->counts, cp_walk_xd, mode - TWO_LEVEL, 1);
}

void sample_pointer(struct cover *cover, unsigned int mode, unsigned int level, unsigned int fate)
{
	HIT(cover->counts, cp_walk_fill, mode, level, fate);
	if (fate == FATE_FENCE || fate == FATE_LATE_FENCE)
		HIT(cover->counts, cp_walk_fence, fate == FATE_FENCE ? 2 : 3);
}

void sample_back(struct cover *cover, enum cover_back end)
{
	const struct cover_walk *walk = &cover->walk;

	unsigned int mode = cover->port[walk->port].request.context.mode;

	if (!walk->back)
		return;
	HIT(cover->counts, cp_walk_back, mode, end);
	HIT(cover->counts, cp_walk_back_from, mode, walk->back - 1);
}

void sample_pointers_drop(struct cover *cover, enum cover_pointer_row row,
			  struct cover_pointers_left left)
{
	if (left.dropped)
		HIT(cover->counts, cp_walk_drop, row, 0);
	if (left.kept)
		HIT(cover->counts, cp_walk_drop, row, 1);
}
