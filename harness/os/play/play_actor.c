/* SPDX-License-Identifier: Apache-2.0 */
/* Processes by their names: they begin, end, and leave their counts. */
#include <string.h>

#include "os/play/play_parts.h"

struct actor *play_find(struct play *play, const char *name)
{
	for (size_t i = 0; i < play->n_actors; i++)
		if (!strcmp(play->actor[i].name, name))
			return &play->actor[i];
	return NULL;
}

void play_add_counts(struct space_counts *sum, const struct space_counts *counts)
{
#define ADD(name) sum->name += counts->name;
	SPACE_COUNTS(ADD) SPACE_CYCLES(ADD)
#undef ADD
}

struct space_counts play_counts(const struct actor *actor)
{
	struct space_counts sum = actor->counts;

	if (actor->space)
		play_add_counts(&sum, &actor->space->counts);
	return sum;
}

void play_ask_fate(struct play *play, struct actor *actor)
{
	unsigned long line = play->line;

	if (actor->fate == FATE_ALIVE || actor->expected)
		return;
	play->line = actor->line;
	play_surprise(play, "%s ended here (%s), and the scenario does not expect it", actor->name,
		      fate_names[actor->fate]);
	play->line = line;
}

void play_begin(struct play *play, const char *name, struct space *space, struct shadow *shadow)
{
	struct actor *actor = play_find(play, name);

	if (!actor) {
		actor = &play->actor[play->n_actors++];
		memcpy(actor->name, name, SCENARIO_NAME);
	} else {
		play_ask_fate(play, actor);
	}
	actor->space = space;
	actor->shadow = shadow;
	actor->fate = FATE_ALIVE;
	actor->expected = false;
	actor->lives++;
	if (!space && play_goes_on(play))
		play_kill(play, actor, FATE_NO_MEMORY);
}

void play_end_process(struct play *play, struct actor *actor)
{
	(void)play;
	if (actor->space) {
		play_add_counts(&actor->counts, &actor->space->counts);
		if (actor->space->peak_resident > actor->peak_resident)
			actor->peak_resident = actor->space->peak_resident;
		space_destroy(actor->space);
	}
	shadow_destroy(actor->shadow);
	actor->space = NULL;
	actor->shadow = NULL;
}

void play_kill(struct play *play, struct actor *actor, enum fate fate)
{
	play_end_process(play, actor);
	actor->fate = fate;
	actor->line = play->line;
}
