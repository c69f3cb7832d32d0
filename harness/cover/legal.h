/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which combinations of a group's values exist at all, by the contract: level 4 in Sv39 does not.
 * What exists but cannot be reached is not here: tests/measure/cover/excluded.txt says why. That a
 * combination which does not exist was seen is an error of the model, and reported as one.
 */
#ifndef PAGEWALK_COVER_LEGAL_H
#define PAGEWALK_COVER_LEGAL_H

#include <stdbool.h>

#define LEGAL(name) bool legal_##name(const unsigned int *v)

LEGAL(any);
LEGAL(no_fetch_0);
LEGAL(no_fetch_1);
LEGAL(untranslated);
LEGAL(noncanonical);
LEGAL(pa_bit);
LEGAL(vpn_index);
LEGAL(root_bit);
LEGAL(level);
LEGAL(page);
LEGAL(level_fault);
LEGAL(no_walk);
LEGAL(kind);
LEGAL(kind_64);
LEGAL(kind_x86);
LEGAL(sv39_up);
LEGAL(misalign_bit);
LEGAL(rsvd_x86);
LEGAL(ignored_x86);
LEGAL(pdpte_bit);
LEGAL(result);
LEGAL(error_code);
LEGAL(ad_action);
LEGAL(pte_reads);
LEGAL(size);
LEGAL(size_of_family);
LEGAL(fence_cycle);
LEGAL(fsm_state);
LEGAL(walk_search);
LEGAL(walk_fill);
LEGAL(walk_xd);
LEGAL(walk_drop);
LEGAL(array_blind);
LEGAL(array_fill);
LEGAL(array_drop);
LEGAL(array_again);
LEGAL(asid_bit);
LEGAL(seg_type);
LEGAL(seg_limit);
LEGAL(seg_unchecked);
LEGAL(x1);
LEGAL(x1_hit);
LEGAL(x2);
LEGAL(x2_matched);
LEGAL(x3);
LEGAL(x5);
LEGAL(x6);
LEGAL(x7);
LEGAL(x7_update);
LEGAL(pointer_x86);
LEGAL(x8);
LEGAL(x10);
LEGAL(x10_size);
LEGAL(x11);
LEGAL(x12);
LEGAL(x15);
LEGAL(x17);
LEGAL(x17_hit);
LEGAL(x17_pointer);
LEGAL(x19);
LEGAL(x20);

#endif
