/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a pin script that fails as small as it will go: delta debugging (Zeller, Hildebrandt, IEEE
 * TSE 28(2), 2002). First events go, whole kinds of them and then ever smaller pieces; then
 * cycles between them, and bits of their fields. What is left fails, and without any one of its
 * events it does not. A script that says what comes out is left as it is: with less driven into the
 * MMU, or at other times, something else has to come out.
 */
#ifndef PAGEWALK_SHRINK_H
#define PAGEWALK_SHRINK_H

#include "script/pins_script.h"

struct shrink {
	/*
	 * Does it still fail in the same way? Called often; false when the script cannot be played.
	 */
	bool (*fails)(void *opaque, const struct script *script);
	/*
	 * Called now and then; true: it is enough, and *script stays as it is by then. May be NULL.
	 */
	bool (*stop)(void *opaque, const struct script *script, unsigned int asked);
	void *opaque;
};

/* *script fails. Returns how often it asked. False in *whole: it was stopped, or out of memory. */
unsigned int shrink_script(const struct shrink *shrink, struct script *script, bool *whole);

#endif
