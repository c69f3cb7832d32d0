/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Functional coverage of a run, sampled from pins alone: it follows requests, walks, fences, the
 * base register and segment registers on struct mmu_in and mmu_out, and counts the bins of
 * groups.h. It judges nothing.
 */
#ifndef PAGEWALK_COVER_H
#define PAGEWALK_COVER_H

#include "pins.h"

struct cover;
struct cover_counts;

/* Counts into counts, which stays the caller's: several runs may add up. NULL: out of memory. */
struct cover *cover_create(const struct mmu_config *config, struct cover_counts *counts);
void cover_destroy(struct cover *cover);

/* A cycle, with the values that its pins have settled to. Nothing counts before the first reset. */
void cover_cycle(struct cover *cover, const struct mmu_in *in, const struct mmu_out *out);

#endif
