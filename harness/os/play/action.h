/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an action means to a process with this memory: the rehearsal and the play ask alike. NULL is
 * returned, or what is wrong.
 */
#ifndef PAGEWALK_OS_ACTION_H
#define PAGEWALK_OS_ACTION_H

#include "os/play/scenario.h"
#include "os/play/shadow.h"

/* The level whose pages a huge region gets; 0: the mode has no page of this size. */
unsigned int action_huge_level(const struct format *format, const struct map_options *map);

/* The addresses of an action's region, or of the part of it that the action names. */
const char *action_range(const struct action *action, const struct shadow *shadow, uint64_t *start,
			 uint64_t *end);

/* The area that a map action makes. */
const char *action_area(const struct scenario *scenario, const struct action *action,
			const struct shadow *shadow, struct area *area);

/* The address of a stray access; NULL: it would be none. */
const char *action_stray(const struct action *action, const struct shadow *shadow, uint64_t *va);

#endif
