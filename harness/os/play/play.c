/* SPDX-License-Identifier: Apache-2.0 */
#include "os/play/play.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/whole.h"
#include "os/play/play_parts.h"

/* ---- Actions. ---- */

static void expect(struct play *play, struct actor *actor, const struct action *action)
{
	if (actor->fate != action->fate)
		play_surprise(play, "%s is expected to be %s, and is %s", actor->name,
			      fate_names[action->fate], fate_names[actor->fate]);
	actor->expected = true;
}

static uint64_t counter_of(const struct play *play, enum counter counter)
{
	const struct os_counts *kernel = &play->os->counts;
	struct space_counts all = {.minor = 0};

	for (size_t i = 0; i < play->n_actors; i++) {
		struct space_counts counts = play_counts(&play->actor[i]);

		play_add_counts(&all, &counts);
	}
	const uint64_t values[COUNTERS] = {
		[COUNTER_MINOR] = all.minor,
		[COUNTER_MAJOR] = all.major,
		[COUNTER_COPIED] = all.copied,
		[COUNTER_ZEROED] = all.zeroed,
		[COUNTER_ZERO_PAGE] = all.zero_page,
		[COUNTER_GROWN] = all.grown,
		[COUNTER_KILLED] = all.killed,
		[COUNTER_SWITCHES] = kernel->switches,
		[COUNTER_FENCES] = kernel->fences,
		[COUNTER_ROLLOVERS] = kernel->rollovers,
		[COUNTER_SWAPPED_OUT] = kernel->swapped_out,
		[COUNTER_SWAPPED_IN] = kernel->swapped_in,
		[COUNTER_DROPPED] = kernel->dropped,
		[COUNTER_WRITTEN_BACK] = kernel->written_back,
		[COUNTER_PROMOTED] = kernel->promoted,
		[COUNTER_SPLIT] = kernel->split,
	};
	return values[counter];
}

static void compare_counter(struct play *play, const struct action *action)
{
	uint64_t value = counter_of(play, action->counter);
	bool ok = action->comparison == AT_LEAST  ? value >= action->count
		  : action->comparison == AT_MOST ? value <= action->count
						  : value == action->count;

	if (!ok)
		play_surprise(play, "%s is %llu, not %s %llu", counter_names[action->counter],
			      (unsigned long long)value, comparison_names[action->comparison],
			      (unsigned long long)action->count);
}

static void begin_process(struct play *play, const struct action *action)
{
	struct space *space = space_create(play->os, ++play->born);
	struct shadow *shadow = space ? shadow_create(play->os->format, false) : NULL;

	if (space && !shadow) {
		play_fail(play, BENCH_ERROR, "out of memory");
		space_destroy(space);
		return;
	}
	play_begin(play, action->process, space, shadow);
}

/* Plays an action of a process. A process that has ended does nothing any more. */
static void play_process(struct play *play, struct actor *actor, const struct action *action)
{
	if (!actor || !actor->space)
		return;
	switch (action->kind) {
	case ACTION_EXIT:
		play_end_process(play, actor);
		break;
	case ACTION_STEP:
		play_step(play, actor, action->text);
		break;
	case ACTION_TOUCH:
	case ACTION_FILL:
	case ACTION_CHECK:
	case ACTION_RANDOM:
	case ACTION_SORT:
	case ACTION_COPY:
	case ACTION_STRAY:
		play_work(play, actor, action);
		break;
	default:
		play_call(play, actor, action);
		break;
	}
}

static void play_action(struct play *play, const struct action *action)
{
	struct actor *actor = play_find(play, action->process);

	play->line = action->line;
	switch (action->kind) {
	case ACTION_PROCESS:
		begin_process(play, action);
		break;
	case ACTION_EXPECT:
		if (actor)
			expect(play, actor, action);
		break;
	case ACTION_COUNT:
		compare_counter(play, action);
		break;
	default:
		play_process(play, actor, action);
		break;
	}
}

/* Actions from first up to, and without, last. */
static void play_part(struct play *play, size_t first, size_t last)
{
	const struct action *actions = play->scenario->action;

	for (size_t i = first; i < last && play_goes_on(play); i++) {
		if (actions[i].kind != ACTION_REPEAT) {
			play_action(play, &actions[i]);
			continue;
		}
		for (uint64_t round = 0; round < actions[i].count && play_goes_on(play); round++)
			play_part(play, i + 1, actions[i].partner);
		i = actions[i].partner;
	}
}

void play_run(struct play *play)
{
	play_part(play, 0, play->scenario->n_actions);
	play_sample(play);
	for (size_t i = 0; i < play->n_actors; i++) {
		play_ask_fate(play, &play->actor[i]);
		play_end_process(play, &play->actor[i]);
	}
	play_balance(play);
}

/* ---- Beginning and end. ---- */

static bool boot(struct play *play, char *error, unsigned int size)
{
	const struct scenario *scenario = play->scenario;
	const struct os_config config = {
		.format = scenario->format,
		.frames = scenario->memory >> FRAME_SHIFT,
		.swap_pages = scenario->swap >> FRAME_SHIFT,
		.swap_directory = play->directory,
		.asids = scenario->asids,
		.cluster = scenario->cluster,
		.locks_tlb = scenario->tlb_lock,
	};

	play->os = os_boot(&config, play->machine, error, size);
	if (!play->os)
		return false;
	play->os->swap.fail_read = scenario->fail_read;
	play->os->swap.fail_write = scenario->fail_write;
	play->boot_tables = play->os->frames.count[FRAME_TABLE];
	return true;
}

struct play *play_create(const struct scenario *scenario, const struct bench_config *config,
			 char *error, unsigned int size)
{
	struct play *play = calloc(1, sizeof(*play));

	if (play) {
		play->scenario = scenario;
		play->random = scenario->seed;
		samples_init(&play->samples);
		play->directory = strdup(whole_directory());
		/* No scenario has more processes than actions. */
		play->actor = calloc(scenario->n_actions + 1, sizeof(*play->actor));
		play->prop = calloc(scenario->n_backings + 1, sizeof(*play->prop));
	}
	if (!play || !play->directory || !play->actor || !play->prop) {
		snprintf(error, size, "out of memory");
		play_destroy(play);
		return NULL;
	}
	play->machine = machine_create(config, scenario->memory >> FRAME_SHIFT, error, size);
	if (!play->machine || !boot(play, error, size) || !play_make_props(play, error, size)) {
		play_destroy(play);
		return NULL;
	}
	return play;
}

void play_destroy(struct play *play)
{
	if (!play)
		return;
	for (size_t i = 0; i < play->n_actors; i++)
		play_end_process(play, &play->actor[i]);
	for (uint32_t i = 0; play->prop && i < play->scenario->n_backings; i++) {
		struct prop *prop = &play->prop[i];

		if (prop->object)
			object_release(play->os, prop->object);
		if (prop->store)
			store_release(prop->store);
		if (prop->store && prop->file >= 0)
			close(prop->file);
	}
	os_halt(play->os);
	machine_destroy(play->machine);
	free(play->actor);
	free(play->prop);
	free(play->directory);
	free(play);
}
