/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rehearsal: the scenario on paper, all its rounds, with processes whose memory has no bytes. It
 * finds every action that could not be played, before any is.
 */
#ifndef PAGEWALK_OS_REHEARSE_H
#define PAGEWALK_OS_REHEARSE_H

#include "base/text.h"
#include "os/play/scenario.h"
#include "os/play/shadow.h"

#ifndef MAX_ACTIONS
#define MAX_ACTIONS 10000000u /* played; repeats make many of few */
#endif

/* Counts the accesses of all actions, too. False: the message is in text. */
bool rehearse(struct scenario *scenario, struct text *text);

/*
 * What the rehearsal and the play find out in the same way; NULL, or what is wrong.
 * The addresses of an action's region, or of the part of it that the action names.
 */
const char *action_range(const struct action *action, const struct shadow *shadow, uint64_t *start,
			 uint64_t *end);

/* The area that a map action makes. */
const char *action_area(const struct scenario *scenario, const struct action *action,
			const struct shadow *shadow, struct area *area);

/* The address of a stray access; NULL: it would be none. */
const char *action_stray(const struct action *action, const struct shadow *shadow, uint64_t *va);

#endif
