/* SPDX-License-Identifier: Apache-2.0 */
/*
 * System calls. The rehearsal has seen that they can be made, so a call can only fail for want of
 * memory, or of a disk that works. The process does not survive that.
 */
#include <string.h>

#include "os/kernel/huge.h"
#include "os/play/action.h"
#include "os/play/play_parts.h"

static void judge(struct play *play, struct actor *actor, enum space_error error)
{
	switch (error) {
	case SPACE_OK:
		break;
	case SPACE_NO_MEMORY:
		play_kill(play, actor, FATE_NO_MEMORY);
		break;
	case SPACE_BUS:
		play_kill(play, actor, FATE_BUS);
		break;
	case SPACE_BAD_RANGE:
		play_fail(play, BENCH_MISMATCH, "%s is refused what it may do", actor->name);
		break;
	}
}

/* The shadow has done what the rehearsal did: only the host's memory can have run out. */
static bool shadowed(struct play *play, const char *wrong)
{
	if (wrong)
		play_fail(play, BENCH_ERROR, "%s", wrong);
	return !wrong;
}

static void map(struct play *play, struct actor *actor, const struct action *action)
{
	const struct map_options *map = &action->map;
	struct prop *prop = map->backing == NO_BACKING ? NULL : &play->prop[map->backing];
	struct region region = {.rights = map->rights, .shared = map->shared, .grows = map->grows};
	struct area area;

	if (!shadowed(play, action_area(play->scenario, action, actor->shadow, &area)) ||
	    !shadowed(play,
		      shadow_map(actor->shadow, &area, prop ? prop->store : NULL, map->offset)))
		return;
	memcpy(region.name, action->region, sizeof(region.name));
	region.start = map->grows ? area.end - FRAME_SIZE : area.start;
	region.floor = area.start;
	region.end = area.end;
	region.locked = map->locked;
	region.object = prop ? prop->object : NULL;
	region.first = map->offset >> FRAME_SHIFT;
	region.huge = map->huge ? action_huge_level(play->os->format, map) : 0;
	judge(play, actor, space_map(actor->space, &region));
}

static void change(struct play *play, struct actor *actor, const struct action *action)
{
	struct shadow *shadow = actor->shadow;
	bool lock = action->kind == ACTION_LOCK;
	uint64_t start, end;

	action_range(action, shadow, &start, &end);
	switch (action->kind) {
	case ACTION_UNMAP:
		if (shadowed(play, shadow_unmap(shadow, start, end)))
			judge(play, actor, space_unmap(actor->space, start, end));
		break;
	case ACTION_PROTECT:
		if (shadowed(play, shadow_protect(shadow, start, end, &action->map.rights)))
			judge(play, actor,
			      space_protect(actor->space, start, end, &action->map.rights));
		break;
	default:
		if (shadowed(play, shadow_lock(shadow, start, end, lock)))
			judge(play, actor, space_lock(actor->space, start, end, lock));
		break;
	}
}

static void brk_call(struct play *play, struct actor *actor, const struct action *action)
{
	uint64_t end;

	if (!shadowed(play, shadow_resize(actor->shadow, action->region, action->size)))
		return;
	shadow_region(actor->shadow, action->region, &end);
	judge(play, actor, space_resize(actor->space, action->region, end));
}

static void lock_all(struct play *play, struct actor *actor)
{
	enum space_error error = SPACE_OK;

	actor->shadow->lock_future = actor->space->lock_future = true;
	for (struct area *area = actor->shadow->areas; area; area = area->next)
		area->locked = true;
	for (const struct region *region = actor->space->regions; region && !error;
	     region = region->next)
		error = space_lock(actor->space, region->start, region->end, true);
	judge(play, actor, error);
}

/* Every huge page's worth of the region that can be one becomes one. */
static void promote(const struct play *play, const struct actor *actor, const struct action *action)
{
	uint64_t size = UINT64_C(1) << format_shift(play->os->format, 1), start, end;

	action_range(action, actor->shadow, &start, &end);
	for (uint64_t va = (start + size - 1) & ~(size - 1); va < end && end - va >= size;
	     va += size)
		huge_promote(actor->space, va, 1);
}

/* A page's first frame is one that the reader chooses: for pictures, not for systems. */
static void place(struct play *play, struct actor *actor, const struct action *action)
{
	struct os *os = play->os;
	uint64_t va, end;
	bool ok;

	action_range(action, actor->shadow, &va, &end);
	if (tables_find(os, actor->space->root, va).entry) {
		play_fail(play, BENCH_ERROR, "%s, %s: the page is in a frame already", actor->name,
			  action->region);
		return;
	}
	if (!frames_get_this(&os->frames, action->frame, FRAME_ANON)) {
		play_fail(play, BENCH_ERROR, "frame %llu is not free",
			  (unsigned long long)action->frame);
		return;
	}
	memcpy(os_fill(os, action->frame), shadow_bytes(actor->shadow, va, FRAME_SIZE), FRAME_SIZE);
	os->frames.frame[action->frame].dirty = true;
	ok = space_enter(actor->space, va, 0, action->frame,
			 &shadow_find(actor->shadow, va)->rights);
	os_release(os, action->frame);
	judge(play, actor, ok ? SPACE_OK : SPACE_NO_MEMORY);
}

static void fork_call(struct play *play, struct actor *actor, const struct action *action)
{
	struct space *child = space_fork(actor->space, ++play->born);
	struct shadow *shadow = child ? shadow_fork(actor->shadow) : NULL;

	if (child && !shadow) {
		play_fail(play, BENCH_ERROR, "out of memory");
		space_destroy(child);
		return;
	}
	play_begin(play, action->other, child, shadow);
}

void play_call(struct play *play, struct actor *actor, const struct action *action)
{
	switch (action->kind) {
	case ACTION_FORK:
		fork_call(play, actor, action);
		break;
	case ACTION_MAP:
		map(play, actor, action);
		break;
	case ACTION_BRK:
		brk_call(play, actor, action);
		break;
	case ACTION_LOCKALL:
		lock_all(play, actor);
		break;
	case ACTION_PROMOTE:
		promote(play, actor, action);
		break;
	case ACTION_PLACE:
		place(play, actor, action);
		break;
	default:
		change(play, actor, action);
		break;
	}
}
