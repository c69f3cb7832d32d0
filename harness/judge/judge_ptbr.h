/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compares writes of the page-table base register, as the monitor follows them (monitor/context.h),
 * with the manuals: the answer, the value that is left, and each PDPTE read. Each function returns
 * NULL, or what is wrong, valid until the judge's next message.
 */
#ifndef PAGEWALK_JUDGE_PTBR_H
#define PAGEWALK_JUDGE_PTBR_H

#include "monitor/context.h"

struct judge;

/*
 * A write that is accepted, and a read for one that memory accepts. Call each before the monitor
 * follows it.
 */
const char *judge_ptbr_write(const struct context *context);
const char *judge_ptbr_read(const struct context *context, const struct mmu_out *out);

/* An answer to a write, after it was followed. */
const char *judge_ptbr_answer(struct judge *judge, const struct context *context,
			      const struct mmu_out *out, const struct context_answer *answer);

/* What ptbr_held shows. */
const char *judge_ptbr_held(struct judge *judge, const struct context *context,
			    const struct mmu_out *out);

#endif
