/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rehearsal: the scenario on paper, all its rounds, with processes whose memory has no bytes. It
 * finds every action that could not be played, before any is.
 */
#ifndef PAGEWALK_OS_REHEARSE_H
#define PAGEWALK_OS_REHEARSE_H

#include "base/text.h"
#include "os/play/scenario.h"

#ifndef MAX_ACTIONS
#define MAX_ACTIONS 10000000u /* played; repeats make many of few */
#endif

/* Counts the accesses of all actions, too. False: the message is in text. */
bool rehearse(struct scenario *scenario, struct text *text);

#endif
