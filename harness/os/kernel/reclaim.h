/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reclaim: frames for those who need one. The clock (second chance): a hand goes round all frames;
 * a page that was used since the hand came by last (A is set in an entry that maps it) loses A and
 * stays; one that was not leaves. Locked pages, and frames that nobody may take, it passes over.
 *
 * What leaves is written only if it was changed: D in an entry, or the frame's own mark. Anonymous
 * and shared memory goes to swap, several pages at a time in slots in a row; pages of files go back
 * to their file.
 */
#ifndef PAGEWALK_OS_RECLAIM_H
#define PAGEWALK_OS_RECLAIM_H

#include "os/kernel/os.h"

/* Frees at least one frame. False: there is none that could be freed. */
bool reclaim(struct os *os);

#endif
