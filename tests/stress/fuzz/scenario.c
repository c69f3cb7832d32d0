/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader of scenarios, with the rehearsal: the same actions twice, or one error. The options
 * of the command line stay out of it.
 */
#include "os/play/scenario.h"

#include <string.h>

#include "fuzz.h"

static uint64_t digest_action(uint64_t digest, const struct action *action, unsigned long lines)
{
	const struct map_options *map = &action->map;

	fuzz_require(action->line >= 1 && action->line <= lines, "an action's line is wrong");
	fuzz_require(action->kind <= ACTION_END, "an action that is none");
	fuzz_require(memchr(action->process, 0, SCENARIO_NAME) &&
			     memchr(action->region, 0, SCENARIO_NAME) &&
			     memchr(action->other, 0, SCENARIO_NAME),
		     "a name without an end");
	digest = fuzz_digest(digest, action->process, strlen(action->process));
	digest = fuzz_digest(digest, action->region, strlen(action->region));
	digest = fuzz_digest(digest, action->other, strlen(action->other));
	digest = fuzz_digest(digest, &action->line, sizeof(action->line));
	digest = fuzz_digest(digest, &action->offset, sizeof(action->offset));
	digest = fuzz_digest(digest, &action->size, sizeof(action->size));
	digest = fuzz_digest(digest, &action->count, sizeof(action->count));
	digest = fuzz_digest(digest, &map->at, sizeof(map->at));
	if (action->text)
		digest = fuzz_digest(digest, action->text, strlen(action->text));
	return digest;
}

static void check_repeats(const struct scenario *s)
{
	for (size_t i = 0; i < s->n_actions; i++) {
		const struct action *action = &s->action[i];

		if (action->kind != ACTION_REPEAT && action->kind != ACTION_END)
			continue;
		fuzz_require(action->partner < s->n_actions &&
				     s->action[action->partner].partner == i,
			     "a repeat and its end do not belong together");
	}
}

static uint64_t digest_scenario(const struct scenario *s, unsigned long lines)
{
	uint64_t digest = 0;

	fuzz_require(s->format && s->memory && s->cluster >= 1 && s->cluster <= 64 &&
			     s->latency >= 1,
		     "a setting out of range");
	check_repeats(s);
	digest = fuzz_digest(digest, &s->memory, sizeof(s->memory));
	digest = fuzz_digest(digest, &s->swap, sizeof(s->swap));
	digest = fuzz_digest(digest, &s->work, sizeof(s->work));
	for (uint32_t i = 0; i < s->n_backings; i++)
		digest = fuzz_digest(digest, &s->backing[i].size, sizeof(s->backing[i].size));
	for (size_t i = 0; i < s->n_actions; i++)
		digest = digest_action(digest, &s->action[i], lines);
	return digest;
}

static uint64_t read_file(const char *path, const uint8_t *data, size_t size)
{
	static const struct scenario_overrides none;
	char error[512] = "";
	struct scenario *scenario = scenario_open(path, &none, error, sizeof(error));
	uint64_t digest = 0;

	if (fuzz_opened(scenario, error, path, data, size))
		digest = digest_scenario(scenario, fuzz_lines(data, size));
	scenario_close(scenario);
	return digest;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_twice(read_file, data, size);
	return 0;
}
