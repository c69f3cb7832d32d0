/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cycle model of the whole MMU: what rtl/contract says, pin by pin and
 * cycle by cycle. Opaque handle, used once a cycle as
 *
 *	mmu_eval(mmu, &in, &out);	all outputs of this cycle, settled
 *	mmu_tick(mmu);			the rising edge that ends the cycle
 *
 * mmu_eval() may be called again with other inputs before mmu_tick(); the
 * last call counts.
 */
#ifndef PAGEWALK_MMU_H
#define PAGEWALK_MMU_H

#include "pins.h"

struct mmu;

/*
 * A model in its reset state. NULL with errno = EINVAL when a size is out of
 * the range of rtl/contract, "Parameters", or with errno = ENOMEM.
 */
struct mmu *mmu_create(const struct mmu_config *config);

/* mmu may be NULL. */
void mmu_destroy(struct mmu *mmu);

/* *out is every output of this cycle. mmu_tick() ends the cycle of the last mmu_eval(). */
void mmu_eval(struct mmu *mmu, const struct mmu_in *in, struct mmu_out *out);
void mmu_tick(struct mmu *mmu);

#endif
