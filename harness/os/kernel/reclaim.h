/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reclaim makes frames free. It is a clock with a second chance: a hand goes round all frames. A
 * page that was used since the hand last came by (A is set in an entry that maps it) loses A and
 * stays; a page that was not used leaves. The hand passes over locked pages, and over frames that
 * cannot be reclaimed.
 *
 * A page that leaves is written only if it was changed: D in an entry, or the frame's own mark.
 * Anonymous and shared memory goes to swap, several pages at a time in slots in a row; pages of
 * files go back to their file.
 */
#ifndef PAGEWALK_OS_RECLAIM_H
#define PAGEWALK_OS_RECLAIM_H

#include "os/kernel/os.h"

/* Frees at least one frame. False: there is none that could be freed. */
bool reclaim(struct os *os);

#endif
