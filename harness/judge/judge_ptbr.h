/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Holds writes of the page-table base register, as the monitor follows them (monitor/context.h),
 * against the manuals: the answer, the value that is left, and each PDPTE read. Each returns NULL,
 * or what is wrong, valid until the judge's next word.
 */
#ifndef PAGEWALK_JUDGE_PTBR_H
#define PAGEWALK_JUDGE_PTBR_H

#include "monitor/context.h"

struct judge;

/* A write that is accepted; a read for one that memory accepts: both before they are followed. */
const char *judge_ptbr_write(const struct context *context);
const char *judge_ptbr_read(const struct context *context, const struct mmu_out *out);

/* An answer to a write, after it was followed. */
const char *judge_ptbr_answer(struct judge *judge, const struct context *context,
			      const struct mmu_out *out, const struct context_answer *answer);

/* What ptbr_held shows. */
const char *judge_ptbr_held(struct judge *judge, const struct context *context,
			    const struct mmu_out *out);

#endif
