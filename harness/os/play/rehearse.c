/* SPDX-License-Identifier: Apache-2.0 */
#include "os/play/rehearse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "os/play/action.h"

#define PAGE UINT64_C(4096)

/* A process on paper. */
struct role {
	char name[SCENARIO_NAME];
	struct shadow *shadow; /* NULL: it has ended */
	unsigned long killed;  /* the line of its stray access; 0: none */
};

struct rehearsal {
	struct scenario *scenario;
	struct text *text;
	struct role *role;
	size_t n;
	uint64_t played;
};

/* ---- Processes. ---- */

static bool wrong(struct rehearsal *rehearsal, const struct action *action, const char *what)
{
	rehearsal->text->line = action->line;
	return text_fail(rehearsal->text, "%s%s%s: %s", action->process,
			 *action->region ? ", " : "", action->region, what);
}

static struct role *find(struct rehearsal *rehearsal, const char *name)
{
	for (size_t i = 0; i < rehearsal->n; i++)
		if (!strcmp(rehearsal->role[i].name, name))
			return &rehearsal->role[i];
	return NULL;
}

/* Gives a process of this name its memory. */
static bool begin(struct rehearsal *rehearsal, const struct action *action, const char *name,
		  struct shadow *shadow)
{
	struct role *role = find(rehearsal, name);

	if (!shadow)
		return wrong(rehearsal, action, "out of memory");
	if (role && role->shadow && !role->killed) {
		shadow_destroy(shadow);
		return wrong(rehearsal, action, "there is a process of this name");
	}
	if (!role) {
		role = realloc(rehearsal->role, (rehearsal->n + 1) * sizeof(*role));
		if (!role) {
			shadow_destroy(shadow);
			return wrong(rehearsal, action, "out of memory");
		}
		rehearsal->role = role;
		role = &rehearsal->role[rehearsal->n++];
		*role = (struct role){.shadow = NULL};
		memcpy(role->name, name, SCENARIO_NAME);
	}
	shadow_destroy(role->shadow);
	role->shadow = shadow;
	role->killed = 0;
	return true;
}

static const char *finish(struct role *role)
{
	shadow_destroy(role->shadow);
	role->shadow = NULL;
	return NULL;
}

/* ---- Actions. ---- */

static const char *rehearse_map(struct rehearsal *rehearsal, const struct action *action,
				struct shadow *shadow)
{
	struct store *store = NULL;
	struct area area;
	const char *what = action_area(rehearsal->scenario, action, shadow, &area);

	if (what)
		return what;
	if (action->map.backing != NO_BACKING) {
		store = store_create(rehearsal->scenario->backing[action->map.backing].size, true);
		if (!store)
			return "out of memory";
	}
	what = shadow_map(shadow, &area, store, action->map.offset);
	if (store)
		store_release(store);
	return what;
}

/* A part of a region that a system call changes. */
static const char *rehearse_call(const struct action *action, struct shadow *shadow)
{
	uint64_t start, end;
	const char *what = action_range(action, shadow, &start, &end);

	if (what)
		return what;
	if ((start | end) % PAGE)
		return "that is not whole pages";
	if (shadow_region(shadow, action->region, &end)->grows &&
	    (action->kind != ACTION_UNMAP || !action->whole))
		return "a region that grows can only be unmapped, whole";
	action_range(action, shadow, &start, &end);
	switch (action->kind) {
	case ACTION_UNMAP:
		return shadow_unmap(shadow, start, end);
	case ACTION_PROTECT:
		return shadow_protect(shadow, start, end, &action->map.rights);
	default:
		return shadow_lock(shadow, start, end, action->kind == ACTION_LOCK);
	}
}

static uint64_t log2_of(uint64_t n)
{
	return n > 1 ? 63 - (uint64_t)__builtin_clzll(n) : 1;
}

/* About how many accesses an action makes. */
static uint64_t work_of(const struct action *action, uint64_t size)
{
	switch (action->kind) {
	case ACTION_RANDOM:
		return action->count;
	case ACTION_SORT:
		return action->count * log2_of(action->count) * 4;
	case ACTION_COPY:
		return 2 * size / PAGE;
	default:
		return size / action->stride;
	}
}

/* May the process access all of the action's range so? */
static const char *ask(const struct action *action, const struct shadow *shadow,
		       enum access_type type)
{
	static const char *const forbidden[] = {
		[ACCESS_FETCH] = "the process may not execute that",
		[ACCESS_LOAD] = "the process may not read there",
		[ACCESS_STORE] = "the process may not write there",
	};
	uint64_t start, end;
	const char *what = action_range(action, shadow, &start, &end);

	if (what)
		return what;
	if (end - start < action->bytes)
		return "that is smaller than one access";
	return shadow_allows(shadow, start, end, type) ? NULL : forbidden[type];
}

static const char *ask_copy(const struct action *action, const struct shadow *shadow)
{
	struct action to = *action;
	const char *what = ask(action, shadow, ACCESS_LOAD);

	memcpy(to.region, action->other, SCENARIO_NAME);
	return what ? what : ask(&to, shadow, ACCESS_STORE);
}

/* An action that accesses memory, and is to be allowed. */
static const char *rehearse_access(struct rehearsal *rehearsal, const struct action *action,
				   const struct shadow *shadow)
{
	enum access_type type = ACCESS_LOAD;
	uint64_t start, end;
	const char *what;

	if (action->kind == ACTION_TOUCH)
		type = action->type;
	else if (action->kind == ACTION_FILL || action->kind == ACTION_SORT || action->writes)
		type = ACCESS_STORE;
	what = action->kind == ACTION_COPY ? ask_copy(action, shadow) : ask(action, shadow, type);
	if (!what && !action_range(action, shadow, &start, &end))
		rehearsal->scenario->work += work_of(action, end - start);
	return what;
}

static const char *rehearse_place(const struct action *action, const struct shadow *shadow)
{
	uint64_t start, end;
	const char *what = action_range(action, shadow, &start, &end);
	const struct area *area;

	if (what)
		return what;
	if (start % PAGE)
		return "that is not a whole page";
	area = shadow_find(shadow, start);
	if (!area || area->shared || area->grows)
		return "only a page of private memory can be placed";
	return NULL;
}

static const char *rehearse_process(struct rehearsal *rehearsal, const struct action *action,
				    struct role *role)
{
	struct shadow *shadow = role->shadow;
	const char *what;
	uint64_t va;

	switch (action->kind) {
	case ACTION_EXIT:
		return finish(role);
	case ACTION_MAP:
		return rehearse_map(rehearsal, action, shadow);
	case ACTION_UNMAP:
	case ACTION_PROTECT:
	case ACTION_LOCK:
	case ACTION_UNLOCK:
		return rehearse_call(action, shadow);
	case ACTION_BRK:
		return shadow_resize(shadow, action->region, action->size);
	case ACTION_LOCKALL:
		shadow->lock_future = true;
		return NULL;
	case ACTION_PROMOTE:
		return shadow_region(shadow, action->region, &va) ? NULL
								  : "there is no such region";
	case ACTION_PLACE:
		return rehearse_place(action, shadow);
	case ACTION_STRAY:
		what = action_stray(action, shadow, &va);
		role->killed = action->line;
		return what;
	case ACTION_STEP:
		return NULL;
	default:
		return rehearse_access(rehearsal, action, shadow);
	}
}

static bool rehearse_action(struct rehearsal *rehearsal, const struct action *action)
{
	const struct format *format = rehearsal->scenario->format;
	struct role *role = find(rehearsal, action->process);
	const char *what;
	char killed[64];

	if (action->kind == ACTION_COUNT)
		return true;
	if (action->kind == ACTION_PROCESS)
		return begin(rehearsal, action, action->process, shadow_create(format, true));
	if (!role)
		return wrong(rehearsal, action, "there is no such process");
	if (action->kind == ACTION_EXPECT) {
		if (action->fate != FATE_ALIVE)
			finish(role);
		return true;
	}
	if (role->killed) {
		snprintf(killed, sizeof(killed), "the process was killed in line %lu",
			 role->killed);
		return wrong(rehearsal, action, killed);
	}
	if (!role->shadow)
		return wrong(rehearsal, action, "the process has ended");
	if (action->kind == ACTION_FORK)
		return begin(rehearsal, action, action->other, shadow_fork(role->shadow));
	what = rehearse_process(rehearsal, action, role);
	return !what || wrong(rehearsal, action, what);
}

/* Actions and rounds, so that a rehearsal ends. */
static bool count(struct rehearsal *rehearsal, const struct action *action)
{
	if (++rehearsal->played <= MAX_ACTIONS)
		return true;
	rehearsal->text->line = action->line;
	return text_fail(rehearsal->text, "more than %u actions in all", MAX_ACTIONS);
}

static bool rehearse_part(struct rehearsal *rehearsal, size_t first, size_t last);

static bool rehearse_rounds(struct rehearsal *rehearsal, size_t repeat)
{
	const struct action *action = &rehearsal->scenario->action[repeat];

	for (uint64_t round = 0; round < action->count; round++)
		if (!count(rehearsal, action) ||
		    !rehearse_part(rehearsal, repeat + 1, action->partner))
			return false;
	return true;
}

/* Actions from first up to, and without, last. */
static bool rehearse_part(struct rehearsal *rehearsal, size_t first, size_t last)
{
	const struct action *actions = rehearsal->scenario->action;

	for (size_t i = first; i < last; i++) {
		if (actions[i].kind == ACTION_REPEAT) {
			if (!rehearse_rounds(rehearsal, i))
				return false;
			i = actions[i].partner;
		} else if (!count(rehearsal, &actions[i]) ||
			   !rehearse_action(rehearsal, &actions[i])) {
			return false;
		}
	}
	return true;
}

bool rehearse(struct scenario *scenario, struct text *text)
{
	struct rehearsal rehearsal = {.scenario = scenario, .text = text};
	bool ok = rehearse_part(&rehearsal, 0, scenario->n_actions);

	for (size_t i = 0; i < rehearsal.n; i++)
		shadow_destroy(rehearsal.role[i].shadow);
	free(rehearsal.role);
	return ok;
}
