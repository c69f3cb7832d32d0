/* SPDX-License-Identifier: Apache-2.0 */
#include "walk/updates.h"

static unsigned int nearest_to_root(const struct updates *u)
{
	return 31 - (unsigned int)__builtin_clz(u->due);
}

const struct update *updates_next(const struct updates *u)
{
	return &u->of[nearest_to_root(u)];
}

void updates_note(struct updates *u, unsigned int level, const struct update *update)
{
	u->due |= 1u << level;
	u->of[level] = *update;
}

void updates_done(struct updates *u)
{
	u->due &= ~(1u << nearest_to_root(u));
}

void updates_clear(struct updates *u)
{
	u->due = 0;
}
